"""Ratings as a file for a provincial platform: the hall's own columns, streamed out of the tables as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

from server import runtime, settings
from server.domain import hours
from server.domain.profile import Hall
from server.hub import platform
from server.journal import ratings
from server.journal.store import Store
from server.web import rating_shapes as shape
from server.web.ratings import READERS, department, period
from server.web.route import RAW, Ask, Route

BOM = "\ufeff"
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def export(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    first, last, _, _ = period(ask, room)
    asked = {
        "hall": room.id, "from": first, "to": last, "department": department(ask), "service": None, "window": None,
        "person": None,
    }  # fmt: skip
    raw = runtime.offload(settings.async_mode(), written, ask.hub.store, room.hall, asked, ask.query.lang)
    name = f'attachment; filename="ratings-{room.id}-{first}-{last}.csv"'
    return {RAW: raw, "$headers": {"Content-Disposition": name, "Cache-Control": "no-store"}}


def written(store: Store, hall: Hall, asked: dict[str, Any], lang: str) -> bytes:
    """The file: UTF-8 with the mark that spreadsheets look for."""
    columns = [platform.column(c, lang) for c in hall.ratings.export]
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([safe(heading) for heading, _ in columns])
    with store.beside() as conn:
        for row in ratings.exported(conn, asked):
            facts = platform.facts(hall, row, lang) | _when(hall, row)
            table.writerow([safe(str(facts[field])) for _, field in columns])
    return (BOM + out.getvalue()).encode()


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
