"""How long will I wait: a range, never one figure.

The median of three rough estimators (people ahead × service time ÷ open windows, the wait of the
last one called from the queue, people ahead ÷ the recent call rate), widened outward to five minutes.
"""

from __future__ import annotations

from statistics import median

from server.domain.floor import Floor, WindowState
from server.domain.ticket import MINUTE

RECENT = 30 * MINUTE
STEP = 300
FEWEST_CALLS = 6
SHORTEST_SPAN = 600.0
"""Fewer calls, or all within less than ten minutes, say little about the next hour."""
FALLBACK_MINUTES = 8.0
"""For a queue that a profile replaced during the day no longer has."""


def wait_range(floor: Floor, line: str, service: str, ahead: int, now: int) -> tuple[int, int] | None:
    """(low, high) seconds for someone with `ahead` people before them; None when nothing can be said."""
    windows = _open_windows(floor, service)
    if not windows:
        return None
    middle = median([_naive(floor, line, ahead, windows), *_from_calls(floor, line, ahead, now)])
    low = int(middle * 0.6 // STEP) * STEP
    high = -int(-middle * 1.5 // STEP) * STEP
    return low, max(high, low + STEP)


def _open_windows(floor: Floor, service: str) -> list[WindowState]:
    states = (floor.windows.get(w) for w in floor.hall.windows_of.get(service, ()))
    return [s for s in states if s is not None and s.state == "open"]


def _naive(floor: Floor, line: str, ahead: int, windows: list[WindowState]) -> float:
    n, total = floor.served.get(line, (0, 0))
    typical = floor.hall.typical_of_queue.get(line, FALLBACK_MINUTES) * 60
    # The profile's figure counts as five tickets, so that one odd morning ticket does not rule.
    mean = (typical * 5 + total / 1000) / (5 + n)
    idle = sum(w.ticket is None for w in windows)
    return max(0, ahead + 1 - idle) * mean / len(windows)


def _from_calls(floor: Floor, line: str, ahead: int, now: int) -> list[float]:
    calls = [c for c in floor.recent.get(line, ()) if c.at > now - RECENT]
    if len(calls) < FEWEST_CALLS:
        return []
    per_second = len(calls) / max(SHORTEST_SPAN, (now - calls[0].at) / 1000)
    return [calls[-1].waited / 1000, (ahead + 1) / per_second]
