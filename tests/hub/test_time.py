"""Time in a hall: midnight with people waiting, clocks that jump either way. In process, the clock in hand."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from server import profiles
from server.domain.events import Command
from server.hub.clock import Clock
from server.hub.hub import Hub
from server.hub.setup import importing
from server.journal import chain
from server.journal.store import Store
from tests.hubprocess import HALLS

MINUTE, HOUR = 60_000, 3_600_000
MORNING = round(datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp() * 1000)


class Timepiece:
    """A computer's two clocks, in milliseconds; `pass_by` moves both, `jump` only the one on the wall."""

    def __init__(self) -> None:
        self.wall, self.steady = MORNING, 5_000_000

    def pass_by(self, ms: int) -> None:
        self.wall, self.steady = self.wall + ms, self.steady + ms

    def jump(self, ms: int) -> None:
        self.wall += ms

    def clock(self) -> Clock:
        return Clock(lambda: self.wall, lambda: self.steady)


class House:
    """A hub in this process with the wide hall, its clock in the test's hand."""

    def __init__(self, data: Path, time: Timepiece) -> None:
        self.time, self.data = time, data
        self.store = Store(data, threading.RLock())
        self.hub = Hub(self.store, time.clock)
        self.hub.wall = lambda: time.wall
        raw = tomllib.loads((HALLS / "wide.toml").read_text("utf-8"))
        importing.bring_in(self.hub, raw, profiles.build(raw), replace=False)
        self.room = self.hub.room("wide")

    def do(self, verb: str, window: str | None = None, **args: object) -> dict:  # type: ignore[type-arg]
        return self.hub.act("wide", Command(verb, "tester", args, window=window, lax=True))

    def take(self, service: str = "one") -> str:
        number: str = self.do("take", services=[service])["ticket"]["number"]
        return number

    def kinds(self, after: int) -> list[str]:
        return [e.kind for e, _, _ in chain.read(self.store.conn, "wide", after)]

    def verify(self) -> None:
        assert sum(1 for _ in chain.verified(self.store.conn, "wide", 0)) == self.room.floor.seq


@pytest.fixture
def time() -> Timepiece:
    return Timepiece()


@pytest.fixture
def house(tmp_path: Path, time: Timepiece) -> Iterator[House]:
    house = House(tmp_path / "data", time)
    yield house
    house.store.close()


def test_midnight_settles_who_is_left_tells_every_screen_and_numbers_begin_anew(
    house: House, time: Timepiece
) -> None:
    board, office = house.room.view("board", None), house.room.view("manage", None)
    for window in ("w1", "w2", "w3"):
        house.do("open", window)
    numbers = [house.take() for _ in range(5)]
    waiting, called, serving, held = numbers[3], numbers[0], numbers[1], numbers[2]
    house.do("call_next", "w1")
    house.do("call_next", "w2")
    house.do("start", "w2")
    house.do("call_next", "w3")
    house.do("hold", "w3")
    list(house.room.updates())
    time.pass_by(18 * HOUR)
    house.hub.tick()
    assert house.room.floor.day == "2026-11-23", "at three in the morning it is still yesterday"
    time.pass_by(HOUR + MINUTE)
    before = house.room.floor.seq
    house.hub.tick()
    told = {view: (event, payload) for (view, _), event, payload in house.room.updates()}
    assert {view: event for view, (event, _) in told.items()} == {"board": "snapshot", "manage": "snapshot"}
    assert board.tickets == {} == office.tickets
    assert {w["state"] for w in board.windows.values()} == {"closed"}
    assert {q["waiting"] for q in office.queues.values()} == {0}
    rows = dict(house.store.all("select number, status from visit"))
    assert {n: rows[n] for n in (waiting, called, held)} == dict.fromkeys((waiting, called, held), "expired")
    assert house.store.all("select status, uncertain from visit where number = :n", n=serving) == [
        ("completed", 1)
    ]
    assert house.kinds(before)[-2:] == ["day.closed", "day.opened"]
    assert house.take() == "A001"
    head = (house.data / "heads/wide.txt").read_text().split()
    assert head[0] == "2026-11-23" and chain.head(house.store.conn, "wide", int(head[1])) == head[2]
    house.verify()


def test_the_first_command_of_a_day_turns_it_when_nobody_was_there_to_do_so(
    house: House, time: Timepiece
) -> None:
    assert house.take() == "A001"
    time.pass_by(3 * 24 * HOUR)
    assert house.take() == "A001"
    assert house.room.floor.day == "2026-11-26"
    assert house.kinds(0)[-4:] == ["ticket.expired", "day.closed", "day.opened", "ticket.taken"]
    house.verify()


def test_a_refused_command_at_dawn_still_leaves_the_day_turned(house: House, time: Timepiece) -> None:
    house.take()
    time.pass_by(24 * HOUR)
    with pytest.raises(Exception, match="unknown_service"):
        house.take("flying")
    assert house.kinds(0)[-1] == "day.opened"
    house.verify()


@pytest.mark.parametrize("jump", [-4 * MINUTE, 4 * MINUTE])
def test_a_small_correction_of_the_clock_is_believed_but_time_never_runs_back(
    house: House, time: Timepiece, jump: int
) -> None:
    house.take()
    first = house.room.floor.at
    time.jump(jump)
    house.take()
    assert house.room.floor.at == max(first, time.wall)
    assert not house.room.clock.doubtful


@pytest.mark.parametrize("jump", [-HOUR, 2 * HOUR, -400 * 24 * HOUR, 400 * 24 * HOUR])
def test_a_jump_is_doubted_and_time_runs_on_until_somebody_accepts_it(
    house: House, time: Timepiece, jump: int
) -> None:
    house.take()
    first = house.room.floor.at
    time.jump(jump)
    time.pass_by(MINUTE)
    assert house.take() == "A002", "the day goes on"
    assert house.room.clock.doubtful
    assert house.room.floor.at == first + MINUTE
    house.do("accept_clock")
    assert not house.room.clock.doubtful
    time.pass_by(MINUTE)
    house.take()
    assert house.room.floor.at == time.wall
    house.verify()


def test_a_hub_started_with_a_clock_behind_its_journal_doubts_it(
    house: House, time: Timepiece, tmp_path: Path
) -> None:
    house.take()
    last = house.room.floor.at
    time.jump(-3 * HOUR)
    again = House(tmp_path / "data", time)
    assert again.take() == "A002"
    assert again.room.clock.doubtful and again.room.floor.at >= last
    again.store.close()


def test_after_the_clock_was_set_back_a_day_numbers_of_that_day_go_on(house: House, time: Timepiece) -> None:
    house.take()
    time.pass_by(24 * HOUR)
    house.take()
    time.jump(-24 * HOUR)
    house.do("accept_clock")
    assert house.take() == "A002", "A001 of that day is taken"
    house.verify()


def test_who_was_called_counts_as_served_after_the_halls_seconds_and_the_time_is_marked(
    tmp_path: Path, time: Timepiece
) -> None:
    house = House(tmp_path / "auto", time)
    raw = tomllib.loads((HALLS / "wide.toml").read_text("utf-8")) | {"rules": {"auto_start_seconds": 30}}
    importing.bring_in(house.hub, raw, profiles.build(raw), replace=True)
    house.take()
    house.do("open", "w1")
    house.do("call_next", "w1")
    time.pass_by(29_000)
    house.hub.tick()
    assert house.kinds(0)[-1] == "ticket.called"
    time.pass_by(2_000)
    house.hub.tick()
    assert house.kinds(0)[-1] == "ticket.started"
    assert house.do("complete", "w1")["ticket"]["uncertain"] is True
    house.store.close()
