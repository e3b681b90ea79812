"""The hub knows how the printer is: at each change at once, else every ten seconds. And it may ask for a test slip."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk import template
from kiosk.config import KioskFile, PrinterTable, SlipTable
from kiosk.health import Health, Orders, words
from kiosk.making import Making
from kiosk.printer.commands import Status
from kiosk.printer.device import Printer
from kiosk.printer.door import open_printer
from kiosk.printer.file import FilePipe
from kiosk.reach import Reach
from server.agent.presence import BEAT_SECONDS, Order, Presence
from tests.hubprocess import SECONDS
from tests.kiosk.cast import TRACK, Desk, pictures


class Room:
    """A health whose beats go out one turn at a time, with a clock to be moved by hand."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.desk, self.clock, self.well = folder, Desk(), 1000.0, True
        printer = open_printer(f"virtual://{folder}")
        self.presence = Presence(self.desk, threading.Event(), monotonic=lambda: self.clock)
        self.reach = Reach(lambda _: self.well, lambda work: work(), monotonic=lambda: self.clock)
        self.health = Health(self.presence.add("kiosk-1", "printer"), printer, threading.Event(), self.reach)

    def suffer(self, fail: str) -> None:
        (self.folder / "state.json").write_text(json.dumps({"fail": fail}))

    def turn(self) -> None:
        self.health.look()
        self.presence.turn()


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_a_change_is_told_at_once_and_a_steady_state_every_ten_seconds(room: Room) -> None:
    room.turn()
    room.turn()
    assert room.desk.beats == [("ok", None)]
    room.suffer("paper_out")
    room.turn()
    assert room.desk.beats[1:] == [("fault", "paper_out")]
    room.clock += BEAT_SECONDS
    room.turn()
    assert room.desk.beats[2:] == [("fault", "paper_out")]


def test_slips_without_their_code_are_told_to_staff(room: Room) -> None:
    room.well = False
    room.reach.follows(TRACK)
    room.turn()
    assert room.desk.beats == [("warning", "no_code")]


def test_a_printer_that_cannot_even_be_looked_at_is_no_well_printer(tmp_path: Path) -> None:
    class Broken(Printer):
        def status(self) -> Status:
            stop.set()
            raise ZeroDivisionError

    stop, desk = threading.Event(), Desk()
    presence = Presence(desk, threading.Event())
    health = Health(presence.add("kiosk-1", "printer"), Broken(FilePipe(tmp_path)), stop, Reach())
    health.changed()
    health.run()
    presence.turn()
    assert desk.beats == [("fault", "unknown")]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status(), ("ok", "")),
        (Status(low=True), ("warning", "paper_low")),
        (Status("cover_open", low=True), ("fault", "cover_open")),
        (Status(known=False), ("ok", "not_asked")),
    ],
)
def test_a_status_has_one_word_for_the_hub(status: Status, said: tuple[str, str]) -> None:
    assert words(status) == said


def orders(folder: Path, layout: Path | None = None) -> Orders:
    config = KioskFile(
        printer=PrinterTable(url=f"virtual://{folder}", width=384), slip=SlipTable(template=str(layout or ""))
    )
    made = threading.Event()
    found = Orders(open_printer(config.printer.url, 384), Making(config), made.set)
    found.printed = made  # type: ignore[attr-defined]  # for whoever waits for it
    return found


@pytest.mark.parametrize("do", ["test", "identify"])
def test_a_test_slip_is_printed_when_the_hub_asks_for_one(tmp_path: Path, do: str) -> None:
    asked = orders(tmp_path)
    assert asked.obey(Order("o1", do, {})) == ""
    assert asked.printed.wait(SECONDS) and len(pictures(tmp_path)) == 1  # type: ignore[attr-defined]  # orders()


def test_a_printer_in_trouble_and_an_order_it_does_not_know_are_answered_in_words(tmp_path: Path) -> None:
    asked = orders(tmp_path)
    assert asked.obey(Order("o1", "zone", {"zone": "z1"})) == "a printer cannot zone"
    (tmp_path / "state.json").write_text('{"fail": "cover_open"}')
    assert asked.obey(Order("o2", "test", {})) == "the printer: cover_open"


def test_a_layout_is_read_again_on_reload_and_a_wrong_one_leaves_the_old_standing(tmp_path: Path) -> None:
    layout = tmp_path / "slip.toml"
    layout.write_text(template.DEFAULT.read_text("utf-8"), "utf-8")
    asked = orders(tmp_path, layout)
    before = asked._making.trial(datetime(2026, 11, 22, tzinfo=UTC))
    layout.write_text("nothing", "utf-8")
    assert "is not TOML" in asked.obey(Order("o1", "reload", {}))
    assert asked._making.trial(datetime(2026, 11, 22, tzinfo=UTC)) == before
    layout.write_text(
        '[[block]]\nshow = "number"\n[[block]]\nshow = "copy"\n[[block]]\nshow = "warnings"\n', "utf-8"
    )
    assert asked.obey(Order("o2", "reload", {})) == ""
    assert len(asked._making.trial(datetime(2026, 11, 22, tzinfo=UTC))) < len(before)
