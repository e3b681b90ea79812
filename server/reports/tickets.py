"""Every leg of a period as a row with all its facts, read day by day so that no transaction lasts and memory is flat.

Nothing here tells who a visitor was: numbers and ids, never names, cards or telephones.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from server.journal import theirs
from server.journal.counting import LEG_CUTS
from server.reports.asked import Asked, number
from server.reports.figured import facts
from server.reports.source import Source
from server.reports.table import Column, Definition, Row, Table
from server.reports.words import word
from server.reports.words_tickets import COLUMNS, coded

NEXT_DAY = "select min(day) from leg where hall = :hall and day > :after and day <= :last"
OF_VISIT = {
    "number": "v.number",
    "taken_at": "v.taken_at",
    "called_at": "v.first_called_at",
    "ended_at": "v.ended_at",
}
OF_LEG = {"class": "l.klass", "rating": theirs.LEG_RATING}
ROWS = (
    "select " + ", ".join(OF_VISIT.get(c[0]) or OF_LEG.get(c[0]) or "l." + c[0] for c in COLUMNS)
    + ", l.profile from leg l join visit v on v.id = l.ticket where l.hall = :hall and l.day = :day"
)  # fmt: skip
ORDER = " order by v.taken_at, l.ticket, l.part"
COUNTS = """select coalesce(sum(ended is not null and not sure_wait), 0),
        coalesce(sum(ended = 'completed' and spent is not null and not sure_spent), 0), coalesce(sum(ended is null), 0)
    from leg l where l.hall = :hall and l.day between :first and :last"""
WIDTHS = {"service": 38, "department": 38, "ticket": 19, "person": 14, "zone": 16, "window": 14, "day": 11}
NAMED = ("service", "department", "zone", "window", "class", "channel")
CODED = ("began", "ended", "outcome")
MOMENTS = ("taken_at", "called_at", "ended_at")


def table(source: Source, asked: Asked, now: datetime) -> Table:
    lang = asked.lang
    return Table(
        "tickets", word("tickets", lang), lang, facts(source, replace(asked, by=("hall",)), now),
        [Column(key, en if lang == "en" else zh, unit, _width(key, unit)) for key, unit, zh, en, _, _ in COLUMNS],
        _rows(source, asked), None, 2,
        [_definition(row, lang) for row in COLUMNS],
        _notes(source, asked),
    )  # fmt: skip


def _definition(row: tuple[str, ...], lang: str) -> Definition:
    _, unit, *texts = row
    name, says = texts[lang == "en" :: 2]
    return Definition(name, word(f"unit.{unit}", lang), says)


def _width(key: str, unit: str) -> int:
    return WIDTHS.get(key, 19 if unit == "moment" else 12)


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    sql = ROWS + _filters(asked) + ORDER
    for day in _days(source.conn, asked):
        for row in source.conn.execute(sql, asked.question.values | {"day": day}):
            yield _row(source, row, asked.lang)


def _days(conn: sqlite3.Connection, asked: Asked) -> Iterator[int]:
    """The days that have legs, found one after the other."""
    day: int | None = number(asked.first) - 1
    while day is not None:
        values = {"hall": asked.hall, "after": day, "last": number(asked.last)}
        (day,) = conn.execute(NEXT_DAY, values).fetchone()
        if day is not None:
            yield day


def _filters(asked: Asked) -> str:
    """Columns are constants of ours; what they must equal is a parameter."""
    return "".join(f" and l.{LEG_CUTS[name]} = :only_{name}" for name in asked.only)


def _row(source: Source, values: tuple[Any, ...], lang: str) -> Row:
    facts_of = dict(zip((c[0] for c in COLUMNS), values, strict=False))
    profile, day = values[-1], facts_of["day"]
    facts_of["day"] = date(day // 10000, day // 100 % 100, day % 100)
    facts_of["target"] = facts_of["target"] or None
    for key in NAMED:
        facts_of[key] = source.name(key, facts_of[key], profile, lang) if facts_of[key] else None
    for key in CODED:
        facts_of[key] = coded(key, facts_of[key], lang)
    for key in MOMENTS:
        facts_of[key] = source.local(facts_of[key])
    return list(facts_of.values())


def _notes(source: Source, asked: Asked) -> list[str]:
    sql = COUNTS + _filters(asked)
    wait, spent, open_ = source.conn.execute(sql, asked.question.values).fetchone()
    return [
        word("note.unsure", asked.lang, wait=wait, spent=spent),
        *([word("note.going_on", asked.lang, open=open_)] if open_ else []),
        word("note.private", asked.lang),
        word("note.source", asked.lang),
    ]
