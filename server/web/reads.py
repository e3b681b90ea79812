"""What may be read: halls, the board, a ticket by its code, the journal; and who one is."""

from __future__ import annotations

from typing import Any

import msgspec

from server import profiles
from server.domain import hours
from server.domain.alarms.devices import page_of
from server.domain.errors import HallError
from server.domain.ticket import Ticket
from server.hub import entries
from server.hub.devices import readings
from server.hub.entries import iso
from server.hub.room import Room
from server.hub.tracking import find
from server.journal import identity
from server.protocol import VERSION, WIRE
from server.web import answers_shape as shape
from server.web import shapes
from server.web.gate import STAFF
from server.web.route import ANYONE, Ask, Route

NOTHING: dict[str, Any] = {"ahead": None, "wait": None, "reason": None, "resumes_at": None}
"""What is said of the wait of a ticket that does not wait."""
DISPLAYS = ("display", "kiosk", "agent", *STAFF)
AT_THE_DOOR = (*(r for r in STAFF if r != "auditor"), "kiosk")


def halls(ask: Ask) -> dict[str, Any]:
    after = ask.query.next or ""
    ids = sorted(id for id in ask.hub.rooms if id > after)
    page = [ask.hub.rooms[id].hall for id in ids[: ask.query.limit]]
    return {
        "halls": [{"id": h.id, "name": h.name, "name_en": h.name_en} for h in page],
        "next": page[-1].id if len(ids) > len(page) else None,
    }


def hall(ask: Ask) -> dict[str, Any]:
    """The public profile. `always_open`: hours and caps do not count."""
    ask.hub.catch_up()
    return {**profiles.public(ask.hub.room(ask.path["hall"]).hall), "always_open": ask.hub.lax}


def board(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    if ask.query.zone is not None and ask.query.zone not in room.hall.zone:
        raise HallError("unknown_zone", f"This hall has no zone «{ask.query.zone}».")
    return room.look("board", ask.query.zone)


def written(e: Any, digest: str) -> dict[str, Any]:
    """An entry as the wire shows it."""
    return {
        "seq": e.seq, "at": iso(e.at), "day": e.day, "v": e.v, "kind": e.kind, "actor": e.actor,
        "cause": e.cause, "data": e.data, "hash": digest,
    }  # fmt: skip


def track(ask: Ask) -> dict[str, Any]:
    return tracked(*find(ask.hub, ask.path["code"]))


def tracked(room: Room, id: str, row: dict[str, Any]) -> dict[str, Any]:
    """A holder's ticket, from the floor or, when its day is over, from its row."""
    ticket = room.floor.tickets.get(id)
    if ticket is None:
        return {"seq": room.floor.seq, "hall": room.id, "ticket": row, **NOTHING}
    prospects = NOTHING
    if ticket.status == "waiting":
        prospects = room.told(ticket, room.clock.now(room.floor.at))
    return {
        "seq": room.floor.seq,
        "hall": room.id,
        "ticket": entries.holder_ticket(ticket, room.hall),
        **prospects,
    }


def find_ticket(ask: Ask) -> dict[str, Any]:
    """A ticket of today by what stands on its slip; `returns`: it may come back with what was missing."""
    room = ask.hub.room(ask.path["hall"])
    with ask.hub.reading():
        same = _of_reading(ask, room) if ask.body.reading else _on_slip(ask, room)
        found = max(same, key=lambda t: t.turn, default=None)
        if found is None:
            raise HallError("unknown_ticket", "There is no such ticket today.")
        answer = tracked(room, found.id, {})
    del answer["hall"]
    return answer | {"returns": found.status == "completed" and bool(found.missing)}


def _on_slip(ask: Ask, room: Room) -> list[Ticket]:
    """Raises HallError(unknown_ticket)."""
    if not ask.body.code:
        return [t for t in room.floor.tickets.values() if t.number == (ask.body.number or "").upper()]
    at, id, _ = find(ask.hub, ask.body.code)
    return [t for t in (room.floor.tickets.get(id),) if t and at is room]


def _of_reading(ask: Ask, room: Room) -> list[Ticket]:
    """Those of whose card it is, of which the latest counts. Raises HallError(reading_gone)."""
    now, conn = room.clock.now(room.floor.at), ask.hub.store.conn
    card = readings.known(conn, room, ask.body.reading, ask.own_device, now)
    purpose = readings.tickets(hours.business_day(room.hall, now).isoformat())
    refs = identity.refs_of(conn, room.id, purpose, readings.mark(card, purpose), now)
    return [t for ref in refs if (t := room.floor.tickets.get(ref))]


def track_cancel(ask: Ask) -> dict[str, Any]:
    room, id, _ = find(ask.hub, ask.path["code"])
    ask.act("cancel", hall=room.id, ticket=id, actor=f"holder:{id}", channel="holder")
    with ask.hub.reading():
        return tracked(*find(ask.hub, ask.path["code"]))


def track_rate(ask: Ask) -> dict[str, Any]:
    room, id, _ = find(ask.hub, ask.path["code"])
    ask.act("rate", hall=room.id, ticket=id, actor=f"holder:{id}", channel="holder")
    with ask.hub.reading():
        answer = tracked(*find(ask.hub, ask.path["code"]))
    # Only whoever has just said it is told it again; see `entries.holder_ticket`.
    return answer | {"ticket": answer["ticket"] | {"rating": ask.body.level}}


def me(ask: Ask) -> dict[str, Any]:
    if ask.who is None:
        raise HallError("unauthenticated", "Nobody is signed in.")
    who = ask.who
    page = ask.hub.devices.get(who.hall, page_of(who.role, who.device)) if who.hall and who.device else None
    return msgspec.to_builtins(describe(who, entries.assigned(page)))  # type: ignore[no-any-return]


def describe(who: Any, assigned: dict[str, Any] | None = None) -> shape.Me:
    name = who.person or who.device or who.label
    return shape.Me(
        who.actor, who.person, name, who.role, who.hall, who.window, who.device, assigned,
        who.department, VERSION, WIRE,
    )  # fmt: skip


ROUTES: list[Route] = [
    Route("GET", "/halls", "The halls of this hub", halls, shape.Halls, ANYONE, query=shapes.Page),
    Route("GET", "/halls/{hall}", "A hall's public profile", hall, shape.Hall, ANYONE),
    Route(
        "GET", "/halls/{hall}/board", "What the wall shows", board, shape.Board, DISPLAYS, query=shapes.Zone,
        errors=("unknown_zone",),
    ),
    Route(
        "POST", "/halls/{hall}/tickets/find", "A ticket of today by the number or code on its slip", find_ticket,
        shape.FoundTicket, AT_THE_DOOR, shapes.OnSlip, errors=("unknown_ticket", "reading_gone"),
    ),
    Route("GET", "/track/{code}", "A ticket by its code", track, shape.Tracked, ANYONE, errors=("unknown_ticket",)),
    Route(
        "POST", "/track/{code}/cancel", "Give the ticket up", track_cancel, shape.Tracked, ANYONE,
        errors=("unknown_ticket", "illegal_move"),
    ),
    Route(
        "POST", "/track/{code}/rate", "Rate the visit", track_rate, shape.Tracked, ANYONE, shapes.Rate,
        errors=("unknown_ticket", "illegal_move", "already_rated"),
    ),
    Route("GET", "/me", "Who am I", me, shape.Me, ANYONE),
]  # fmt: skip
