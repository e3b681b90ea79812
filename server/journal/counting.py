"""What figures are made of, counted over a period: sums, histograms of seconds, hours of windows, reservations."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import replace

import msgspec

from server.domain.counting.figures import OPEN, Cell
from server.journal.questions import FILTERS as FILTERS
from server.journal.questions import LEG_CUTS as LEG_CUTS
from server.journal.questions import SHIFT_CUTS as SHIFT_CUTS
from server.journal.questions import SHIFT_FILTERS
from server.journal.questions import Key as Key
from server.journal.questions import Question as Question
from server.journal.summing import of_days

OF_RATINGS = ("rated", "stars", "satisfied")
_NUMBER = "cast(replace(day, '-', '') as integer)"
BOOKING_CUTS = {
    "hall": "hall", "service": "service", "department": "coalesce(department, '')", "day": _NUMBER,
    "month": _NUMBER + " / 100", "weekday": "(strftime('%w', day) + 6) % 7 + 1",
}  # fmt: skip
BOOKINGS = (
    " from reservation left join (select key as service, value as department from json_each(:departments))"
)


def count(conn: sqlite3.Connection, asked: Question) -> dict[Key, Cell]:
    """The cells of a question by the values of its cuts, in their order."""
    cells = of_days(conn, asked)
    if asked.reader and asked.only.get("person", asked.reader) == asked.reader:
        _not_theirs(conn, asked, cells)
    named = (*asked.by, *asked.only)
    timed = SHIFT_CUTS.keys() >= set(asked.by) and SHIFT_FILTERS.keys() >= set(asked.only)
    if timed and asked.wants("windows"):
        _shifts(conn, asked, cells)
    told = asked.departments or "department" not in named
    if told and asked.wants("bookings") and all(name in BOOKING_CUTS for name in named):
        _bookings(conn, asked, cells)
    return dict(sorted(cells.items()))


def _not_theirs(conn: sqlite3.Connection, asked: Question, cells: dict[Key, Cell]) -> None:
    """Take the reader's own ratings away: days are summed for everybody alike."""
    mine = replace(asked, only=asked.only | {"person": asked.reader}, parts=frozenset())
    for key, cell in of_days(conn, mine).items():
        for name in OF_RATINGS:
            cells[key].sums[name] -= cell.sums[name]


def _shifts(conn: sqlite3.Connection, asked: Question, cells: dict[Key, Cell]) -> None:
    n, cuts = len(asked.by), asked.cuts(SHIFT_CUTS)
    sql = (
        "select " + cuts + ", window, max(profile), " + ", ".join("sum(" + state + ")" for state in OPEN)
        + " from shift" + asked.rows(SHIFT_FILTERS) + " group by " + cuts + ", window"
    )  # fmt: skip
    windows = msgspec.json.encode(asked.windows).decode()
    for row in conn.execute(sql, asked.values | {"windows": windows}):
        if (cell := cells.get(row[:n])) is None:
            cell = cells[row[:n]] = Cell()
        cell.profile = max(cell.profile, row[n + 1])
        cell.windows = cell.windows or {}
        cell.windows[row[n]] = dict(zip(OPEN, row[n + 2 :], strict=True))


def _bookings(conn: sqlite3.Connection, asked: Question, cells: dict[Key, Cell]) -> None:
    """Reservations by the day they are for; those cancelled in time are none."""
    n, cuts = len(asked.by), asked.cuts(BOOKING_CUTS)
    sql = (
        "select " + cuts + ", status, count(*)" + BOOKINGS + " using (service) where hall = :hall and day between"
        " :from_day and :to_day and status <> 'cancelled'"
        + "".join(" and " + BOOKING_CUTS[k] + " = :only_" + k for k in asked.only) + " group by " + cuts + ", status"
    )  # fmt: skip
    days = {"from_day": _written(asked.first), "to_day": _written(asked.last)}
    departments = msgspec.json.encode(asked.departments).decode()
    for cell in cells.values():
        cell.bookings = Counter()
    for row in conn.execute(sql, asked.values | days | {"departments": departments}):
        cell = cells.setdefault(row[:n], Cell(bookings=Counter()))
        assert cell.bookings is not None
        cell.bookings[row[n]] = row[n + 1]


def _written(day: int) -> str:
    return f"{day // 10000:04d}-{day // 100 % 100:02d}-{day % 100:02d}"


def seq(conn: sqlite3.Connection, hall: str) -> int:
    """The last entry that is counted in."""
    row = conn.execute("select max(seq) from journal where hall = :hall", {"hall": hall}).fetchone()
    return int(row[0] or 0)
