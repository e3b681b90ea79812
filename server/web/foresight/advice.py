"""Staffing advice over HTTP: a day foreseen beside everything else, and a what-if tried in a process of its own."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from server import runtime, settings
from server.domain import dated, hours
from server.domain.errors import HallError, unfit
from server.domain.foresight import forecast
from server.domain.foresight.advice import Group, Need
from server.domain.profile import Hall
from server.hub.entries import iso
from server.hub.foresight import present, trying
from server.hub.foresight.foreseeing import Foresight, foresee
from server.hub.foresight.trying import clock
from server.hub.room import Room
from server.journal.store import Store
from server.simulate.roster import Opening
from server.web.foresight import shapes as shape
from server.web.foresight.trials import Trials
from server.web.route import Ask, Route

READERS = ("manager", "auditor", "admin")
AHEAD_DAYS = 366
FEW_NAMES = 3
Three = tuple[float, float, float]


def advice(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    seen, seq, at = foreseen(ask, room, ask.query.day, ask.query.now)
    hall = seen.hall
    return {
        "seq": seq, "day": seen.day.isoformat(), "at": iso(at), "now": seen.present is not None,
        "open": bool(seen.open_), "target": _target(hall, 60.0 * hall.advice.wait_minutes), "basis": _basis(seen),
        "more": [
            {"group": m.group, "from": clock(m.start), "until": clock(m.end), "count": m.count, "most": m.most,
             "manned": m.manned, "short": m.short}
            for m in seen.more()
        ],
        "groups": [_group(seen, g) for g in seen.groups],
    }  # fmt: skip


def foreseen(ask: Ask, room: Room, day: str | None, now: bool) -> tuple[Foresight, int, int]:
    """The day asked for, counted beside the hub: (foresight, seq, at). Raises HallError(invalid)."""
    with ask.hub.reading():
        at, seq = room.clock.now(room.floor.at), room.floor.seq
        today = hours.business_day(room.hall, at)
        here = present.of(room.floor, room.waiting.history, at) if now else None
        when = today if now else _day(day, room.hall, today)
        hall = room.hall if when == today else dated.on(room.profile(room.floor.profile or 1), when)
    if now and day is not None and day != today.isoformat():
        raise unfit("query", "$.day", "now_is_today", "now is today")
    work = partial(_foresee, ask.hub.store, hall, when, at, here)
    return runtime.offload(settings.async_mode(), work), seq, at


def _foresee(store: Store, hall: Hall, day: date, at: int, here: present.Present | None) -> Foresight:
    with store.beside() as conn:
        return foresee(conn, hall, day, at, here)


def _day(text: str | None, hall: Hall, today: date) -> date:
    """Raises HallError(invalid)."""
    if text is None:
        later = (today + timedelta(days=n) for n in range(1, 32))
        return next((d for d in later if hours.spans(hall, d)), today + timedelta(days=1))
    day = date.fromisoformat(text)
    if abs((day - today).days) > AHEAD_DAYS:
        wrong = f"a day is at most {AHEAD_DAYS} days away"
        raise unfit("query", "$.day", "days_away", wrong, n=AHEAD_DAYS)
    return day


def _target(hall: Hall, wait: float) -> dict[str, int]:
    return {"percent": hall.advice.percent, "wait": round(wait)}


def _basis(seen: Foresight) -> dict[str, Any]:
    f = seen.forecast
    return {
        "days": [d.day.isoformat() for d in f.days if d.same],
        "others": [d.day.isoformat() for d in f.days if not d.same], "thin": f.thin,
        "windows": "open" if seen.present else "shifts" if seen.known else "profile",
        "people": _range(forecast.altogether(seen.hall, f)), "booked": f.known,
        "booked_later": round(max(0.0, sum(f.booked.values()) - f.known * seen.habits.kept), 1),
    }  # fmt: skip


def _range(values: Three) -> dict[str, float]:
    return {name: round(v, 2) for name, v in zip(("low", "mid", "high"), values, strict=True)}


def _group(seen: Foresight, g: Group) -> dict[str, Any]:
    hall, needs = seen.hall, seen.needs[g.id]
    names = named(hall, g)
    waiting = sum(w.service in g.services for w in seen.present.waiting) if seen.present else 0
    return {
        "id": g.id, "services": list(g.services), "windows": list(g.windows), "names": [zh for zh, _ in names],
        "names_en": [en for _, en in names], "alike": g.alike, "part_of": g.part_of or None,
        "target": _target(hall, g.wait), "service_time": _service_time(seen, g),
        "waiting": waiting, "halves": [_half(n) for n in needs],
    }  # fmt: skip


def named(hall: Hall, g: Group) -> list[tuple[str, str]]:
    """What people call a group: its department, or its queues; of a part its first businesses; in both languages."""
    if g.part_of:
        services = [hall.service[s] for s in g.services[:FEW_NAMES]]
        return [(s.name, s.name_en or s.name) for s in services]
    departments = {hall.service[s].department for s in g.services}
    if len(departments) == 1 and (one := hall.department.get(min(departments))):
        return [(one.short_name, one.name_en or one.short_name)]
    queues = dict.fromkeys(hall.service[s].queue for s in g.services)
    found = [hall.queue[q] for q in queues]
    return [(q.name, q.name_en or q.name) for q in found]


def _service_time(seen: Foresight, g: Group) -> int:
    """Mean seconds over those who are to come; of a group nobody comes to, over its services."""
    count = {s: sum(n for (t, _), n in seen.forecast.walk.items() if t == s) for s in g.services}
    total = sum(count.values())
    weights = count if total else dict.fromkeys(g.services, 1.0)
    whole = sum(weights.values()) or 1.0
    return round(sum(seen.habits.seconds[s] * n for s, n in weights.items()) / whole)


def _half(n: Need) -> dict[str, Any]:
    few, likely, many = n.needed
    return {
        "from": clock(n.half.start), "until": clock(n.half.end), "people": _range(n.came),
        "needed": {"low": float(few), "mid": float(likely), "high": float(many)},
        "planned": n.planned, "manned": n.manned,
    }  # fmt: skip


# -- what if --------------------------------------------------------------------------------------


class Tries:
    """The hub's trials, one at a time."""

    def __init__(self) -> None:
        self.trials = Trials()

    def what_if(self, ask: Ask) -> dict[str, Any]:
        room = ask.hub.room(ask.path["hall"])
        seen, seq, _ = foreseen(ask, room, ask.body.day, ask.body.now)
        if not seen.open_:
            raise unfit("body", "$.day", "closed_day", "the hall is closed that day")
        wanted = [_opening(seen, one) for one in ask.body.open]
        tried = self.trials.run(seen, wanted)
        told = trying.told(tried)
        plates = seen.hall.window
        told["opened"] = [
            one | {"sign": plates[one["window"]].sign, "sign_en": plates[one["window"]].sign_en}
            for one in told["opened"]
        ]
        return told | {
            "seq": seq, "day": seen.day.isoformat(), "now": seen.present is not None,
            "from": clock(min(o.start for o in wanted)), "until": clock(max(o.end for o in wanted)),
            "services": sorted(tried.asked), "target": _target(seen.hall, tried.aim), "thin": seen.forecast.thin,
        }  # fmt: skip


def _opening(seen: Foresight, one: shape.Open) -> Opening:
    """Raises HallError(unknown_window | unknown_service | invalid)."""
    if one.window is not None and one.window not in seen.hall.window:
        raise HallError("unknown_window", f"This hall has no window «{one.window}».")
    for s in one.services or ():
        if s not in seen.hall.service:
            raise HallError("unknown_service", f"This hall has no service «{s}».", service=s)
    start = _minutes(one.from_)
    end = _minutes(one.until) if one.until else trying.default_end(seen, start)
    if end <= start:
        raise unfit("body", "$.open[...].from", "closed_by_then", "the hall has closed by then")
    return Opening(start, end, one.window or "", tuple(one.services or ()), one.count)


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


ROUTES: list[Route] = [
    Route(
        "GET", "/halls/{hall}/advice", "Windows a day needs, half hour by half hour", advice, shape.StaffingAdvice,
        READERS, query=shape.AdviceQuery, slow=True,
    ),
    Route(
        "POST", "/halls/{hall}/advice/what-if", "What more windows would change", Tries().what_if, shape.WhatIfAnswer,
        READERS, shape.WhatIf, errors=("unknown_window", "unknown_service"),
    ),
]  # fmt: skip
