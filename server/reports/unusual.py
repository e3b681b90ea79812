"""What was unusual about each person's work in a period, as a table: counts to be looked into, never verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from server.domain.exceptions import KINDS, Exceptions
from server.journal import unusual
from server.reports.asked import Asked, number
from server.reports.figured import facts
from server.reports.source import Source
from server.reports.table import Column, Definition, Row, Table
from server.reports.words import word


def table(source: Source, asked: Asked, now: datetime) -> Table:
    lang, limits = asked.lang, source.hall.exceptions
    return Table(
        "exceptions", word("exceptions", lang), lang, facts(source, replace(asked, by=("hall",)), now), _columns(lang),
        _rows(counted(source, asked), limits), None, 1, _definitions(limits, lang),
        [word("note.exceptions", lang), word("note.source", lang)],
    )  # fmt: skip


def counted(source: Source, asked: Asked) -> unusual.Counts:
    span = number(asked.first), number(asked.last)
    return unusual.counted(source.conn, source.id, span, source.hall.exceptions, asked.only.get("department"))


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
    for kind in KINDS:
        name = word(f"exception.{kind}", lang)
        for what in ("count", "most", "days"):
            found.append(Column(f"{kind}_{what}", word(f"exception.{what}", lang, name=name), "count", 13))
    return found


def _rows(counts: unusual.Counts, limits: Exceptions) -> Iterator[Row]:
    for person, days in sorted(counts.items()):
        row: Row = [person]
        for kind in KINDS:
            each = [day.get(kind, 0) for day in days.values()]
            row += [sum(each), max(each), sum(limits.exceeds(kind, n) for n in each)]
        yield row


def _definitions(limits: Exceptions, lang: str) -> list[Definition]:
    unit = word("unit.count", lang)
    return [Definition(word(f"exception.{kind}", lang), unit, _defined(kind, limits, lang)) for kind in KINDS]


def _defined(kind: str, limits: Exceptions, lang: str) -> str:
    limit = limits.limit(kind)
    told = word("exception.limit", lang, limit=limit) if limit else word("exception.no_limit", lang)
    return said(kind, limits, lang) + told
