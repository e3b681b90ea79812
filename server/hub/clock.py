"""The hall's time: the computer's clock, held against a clock that cannot jump.

Within five minutes the computer's clock is believed; a larger disagreement makes it doubtful and time
runs on monotonically until somebody accepts it (`paihao clock accept`).
"""

from __future__ import annotations

import time
from collections.abc import Callable

TOLERANCE = 5 * 60_000


def wall_ms() -> int:
    return time.time_ns() // 1_000_000


def steady_ms() -> int:
    """Milliseconds that never jump; they count a suspended machine's sleep where the system can."""
    source = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime_ns(source) // 1_000_000


class Clock:
    """`now(last)`: milliseconds UTC, never before `last`, the journal's newest instant."""

    def __init__(self, wall: Callable[[], int] = wall_ms, steady: Callable[[], int] = steady_ms) -> None:
        self.wall = wall
        self.steady = steady
        self.doubtful = False
        self._set(wall())

    def _set(self, moment: int) -> None:
        self._base = moment
        self._base_steady = self.steady()

    def now(self, last: int) -> int:
        wall = self.wall()
        expected = self._base + self.steady() - self._base_steady
        if abs(wall - expected) > TOLERANCE or last - max(wall, expected) > TOLERANCE:
            self.doubtful = True
        if not self.doubtful:
            self._set(wall)
            expected = wall
        elif last > expected:
            self._set(last)
            expected = last
        return max(expected, last)

    def accept(self) -> int:
        """Believe the computer's clock again, wherever it stands; returns its milliseconds UTC."""
        self.doubtful = False
        moment = self.wall()
        self._set(moment)
        return moment
