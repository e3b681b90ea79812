"""The exceptions report over HTTP: what was unusual about each person's work, beside the hall's limits."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from server import runtime, settings
from server.domain.counting.exceptions import Exceptions
from server.journal import counting
from server.journal.counting import Question
from server.journal.store import Store
from server.reports import unusual
from server.web.figures import shapes as shape
from server.web.figures.answer import number
from server.web.figures.stats import READERS, own, period
from server.web.route import Ask, Route


def exceptions(ask: Ask) -> dict[str, Any]:
    room, query = ask.hub.room(ask.path["hall"]), ask.query
    only = own(ask)
    first, last = period(ask, room, query.from_, query.to)
    asked = Question(room.id, number(first), number(last), ("person",), only, frozenset())
    rows, seq = runtime.offload(settings.async_mode(), _rows, ask.hub.store, asked, room.hall.exceptions)
    begin = int(query.next or 0)
    more = begin + query.limit if begin + query.limit < len(rows) else None
    return {
        "rows": rows[begin : begin + query.limit], "limits": asdict(room.hall.exceptions), "from": first.isoformat(),
        "to": last.isoformat(), "next": more and str(more), "seq": seq,
    }  # fmt: skip


def _rows(store: Store, asked: Question, limits: Exceptions) -> tuple[list[dict[str, Any]], int]:
    """Those who had most over a limit first."""
    with store.beside() as conn:
        return unusual.people(conn, asked, limits), counting.seq(conn, asked.hall)


ROUTES: list[Route] = [
    Route(
        "GET", "/halls/{hall}/stats/exceptions", "What was unusual about each person's work", exceptions,
        shape.Unusual, READERS, query=shape.ExceptionsQuery, errors=("figures_preparing",), slow=True,
    ),
]  # fmt: skip
