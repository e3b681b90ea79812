"""One door to every report: which kinds there are, in which formats, what their files are called, and making one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import BinaryIO

from server.domain.counting.reporting import FORMATS
from server.reports import csvfile, daily, figured, tickets, unusual, workbook
from server.reports.asked import Asked, Unaskable, month
from server.reports.source import Source
from server.reports.table import Table

TABLES: dict[str, Callable[[Source, Asked, datetime], Table]] = {
    "figures": figured.table,
    "tickets": tickets.table,
    "exceptions": unusual.table,
}
KINDS = FORMATS


def judge(kind: str, format: str, asked: Asked) -> None:
    """Whether there is such a report of this. Raises Unaskable."""
    if format not in KINDS[kind]:
        wrong = f"{kind} can be {', '.join(KINDS[kind])}, not {format}"
        raise Unaskable(wrong, "one_of", allowed=list(KINDS[kind]))
    if kind == "exceptions" and set(asked.only) - {"department"}:
        other = next(name for name in asked.only if name != "department")
        wrong = "exceptions are those of one department, or of all; no other filter fits"
        raise Unaskable(wrong, "department_alone", other)


def make(source: Source, kind: str, format: str, asked: Asked, now: datetime, file: BinaryIO) -> None:
    """Write a report. `now` is the hall's clock. Raises Unaskable, fonts.NoFont."""
    judge(kind, format, asked)
    if kind == "bulletin":
        # A font's packages take a while to load, and only this needs them.
        from server.reports import bulletin

        bulletin.write(source, asked, now, file)
    elif kind == "daily":
        file.write(daily.told(source, asked.first, asked.lang, now).words.encode())
    else:
        table = TABLES[kind](source, asked, now)
        (csvfile if format == "csv" else workbook).write(table, file)


def named(hall: str, kind: str, first: date, last: date, format: str) -> str:
    """What a file is called: `small-figures-2026-11-01_2026-11-30.xlsx`; whole months and single days shorter."""
    return f"{hall}-{kind}-{_period(first, last)}.{format}"


def _period(first: date, last: date) -> str:
    if first == last:
        return first.isoformat()
    if (first, last) == month(first):
        return f"{first:%Y-%m}"
    return f"{first}_{last}"
