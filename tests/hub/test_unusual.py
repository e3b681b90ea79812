"""What is unusual about somebody's work: counted by the hall's limits, and told once a person, kind and day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from server import profiles
from server.hub import unusual as telling
from server.hub import watch
from server.hub.hub import Hub
from server.hub.setup.importing import bring_in
from server.journal import unusual
from server.web.alarms import told
from tests.domain.hall import MINUTE, raw
from tests.journal import hubs
from tests.journal.hubs import act, room

TODAY = (20261123, 20261123)
KINDS = {
    "chosen_calls": 1, "early_no_shows": 1, "short_services": 1, "long_holds": 1, "granted_classes": 1,
}  # fmt: skip


def a_hall(directory: Path, time: hubs.Time, **limits: int) -> Hub:
    given = raw(no_show_recalls=0, no_show_seconds=0, hold_limit=0)
    given["exceptions"] = limits
    hub = Hub(hubs.store_in(directory), time.clock)
    bring_in(hub, given, profiles.build(given), replace=False)
    return hub


def a_strange_hour(hub: Hub, time: hubs.Time) -> None:
    """One of each kind: chosen, passed after 40 s, served in 20 s, held for 30 min, granted a class."""
    act(hub, "open", window="w4", person="lin")
    numbers = [act(hub, "take", services=["permit"])["ticket"]["number"] for _ in range(3)]
    act(
        hub, "take", services=["permit"], classes=["disabled"], reasons={"disabled": "seen"}, channel="guide",
        person="wang",
    )  # fmt: skip
    act(hub, "call", window="w4", number=numbers[2])
    time.pass_(40_000)
    act(hub, "no_show", window="w4")
    act(hub, "call_next", window="w4")
    act(hub, "start", window="w4")
    time.pass_(20_000)
    act(hub, "complete", window="w4")
    act(hub, "call_next", window="w4")
    act(hub, "start", window="w4")
    held = room(hub).floor.window("w4").ticket
    act(hub, "hold", window="w4")
    time.pass_(30 * MINUTE)
    act(hub, "resume", window="w4", believed=held)
    time.pass_(5 * MINUTE)
    act(hub, "complete", window="w4")


def counts(hub: Hub) -> dict[str, Any]:
    found = unusual.counted(hub.store.conn, hubs.HALL, TODAY, room(hub).hall.exceptions)
    return {person: days[TODAY[0]] for person, days in found.items()}


def looked(hub: Hub, time: hubs.Time, ms: int = telling.LOOK_MS) -> list[tuple[str, str]]:
    """A look at the hall a while later: what has been raised and cleared of people."""
    time.pass_(ms)
    watch.passed(hub, room(hub))
    found = [e for e in hubs.entries(hub) if e.kind.startswith("alarm.") and "exception:" in e.data["key"]]
    return [(e.kind, e.data["key"]) for e in found]


def test_each_kind_is_counted_for_whoever_did_it(tmp_path: Path) -> None:
    time = hubs.Time()
    hub = a_hall(tmp_path, time)
    a_strange_hour(hub, time)
    mine = {kind: n for kind, n in KINDS.items() if kind != "granted_classes"}
    assert counts(hub) == {"lin": mine, "wang": {"granted_classes": 1}}
    assert looked(hub, time) == [], "no limit is exceeded"


@pytest.mark.parametrize(
    ("limits", "gone"),
    [
        ({"early_seconds": 40}, "early_no_shows"), ({"short_seconds": 20}, "short_services"),
        ({"long_minutes": 31}, "long_holds"),
    ],
)  # fmt: skip
def test_a_hall_says_what_is_early_short_and_long(tmp_path: Path, limits: dict[str, int], gone: str) -> None:
    time = hubs.Time()
    hub = a_hall(tmp_path, time, **limits)
    a_strange_hour(hub, time)
    assert KINDS.keys() - counts(hub)["lin"].keys() == {gone, "granted_classes"}


@pytest.mark.parametrize("kind", KINDS)
def test_more_than_a_limit_is_told_once_and_stays_until_the_day_is_over(tmp_path: Path, kind: str) -> None:
    time = hubs.Time()
    hub = a_hall(tmp_path, time, **{**dict.fromkeys(KINDS, 0), kind: 1})
    a_strange_hour(hub, time)
    assert looked(hub, time) == [], "one is the limit"
    act(hub, "requeue", ticket=next(t.id for t in room(hub).floor.tickets.values() if t.status == "no_show"))
    a_strange_hour(hub, time)
    key = f"exception:{kind}:{'wang' if kind == 'granted_classes' else 'lin'}"
    assert looked(hub, time) == [("alarm.raised", key)]
    floor = room(hub).floor
    assert floor.alarms[key].facts["limit"] == 1
    seen = {
        view: bool(told(floor, view)["alarms"])
        for view in (("manage", None), ("manage", "tax"), ("caller", "w4"))
    }
    assert list(seen.values()) == [True, False, False], "of a colleague, only for those who run the hall"
    act(hub, "acknowledge", key=key, person="boss")
    a_strange_hour(hub, time)
    assert [what for what, _ in looked(hub, time)] == ["alarm.raised", "alarm.acknowledged"]


def test_the_legs_are_looked_at_some_seconds_apart_and_only_after_something_happened(tmp_path: Path) -> None:
    time = hubs.Time()
    hub = a_hall(tmp_path, time)
    a_strange_hour(hub, time)
    looked(hub, time)
    first = room(hub).unusual
    looked(hub, time)
    assert room(hub).unusual is first, "nothing has happened"
    act(hub, "take", services=["permit"])
    looked(hub, time)
    second = room(hub).unusual
    act(hub, "take", services=["permit"])
    looked(hub, time, telling.LOOK_MS - 1)
    assert first is not second is room(hub).unusual


def test_what_one_process_raised_another_that_looked_before_does_not_clear(tmp_path: Path) -> None:
    time = hubs.Time()
    hub = a_hall(tmp_path, time, **{**dict.fromkeys(KINDS, 0), "chosen_calls": 1})
    a_strange_hour(hub, time)
    other = Hub(hubs.store_in(tmp_path), time.clock)
    act(hub, "requeue", ticket=next(t.id for t in room(hub).floor.tickets.values() if t.status == "no_show"))
    a_strange_hour(hub, time)
    room(other).catch_up()
    room(other).unusual = (room(other).floor.day, time.wall + telling.LOOK_MS, room(other).floor.seq - 1, ())
    assert [kind for kind, _ in looked(hub, time)] == ["alarm.raised"]
    time.pass_(1000)
    other.catch_up()
    assert [kind for kind, _ in looked(other, time, 0)] == ["alarm.raised"]
