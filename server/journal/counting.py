"""What figures are made of, counted in SQL over a period: sums, histograms of whole seconds, hours of windows.

Nothing is counted ahead: a year of a large hall is a million rows, and its histogram takes twice a bare average.
Statements are joined from the constants here; whatever was asked for is a parameter.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from server.domain.figures import Cell
from server.domain.shifts import STATES

LEG_CUTS = {
    "hall": "hall", "zone": "zone", "department": "department", "service": "service", "window": "window",
    "person": "person", "class": "klass", "channel": "channel", "hour": "hour", "weekday": "weekday", "day": "day",
    "month": "day / 100",
}  # fmt: skip
SHIFT_CUTS = {k: v for k, v in LEG_CUTS.items() if k not in ("department", "service", "class", "channel")}
FILTERS = ("zone", "department", "service", "window", "person", "class", "channel", "hour", "weekday")
ABANDONED = "ended in ('no_show', 'cancelled', 'expired') and let_back = 0"
SUMS = {
    "tickets": "began = 'taken'", "legs": "1", "open": "ended is null", "called": "place > 0",
    "served": "ended is 'completed'", "abandoned": "coalesce(" + ABANDONED + ", 0)",
    "transferred": "ended is 'transferred'", "no_shows": "ended is 'no_show'", "let_back": "let_back",
    "reserved": "began = 'taken' and reserved", "items": "items", "priority": "priority and place > 0",
    "visits": "place = 1", "places": "place in (1, 2)",
    "aimed": "ended is 'completed' and sure_wait and target > 0",
    "within": "ended is 'completed' and sure_wait and target > 0 and wait <= target",
    "rated": "rating is not null", "stars": "coalesce(rating, 0)", "satisfied": "coalesce(rating >= 3, 0)",
    "once": "ended is 'completed' and outcome in ('done', 'accepted', 'advice') and began <> 'returned'",
    "unsure_wait": "ended is not null and not sure_wait",
    "unsure_spent": "ended is 'completed' and spent is not null and not sure_spent",
}  # fmt: skip
SPREAD = {
    "wait": ("wait", "ended = 'completed' and sure_wait = 1"),
    "lost_wait": ("wait", ABANDONED + " and sure_wait = 1"),
    "reach": ("reach", "ended = 'completed' and reach is not null and sure_spent = 1"),
    "spent": ("spent", "ended = 'completed' and spent is not null and sure_spent = 1"),
}
PERIOD = " where hall = :hall and day between :first and :last"
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """`first` and `last` are yyyymmdd, both counted; `by` names cuts; `only` is filter → value."""

    hall: str
    first: int
    last: int
    by: tuple[str, ...] = ("hall",)
    only: dict[str, Any] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Any]:
        return {"hall": self.hall, "first": self.first, "last": self.last} | {
            "only_" + k: v for k, v in self.only.items()
        }

    def cuts(self, columns: dict[str, str]) -> str:
        return ", ".join(columns[cut] for cut in self.by)

    def rows(self, columns: dict[str, str]) -> str:
        return PERIOD + "".join(" and " + columns[k] + " = :only_" + k for k in self.only)


def count(conn: sqlite3.Connection, asked: Question) -> dict[Key, Cell]:
    """The cells of a question by the values of its cuts, in their order."""
    cells: dict[Key, Cell] = {}
    _sums(conn, asked, cells)
    _histograms(conn, asked, cells)
    if all(name in SHIFT_CUTS for name in (*asked.by, *asked.only)):
        _shifts(conn, asked, cells)
    return dict(sorted(cells.items()))


def _sums(conn: sqlite3.Connection, asked: Question, cells: dict[Key, Cell]) -> None:
    sql = (
        "select " + asked.cuts(LEG_CUTS) + ", max(profile), "
        + ", ".join("sum(" + what + ")" for what in SUMS.values())
        + " from leg" + asked.rows(LEG_CUTS) + " group by " + asked.cuts(LEG_CUTS)
    )  # fmt: skip
    n = len(asked.by)
    for row in conn.execute(sql, asked.values):
        sums = Counter(dict(zip(SUMS, row[n + 1 :], strict=True)))
        cells[row[:n]] = Cell(sums, profile=row[n])


def _histograms(conn: sqlite3.Connection, asked: Question, cells: dict[Key, Cell]) -> None:
    n, cuts = len(asked.by), asked.cuts(LEG_CUTS)
    for kind, (column, which) in SPREAD.items():
        sql = (
            "select " + cuts + ", " + column + ", count(*) from leg" + asked.rows(LEG_CUTS) + " and " + which
            + " group by " + cuts + ", " + column
        )  # fmt: skip
        for row in conn.execute(sql, asked.values):
            cells[row[:n]].seconds[kind][row[n]] = row[n + 1]


def _shifts(conn: sqlite3.Connection, asked: Question, cells: dict[Key, Cell]) -> None:
    n, cuts = len(asked.by), asked.cuts(SHIFT_CUTS)
    sql = (
        "select " + cuts + ", window, max(profile), " + ", ".join("sum(" + state + ")" for state in STATES)
        + " from shift" + asked.rows(SHIFT_CUTS) + " group by " + cuts + ", window"
    )  # fmt: skip
    for row in conn.execute(sql, asked.values):
        cell = cells.setdefault(row[:n], Cell())
        cell.profile = max(cell.profile, row[n + 1])
        cell.windows = cell.windows or {}
        cell.windows[row[n]] = Counter(dict(zip(STATES, row[n + 2 :], strict=True)))


def seq(conn: sqlite3.Connection, hall: str) -> int:
    """The last entry that is counted in."""
    row = conn.execute("select max(seq) from journal where hall = :hall", {"hall": hall}).fetchone()
    return int(row[0] or 0)
