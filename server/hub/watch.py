"""What comes by itself: alarms as time passes, and calls at windows whose clerks asked for them.

Looked for after each committed act and once a second. Deciding costs a glance at the floor; only what there is to
do becomes a command, decided again under the hall's lock, so several processes raise or call once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from server.domain.alarms.alarms import EASE
from server.domain.alarms.watching import Seen, Unspoken
from server.domain.errors import HallError
from server.domain.events import Command
from server.domain.ratings import cases as past
from server.domain.verbs import decide
from server.hub import unusual, work
from server.hub.room import Room
from server.journal import cases, jobs
from server.journal.store import Busy, Full

if TYPE_CHECKING:
    from server.hub.hub import Hub

log = logging.getLogger("paihao.watch")
SYSTEM = "system"


def acted(hub: Hub, room: Room) -> None:
    """Somebody did something, and the hub's lock is still held: call at the windows that are ready."""
    # Each call takes in what other processes did, windows opened there among it.
    for _ in tuple(room.floor.windows) if room.hall.rules.auto_call else ():
        if not _bring(hub, room, Command("auto_call", SYSTEM)):
            return


def passed(hub: Hub, room: Room) -> None:
    """A second has gone by."""
    with hub.store.lock:
        if room.sure and room.floor.day:
            facts = {"seen": seen(hub, room, room.clock.now(room.floor.at))}
            _bring(hub, room, Command("alarms", SYSTEM, {"facts": facts}))
        acted(hub, room)


def seen(hub: Hub, room: Room, now: int) -> Seen:
    """The hall's devices as they beat, and the calls that were not spoken."""
    told = room.opening(now)
    hours = "open" if told["open"] else "lunch" if told["reason"] == "lunch" else "closed"
    late = tuple(past.alarms(cases.overdue(hub.store.conn, room.id, now), now))
    others = (*late, *unusual.alarms(room, now))
    return Seen(
        tuple(hub.devices.all(room.id)), tuple(_unspoken(hub, room, now)), hours, room.listening, others
    )


def _unspoken(hub: Hub, room: Room, now: int) -> Iterator[Unspoken]:
    """Calls that stand for longer than the hall allows and whose announcement did not end as done."""
    late = room.hall.voice.late_seconds * 1000
    tickets = (room.floor.tickets.get(w.ticket or "") for w in room.floor.windows.values() if late)
    for t in (t for t in tickets if t and t.status == "called" and now - (t.called_at or now) >= late * EASE):
        job = jobs.found(hub.store.conn, room.id, work.job_id("speech", t.called_seq or 0, t.id))
        # Nothing is said where the volume is 0, and nobody waits for it.
        if job and job.state != "done" and job.payload.get("volume", 100):
            yield Unspoken(job.zone or "", t.number, str(t.window), job.made_at)


def _bring(hub: Hub, room: Room, command: Command) -> bool:
    """Carry out what the floor calls for; whether there was anything."""
    verb, facts = command.verb, command.args.get("facts", {})
    if (
        not room.sure
        or not room.floor.day
        or not decide(room.floor, command, facts, room.clock.now(room.floor.at))
    ):
        return False
    try:
        hub.act(room.id, command)
    except (HallError, Busy, Full) as trouble:
        # What somebody pressed is committed and stays so; a second later this is tried again.
        log.warning("%s: %s of %s: %r", room.id, verb, SYSTEM, trouble)
        return False
    return True
