"""Figures of a period as a table: the same count as `GET …/stats`, with every figure's definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from server.domain.counting import belonging
from server.domain.counting.figures import Cell, Figures, figures, parts
from server.journal import counting
from server.journal.counting import Key, Question
from server.profiles.figures import definitions
from server.reports import compared
from server.reports.asked import Asked, number
from server.reports.source import Source
from server.reports.table import Column, Definition, Row, Table
from server.reports.words import word

NAMED_CUTS = ("zone", "department", "service", "window", "class")
"""Cuts whose values have an id beside their name."""
WIDTHS = {"department": 38, "service": 38, "window": 14, "zone": 16, "person": 16, "hall": 30}
UNSURE = ("wait", "spent")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its values by cut, what they are called, its figures, how many durations were left out, and the figures
    of the period before ({}: none)."""

    key: dict[str, Any]
    names: dict[str, str]
    figures: Figures
    unsure: dict[str, int]
    before: Figures


def counted(source: Source, question: Question) -> dict[Key, Cell]:
    """The cells of a question; reservations and hours of windows fall to departments as the hall has them now."""
    services, windows = belonging.services(source.hall), belonging.windows(source.hall)
    return counting.count(source.conn, replace(question, departments=services, windows=windows))


def lines(source: Source, asked: Asked) -> tuple[list[Line], Line]:
    """Every row and the whole, beside the period before where that was asked for."""
    question, period = asked.question, compared.against(asked)
    if asked.figures:
        question = replace(question, parts=parts(asked.figures))
    cells = counted(source, question)
    past: dict[Key, Cell] = {}
    if period:
        past = counted(source, replace(question, first=number(period.first), last=number(period.last)))
    total, old = _whole(cells), _whole(past)
    rows = []
    for key, cell in cells.items():
        one = past.get(compared.key_before(period, asked.by, key)) if period else None
        rows.append(_line(source, asked, key, cell, total, figures(one, old) if one else {}))
    return rows, _line(source, asked, (), total, total, figures(old, old) if period else {})


def _whole(cells: dict[Key, Cell]) -> Cell:
    total = Cell()
    for cell in cells.values():
        total.add(cell)
    return total


def _line(source: Source, asked: Asked, key: Key, cell: Cell, total: Cell, before: Figures) -> Line:
    values = dict(zip(asked.by, key, strict=False))
    names = {cut: source.name(cut, value, cell.profile, asked.lang) for cut, value in values.items()}
    unsure = {kind: cell.sums[f"unsure_{kind}"] for kind in UNSURE}
    return Line(values, names, figures(cell, total), unsure, before)


def table(source: Source, asked: Asked, now: datetime) -> Table:
    """`now` is the hall's clock, printed on the report."""
    rows, whole = lines(source, asked)
    shown = [d for d in definitions() if not asked.figures or d["id"] in asked.figures]
    cuts = _cuts(asked)
    return Table(
        "figures", word("figures", asked.lang), asked.lang, facts(source, asked, now),
        [*cuts, *_figures(shown, asked)], _rows(rows, asked, shown),
        _total(whole, len(cuts), shown, asked), len(cuts), _definitions(shown, asked.lang),
        _notes(whole, asked.lang),
    )  # fmt: skip


def facts(source: Source, asked: Asked, now: datetime) -> list[tuple[str, str]]:
    """What stands above a table: hall, period, cut and filters, when it was made."""
    lang = asked.lang
    said = [
        (word("hall", lang), source.title(lang)),
        (word("period", lang), f"{asked.first} {word('to', lang)} {asked.last}"),
    ]
    if period := compared.against(asked):
        said.append((word("against", lang), f"{period.first} {word('to', lang)} {period.last}"))
    if asked.by != ("hall",):
        said.append((word("cut", lang), " × ".join(word(f"cut.{cut}", lang) for cut in asked.by)))
    if asked.only:
        names = (
            f"{word(f'cut.{cut}', lang)}: {source.name(cut, value, 0, lang)}"
            for cut, value in asked.only.items()
        )
        said.append((word("only", lang), "; ".join(names)))
    return [*said, (word("made_at", lang), f"{now:%Y-%m-%d %H:%M}")]


def _cuts(asked: Asked) -> list[Column]:
    found = []
    for cut in asked.by:
        named = word(f"cut.{cut}", asked.lang)
        found.append(Column(cut, named, "text", WIDTHS.get(cut, 14)))
        if cut in NAMED_CUTS:
            found.append(Column(f"{cut}_id", word("id", asked.lang, cut=named), "text", 16))
    return found


def _figures(shown: list[dict[str, Any]], asked: Asked) -> list[Column]:
    """Each figure, followed by what it was before where that was asked for."""
    lang, found = asked.lang, []
    for d in shown:
        name = d["name_en" if lang == "en" else "name"]
        found.append(Column(d["id"], name, d["unit"]))
        if asked.compare:
            found.append(
                Column(f"before_{d['id']}", word(f"before.{asked.compare}", lang, name=name), d["unit"])
            )
    return [*found, *(Column(f"unsure_{k}", word(f"unsure_{k}", lang), "count") for k in UNSURE)]


def _rows(rows: list[Line], asked: Asked, shown: list[dict[str, Any]]) -> Iterator[Row]:
    for line in rows:
        head: Row = []
        for cut in asked.by:
            head += [line.names[cut], line.key[cut]] if cut in NAMED_CUTS else [line.names[cut]]
        yield head + _values(line, shown, asked)


def _values(line: Line, shown: list[dict[str, Any]], asked: Asked) -> Row:
    found: Row = []
    for d in shown:
        found.append(line.figures[d["id"]])
        if asked.compare:
            found.append(line.before.get(d["id"]))
    return [*found, *(line.unsure[kind] for kind in UNSURE)]


def _total(whole: Line, cuts: int, shown: list[dict[str, Any]], asked: Asked) -> Row:
    return [word("total", asked.lang), *[""] * (cuts - 1), *_values(whole, shown, asked)]


def _definitions(shown: list[dict[str, Any]], lang: str) -> list[Definition]:
    end = "_en" if lang == "en" else ""
    told = [Definition(d["name" + end], word(f"unit.{d['unit']}", lang), d["says" + end]) for d in shown]
    count = word("unit.count", lang)
    return [
        *told, *(Definition(word(f"unsure_{k}", lang), count, word(f"unsure_{k}.says", lang)) for k in UNSURE)
    ]  # fmt: skip


def _notes(whole: Line, lang: str) -> list[str]:
    open_ = whole.figures["waiting"] or 0
    return [
        word("note.unsure", lang, **whole.unsure),
        *([word("note.going_on", lang, open=open_)] if open_ else []),
        word("note.sums", lang),
        word("note.blank", lang),
        word("note.source", lang),
    ]
