"""A day as a picture (SVG): people waiting over the day, and how many of each class waited how long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from server.simulate.engine import Run
from server.simulate.entering import classes_of
from server.simulate.figures import ORDINARY
from server.simulate.visitor import Fate

WIDTH, HEIGHT = 960, 760
LEFT, RIGHT, TOP, PANEL, GAP = 70, 200, 60, 270, 90
COLOURS = ("#1f4e79", "#c55a11", "#548235", "#7030a0", "#bf9000", "#c00000", "#2e75b6", "#595959")
STEPS = 240
Point = tuple[float, float]


def picture(run: Run, title: str) -> str:
    """The whole file."""
    first = _waiting(run)
    second = _distribution(run)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
            _text(LEFT, 28, title, 20, "start", "#222"),
            *first,
            *second,
            "</svg>\n",
        ]
    )


class Axes:
    """One panel: values to points of the picture, with ticks and lines behind."""

    def __init__(self, y: float, x_span: Point, y_most: float) -> None:
        self.y0, self.x_span, self.most = y + PANEL, x_span, y_most or 1.0

    def at(self, x: float, y: float) -> Point:
        low, high = self.x_span
        across = (x - low) / ((high - low) or 1.0)
        return LEFT + across * (WIDTH - LEFT - RIGHT), self.y0 - y / self.most * PANEL

    def frame(self, x_name: str, y_name: str, x_marks: Iterable[tuple[float, str]]) -> list[str]:
        end = WIDTH - RIGHT
        lines = []
        for value in ticks(self.most):
            _, y = self.at(0, value)
            lines.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{end}" y2="{y:.1f}" stroke="#ddd"/>')
            lines.append(_text(LEFT - 8, y + 5, f"{value:g}", 14, "end"))
        for value, name in x_marks:
            x, _ = self.at(value, 0)
            lines.append(f'<line x1="{x:.1f}" y1="{self.y0}" x2="{x:.1f}" y2="{self.y0 + 5}" stroke="#555"/>')
            lines.append(_text(x, self.y0 + 22, name, 14))
        lines.append(f'<line x1="{LEFT}" y1="{self.y0}" x2="{end}" y2="{self.y0}" stroke="#555"/>')
        lines.append(_text((LEFT + end) / 2, self.y0 + 44, x_name, 15))
        lines.append(_text(LEFT, self.y0 - PANEL - 12, y_name, 15, "start"))
        return lines

    def line(self, points: Sequence[Point], colour: str) -> str:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (self.at(*p) for p in points))
        return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>'


def _waiting(run: Run) -> list[str]:
    """People in line by class over the day."""
    span = (run.began, run.ended)
    changes: dict[str, list[tuple[float, int]]] = {}
    for f in run.fates:
        if f.taken_at is None:
            continue
        until = f.called_at
        if until is None and f.outcome == "abandoned" and f.visitor.patience is not None:
            until = f.taken_at + f.visitor.patience
        changes.setdefault(_class(f), []).extend([(f.taken_at, 1), (until or run.ended, -1)])
    lines = {name: _steps(sorted(c), span) for name, c in changes.items()}
    axes = Axes(TOP, span, nice(max((y for line in lines.values() for _, y in line), default=1)))
    return [*axes.frame("time of day", "people waiting", hours(span)), *_curves(axes, lines)]


def _steps(changes: list[tuple[float, int]], span: Point) -> list[Point]:
    """The count at evenly spread moments."""
    points, count, n = [], 0, 0
    for step in range(STEPS + 1):
        at = span[0] + (span[1] - span[0]) * step / STEPS
        while n < len(changes) and changes[n][0] <= at:
            count += changes[n][1]
            n += 1
        points.append((at, float(count)))
    return points


def _distribution(run: Run) -> list[str]:
    """Of those called, how many percent waited at most so long."""
    waits: dict[str, list[float]] = {}
    for f in run.fates:
        if f.wait is not None:
            waits.setdefault(_class(f), []).append(f.wait / 60)
    most = nice(max((max(w) for w in waits.values()), default=1.0))
    lines = {}
    for name, values in waits.items():
        values.sort()
        shown = [values[min(len(values) - 1, len(values) * n // STEPS)] for n in range(STEPS + 1)]
        lines[name] = [(w, 100 * n / STEPS) for n, w in enumerate(shown)] + [(most, 100.0)]
    axes = Axes(TOP + PANEL + GAP, (0.0, most), 100.0)
    marks = [(m, f"{m:g}") for m in ticks(most)]
    return [*axes.frame("minutes from number to call", "% called by then", marks), *_curves(axes, lines)]


def _curves(axes: Axes, lines: dict[str, list[Point]]) -> list[str]:
    """The lines, ordinary first, each named at the right."""
    told = []
    for n, name in enumerate(sorted(lines, key=lambda k: (k != ORDINARY, k))):
        colour, y = COLOURS[n % len(COLOURS)], axes.y0 - PANEL + 10 + 26 * n
        told.append(axes.line(lines[name], colour))
        told.append(f'<rect x="{WIDTH - RIGHT + 18}" y="{y - 11}" width="16" height="12" fill="{colour}"/>')
        told.append(_text(WIDTH - RIGHT + 42, y, name, 15, "start"))
    return told


def _class(f: Fate) -> str:
    return (classes_of(f.visitor) or (ORDINARY,))[0]


def hours(span: Point) -> list[tuple[float, str]]:
    """Marks at full hours, at most a dozen; plain minutes where the span is short."""
    low, high = span
    step = next(
        (s for s in (600, 1800, 3600, 7200, 14_400, 86_400) if (high - low) / s <= 12), (high - low) / 6
    )
    first = -int(-low // step)
    marks = [first * step + n * step for n in range(int((high - first * step) // step) + 1)]
    return [(m, f"{int(m // 3600)}:{int(m % 3600 // 60):02d}") for m in marks]


def nice(most: float) -> float:
    """The next of 1, 2, 5 × a power of ten, in fifths."""
    size = 1.0
    while size * 10 <= most:
        size *= 10
    return next(size * k for k in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if size * k >= most)


def ticks(most: float) -> list[float]:
    return [round(most * n / 5, 6) for n in range(6)]


def _text(x: float, y: float, says: str, size: int, anchor: str = "middle", colour: str = "#444") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"'
    return f'<text {place} fill="{colour}">{escape(says)}</text>'
