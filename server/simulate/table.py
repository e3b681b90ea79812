"""Figures as text for people, and as CSV for programs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from io import StringIO

from server.simulate.figures import Figures

HEAD = ("", "came", "served", "left", "absent", "other", "mean", "P50", "P90", "max", "≤ 15 min", "busy")
FULL = 0.95
"""The share of its time from which a window counts as never free."""


def text(rows: Sequence[Figures]) -> str:
    """Waits in minutes; one block a group."""
    lines: list[Sequence[str]] = [HEAD]
    group = ""
    for row in rows:
        if row.group != group:
            lines.append((f"by {row.group}" if row.group != "all" else "",))
            group = row.group
        lines.append(_cells(row))
    return aligned([line for line in lines if line != ("",)])


def remark(rows: Sequence[Figures]) -> str:
    """A sentence where most windows had no pause: what a table of hopeless waits does not say by itself."""
    shares = [row.busy for row in rows if row.group == "window" and row.busy is not None]
    full = sum(share >= FULL for share in shares)
    if 2 * full <= len(shares):
        return ""
    return (
        f"{full} of {len(shares)} windows were busy without a pause: more people came than they can serve. "
        "--visitors says how many come."
    )


def _cells(f: Figures) -> tuple[str, ...]:
    counts = (f.came, f.served, f.abandoned, f.no_show, f.other)
    waits = (f.mean, f.p50, f.p90, f.longest)
    name = f.name if f.group == "all" else f"  {f.name}"
    return (name, *map(str, counts), *map(minutes, waits), percent(f.within), percent(f.busy))


def minutes(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds / 60:.1f}"


def percent(part: float | None) -> str:
    return "" if part is None else f"{part:.0%}"


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """First column to the left, the others to the right."""
    full = [line for line in lines if len(line) > 1]
    widths = [max(len(line[i]) for line in full) for i in range(len(full[0]))]
    told = []
    for line in lines:
        rest = [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=False)]
        told.append("  ".join([line[0].ljust(widths[0]), *rest]).rstrip())
    return "\n".join(told)


def as_csv(rows: Iterable[Figures]) -> str:
    """One line a group member; waits in seconds, shares from 0 to 1, nothing where there is nothing to say."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([field.name for field in fields(Figures)])
    for row in rows:
        writer.writerow(["" if value is None else value for value in astuple(row)])
    return out.getvalue()
