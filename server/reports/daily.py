"""A day's report: what happened, counted, and the same in words that a manager can paste into a message.

Nothing is said that was not counted: a day that goes on is told as such and compared with nothing.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from server.domain import hours
from server.domain.counting.figures import Cell, Figures, figures
from server.journal.counting import Question
from server.reports import words_daily
from server.reports.asked import number
from server.reports.figured import counted
from server.reports.source import Source

WEEKS = 4
"""How many of the same weekdays before it a day is compared with, those without tickets left out."""
HALF_HOUR = 30
TAKEN = """select v.taken_at from leg l join visit v on v.id = l.ticket
    where l.hall = :hall and l.day = :day and l.began = 'taken'"""
BAD = "select count(*) from leg where hall = :hall and day = :day and rating <= 2"
BOOKED = "select status, count(*) from reservation where hall = :hall and day = :day group by status"
OPENED = "select seq, data from journal where hall = :hall and kind = 'day.opened' and day = :day order by seq limit 1"
NEXT = "select min(seq) from journal where hall = :hall and kind = 'day.opened' and seq > :seq"
RAISED = """select data from journal
    where hall = :hall and seq > :seq and (:end is null or seq < :end) and kind = 'alarm.raised'"""


@dataclass(frozen=True, slots=True)
class Day:
    """`until`: the hall's clock while the day goes on, None when it is over; `missing`: why there is nothing to tell.

    `peak`: the minute its busiest half hour begins and how many came in it; `booked`: status → reservations;
    `alarms`: kind → how often; `usual`: figures of all the days in `compared` together.
    """

    hall: str
    day: date
    until: datetime | None
    missing: str = ""
    figures: Figures = field(default_factory=dict)
    no_shows: int = 0
    let_back: int = 0
    unsure: int = 0
    bad: int = 0
    peak: tuple[int, int] | None = None
    booked: dict[str, int] = field(default_factory=dict)
    alarms: dict[str, int] = field(default_factory=dict)
    compared: tuple[date, ...] = ()
    usual: Figures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    day: Day
    words: str


def told(source: Source, day: date, lang: str, now: datetime) -> Told:
    """The day and its words; `now` is the hall's clock."""
    found = of_day(source, day, lang, now)
    return Told(found, words_daily.said(found, lang))


def of_day(source: Source, day: date, lang: str, now: datetime) -> Day:
    zone = hours.zone_of(source.hall.timezone)
    today = hours.business_day(source.hall, round(now.replace(tzinfo=zone).timestamp() * 1000))
    until = now if day == today else None
    opened = source.conn.execute(OPENED, {"hall": source.id, "day": day.isoformat()}).fetchone()
    cell = _cell(source, day)
    missing = "" if cell.sums["tickets"] else _missing(source, day, today, opened)
    days, usual = ((), Cell()) if until or missing else _usual(source, day)
    return Day(
        source.title(lang), day, until, missing, figures(cell), cell.sums["no_shows"], cell.sums["let_back"],
        cell.sums["unsure_wait"] + cell.sums["unsure_spent"], _one(source, BAD, number(day)), _peak(source, day),
        dict(source.conn.execute(BOOKED, {"hall": source.id, "day": day.isoformat()}).fetchall()),
        _alarms(source, opened), days, figures(usual),
    )  # fmt: skip


def _missing(source: Source, day: date, today: date, opened: Any) -> str:
    """Why nobody took a ticket, as far as is known."""
    if day > today:
        return "future"
    if opened and msgspec.json.decode(opened[1]).get("rehearsal"):
        return "rehearsal"
    if not hours.spans(source.hall, day):
        return "closed"
    return "nobody" if opened else "silent"


def _cell(source: Source, day: date) -> Cell:
    at = number(day)
    return counted(source, Question(source.id, at, at)).get((source.id,), Cell())


def _usual(source: Source, day: date) -> tuple[tuple[date, ...], Cell]:
    days, whole = [], Cell()
    for week in range(1, WEEKS + 1):
        before = day - timedelta(weeks=week)
        cell = _cell(source, before)
        if cell.sums["tickets"]:
            days.append(before)
            whole.add(cell)
    return tuple(days), whole


def _one(source: Source, sql: str, day: int) -> int:
    return int(source.conn.execute(sql, {"hall": source.id, "day": day}).fetchone()[0])


def _peak(source: Source, day: date) -> tuple[int, int] | None:
    """The earliest half hour of the hall's clock in which the most came."""
    rows = source.conn.execute(TAKEN, {"hall": source.id, "day": number(day)})
    halves = Counter(hours.minute(hours.local(source.hall, at)) // HALF_HOUR for (at,) in rows)
    if not halves:
        return None
    most = max(halves.values())
    return min(half for half, many in halves.items() if many == most) * HALF_HOUR, most


def _alarms(source: Source, opened: Any) -> dict[str, int]:
    if not opened:
        return {}
    (end,) = source.conn.execute(NEXT, {"hall": source.id, "seq": opened[0]}).fetchone()
    rows = _raised(source.conn, source.id, opened[0], end)
    return dict(Counter(msgspec.json.decode(data)["kind"] for (data,) in rows).most_common())


def _raised(conn: sqlite3.Connection, hall: str, seq: int, end: int | None) -> list[tuple[str]]:
    return conn.execute(RAISED, {"hall": hall, "seq": seq, "end": end}).fetchall()
