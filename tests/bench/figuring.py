"""The rows of figures: a year of a large hall, 1,000,000 legs, counted as `GET …/stats` counts it.

The bound is a bare `select avg(wait), count(*) … group by` of the same cut over the same rows, in turn with it, and
the ratio that of processor time: each at its best, for whatever else runs can only slow a round down.
"""

from __future__ import annotations

import random
import resource
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from server import profiles
from server.domain.counting.figures import parts
from server.domain.counting.legs import Leg
from server.domain.profile import Hall, Window
from server.hub import summing
from server.hub.hub import Hub
from server.hub.setup import importing
from server.journal import legs
from server.journal.questions import LEG_CUTS, Question
from server.journal.store import Store
from server.profiles.figures import IDS
from server.web.figures.answer import Asked, answered
from tests.bench.processes import PUNING, folder
from tests.bench.table import Row, middle, ms

LEGS, DAYS, ROUNDS = 1_000_000, 365, 5
FIRST = date(2025, 1, 1)
SPAN = (20250101, 20251231)
ENOUGH, AIM = 1.0, 5.0
ASKED: tuple[tuple[str, tuple[str, ...], dict[str, Any]], ...] = (
    ("by hall", ("hall",), {}), ("by service", ("service",), {}), ("by person", ("person",), {}),
    ("by month", ("month",), {}), ("by day", ("day",), {}), ("hour × weekday", ("hour", "weekday"), {}),
    ("hour × weekday of a zone", ("hour", "weekday"), {"zone": ""}), ("service × hour", ("service", "hour"), {}),
    ("window × class", ("window", "class"), {}),
)  # fmt: skip


def figuring() -> list[Row]:
    with folder() as at:
        store, hall = filled(at)
        try:
            rows = [_row(store, hall, *asked) for asked in ASKED]
            return [*rows, _memory(store, hall)]
        finally:
            store.close()


def _row(store: Store, hall: Hall, name: str, by: tuple[str, ...], only: dict[str, Any]) -> Row:
    only = {cut: value or hall.zones[0].id for cut, value in only.items()}
    asked, ours, bare = _asked(hall.id, by, only), [], []
    for _ in range(ROUNDS):
        ours.append(_spent(lambda: answered(store, asked)))
        bare.append(_spent(lambda: _bare(store, asked.question)))
    clocks = [ms(middle(seconds for seconds, _ in each)) for each in (ours, bare)]
    mine, bound = (min(cpu for _, cpu in each) for each in (ours, bare))
    return Row(
        f"a year's figures {name}", *clocks, f"{mine / bound:.2f} ×", mine, bound, f"≤ {AIM:.0f} × or {ENOUGH:.0f} s",
        mine <= max(ENOUGH, AIM * bound),
    )  # fmt: skip


def _asked(hall: str, by: tuple[str, ...], only: dict[str, Any]) -> Asked:
    return Asked(Question(hall, *SPAN, by, only, parts(IDS)), None, None, IDS, 0, 1000)


def _bare(store: Store, asked: Question) -> None:
    cuts = asked.cuts(LEG_CUTS)
    with store.beside() as conn:
        sql = "select " + cuts + ", avg(wait), count(*) from leg" + asked.rows(LEG_CUTS) + " group by " + cuts
        conn.execute(sql, asked.values).fetchall()


def _spent(work: Callable[[], Any]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    begun, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begun, time.process_time() - cpu


def _memory(store: Store, hall: Hall) -> Row:
    """What the program never gave back after all of the above, asked once more."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _, by, _ in ASKED:
        answered(store, _asked(hall.id, by, {}))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return Row("memory when asked again", f"+{grown:.0f} MB", aim="≤ 10 MB", met=grown <= 10)


# -- a year of it ----------------------------------------------------------------------------------


def filled(at: Path) -> tuple[Store, Hall]:
    """Legs and windows' hours, summed up by day as the hub does it."""
    store = Store(at, threading.RLock(), synchronous="OFF")
    hub = Hub(store)
    importing.bring_in(hub, *profiles.load(PUNING), replace=False)
    (room,) = hub.rooms.values()
    chance = random.Random(1)
    for n in range(DAYS):
        day = FIRST + timedelta(days=n)
        store.conn.execute("begin")
        _write(store.conn, room.hall, day, chance)
        store.conn.execute("commit")
    while summing.one_day(hub, lambda work, *arguments: work(*arguments)):
        pass
    return store, room.hall


def _write(conn: sqlite3.Connection, hall: Hall, day: date, chance: random.Random) -> None:
    this = {"hall": hall.id, "day": legs.number(day.isoformat()), "weekday": day.isoweekday()}
    conn.executemany(legs.PUT, ({"hall": hall.id} | leg for leg in _legs(hall, day, chance)))
    for window in hall.windows:
        for hour in range(8, 17):
            busy = round(chance.random() * 3_600_000)
            row = {
                "window": window.id,
                "zone": window.zone,
                "person": _person(window),
                "profile": 1,
                "hour": hour,
            }
            for what, spent in (("serving", busy), ("idle", 3_600_000 - busy)):
                conn.execute(legs.ADD[what], this | row | {"ms": spent})
    conn.execute(legs.OVER, {"hall": hall.id, "day": this["day"], "seq": 1})


def _person(window: Window) -> str:
    return f"p{window.number}"


def _legs(hall: Hall, day: date, chance: random.Random) -> Iterator[dict[str, Any]]:
    number = legs.number(day.isoformat())
    for n in range(round(LEGS / DAYS)):
        window = chance.choice(hall.windows)
        service = hall.service[chance.choice(window.services)]
        wait, how = round(chance.expovariate(1 / 900)), chance.random()
        ended = "completed" if how < 0.93 else "no_show" if how < 0.97 else "cancelled"
        called = ended != "cancelled"
        first, reserved = chance.random() < 0.1, chance.random() < 0.15
        leg = Leg(
            number, f"{number}{n:010x}", 1, "taken", chance.randint(8, 16), day.isoweekday(), window.zone,
            service.department, service.id, window.id if called else "", _person(window) if called else "",
            "elderly" if first else "reservation" if reserved else "ordinary", int(first),
            "kiosk" if chance.random() < 0.7 else "guide", int(reserved), ended, "done" if called else None, 1, 1,
            wait, chance.randint(5, 60) if called else None, round(chance.lognormvariate(6, 0.6)) if called else None,
            0, 1, 1, int(called), 0, 0, 0, 900, 1, max(0, wait - 60), 900 if reserved else 0, 0, 0, None, "",
        )  # fmt: skip
        yield {name: getattr(leg, name) for name in legs.NAMES}
