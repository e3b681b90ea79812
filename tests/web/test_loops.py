"""What a hub process does by itself or between others: housekeeping, states, leases that meet another process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.domain.alarms.devices import Said
from server.domain.events import Command
from server.hub.hub import Hub
from server.hub.replay import Replay
from server.journal import access
from server.journal.private import DAY
from server.journal.store import Store
from server.settings import Settings
from server.web import shapes, work
from server.web.app import Web, create_app
from server.web.room.states import FRESH_MS
from server.web.route import Ask
from server.web.seats import Seat
from tests.domain.hall import MINUTE
from tests.hubprocess import until
from tests.journal.hubs import HALL, Time, act, hub_in, room

DAYS = 7
YEAR = 366 * DAY


def web_of(hub: Hub) -> Web:
    return create_app(hub, Settings("threading"))


def sums(hub: Hub) -> dict[str, int]:
    """How many rows the tables have that housekeeping sweeps."""
    return {t: hub.store.db[t].count for t in ("private", "command", "job", "news")}


def test_a_computers_clock_that_jumps_a_year_ahead_erases_nothing(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    hub.wall = lambda: time.wall
    act(hub, "take", services=["tax"], phone="13800000000", channel="kiosk", device="k1")
    hub.tell(HALL, "device:k1", {"id": "k1", "state": "ok"})
    web = web_of(hub)
    time.pass_(120_000)
    web.outbox.keep_house()  # drops the slip nobody printed
    before = sums(hub)
    time.wall += YEAR
    web.outbox.let_go()
    assert sums(hub) == before and room(hub).clock.doubtful
    time.wall -= YEAR
    time.pass_(YEAR)
    act(hub, "accept_clock")
    web.outbox.let_go()
    assert sums(hub) == {"private": 0, "command": 0, "job": 0, "news": 0}, "a year that did pass"


def test_an_answer_is_kept_for_seven_days_to_be_given_again(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    web, ask, key = web_of(hub), Command("take", "kiosk", {"services": ["tax"]}), Replay("key", "hash")
    first = hub.act(HALL, ask, key)
    time.pass_(DAYS * DAY)
    web.outbox.let_go()
    assert hub.act(HALL, ask, key) == first
    time.pass_(1)
    web.outbox.let_go()
    assert hub.act(HALL, ask, key)["ticket"]["id"] != first["ticket"]["id"]


def test_a_late_watcher_is_told_again_what_it_saw_change_and_change_back(tmp_path: Path) -> None:
    """Two watch a board; the second came while the estimate was another."""
    time = Time()
    hub = hub_in(tmp_path, time)
    web = web_of(hub)
    states, seats = web.outbox.states, web.outbox.seats
    act(hub, "open", window="w3")
    first, second = (Seat(sid, HALL, ("board", None), None) for sid in ("a", "b"))

    def told(seat: Seat) -> Any:
        return next(value for key, _, value in states.first(room(hub), seat) if key == "waits")

    seats.add(first)
    before = told(first)
    list(states.moved(room(hub)))
    act(hub, "close", window="w3")
    seats.add(second)
    assert told(second) != before
    act(hub, "open", window="w3")
    assert [value for _, key, value in states.moved(room(hub)) if key == "waits"] == [before]
    assert list(states.moved(room(hub))) == []


def test_who_comes_to_a_live_room_in_which_nothing_changes_is_told_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second comes when what was said last is too old to be handed on: the hub has had other things to do."""
    monkeypatch.setenv("PAIHAO_ASYNC", "threading")
    time = Time()
    hub = hub_in(tmp_path, time)
    web = web_of(hub)
    rooms, seats = web.outbox.states.rooms, web.outbox.seats
    with hub.store.writing() as conn:
        _, secret = access.grant(conn, "token", "manager", time.wall, hall=HALL)
    first, second = (Seat(sid, HALL, ("manage", None), web.gate.credential(secret)) for sid in ("a", "b"))
    act(hub, "open", window="w3")

    def told() -> list[str]:
        return [key for _, key, _, _ in rooms.moved()]

    seats.add(first)
    assert (told(), told()) == (["room"], [])
    time.pass_(FRESH_MS + 1)
    seats.add(second)
    assert list(rooms.first(room(hub), second, time.wall)) == []
    assert (told(), told()) == (["room"], [])
    hub.store.close()


class Meanwhile:
    """A lock after whose next release something happens: another process gets its turn there."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self.then: Callable[[], Any] | None = None

    def __enter__(self) -> bool:
        return self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()
        then, self.then = self.then, None
        if then:
            then()


def test_a_call_of_another_process_made_while_leasing_is_leased_and_not_dropped(tmp_path: Path) -> None:
    there = hub_in(tmp_path)
    lock = Meanwhile()
    here = Hub(Store(tmp_path, lock, synchronous="OFF"), Time().clock)
    act(there, "open", window="w3")
    act(there, "take", services=["tax"])
    here.catch_up()
    lock.then = lambda: act(there, "call_next", window="w3")
    ask = Ask(here, None, None, None, {"hall": HALL}, shapes.Lease(kinds=["speech"]), None, None, 200)  # type: ignore[arg-type]
    assert [job["number"] for job in work.lease(ask)["jobs"]] == ["B01"]
    assert there.store.all("select state, reason from job") == [("leased", None)]
    assert here.asking == {}, "a question that was answered is forgotten"


def test_a_journal_that_cannot_be_read_is_told_calmly(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hub, there = hub_in(tmp_path), hub_in(tmp_path)
    with there.store.writing() as conn:
        conn.execute(
            """insert into journal select hall, seq + 1, at, day, 99, kind, actor, cause, data, 'x' from journal
                order by seq desc limit 1"""
        )

    def told() -> list[float]:
        """When; threads that other tests left behind may write to the log as well."""
        return [r.created for r in caplog.records if r.name == "paihao.outbox"]

    follower = threading.Thread(target=web_of(hub).outbox._follow)
    follower.start()
    until(lambda: len(told()) > 1)
    hub.closing = True
    follower.join()
    first, second, *_ = told()
    assert second - first > 1


def test_a_device_that_is_gone_leaves_nothing_in_memory(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    web = web_of(hub)
    for n in range(20):
        hub.devices.beat(room(hub), Said(f"d{n}", "board", "ok", needed=False, role="display"))
    web.outbox.flush()
    list(web.outbox.states.moved(room(hub)))
    time.pass_(25 * 60 * MINUTE)
    list(web.outbox.states.moved(room(hub)))
    web.outbox.let_go()
    web.outbox.flush()
    web.outbox.states.tidy()
    assert hub.devices.all(HALL) == [] == hub.store.all("select id from device")
    assert [key for _, key in web.outbox.states._said if key.startswith("device:")] == []
