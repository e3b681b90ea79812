"""The table: one line a figure, ours beside its bound, the aim, and whether it was met."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

COLUMNS = ("figure", "ours", "bound", "ratio", "CPU each", "bound's", "aim", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. CPU is in seconds a command, of the process under test; `met` None is a figure without an aim."""

    figure: str
    ours: str
    bound: str = ""
    ratio: str = ""
    cpu: float | None = None
    bound_cpu: float | None = None
    aim: str = ""
    met: bool | None = None


def rate(figure: str, ours: float, bound: float, cpu: float, bound_cpu: float, aim: float) -> Row:
    """More is better: `ours` and `bound` per second, `aim` the least share."""
    return Row(
        figure, f"{ours:,.0f}/s", f"{bound:,.0f}/s", f"{ours / bound:.0%}", cpu, bound_cpu,
        f"≥ {aim:.0%}", ours >= aim * bound,
    )  # fmt: skip


def delay(figure: str, ours: float, bound: float, aim: float | None = 1.3, **more: float) -> Row:
    """Less is better: seconds. `aim` None prints the ratio without judging it."""
    met = None if aim is None else ours <= aim * bound
    said = "" if aim is None else f"≤ {aim} ×"
    return Row(figure, ms(ours), ms(bound), f"{ours / bound:.2f} ×", **more, aim=said, met=met)


def limit(figure: str, ours: float, most: float, show: Callable[[float], str], **more: str) -> Row:
    """Against a figure that was set once and for all."""
    return Row(figure, show(ours), **more, aim=f"≤ {show(most)}", met=ours <= most)


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 0.1 else f"{seconds * 1000:,.0f} ms"


def middle(values: Iterable[float]) -> float:
    return median(list(values))


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of them do not exceed."""
    return sorted(values)[min(len(values) - 1, round(share * len(values) + 0.5) - 1)]


def written(rows: list[Row]) -> str:
    cells = [COLUMNS, *(_cells(row) for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(COLUMNS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]
    return "\n".join(line.rstrip() for line in (lines[0], "-" * len(lines[0]), *lines[1:]))


def _cells(row: Row) -> tuple[str, ...]:
    verdict = {True: "pass", False: "MISS", None: ""}[row.met]
    cpu, bound_cpu = (ms(c) if c is not None else "" for c in (row.cpu, row.bound_cpu))
    return row.figure, row.ours, row.bound, row.ratio, cpu, bound_cpu, row.aim, verdict
