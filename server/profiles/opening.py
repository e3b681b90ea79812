"""Hours: from the words of `[hours]` to spans of minutes for each weekday and the days that differ."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from server.domain.profile import Hours
from server.profiles.faults import Finder
from server.profiles.keys import DAYS
from server.profiles.shape import Row
from server.profiles.times import Span

ALL_DAY: tuple[Span, ...] = ((0, 24 * 60),)


def opening(row: Row, finder: Finder) -> Hours:
    """The hall's hours. A hall that states no hours at all is open day and night."""
    for key in ("workdays", "weekend", *DAYS):
        _overlaps(row, key, finder)
    closed, opened = _dates(row.get("closed_on")), _dates(row.get("open_on"))
    if both := closed & opened:
        days = ", ".join(sorted(d.isoformat() for d in both))
        finder.at((*row.path, "open_on"), f"{days} is also in closed_on", "a day is in one of the two lists")
    week = {n: _day(row, n) for n in range(1, 8)}
    if row.stated & {"workdays", "weekend", *DAYS} and not finder.faults and not any(week.values()):
        finder.at(
            row.path, "no day of the week has open hours", 'state workdays = ["08:30-12:00", "14:00-17:30"]'
        )
    return Hours(week, closed, opened, row.get("lunch"), tuple(row.get("weekend_services") or ()))


def _day(row: Row, weekday: int) -> tuple[Span, ...]:
    """The spans of an ISO weekday: its own, else those of workdays or weekend, without the lunch break."""
    usual = "workdays" if weekday <= 5 else "weekend"
    spans = row.get(DAYS[weekday - 1])
    if spans is None:
        spans = row.get(usual)
    if spans is None:
        spans = () if row.stated & {"workdays", "weekend", *DAYS} else ALL_DAY
    lunch: Any = row.get("lunch")
    return tuple(
        sorted(spans if lunch is None else (part for span in spans for part in _without(span, lunch)))
    )


def _without(span: Span, pause: Span) -> list[Span]:
    before, after = (span[0], min(span[1], pause[0])), (max(span[0], pause[1]), span[1])
    return [part for part in (before, after) if part[0] < part[1]]


def _overlaps(row: Row, key: str, finder: Finder) -> None:
    spans = sorted(row.get(key) or ())
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        finder.at((*row.path, key), "the spans overlap", "let each begin when the one before has ended")


def _dates(runs: Any) -> frozenset[date]:
    return frozenset(day for run in runs or () for day in run)
