"""What anybody may know who thinks of coming: how many wait and how long now, and when fewer come, today and this week.

Counts of people and windows only: nothing of who waits or who serves.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from server.domain import dated, hours
from server.domain.foresight.forecast import Forecast
from server.domain.foresight.halves import Half
from server.domain.profile import Hall
from server.hub.entries import iso
from server.hub.foresight.foreseeing import expect, learn
from server.hub.room import Room

WEEK = 7
CALM, BUSY = 0.75, 1.25
"""Below and above so many times what the open half hours of a week bring on average."""
STEP = 300
LONG_ENOUGH = 2
"""Half hours: a shorter lull is not worth a way."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """The people a minute of each half hour of a date; none where there is too little to go by."""

    day: date
    spans: tuple[tuple[int, int], ...]
    halves: tuple[tuple[Half, float], ...]


@dataclass(frozen=True, slots=True)
class Week:
    """The days from today on, and what each queue's share of those who come is."""

    days: tuple[Ahead, ...]
    queues: Mapping[str, float]


def week(conn: sqlite3.Connection, hall: Hall, now: int) -> Week:
    """Read beside the hub; `hall` undated."""
    today = hours.business_day(hall, now)
    kept = learn(conn, hall, today).kept
    days, queues = [], dict[str, float]()
    for n in range(WEEK):
        day = today + timedelta(days=n)
        here = dated.on(hall, day)
        found, open_ = expect(conn, here, day, now, kept)
        days.append(Ahead(day, hours.spans(here, day), () if found.thin else _rates(found, open_)))
        for (service, _), people in found.walk.items():
            queue = here.service[service].queue
            queues[queue] = queues.get(queue, 0.0) + people
    return Week(tuple(days), queues)


def _rates(found: Forecast, open_: Iterable[Half]) -> tuple[tuple[Half, float], ...]:
    people: dict[int, float] = {}
    for cells in (found.walk, found.booked):
        for (_, n), count in cells.items():
            people[n] = people.get(n, 0.0) + count
    return tuple((h, people.get(h.n, 0.0) / h.minutes) for h in open_)


# -- now ------------------------------------------------------------------------------------------


def shown(room: Room, ahead: Week, now: int) -> dict[str, Any]:
    """The answer; called with the floor held still."""
    hall, floor = room.hall, room.floor
    waits = room.waiting.newcomers(floor, now)
    working = {w.id for w in floor.windows.values() if w.state == "open" and w.id in hall.window}
    queues = [
        {"id": q.id, "name": q.name, "name_en": q.name_en or q.name, "waiting": floor.waiting.get(q.id, 0),
         "wait": waits.get(q.id), "windows_open": sum(_has(hall, w, q.id) for w in working)}
        for q in hall.queues if any(hall.windows_of[s] for s in hall.services_of_queue.get(q.id, ()))
    ]  # fmt: skip
    opening = room.opening(now)
    del opening["rehearsal"]
    return {
        "at": iso(now), "name": hall.name, "name_en": hall.name_en or hall.name, "timezone": hall.timezone, **opening,
        "notice": hall.screens.notice, "notice_en": hall.screens.notice_en or hall.screens.notice,
        "waiting": sum(q["waiting"] for q in queues),
        "windows_open": len(working), "wait": overall(queues, ahead.queues), "queues": queues,
        **best(ahead, hours.minute(hours.local(hall, now))),
    }  # fmt: skip


def _has(hall: Hall, window: str, queue: str) -> bool:
    return not hall.serves[window].isdisjoint(hall.services_of_queue.get(queue, frozenset()))


def overall(queues: Iterable[Mapping[str, Any]], shares: Mapping[str, float]) -> dict[str, int] | None:
    """What most may expect: the queues' ranges, each as much as people come for it, outward to five minutes."""
    told = [(q["wait"], shares.get(q["id"], 0.0) + 0.01) for q in queues if q["wait"] and q["windows_open"]]
    whole = sum(weight for _, weight in told)
    if not whole:
        return None
    low = sum(w["low"] * weight for w, weight in told) / whole
    high = sum(w["high"] * weight for w, weight in told) / whole
    begin = int(low // STEP) * STEP
    return {"low": begin, "high": max(begin + STEP, -int(-high // STEP) * STEP)}


# -- when to come ---------------------------------------------------------------------------------


def best(ahead: Week, minute: int) -> dict[str, Any]:
    """`days`: how full each half hour will be; `quiet`: when to come today, and on which later day."""
    open_ = [(h.minutes, rate) for d in ahead.days for h, rate in d.halves]
    minutes = sum(m for m, _ in open_)
    mean = sum(m * rate for m, rate in open_) / minutes if minutes else 0.0
    days = [
        {"day": d.day.isoformat(), "hours": [f"{_clock(a)}-{_clock(b)}" for a, b in d.spans],
         "halves": [{"from": _clock(h.start), "until": _clock(h.end), "level": level(r, mean)} for h, r in d.halves]}
        for d in ahead.days
    ]  # fmt: skip
    today = [(h, r) for h, r in ahead.days[0].halves if h.start >= minute] if ahead.days else []
    return {"days": days, "quiet": {"today": _lull(today, mean), "week": _later(ahead, mean)}}


def level(rate: float, mean: float) -> str:
    if rate <= CALM * mean:
        return "calm"
    return "busy" if rate >= BUSY * mean else "usual"


def _lull(rates: Sequence[tuple[Half, float]], mean: float) -> dict[str, Any] | None:
    """The first stretch in which few come: until when, or to the end of the day."""
    runs = [list(run) for calm, run in groupby(rates, lambda hr: level(hr[1], mean) == "calm") if calm]
    run = next((r for r in runs if len(r) >= LONG_ENOUGH), None)
    if run is None:
        return None
    last = run[-1][0] == rates[-1][0]
    return {"from": _clock(run[0][0].start), "until": None if last else _clock(run[-1][0].end)}


def _later(ahead: Week, mean: float) -> dict[str, Any] | None:
    """The emptiest stretch of an hour on a day after today."""
    found = []
    for d in ahead.days[1:]:
        for (one, a), (two, b) in zip(d.halves, d.halves[1:], strict=False):
            if one.end == two.start and level(max(a, b), mean) == "calm":
                found.append((a + b, d.day, one, two))
    if not found:
        return None
    _, day, one, two = min(found, key=lambda f: (f[0], f[1], f[2].start))
    return {"day": day.isoformat(), "from": _clock(one.start), "until": _clock(two.end)}


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
