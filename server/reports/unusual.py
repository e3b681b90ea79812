"""What was unusual about each person's work in a period, as a table: counts to be looked into, never verdicts."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from server.domain.counting.exceptions import KINDS, Exceptions
from server.journal import counting, unusual
from server.journal.questions import Question
from server.reports.asked import Asked, number
from server.reports.figured import facts
from server.reports.source import Source
from server.reports.table import Column, Definition, Row, Table
from server.reports.words import word

WORKED = ("calls", "served")


def table(source: Source, asked: Asked, now: datetime) -> Table:
    lang, limits = asked.lang, source.hall.exceptions
    return Table(
        "exceptions", word("exceptions", lang), lang, facts(source, replace(asked, by=("hall",)), now), _columns(lang),
        _rows(people(source.conn, asked.question, limits)), None, 1, _definitions(limits, lang),
        [word("note.exceptions", lang), word("note.source", lang)],
    )  # fmt: skip


def counted(source: Source, asked: Asked) -> unusual.Counts:
    span = number(asked.first), number(asked.last)
    return unusual.counted(source.conn, source.id, span, source.hall.exceptions, asked.only.get("department"))


def people(conn: sqlite3.Connection, asked: Question, limits: Exceptions) -> list[dict[str, Any]]:
    """Everybody who called or granted something, those who had most over a limit first; also what the page shows."""
    cells = counting.count(conn, replace(asked, by=("person",), parts=frozenset()))
    span, department = (asked.first, asked.last), asked.only.get("department")
    counts = unusual.counted(conn, asked.hall, span, limits, department)
    worked = {key[0]: cell.sums for key, cell in cells.items() if key[0]}
    rows = []
    for person in sorted({*worked, *counts}):
        sums, days = worked.get(person, Counter()), counts.get(person, {})
        found = {kind: _kind(limits, kind, [day.get(kind, 0) for day in days.values()]) for kind in KINDS}
        rows.append({"person": person, "calls": sums["called"], "served": sums["served"], **found})
    rows.sort(key=lambda row: -sum(row[kind]["days"] for kind in KINDS))
    return rows


def _kind(limits: Exceptions, kind: str, counts: list[int]) -> dict[str, Any]:
    over = sum(limits.exceeds(kind, n) for n in counts)
    return {
        "count": sum(counts), "most": max(counts, default=0), "limit": limits.limit(kind), "days": over,
        "exceeded": over > 0,
    }  # fmt: skip


def totals(counts: unusual.Counts) -> dict[str, int]:
    """How often each kind was counted in all."""
    days = [day for person in counts.values() for day in person.values()]
    return {kind: sum(day.get(kind, 0) for day in days) for kind in KINDS}


def said(kind: str, limits: Exceptions, lang: str) -> str:
    """What a kind counts, with the hall's own measure of early, short and long."""
    values = {"early": limits.early_seconds, "short": limits.short_seconds, "long": limits.long_minutes}
    return word(f"exception.{kind}.says", lang, **values)


def _columns(lang: str) -> list[Column]:
    found = [Column("person", word("cut.person", lang), "text", 18)]
    found += [Column(worked, word(f"exception.{worked}", lang), "count", 13) for worked in WORKED]
    for kind in KINDS:
        name = word(f"exception.{kind}", lang)
        for what in ("count", "most", "days"):
            found.append(Column(f"{kind}_{what}", word(f"exception.{what}", lang, name=name), "count", 13))
    return found


def _rows(found: list[dict[str, Any]]) -> Iterator[Row]:
    for one in found:
        kinds = [one[kind][what] for kind in KINDS for what in ("count", "most", "days")]
        yield [one["person"], *(one[worked] for worked in WORKED), *kinds]


def _definitions(limits: Exceptions, lang: str) -> list[Definition]:
    unit = word("unit.count", lang)
    worked = [
        Definition(word(f"exception.{w}", lang), unit, word(f"exception.{w}.says", lang)) for w in WORKED
    ]
    return worked + [
        Definition(word(f"exception.{kind}", lang), unit, _defined(kind, limits, lang)) for kind in KINDS
    ]


def _defined(kind: str, limits: Exceptions, lang: str) -> str:
    limit = limits.limit(kind)
    told = word("exception.limit", lang, limit=limit) if limit else word("exception.no_limit", lang)
    return said(kind, limits, lang) + told
