"""When nobody could be called for a kind of business: nobody who may serve it was at an open window, or it was a break.

`follow` keeps on the floor since when each has had no open window; `within` takes that and the hall's hours together.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from server.domain import hours
from server.domain.events import Entry
from server.domain.floor import Floor, Touched
from server.domain.profile import Hall, Service
from server.domain.routing import served_here


def follow(floor: Floor, entry: Entry, touched: Touched) -> None:
    """Take one entry in, after `apply` and with the profile it names."""
    if floor.day is None:
        floor.shut, floor.manned = {}, {}
    elif touched.everything:
        floor.manned = {w: _served(floor, w) for w in floor.windows}
        for service in floor.hall.service:
            _look(floor, service, entry.at)
    else:
        for window in touched.windows:
            _window(floor, window, entry.at)


def _window(floor: Floor, window: str, now: int) -> None:
    """Opened, closed, or open with another clerk, who may serve something else."""
    before = floor.manned.get(window, frozenset())
    floor.manned[window] = after = _served(floor, window)
    for service in before ^ after:
        _look(floor, service, now)


def _served(floor: Floor, window: str) -> frozenset[str]:
    there = window in floor.hall.could and floor.window(window).state == "open"
    return served_here(floor, window) if there else frozenset()


def _look(floor: Floor, service: str, now: int) -> None:
    spans = floor.shut.setdefault(service, [])
    going_on = bool(spans) and spans[-1][1] is None
    shut = not any(service in floor.manned.get(w, ()) for w in floor.hall.able.get(service, ()))
    if shut and not going_on:
        spans.append((now, None))
    elif going_on and not shut:
        spans[-1] = (spans[-1][0], now)


def within(floor: Floor, service: str, since: int, until: int) -> int:
    """How long (ms) between two moments nobody could be called for it, each moment counted once."""
    spans = [(a, until if b is None else b) for a, b in floor.shut.get(service, ())]
    if service in floor.hall.service and since < until:
        spans += _breaks(floor.hall, floor.hall.service[service], since, until)
    total, reached = 0, since
    for start, end in sorted((max(a, since), min(b, until)) for a, b in spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _breaks(hall: Hall, service: Service, since: int, until: int) -> Iterator[tuple[int, int]]:
    """Before a date's hours begin and between them; after they end people are served on."""
    day, last = hours.local(hall, since).date(), hours.local(hall, until).date()
    while day <= last:
        ended = 0
        for start, end in hours.spans_of(hall, service, day):
            yield _moment(hall, day, ended), _moment(hall, day, start)
            ended = end
        day += timedelta(days=1)


def _moment(hall: Hall, day: date, minutes: int) -> int:
    return round(hours.at(hall, day, minutes).timestamp() * 1000)
