"""How a visitor enters the hall: the taking that the domain decides, with classes that need no proof here."""

from __future__ import annotations

from collections.abc import Callable

from server.domain.booking.arrival import RESERVED, arrived
from server.domain.events import Command, Event
from server.domain.floor import Floor
from server.domain.verbs import decide
from server.domain.verbs.line import standings
from server.simulate.visitor import Visitor

Instant = Callable[[float], int]
"""Seconds on the visitors' clock → milliseconds UTC."""
FACTS = {"series": "hub", "reason": {"reason": "simulated"}}
"""A guide's reason stands for the proof of a name that some businesses ask for."""


def taking(floor: Floor, visitor: Visitor, instant: Instant, lax: bool) -> list[Event]:
    """The events of taking a number. Raises HallError when the hall refuses."""
    now = instant(visitor.at)
    args = {"services": [visitor.service], "needs": visitor.needs}
    command = Command("take", "simulate", args, channel="guide", lax=lax)
    events = decide(floor, command, {**FACTS, "ticket": str(visitor.row)}, now)
    classes = classes_of(visitor)
    if classes:
        slot = None if visitor.slot is None else instant(visitor.slot)
        arrival = None if slot is None else arrived(floor.hall, slot, now)
        events[0].data.update(
            classes=list(classes), slot=slot, arrival=arrival,
            standings=standings(floor, classes, now, slot, arrival),
        )  # fmt: skip
    return events


def classes_of(visitor: Visitor) -> tuple[str, ...]:
    """Priority classes beside ordinary; who has a slot has a reservation."""
    named = tuple(c for c in visitor.classes if c not in ("ordinary", RESERVED))
    return (*named, RESERVED) if visitor.slot is not None else named
