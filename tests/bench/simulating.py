"""Rows of the simulator: a day of 1,200 visitors, and what the domain's own code costs at one window."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable
from datetime import date
from random import Random

from server.domain.profile import Hall
from server.profiles import load
from server.simulate.course import always_open, working_day
from server.simulate.demand import drawn, usual
from server.simulate.engine import simulate
from server.simulate.visitor import Visitor
from tests.bench.processes import PUNING
from tests.bench.table import Row, limit, middle, ms
from tests.simulate.halls import hall, poisson

ROUNDS, DAY, LONG = 5, 1200, 20_000
MONDAY = date(2026, 1, 5)
MOST_DAY = 2.0
"""Seconds on one core."""
MOST_EACH = 60 / 200_000
"""Seconds a customer: 200,000 in a minute."""


def simulating() -> list[Row]:
    puning = load(PUNING)[1]
    people = drawn(usual(puning, DAY, ((30_600.0, 43_200.0), (50_400.0, 63_000.0))), 1)
    course = working_day(puning, MONDAY)
    one = hall(["s"], classes={"fast": (0.0, 5.0)})
    stream = poisson(Random(1), LONG, {"": 0.4, "fast": 0.4})
    days, longs, bare = [], [], []
    for _ in range(ROUNDS):
        days.append(timed(lambda: simulate(puning, people, course)))
        longs.append(timed(lambda: simulate(one, stream, always_open(one))))
        bare.append(timed(lambda: bound(one, stream)))
    return [
        limit(f"a simulated day of {DAY:,} visitors, Puning", middle(days), MOST_DAY, ms),
        limit(
            "a simulated customer, one window", middle(longs) / LONG, MOST_EACH, _us,
            bound=_us(middle(bare) / LONG), ratio=f"{middle(longs) / middle(bare):.0f} ×",
        ),
    ]  # fmt: skip


def bound(one: Hall, stream: list[Visitor]) -> float:
    """The same day with bare numbers: two lines and a clock, no tickets, no events, no reasons."""
    lines: tuple[list[tuple[float, int]], list[tuple[float, int]]] = ([], [])
    rate, free, total, n = one.klass["fast"].rate, 0.0, 0.0, 0
    while n < len(stream) or lines[0] or lines[1]:
        if not (lines[0] or lines[1]):
            free = max(free, stream[n].at)
        while n < len(stream) and stream[n].at <= free:
            heapq.heappush(lines[bool(stream[n].classes)], (stream[n].at, n))
            n += 1
        slow, fast = ((line[0][0] if line else float("inf")) for line in lines)
        at, row = heapq.heappop(lines[rate * (free - fast) > free - slow])
        total += free - at
        free += stream[row].duration
    return total


def timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _us(seconds: float) -> str:
    return f"{seconds * 1e6:.1f} µs"
