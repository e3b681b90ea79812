"""Figures from what was counted: sums, exact histograms of whole seconds, and what each window did.

`Cell` holds what falls together under one cut; cells add up, so every cut adds up to the same whole. A figure
that cannot be told (nobody served, no window open, a cut that windows do not have) is None, never 0.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import ceil, sqrt

Figures = dict[str, int | float | None]
HISTOGRAMS = {"wait": "wait", "lost_wait": "lost_wait", "reach": "reach", "spent": "service"}
"""What is spread out over seconds, and how its figures begin."""
OPEN = ("paused", "idle", "idle_waited", "held", "called", "serving")


@dataclass(slots=True)
class Cell:
    """`windows`: window → state → milliseconds; None where the cut or a filter is none that windows have."""

    sums: Counter[str] = field(default_factory=Counter)
    seconds: defaultdict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    windows: dict[str, Counter[str]] | None = None
    profile: int = 0

    def add(self, other: Cell) -> None:
        self.sums.update(other.sums)
        for kind, histogram in other.seconds.items():
            self.seconds[kind].update(histogram)
        for window, states in (other.windows or {}).items():
            if self.windows is None:
                self.windows = {}
            self.windows.setdefault(window, Counter()).update(states)


def figures(cell: Cell) -> Figures:
    """Every figure of `server.profiles.figures`, by its id."""
    found: Figures = {}
    for kind, name in HISTOGRAMS.items():
        found |= spread(name, cell.seconds[kind])
    return _counted(cell.sums) | found | _of_windows(cell.windows)


def spread(name: str, histogram: Counter[int]) -> Figures:
    """Mean, median, ninetieth percentile and longest of whole seconds."""
    n = histogram.total()
    mean = round(sum(s * many for s, many in histogram.items()) / n, 2) if n else None
    return {
        f"{name}_mean": mean, f"{name}_p50": percentile(histogram, 50), f"{name}_p90": percentile(histogram, 90),
        f"{name}_max": max(histogram, default=None),
    }  # fmt: skip


def percentile(histogram: Counter[int], percent: int) -> int | None:
    """The smallest value that so many percent do not exceed; exact, for it is one of the values."""
    rank, passed = ceil(histogram.total() * percent / 100), 0
    for seconds in sorted(histogram):
        passed += histogram[seconds]
        if passed >= rank:
            return seconds
    return None


def share(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None


def _counted(n: Counter[str]) -> Figures:
    return {
        "tickets": n["tickets"], "legs": n["legs"], "waiting": n["open"], "called": n["called"], "served": n["served"],
        "abandoned": n["abandoned"], "transferred": n["transferred"], "reserved": n["reserved"], "items": n["items"],
        "within_target": share(n["within"], n["aimed"]),
        "no_show_rate": share(n["no_shows"], n["called"]),
        "unserved_rate": share(n["abandoned"], n["served"] + n["abandoned"]),
        "requeue_rate": share(n["let_back"], n["no_shows"]),
        "windows_per_visit": share(n["places"], n["visits"]),
        "priority_share": share(n["priority"], n["called"]),
        "rated": n["rated"], "rating_mean": share(n["stars"], n["rated"]),
        "satisfied_share": share(n["satisfied"], n["rated"]),
        "one_visit_share": share(n["once"], n["served"]),
    }  # fmt: skip


def _of_windows(windows: dict[str, Counter[str]] | None) -> Figures:
    """What windows did with the time they were open; `unsure` stretches and closed ones are no part of it."""
    names = (
        "open_seconds",
        "serving_seconds",
        "utilisation",
        "idle_waited_share",
        "paused_share",
        "imbalance",
    )
    if windows is None:
        return dict.fromkeys(names)
    opened = {w: sum(states[s] for s in OPEN) for w, states in windows.items()}
    total, all_of = sum(opened.values()), sum(windows.values(), Counter())
    uses = [states["serving"] / opened[w] for w, states in windows.items() if opened[w]]
    values = (
        round(total / 1000), round(all_of["serving"] / 1000), share(all_of["serving"], total),
        share(all_of["idle_waited"], total), share(all_of["paused"], total), variation(uses),
    )  # fmt: skip
    return dict(zip(names, values, strict=True))


def variation(values: list[float]) -> float | None:
    """Standard deviation ÷ mean, over all there are; None for fewer than two, or where the mean is 0."""
    mean = sum(values) / len(values) if values else 0.0
    if len(values) < 2 or not mean:
        return None
    return round(sqrt(sum((v - mean) ** 2 for v in values) / len(values)) / mean, 4)
