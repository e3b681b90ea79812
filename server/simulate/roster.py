"""Which windows work when on a simulated day: as they are thought to be manned, and with more of them opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from server.domain.foresight import halves
from server.domain.foresight.halves import Half
from server.domain.profile import Hall
from server.simulate.course import Spans

Roster = dict[str, Spans]
"""window → when it works, in seconds of the day."""


@dataclass(frozen=True, slots=True)
class Opening:
    """`count` more windows for `services`, or one `window`, from `start` to `end` (minutes of the day)."""

    start: int
    end: int
    window: str = ""
    services: tuple[str, ...] = ()
    count: int = 1


@dataclass(frozen=True, slots=True)
class Opened:
    """The roster with them, which windows they are, and how many there were none for."""

    roster: Roster
    windows: tuple[tuple[str, int, int], ...] = field(default=())
    missing: int = 0


def of(
    hall: Hall, day: date, open_: Sequence[Half], manned: Mapping[int, Iterable[str]], end: float,
    since: float = 0.0, busy: Mapping[str, float] | None = None,
) -> Roster:  # fmt: skip
    """Those of `manned` in each half hour, from second `since` on; the last ones stay until nobody waits, to `end`."""
    found: Roster = {}
    last = open_[-1].n if open_ else 0
    for half in open_:
        for w in manned.get(half.n, ()):
            if any(start <= half.start < stop for start, stop in halves.worked(hall, w, day)):
                stop = end if half.n == last else half.end * 60.0
                _add(found, w, max(since, (busy or {}).get(w, 0.0), half.start * 60.0), stop)
    return found


def _add(roster: Roster, window: str, start: float, stop: float) -> None:
    """One more span, joined with those it touches."""
    if stop <= start:
        return
    mine = sorted([*roster.get(window, ()), (start, stop)])
    joined = [mine[0]]
    for a, b in mine[1:]:
        if a <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], b))
        else:
            joined.append((a, b))
    roster[window] = tuple(joined)


def opened(hall: Hall, before: Roster, wanted: Iterable[Opening]) -> Opened:
    """With more windows: of those that do not work then, first those that can do the most of what is asked."""
    roster, windows, missing = dict(before), [], 0
    for one in wanted:
        start, stop = one.start * 60.0, one.end * 60.0
        free = [w for w in _able(hall, one) if not _covered(roster.get(w, ()), start, stop)]
        chosen = free[: 1 if one.window else one.count]
        for w in chosen:
            _add(roster, w, start, stop)
            windows.append((w, one.start, one.end))
        missing += (1 if one.window else one.count) - len(chosen)
    return Opened(roster, tuple(windows), missing)


def _able(hall: Hall, wanted: Opening) -> list[str]:
    if wanted.window:
        return [wanted.window]
    asked = set(wanted.services)
    found = [w.id for w in hall.windows if hall.serves[w.id] & asked]
    return sorted(found, key=lambda w: -len(hall.serves[w] & asked))


def _covered(spans: Spans, start: float, stop: float) -> bool:
    """Whether it works during most of that time."""
    return sum(max(0.0, min(b, stop) - max(a, start)) for a, b in spans) > (stop - start) / 2
