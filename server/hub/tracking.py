"""From a track code to its ticket: on today's floor, or as the row it left."""

from __future__ import annotations

import json
from typing import Any

from server.domain.errors import HallError
from server.hub.entries import iso
from server.hub.hub import Hub
from server.hub.room import Room
from server.journal import private


def find(hub: Hub, code: str) -> tuple[Room, str, dict[str, Any]]:
    """The hall, the ticket's id and its row in the holder's shape: that it was rated, never how, as slips lie about.

    Raises HallError(unknown_ticket).
    """
    with hub.store.lock:
        id = private.by_track(hub.store.conn, code)
        row = hub.store.one(
            """select hall, id, number, status, service, services, queue, window, taken_at, called_at, recalls,
                ended_at, outcome, rating is not null
                from visit where id = :id""",
            id=id,
        )
    if row is None:
        raise HallError("unknown_ticket", "This link is unknown, or its time is over.")
    room = hub.room(row[0])
    service = room.hall.service.get(row[4])
    return room, row[1], {
        "id": row[1], "number": row[2], "status": row[3], "service": row[4], "services": json.loads(row[5]),
        "service_name": service.name if service else "", "service_name_en": service.name_en if service else "",
        "queue": row[6], "window": None, "sign": None, "zone": None, "taken_at": iso(row[8]), "called_at": iso(row[9]),
        "called_seq": None, "recalls": row[10], "last_call": False, "ended_at": iso(row[11]), "outcome": row[12],
        "rating": None, "rated": bool(row[13]), "reason": None,
    }  # fmt: skip
