"""Bringing a profile in: a new hall, the same again, or a changed one where the operator says so."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from server import profiles
from server.domain.events import Command
from server.domain.profile import Hall
from server.hub.hub import Hub
from server.hub.room import Room
from server.protocol import canonical


class Refused(Exception):
    """The stored profile differs, or the new one would strand people; the message says what to do."""


def bring_in(hub: Hub, raw: dict[str, Any], hall: Hall, replace: bool) -> str:
    """`new`, `same` or `replaced`, with what was dropped. Raises Refused with the difference shown.

    What was changed at run time lies over the file: the same file keeps it, another one takes its place.
    """
    text = canonical(raw)
    digest = hashlib.sha256(text.encode()).hexdigest()
    row = hub.store.one(
        "select version, raw, digest, changes from profile where hall = :hall order by version desc limit 1",
        hall=hall.id,
    )
    if row is None:
        _store(hub, hall.id, 1, text, digest)
        hub.furnish(hall.id)
        _change(hub, hall.id, 1, digest)
        return "new"
    in_force = profiles.amending.amended(_decoded(row[1]), _decoded(row[3])["set"] if row[3] else {})
    if row[2] == digest or _means(_decoded(row[1]), hall) or _means(in_force, hall):
        if hub.room(hall.id).floor.profile == row[0]:
            return "same"
        # Stored, but whoever brought it in was ended before the journal named it.
        _change(hub, hall.id, row[0], row[2])
        return "replaced"
    lost = ", ".join(_made_since(hub, hall.id, row[0], in_force) if row[3] else ())
    if not replace:
        lines = "\n  ".join(profiles.difference(in_force if row[3] else _decoded(row[1]), raw))
        raise Refused(
            f"The profile of {hall.id} differs from the one stored (version {row[0]}):\n  {lines}\n"
            "Start with --replace to use the file from now on, or without --hall to keep the stored one."
            + (f" What was changed at run time would go: {lost}." if lost else "")
        )
    _refuse_stranding(hub.room(hall.id), hall)
    _store(hub, hall.id, row[0] + 1, text, digest)
    _change(hub, hall.id, row[0] + 1, digest)
    return f"replaced; dropped what was changed at run time: {lost}" if lost else "replaced"


def _means(document: dict[str, Any], hall: Hall) -> bool:
    """Whether a stored document, written differently, means the same hall."""
    return profiles.build(document) == hall


def _made_since(hub: Hub, hall: str, version: int, in_force: dict[str, Any]) -> list[str]:
    """The places that were changed or set up since the last file was brought in."""
    file = hub.store.one(
        """select raw from profile where hall = :hall and changes is null and version < :version
            order by version desc limit 1""",
        hall=hall, version=version,
    )  # fmt: skip
    found = profiles.differences(_decoded(file[0]), in_force) if file else []
    return [".".join(filter(None, (one.part, one.row, one.key))) for one in found if one.part]


def _decoded(text: str) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(text)
    return raw


def _store(hub: Hub, hall: str, version: int, text: str, digest: str) -> None:
    with hub.store.writing() as conn:
        conn.execute(
            """insert into profile (hall, version, raw, digest, at, actor)
                values (:hall, :version, :raw, :digest, :at, 'system')""",
            {"hall": hall, "version": version, "raw": text, "digest": digest, "at": hub.new_clock().now(0)},
        )


def _change(hub: Hub, hall: str, version: int, digest: str) -> None:
    facts = {"version": version, "digest": digest}
    hub.act(hall, Command("change_profile", "system", {"facts": facts}))


def _refuse_stranding(room: Room, new: Hall) -> None:
    """Nobody's place may vanish: what open tickets wait for and where they are must still be there."""
    for t in room.floor.tickets.values():
        if t.status not in ("waiting", "called", "serving", "held"):
            continue
        missing = [s for s in t.awaited if s not in new.service]
        if t.window and t.status in ("called", "serving") and t.window not in new.window:
            missing.append(t.window)
        if t.status == "waiting" and t.line not in new.queue:
            missing.append(t.line)
        if missing:
            raise Refused(
                f"{t.number} is {t.status} and needs {', '.join(missing)}, which the new profile lacks. "
                "Finish or transfer such tickets first, or keep these in the file until tomorrow."
            )
