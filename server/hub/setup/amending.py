"""A profile's next version made from what a manager asks for: read, merged, judged, inside the write transaction."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from typing import Any

import msgspec

from server import profiles
from server.domain.errors import HallError
from server.domain.events import Command
from server.domain.profile import Hall
from server.hub.room import Room
from server.hub.setup import document as setup
from server.profiles import ProfileFaults, amending
from server.profiles.links import UNSERVED
from server.profiles.saying import entries
from server.protocol import canonical

KEEP = """insert into profile (hall, version, raw, digest, at, actor, changes)
    values (:hall, :version, :raw, :digest, :at, :actor, :changes)"""
_decode = msgspec.json.Decoder().decode


def amended(
    room: Room, c: Command, conn: sqlite3.Connection, now: int
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """What `decide` needs to know, and the row to be written if it agrees; nothing where nothing changes.

    Raises HallError: unknown_window, would_strand (a service no window would serve), invalid with every fault.
    """
    if "draft" in c.args:
        return setup.drafted(room, c, conn, now)
    raw, digest, made = in_force(room, conn)
    edit = c.args["edit"]
    _must_be_there(room, edit)
    wanted = amending.merged(made, edit)
    if wanted == made:
        return {}, None
    document = amending.amended(raw, wanted)
    hall = _built(document)
    changed = amending.differing(room.profile(room.floor.profile), hall)
    version = setup.following(room, conn)
    facts = {
        "hall": room.today(hall, room.floor), "version": version, "changed": changed,
        "digest": hashlib.sha256(canonical(document).encode()).hexdigest(),
    }  # fmt: skip
    text = canonical(raw)
    # A document that was set up in the browser stays one, whatever lies over it or no longer does.
    file = not wanted and digest == hashlib.sha256(text.encode()).hexdigest()
    row = {
        "hall": room.id, "version": version, "raw": text, "digest": digest, "at": now,
        "actor": c.person or c.actor, "changes": None if file else canonical({"set": wanted, "changed": changed}),
    }  # fmt: skip
    return facts, row


def in_force(room: Room, conn: sqlite3.Connection) -> tuple[dict[str, Any], str, dict[str, Any]]:
    """The file, its digest, and the changes over it, of the version the journal names."""
    raw, digest, changes = conn.execute(
        "select raw, digest, changes from profile where hall = :hall and version = :version",
        {"hall": room.id, "version": room.floor.profile},
    ).fetchone()
    return _decode(raw), digest, _decode(changes)["set"] if changes else {}


def changes(room: Room, conn: sqlite3.Connection) -> list[dict[str, Any]]:
    """The versions made at run time since the file was brought in, oldest first."""
    rows = conn.execute(
        """select version, at, actor, changes from profile where hall = :hall and version <= :version
            and version > coalesce((select max(version) from profile where hall = :hall and changes is null
                and version <= :version), 0) order by version""",
        {"hall": room.id, "version": room.floor.profile},
    )
    return [
        {"version": v, "at": at, "by": by, "changed": _decode(text)["changed"]} for v, at, by, text in rows
    ]


def _must_be_there(room: Room, edit: dict[str, Any]) -> None:
    """A window may be asked for that is not there today: the profile's, not the day's, are looked at."""
    for window in edit.get("windows") or {}:
        if window not in room.profile(room.floor.profile).window:
            raise HallError("unknown_window", f"This hall has no window «{window}».")


def _built(document: dict[str, Any]) -> Hall:
    """The hall, or every fault in words."""
    try:
        return profiles.build(document)
    except ProfileFaults as found:
        bare = [_service(f.key) for f in found.faults if f.wrong == UNSERVED]
        if bare and len(bare) == len(found.faults):
            raise HallError(
                "would_strand", f"No window would serve {', '.join(bare)}; name it at another window first.",
                left=[], services=bare,
            ) from None  # fmt: skip
        raise HallError("invalid", str(found), errors=entries(found.faults)) from None


def _service(key: str) -> str:
    return re.sub(r"^services\.", "", key)
