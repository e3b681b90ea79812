"""A hall's promise to those who reserve: is it kept, which settings keep it, and what that costs the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from server.domain.booking.arrival import RESERVED
from server.domain.profile import Hall
from server.simulate.course import Course
from server.simulate.engine import simulate
from server.simulate.figures import percentile
from server.simulate.visitor import Fate, Visitor

RATES = (1.0, 1.25, 1.5, 2.0, 3.0, 5.0)
CREDITS = (0.0, 10.0, 20.0, 30.0, 45.0, 60.0)
"""What the search tries: rate and credit (minutes before the slot) of the class `reservation`."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One pair of settings: the share of reservations on time called soon enough, and the others' waits (s)."""

    rate: float
    credit: float
    reservations: int
    share: float
    others_mean: float
    others_p90: float


@dataclass(frozen=True, slots=True)
class Search:
    """`now` is as the hall is set; `best` costs the others least of all settings that keep the promise, if any do."""

    percent: float
    minutes: float
    now: Kept
    best: Kept | None
    nearest: Kept
    tried: int


def searched(
    hall: Hall, days: Sequence[Sequence[Visitor]], course: Course, percent: float, minutes: float
) -> Search:
    """Tries every pair on the first day; what keeps the promise there is tried on all, the cheapest first."""
    now = measured(hall, days, course, minutes)
    first = [measured(_set(hall, r, c), days[:1], course, minutes) for r, c in _pairs()]
    best = now if now.share * 100 >= percent else None
    for m in sorted(
        (m for m in first if m.share * 100 >= percent), key=lambda m: (m.others_mean, m.rate, m.credit)
    ):
        whole = measured(_set(hall, m.rate, m.credit), days, course, minutes)
        if whole.share * 100 >= percent:
            best = whole if best is None or whole.others_mean < best.others_mean else best
            break
    strongest = max(first, key=lambda m: (m.share, -m.others_mean))
    nearest = best or measured(_set(hall, strongest.rate, strongest.credit), days, course, minutes)
    return Search(percent, minutes, now, best, nearest, len(first))


def _pairs() -> Iterator[tuple[float, float]]:
    return ((rate, credit) for rate in RATES for credit in CREDITS)


def _set(hall: Hall, rate: float, credit: float) -> Hall:
    classes = tuple(replace(c, rate=rate, credit=credit) if c.id == RESERVED else c for c in hall.classes)
    return replace(hall, classes=classes)


def measured(hall: Hall, days: Sequence[Sequence[Visitor]], course: Course, minutes: float) -> Kept:
    runs = [simulate(hall, day, course) for day in days]
    fates = [f for run in runs for f in run.fates]
    late = hall.reservations.on_time_minutes * 60
    delays = [d for f in fates if (d := delay(f, late)) is not None]
    waits = sorted(f.wait for f in fates if f.visitor.slot is None and f.wait is not None)
    k = hall.klass[RESERVED]
    kept = sum(d <= minutes * 60 for d in delays)
    return Kept(
        k.rate, k.credit, len(delays), kept / len(delays) if delays else 1.0,
        sum(waits) / len(waits) if waits else 0.0, percentile(waits, 0.9) or 0.0,
    )  # fmt: skip


def delay(fate: Fate, late: float) -> float | None:
    """Seconds from max(check-in, slot) to the call; infinite if it never came; None for all but those on time."""
    v = fate.visitor
    if (
        v.slot is None
        or fate.taken_at is None
        or fate.taken_at > v.slot + late
        or fate.outcome == "abandoned"
    ):
        return None
    return float("inf") if fate.called_at is None else fate.called_at - max(fate.taken_at, v.slot)


def told(s: Search) -> str:
    """The answer in sentences."""
    lines = [
        f"Promise: {s.percent:g} % of reservations on time are called within {s.minutes:g} min of max(check-in, slot).",
        f"  now      {_settings(s.now)}",
    ]
    if s.now.share * 100 >= s.percent:
        lines.append("  The settings keep it.")
    if s.best is not None and (s.best.rate, s.best.credit) != (s.now.rate, s.now.credit):
        lines += [f"  cheapest {_settings(s.best)}", f"  {_cost(s.now, s.best)}"]
    elif s.best is None:
        lines += [
            f"  nearest  {_settings(s.nearest)}",
            f"  None of {s.tried} settings keeps it: it needs more windows, or fewer reservations a slot.",
        ]
    return "\n".join(lines)


def _settings(k: Kept) -> str:
    return (
        f"rate {k.rate:g}, credit {k.credit:g} min: {k.share:.1%} of {k.reservations}; "
        f"others wait {k.others_mean / 60:.1f} min, P90 {k.others_p90 / 60:.1f}"
    )


def _cost(now: Kept, best: Kept) -> str:
    mean, p90 = (best.others_mean - now.others_mean) / 60, (best.others_p90 - now.others_p90) / 60
    return f"It changes the others' wait by {mean:+.1f} min, their P90 by {p90:+.1f} min."
