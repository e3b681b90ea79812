"""A question about a period answered: figures of its rows and of the whole, beside those of the period before.

Runs in a thread of its own with a connection that only reads: a year's histograms are millions of seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from server.domain.counting.figures import Cell, Figures, figures
from server.domain.counting.periods import Earlier
from server.journal import counting, legs
from server.journal.counting import Key, Question
from server.journal.store import Store


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it was counted: its figures, and those of the period before where that was asked for."""

    key: Key
    profile: int
    figures: Figures
    uncertain: dict[str, int]
    before: Figures | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The rows of one page, the whole, and how many rows there are."""

    lines: list[Line]
    total: Line
    count: int
    seq: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the one of the period before, and what is to be told of the answers."""

    question: Question
    before: Question | None
    against: Earlier | None
    figures: tuple[str, ...]
    begin: int
    limit: int


def number(day: date) -> int:
    """20261123."""
    return legs.number(day.isoformat())


def answered(store: Store, asked: Asked) -> Told:
    with store.beside() as conn:
        cells = counting.count(conn, asked.question)
        past = counting.count(conn, asked.before) if asked.before else {}
        seq = counting.seq(conn, asked.question.hall)
    whole, old = _whole(cells), _whole(past)
    total = _line((), whole, whole, asked, old if asked.before else None, old)
    page = list(cells.items())[asked.begin : asked.begin + asked.limit]
    lines = [_line(key, cell, whole, asked, past.get(_earlier(asked, key)), old) for key, cell in page]
    return Told(lines, total, len(cells), seq)


def _whole(cells: dict[Key, Cell]) -> Cell:
    total = Cell()
    for cell in cells.values():
        total.add(cell)
    return total


def _line(key: Key, cell: Cell, whole: Cell, asked: Asked, past: Cell | None, old: Cell) -> Line:
    uncertain = {"wait": cell.sums["unsure_wait"], "spent": cell.sums["unsure_spent"]}
    before = _chosen(past, old, asked) if past is not None else None
    return Line(key, cell.profile, _chosen(cell, whole, asked), uncertain, before)


def _chosen(cell: Cell, whole: Cell, asked: Asked) -> Figures:
    found = figures(cell, whole)
    return {id: found[id] for id in asked.figures}


def _earlier(asked: Asked, key: Key) -> Key:
    """The key that a row has in the period before; one that no row has where there is none."""
    if asked.against is None:
        return ()
    return tuple(_moved(asked.against, cut, value) for cut, value in zip(asked.question.by, key, strict=True))


def _moved(against: Earlier, cut: str, value: Any) -> Any:
    if cut == "day":
        day = against.day(date(value // 10000, value // 100 % 100, value % 100))
        return day and number(day)
    if cut == "month":
        month = against.month(date(value // 100, value % 100, 1))
        return month and number(month) // 100
    return value
