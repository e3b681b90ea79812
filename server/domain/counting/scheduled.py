"""Reports a hall has made by itself: which, when by the hall's clock, and over which days. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from server.domain import hours
from server.domain.counting.reporting import Scheduled
from server.domain.profile import Hall

LOOK_BACK_DAYS = 14
"""How far back a day with opening hours is looked for."""


@dataclass(frozen=True, slots=True)
class Due:
    """A report that should have been made by now, over `first` to `last`, both counted."""

    report: Scheduled
    first: date
    last: date


def due(hall: Hall, report: Scheduled, now: int) -> Due | None:
    """The latest that was to be made until now (milliseconds UTC): of those missed before it none is made later."""
    moment = hours.local(hall, now)
    ran = moment.date() if hours.minute(moment) >= report.at else moment.date() - timedelta(days=1)
    if report.every == "week":
        monday = ran - timedelta(days=ran.weekday())
        return Due(report, monday - timedelta(days=7), monday - timedelta(days=1))
    if report.every == "month":
        last = ran.replace(day=1) - timedelta(days=1)
        return Due(report, last.replace(day=1), last)
    day = _worked(hall, ran, report.at)
    return Due(report, day, day) if day else None


def _worked(hall: Hall, ran: date, at: int) -> date | None:
    """The last day with opening hours that were over when the report was to run."""
    for back in range(LOOK_BACK_DAYS + 1):
        day = ran - timedelta(days=back)
        spans = hours.spans(hall, day)
        if spans and (back or spans[-1][1] <= at):
            return day
    return None
