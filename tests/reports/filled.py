"""A month of a small hall as its tables hold it, drawn with a seed: for reports that only read.

Thirty days, workdays full and Saturdays thin; what each leg was is decided by the draw, so that figures differ.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from server.domain.profile import Hall
from server.journal.store import Store

Row = dict[str, Any]
FULL, THIN = 240, 40


def fill(store: Store, hall: Hall, first: date, days: int, a_day: int = FULL, seed: int = 7) -> int:
    """Write legs with their visits, and what windows did, also beside a hub that runs; returns how many legs."""
    chance, count = Random(seed), 0
    with store.writing() as conn:
        for day in (first + timedelta(days=n) for n in range(days)):
            if day.isoweekday() == 7:
                continue
            many = round((a_day if day.isoweekday() < 6 else THIN) * chance.uniform(0.8, 1.2))
            for leg in legs(hall, day, many, chance):
                insert(conn, "leg", {k: v for k, v in leg.items() if k not in VISIT})
                insert(conn, "visit", visit(hall, leg))
                count += 1
            for shift in shifts(hall, day, chance):
                insert(conn, "shift", shift)
    return count


VISIT = ("number", "taken_at", "first_called_at", "ended_at")


def legs(hall: Hall, day: date, many: int, chance: Random) -> Iterator[Row]:
    zone = ZoneInfo(hall.timezone)
    for n in range(many):
        service = chance.choice(hall.services)
        window = chance.choice([w for w in hall.windows if service.id in w.services] or list(hall.windows))
        hour = chance.choices(range(9, 17), (5, 9, 8, 3, 2, 6, 6, 3))[0]
        at = datetime(
            day.year, day.month, day.day, hour, chance.randrange(60), chance.randrange(60), tzinfo=zone
        )
        taken = round(at.timestamp() * 1000)
        came = chance.random() > 0.04
        wait, spent = round(chance.expovariate(1 / (500 + 60 * hour))), round(chance.lognormvariate(6, 0.5))
        sure = chance.random() > 0.01
        yield {
            "hall": hall.id, "day": int(f"{day:%Y%m%d}"), "ticket": f"t_{day:%m%d}{n:06d}", "part": 1, "began": "taken",
            "hour": hour, "weekday": day.isoweekday(), "zone": window.zone, "department": service.department,
            "service": service.id, "window": window.id, "person": "li" if n % 2 else "zhang", "klass": "ordinary",
            "priority": 0, "channel": "kiosk" if n % 5 else "guide", "reserved": int(n % 6 == 0),
            "ended": "completed" if came else "no_show", "outcome": "done" if came else None, "items": int(came),
            "cases": 1, "wait": wait, "reach": 20 if came else None, "spent": spent if came else None, "held": 0,
            "sure_wait": 1, "sure_spent": int(sure), "place": 1, "recalls": chance.choice((0, 0, 0, 1, 3)),
            "chosen": int(n % 13 == 0), "granted": 0, "target": 900, "profile": 1,
            "rating": chance.choice((5, 5, 5, 4, 3, 1)) if came and n % 4 == 0 else None, "let_back": 0,
            "net": wait, "promise": 0, "overtaken": 0, "delayed": 0, "absent": None, "granter": "",
            "number": f"A{n + 1:03d}", "taken_at": taken, "first_called_at": taken + wait * 1000,
            "ended_at": taken + (wait + spent) * 1000,
        }  # fmt: skip


def visit(hall: Hall, leg: Row) -> Row:
    day = str(leg["day"])
    return {
        "id": leg["ticket"], "hall": hall.id, "day": f"{day[:4]}-{day[4:6]}-{day[6:]}", "series": "hub", "queue": "A",
        "n": int(leg["number"][1:]), "services": "[]", "service": leg["service"], "status": "completed",
        "classes": "[]", "needs": "[]", "channel": leg["channel"], "locale": "zh", "held_ms": 0, "items": 1,
        "recalls": 0, "requeues": 0, "uncertain": 0, **{k: leg[k] for k in VISIT},
    }  # fmt: skip


def shifts(hall: Hall, day: date, chance: Random) -> Iterator[Row]:
    for window in hall.windows:
        for hour in range(9, 17):
            serving, waited, paused = (
                chance.uniform(0.4, 0.8),
                chance.uniform(0, 0.1),
                chance.uniform(0, 0.08),
            )
            parts = {
                "serving": serving, "idle_waited": waited, "paused": paused, "called": 0.05,
                "idle": 0.95 - serving - waited - paused,
            }  # fmt: skip
            yield {
                "hall": hall.id, "day": int(f"{day:%Y%m%d}"), "hour": hour, "weekday": day.isoweekday(),
                "window": window.id, "zone": window.zone, "person": "li", "profile": 1,
                **{state: round(part * 3_600_000) for state, part in parts.items()},
            }  # fmt: skip


def insert(conn: sqlite3.Connection, table: str, row: Row) -> None:
    names = ", ".join(row)
    conn.execute(f"insert into {table} ({names}) values ({', '.join(':' + n for n in row)})", row)
