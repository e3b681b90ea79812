"""The same visitors under other rules, side by side: policies in the hall as it is, then other windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.profile import Hall
from server.simulate.course import Course
from server.simulate.engine import Run, simulate
from server.simulate.figures import Figures, of_run
from server.simulate.policies import ARRANGEMENTS, POLICIES, arranged, governed
from server.simulate.table import aligned, minutes, percent
from server.simulate.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Compared:
    """One run of the comparison."""

    policy: str
    windows: str
    rows: list[Figures]


def under(hall: Hall, visitors: Sequence[Visitor], course: Course, policy: str, windows: str) -> Run:
    """The day under a policy and an arrangement of windows."""
    ruled, chooser = governed(arranged(hall, windows, visitors), policy)
    return simulate(ruled, visitors, course, chooser)


def compared(
    hall: Hall, visitors: Sequence[Visitor], course: Course, policy: str, windows: str
) -> list[Compared]:
    """Every policy with these windows, then every arrangement under this policy."""
    pairs = [(p, windows) for p in POLICIES] + [(policy, w) for w in ARRANGEMENTS if w != windows]
    return [Compared(p, w, of_run(under(hall, visitors, course, p, w))) for p, w in pairs]


def text(found: Sequence[Compared]) -> str:
    """Mean and P90 in minutes, over all and by class."""
    classes = list(dict.fromkeys(r.name for c in found for r in c.rows if r.group == "class"))
    lines = [("policy, windows", "all", "≤ 15 min", "served", *classes)]
    for c in found:
        by = {(r.group, r.name): r for r in c.rows}
        everyone = by["all", "all"]
        told = [_two(by.get(("class", name))) for name in classes]
        lines.append(
            (
                f"{c.policy}, {c.windows}",
                _two(everyone),
                percent(everyone.within),
                str(everyone.served),
                *told,
            )
        )
    return aligned(lines) + "\n(mean / P90 wait in minutes)"


def _two(row: Figures | None) -> str:
    return "–" if row is None else f"{minutes(row.mean)} / {minutes(row.p90)}"
