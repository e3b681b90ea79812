"""What was unusual about each person's work, day by day, counted from legs by a hall's limits."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import Any

from server.domain.counting.exceptions import Exceptions

Counts = dict[str, dict[int, dict[str, int]]]
"""person → day (yyyymmdd) → kind → how often."""
WHEN = {
    "chosen_calls": "chosen",
    "early_no_shows": "ended is 'no_show' and absent < :early_seconds",
    "short_services": "ended is 'completed' and sure_spent and coalesce(spent < :short_seconds, 0)",
    "long_holds": "held >= :long_seconds",
}
FROM = """ from leg where hall = :hall and day between :first and :last
    and (:department is null or department = :department)"""
ACTED = (
    "select person, day, " + ", ".join("sum(" + what + ")" for what in WHEN.values()) + FROM
    + " and person <> '' and (chosen or held or ended = 'no_show' or spent < :short_seconds) group by person, day"
)  # fmt: skip
GRANTED = "select granter, day, count(distinct ticket)" + FROM + " and granter <> '' group by granter, day"


def counted(
    conn: sqlite3.Connection, hall: str, span: tuple[int, int], by: Exceptions, department: str | None = None
) -> Counts:
    """Those who had anything of a kind; classes count for who granted them, a ticket once."""
    values: dict[str, Any] = {"hall": hall, "first": span[0], "last": span[1], "department": department}
    limits = {
        "early_seconds": by.early_seconds,
        "short_seconds": by.short_seconds,
        "long_seconds": 60 * by.long_minutes,
    }
    found: Counts = defaultdict(lambda: defaultdict(dict))
    for person, day, *counts in conn.execute(ACTED, values | limits):
        found[person][day] |= {kind: n for kind, n in zip(WHEN, counts, strict=True) if n}
    for person, day, n in conn.execute(GRANTED, values):
        found[person][day]["granted_classes"] = n
    return {
        person: kept for person, days in found.items() if (kept := {day: k for day, k in days.items() if k})
    }
