"""The hall's clock and calendar: which business day it is, and whether tickets may be taken."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from server.domain.errors import HallError
from server.domain.profile import Hall


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


def spans(hall: Hall, day: date) -> tuple[tuple[int, int], ...]:
    """When tickets may be taken on a date, in minutes since midnight; a hall without hours never closes."""
    if not hall.hours.week or day in hall.hours.closed_on:
        return ((0, 24 * 60),) if not hall.hours.week and day not in hall.hours.closed_on else ()
    if day in hall.hours.open_on:
        return hall.hours.week.get(day.isoweekday()) or hall.hours.week.get(1, ())
    return hall.hours.week.get(day.isoweekday(), ())


def must_be_open(hall: Hall, now: int) -> None:
    """Raises HallError(hall_closed) with the next opening, if there is one within two weeks."""
    moment = local(hall, now)
    minute = moment.hour * 60 + moment.minute
    if any(start <= minute < end for start, end in spans(hall, moment.date())):
        return
    opens = next_opening(hall, moment)
    when = f"It opens {opens:%Y-%m-%d %H:%M}." if opens else "No opening is set in the next two weeks."
    raise HallError("hall_closed", f"No tickets are given now. {when}", opens_at=opens and opens.isoformat())


def next_opening(hall: Hall, moment: datetime) -> datetime | None:
    minute = moment.hour * 60 + moment.minute
    for ahead in range(15):
        day = moment.date() + timedelta(days=ahead)
        for start, _ in spans(hall, day):
            if ahead or start > minute:
                return datetime.combine(day, datetime.min.time(), moment.tzinfo) + timedelta(minutes=start)
    return None


def day_begin(hall: Hall, day: str) -> int:
    """The first millisecond (UTC) of a business day."""
    start = datetime.combine(date.fromisoformat(day), datetime.min.time(), zone_of(hall.timezone))
    return round((start + timedelta(minutes=hall.day_ends_at)).timestamp() * 1000)


def day_end(hall: Hall, day: str) -> int:
    """The first millisecond (UTC) of the business day after it."""
    return day_begin(hall, (date.fromisoformat(day) + timedelta(days=1)).isoformat())
