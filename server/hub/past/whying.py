"""Why a call was this one, and what went before a ticket, as the wire says it: codes and facts, no words.

The floor is folded from the journal as it was before the press. Of another department's people a lead is told the
number and how long they had waited, not what they came for nor why they have priority.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from server.domain.errors import HallError
from server.domain.events import Entry
from server.domain.floor import Floor
from server.domain.profile import Hall
from server.domain.routing import choose
from server.domain.ticket import Ticket
from server.domain.whys import Away, Call, Candidate
from server.hub import own
from server.hub.past import past
from server.hub.past.past import Past
from server.journal import chain
from server.protocol import iso

MOST = 300
"""Rows of a list; counts tell of all."""
ASIDE = ("waiting", "held", "no_show")
"""Where a visit is when somebody else can go before it: not at a window."""
BEFORE = 60
"""Entries to look back for the beginning of a press."""
Json = dict[str, Any]


def why(folds: Past, conn: sqlite3.Connection, hall: str, seq: int, department: str | None) -> Json:
    """Raises HallError(unknown_call, wrong_department)."""
    press = _press(conn, hall, seq)
    day = past.day_of(conn, hall, seq)
    floor = folds.floor(conn, day, press[0].seq - 1)
    call = Call(floor, press)
    if not own.serves(floor.hall, department, call.called.services):
        raise HallError(
            "wrong_department", "This is another department's; an account of a lead sees its own."
        )
    candidates, away = call.candidates(), call.kept_away()
    rows = [_candidate(call, c, department) for c in candidates]
    called = (
        next(r for r in rows if r["id"] == call.called.id) if call.chosen is None else _chosen(call, rows)
    )
    return {
        "seq": seq, "at": iso(call.now), "day": day.day, "window": call.window, "person": call.entry.data["person"],
        "actor": call.entry.actor, "ticket": called, "chosen": call.chosen, "agrees": _agrees(call),
        "could": len(rows), "candidates": rows[:MOST], "others": len(away),
        "reasons": dict(Counter(a.reason for a in away)),
        "kept_away": [_away(call, a, department) for a in away[:MOST]],
        "names": names(floor.hall, windows=[call.window], services=_services(candidates, away)),
    }  # fmt: skip


def _press(conn: sqlite3.Connection, hall: str, seq: int) -> list[Entry]:
    """The press's entries up to the call itself. Raises HallError(unknown_call)."""
    found = [e for e, _, _ in chain.read(conn, hall, max(0, seq - BEFORE), min(BEFORE, seq)) if e.seq <= seq]
    if not found or found[-1].seq != seq or found[-1].kind != "ticket.called":
        raise HallError("unknown_call", "The journal has no call with this number.")
    return [e for e in found if e.cause == found[-1].cause]


def _agrees(call: Call) -> bool:
    """Whether today's rules say what was written then; a number that a clerk chose is not theirs to say."""
    if call.chosen is not None:
        return True
    choice = choose(call.floor, call.window, call.now, call.coming.values())
    return choice is not None and (choice.ticket, choice.why) == (call.called.id, call.entry.data["why"])


def _chosen(call: Call, rows: list[Json]) -> Json:
    """A number that a clerk chose may be one that the routing would not have offered there."""
    found = next((r for r in rows if r["id"] == call.called.id), None)
    why, waited = call.entry.data["why"], max(0, call.now - call.called.since) // 1000
    return found or _ticket(call.called) | {
        "class": why["class"],
        "score": why["score"],
        "waited": waited,
        "help": False,
        "reason": None,
    }


def _candidate(call: Call, c: Candidate, department: str | None) -> Json:
    reason = None
    if c.ticket.id != call.called.id:
        ahead = c.score < call.entry.data["why"]["score"]
        reason = "chosen_by_clerk" if call.chosen is not None else "lower" if ahead else "later"
    row = _ticket(c.ticket) | {
        "class": c.klass,
        "score": c.score,
        "waited": c.waited // 1000,
        "help": c.help,
        "reason": reason,
    }
    return _theirs(call.floor.hall, c.ticket, row, department)


def _away(call: Call, a: Away, department: str | None) -> Json:
    row = _ticket(a.ticket) | {"waited": a.waited // 1000, "reason": a.reason, "facts": a.facts}
    return _theirs(call.floor.hall, a.ticket, row, department)


def _ticket(t: Ticket) -> Json:
    return {"id": t.id, "number": t.number, "service": t.service, "taken_at": iso(t.taken_at)}


def _theirs(hall: Hall, ticket: Ticket, row: Json, department: str | None) -> Json:
    """What is about a person of another department is left out."""
    if own.serves(hall, department, ticket.services):
        return row
    hidden: Json = {"service": None, "class": None, "facts": {}}
    return row | {key: value for key, value in hidden.items() if key in row}


def _services(candidates: Iterable[Candidate], away: Iterable[Away]) -> set[str]:
    return {c.ticket.service for c in candidates} | {a.ticket.service for a in away}


# -- from the ticket's side ---------------------------------------------------------------------------


def skipped(folds: Past, conn: sqlite3.Connection, hall: str, ticket: str, department: str | None) -> Json:
    """Which later numbers were called before a ticket, where it might have been called too, and why each.

    Raises HallError(unknown_ticket, wrong_department).
    """
    at, first = taking(conn, hall, ticket)
    floor = folds.floor(conn, at, first)
    mine = floor.tickets[ticket]
    if not own.serves(floor.hall, department, mine.services):
        raise HallError(
            "wrong_department", "This is another department's; an account of a lead sees its own."
        )
    rows: list[Json] = []
    counts = Counter[str]()
    for call in _calls(folds, conn, at, floor, ticket):
        reason, facts = call.passed_over(ticket)
        counts[reason] += 1
        if len(rows) < MOST:
            rows.append(_passed_over(call, reason, facts, department))
    found = {row["window"] for row in rows}
    return {
        "ticket": _ticket(mine), "day": at.day, "calls": rows, "reasons": dict(counts), "total": counts.total(),
        "seq": floor.seq, "names": names(floor.hall, windows=found, services=mine.services),
    }  # fmt: skip


def taking(conn: sqlite3.Connection, hall: str, ticket: str) -> tuple[past.Day, int]:
    """The day of a ticket and the seq of its taking. Raises HallError(unknown_ticket)."""
    row = conn.execute(
        "select day from visit where id = :id and hall = :hall", {"id": ticket, "hall": hall}
    ).fetchone()
    if row is None:
        raise HallError("unknown_ticket", "There is no such ticket.")
    day = past.day(conn, hall, row[0])
    for entry in about(conn, day, ticket):
        return day, entry.seq
    raise HallError("unknown_ticket", "There is no such ticket.")


def about(conn: sqlite3.Connection, day: past.Day, ticket: str) -> Iterator[Entry]:
    """The entries of a day that name a ticket, in order. `data` is canonical: no space after a colon."""
    rows = conn.execute(
        chain.COLUMNS
        + """where hall = :hall and seq > :after and seq <= :last and instr(data, :ticket) order by seq""",
        {"hall": day.hall, "after": day.after, "last": day.last, "ticket": f'"ticket":{chain.text(ticket)}'},
    )
    return (entry for entry, _, _ in chain.entries(rows))


def _calls(folds: Past, conn: sqlite3.Connection, at: past.Day, floor: Floor, id: str) -> Iterator[Call]:
    """Calls of later numbers at windows that might have called the ticket, while its visit went on."""
    turn = floor.tickets[id].turn
    for press in past.presses(e for e, _, _ in chain.read(conn, at.hall, floor.seq, at.last - floor.seq)):
        mine = floor.tickets.get(id)
        if mine is None or mine.status in ("completed", "cancelled", "expired"):
            return
        left = [s for s in mine.services if s not in mine.done]
        for n, e in enumerate(press):
            if e.kind == "ticket.called" and e.data["ticket"] != id:
                call = Call(floor, press[: n + 1])
                might = not floor.hall.could.get(call.window, frozenset()).isdisjoint(left)
                if might and call.called.turn > turn and mine.status in ASIDE:
                    yield call
        for e in press:
            folds.take(conn, at.hall, floor, e)


def _passed_over(call: Call, reason: str, facts: Json, department: str | None) -> Json:
    theirs = own.serves(call.floor.hall, department, call.called.services)
    return {
        "seq": call.entry.seq, "at": iso(call.now), "window": call.window, "number": call.called.number,
        "taken_at": iso(call.called.taken_at), "reason": reason,
        "facts": facts if theirs else {k: v for k, v in facts.items() if k != "their_class"},
    }  # fmt: skip


def names(hall: Hall, windows: Iterable[str] = (), services: Iterable[str] = ()) -> Json:
    """Words of the profile that held then: id → [Chinese, English]."""
    plates = {w: hall.window[w] for w in sorted(windows) if w in hall.window}
    known = {s: hall.service[s] for s in sorted(services) if s in hall.service}
    return {
        "windows": {id: [w.sign, w.sign_en or w.sign] for id, w in plates.items()},
        "services": {id: [s.name, s.name_en or s.name] for id, s in known.items()},
        "classes": {c.id: [c.name, c.name_en or c.name] for c in hall.classes},
    }
