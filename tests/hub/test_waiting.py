"""What people are told of their wait: one answer everywhere, and no rise without a reason."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.domain.waits.estimate import History
from server.domain.waits.telling import REASONS
from server.hub.hub import Hub
from server.hub.room import Room
from server.journal.store import Row
from server.web.seats import Seat, Seats
from server.web.states import States
from tests.domain.hall import MINUTE, WORKDAY
from tests.journal.hubs import HALL, Time, act, hub_in, room


def crowd(hub: Hub, number: int, *windows: str, service: str = "permit") -> list[str]:
    """Ids of so many people in line, and each window serving somebody before them."""
    for w in windows:
        act(hub, "open", window=w, person="lin")
        act(hub, "take", services=[service])
        act(hub, "call_next", window=w)
        act(hub, "start", window=w)
    return [act(hub, "take", services=[service])["ticket"]["id"] for _ in range(number)]


def told(here: Room, id: str, now: int) -> dict[str, Any]:
    return here.told(here.floor.tickets[id], now)


def slips(hub: Hub) -> list[Row]:
    return hub.store.all(
        """select json_extract(payload, '$.wait.high'), json_extract(payload, '$.ahead') from job
            where kind = 'print'"""
    )


def test_slip_answer_phone_and_state_say_the_same(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    crowd(hub, 7, "w1")
    taken = act(hub, "take", services=["permit"], channel="kiosk", device="k1")["ticket"]
    now = room(hub).clock.now(0)
    assert slips(hub) == [(taken["wait"]["high"], taken["ahead"])]
    assert taken["ahead"] == 7
    phone = told(room(hub), taken["id"], now)
    assert (phone["ahead"], phone["wait"], phone["reason"]) == (7, taken["wait"], None)
    states = States(hub, Seats())
    seat = Seat("a", HALL, ("ticket", taken["id"]), None)
    found = next(value for key, _, value in states.first(room(hub), seat) if key == "ahead")
    assert (found["ahead"], found["wait"], found["reason"]) == (7, taken["wait"], None)


@pytest.mark.parametrize(("verb", "reason"), [("close", "window_closed"), ("pause", "window_paused")])
def test_a_holder_is_told_why_it_takes_longer_than_the_slip_says(
    tmp_path: Path, verb: str, reason: str
) -> None:
    hub = hub_in(tmp_path)
    last = crowd(hub, 8, "w1", "w2")[-1]
    before = told(room(hub), last, room(hub).clock.now(0))
    act(hub, "complete", window="w2")
    act(hub, verb, window="w2")
    after = told(room(hub), last, room(hub).clock.now(0))
    assert after["wait"]["high"] > before["wait"]["high"]
    assert (after["reason"], after["reason"] in REASONS) == (reason, True)
    assert told(room(hub), last, room(hub).clock.now(0)) == after, "asking again changes nothing"


def test_who_was_called_and_waits_again_is_told_anew(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    here = room(hub)
    first = crowd(hub, 8, "w1")[0]
    told(here, first, here.clock.now(0))
    act(hub, "call_next", window="w1", finish="completed")
    act(hub, "no_show", window="w1", reason="gone")
    act(hub, "requeue", ticket=first)
    assert told(here, first, here.clock.now(0))["reason"] is None


def test_nothing_is_kept_of_those_who_no_longer_wait(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    ids = crowd(hub, 3, "w1")
    assert set(room(hub).waiting._told) == set(ids)
    act(hub, "cancel", ticket=ids[0])
    act(hub, "call_next", window="w1", finish="completed")
    assert set(room(hub).waiting._told) == {ids[2]}
    act(hub, "close_day")
    assert room(hub).waiting._told == {}


def test_a_hall_at_lunch_says_when_it_goes_on(tmp_path: Path) -> None:
    time = Time()
    time.pass_(150 * MINUTE)
    hub = hub_in(tmp_path, time, hours={"workdays": WORKDAY})
    last = crowd(hub, 8, "w1")[-1]
    found = told(room(hub), last, room(hub).clock.now(0))
    assert (found["reason"], found["resumes_at"]) == ("lunch", "2026-11-23T06:00:00.000Z")
    assert found["wait"]["high"] > 3 * 3600


def test_the_board_tells_newcomers_by_what_most_of_a_queue_come_for(tmp_path: Path) -> None:
    """w3 has licences and not permits; which of the two is asked for decides whether A waits."""
    hub = hub_in(tmp_path)
    crowd(hub, 8, "w1")
    act(hub, "open", window="w3", person="wu")
    here, now = room(hub), room(hub).clock.now(0)
    here.waiting.history = History({"permit": (40, 40 * 10 * MINUTE), "licence": (2, 12 * MINUTE)})
    here.waiting.forget()
    busy = here.waiting.newcomers(here.floor, now)["A"]
    here.waiting.history = History({"permit": (2, 20 * MINUTE), "licence": (40, 40 * 6 * MINUTE)})
    here.waiting.forget()
    assert here.waiting.newcomers(here.floor, now)["A"] == {"low": 0, "high": 300}
    assert busy and busy["low"] > 0
    assert here.waiting.newcomers(here.floor, now)["C"] == {"low": 0, "high": 300}


def test_a_queue_nobody_serves_promises_nothing(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    here = room(hub)
    assert here.waiting.newcomers(here.floor, here.clock.now(0)) == {"A": None, "B": None, "C": None}


def phones(tmp_path: Path, timer: Callable[[], float]) -> list[int]:
    """How many of 230 phones are told in each of six rounds."""
    hub = hub_in(tmp_path)
    seats = Seats()
    for id in crowd(hub, 230, "w1"):
        seats.add(Seat(id, HALL, ("ticket", id), None))
    states = States(hub, seats, timer)
    return [sum(key == "ahead" for _, key, _ in states.moved(room(hub))) for _ in range(6)]


def test_a_thousand_phones_are_told_in_turns(tmp_path: Path) -> None:
    assert phones(tmp_path, lambda: 0.0) == [100, 100, 30, 0, 0, 0]


def test_phones_whose_waits_are_dear_to_find_hold_nobody_up_and_are_told_all_the_same(tmp_path: Path) -> None:
    clock = itertools.count(0.0, 0.001)
    rounds = phones(tmp_path, lambda: next(clock))
    assert rounds[0] == 60 and rounds == [60, 60, 60, 50, 0, 0]
