"""Charts of a bulletin, drawn with lines and rectangles: bars, two lines, a heat map with its numbers, stretches of
time. Each tells its parts by shape or hatching as well as by colour, and shows where there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, floor, log10

from server.reports.paper import DEEP, INK, LINE, MARGIN, MIDDLE, QUIET, SOFT, WHITE, WIDTH, Colour, Paper

Value = float | None
AXIS = 11.0
"""Millimetres left of a chart for its scale."""


def scale(values: Sequence[Value]) -> tuple[float, int]:
    """The end of a scale and its steps, each 1, 2 or 5 times a power of ten, at most four below the greatest value."""
    most = max((v for v in values if v is not None), default=0) or 1
    rough = most / 4
    power = 10 ** floor(log10(rough))
    step = next(s * power for s in (1, 2, 5, 10) if s * power >= rough)
    steps = ceil(most / step)
    return steps * step, steps


class Frame:
    """Where a chart stands and how its values become millimetres."""

    def __init__(self, paper: Paper, height: float, columns: int, scale: tuple[float, int]) -> None:
        self.paper, self.height = paper, height
        self.top, self.steps = scale
        self.x, self.y = MARGIN + AXIS, paper.at
        self.wide = WIDTH - AXIS
        self.step = self.wide / max(1, columns)

    def middle(self, n: int) -> float:
        return self.x + self.step * (n + 0.5)

    def level(self, value: float) -> float:
        return self.y + self.height * (1 - value / self.top)

    def grid(self, labels: Sequence[str], percent: bool = False) -> None:
        """Scale and the names of the columns; names that would touch are left out evenly."""
        paper = self.paper
        for n in range(self.steps + 1):
            value = self.top * n / self.steps
            y = self.level(value)
            paper.colour(QUIET if n == 0 else LINE)
            paper.set_line_width(0.3 if n == 0 else 0.15)
            paper.line(self.x, y, self.x + self.wide, y)
            said = f"{value * 100:g}%" if percent else f"{value:,g}"
            paper.say(self.x - 1.5, y + 1, said, 7, QUIET, align="R")
        paper.set_font("hall", "", 7)
        widest = max((paper.get_string_width(label) for label in labels), default=0) + 1.5
        every = max(1, ceil(widest / self.step))
        for n, label in enumerate(labels):
            if n % every == 0:
                paper.say(self.middle(n), self.y + self.height + 4, label, 7, QUIET, align="C")


def bars(paper: Paper, labels: Sequence[str], values: Sequence[Value], height: float = 34) -> None:
    """One bar a column, the highest with its number; a column without a value stays empty."""
    frame = Frame(paper, height, len(labels), scale(values))
    frame.grid(labels)
    most = max((v for v in values if v is not None), default=0)
    for n, value in enumerate(values):
        if value is None:
            continue
        wide = frame.step * 0.66
        paper.colour(DEEP)
        paper.rect(
            frame.middle(n) - wide / 2, frame.level(value), wide, frame.level(0) - frame.level(value), "F"
        )
        if value == most:
            paper.say(frame.middle(n), frame.level(value) - 1, f"{value:,g}", 7.5, INK, True, "C")
            most = float("inf")
    paper.at += height + 9


def lines(
    paper: Paper, labels: Sequence[str], series: Sequence[tuple[str, Sequence[Value]]], height: float = 34,
    percent: bool = False,
) -> None:  # fmt: skip
    """The first series full with round marks, the second dashed with square ones; gaps where there is no value."""
    whole = (1.0, 4) if percent else scale([v for _, values in series for v in values])
    frame = Frame(paper, height, len(labels), whole)
    frame.grid(labels, percent)
    for n, (_, values) in enumerate(series):
        _line(frame, values, n)
    if len(series) > 1:
        _legend(paper, [name for name, _ in series])
    paper.at += height + 9


def _line(frame: Frame, values: Sequence[Value], n: int) -> None:
    paper = frame.paper
    colour = (DEEP, INK)[n % 2]
    paper.colour(colour)
    paper.set_line_width(0.5)
    paper.set_dash_pattern(*((1.6, 1.1) if n else (0, 0)))
    points = [(frame.middle(i), frame.level(v)) if v is not None else None for i, v in enumerate(values)]
    for one, two in pairwise(points):
        if one and two:
            paper.line(*one, *two)
    paper.set_dash_pattern()
    for point in points:
        if point:
            _mark(paper, *point, n)


def _mark(paper: Paper, x: float, y: float, n: int) -> None:
    if n:
        paper.rect(x - 0.8, y - 0.8, 1.6, 1.6, "F")
    else:
        paper.circle(x, y, 0.9, "F")


def _legend(paper: Paper, names: Sequence[str]) -> None:
    """Above the chart, at the right."""
    x = MARGIN + WIDTH
    for n, name in reversed(list(enumerate(names))):
        paper.set_font("hall", "", 8)
        x -= paper.get_string_width(name)
        paper.say(x, paper.at - 4, name, 8, QUIET)
        x -= 4
        paper.colour((DEEP, INK)[n % 2])
        _mark(paper, x + 1, paper.at - 5, n)
        x -= 4


def heat(
    paper: Paper, rows: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[Value]]
) -> None:
    """Darker is more, and every cell says its number."""
    most = max((v for row in values for v in row if v is not None), default=0) or 1
    left, high = 20.0, 6.0
    wide = min(20.0, (WIDTH - left) / max(1, len(columns)))
    for n, label in enumerate(columns):
        paper.say(MARGIN + left + wide * (n + 0.5), paper.at + 3.5, label, 7, QUIET, align="C")
    for m, (label, row) in enumerate(zip(rows, values, strict=True)):
        y = paper.at + 5 + m * high
        paper.say(MARGIN + left - 2, y + 4.2, label, 8, INK, align="R")
        for n, value in enumerate(row):
            _heat_cell(paper, MARGIN + left + n * wide, y, wide, high, value, most)
    paper.at += 5 + high * len(rows) + 5


def _heat_cell(paper: Paper, x: float, y: float, wide: float, high: float, value: Value, most: float) -> None:
    share = (value or 0) / most
    paper.colour(_between(WHITE, DEEP, share))
    paper.set_draw_color(*LINE)
    paper.set_line_width(0.15)
    paper.rect(x, y, wide, high, "DF")
    said = "·" if value is None else f"{value:.0f}" if value >= 10 or value == 0 else f"{value:.1f}"
    paper.say(x + wide / 2, y + 4.1, said, 7.5, WHITE if share > 0.55 else INK, align="C")


def _between(one: Colour, two: Colour, share: float) -> Colour:
    r, g, b = (round(a + (z - a) * share) for a, z in zip(one, two, strict=True))
    return r, g, b


STATES = ("serving", "called", "idle_waited", "idle", "paused")
"""What a window did, in the order it is drawn; `held` counts as idle."""


def stretch(paper: Paper, x: float, y: float, wide: float, high: float, parts: dict[str, float]) -> None:
    """One bar of shares that add up to 1."""
    for state in STATES:
        part = parts.get(state, 0) * wide
        if part > 0.05:
            _state(paper, x, y, part, high, state)
        x += part


def _state(paper: Paper, x: float, y: float, wide: float, high: float, state: str) -> None:
    fills = {"serving": DEEP, "called": MIDDLE, "idle_waited": WHITE, "idle": SOFT, "paused": WHITE}
    paper.set_fill_color(*fills[state])
    paper.set_draw_color(*QUIET)
    paper.set_line_width(0.15)
    paper.rect(x, y, wide, high, "DF")
    if state == "idle_waited":
        with paper.rect_clip(x, y, wide, high):
            paper.set_draw_color(*INK)
            paper.set_line_width(0.3)
            for n in range(ceil((wide + high) / 1.3) + 1):
                paper.line(x + n * 1.3 - high, y + high, x + n * 1.3, y)


def states_legend(paper: Paper, names: dict[str, str]) -> None:
    x = MARGIN
    for state in STATES:
        _state(paper, x, paper.at + 0.5, 6, 3.4, state)
        paper.say(x + 7.5, paper.at + 3.4, names[state], 8, QUIET)
        paper.set_font("hall", "", 8)
        x += 7.5 + paper.get_string_width(names[state]) + 6
    paper.at += 7
