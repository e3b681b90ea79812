"""The hall's clock and calendar: which business day it is, when it is open, when it pauses for lunch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from server.domain.profile import Hall, Service, Span

ALL_DAY: tuple[Span, ...] = ((0, 24 * 60),)
LUNCH_BEGINS, LUNCH_ENDS = 11 * 60 + 30, 14 * 60
"""A pause that touches this time counts as lunch where a hall does not say when lunch is."""


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local(hall: Hall, now: int) -> datetime:
    return datetime.fromtimestamp(now / 1000, UTC).astimezone(zone_of(hall.timezone))


def business_day(hall: Hall, now: int) -> date:
    """The day a moment belongs to: before `day_ends_at` it is still yesterday.

    Asked of `day_begin`, so that an hour that is skipped or comes twice belongs to one day only.
    """
    day = local(hall, now).date()
    return day if now >= day_begin(hall, day.isoformat()) else day - timedelta(days=1)


def minute(moment: datetime) -> int:
    """The minute of the day."""
    return moment.hour * 60 + moment.minute


def said(minutes: int | None) -> str | None:
    """A minute of the day as people say it: `18:30`."""
    return None if minutes is None else f"{minutes // 60:02d}:{minutes % 60:02d}"


def spans(hall: Hall, day: date) -> tuple[Span, ...]:
    """When tickets may be taken on a date, in minutes since midnight; a hall without hours never closes."""
    if day in hall.hours.closed_on:
        return ()
    week = hall.hours.week or {n: ALL_DAY for n in range(1, 8)}
    found = week.get(day.isoweekday(), ())
    if day in hall.hours.open_on:
        found = found or week.get(1, ())
    if found and hall.hours.extended and hall.hours.extended[0] == day:
        found = (*found[:-1], (found[-1][0], max(found[-1][1], hall.hours.extended[1])))
    return found


def unextended(hall: Hall) -> Hall:
    """The hall with its usual hours."""
    return hall if hall.hours.extended is None else replace(hall, hours=replace(hall.hours, extended=None))


def lunch(hall: Hall, day: date) -> Span | None:
    """The break of a date: the hall's, or where it states none the pause between two spans around noon."""
    begins, ends = hall.hours.lunch or (LUNCH_BEGINS, LUNCH_ENDS)
    pauses = ((one[1], two[0]) for one, two in pairwise(spans(hall, day)))
    return next(((start, end) for start, end in pauses if start < ends and end > begins), None)


def spans_of(hall: Hall, service: Service, day: date) -> tuple[Span, ...]:
    """When tickets for a service may be taken on a date; through lunch only where a window works through it."""
    whole = spans(hall, day)
    if not whole or not offered(hall, service, day):
        return ()
    pause = lunch(hall, day)
    works = any(hall.window[w].works_lunch for w in hall.windows_of.get(service.id, ()))
    if service.hours is None:
        return _through(whole, pause) if works and pause else whole
    return service.hours if works or pause is None else _without(service.hours, pause)


def offered(hall: Hall, service: Service, day: date) -> bool:
    """Whether a service can be had on a date; a Saturday or Sunday that is worked instead is a workday."""
    if day.isoweekday() <= 5 or day in hall.hours.open_on:
        return True
    return service.weekend and (not hall.hours.weekend_services or service.id in hall.hours.weekend_services)


def _through(whole: tuple[Span, ...], pause: Span) -> tuple[Span, ...]:
    """The spans on both sides of the break as one."""
    before = next(start for start, end in whole if end == pause[0])
    after = next(end for start, end in whole if start == pause[1])
    kept = [span for span in whole if span[1] != pause[0] and span[0] != pause[1]]
    return tuple(sorted([*kept, (before, after)]))


def _without(whole: tuple[Span, ...], pause: Span) -> tuple[Span, ...]:
    parts = [
        part for start, end in whole for part in ((start, min(end, pause[0])), (max(start, pause[1]), end))
    ]
    return tuple(part for part in parts if part[0] < part[1])


def next_opening(hall: Hall, moment: datetime, of: Callable[[date], Iterable[Span]]) -> datetime | None:
    """The first beginning of a span after a moment, within two weeks; `of` gives a date's spans."""
    for ahead in range(15):
        day = moment.date() + timedelta(days=ahead)
        for start, _ in of(day):
            if ahead or start > minute(moment):
                return at(hall, day, start)
    return None


def at(hall: Hall, day: date, minutes: int) -> datetime:
    """The moment of a date's minute in the hall's zone."""
    return datetime.combine(day, datetime.min.time(), zone_of(hall.timezone)) + timedelta(minutes=minutes)


def closing(hall: Hall, now: int) -> int | None:
    """When the present date's hours end (milliseconds UTC); None without hours, or where they go past midnight."""
    day = local(hall, now).date()
    end = max((end for _, end in spans(hall, day)), default=24 * 60)
    return None if end >= 24 * 60 else round(at(hall, day, end).timestamp() * 1000)


def state(hall: Hall, now: int) -> dict[str, Any]:
    """Whether the hall is open: {open, reason, resumes_at, closes_at}, instants in milliseconds UTC or None.

    `reason`: lunch, closed or day_off while it is not open; extended while it is open longer than usual.
    """
    moment = local(hall, now)
    day, here = moment.date(), minute(moment)
    today = spans(hall, day)
    closes = closing(hall, now)
    if any(start <= here < end for start, end in today):
        usual = spans(unextended(hall), day)
        reason = "extended" if hall.hours.extended and here >= usual[-1][1] else None
        return {"open": True, "reason": reason, "resumes_at": None, "closes_at": closes}
    pause = lunch(hall, day)
    reason = "lunch" if pause and pause[0] <= here < pause[1] else "closed" if today else "day_off"
    opens = next_opening(hall, moment, lambda day: spans(hall, day))
    resumes = opens and round(opens.timestamp() * 1000)
    left = closes if closes and now < closes else None
    return {"open": False, "reason": reason, "resumes_at": resumes, "closes_at": left}


def day_begin(hall: Hall, day: str) -> int:
    """The first millisecond (UTC) of a business day."""
    start = datetime.combine(date.fromisoformat(day), datetime.min.time(), zone_of(hall.timezone))
    return round((start + timedelta(minutes=hall.day_ends_at)).timestamp() * 1000)


def day_end(hall: Hall, day: str) -> int:
    """The first millisecond (UTC) of the business day after it."""
    return day_begin(hall, (date.fromisoformat(day) + timedelta(days=1)).isoformat())
