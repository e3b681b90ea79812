"""`paihao kiosk` on the command line: a check without a hub, and errors that say what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import zxingcpp
from click.testing import CliRunner, Result
from PIL import Image

from kiosk import fonts
from kiosk.agent import command
from kiosk.config import read
from kiosk.preview import command as slip
from kiosk.template import DEFAULT
from kiosk.words import SAMPLE
from tests.kiosk.cast import pictures


def run(*words: str, token: str = "") -> Result:
    return CliRunner().invoke(command, words, env={"PAIHAO_TOKEN": token})


@pytest.mark.parametrize("width", ["576", "384"])
def test_a_check_tells_how_the_printer_is_and_prints_a_test_slip(tmp_path: Path, width: str) -> None:
    done = run("--printer", f"virtual://{tmp_path}", "--check", "--width", width)
    assert done.exit_code == 0
    assert done.output == "before: ok\nafter: ok; a test slip was printed\n"
    assert len(pictures(tmp_path)) == 1


def test_a_check_of_a_printer_without_paper_says_so_and_fails(tmp_path: Path) -> None:
    done = run("--printer", f"virtual://{tmp_path}?fail=paper_out", "--check")
    assert done.exit_code == 1
    assert "before: fault (paper_out)" in done.output
    assert "not printed: paper_out (temporary)" in done.output


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    printer = ("--printer", f"virtual://{tmp_path}")
    assert "missing printer" in run("--hub", "http://127.0.0.1:1").output
    assert "missing device" in run(*printer).output
    done = run(*printer, "--device", "kiosk-1", "--hub", "http://127.0.0.1:1", token="x")
    assert done.exit_code == 2 and "missing hall" in done.output


def test_a_wrong_printer_address_is_refused_with_the_right_forms() -> None:
    done = run("--printer", "lpt1", "--check")
    assert done.exit_code == 2 and "tcp://HOST:PORT" in done.output


def test_a_wrong_hub_address_is_refused(tmp_path: Path) -> None:
    words = ("--hub", "hall.example", "--hall", "puning", "--device", "kiosk-1")
    done = run("--printer", f"virtual://{tmp_path}", *words, token="x")
    assert done.exit_code == 2 and "http://10.0.0.2:8080" in done.output


def test_a_machine_without_a_font_says_so_before_the_first_citizen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))
    done = run("--printer", f"virtual://{tmp_path}", "--check")
    assert done.exit_code == 1 and "apt-get install fonts-noto-cjk" in done.output


FILE = """
hub = "http://127.0.0.1:1"
hall = "puning"
device = "kiosk-1"
[printer]
url = "virtual://%s"
width = 384
[slip]
mode = "text"
template = "mine.toml"
"""


def test_the_file_says_all_of_it_and_the_command_line_goes_before(tmp_path: Path) -> None:
    layout = DEFAULT.read_text("utf-8") + '\n[[block]]\nshow = "text"\nzh = "Tel 0663-1234567"\n'
    (tmp_path / "mine.toml").write_text(layout, "utf-8")
    (tmp_path / "kiosk.toml").write_text(FILE % (tmp_path / "slips"))
    assert run("--config", str(tmp_path / "kiosk.toml"), "--check").exit_code == 0
    assert run("--config", str(tmp_path / "kiosk.toml"), "--check", "--mode", "raster").exit_code == 0
    native, drawn = ((tmp_path / "slips" / "slips.jsonl").read_text("utf-8")).splitlines()
    assert "Tel 0663-1234567" in json.loads(native)["texts"] and "texts" not in json.loads(drawn)
    assert [Image.open(path).width for path in pictures(tmp_path / "slips")] == [384, 384]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("width = 384", "[printer]"),
        ('mode = "text"', "mode"),
        ('template = "mine.toml"', "template"),
        ("[slip]", "reader"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place(tmp_path: Path, wrong: str, words: str) -> None:
    changed = {
        "width = 384": "widht = 384",
        'mode = "text"': 'mode = "fax"',
        "[slip]": '[reader]\nurl = "bridge://7421"\npoll_seconds = -1\n[slip]',
    }.get(wrong, 'template = "no.toml"')
    (tmp_path / "kiosk.toml").write_text((FILE % tmp_path).replace(wrong, changed))
    done = run("--config", str(tmp_path / "kiosk.toml"), "--check")
    assert done.exit_code == 1
    known = {
        "[printer]": "did you mean width?",
        "mode": "slip.mode",
        "template": "no.toml cannot be read",
        "reader": "reader.poll_seconds: Expected `float` >= 0.01",
    }
    assert known[words] in done.output


def test_the_usual_layout_can_be_had_as_a_file_and_looked_at(tmp_path: Path) -> None:
    usual = CliRunner().invoke(slip, ["template"])
    mine = tmp_path / "slip.toml"
    mine.write_text(usual.output, "utf-8")
    out = str(tmp_path / "slip.png")
    done = CliRunner().invoke(slip, ["preview", "--template", str(mine), "--width", "384", "--out", out])
    assert done.exit_code == 0 and "384 dots across" in done.output
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(out).convert("L"))] == [
        SAMPLE["track_url"]
    ]


def test_a_wrong_layout_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "slip.toml").write_text('[[block]]\nshow = "nubmer"\n')
    done = CliRunner().invoke(slip, ["preview", "--template", str(tmp_path / "slip.toml")])
    assert done.exit_code == 1 and "block 1: show is 'nubmer'; did you mean number?" in done.output


def test_the_example_file_can_be_read(root: Path) -> None:
    found = read(root / "docs/units/kiosk.toml")
    assert (found.device, found.printer.width, found.slip.follow) == ("kiosk-1", 576, "answering")
    assert found.slip.template == "" and found.all_readers == ()
