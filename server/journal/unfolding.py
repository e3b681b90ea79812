"""Days of a journal that is older than its tables of figures: folded one by one, each a small write of its own.

A day is folded into tables of the same shape in memory, by the function that writes them as things happen, then laid
down whole. It is done when it stands in `summed`; the day going on is folded when its hall is held.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from server.domain.counting import shifts
from server.domain.events import Entry
from server.domain.floor import Floor
from server.domain.happenings import apply
from server.domain.profile import Hall
from server.journal import chain, legs, ratings

OPENED = "select seq, day from journal indexed by journal_days where hall = :hall and kind = 'day.opened' order by seq"
"""By name: SQLite would rather read the whole journal in the order of its key."""
DONE = "select day from summed where hall = :hall"
LAST = "select max(seq) from journal where hall = :hall"
LIKE = "select sql from sqlite_master where type = 'table' and name in ('visit', 'leg', 'shift', 'summed', 'summary')"
ROWS = {name: "select * from " + name + " where day = :day" for name in ("leg", "shift", "summed")}
CLEAR = {name: "delete from " + name + " where hall = :hall and day = :day" for name in ROWS}
VISITS = "select * from visit where hall = :hall and day = :day"
LATER = """update leg set rating = (select rating from visit where id = leg.ticket) where hall = :hall and day = :day
    and (ticket, part) in (select ticket, max(part) from leg where hall = :hall and day = :day group by ticket
        having max(rating) is null)"""
OVER = "delete from unfolded where hall = :hall"
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day's part of a journal: entries `after` < seq ≤ `last`, from its first opening on."""

    day: str
    after: int
    last: int


@dataclass(frozen=True, slots=True)
class Folded:
    """A day's rows of each table, and what of its entries the table of ratings is made of."""

    day: str
    rows: dict[str, list[Row]]
    rated: list[Entry]


def days(conn: sqlite3.Connection, hall: str) -> list[Day]:
    """Every day that was opened, the latest first."""
    opened = conn.execute(OPENED, {"hall": hall}).fetchall()
    end = conn.execute(LAST, {"hall": hall}).fetchone()[0] or 0
    found: dict[str, Day] = {}
    for (seq, day), following in zip(opened, [*(s - 1 for s, _ in opened[1:]), end], strict=True):
        found[day] = Day(day, found[day].after if day in found else seq - 1, following)
    return sorted(found.values(), key=lambda d: d.after, reverse=True)


def left(conn: sqlite3.Connection, hall: str) -> list[Day]:
    """The days that are not folded yet, the latest first; the latest of all is folded when its hall is held."""
    if not legs.unfolded(conn, hall):
        return []
    done = {day for (day,) in conn.execute(DONE, {"hall": hall})}
    return [d for d in days(conn, hall)[1:] if legs.number(d.day) not in done]


def fold(
    conn: sqlite3.Connection, hall: str, of: Day, floor: Floor, hall_on: Callable[[Floor], Hall]
) -> Folded:
    """One day, in any thread. Raises ChainBroken, and whatever a profile that cannot be read raises."""
    made = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for (sql,) in conn.execute(LIKE):
            made.execute(sql)
        _put(made, "visit", conn.execute(VISITS, {"hall": hall, "day": of.day}).fetchall())
        floor.seq, rated = of.after, []
        for entry in chain.verified(conn, hall, of.after, of.last):
            before = floor.tickets.get(entry.data.get("ticket", ""))
            touched = apply(floor, entry)
            if touched.everything and floor.profile:
                floor.hall = hall_on(floor)
            shifts.advance(floor, entry, touched)
            legs.project(made, hall, floor, entry, before)
            rated += [entry] if entry.kind == "ticket.rated" else []
        rows = {
            name: made.execute(sql, {"day": legs.number(of.day)}).fetchall() for name, sql in ROWS.items()
        }
    finally:
        made.close()
    return Folded(of.day, rows, rated)


def keep(conn: sqlite3.Connection, hall: str, folded: Folded) -> None:
    """Within a write transaction: the day's rows as they are folded, with the ratings that came later."""
    this = {"hall": hall, "day": legs.number(folded.day)}
    for name, rows in folded.rows.items():
        conn.execute(CLEAR[name], this)
        _put(conn, name, rows)
    conn.execute(LATER, this)
    for entry in folded.rated:
        if ratings.of_visit(conn, hall, entry.data["ticket"]) is None:
            ratings.project(conn, hall, entry)


def _put(conn: sqlite3.Connection, table: str, rows: list[Row]) -> None:
    if rows:
        conn.executemany("insert into " + table + " values (" + ", ".join("?" * len(rows[0])) + ")", rows)


def end(conn: sqlite3.Connection, hall: str) -> None:
    """Every day is folded that can be."""
    conn.execute(OVER, {"hall": hall})
