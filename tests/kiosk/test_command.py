"""`paihao kiosk` on the command line: a check without a hub, and errors that say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk import fonts
from kiosk.agent import command
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
    done = run("--printer", f"virtual://{tmp_path}", "--hub", "http://127.0.0.1:1")
    assert done.exit_code == 2
    assert "missing --hall, --device, --token-file or PAIHAO_TOKEN" in done.output


def test_a_wrong_printer_address_is_refused_with_the_right_forms() -> None:
    done = run("--printer", "lpt1", "--check")
    assert done.exit_code == 2 and "tcp://HOST:PORT" in done.output


def test_a_wrong_hub_address_is_refused(tmp_path: Path) -> None:
    words = ("--hub", "hall.example", "--hall", "puning", "--device", "kiosk-1")
    done = run("--printer", f"virtual://{tmp_path}", *words, token="x")
    assert done.exit_code == 1 and "http://10.0.0.2:8080" in done.output


def test_a_machine_without_a_font_says_so_before_the_first_citizen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))
    done = run("--printer", f"virtual://{tmp_path}", "--check")
    assert done.exit_code == 1 and "apt-get install fonts-noto-cjk" in done.output
