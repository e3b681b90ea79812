"""What happened to a ticket, over HTTP; tickets of any day by number; which later numbers went before one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

from server import runtime, settings
from server.domain.profile import Hall
from server.hub.hub import Hub
from server.hub.past import life
from server.web.past import archive
from server.web.past import shapes as shape
from server.web.route import Ask, Route

T = TypeVar("T")
READERS = ("lead", "manager", "auditor", "admin")


def beside(hub: Hub, work: Callable[[sqlite3.Connection], T]) -> T:
    """Read the journal beside everything else, with a connection of its own."""

    def read() -> T:
        with hub.store.beside() as conn:
            return work(conn)

    return runtime.offload(settings.async_mode(), read)


def of_ticket(ask: Ask) -> dict[str, Any]:
    hall, ticket, whose, reader = ask.path["hall"], ask.path["ticket"], ask.department, ask.reader
    with ask.hub.reading():
        today = ask.hub.room(hall).date
    return beside(ask.hub, lambda conn: life.life(conn, hall, ticket, whose, reader, today))


def skipped(ask: Ask) -> dict[str, Any]:
    hall, ticket, whose = ask.path["hall"], ask.path["ticket"], ask.department
    return archive.of(ask.hub).ask("skipped", hall=hall, ticket=ticket, department=whose)


def visits(ask: Ask) -> dict[str, Any]:
    room, query, whose = ask.hub.room(ask.path["hall"]), ask.query, ask.department
    with ask.hub.reading():
        today, seq = room.date, room.floor.seq
        services = _services(room.hall, whose)
    taken, _, id = (query.next or "0.").partition(".")
    wanted = {
        "day": query.day or today, "number": query.number and query.number.upper(), "service": query.service,
        "window": query.window, "person": query.person, "status": query.status, "taken": int(taken), "id": id,
        "limit": query.limit + 1, "reader": ask.reader, "today": today,
    }  # fmt: skip
    rows = beside(ask.hub, lambda conn: life.visits(conn, room.id, wanted, services))
    page = rows[: query.limit]
    more = len(rows) > len(page)
    return {"visits": page, "next": life.place(page[-1]) if more else None, "seq": seq}


def _services(hall: Hall, department: str | None) -> list[str] | None:
    """None for all; a department that has no service has no visits."""
    return None if department is None else [s.id for s in hall.services if s.department == department]


ROUTES: list[Route] = [
    Route(
        "GET", "/halls/{hall}/visits", "Tickets of a day, by number or what else is known", visits, shape.Visits,
        READERS, query=shape.VisitsQuery, slow=True,
    ),
    Route(
        "GET", "/halls/{hall}/tickets/{ticket}/life", "What happened to a ticket", of_ticket, shape.Life, READERS,
        errors=("unknown_ticket",), slow=True,
    ),
    Route(
        "GET", "/halls/{hall}/tickets/{ticket}/skipped", "Later numbers that were called before a ticket, and why",
        skipped, shape.Skipped, READERS, errors=("unknown_ticket",), slow=True,
    ),
]  # fmt: skip
