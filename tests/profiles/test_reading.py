"""Files that cannot be read, and where in a file each key stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.profiles import Fault, ProfileFaults, load, parse
from server.profiles.lines import line_index


def fault_of(path: Path) -> Fault:
    with pytest.raises(ProfileFaults) as told:
        load(path)
    [fault] = told.value.faults
    return fault


def written(folder: Path, content: bytes) -> Path:
    file = folder / "hall.toml"
    file.write_bytes(content)
    return file


def test_a_file_that_is_not_there_is_said_to_be_not_there(tmp_path: Path) -> None:
    assert "no such file" in fault_of(tmp_path / "none.toml").wrong


def test_a_folder_is_answered_with_the_files_in_it(tmp_path: Path) -> None:
    written(tmp_path, b"")
    fault = fault_of(tmp_path)
    assert "folder" in fault.wrong
    assert "hall.toml" in fault.right


def test_a_path_that_no_file_can_have_is_a_fault(tmp_path: Path) -> None:
    assert "cannot be read" in fault_of(Path(f"{tmp_path}/\0")).wrong
    assert "cannot be read" in fault_of(tmp_path / ("x" * 5000)).wrong


def test_a_file_in_gbk_is_told_to_be_saved_as_utf_8_with_its_line(tmp_path: Path) -> None:
    fault = fault_of(written(tmp_path, '[hall]\nname = "普宁"'.encode("gbk")))
    assert fault.line == 2
    assert "UTF-8" in fault.right


def test_the_mark_that_windows_editors_put_first_does_no_harm(tmp_path: Path, config: Path) -> None:
    text = (config / "village.toml").read_text("utf-8").replace("\n", "\r\n")
    raw, hall = load(written(tmp_path, text.encode("utf-8-sig")))
    assert hall.id == "village"
    assert raw.lines[("hall",)] == 4


@pytest.mark.parametrize("content", [b"", b"  \n\n", b"# nothing yet\n"])
def test_an_empty_file_is_answered_with_where_to_begin(tmp_path: Path, content: bytes) -> None:
    fault = fault_of(written(tmp_path, content))
    assert "empty" in fault.wrong
    assert "village.toml" in fault.right


def test_a_file_that_is_no_toml_is_told_line_and_column(tmp_path: Path) -> None:
    fault = fault_of(written(tmp_path, b'[hall]\nid = "a"\nname = hall\n'))
    assert (fault.line, "column 8" in fault.wrong) == (3, True)


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("name = “普宁”", "English keyboard"),
        ('name = "a" "b"', "quotes"),
        ("大厅", "heading"),
        ("id = [[1,", "closed"),
    ],
)
def test_usual_slips_in_toml_get_a_hint(tmp_path: Path, line: str, hint: str) -> None:
    assert hint in fault_of(written(tmp_path, f"[hall]\n{line}".encode())).right


def test_a_key_stated_twice_is_a_fault(tmp_path: Path) -> None:
    assert fault_of(written(tmp_path, b'[hall]\nid = "a"\nid = "b"\n')).line == 3


def test_lists_nested_without_end_are_a_fault(tmp_path: Path) -> None:
    assert "nested" in fault_of(written(tmp_path, b"a = " + b"[" * 20_000)).wrong


def test_a_file_far_too_large_is_not_read_as_a_profile(tmp_path: Path) -> None:
    assert "bytes" in fault_of(written(tmp_path, b"#" * 4_000_001)).wrong


def test_dates_and_times_become_texts_as_json_has_them() -> None:
    raw = parse("a = 04:00:00\nb = [2026-10-01]\nc = 2026-10-01T08:00:00Z")
    assert raw == {"a": "04:00:00", "b": ["2026-10-01"], "c": "2026-10-01T08:00:00+00:00"}


def test_every_key_is_found_on_its_line() -> None:
    text = '''# a comment = 1
[hall]
name = """
two = 1
lines"""
"quoted key" = 'x # = ]'
a.b = 1  # c = 2

[[rows]]
id = "one"
list = [
  "x", # y
  { id = "in", n = [1, 2] },
  { id = "line" },
]
[[rows]]
[rows.inner]
deep = 2026-10-01 08:00:00
[[rows.inner.more]]
z = 1
'''
    lines = line_index(text)
    assert lines[("hall",)] == 2
    assert lines[("hall", "name")] == 3
    assert lines[("hall", "quoted key")] == 6
    assert lines[("hall", "a", "b")] == 7
    assert lines[("rows", 0, "id")] == 10
    assert lines[("rows", 0, "list", 0)] == 12
    assert lines[("rows", 0, "list", 1, "n", 1)] == 13
    assert lines[("rows", 0, "list", 2, "id")] == 14
    assert lines[("rows", 1)] == 16
    assert lines[("rows", 1, "inner", "deep")] == 18
    assert lines[("rows", 1, "inner", "more", 0, "z")] == 20


def test_every_path_of_puning_has_the_line_it_stands_on(config: Path) -> None:
    text = (config / "puning.toml").read_text("utf-8")
    raw, lines = parse(text), text.split("\n")
    for n, row in enumerate(raw["services"]):
        for key in row:
            assert lines[raw.lines[("services", n, key)] - 1].startswith(f"{key} = ")
