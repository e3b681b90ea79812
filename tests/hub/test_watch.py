"""What comes by itself in a running hub: alarms as time passes, calls at ready windows; once, in two processes too."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.domain.events import Command
from server.hub.hub import Hub
from tests.journal import hubs
from tests.journal.hubs import Time, act, entries, hub_in, room

MINUTE = 60_000


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def pair(tmp_path: Path, time: Time) -> Iterator[tuple[Hub, Hub]]:
    """Two processes of one hall that calls by itself."""
    first = hub_in(tmp_path, time, auto_call=True, hold_minutes=5)
    second = Hub(hubs.store_in(tmp_path), time.clock)
    yield first, second
    for hub in (first, second):
        hub.store.close()


def ready(hub: Hub, *windows: str) -> None:
    for window in windows:
        act(hub, "open", window=window, person=f"clerk-{window}")
        act(hub, "ready", window=window, ready=True)


def kinds(hub: Hub, kind: str) -> list[dict[str, object]]:
    return [e.data for e in entries(hub) if e.kind == kind]


def test_a_number_taken_is_called_by_the_ready_window_within_the_same_act(pair: tuple[Hub, Hub]) -> None:
    hub, _ = pair
    ready(hub, "w4", "w1")
    act(hub, "take", services=["permit"])
    (call,) = kinds(hub, "ticket.called")
    assert (call["window"], call["person"]) == ("w1", "clerk-w1")
    assert entries(hub)[-1].actor == "system"


def test_whoever_finishes_gets_the_next_one_until_nobody_waits(pair: tuple[Hub, Hub]) -> None:
    hub, _ = pair
    for _ in range(3):
        act(hub, "take", services=["permit"])
    ready(hub, "w1")
    for number in ("A001", "A002", "A003"):
        ticket = room(hub).floor.tickets[str(room(hub).floor.window("w1").ticket)]
        assert ticket.number == number
        act(hub, "complete", window="w1", believed=ticket.id)
    assert room(hub).floor.window("w1").ticket is None


def test_one_act_may_bring_calls_at_several_windows(pair: tuple[Hub, Hub]) -> None:
    hub, _ = pair
    ready(hub, "w1", "w2")
    for w in ("w1", "w2"):
        act(hub, "ready", window=w, ready=False)
    for _ in range(2):
        act(hub, "take", services=["permit"])
    act(hub, "ready", window="w2", ready=True)
    act(hub, "ready", window="w1", ready=True)
    assert [c["window"] for c in kinds(hub, "ticket.called")] == ["w2", "w1"]


def test_a_window_opened_in_another_process_between_two_calls_does_no_harm(pair: tuple[Hub, Hub]) -> None:
    hub, other = pair
    for _ in range(2):
        act(hub, "take", services=["passport"])
    ready(hub, "w1", "w2")

    def once() -> None:
        if entries(hub)[-1].kind == "ticket.called":
            hub.wake = lambda: None
            act(other, "open", window="w3", person="li")

    hub.wake = once
    moved = {"service": "passport", "do": "transfer", "to": "permit"}
    hub.act(hubs.HALL, Command("settle", "guide", moved))
    assert {w["window"] for w in kinds(hub, "ticket.called")} == {"w1", "w2"}
    assert room(hub).floor.window("w3").state == "open"


def test_what_another_process_wrote_is_seen_a_second_later_and_nobody_is_called_twice(
    pair: tuple[Hub, Hub], time: Time
) -> None:
    hub, other = pair
    ready(hub, "w1", "w2")
    other.catch_up()
    # A process that does not look, as one that died between commit and call.
    other._seeing = True
    for _ in range(3):
        act(other, "take", services=["permit"])
    other._seeing = False
    time.pass_(1000)
    for one in (hub, other, hub):
        one.catch_up()
        one.tick()
    assert sorted(str(c["number"]) for c in kinds(hub, "ticket.called")) == ["A001", "A002"]


def test_two_processes_at_the_same_moment_never_call_two_to_one_window(pair: tuple[Hub, Hub]) -> None:
    hub, other = pair
    ready(hub, "w1", "w2", "w4")
    gate = threading.Barrier(2)

    def crowd(one: Hub) -> None:
        gate.wait(30)
        for _ in range(6):
            act(one, "take", services=["permit"])

    threads = [threading.Thread(target=crowd, args=(one,)) for one in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    hub.catch_up()
    called = kinds(hub, "ticket.called")
    assert sorted(str(c["window"]) for c in called) == ["w1", "w2", "w4"]
    assert len({c["ticket"] for c in called}) == 3
    other.catch_up()
    assert room(other).floor.windows == room(hub).floor.windows


def test_a_hall_that_turns_it_off_calls_no_more(tmp_path: Path, time: Time) -> None:
    hub = hub_in(tmp_path, time)
    act(hub, "open", window="w1")
    act(hub, "take", services=["permit"])
    hub.tick()
    assert kinds(hub, "ticket.called") == []
    hub.store.close()


def test_time_alone_raises_an_alarm_and_it_is_raised_once(pair: tuple[Hub, Hub], time: Time) -> None:
    hub, other = pair
    act(hub, "open", window="w1")
    act(hub, "take", services=["permit"])
    act(hub, "call_next", window="w1")
    act(hub, "hold", window="w1")
    for _ in range(2):
        time.pass_(3 * MINUTE)
        for one in (hub, other):
            one.catch_up()
            one.tick()
    (raised,) = kinds(hub, "alarm.raised")
    assert raised["kind"] == "hold_over"
    ticket = str(raised["key"]).removeprefix("hold_over:")
    act(other, "resume", window="w1", believed=ticket)
    for one in (other, hub):
        one.catch_up()
        one.tick()
    assert [a["key"] for a in kinds(hub, "alarm.cleared")] == [raised["key"]]


def test_alarms_are_of_their_day_and_survive_a_restart_within_it(tmp_path: Path, time: Time) -> None:
    hub = hub_in(tmp_path, time)
    act(hub, "take", services=["passport"])
    time.pass_(2 * MINUTE)
    hub.tick()
    again = Hub(hubs.store_in(tmp_path), time.clock)
    assert room(again).floor.alarms == room(hub).floor.alarms != {}
    time.pass_(24 * 60 * MINUTE)
    again.tick()
    assert room(again).floor.alarms == {}
    assert hubs.rebuilt(again) is not None
    for one in (hub, again):
        one.store.close()


def test_a_press_with_all_that_came_of_it_is_in_the_tables_as_in_the_journal(
    tmp_path: Path, time: Time
) -> None:
    hub = hub_in(tmp_path, time, passed="at_once")
    act(hub, "open", window="w1")
    taken = act(hub, "take", services=["permit"])["ticket"]["id"]
    act(hub, "call_next", window="w1")
    answer = act(hub, "no_show", window="w1", reason="gone")
    assert (answer["ticket"]["status"], answer["window"]["undo"]["numbers"]) == ("waiting", ["A001"])
    before = hubs.projections(hub)
    assert hubs.rebuilt(hub) == before
    undone = act(hub, "undo", window="w1")
    assert (undone["ticket"]["id"], undone["ticket"]["status"]) == (taken, "called")
    assert [t["id"] for t in undone["tickets"]] == [taken]
    before = hubs.projections(hub)
    assert hubs.rebuilt(hub) == before
    hub.store.close()
