"""A rehearsal (演练): days of their own in the journal, with numbers of their own, that no figure counts.

Which days are rehearsed is said once, when a hub starts; a real day is never ended for a rehearsal.
"""

from __future__ import annotations

from server.domain.events import Command
from server.hub.hub import Hub


class Underway(Exception):
    """A real day is open; the message says what to do."""


def begin(hub: Hub, rehearsal: bool) -> None:
    """Open days as rehearsals from now on, or as real ones again. Raises Underway; Busy, Full."""
    days = {id: room.floor for id, room in hub.rooms.items()}
    # A day that is over ends by itself with the first act of the next, and hinders nobody.
    real = [id for id, floor in days.items() if floor.day and not floor.rehearsal and not _over(hub, id)]
    if rehearsal and real:
        raise Underway(
            f"{', '.join(real)} has a real day open, which a rehearsal would end. "
            "Rehearse before the hall opens, or with another --data directory."
        )
    for id, floor in days.items():
        if floor.day and floor.rehearsal and not rehearsal:
            hub.act(id, Command("close_day", "system"))
    hub.rehearsal = rehearsal


def _over(hub: Hub, hall: str) -> bool:
    room = hub.room(hall)
    return room.day_over(room.clock.now(room.floor.at))
