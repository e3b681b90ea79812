"""Who will come on a day: walk-ins from days like it, reservations as they are booked, and how sure that is. Pure.

How many come is a weighted median of those days, queue by queue, so that one odd day does not rule; when and for
what, their weighted mean. What is foreseen for a queue varies together; on top of that people come by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import sqrt

from server.domain import hours
from server.domain.foresight.halves import Cell, Cells
from server.domain.profile import Hall

FADES = 0.9
"""A week counts as so much of the week after it."""
FEW = 3
"""Fewer days of the same weekday are filled up with other days of the same hours, which count half."""
FILLED = 5
OTHER = 0.5
MANY = 10.0
"""From so many people a day on a queue is told by its median; below, medians of small numbers mislead."""
USUAL_SPREAD, COUNTS_AS = 0.15, 2.0
"""How much days differ where little is known, and as how many days that counts."""
EIGHT_OF_TEN = 1.2816
"""Deviations on both sides that hold eight of ten outcomes."""


@dataclass(frozen=True, slots=True)
class Like:
    """A past day that resembles the one foreseen, and how much it counts; `same`: it is of the same weekday."""

    day: date
    weight: float
    same: bool = True


@dataclass(frozen=True, slots=True)
class Past:
    """What came on it: `walk`, all that did not first come with a reservation; `later`, reservations kept
    that were made later than as long before that day as the present is before the day foreseen."""

    like: Like
    walk: Cells
    later: Cells = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Forecast:
    """People by service and half hour. `booked` are expected to come, of `known` reservations and of those yet to be
    made; `spread`: deviation ÷ mean of a queue's day. It rests on `days`."""

    day: date
    days: tuple[Like, ...]
    walk: Cells
    booked: Cells
    spread: Mapping[str, float]
    known: int = 0

    @property
    def thin(self) -> bool:
        """Whether there is too little to go by."""
        return sum(1.0 if d.same else OTHER for d in self.days) < FEW


def resembling(hall: Hall, day: date, before: date, weeks: int, seen: Callable[[date], bool]) -> list[Like]:
    """The days like it, the latest first: of its weekday, in their own hours; a weekend that is worked instead of
    another day is like any workday, and no weekend is like it."""
    swapped = _swapped(hall, day)
    found = []
    for n in range(1, weeks + 1):
        past = day - timedelta(weeks=n) if not swapped else None
        if past and past < before and _usual(hall, past) and seen(past):
            found.append(Like(past, FADES**n))
    return found if len(found) >= FEW else found + _filling(hall, day, before, weeks, seen)


def _filling(hall: Hall, day: date, before: date, weeks: int, seen: Callable[[date], bool]) -> list[Like]:
    """Other days with the same hours."""
    found: list[Like] = []
    spans, workday = hours.spans(hall, day), day.isoweekday() <= 5 or _swapped(hall, day)
    for n in range(1, 7 * weeks + 1):
        past = before - timedelta(days=n)
        if past.isoweekday() == day.isoweekday() and not _swapped(hall, day):
            continue
        alike = workday == (past.isoweekday() <= 5) and hours.spans(hall, past) == spans
        if alike and _usual(hall, past) and seen(past):
            found.append(Like(past, OTHER * FADES ** (n / 7), False))
        if len(found) == FILLED:
            break
    return found


def _swapped(hall: Hall, day: date) -> bool:
    return day in hall.hours.open_on and day.isoweekday() > 5


def _usual(hall: Hall, day: date) -> bool:
    return bool(hours.spans(hall, day)) and not _swapped(hall, day)


def foreseen(hall: Hall, day: date, past: Sequence[Past], booked: Cells, kept: float) -> Forecast:
    """`booked`: reservations as they are known now, of which the share `kept` comes."""
    walk: dict[Cell, float] = {}
    spread: dict[str, float] = {}
    for queue, services in hall.services_of_queue.items():
        mine = [{c: n for c, n in p.walk.items() if c[0] in services} for p in past]
        level, spread[queue] = _level([sum(m.values()) for m in mine], past)
        shape = _mean(mine, past)
        total = sum(shape.values())
        walk |= {c: n * level / total for c, n in shape.items() if total}
    expected = _mean([p.later for p in past], past)
    for cell, n in booked.items():
        expected[cell] = expected.get(cell, 0.0) + n * kept
    return Forecast(day, tuple(p.like for p in past), walk, expected, spread, round(sum(booked.values())))


def _mean(cells: Iterable[Cells], past: Sequence[Past]) -> dict[Cell, float]:
    whole = sum(p.like.weight for p in past)
    found: dict[Cell, float] = {}
    for mine, p in zip(cells, past, strict=True):
        for cell, n in mine.items():
            found[cell] = found.get(cell, 0.0) + n * p.like.weight / whole
    return found


def _level(totals: Sequence[float], past: Sequence[Past]) -> tuple[float, float]:
    """People a day, and the deviation ÷ mean of what will be, beyond chance."""
    weights = [p.like.weight for p in past]
    whole = sum(weights)
    if not whole or not sum(totals):
        return 0.0, USUAL_SPREAD
    mean = sum(w * n for w, n in zip(weights, totals, strict=True)) / whole
    level = median(totals, weights) if mean >= MANY else mean
    number = whole**2 / sum(w * w for w in weights)
    middle = max(level, mean / 2)
    # Around the median, and no day more than twice it: the odd day that the median leaves out must not widen all.
    apart = sum(w * min((n - level) ** 2, level**2) for w, n in zip(weights, totals, strict=True)) / whole
    own = max(0.0, apart * number / max(1.0, number - 1) / middle**2 - 1 / middle)
    days = (number * own + COUNTS_AS * USUAL_SPREAD**2) / (number + COUNTS_AS)
    return level, sqrt(days * (1 + 1 / number) + 1 / (number * middle))


def median(values: Sequence[float], weights: Sequence[float]) -> float:
    """The value up to which half of the weight lies; between two of them their mean."""
    pairs = sorted(zip(values, weights, strict=True))
    half, gone = sum(weights) / 2, 0.0
    for n, (value, weight) in enumerate(pairs):
        gone += weight
        if gone > half * (1 + 1e-9):
            return value
        if gone >= half * (1 - 1e-9) and n + 1 < len(pairs):
            return (value + pairs[n + 1][0]) / 2
    return pairs[-1][0]


def people(hall: Hall, forecast: Forecast, services: Iterable[str], half: int) -> tuple[float, float, float]:
    """From, likeliest, to: how many come for these services in a half hour, eight times of ten."""
    booked, each = 0.0, dict[str, float]()
    for s in services:
        queue = hall.service[s].queue
        each[queue] = each.get(queue, 0.0) + forecast.walk.get((s, half), 0.0)
        booked += forecast.booked.get((s, half), 0.0)
    middle = sum(each.values()) + booked
    varies = sum((n * forecast.spread.get(q, USUAL_SPREAD)) ** 2 for q, n in each.items())
    wide = EIGHT_OF_TEN * sqrt(middle + varies)
    return max(0.0, middle - wide), middle, middle + wide


def altogether(hall: Hall, forecast: Forecast) -> tuple[float, float, float]:
    """From, likeliest, to: how many come in all, eight times of ten."""
    each: dict[str, float] = {}
    for (s, _), n in forecast.walk.items():
        queue = hall.service[s].queue
        each[queue] = each.get(queue, 0.0) + n
    middle = sum(each.values()) + sum(forecast.booked.values())
    varies = sum((n * forecast.spread.get(q, USUAL_SPREAD)) ** 2 for q, n in each.items())
    wide = EIGHT_OF_TEN * sqrt(middle + varies)
    return max(0.0, middle - wide), middle, middle + wide


def resumed(hall: Hall, forecast: Forecast, came: Cells, half: int, rest: float) -> Forecast:
    """What is still to come of a day: from within half hour `half`, of which the share `rest` is left.

    How many walked in so far tells how the day goes: the more were expected by then, the more it counts.
    """
    factors, spread = dict[str, float](), dict(forecast.spread)
    for queue, services in hall.services_of_queue.items():
        cells = {c: n for c, n in forecast.walk.items() if c[0] in services}
        due = sum(n if at < half else n * (1 - rest) for (_, at), n in cells.items() if at <= half)
        sure = 1 / max(spread[queue], 0.01) ** 2
        here = sum(n for (s, at), n in came.items() if s in services and at <= half)
        factors[queue] = (sure + here) / (sure + due)
        spread[queue] = 1 / sqrt(sure + due)

    def left(cells: Cells, of: Callable[[str], float]) -> dict[Cell, float]:
        share = {half: rest}
        return {(s, at): n * share.get(at, 1.0) * of(s) for (s, at), n in cells.items() if at >= half}

    walk = left(forecast.walk, lambda s: factors[hall.service[s].queue])
    return replace(forecast, walk=walk, booked=left(forecast.booked, lambda _: 1.0), spread=spread)
