"""`paihao report` itself: what it writes where, and what it says when it cannot."""

from __future__ import annotations

import signal
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.commands.report import command
from server.reports import fonts
from server.reports.asked import Asked
from server.web.figures import child
from tests.reports.desk import month


def ran(*words: str) -> Result:
    return CliRunner().invoke(command, [*words, "--data", str(month().store.directory), "--hall", "small"])


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process goes on to run other tests."""
    monkeypatch.setattr("server.commands.report.HURRY", 0)


def test_a_file_gets_a_name_that_tells_what_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert ran("figures", "--month", "2026-10", "--format", "csv").output == "small-figures-2026-10.csv\n"
    assert (
        ran("tickets", "--from", "2026-10-05", "--format", "csv").output == "small-tickets-2026-10-05.csv\n"
    )
    assert {p.name for p in tmp_path.iterdir()} == {
        "small-figures-2026-10.csv",
        "small-tickets-2026-10-05.csv",
    }


def test_a_day_in_words_goes_to_standard_output() -> None:
    assert "10月19日（周一）日报" in ran("daily", "--from", "2026-10-19", "--out", "-").stdout


def test_a_process_that_a_hub_began_ends_itself_when_it_takes_too_long() -> None:
    what = Asked("small", date(2026, 10, 19), date(2026, 10, 19))
    begun = child.words(month().store.directory, "daily", "txt", what, [])
    told = CliRunner().invoke(command, begun[begun.index("report") + 1 :])
    assert (told.exit_code, signal.alarm(0) > 0) == (0, True), told.output
    assert int(begun[begun.index("--within") + 1]) > child.MOST_SECONDS, "after the hub has given it up"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("figures", "--month", "2026-13"), "is no month"),
        (("figures", "--month", "9999-12"), "is no month"),
        (("figures", "--month", "2026-10", "--from", "2026-10-01"), "Give --month, or --from and --to"),
        (("figures", "--by", "moon"), "cuts are one or two of"),
        (("figures", "--only", "window=w99"), "had no window 'w99'; known here: w1, w2"),
        (("tickets", "--only", "zone=moon"), "had no zone 'moon'; known here: "),
        (("bulletin", "--format", "csv"), "bulletin can be pdf, not csv"),
        (("figures", "--out", "/nowhere/at/all.xlsx"), "cannot be written"),
    ],
)
def test_what_cannot_be_made_is_told_in_a_sentence(words: tuple[str, ...], says: str) -> None:
    told = ran(*words)
    assert told.exit_code in (1, 2) and says in told.output


def test_a_computer_without_a_font_has_an_exit_code_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))
    told = ran("bulletin", "--month", "2026-10", "--out", str(tmp_path / "b.pdf"))
    assert (told.exit_code, list(tmp_path.iterdir())) == (3, [])
    assert "apt-get install fonts-noto-cjk" in told.output
