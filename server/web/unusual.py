"""The exceptions report over HTTP: what was unusual about each person's work, beside the hall's limits."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from server import runtime, settings
from server.domain.exceptions import KINDS, Exceptions
from server.journal import counting, unusual
from server.journal.counting import Question
from server.journal.store import Store
from server.web import stats_shapes as shape
from server.web.route import Ask, Route
from server.web.stats import READERS, own, period
from server.web.stats_answer import number


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
        cells = counting.count(conn, asked)
        counts = unusual.counted(
            conn, asked.hall, (asked.first, asked.last), limits, asked.only.get("department")
        )
        seq = counting.seq(conn, asked.hall)
    people = {key[0]: cell.sums for key, cell in cells.items() if key[0]}
    rows = []
    for person in sorted({*people, *counts}):
        sums, days = people.get(person, Counter()), counts.get(person, {})
        found = {kind: _kind(limits, kind, [day.get(kind, 0) for day in days.values()]) for kind in KINDS}
        rows.append({"person": person, "calls": sums["called"], "served": sums["served"], **found})
    rows.sort(key=lambda row: -sum(row[kind]["days"] for kind in KINDS))
    return rows, seq


def _kind(limits: Exceptions, kind: str, counts: list[int]) -> dict[str, Any]:
    over = sum(limits.exceeds(kind, n) for n in counts)
    return {
        "count": sum(counts), "most": max(counts, default=0), "limit": limits.limit(kind), "days": over,
        "exceeded": over > 0,
    }  # fmt: skip


ROUTES: list[Route] = [
    Route(
        "GET", "/halls/{hall}/stats/exceptions", "What was unusual about each person's work", exceptions,
        shape.Unusual, READERS, query=shape.ExceptionsQuery, slow=True,
    ),
]  # fmt: skip
