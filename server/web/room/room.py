"""The live room over HTTP: this moment from the floor, the day from the tables, one shape for both doors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from server import runtime, settings
from server.domain import hours
from server.domain.ticket import MINUTE
from server.hub import live_room
from server.hub.entries import iso
from server.hub.hub import Hub
from server.hub.room import Room
from server.journal import today
from server.journal.store import Store
from server.journal.today import Asked, Before, Counted, Day
from server.web.room import shapes as shape
from server.web.route import Ask, Route

READERS = ("lead", "manager", "auditor", "admin")
STEP = 30 * MINUTE
WEEKS = 8
"""So far back the last days of the same weekday are looked for."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was counted of one day, for one department or all; `asked` says of which."""

    asked: Asked
    counted: Counted
    before: Before


def room(ask: Ask) -> dict[str, Any]:
    hub, department, store = ask.hub, ask.department, ask.hub.store
    with hub.reading():
        asked = question(hub.room(ask.path["hall"]), department, ask.query.step * MINUTE)
    found = runtime.offload(settings.async_mode(), counted, store, asked, None)
    with hub.reading():
        here = hub.room(ask.path["hall"])
        return {"room": shown(hub, here, department, found), "seq": here.floor.seq}


def question(room: Room, department: str | None, step: int = STEP) -> Asked:
    """What is to be counted: the floor's day, or where none is open yet the one it is now."""
    hall, now = room.hall, room.clock.now(room.floor.at)
    day = date.fromisoformat(room.floor.day) if room.floor.day else hours.business_day(hall, now)
    past = tuple(_day(room, day - timedelta(weeks=n)) for n in range(1, WEEKS + 1))
    services = (
        None if department is None else tuple(s.id for s in hall.services if s.department == department)
    )
    late = hall.reservations.late_minutes * MINUTE
    return Asked(room.id, _day(room, day), past, now, step, late, services, room.floor.rehearsal)


def _day(room: Room, day: date) -> Day:
    """From noon twelve hours back: where clocks are changed at night the hall's hours stand in their slots."""
    return Day(day.isoformat(), round(hours.at(room.hall, day, 12 * 60).timestamp() * 1000) - 720 * MINUTE)


def counted(store: Store, asked: Asked, before: Before | None) -> Told:
    """Beside everything else; `before` is kept by who asks often."""
    with store.beside() as conn:
        return Told(asked, today.counted(conn, asked), before or today.before(conn, asked))


def shown(hub: Hub, room: Room, department: str | None, told: Told) -> dict[str, Any]:
    """The floor must be held still."""
    now, asked = room.clock.now(room.floor.at), told.asked
    return {
        "at": iso(now), "day": asked.today.day, "rehearsal": asked.rehearsal, "department": department,
        "now": live_room.now(hub, room, department, now),
        "today": {
            "figures": None if asked.rehearsal else told.counted.figures,
            "reservations": told.counted.reservations, "curve": curve(room, told, now),
        },
    }  # fmt: skip


def curve(room: Room, told: Told, now: int) -> dict[str, Any]:
    """Slots from opening, or the first arrival, to closing or the last one; of today up to the present one."""
    asked, mine, past = told.asked, told.counted.curve, told.before
    step, begin = asked.step, asked.today.begin
    open_ = [s for s in hours.spans(room.hall, date.fromisoformat(asked.today.day)) if s != hours.ALL_DAY[0]]
    slots = {*mine, *past.curve, *(m * MINUTE // step for a, b in open_ for m in (a, b - 1))} or {0}
    first, last, present = min(slots), max(slots), (now - begin) // step
    span, days = range(first, last + 1), max(1, len(past.days))
    today_ = [mine.get(n, (0, 0, 0)) if n <= present else (None, None, 0) for n in span]
    then = [past.curve.get(n, (0, 0, 0)) for n in span]
    return {
        "begin": iso(begin + first * step), "step": step // 1000, "present": present - first, "days": list(past.days),
        "arrivals": [a for a, _, _ in today_], "calls": [c for _, c, _ in today_],
        "wait": [_mean(ms, c) for _, c, ms in today_],
        "arrivals_before": [_round(a / days) if past.days else None for a, _, _ in then],
        "calls_before": [_round(c / days) if past.days else None for _, c, _ in then],
        "wait_before": [_mean(ms, c) for _, c, ms in then],
    }  # fmt: skip


def _mean(ms: int, calls: int | None) -> int | None:
    return round(ms / calls / 1000) if calls else None


def _round(mean: float) -> float:
    return round(mean, 1)


ROUTES: list[Route] = [
    Route(
        "GET", "/halls/{hall}/room", "The hall now and today so far", room, shape.LiveRoom, READERS,
        query=shape.RoomQuery, slow=True,
    ),
]  # fmt: skip
