"""The period that a report is held against: its cells, and which of them a row stands beside."""

from __future__ import annotations

from datetime import date
from typing import Any

from server.domain.counting.periods import Earlier, earlier
from server.journal.counting import Key
from server.reports.asked import Asked, Unaskable, number


def against(asked: Asked) -> Earlier | None:
    """None where nothing is compared. Raises Unaskable where there is no such period."""
    try:
        return earlier(asked.first, asked.last, asked.compare) if asked.compare else None
    except (ValueError, OverflowError):
        raise Unaskable("there is no period before it", "no_period") from None


def key_before(period: Earlier, by: tuple[str, ...], key: Key) -> Key:
    """A row's key in the period before; a day or month that it does not have becomes None, which no row is."""
    return tuple(_moved(period, cut, value) for cut, value in zip(by, key, strict=True))


def _moved(period: Earlier, cut: str, value: Any) -> Any:
    if cut == "day":
        day = period.day(date(value // 10000, value // 100 % 100, value % 100))
        return day and number(day)
    if cut == "month":
        month = period.month(date(value // 100, value % 100, 1))
        return month and number(month) // 100
    return value
