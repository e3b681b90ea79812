"""What a simulated day was like: waits, service levels and how busy windows were, for each group of visitors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from server.simulate.engine import Run
from server.simulate.entering import classes_of
from server.simulate.visitor import Fate

WITHIN = 15 * 60.0
"""Seconds: the service level asked for most often."""
ORDINARY = "ordinary"
REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Figures:
    """One group. Waits are seconds from taking to call, of those called; None where nobody was."""

    group: str
    name: str
    came: int
    served: int
    abandoned: int
    no_show: int
    other: int
    mean: float | None
    p50: float | None
    p90: float | None
    longest: float | None
    within: float | None
    busy: float | None = None


def of_run(run: Run) -> list[Figures]:
    """All together, then by class, service and window, each group in the order of its names."""
    rows = [_row("all", "all", run.fates)]
    rows += _grouped("class", run.fates, lambda f: classes_of(f.visitor) or (ORDINARY,))
    rows += _grouped("service", run.fates, lambda f: (f.visitor.service,))
    return rows + _windows(run)


def _grouped(group: str, fates: Iterable[Fate], of: Callable[[Fate], Iterable[str]]) -> list[Figures]:
    found: dict[str, list[Fate]] = {}
    for fate in fates:
        for name in of(fate):
            found.setdefault(name, []).append(fate)
    return [_row(group, name, found[name]) for name in sorted(found, key=lambda n: (n != ORDINARY, n))]


def _windows(run: Run) -> list[Figures]:
    called: dict[str, list[Fate]] = {window: [] for window in run.worked}
    for fate in run.fates:
        if fate.window:
            called.setdefault(fate.window, []).append(fate)
    return [_row("window", w, fates, _busy(fates, run.worked.get(w, 0.0))) for w, fates in called.items()]


def _busy(fates: Iterable[Fate], worked: float) -> float | None:
    """The share of its working time a window spent with people, from their call on."""
    spent = sum(
        (f.completed_at - f.called_at)
        for f in fates
        if f.completed_at is not None and f.called_at is not None
    )
    return spent / worked if worked > 0 else None


def _row(group: str, name: str, fates: Iterable[Fate], busy: float | None = None) -> Figures:
    fates = list(fates)
    waits = sorted(f.wait for f in fates if f.wait is not None)
    ends = Counter(f.outcome for f in fates)
    done, left, absent = (ends[k] for k in ("done", "abandoned", "no_show"))
    return Figures(
        group, name, len(fates), done, left, absent, len(fates) - done - left - absent,
        sum(waits) / len(waits) if waits else None, percentile(waits, 0.5), percentile(waits, 0.9),
        waits[-1] if waits else None, share(waits, WITHIN), busy,
    )  # fmt: skip


def percentile(ordered: list[float], p: float) -> float | None:
    """The smallest value that a share `p` of them does not exceed."""
    if not ordered:
        return None
    return ordered[max(0, -int(-p * len(ordered) // 1) - 1)]


def share(waits: Iterable[float], most: float) -> float | None:
    """How many of them are not longer than `most`."""
    waits = list(waits)
    return sum(w <= most for w in waits) / len(waits) if waits else None
