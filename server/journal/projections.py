"""visit (one row a ticket) and step (one row a call): what the journal's fold looks like in tables.

Written in the event's transaction and rebuilt by the same function, so they cannot differ.
"""

from __future__ import annotations

import sqlite3
from typing import Any

import msgspec

from server.domain.events import Entry
from server.domain.floor import Floor
from server.domain.ticket import Ticket
from server.journal import bookings, cards, cases, legs, ratings

_json = msgspec.json.Encoder().encode

TAKE = """insert into visit (id, hall, day, number, series, queue, n, services, service, status, classes, needs,
        channel, device, locale, taken_at, reservation, slot, arrival, held_ms, items, recalls, requeues, uncertain)
    values (:id, :hall, :day, :number, :series, :queue, :n, :services, :service, :status, :classes, :needs,
        :channel, :device, :locale, :taken_at, :reservation, :slot, :arrival, 0, 0, 0, 0, 0)"""
MOVE = """update visit set services = :services, service = :service, status = :status, classes = :classes,
        first_called_at = :first_called_at, called_at = :called_at, started_at = :started_at, ended_at = :ended_at,
        held_ms = :held_ms, window = :window, person = :person, outcome = :outcome, items = :items,
        recalls = :recalls, requeues = :requeues, uncertain = :uncertain, rating = :rating
    where id = :id"""
SPENT = """insert into spent (hall, day, service, tickets, ms) values (:hall, :day, :service, :tickets, :ms)
    on conflict do update set tickets = tickets + excluded.tickets, ms = ms + excluded.ms"""
RATE = "update visit set rating = :rating where id = :id"
STEP = """insert into step (ticket, leg, hall, day, service, window, person, called_at, started_at, ended_at,
        held_ms, ended, outcome, items, uncertain)
    values (:ticket, :leg, :hall, :day, :service, :window, :person, :called_at, :started_at, :ended_at,
        :held_ms, :ended, :outcome, :items, :uncertain)
    on conflict (ticket, leg) do update set window = excluded.window, person = excluded.person,
        called_at = excluded.called_at, started_at = excluded.started_at, ended_at = excluded.ended_at,
        held_ms = excluded.held_ms, ended = excluded.ended, outcome = excluded.outcome, items = excluded.items,
        uncertain = excluded.uncertain"""
ENDS = {
    "ticket.completed": "completed", "ticket.no_show": "no_show",
    "ticket.transferred": "transferred", "ticket.expired": "expired", "ticket.cancelled": "cancelled",
}  # fmt: skip
MOVES_A_STEP = {
    *ENDS, "ticket.called", "ticket.recalled", "ticket.started", "ticket.held", "ticket.resumed", "ticket.undone",
}  # fmt: skip


def project(conn: sqlite3.Connection, hall: str, floor: Floor, entry: Entry, before: Ticket | None) -> None:
    """Write what one entry, already applied, changed; `before` is the ticket as it was."""
    _ledger(conn, hall, floor, entry, before)
    legs.project(conn, hall, floor, entry, before)
    for table in (ratings, cases, cards):
        table.project(conn, hall, entry)


def _ledger(conn: sqlite3.Connection, hall: str, floor: Floor, entry: Entry, before: Ticket | None) -> None:
    if entry.kind == "day.closed" and floor.rehearsal:
        return
    if entry.kind == "day.closed":
        for spent, (tickets, ms) in floor.served.items():
            conn.execute(
                SPENT, {"hall": hall, "day": entry.day, "service": spent, "tickets": tickets, "ms": ms}
            )
    elif entry.kind == "ticket.rated":
        conn.execute(RATE, {"id": entry.data["ticket"], "rating": entry.data["level"]})
    elif entry.kind == "ticket.taken":
        conn.execute(TAKE, _taken(hall, entry.day, floor.tickets[entry.data["ticket"]]))
        bookings.project(conn, hall, entry)
    elif before is not None:
        after = floor.tickets[before.id]
        conn.execute(MOVE, _moved(after))
        if entry.kind in MOVES_A_STEP:
            _step(conn, hall, entry, before, after)
    else:
        bookings.project(conn, hall, entry)


def _taken(hall: str, day: str, t: Ticket) -> dict[str, Any]:
    return {
        "id": t.id, "hall": hall, "day": day, "number": t.number, "series": t.series, "queue": t.queue, "n": t.n,
        "services": _list(t.services), "service": t.service, "status": t.status, "classes": _list(t.classes),
        "needs": _list(t.needs), "channel": t.channel, "device": t.device, "locale": t.locale, "taken_at": t.taken_at,
        "reservation": t.reservation, "slot": t.slot, "arrival": t.arrival,
    }  # fmt: skip


def _moved(t: Ticket) -> dict[str, Any]:
    return {
        "id": t.id, "services": _list(t.services), "service": t.service, "status": t.status,
        "classes": _list(t.classes), "first_called_at": t.first_called_at, "called_at": t.called_at,
        "started_at": t.started_at, "ended_at": t.ended_at, "held_ms": t.held_ms, "window": t.window,
        "person": t.person, "outcome": t.outcome, "items": t.items, "recalls": t.recalls,
        "requeues": t.requeues, "uncertain": int(t.uncertain), "rating": t.rating,
    }  # fmt: skip


def _list(values: tuple[str, ...]) -> str:
    return _json(values).decode()


def _step(conn: sqlite3.Connection, hall: str, e: Entry, before: Ticket, after: Ticket) -> None:
    """The row of the ticket's present leg: written at its call, closed by what ends it."""
    ended = ENDS.get(e.kind)
    if e.kind == "ticket.undone" and e.data["was"] == "called":
        ended = "undone"
    t = before if ended else after
    if t.status not in ("called", "serving", "held") or t.window is None:
        return
    conn.execute(
        STEP,
        {
            "ticket": t.id, "leg": t.leg, "hall": hall, "day": e.day, "service": t.service, "window": t.window,
            "person": t.person, "called_at": t.called_at, "started_at": t.started_at,
            "ended_at": e.at if ended else None, "held_ms": t.held_ms, "ended": ended,
            "outcome": e.data.get("outcome"), "items": e.data.get("items", 0),
            "uncertain": int(t.uncertain or bool(e.data.get("uncertain"))),
        },
    )  # fmt: skip
