"""How a simulated day runs: when windows work, when it ends, how long people walk. Seconds on the visitors' clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from server.domain import hours
from server.domain.profile import Hall, Span

MINUTE = 60.0
DAY = 86_400.0
Spans = tuple[tuple[float, float], ...]
"""Working times: from, until."""


@dataclass(frozen=True, slots=True)
class Course:
    """`midnight` is the instant of second 0 in milliseconds UTC; `end` None: the day ends with its last visitor;
    `closes`: until then windows are manned, also when nobody comes any more.

    `windows`: when each works; one that is missing stays closed. `lax` sets hours and limits on taking aside.
    `walk`: seconds from the call to the start; `absence`: how long an absent one is called.
    """

    day: str
    midnight: int
    windows: Mapping[str, Spans]
    end: float | None = None
    lax: bool = False
    walk: float = 0.0
    absence: float = 60.0
    closes: float | None = None


def always_open(hall: Hall, windows: tuple[str, ...] | None = None) -> Course:
    """No hours, no breaks, no end; second 0 is instant 0, so that no decimal of a time is lost."""
    return Course("1970-01-01", 0, {w: EVER for w in _open(hall, windows)}, lax=True)


EVER: Spans = ((float("-inf"), float("inf")),)


def working_day(hall: Hall, day: date, named: tuple[str, ...] | None = None, walk: float = 20.0) -> Course:
    """The hall's hours of a date; after the last of them windows go on until the day ends or nobody waits."""
    text = day.isoformat()
    midnight = hours.day_begin(hall, text) - hall.day_ends_at * 60_000
    end = (hours.day_end(hall, text) - midnight) / 1000
    spans = _seconds(hours.spans(hall, day), end)
    pause = hours.lunch(hall, day)
    through = _seconds(_joined(hours.spans(hall, day), pause), end)
    windows = {w: through if hall.window[w].works_lunch else spans for w in _open(hall, named)}
    closes = max((stop * MINUTE for _, stop in hours.spans(hall, day)), default=None)
    absence = float(hall.rules.no_show_seconds or 60)
    return Course(text, midnight, windows, end, False, walk, absence, closes)


def _seconds(spans: tuple[Span, ...], end: float) -> Spans:
    """Minutes to seconds; the last span goes on to the day's end."""
    found = [(start * MINUTE, stop * MINUTE) for start, stop in spans]
    return (*found[:-1], (found[-1][0], end)) if found else ()


def _joined(spans: tuple[Span, ...], pause: Span | None) -> tuple[Span, ...]:
    """The spans of a window that works through lunch."""
    if pause is None:
        return spans
    around = [s for s in spans if s[1] == pause[0] or s[0] == pause[1]]
    rest = [s for s in spans if s not in around]
    return tuple(sorted([*rest, (around[0][0], around[-1][1])]))


def first_open_day(hall: Hall, after: date) -> date:
    """The first date from `after` on with hours, within a year; `after` itself if there is none."""
    days = (after + timedelta(days=n) for n in range(366))
    return next((d for d in days if hours.spans(hall, d)), after)


def _open(hall: Hall, windows: tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple(w.id for w in hall.windows if windows is None or w.id in windows)
