"""What is told of warnings over HTTP: raised, at another level, taken over by somebody, over.

A message is made in the event's transaction for each address that asked for warnings of its level, and whoever was
told that one began is told that it is over. It names tickets and staff as the journal does, and no citizen.
"""

from __future__ import annotations

import secrets
import sqlite3
from typing import Any

import msgspec

from server.domain.alarms.steps import rank
from server.domain.events import Entry
from server.hub import entries
from server.hub.entries import iso
from server.hub.room import Room
from server.journal import webhooks

_encode = msgspec.json.Encoder().encode
TOPIC = "warnings"
TOLD = {
    "alarm.raised": "warning.raised",
    "alarm.level_changed": "warning.level_changed",
    "alarm.acknowledged": "warning.acknowledged",
    "alarm.cleared": "warning.cleared",
}
"""Kind of entry → what the message calls it."""


def owe(conn: sqlite3.Connection, room: Room, entry: Entry) -> None:
    """Add the messages an entry, already applied, causes."""
    hooks = webhooks.of_hall(conn, room.id, TOPIC) if entry.kind in TOLD else []
    level = rank(_peak(room, entry)) if hooks else 0
    for hook in hooks:
        if level >= rank(hook.level):
            id = f"d_{secrets.token_hex(8)}"
            body = _encode({"id": id, **message(room, entry)}).decode()
            webhooks.add(conn, hook, id, entry.seq, TOLD[entry.kind], body, entry.at)


def _peak(room: Room, entry: Entry) -> str:
    """The highest level that it has had; what is over is on the floor no longer and says so itself."""
    alarm = room.floor.alarms.get(entry.data["key"])
    return alarm.peak if alarm else str(entry.data.get("peak", "yellow"))


def message(room: Room, entry: Entry) -> dict[str, Any]:
    """What happened, and the warning as it is now; of one that is over its key, kind and highest level."""
    d, alarm = entry.data, room.floor.alarms.get(entry.data["key"])
    warning = (
        entries.alarm(alarm) if alarm else {"key": d["key"], "kind": d["kind"], "level": _peak(room, entry)}
    )
    return {
        "event": TOLD[entry.kind], "hall": room.id, "seq": entry.seq, "at": iso(entry.at), "warning": warning,
    }  # fmt: skip
