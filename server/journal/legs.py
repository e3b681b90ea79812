"""leg (one row a part of a visit) and shift (a window's hour with a person): what figures are counted from.

Written in the event's transaction as `server.domain.counting` tells it, and rebuilt by the same function.
"""

from __future__ import annotations

import sqlite3
from dataclasses import fields
from datetime import date

from server.domain.counting.legs import Change, Leg, changes
from server.domain.counting.shifts import STATES
from server.domain.events import Entry
from server.domain.floor import Floor
from server.domain.ticket import Ticket

NAMES = [f.name for f in fields(Leg)]
PUT = (
    "insert into leg (hall, " + ", ".join(NAMES) + ") values (:hall, " + ", ".join(":" + n for n in NAMES)
    + ") on conflict (hall, day, ticket, part) do update set "
    + ", ".join(n + " = excluded." + n for n in NAMES if n not in ("day", "ticket", "part"))
)  # fmt: skip
DROP = "delete from leg where hall = :hall and day = :day and ticket = :ticket and part > :part"
BACK = """update leg set let_back = :value
    where hall = :hall and day = :day and ticket = :ticket and part = :part"""
RATE = """update leg set rating = :value where hall = :hall and ticket = :ticket
        and day = (select cast(replace(day, '-', '') as integer) from visit where id = :ticket)
        and part = (select max(part) from leg where hall = :hall and ticket = :ticket
            and day = (select cast(replace(day, '-', '') as integer) from visit where id = :ticket))"""
_KEY = "hall, day, hour, weekday, window, zone, person, profile"
ADD = {
    what: "insert into shift (" + _KEY + ", " + what + ") values (:hall, :day, :hour, :weekday, :window, :zone, "
    ":person, :profile, :ms) on conflict do update set profile = excluded.profile, " + what + " = " + what + " + :ms"
    for what in STATES
}  # fmt: skip
OVER = "insert or replace into summed (hall, day, seq) values (:hall, :day, :seq)"
BEGUN = "delete from summed where hall = :hall and day = :day"
LATE = """update summed set seq = :seq, version = '' where hall = :hall
    and day = (select cast(replace(day, '-', '') as integer) from visit where id = :ticket)"""
UNFOLDED = "select 1 from unfolded where hall = :hall"
CHANGES = {"drop": DROP, "back": BACK, "rate": RATE}


def project(conn: sqlite3.Connection, hall: str, floor: Floor, entry: Entry, before: Ticket | None) -> None:
    """Write what one entry, already applied and followed by `shifts.advance`, changed."""
    for change in changes(floor, entry, before):
        _write(conn, hall, entry, change)
    if entry.kind == "day.closed":
        conn.execute(OVER, {"hall": hall, "day": number(entry.day), "seq": entry.seq})
    elif entry.kind == "day.opened":
        conn.execute(BEGUN, {"hall": hall, "day": number(entry.data["day"])})
    if floor.shifts:
        day = date.fromisoformat(entry.day)
        row = {"hall": hall, "day": number(entry.day), "weekday": day.isoweekday(), "profile": floor.profile}
        for s in floor.shifts:
            cell = {"window": s.window, "zone": s.zone, "person": s.person, "hour": s.hour, "ms": s.ms}
            conn.execute(ADD[s.what], row | cell)


def _write(conn: sqlite3.Connection, hall: str, entry: Entry, change: Change) -> None:
    if change.leg is not None:
        conn.execute(PUT, {"hall": hall} | {name: getattr(change.leg, name) for name in NAMES})
        return
    row = {"hall": hall, "ticket": change.ticket, "value": change.value}
    if change.do == "rate":
        conn.execute(LATE, {"hall": hall, "ticket": change.ticket, "seq": entry.seq})
    else:
        row |= {"day": number(entry.day), "part": change.part}
    if change.do == "drop":
        del row["value"]
    conn.execute(CHANGES[change.do], row)


def number(day: str) -> int:
    """`2026-11-23` → 20261123."""
    return int(day.replace("-", ""))


def unfolded(conn: sqlite3.Connection, hall: str) -> bool:
    """Whether its journal is older than these tables."""
    return conn.execute(UNFOLDED, {"hall": hall}).fetchone() is not None
