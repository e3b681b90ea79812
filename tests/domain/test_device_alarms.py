"""Alarms about devices and unspoken calls: once, after a minute, while the hall is open, and over by a margin."""

from __future__ import annotations

from typing import Any

import pytest

from server import profiles
from server.domain.alarms import devices
from server.domain.alarms.devices import Device, Said
from server.domain.alarms.watching import Seen, Unspoken
from server.domain.events import Command
from tests.domain.hall import MINUTE, MORNING, raw
from tests.domain.play import Play

SECOND = 1000


class Watched(Play):
    """A hall whose devices beat as the test says; `look` is what the hub does each second."""

    def __init__(self, **voice: Any) -> None:
        super().__init__("w1", given=profiles.build({**raw(), **({"voice": voice} if voice else {})}))
        self.devices: dict[str, Device] = {}
        self.unspoken: tuple[Unspoken, ...] = ()
        self.hours = "open"

    def beat(
        self, id: str = "k1", state: str = "ok", detail: str = "", kind: str = "printer", **more: Any
    ) -> None:
        said = Said(id, kind, state, detail, **more)
        self.devices[id] = devices.heard(self.devices.get(id), said, self.now, MORNING)

    def look(self) -> list[str]:
        seen = Seen(tuple(self.devices.values()), self.unspoken, self.hours, MORNING)
        return self.do(Command("alarms", "system"), seen=seen)

    def seconds(self, n: float, state: str | None = None, detail: str = "") -> list[str]:
        """So long passes, with a beat and a look every ten seconds; what that brought."""
        happened = []
        for _ in range(round(n / 10)):
            self.now += 10 * SECOND
            if state:
                self.beat("k1", state, detail)
            happened += self.look()
        return happened

    @property
    def keys(self) -> list[str]:
        return list(self.floor.alarms)


def test_a_printer_out_of_paper_for_a_minute_is_told_once_with_what_is_wrong() -> None:
    play = Watched()
    play.beat(zone="east")
    play.beat("k1", "fault", "paper_out", zone="east")
    assert play.seconds(50, "fault", "paper_out") == []
    assert play.seconds(30, "fault", "paper_out") == ["alarm.raised"]
    (alarm,) = play.floor.alarms.values()
    assert alarm.key == "device_fault:k1"
    assert alarm.facts | {"zone": None} == {
        "device": "k1", "kind": "printer", "label": "", "zone": None, "window": None, "minutes": 1,
        "detail": "paper_out",
    }  # fmt: skip


def test_it_is_cleared_when_it_has_been_well_for_half_a_minute() -> None:
    play = Watched()
    play.seconds(80, "fault", "cover_open")
    assert play.keys == ["device_fault:k1"]
    assert play.seconds(30, "ok") == []
    assert play.seconds(10, "warning", "paper_low") == ["alarm.cleared"]


def test_a_fault_that_comes_and_goes_raises_one_alarm_and_does_not_flap() -> None:
    play = Watched()
    happened = []
    for _ in range(8):
        happened += play.seconds(20, "fault", "mute") + play.seconds(10, "ok")
    assert happened == ["alarm.raised"]
    assert play.seconds(40, "ok") == ["alarm.cleared"]


def test_a_device_that_falls_silent_is_told_a_minute_later_and_cleared_when_it_is_back_for_good() -> None:
    play = Watched()
    play.beat()
    assert play.seconds(80) == []
    assert play.seconds(10) == ["alarm.raised"]
    assert play.keys == ["device_silent:k1"]
    assert play.seconds(30, "ok") == []
    assert play.seconds(10, "ok") == ["alarm.cleared"]


def test_a_faulty_device_that_is_switched_off_changes_its_alarm_at_once() -> None:
    play = Watched()
    play.seconds(80, "fault", "offline")
    assert play.seconds(30) == []
    assert play.seconds(10) == ["alarm.raised", "alarm.cleared"]
    assert play.keys == ["device_silent:k1"]


@pytest.mark.parametrize("state", ["ok", "warning"])
def test_a_device_that_is_well_or_nobody_needs_raises_nothing(state: str) -> None:
    play = Watched()
    assert play.seconds(120, state) == []
    play.beat("spare", "fault", "broken", needed=False)
    assert play.seconds(300, "ok") == []


def test_outside_opening_hours_nothing_is_raised_and_the_end_of_the_day_clears() -> None:
    play = Watched()
    play.hours = "closed"
    play.beat()
    assert play.seconds(300) == []
    play.hours = "open"
    assert play.look() == ["alarm.raised"], "what was off all night is told as the hall opens"
    play.hours = "closed"
    assert play.look() == ["alarm.cleared"]


def test_lunch_neither_raises_nor_clears() -> None:
    play = Watched()
    play.seconds(80, "fault", "paper_out")
    play.hours = "lunch"
    assert play.seconds(120, "fault", "paper_out") == []
    play.beat("k2")
    assert play.seconds(120, "fault", "paper_out") == [] and play.keys == ["device_fault:k1"]
    play.hours = "open"
    assert play.seconds(10, "fault", "paper_out") == ["alarm.raised"]
    assert play.keys == ["device_fault:k1", "device_silent:k2"]


def test_somebody_takes_it_over_like_any_other_alarm() -> None:
    play = Watched()
    play.seconds(80, "fault", "paper_out")
    play.do(Command("acknowledge", "person:li", {"key": "device_fault:k1"}, person="li"))
    assert play.floor.alarms["device_fault:k1"].seen == ("li", play.now)
    assert play.seconds(60, "fault", "paper_out") == []


def test_whoever_does_not_know_the_devices_says_nothing_of_them() -> None:
    play = Watched()
    play.seconds(80, "fault", "paper_out")
    assert play.do(Command("alarms", "system")) == []
    assert play.keys == ["device_fault:k1"]


# -- calls that nobody heard ------------------------------------------------------------------------


def test_a_call_not_spoken_within_the_halls_seconds_is_told_in_its_zone() -> None:
    play = Watched()
    play.beat("voice-east", kind="voice", zone="east")
    play.unspoken = (Unspoken("east", "A001", "w1", play.now), Unspoken("east", "A002", "w2", play.now + 1))
    play.now += 59 * SECOND
    assert play.look() == []
    play.now += SECOND
    play.beat("voice-east", kind="voice", zone="east")
    assert play.look() == ["alarm.raised"]
    assert play.floor.alarms["voice_late:east"].facts == {
        "zone": "east", "number": "A001", "window": "w1", "seconds": 60,
    }  # fmt: skip
    assert play.look() == []


def test_it_is_shown_for_a_minute_at_least_and_over_when_nobody_waits_to_be_called() -> None:
    play = Watched()
    play.beat("v", kind="voice")
    play.unspoken = (Unspoken("west", "A001", "w3", play.now - MINUTE),)
    assert play.look() == ["alarm.raised"]
    play.unspoken = ()
    play.now += 30 * SECOND
    assert play.look() == []
    play.now += 30 * SECOND
    play.beat("v", kind="voice")
    assert play.look() == ["alarm.cleared"]


@pytest.mark.parametrize(
    ("zone", "needed", "told"),
    [("west", True, False), ("east", True, True), (None, True, True), (None, False, False)],
)
def test_only_where_a_voice_is_registered_for_the_zone_or_the_hall(
    zone: str | None, needed: bool, told: bool
) -> None:
    play = Watched()
    play.beat("v", kind="voice", zone=zone, needed=needed)
    play.unspoken = (Unspoken("east", "A001", "w1", play.now - 2 * MINUTE),)
    assert bool(play.look()) is told


@pytest.mark.parametrize(("late_seconds", "raised"), [(0, False), (30, True), (180, False)])
def test_the_hall_says_how_long_a_call_may_stay_unspoken(late_seconds: int, raised: bool) -> None:
    play = Watched(late_seconds=late_seconds)
    play.beat("v", kind="voice")
    play.unspoken = (Unspoken("east", "A001", "w1", play.now - 90 * SECOND),)
    assert bool(play.look()) is raised


def test_people_who_are_called_after_hours_must_hear_it_too() -> None:
    play = Watched()
    play.hours = "closed"
    play.beat("v", kind="voice")
    play.unspoken = (Unspoken("east", "A001", "w1", play.now - 90 * SECOND),)
    assert play.look() == ["alarm.raised"]
