"""The slots a hall's reservations are for: cut from its hours, the service's own hours and the calendar.

Only whole slots count; lunch is no part of the hours. A slot belongs to the business day it begins on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from server.domain import hours
from server.domain.errors import HallError
from server.domain.profile import Hall, Service, Span
from server.domain.ticket import MINUTE


@dataclass(frozen=True, slots=True)
class Slot:
    """Milliseconds UTC; `day` is its business day."""

    start: int
    end: int
    day: str


def said(ms: int) -> str:
    """An instant as a refusal's facts say it: ISO-8601 UTC."""
    return f"{datetime.fromtimestamp(ms // 1000, UTC):%Y-%m-%dT%H:%M:%S}.{ms % 1000:03d}Z"


def capacity(hall: Hall, service: Service) -> int:
    """Reservations a slot; 0 when the service cannot be reserved."""
    return hall.reservations.capacity if service.slot_capacity < 0 else service.slot_capacity


def offered(hall: Hall, service: Service, day: date) -> tuple[Span, ...]:
    """When the service can be reserved for on a date, in minutes since midnight: never through lunch."""
    both = (
        (max(a, c), min(b, d))
        for a, b in hours.spans(hall, day)
        for c, d in hours.spans_of(hall, service, day)
    )
    return tuple(sorted((start, end) for start, end in both if start < end))


def of_day(hall: Hall, service: Service, day: str, lax: bool = False) -> list[Slot]:
    """The slots of a business day in order. `lax`: also where the hall is closed, on the even division of the day."""
    begin, end = hours.day_begin(hall, day), hours.day_end(hall, day)
    first = date.fromisoformat(day)
    found = [s for d in (first, first + timedelta(days=1)) for s in _cut(hall, offered(hall, service, d), d)]
    if lax:
        all_day = [s for d in (first, first + timedelta(days=1)) for s in _cut(hall, ((0, 24 * 60),), d)]
        found += [s for s in all_day if all(s.end <= f.start or f.end <= s.start for f in found)]
    inside = (s for s in found if begin <= s.start < end)
    return sorted((Slot(s.start, s.end, day) for s in inside), key=lambda s: s.start)


def _cut(hall: Hall, spans: tuple[Span, ...], day: date) -> Iterator[Slot]:
    length = hall.reservations.slot_minutes
    midnight = datetime.combine(day, time(), hours.zone_of(hall.timezone))
    for first, last in spans:
        for minute in range(first, last - length + 1, length):
            start = round((midnight + timedelta(minutes=minute)).timestamp() * 1000)
            yield Slot(start, start + length * MINUTE, "")


def slot_at(hall: Hall, service: str, start: int, lax: bool = False) -> Slot:
    """The slot of a service that begins at `start` (ms). Raises HallError."""
    if service not in hall.service:
        raise HallError("unknown_service", f"This hall has no service «{service}».", service=service)
    what = hall.service[service]
    if not capacity(hall, what):
        raise HallError("not_bookable", f"«{service}» cannot be reserved; take a number.", reason="service")
    day = hours.business_day(hall, start).isoformat()
    slot = next((s for s in of_day(hall, what, day, lax) if s.start == start), None)
    if slot is None:
        raise HallError(
            "not_bookable", "No slot begins then; GET …/slots lists them.", reason="slot", day=day
        )
    return slot


def must_be_near(hall: Hall, slot: Slot, now: int) -> None:
    """Raises HallError(not_bookable) for a slot that is too near or too far to be reserved now."""
    first, last = bounds(hall, now)
    if slot.start < first:
        raise HallError(
            "not_bookable",
            f"Too late for this slot: reservable from {said(first)}.",
            reason="near",
            earliest=said(first),
        )
    if slot.day > last:
        raise HallError(
            "not_bookable", f"Too early for this day: reservable until {last}.", reason="far", latest=last
        )


def bounds(hall: Hall, now: int) -> tuple[int, str]:
    """The first instant (ms) and the last day that can be reserved now."""
    rules = hall.reservations
    last = hours.business_day(hall, now) + timedelta(days=rules.ahead_days)
    return now + rules.ahead_minutes * MINUTE, last.isoformat()
