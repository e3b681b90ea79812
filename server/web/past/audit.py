"""The journal for whoever audits: found by what it tells, taken away as a file, held against its chain and day heads.

Looking changes nothing: no entry, no table. Who took a copy of it stands in the hub's log.
"""

from __future__ import annotations

import csv
import io
import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from server import typed
from server.domain.errors import unfit
from server.domain.happenings import HAPPENINGS
from server.hub.entries import iso
from server.hub.past import life, past
from server.journal import chain, searching
from server.journal.searching import Found, Wanted
from server.reports.csvfile import BOM, guarded
from server.web.past import archive
from server.web.past import shapes as shape
from server.web.past.life import beside
from server.web.reads import written
from server.web.route import RAW, STREAM, Ask, Route

log = logging.getLogger("paihao.audit")
READERS = ("auditor", "manager", "admin")
KINDS = {*HAPPENINGS, *(kind.partition(".")[0] for kind in HAPPENINGS)}
COLUMNS = (
    "seq",
    "at",
    "day",
    "kind",
    "actor",
    "window",
    "number",
    "ticket",
    "person",
    "reason",
    "data",
    "hash",
)
A_CHUNK = 1000
AT_ONCE = 100_000
"""Entries checked for one answer, so that a page can tell how far it is."""


def journal(ask: Ask) -> dict[str, Any]:
    """Entries in order; `next` is the `after` of the next page."""
    hall, limit = ask.path["hall"], ask.query.limit

    def read(conn: sqlite3.Connection) -> dict[str, Any]:
        wanted = _wanted(conn, hall, ask.query)
        found, following = searching.search(conn, hall, wanted, limit)
        return {
            "events": [written(entry, digest) for entry, digest in found],
            "next": None if following is None else str(following),
            "by": {actor: life.who(conn, actor) for actor in {entry.actor for entry, _ in found}},
        }

    return beside(ask.hub, read)


def _wanted(conn: sqlite3.Connection, hall: str, query: shape.JournalFilter) -> Wanted:
    """What is asked for: days become the part of the journal they are. Raises HallError(invalid)."""
    if query.from_ and query.to and query.to < query.from_:
        raise unfit("query", "$.to", "order", "`to` is not before `from`")
    if query.kind and query.kind not in KINDS:
        wrong = f"there is no kind {query.kind!r}; {typed.meant(query.kind, KINDS)}"
        raise unfit("query", "$.kind", "no_kind", wrong)
    last = past.last(conn, hall)
    names = ("kind", "person", "window", "ticket", "reason")
    wanted = Wanted(
        query.after,
        last,
        number=query.number and query.number.upper(),
        **{n: getattr(query, n) for n in names},
    )
    if query.from_ is None and query.to is None:
        return wanted
    days = past.days(conn, hall)
    first = [d.after for d in days if d.day >= (query.from_ or "")]
    ends = [d.last for d in days if query.to is None or d.day <= query.to]
    begin = 0 if query.from_ is None else min(first, default=last)
    return replace(wanted, after=max(query.after, begin), last=max(ends, default=begin))


def exported(ask: Ask) -> dict[str, Any]:
    """Everything the filters leave, as CSV, chunk by chunk."""
    hall = ask.path["hall"]
    log.info("the journal of %s was exported by %s", hall, ask.by)
    wanted = beside(ask.hub, lambda conn: _wanted(conn, hall, ask.query))
    name = f'attachment; filename="journal-{hall}.csv"'
    return {
        STREAM: _chunks(ask, hall, wanted),
        "$headers": {"Content-Disposition": name, "Cache-Control": "no-store"},
    }


def _chunks(ask: Ask, hall: str, wanted: Wanted) -> Iterator[bytes]:
    yield (BOM + ",".join(COLUMNS) + "\r\n").encode()
    following: int | None = wanted.after
    while following is not None:
        found, following = beside(ask.hub, _page(hall, replace(wanted, after=following)))
        yield _lines(found).encode()


def _page(hall: str, wanted: Wanted) -> Any:
    return lambda conn: searching.search(conn, hall, wanted, A_CHUNK)


def _lines(found: list[Found]) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    for e, digest in found:
        d = e.data
        cells = (
            e.seq, iso(e.at), e.day, e.kind, e.actor, d.get("window"), d.get("number"), d.get("ticket"),
            d.get("person"), "; ".join(searching.reasons(e)), chain.text(d), digest,
        )  # fmt: skip
        rows.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue()


def verification(ask: Ask) -> dict[str, Any]:
    """A part of the journal held against its chain and against the heads exported each evening."""
    hall, after = ask.path["hall"], ask.query.after
    return archive.of(ask.hub).ask("check", hall=hall, heads=_heads(ask), after=after, limit=AT_ONCE)


def heads(ask: Ask) -> dict[str, Any]:
    """The exported day heads, to be kept outside the house."""
    name = f'attachment; filename="heads-{ask.path["hall"]}.txt"'
    return {RAW: _heads(ask).encode(), "$headers": {"Content-Disposition": name, "Cache-Control": "no-store"}}


def _heads(ask: Ask) -> str:
    file = ask.hub.store.directory / "heads" / f"{ask.path['hall']}.txt"
    return file.read_text("utf-8", errors="replace") if file.exists() else ""


ROUTES: list[Route] = [
    Route(
        "GET", "/halls/{hall}/journal", "Everything that happened, by what it tells", journal, shape.Journal, READERS,
        query=shape.JournalFilter, slow=True,
    ),
    Route(
        "GET", "/halls/{hall}/journal.csv", "The same as a file", exported, bytes, READERS,
        query=shape.JournalFilter, gives="text/csv; charset=utf-8", slow=True,
    ),
    Route(
        "GET", "/halls/{hall}/verification", "Whether the journal is as it was written", verification, shape.Checked,
        READERS, query=shape.CheckQuery, slow=True,
    ),
    Route(
        "GET", "/halls/{hall}/heads", "The day heads exported so far", heads, bytes, READERS,
        gives="text/plain; charset=utf-8", slow=True,
    ),
]  # fmt: skip
