"""Ratings as a file for a provincial platform: the hall's own columns, streamed out of the tables as CSV."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from functools import partial
from typing import Any

from server.domain import hours
from server.domain.profile import Hall
from server.hub import platform
from server.journal import ratings
from server.web.past.life import beside
from server.web.ratings import shapes as shape
from server.web.ratings.ratings import READERS, department, period
from server.web.route import STREAM, Ask, Route

BOM = "\ufeff"
A_CHUNK = 1000
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def export(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    first, last, today, _ = period(ask, room)
    asked = {
        "hall": room.id, "from": first, "to": last, "department": department(ask), "service": None, "window": None,
        "person": None, "reader": ask.reader, "today": today,
    }  # fmt: skip
    name = f'attachment; filename="ratings-{room.id}-{first}-{last}.csv"'
    return {
        STREAM: _chunks(ask, room.hall, asked),
        "$headers": {"Content-Disposition": name, "Cache-Control": "no-store"},
    }


def _chunks(ask: Ask, hall: Hall, asked: dict[str, Any]) -> Iterator[bytes]:
    """The file piece by piece: UTF-8 with the mark that spreadsheets look for."""
    lang = ask.query.lang
    columns = [platform.column(c, lang) for c in hall.ratings.export]
    yield (BOM + _lines([[heading for heading, _ in columns]])).encode()
    after: tuple[str, int, str] | None = ("", 0, "")
    while after is not None:
        piece, after = beside(ask.hub, partial(_piece, hall, asked, lang, columns, after))
        yield piece


def _piece(
    hall: Hall, asked: dict[str, Any], lang: str, columns: list[tuple[str, str]], after: tuple[str, int, str],
    conn: sqlite3.Connection,
) -> tuple[bytes, tuple[str, int, str] | None]:  # fmt: skip
    """Lines of the file, and after which rating the next ones begin."""
    rows = ratings.exported(conn, asked, after, A_CHUNK)
    facts = [platform.facts(hall, row, lang) | _when(hall, row) for row in rows]
    last = (rows[-1]["day"], rows[-1]["at"], rows[-1]["ticket"]) if len(rows) == A_CHUNK else None
    return _lines([[str(one[field]) for _, field in columns] for one in facts]).encode(), last


def _lines(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([safe(cell) for cell in cells] for cells in rows)
    return out.getvalue()


def _when(hall: Hall, row: dict[str, Any]) -> dict[str, str]:
    """In the hall's own time, as people and spreadsheets read it."""
    moment = hours.local(hall, row["at"])
    return {"time": moment.strftime("%Y-%m-%d %H:%M:%S"), "date": moment.date().isoformat()}


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(RISKY) else cell


ROUTES: list[Route] = [
    Route(
        "GET", "/halls/{hall}/ratings/export.csv", "Ratings as a file for a platform", export, shape.File, READERS,
        query=shape.ExportQuery, gives="text/csv", slow=True,
    ),
]  # fmt: skip
