"""What a verb answers: {seq, ticket, window?} and, for a ticket just taken, how many are ahead."""

from __future__ import annotations

from typing import Any

from server.domain import hours
from server.domain.events import Command, Event
from server.domain.floor import Floor
from server.domain.ticket import Ticket
from server.domain.verbs import settle
from server.hub import entries
from server.hub.booking import booked
from server.hub.facts import Gathered
from server.hub.room import Room


def answer(room: Room, c: Command, events: list[Event], gathered: Gathered, now: int) -> dict[str, Any]:
    """Plain JSON, stored as it is for replay: nothing personal in it."""
    floor = room.floor
    out: dict[str, Any] = {"seq": floor.seq, "ticket": None}
    acted = _acted(floor, c, events)
    if acted:
        out["ticket"] = entries.staff_ticket(acted)
        if c.verb in ("take", "requeue"):
            out["ticket"] |= room.prospects(acted, now)
        if c.verb == "take":
            out["warnings"] = room.warnings(acted, now)
    if c.window and c.verb != "amend":
        out["window"] = entries.staff_window(floor.window(c.window), floor.hall)
    if c.verb == "call_next":
        if acted is None:
            out["reason"] = "nobody_waits"
        if events and events[0].kind in ("ticket.completed", "ticket.no_show"):
            out["finished"] = entries.staff_ticket(floor.tickets[events[0].data["ticket"]])
    out |= booked.answer(room, c, gathered)
    if c.verb == "close":
        left = settle.left_by(floor, str(c.window))
        out["left"] = [{"service": s, "waiting": n} for s, n in left.items()]
    if c.verb in ("amend", "extend"):
        out |= {"version": floor.profile, "extended": hours.said(floor.extended)}
    if c.verb == "settle":
        out |= {"ticket": None, "settled": events[-1].data["tickets"]}
    if c.verb == "undo":
        ids = dict.fromkeys(e.data["ticket"] for e in events if e.kind == "ticket.undone")
        out["tickets"] = [entries.staff_ticket(floor.tickets[id]) for id in ids]
    return out


def _acted(floor: Floor, c: Command, events: list[Event]) -> Ticket | None:
    """The ticket the verb was about."""
    if c.verb == "call_next":
        called = [e for e in events if e.kind == "ticket.called"]
        return floor.tickets[called[0].data["ticket"]] if called else None
    if c.verb == "undo":
        # Who waited again by itself because of the press is passed again, and not whom the clerk means.
        return floor.tickets[
            next(e.data["ticket"] for e in events if e.data.get("to") not in (None, "no_show"))
        ]
    if events and "ticket" in events[0].data:
        return floor.tickets.get(events[0].data["ticket"])
    if c.window and c.verb != "amend":
        return floor.tickets.get(floor.window(c.window).ticket or "")
    return None
