"""What forms and files are made of: every key has words in both languages, every fault its Chinese; files come back."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.profiles import ProfileFaults, build, exporting, load, parse, schema, tabular, warnings
from server.profiles.keys import TABLES
from server.profiles.reading import decoded
from server.profiles.saying import in_chinese
from server.profiles.values import Choice, List
from tests.profiles.test_faults import WRONG, put

FILES = sorted((Path(__file__).resolve().parents[2]).glob("config/*.toml"))
Raw = dict[str, Any]


def test_every_key_part_and_choice_has_words_in_both_languages() -> None:
    zh, en = schema.words("zh"), schema.words("en")
    assert set(zh) == set(en)
    named = {*TABLES, *(f"{part}.{key}" for part, table in TABLES.items() for key in table.keys)}
    kinds = [key.kind for table in TABLES.values() for key in table.keys.values()]
    choices = [kind.of if isinstance(kind, List) else kind for kind in kinds]
    words = {
        f"={word}" for kind in choices if isinstance(kind, Choice) for word in kind.words if word.isascii()
    }
    assert (named | words) - set(zh) - {f"={word}" for word in ("xlsx", "csv", "pdf", "txt")} == set()
    stray = {name for name in zh if "." in name.rstrip("?") and name.rstrip("?") not in named}
    assert {name.split(".")[0] for name in stray} <= {"hour", "table", "level"}
    assert [s for s in zh.values() if re.search(r"[\u4e00-\u9fff}][,:;?!(]", s)] == []


def test_the_forms_are_told_bounds_defaults_and_where_a_key_leads() -> None:
    parts = {part["name"]: {key["name"]: key for key in part["keys"]} for part in schema.parts()}
    wait = parts["services"]["target_wait"]
    assert (wait["kind"]["is"], wait["kind"]["low"], wait["kind"]["high"]) == ("whole", 0, 480)
    assert (wait["default"], wait["required"], wait["title"]) == (0, False, "等候目标（分钟）")
    assert parts["hall"]["day_ends_at"]["default"] == "04:00"
    assert parts["windows"]["backup"]["leads"] == "services"
    assert [k["name"] for k in parts["warnings"]["wait"]["kind"]["keys"]] == ["remind", "yellow", "red"]


@pytest.mark.parametrize(("path", "value", "key", "wrong"), WRONG, ids=[f"{w[2]}: {w[3]}" for w in WRONG])
def test_every_fault_is_told_in_chinese(
    raw: Raw, path: tuple[str | int, ...], value: Any, key: str, wrong: str
) -> None:
    put(raw, path, value)
    with pytest.raises(ProfileFaults) as found:
        build(raw)
    for fault in found.value.faults:
        for says in (fault.wrong, fault.right):
            chinese = re.sub(r'".*?"|“.*?”|<.*?>|可以有：.*', "", in_chinese(says))
            assert re.search(r"[\u4e00-\u9fff]", in_chinese(says)), says
            assert re.search(r"\b(the|a|is|give|name|there|not|this)\b", chinese) is None, (
                says,
                in_chinese(says),
            )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xc6\xd5",
        b"x = ",
        b'x = "a',
        b"[hall]\nname\n",
        b"x = [ \n y = \xe2\x80\x9c1\xe2\x80\x9d\n",
        b"x" * 4_000_001,
    ],
    ids=range(7),
)
def test_a_file_that_cannot_be_read_is_told_in_chinese(content: bytes) -> None:
    with pytest.raises(ProfileFaults) as found:
        parse(decoded(content))
    for fault in found.value.faults:
        for says in (fault.wrong, fault.right):
            assert re.search(r"[\u4e00-\u9fff]", in_chinese(says)), says


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.stem))
def test_every_hall_comes_back_from_its_own_file_and_table(file: Path) -> None:
    raw, hall = load(file)
    back = parse(exporting.toml(raw, ("厅 = [ # \n evil",)))
    assert dict(back) == dict(raw)
    assert build(back) == hall
    assert build(exporting.written_out(raw)) == hall
    if file.stem not in ("puning", "village"):
        return
    assert [w for w in warnings(hall) if re.search("[a-z]{3} [a-z]{3}", in_chinese(w.says))] == []
    table = list(enumerate(tabular.rows_of(raw, "zh"), 1))
    read = tabular.read(raw, table, replace=True)
    assert (read.faults, build(read.document)) == ([], hall)


LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=9
)


@given(
    name=LINE,
    notice=LINE,
    minutes=st.integers(0, 60),
    rate=st.floats(1, 999),
    dates=st.sets(st.dates(), max_size=4),
    order=st.permutations(range(3)),
    words=st.dictionaries(LINE.filter(str.strip), st.just("ma1"), max_size=3),
)
@settings(deadline=None, max_examples=30)
def test_whatever_is_set_up_comes_back_from_its_file(
    name: str, notice: str, minutes: int, rate: float, dates: set[Any], order: list[int], words: Raw
) -> None:
    raw = deepcopy(SMALL)
    raw["services"] = [raw["services"][n] for n in order]
    raw |= {
        "screens": {"notice": notice}, "rules": {"undo_minutes": minutes}, "voice": {"pronounce": words},
        "classes": [{"id": "c", "name": name[:3].strip() or "x", "rate": rate}],
        "hours": {"closed_on": [day.isoformat() for day in sorted(dates)], "mon": "08:30-12:00", "wed": []},
    }  # fmt: skip
    back = parse(exporting.toml(raw))
    assert build(back) == build(raw)


SMALL: Raw = {
    "hall": {"id": "h", "name": "厅"},
    "zones": [
        {"id": "z", "name": "区", "voice": {"volume": 80, "by_hour": [{"from": "12:00", "to": "14:00", "volume": 5}]}}
    ],
    "queues": [{"prefix": "A", "name": "队"}],
    "services": [{"id": f"s{n}", "name": f"事{n}", "caps": ["08:30-10:00=20"]} for n in range(3)],
    "windows": [{"numbers": "1-3, 7", "kind": "guide", "services": ["s0", "s1", "s2"]}],
}  # fmt: skip
