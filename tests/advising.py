"""A hall with hours, eight windows for taxes and four for the rest, and past weeks of known demand in its tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import fields
from datetime import date, timedelta
from random import Random
from typing import Any

from server import profiles
from server.domain import hours
from server.domain.counting.legs import Leg
from server.domain.foresight import halves
from server.domain.profile import Hall
from server.journal.legs import ADD, PUT, number
from server.journal.projections import TAKE

SPANS = ["08:30-12:00", "14:00-17:30"]
FULL = {17: 1.0, 18: 1.6, 19: 1.6, 20: 1.2, 21: 1.0, 22: 0.8, 23: 0.6, 28: 1.0, 29: 1.0, 30: 0.8, 31: 0.6, 32: 0.4,
        33: 0.3, 34: 0.2}  # fmt: skip
"""How a day goes, half hour by half hour; 17 is 08:30."""
ROWS = {"tax": 12.0, "invoice": 6.0, "card": 5.0, "marriage": 2.0}
"""People in a half hour of 1.0."""
TAKES = {"tax": 480.0, "invoice": 300.0, "card": 600.0, "marriage": 900.0}
"""Seconds of service."""


def raw(id: str = "advised", **more: Any) -> dict[str, Any]:
    """Twelve windows; at 10 of them a profile says the mean service times of `TAKES`."""
    services = [
        {"id": "tax", "name": "申报纳税", "name_en": "Filing taxes", "department": "tax", "queue": "T"},
        {"id": "invoice", "name": "发票代开", "name_en": "Invoices", "department": "tax", "queue": "T"},
        {
            "id": "card",
            "name": "居民身份证",
            "name_en": "Identity cards",
            "department": "civil",
            "queue": "C",
        },
        {"id": "marriage", "name": "结婚登记", "name_en": "Marriage", "department": "civil", "queue": "C"},
    ]
    return {
        "hall": {"id": id, "name": "河口政务大厅", "name_en": "Hekou Service Hall"},
        "zones": [{"id": "z", "name": "综合区", "name_en": "Main area"}],
        "departments": [
            {"id": "tax", "name": "河口税务局", "short_name": "税务局", "name_en": "Tax Office"},
            {"id": "civil", "name": "河口民政局", "short_name": "民政局", "name_en": "Civil Affairs"},
        ],
        "queues": [
            {"id": "T", "prefix": "T", "name": "税务", "name_en": "Taxes"},
            {"id": "C", "prefix": "C", "name": "综合", "name_en": "General"},
        ],
        "services": [s | {"typical_service": round(TAKES[s["id"]] / 60)} for s in services],
        "windows": [
            {"numbers": "1-8", "kind": "dedicated", "services": ["tax", "invoice"]},
            {"numbers": "9-12", "kind": "comprehensive", "services": ["card", "marriage"]},
        ],
        "hours": {"workdays": SPANS},
        "reservations": {"capacity": 5},
        **more,
    }  # fmt: skip


def hall(**more: Any) -> Hall:
    return profiles.build(raw(**more))


def truth(service: str, half: int) -> float:
    """People expected in a half hour."""
    return ROWS[service] * FULL.get(half, 0.0)


def workdays(before: date, weeks: int) -> list[date]:
    days = (before - timedelta(days=n) for n in range(1, 7 * weeks + 1))
    return sorted(d for d in days if d.isoweekday() <= 5)


def write(
    conn: sqlite3.Connection,
    hall: Hall,
    days: Iterable[date],
    seed: int = 1,
    windows: int = 6,
    scale: float = 1.0,
) -> None:
    """What the hub would have written of these days: Poisson arrivals, exponential services, `windows` first ones of
    taxes and all others open through the hours."""
    chance = Random(seed)
    for day in days:
        midnight = round(hours.at(hall, day, 0).timestamp() * 1000)
        n = 0
        for service in ROWS:
            for half in FULL:
                for _ in range(poisson(chance, truth(service, half) * scale)):
                    n += 1
                    at = midnight + (half * 1800 + chance.randrange(1800)) * 1000
                    visit(conn, hall, day, n, service, at, chance.expovariate(1 / TAKES[service]))
        manned(conn, hall, day, [f"w{k}" for k in (*range(1, windows + 1), *range(9, 13))])


def visit(
    conn: sqlite3.Connection, hall: Hall, day: date, n: int, service: str, at: int, spent: float
) -> None:
    id = f"{hall.id}-{day}-{n}"
    queue = hall.service[service].queue
    taken = dict.fromkeys(("device", "reservation", "slot", "arrival")) | {
        "id": id, "hall": hall.id, "day": day.isoformat(), "number": f"{queue}{n:03d}", "series": "hub", "queue": queue,
        "n": n, "services": "[]", "service": service, "status": "completed", "classes": "[]", "needs": "[]",
        "channel": "kiosk", "locale": "zh", "taken_at": at,
    }  # fmt: skip
    conn.execute(TAKE, taken)
    row = {f.name: {"int": 0, "str": ""}.get(str(f.type)) for f in fields(Leg)} | {
        "day": number(day.isoformat()), "ticket": id, "part": 1, "began": "taken", "service": service,
        "hour": hours.local(hall, at).hour, "weekday": day.isoweekday(), "klass": "ordinary", "ended": "completed",
        "wait": 300, "reach": 20, "spent": round(spent), "sure_wait": 1, "sure_spent": 1, "place": 1, "profile": 1,
    }  # fmt: skip
    conn.execute(PUT, {"hall": hall.id, **row})


def manned(conn: sqlite3.Connection, hall: Hall, day: date, windows: Iterable[str]) -> None:
    """Open through the hours, by the clock's hour."""
    for w in windows:
        for half in halves.of_windows(hall, [w], day):
            cell = {
                "hall": hall.id,
                "day": number(day.isoformat()),
                "weekday": day.isoweekday(),
                "profile": 1,
            }
            place = {"window": w, "zone": "z", "person": "", "hour": half.n // 2, "ms": half.minutes * 60_000}
            conn.execute(ADD["serving"], cell | place)


def poisson(chance: Random, mean: float) -> int:
    count, at = 0, chance.expovariate(1.0)
    while at < mean:
        count, at = count + 1, at + chance.expovariate(1.0)
    return count
