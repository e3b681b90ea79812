"""A hall's promise to those who reserve: on time, so many percent are called within so many minutes of their slot.

Counted from the slot, or from the check-in where that was later. A pure function of the floor and the moment.
"""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.floor import Floor
from server.domain.profile import Hall
from server.domain.ticket import MINUTE, Ticket


@dataclass(frozen=True, slots=True)
class Promise:
    """Of today's reservations on time whose time is up or who were called: how many `kept`, `of` how many.

    `missed`: the tickets it was not kept for, in the order of their taking.
    """

    kept: int
    of: int
    missed: tuple[str, ...] = ()

    @property
    def percent(self) -> float | None:
        """None before there is one to judge by."""
        return 100 * self.kept / self.of if self.of else None

    def broken(self, hall: Hall) -> bool:
        """Whether fewer were called in time than the hall promises; never where it promises nothing."""
        return self.percent is not None and self.percent < hall.reservations.promise_percent


def state(floor: Floor, now: int) -> Promise:
    """How the promise stands at `now` (ms). Who was passed and let back in has been called: they are left out."""
    reserved = sorted((floor.tickets[id] for id in floor.reserved), key=lambda t: t.turn)
    judged = [(t.id, in_time(floor.hall, t, now)) for t in reserved]
    known = [(id, good) for id, good in judged if good is not None]
    missed = tuple(id for id, good in known if not good)
    return Promise(len(known) - len(missed), len(known), missed)


def in_time(hall: Hall, ticket: Ticket, now: int) -> bool | None:
    """Whether the promise was kept for a ticket; None for who has no promise, or waits within it still."""
    if ticket.slot is None or ticket.arrival not in ("early", "on_time"):
        return None
    due = max(ticket.taken_at, ticket.slot) + hall.reservations.promise_minutes * MINUTE
    if ticket.first_called_at is not None:
        return ticket.first_called_at <= due
    until = now if ticket.ended_at is None else ticket.ended_at
    return False if until > due else None
