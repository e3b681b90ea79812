"""What past days tell of demand: who came in which half hour for what, reservations, windows that worked, habits.

Read from leg, visit, shift and reservation beside everything else. No names: counts only.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from server.domain.foresight.halves import LENGTH, Cell

HALF_MS = LENGTH * 60_000
FIRST = """select l.service, (v.taken_at - :midnight) / :half, count(*) from leg l join visit v on v.id = l.ticket
    where l.hall = :hall and l.day = :day and l.began = 'taken' and l.reserved = 0 group by 1, 2"""
NEXT = """select service, hour, count(*) from leg
    where hall = :hall and day = :day and began in ('next', 'transferred', 'returned') group by service, hour"""
BOOKED = """select service, day, slot_start, status, made_at from reservation
    where hall = :hall and day in (select value from json_each(:days)) and status <> 'cancelled'"""
OPEN = """select window, hour, sum(idle + idle_waited + held + called + serving) from shift
    where hall = :hall and day = :day group by window, hour"""
SPENT = """select service, count(*), sum(spent), sum(1.0 * spent * spent), sum(reach), count(reach) from leg
    where hall = :hall and day between :first and :last and ended = 'completed' and spent is not null
        and sure_spent = 1 group by service"""
SHARES = """select klass, priority, sum(ended is 'no_show'), count(*) from leg
    where hall = :hall and day between :first and :last and began = 'taken' and reserved = 0 and ended is not null
    group by klass, priority"""
KEPT = """select sum(status = 'used'), count(*) from reservation
    where hall = :hall and day >= :first and day <= :last and status in ('used', 'missed')"""


@dataclass(frozen=True, slots=True)
class Booking:
    """A reservation that was not cancelled; instants in milliseconds UTC."""

    service: str
    day: str
    slot: int
    status: str
    made_at: int


@dataclass(slots=True)
class Spent:
    """Service times of one service: how many, their sum and sum of squares (seconds)."""

    number: int
    total: float
    squares: float


@dataclass(slots=True)
class Learnt:
    """What some weeks teach. `walked`: seconds from call to start and of how many; `classes` and `first`: legs by
    class, and of how many; `absent` of `first` did not come when called; `kept` of `due` reservations were."""

    spent: dict[str, Spent] = field(default_factory=dict)
    walked: tuple[float, int] = (0.0, 0)
    classes: dict[str, int] = field(default_factory=dict)
    first: int = 0
    absent: int = 0
    kept: int = 0
    due: int = 0


def seen(conn: sqlite3.Connection, hall: str, day: int) -> bool:
    """Whether anybody came on a day (yyyymmdd)."""
    found = conn.execute("select 1 from leg where hall = ? and day = ? limit 1", (hall, day)).fetchone()
    return found is not None


def came(conn: sqlite3.Connection, hall: str, day: int, midnight: int) -> dict[Cell, float]:
    """All that began to wait on a day, but for first services of reservations; `midnight` of the date in ms UTC.

    What visits went on to is known by the hour: half of it counts for each half hour.
    """
    found: dict[Cell, float] = {}
    values = {"hall": hall, "day": day, "midnight": midnight, "half": HALF_MS}
    for service, half, number in conn.execute(FIRST, values):
        found[service, half] = found.get((service, half), 0.0) + number
    for service, hour, number in conn.execute(NEXT, {"hall": hall, "day": day}):
        for half in (2 * hour, 2 * hour + 1):
            found[service, half] = found.get((service, half), 0.0) + number / 2
    return found


def bookings(conn: sqlite3.Connection, hall: str, days: Iterable[str]) -> list[Booking]:
    """Reservations for these business days."""
    text = "[" + ",".join(f'"{day}"' for day in days) + "]"
    return [Booking(*row) for row in conn.execute(BOOKED, {"hall": hall, "days": text})]


def manned(conn: sqlite3.Connection, hall: str, day: int) -> dict[tuple[str, int], int]:
    """(window, hour of the clock) → milliseconds it was open on a day."""
    return {(w, hour): ms for w, hour, ms in conn.execute(OPEN, {"hall": hall, "day": day})}


def learnt(conn: sqlite3.Connection, hall: str, first: str, last: str) -> Learnt:
    """What the days from `first` to `last` (ISO dates) teach."""
    values = {"hall": hall, "first": int(first.replace("-", "")), "last": int(last.replace("-", ""))}
    found = Learnt()
    for service, number, total, squares, reach, reached in conn.execute(SPENT, values):
        found.spent[service] = Spent(number, total, squares)
        found.walked = (found.walked[0] + (reach or 0), found.walked[1] + reached)
    for klass, priority, absent, number in conn.execute(SHARES, values):
        found.first += number
        found.absent += absent
        if priority:
            found.classes[klass] = found.classes.get(klass, 0) + number
    kept, due = conn.execute(KEPT, {"hall": hall, "first": first, "last": last}).fetchone()
    found.kept, found.due = kept or 0, due
    return found
