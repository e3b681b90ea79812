"""What a monthly bulletin tells, counted: the month and the two it is held against, cut by day, hour, department,
business and window, and what is worth a look."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from server.domain.counting.figures import OPEN, Cell, Figures, figures
from server.journal.counting import Question
from server.reports import figured, unusual
from server.reports.asked import Asked, month, number
from server.reports.source import Source

LOOKS: dict[str, str] = {
    "recalled": "recalls >= 3",
    "expired": "ended is 'expired'",
    "bad": "coalesce(rating <= 2, 0)",
}
LOOKED = (
    "select " + ", ".join("coalesce(sum(" + what + "), 0)" for what in LOOKS.values())
    + " from leg where hall = :hall and day between :first and :last"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A row of a table: its name, its figures, and the shares of what a window did while it was open."""

    name: str
    figures: Figures
    use: dict[str, float]


@dataclass(frozen=True, slots=True)
class Month:
    """`days`, `hours` and `heat` have None where nobody came: heat is hour → weekday → mean tickets."""

    first: date
    last: date
    whole: Figures
    unsure: dict[str, int]
    before: Figures
    year_before: Figures
    days: dict[date, Figures | None]
    hours: dict[int, Figures]
    heat: dict[int, dict[int, float]]
    departments: list[Named]
    services: list[Named]
    windows: list[Named]
    unusual: dict[str, int]
    looks: dict[str, int]


def counted(source: Source, day: date, lang: str) -> Month:
    """The month of a day."""
    first, last = month(day)
    cell = _whole(source, first, last)
    days = {key[0]: figures(c) for key, c in _cells(source, first, last, "day").items()}
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    values = source.conn.execute(LOOKED, _between(source, first, last)).fetchone()
    return Month(
        first, last, figures(cell), {kind: cell.sums[f"unsure_{kind}"] for kind in ("wait", "spent")},
        figures(_whole(source, *month(first - timedelta(days=1)))),
        figures(_whole(source, *month(first.replace(year=first.year - 1)))),
        {d: days.get(number(d)) for d in every},
        {key[0]: figures(c) for key, c in _cells(source, first, last, "hour").items()},
        _heat(source, first, last),
        _named(source, first, last, "department", lang), _named(source, first, last, "service", lang),
        _windows(source, first, last, lang),
        unusual.totals(unusual.counted(source, Asked(source.id, first, last))), dict(zip(LOOKS, values, strict=True)),
    )  # fmt: skip


def _between(source: Source, first: date, last: date) -> dict[str, Any]:
    return {"hall": source.id, "first": number(first), "last": number(last)}


def _cells(source: Source, first: date, last: date, *by: str) -> dict[tuple[Any, ...], Cell]:
    return figured.counted(source, Question(source.id, number(first), number(last), by))


def _whole(source: Source, first: date, last: date) -> Cell:
    return _cells(source, first, last, "hall").get((source.id,), Cell())


def _named(source: Source, first: date, last: date, cut: str, lang: str) -> list[Named]:
    """The rows of a cut, the most legs first; legs of no department are a row without a name."""
    found = _cells(source, first, last, cut).items()
    rows = [
        Named(source.name(cut, key[0], c.profile, lang) if key[0] else "", figures(c), {}) for key, c in found
    ]
    return sorted(rows, key=lambda row: -(row.figures["legs"] or 0))


def _windows(source: Source, first: date, last: date, lang: str) -> list[Named]:
    """Windows that were open or called, in the profile's order; those it no longer has at the end."""
    order = {w.id: n for n, w in enumerate(source.hall.windows)}
    found = sorted(
        _cells(source, first, last, "window").items(), key=lambda item: order.get(item[0][0], len(order))
    )
    rows = (
        (key[0], Named(source.name("window", key[0], c.profile, lang), figures(c), _use(c)))
        for key, c in found
    )
    return [row for id, row in rows if id and (row.use or row.figures["legs"])]


def _use(cell: Cell) -> dict[str, float]:
    """What windows did, as shares of their open time."""
    spent: Counter[str] = sum(map(Counter, (cell.windows or {}).values()), Counter())
    opened = sum(spent[state] for state in OPEN)
    if not opened:
        return {}
    spent["idle"] += spent["held"]
    return {state: spent[state] / opened for state in OPEN if state != "held"}


def _heat(source: Source, first: date, last: date) -> dict[int, dict[int, float]]:
    """Mean tickets of an hour over the days of a weekday that had any."""
    cells = _cells(source, first, last, "day", "hour")
    had = {day for (day, _), c in cells.items() if c.sums["tickets"]}
    days = Counter(_weekday(day) for day in had)
    sums: dict[int, Counter[int]] = {}
    for (day, hour), c in cells.items():
        if c.sums["tickets"]:
            sums.setdefault(hour, Counter())[_weekday(day)] += c.sums["tickets"]
    return {h: {w: n / days[w] for w, n in sorted(by.items())} for h, by in sorted(sums.items())}


def _weekday(day: int) -> int:
    return date(day // 10000, day // 100 % 100, day % 100).isoweekday()
