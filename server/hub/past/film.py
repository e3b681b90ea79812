"""A day as it was shown: what happened when, the hall at any moment, and what its pages were then sent.

Floors come from `past`, views from `views`: the same code that showed the day shows it again. A lead sees the manage
view of a department, and of what happened only what concerns that.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

import msgspec

from server.domain.events import Entry
from server.domain.floor import Floor
from server.domain.profile import Hall
from server.hub import own, views
from server.hub.past import past
from server.hub.past.past import Day, Past
from server.hub.past.whying import Json
from server.hub.views import View
from server.journal import chain, theirs
from server.protocol import iso

KINDS = ("board", "manage")
TOLD = (
    "reason", "outcome", "classes", "level", "kind", "key", "service", "services", "do", "until", "recall", "was", "to",
    "person", "bound", "ready", "version",
)  # fmt: skip
"""What a mark tells of an entry, beside whom and where."""
VISITS = "select id, services," + theirs.OF_VISIT + "from visit where hall = :hall and day = :day"
CASES = "select id from case_file where hall = :hall and department = :department and" + theirs.OF_CASE
CARDS = "select id from card where hall = :hall and department = :department"
_decode = msgspec.json.Decoder().decode


def days(conn: sqlite3.Connection, hall: str) -> list[Json]:
    """Newest first: what may be replayed."""
    found = []
    for day in reversed(past.days(conn, hall)):
        (opened, _, _) = next(chain.read(conn, hall, day.after, 1))
        found.append({
            "day": day.day, "first": opened.seq, "last": day.last, "at": iso(opened.at),
            "rehearsal": bool(opened.data.get("rehearsal")),
        })  # fmt: skip
    return found


def marks(
    conn: sqlite3.Connection, day: Day, made: Hall, after: int, limit: int, department: str | None,
    reader: str | None, today: str,
) -> tuple[list[Json], int | None]:  # fmt: skip
    """What happened after a seq, and the seq to go on after, None at the end. `reader`, `today`: as in `theirs`."""
    begin = max(after, day.after)
    seen = _seen(conn, day, made, department, reader, today) if department else None
    rows, read = [], begin
    for entry, _, _ in chain.read(conn, day.hall, begin, max(0, min(limit, day.last - begin))):
        read = entry.seq
        if seen is None or _concerns(entry, made, seen):
            rows.append(mark(entry))
    return rows, read if read < day.last else None


def mark(e: Entry) -> Json:
    d = e.data
    facts, why = d.get("facts") or {}, d.get("why") or {}
    chosen = {"reason": why["chosen"]} if "chosen" in why else {}
    return {
        "seq": e.seq, "at": iso(e.at), "kind": e.kind, "ticket": d.get("ticket"),
        "number": d.get("number") or facts.get("number"), "window": d.get("window") or facts.get("window"),
        "actor": e.actor, "short": {k: d[k] for k in TOLD if d.get(k) not in (None, "", [])} | chosen,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What a lead may be told of: ids of the department's visits (and whether how they were rated), cases, cards."""

    department: str
    visits: dict[str, bool]
    cases: frozenset[str]
    cards: frozenset[str]


def _seen(
    conn: sqlite3.Connection, day: Day, made: Hall, department: str, reader: str | None, today: str
) -> Seen:
    of = {"hall": day.hall, "day": day.day, "department": department, "reader": reader, "today": today}
    found = conn.execute(VISITS, of).fetchall()
    visits = {
        id: bool(open_) for id, services, open_ in found if own.serves(made, department, _decode(services))
    }
    cases, cards = (frozenset(id for (id,) in conn.execute(sql, of)) for sql in (CASES, CARDS))
    return Seen(department, visits, cases, cards)


def _concerns(e: Entry, made: Hall, seen: Seen) -> bool:
    d = e.data | (e.data.get("facts") or {})
    if d.get("case"):
        return d["case"] in seen.cases
    if d.get("card"):
        return d["card"] in seen.cards
    if d.get("ticket"):
        rated = seen.visits.get(d["ticket"])
        return bool(rated) if e.kind == "ticket.rated" else rated is not None
    if d.get("window"):
        return own.window_of(made, seen.department, d["window"])
    if d.get("service"):
        return own.serves(made, seen.department, (d["service"],))
    return e.kind.startswith(("day.", "profile.", "clock."))


def at(folds: Past, conn: sqlite3.Connection, day: Day, seq: int, department: str | None) -> Json:
    """Snapshots of the views just after an entry."""
    floor = folds.floor(conn, day, min(max(seq, day.after + 1), day.last))
    shown = _views(floor, department)
    return {"seq": floor.seq, "at": iso(floor.at), **{kind: view.snapshot() for kind, view in shown.items()}}


def updates(
    folds: Past, conn: sqlite3.Connection, day: Day, after: int, limit: int, department: str | None
) -> tuple[list[Json], int | None]:
    """What the views were sent after an entry, press by press; and the seq to go on after, None at the end."""
    floor = folds.floor(conn, day, min(max(after, day.after + 1), day.last))
    shown, sent = _views(floor, department), []
    for view in shown.values():
        # Whoever asks has what was sent before: where that ended for this view is not known here, nor needed.
        view.touched_seq = day.after
    cause, end = None, floor.seq + limit
    for entry, _, _ in chain.read(conn, day.hall, floor.seq, max(0, day.last - floor.seq)):
        if entry.cause != cause:
            sent += _sent(shown)
            if floor.seq >= end:
                break
        cause = entry.cause
        touched = folds.take(conn, day.hall, floor, entry)
        for view in shown.values():
            view.note(entry, touched)
    sent += _sent(shown)
    return sent, floor.seq if floor.seq < day.last else None


def _views(floor: Floor, department: str | None) -> dict[str, View]:
    whose: dict[str, Any] = {"board": None, "manage": department}
    return {kind: views.new(kind, whose[kind], floor) for kind in KINDS}


def _sent(shown: dict[str, View]) -> list[Json]:
    found = []
    for kind, view in shown.items():
        if (update := view.take_update()) is not None:
            found.append({"view": kind, "event": update[0], "payload": update[1]})
    return found
