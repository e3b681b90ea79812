"""What comes by itself: alarms as time passes, and calls at windows whose clerks asked for them.

Looked for after each committed act and once a second. Deciding costs a glance at the floor; only what there is to
do becomes a command, decided again under the hall's lock, so several processes raise or call once.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from server.domain.errors import HallError
from server.domain.events import Command
from server.domain.verbs import decide
from server.hub.room import Room
from server.journal.store import Busy, Full

if TYPE_CHECKING:
    from server.hub.hub import Hub

log = logging.getLogger("paihao.watch")
SYSTEM = "system"


def acted(hub: Hub, room: Room) -> None:
    """Somebody did something, and the hub's lock is still held: call at the windows that are ready."""
    # Each call takes in what other processes did, windows opened there among it.
    for _ in tuple(room.floor.windows) if room.hall.rules.auto_call else ():
        if not _bring(hub, room, "auto_call"):
            return


def passed(hub: Hub, room: Room) -> None:
    """A second has gone by."""
    with hub.store.lock:
        _bring(hub, room, "alarms")
        acted(hub, room)


def _bring(hub: Hub, room: Room, verb: str) -> bool:
    """Carry out what the floor calls for; whether there was anything."""
    command = Command(verb, SYSTEM)
    if (
        not room.sure
        or not room.floor.day
        or not decide(room.floor, command, {}, room.clock.now(room.floor.at))
    ):
        return False
    try:
        hub.act(room.id, command)
    except (HallError, Busy, Full) as trouble:
        # What somebody pressed is committed and stays so; a second later this is tried again.
        log.warning("%s: %s of %s: %r", room.id, verb, SYSTEM, trouble)
        return False
    return True
