"""The hub knows how the printer is: at each change at once, else every ten seconds."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from kiosk.health import BEAT_SECONDS, Health, words
from kiosk.printer.commands import Status
from kiosk.printer.door import open_printer
from server.protocol import instant
from tests.kiosk.cast import MADE_AT, Desk


class Room:
    """A health with a clock to be moved by hand."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.desk, self.clock = folder, Desk(), 1000.0
        printer = open_printer(f"virtual://{folder}")
        self.health = Health(self.desk, printer, "kiosk-1", threading.Event(), monotonic=lambda: self.clock)

    def suffer(self, fail: str) -> None:
        (self.folder / "state.json").write_text(json.dumps({"fail": fail}))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_a_change_is_told_at_once_and_a_steady_state_every_ten_seconds(room: Room) -> None:
    room.health.look()
    room.health.look()
    assert room.desk.beats == [("ok", None)]
    room.suffer("paper_out")
    room.health.look()
    assert room.desk.beats[1:] == [("fault", "paper_out")]
    room.clock += BEAT_SECONDS
    room.health.look()
    assert room.desk.beats[2:] == [("fault", "paper_out")]


def test_a_beat_that_was_lost_is_told_as_soon_as_the_hub_is_back(room: Room) -> None:
    room.desk.deaf = True
    room.health.look()
    room.desk.deaf = False
    room.health.look()
    assert room.desk.beats == [("ok", None)]


def test_the_hubs_time_is_kept_and_not_the_boxs(room: Room) -> None:
    room.health.look()
    assert room.health.now() == pytest.approx(instant(MADE_AT) / 1000, abs=5)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status(), ("ok", None)),
        (Status(low=True), ("warning", "paper_low")),
        (Status("cover_open", low=True), ("fault", "cover_open")),
        (Status(known=False), ("ok", "not_asked")),
    ],
)
def test_a_status_has_one_word_for_the_hub(status: Status, said: tuple[str, str | None]) -> None:
    assert words(status) == said
