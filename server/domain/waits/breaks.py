"""Lunch and other breaks of a hall's day: when they are, and how long work takes by the clock."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from server.domain import hours
from server.domain.profile import Hall
from server.domain.ticket import MINUTE

Pause = tuple[int, int]
"""From, until: milliseconds UTC."""


def pauses(hall: Hall, now: int) -> tuple[Pause, ...]:
    """The breaks of this date: what its hours leave out between two spans."""
    moment = hours.local(hall, now)
    spans = hours.spans(hall, moment.date())
    midnight = now - (hours.minute(moment) * 60 + moment.second) * 1000 - now % 1000
    return tuple((midnight + one[1] * MINUTE, midnight + two[0] * MINUTE) for one, two in pairwise(spans))


def at(breaks: Iterable[Pause], now: int) -> Pause | None:
    """The break it is now."""
    return next((p for p in breaks if p[0] <= now < p[1]), None)


def worked(breaks: Iterable[Pause], start: int, end: int) -> int:
    """Milliseconds between two moments without the breaks."""
    return max(0, end - start - sum(max(0, min(e, end) - max(s, start)) for s, e in breaks))


def by_the_clock(
    breaks: Iterable[Pause], now: int, work: float, here: float, through: float
) -> tuple[float, int | None]:
    """Milliseconds until so many milliseconds of work are done, and when the break ends that makes it longer.

    `here` is the share of the windows that works now, `through` the share that works through breaks to come;
    after a break all do.
    """
    moment, left, resumes = now, work, None
    for start, end in breaks:
        if end <= now:
            continue
        for until, share in ((start, here), (end, here if start <= now else through)):
            if until == end and share < 1:
                resumes = end
            span = max(0, until - moment)
            if left < span * share:
                return moment + left / share - now, resumes
            moment, left = moment + span, left - span * share
        here = 1.0
    return moment + left - now, resumes
