"""The half hours of a date: cells of a forecast, and in which of them a hall or some windows work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from server.domain import hours
from server.domain.profile import Hall, Span

LENGTH = 30
"""Minutes."""
Cell = tuple[str, int]
"""A service, and a half hour of the day: 17 is 08:30."""
Cells = Mapping[Cell, float]


@dataclass(frozen=True, slots=True)
class Half:
    """Half hour `n` of the day, of which `minutes` are worked, from `start` on (minutes since midnight)."""

    n: int
    start: int
    minutes: int

    @property
    def end(self) -> int:
        return self.start + self.minutes


def of_spans(spans: Iterable[Span]) -> tuple[Half, ...]:
    """The half hours that the spans reach into; a span that ends within one and goes on in it counts as one piece."""
    found: dict[int, Half] = {}
    for start, end in sorted(spans):
        for n in range(start // LENGTH, -(-end // LENGTH)):
            first, last = max(start, n * LENGTH), min(end, (n + 1) * LENGTH)
            before = found.get(n)
            found[n] = (
                Half(n, before.start, before.minutes + last - first)
                if before
                else Half(n, first, last - first)
            )
    return tuple(found[n] for n in sorted(found))


def of_windows(hall: Hall, windows: Iterable[str], day: date) -> tuple[Half, ...]:
    """The half hours in which any of these windows works on a date."""
    longest: tuple[Span, ...] = ()
    for w in windows:
        mine = worked(hall, w, day)
        longest = mine if _minutes(mine) > _minutes(longest) else longest
    return of_spans(longest)


def worked(hall: Hall, window: str, day: date) -> tuple[Span, ...]:
    """When a window works: the hall's hours, with lunch where it works through it."""
    spans, pause = hours.spans(hall, day), hours.lunch(hall, day)
    if pause and hall.window[window].works_lunch:
        return tuple(sorted([*spans, pause]))
    return spans


def _minutes(spans: tuple[Span, ...]) -> int:
    return sum(end - start for start, end in spans)


def inside(cells: Cells, halves: Iterable[Half]) -> dict[Cell, float]:
    """The same people, those of closed half hours in the nearest open one."""
    open_ = [h.n for h in halves]
    found: dict[Cell, float] = {}
    for (what, n), people in cells.items() if open_ else ():
        at = n if n in open_ else min(open_, key=lambda o: (abs(o - n), o))
        found[what, at] = found.get((what, at), 0.0) + people
    return found
