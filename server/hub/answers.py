"""What a verb answers: {seq, ticket, window?} and, for a ticket just taken, how many are ahead."""

from __future__ import annotations

from typing import Any

from server.domain.events import Command, Event
from server.domain.floor import Floor
from server.domain.ticket import Ticket
from server.hub import entries
from server.hub.facts import Gathered
from server.hub.room import Room


def answer(room: Room, c: Command, events: list[Event], gathered: Gathered, now: int) -> dict[str, Any]:
    """Plain JSON, stored as it is for replay: nothing personal in it."""
    floor = room.floor
    out: dict[str, Any] = {"seq": floor.seq, "ticket": None}
    acted = _acted(floor, c, events)
    if acted:
        out["ticket"] = entries.staff_ticket(acted)
        if c.verb == "take":
            out["ticket"] |= room.prospects(acted, now)
    if c.window:
        out["window"] = entries.staff_window(floor.window(c.window), floor.hall)
    if c.verb == "call_next":
        if acted is None:
            out["reason"] = "nobody_waits"
        if events and events[0].kind != "ticket.called":
            out["finished"] = entries.staff_ticket(floor.tickets[events[0].data["ticket"]])
    if c.verb == "undo":
        out["tickets"] = [entries.staff_ticket(floor.tickets[e.data["ticket"]]) for e in events]
    return out


def _acted(floor: Floor, c: Command, events: list[Event]) -> Ticket | None:
    """The ticket the verb was about."""
    if c.verb == "call_next":
        called = [e for e in events if e.kind == "ticket.called"]
        return floor.tickets[called[0].data["ticket"]] if called else None
    if events and "ticket" in events[0].data:
        return floor.tickets.get(events[0].data["ticket"])
    if c.window:
        return floor.tickets.get(floor.window(c.window).ticket or "")
    return None
