"""The period before a period: the same dates a year earlier, or as many days (or whole months) just before it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Earlier:
    """`first` to `last`; each day of the later period stands against one so many `months` or `days` before it."""

    first: date
    last: date
    months: int = 0
    days: int = 0

    def day(self, later: date) -> date | None:
        """None where that month has no such day."""
        return _back(later, self.months) if self.months else later - timedelta(days=self.days)

    def month(self, later: date) -> date | None:
        """By any day of the month; None where months do not stand against months."""
        return _back(later.replace(day=1), self.months) if self.months else None


def earlier(first: date, last: date, how: str) -> Earlier:
    """`how`: year (同比) or period (环比). Whole months stand against whole months, however long they are."""
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if how == "period" and not whole:
        days = (last - first).days + 1
        return Earlier(first - timedelta(days=days), last - timedelta(days=days), days=days)
    months = 12 if how == "year" else 12 * (last.year - first.year) + last.month - first.month + 1
    return Earlier(_clamped(first, months), _clamped(last, months, whole), months)


def _back(day: date, months: int) -> date | None:
    year, month = divmod(12 * day.year + day.month - 1 - months, 12)
    return date(year, month + 1, day.day) if day.day <= monthrange(year, month + 1)[1] else None


def _clamped(day: date, months: int, end: bool = False) -> date:
    """A date so many months before, its month's last day where there is no such date; or in any case with `end`."""
    begin = _back(day.replace(day=1), months)
    assert begin is not None
    most = monthrange(begin.year, begin.month)[1]
    return begin.replace(day=most if end else min(day.day, most))
