"""What may be asked of legs, and the SQL that tells sums and histograms of whole seconds straight from their rows.

Statements are joined from the constants here; whatever was asked for is a parameter.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import msgspec

from server.domain.counting.figures import SMALL, Cell

LEG_CUTS = {
    "hall": "hall", "zone": "zone", "department": "department", "service": "service", "window": "window",
    "person": "person", "class": "klass", "channel": "channel", "hour": "hour", "weekday": "weekday", "day": "day",
    "month": "day / 100",
}  # fmt: skip
OF_DAYS = ("hall", "day", "weekday", "month")
"""What a day alone tells."""
SHIFT_CUTS = {k: v for k, v in LEG_CUTS.items() if k not in ("department", "service", "class", "channel")}
_ALONE = "window in (select key from json_each(:windows) where value = :only_department)"
SHIFT_FILTERS = SHIFT_CUTS | {"department": "iif(" + _ALONE + ", :only_department, null)"}
"""Shifts know no department: those of a window are its department's where it serves that one alone."""
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
    "ordinary": "place > 0 and not priority", "overtaken": "overtaken > 0", "delayed": "delayed",
    "promised": "promise > 0 and ended is not null and (place > 0 or wait > promise)",
    "in_time": "promise > 0 and ended is not null and place > 0 and wait <= promise",
    "unsure_wait": "ended is not null and not sure_wait",
    "unsure_spent": "ended is 'completed' and spent is not null and not sure_spent",
}  # fmt: skip
ADDED = ("items", "let_back", "stars", "delayed")
"""Sums of what a row says; the others count rows, and a filter stops at the first thing that is not so."""
_SERVED = "ended = 'completed' and sure_wait = 1"
SPREAD = {
    "wait": ("wait", _SERVED),
    "net": ("net", _SERVED),
    "reserved_wait": ("wait", _SERVED + " and reserved = 1 and began = 'taken'"),
    "lost_wait": ("wait", ABANDONED + " and sure_wait = 1"),
    "reach": ("reach", "ended = 'completed' and reach is not null and sure_spent = 1"),
    "spent": ("spent", "ended = 'completed' and spent is not null and sure_spent = 1"),
}
PERIOD = " where hall = :hall and day between :first and :last"
Key = tuple[Any, ...]
_numbers = msgspec.json.Decoder(list[int]).decode


@dataclass(frozen=True, slots=True)
class Question:
    """`first` and `last` are yyyymmdd, both counted; `by` names cuts; `only` is filter → value.

    `parts`: what beside sums is wanted, of SPREAD and of "windows" and "bookings"; None is all of it. `departments`:
    service → its department, for reservations; `windows`: window → the department it serves alone, for its hours.
    `reader`: a lead, whose own ratings are left out (`theirs`).
    """

    hall: str
    first: int
    last: int
    by: tuple[str, ...] = ("hall",)
    only: dict[str, Any] = field(default_factory=dict)
    parts: frozenset[str] | None = None
    departments: dict[str, str] = field(default_factory=dict)
    windows: dict[str, str] = field(default_factory=dict)
    reader: str | None = None

    @property
    def values(self) -> dict[str, Any]:
        return {
            "hall": self.hall, "first": self.first, "last": self.last, "reader": self.reader,
            **{"only_" + k: v for k, v in self.only.items()},
        }  # fmt: skip

    def wants(self, part: str) -> bool:
        return self.parts is None or part in self.parts

    def cuts(self, columns: dict[str, str]) -> str:
        return ", ".join(columns[cut] for cut in self.by)

    def rows(self, columns: dict[str, str]) -> str:
        return PERIOD + "".join(" and " + columns[k] + " = :only_" + k for k in self.only)


def of_legs(conn: sqlite3.Connection, asked: Question) -> dict[Key, Cell]:
    """Sums and histograms from each row of the period, which are sorted once: a cell's seconds come as one list."""
    n, kinds = len(asked.by), [kind for kind in SPREAD if asked.wants(kind)]
    lists = "".join(
        ", json_group_array(" + c + ") filter (where " + w + ")" for c, w in (SPREAD[k] for k in kinds)
    )
    sql = (
        "select " + asked.cuts(LEG_CUTS) + ", max(profile), "
        + ", ".join(_sum(name) for name in SUMS) + lists
        + " from leg" + asked.rows(LEG_CUTS) + " group by " + asked.cuts(LEG_CUTS)
    )  # fmt: skip
    cells: dict[Key, Cell] = {}
    for row in conn.execute(sql, asked.values):
        sums, found = row[n + 1 : n + 1 + len(SUMS)], row[n + 1 + len(SUMS) :]
        cell = cells[row[:n]] = Cell(Counter(dict(zip(SUMS, sums, strict=True))), profile=row[n])
        for kind, seconds in zip(kinds, found, strict=True):
            cell.runs[kind] = [array(SMALL, sorted(_numbers(seconds)))]
    return cells


def _sum(name: str) -> str:
    return "sum(" + SUMS[name] + ")" if name in ADDED else "count(*) filter (where " + SUMS[name] + ")"
