"""A copy of the hall's moment for what is foreseen of the rest of today: taken under the lock, used beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from server.domain import hours
from server.domain.floor import Floor
from server.domain.waits.estimate import COMING
from server.domain.waits.pace import History, Pace
from server.domain.waits.staffing import staffing

LEAST_LEFT = 60.0
"""Seconds: whoever has been served for longer than usual is thought to take a little still."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Somebody in line, by the second of the day at which their wait began."""

    service: str
    since: float
    classes: tuple[str, ...] = ()
    slot: float | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """Who waits, which windows work (those on a break come back), until when each serves whom it has.

    `second`: of the date, as are the others.
    """

    second: float
    waiting: tuple[Waits, ...]
    open: frozenset[str]
    busy: Mapping[str, float] = field(default_factory=dict)

    @property
    def minute(self) -> int:
        return int(self.second // 60)


def of(floor: Floor, history: History, now: int) -> Present:
    midnight = round(hours.at(floor.hall, hours.local(floor.hall, now).date(), 0).timestamp() * 1000)
    staff, pace = staffing(floor, now), Pace(floor, history)
    waiting = tuple(
        Waits(t.service, (t.since - midnight) / 1000, tuple(c for c in t.classes if c in floor.hall.klass),
              None if t.slot is None else (t.slot - midnight) / 1000)
        for t in floor.tickets.values() if t.status == "waiting" and t.service in floor.hall.service
    )  # fmt: skip
    second = (now - midnight) / 1000
    busy = {}
    for w in floor.windows.values():
        ticket = floor.tickets.get(w.ticket or "")
        if ticket is not None and ticket.status in ("called", "serving"):
            had = (now - (ticket.started_at or now) - ticket.held_ms) / 1000
            busy[w.id] = second + max(LEAST_LEFT, pace.seconds(ticket.service) + COMING - had)
    return Present(second, waiting, staff.open | staff.resting, busy)
