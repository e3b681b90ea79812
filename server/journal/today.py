"""What the live room shows of a day besides the floor: counts, its curve, the same weekdays before, reservations.

Read beside everything else (`Store.beside`), by one look at each table: nothing here is kept up with each entry.
Figures are those of `server.profiles.figures`, of the same names, and a test holds them to each other.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

import msgspec

from server.domain.counting.figures import share
from server.journal import theirs

MINUTE = 60_000
WEEKDAYS = 4
"""With so many earlier days of the same weekday a day is compared."""
_SERVICES = " and (:services is null or service in (select value from json_each(:services)))"
_DAY = " from visit where hall = :hall and day = :day and (series = 'rehearsal') = :rehearsal" + _SERVICES
ARRIVALS = "select (taken_at - :begin) / :step, count(*)" + _DAY + " group by 1"
CALLS = (
    "select (first_called_at - :begin) / :step, count(*),"
    " sum(max(0, first_called_at - max(taken_at, coalesce(slot_of, 0)))) from (select first_called_at, taken_at,"
    " slot as slot_of" + _DAY + " and first_called_at is not null) group by 1"
)
HELD = "select 1 from visit where hall = :hall and day = :day and series <> 'rehearsal' limit 1"
_LEGS = " from leg where hall = :hall and day = :number" + _SERVICES
_OF_RATINGS = ("sum(rating is not null)", "avg(rating)", "sum(coalesce(rating >= 3, 0))", "sum(rating <= 2)")
COUNTED = (
    "select sum(began = 'taken'), sum(ended is 'completed'), sum(ended is 'no_show'), sum(place > 0),"
    " sum(coalesce(ended in ('no_show', 'cancelled', 'expired') and let_back = 0, 0)), sum(let_back), count(*),"
    " sum(ended is 'completed' and sure_wait and target > 0),"
    " sum(ended is 'completed' and sure_wait and target > 0 and wait <= target),"
    " avg(case when ended = 'completed' and sure_wait then wait end),"
    + ", ".join(what + " filter (where " + theirs.NO_LEAD + ")" for what in _OF_RATINGS)
    + _LEGS
)
RESERVED = (
    "select sum(status <> 'cancelled'), sum(status <> 'cancelled' and slot_start <= :now), sum(status = 'used'),"
    " sum(status = 'missed' or (status = 'booked' and slot_start + :late < :now))"
    " from reservation where hall = :hall and day = :day" + _SERVICES
)
Curve = dict[int, tuple[int, int, int]]
"""Slot of the day → arrivals, first calls, milliseconds waited by those called."""


@dataclass(frozen=True, slots=True)
class Day:
    """A business day and the instant its slots are counted from, in milliseconds UTC."""

    day: str
    begin: int

    @property
    def number(self) -> int:
        return int(self.day.replace("-", ""))


@dataclass(frozen=True, slots=True)
class Asked:
    """`past`: days of the same weekday, newest first; `services` None: all; `step`, `late` and `now` in ms."""

    hall: str
    today: Day
    past: tuple[Day, ...]
    now: int
    step: int = 30 * MINUTE
    late: int = 30 * MINUTE
    services: tuple[str, ...] | None = None
    rehearsal: bool = False

    def values(self, day: Day, rehearsal: bool = False) -> dict[str, Any]:
        services = None if self.services is None else msgspec.json.encode(self.services).decode()
        return {
            "hall": self.hall, "day": day.day, "number": day.number, "begin": day.begin, "step": self.step,
            "services": services, "rehearsal": int(rehearsal), "now": self.now, "late": self.late,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Before:
    """The mean of earlier days, slot by slot, and which they were."""

    days: tuple[str, ...]
    curve: Curve


@dataclass(frozen=True, slots=True)
class Counted:
    figures: dict[str, int | float | None]
    reservations: dict[str, int]
    curve: Curve


def counted(conn: sqlite3.Connection, asked: Asked) -> Counted:
    """Today so far."""
    values = asked.values(asked.today, asked.rehearsal)
    return Counted(_figures(conn, values), _reservations(conn, values), _curve(conn, values))


def before(conn: sqlite3.Connection, asked: Asked) -> Before:
    """The last days of the same weekday on which anybody came; they change no more."""
    days = [d for d in asked.past if conn.execute(HELD, asked.values(d)).fetchone()][:WEEKDAYS]
    total: dict[int, list[int]] = {}
    for day in days:
        for slot, counts in _curve(conn, asked.values(day)).items():
            total[slot] = [a + b for a, b in zip(total.get(slot, (0, 0, 0)), counts, strict=True)]
    return Before(tuple(d.day for d in days), {slot: (c[0], c[1], c[2]) for slot, c in total.items()})


def _curve(conn: sqlite3.Connection, values: dict[str, Any]) -> Curve:
    found = {slot: (n, 0, 0) for slot, n in conn.execute(ARRIVALS, values)}
    for slot, n, waited in conn.execute(CALLS, values):
        found[slot] = (found.get(slot, (0, 0, 0))[0], n, waited)
    return found


def _figures(conn: sqlite3.Connection, values: dict[str, Any]) -> dict[str, int | float | None]:
    row = conn.execute(COUNTED, values).fetchone()
    tickets, served, no_shows, called, abandoned, let_back, legs, aimed, within = (n or 0 for n in row[:9])
    wait, rated, stars, satisfied, bad = row[9], row[10] or 0, row[11], row[12] or 0, row[13] or 0
    return {
        "tickets": tickets, "served": served, "abandoned": abandoned, "called": called, "no_shows": no_shows,
        "let_back": let_back, "further": legs - tickets,
        "no_show_rate": share(no_shows, called), "within_target": share(within, aimed),
        "wait_mean": None if wait is None else round(wait, 2), "rated": rated,
        "rating_mean": None if stars is None else round(stars, 4), "satisfied_share": share(satisfied, rated),
        "bad": bad,
    }  # fmt: skip


def _reservations(conn: sqlite3.Connection, values: dict[str, Any]) -> dict[str, int]:
    row = conn.execute(RESERVED, values).fetchone()
    return dict(zip(("booked", "due", "arrived", "missed"), (n or 0 for n in row), strict=True))
