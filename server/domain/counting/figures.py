"""Figures from what was counted: sums, exact histograms of whole seconds, and what each window did.

`Cell` holds what falls together under one cut; cells add up, so every cut adds up to the same whole. A figure
that cannot be told (nobody served, no window open, a cut that windows do not have) is None, never 0.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from math import ceil, sqrt
from operator import mul
from typing import TypeAlias

Figures = dict[str, int | float | None]
SMALL = "I"
"""Of an array: four bytes a number, for a year has millions of seconds."""
Run: TypeAlias = "array[int]"
"""Whole seconds in order."""
HISTOGRAMS = {
    "wait": "wait", "net": "net_wait", "reserved_wait": "reserved_wait", "lost_wait": "lost_wait", "reach": "reach",
    "spent": "service",
}  # fmt: skip
"""What is spread out over seconds, and how its figures begin."""
OF_WINDOWS = (
    "open_seconds", "serving_seconds", "utilisation", "idle_waited_share", "paused_share", "imbalance",
)  # fmt: skip
OF_BOOKINGS = ("booked", "kept_share", "missed_share")
OPEN = ("paused", "idle", "idle_waited", "held", "called", "serving")


@dataclass(slots=True)
class Cell:
    """`seconds`: kind → how often each; `runs`: kind → those of single cells, which are told as they are and counted
    only when they are put together; `windows`: window → state → milliseconds; `bookings`: status → reservations. None
    where the cut or a filter is none that windows, or reservations, have."""

    sums: Counter[str] = field(default_factory=Counter)
    seconds: defaultdict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    runs: defaultdict[str, list[Run]] = field(default_factory=lambda: defaultdict(list))
    windows: dict[str, dict[str, int]] | None = None
    bookings: Counter[str] | None = None
    profile: int = 0

    def add(self, other: Cell) -> None:
        self.sums.update(other.sums)
        for kind, histogram in other.seconds.items():
            self.seconds[kind].update(histogram)
        for kind, runs in other.runs.items():
            self.runs[kind].extend(runs)
        for window, states in (other.windows or {}).items():
            if self.windows is None:
                self.windows = {}
            mine = self.windows.setdefault(window, {})
            for state, spent in states.items():
                mine[state] = mine.get(state, 0) + spent
        if other.bookings is not None:
            self.bookings = (self.bookings or Counter()) + other.bookings
        self.profile = max(self.profile, other.profile)


def parts(ids: Iterable[str]) -> frozenset[str]:
    """What must be counted beside sums for these figures: histograms, "windows", "bookings"."""
    wanted = set(ids)
    found = {kind for kind, name in HISTOGRAMS.items() if wanted & spread(name, Counter(), []).keys()}
    for part, names in (("windows", OF_WINDOWS), ("bookings", OF_BOOKINGS)):
        found |= {part} if wanted.intersection(names) else set()
    return frozenset(found)


def figures(cell: Cell, whole: Cell | None = None) -> Figures:
    """Every figure of `server.profiles.figures`, by its id; `whole` is what it is a share of, else itself."""
    found: Figures = {"share": share(cell.sums["called"], (whole or cell).sums["called"])}
    for kind, name in HISTOGRAMS.items():
        found |= spread(name, cell.seconds[kind], cell.runs[kind])
    return _counted(cell.sums) | found | _of_bookings(cell.bookings) | _of_windows(cell.windows)


def spread(name: str, histogram: Counter[int], runs: list[Run]) -> Figures:
    """Mean, median, ninetieth percentile and longest of whole seconds; exact, for all but the mean are among them."""
    names = [f"{name}_{which}" for which in ("mean", "p50", "p90", "max")]
    seconds, up_to, total = _in_order(histogram, runs)
    if not seconds:
        return dict.fromkeys(names)
    half, nine = (_percentile(seconds, up_to, percent) for percent in (50, 90))
    return dict(zip(names, (round(total / up_to[-1], 2), half, nine, seconds[-1]), strict=True))


def _in_order(histogram: Counter[int], runs: list[Run]) -> tuple[Sequence[int], Sequence[int], int]:
    """Seconds in order, how many there are up to each, and their sum. A year has a million, but few different ones."""
    if len(runs) == 1 and not histogram:
        return runs[0], range(1, len(runs[0]) + 1), sum(runs[0])
    many = histogram.copy()
    many.update(chain.from_iterable(runs))
    seconds = sorted(many)
    times = [many[s] for s in seconds]
    return seconds, list(accumulate(times)), sum(map(mul, seconds, times))


def _percentile(seconds: Sequence[int], up_to: Sequence[int], percent: int) -> int:
    """The smallest that so many percent do not exceed."""
    return seconds[bisect_left(up_to, ceil(up_to[-1] * percent / 100))]


def share(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None


def _counted(n: Counter[str]) -> Figures:
    return {
        "tickets": n["tickets"], "legs": n["legs"], "waiting": n["open"], "called": n["called"], "served": n["served"],
        "abandoned": n["abandoned"], "no_shows": n["no_shows"], "let_back": n["let_back"],
        "transferred": n["transferred"], "further": n["legs"] - n["tickets"], "reserved": n["reserved"],
        "items": n["items"],
        "within_target": share(n["within"], n["aimed"]),
        "no_show_rate": share(n["no_shows"], n["called"]),
        "unserved_rate": share(n["abandoned"], n["served"] + n["abandoned"]),
        "requeue_rate": share(n["let_back"], n["no_shows"]),
        "windows_per_visit": share(n["places"], n["visits"]),
        "priority_share": share(n["priority"], n["called"]),
        "overtaken_share": share(n["overtaken"], n["ordinary"]),
        "overtaken_cost": share(n["delayed"], n["ordinary"]),
        "promise_kept": share(n["in_time"], n["promised"]),
        "rated": n["rated"], "rating_mean": share(n["stars"], n["rated"]),
        "satisfied_share": share(n["satisfied"], n["rated"]),
        "one_visit_share": share(n["once"], n["served"]),
    }  # fmt: skip


def _of_windows(windows: dict[str, dict[str, int]] | None) -> Figures:
    """What windows did with the time they were open; `unsure` stretches and closed ones are no part of it."""
    if windows is None:
        return dict.fromkeys(OF_WINDOWS)
    opened = {w: sum(states[s] for s in OPEN) for w, states in windows.items()}
    total = sum(opened.values())
    serving, waited, paused = (
        sum(w[state] for w in windows.values()) for state in ("serving", "idle_waited", "paused")
    )
    uses = [states["serving"] / opened[w] for w, states in windows.items() if opened[w]]
    values = (
        round(total / 1000), round(serving / 1000), share(serving, total), share(waited, total), share(paused, total),
        variation(uses),
    )  # fmt: skip
    return dict(zip(OF_WINDOWS, values, strict=True))


def _of_bookings(n: Counter[str] | None) -> Figures:
    """Of the reservations for these days; those still to come are neither kept nor missed."""
    if n is None:
        return dict.fromkeys(OF_BOOKINGS)
    over = n["used"] + n["missed"]
    values = n.total() - n["cancelled"], share(n["used"], over), share(n["missed"], over)
    return dict(zip(OF_BOOKINGS, values, strict=True))


def variation(values: list[float]) -> float | None:
    """Standard deviation ÷ mean, over all there are; None for fewer than two, or where the mean is 0."""
    mean = sum(values) / len(values) if values else 0.0
    if len(values) < 2 or not mean:
        return None
    return round(sqrt(sum((v - mean) ** 2 for v in values) / len(values)) / mean, 4)
