"""An account as somebody wants it, against the one there is: who may change whose, and what changes."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Any

from server.domain.errors import HallError, unfit
from server.domain.events import Command
from server.hub.gathered import Gathered
from server.hub.room import Room
from server.journal import access, staff
from server.journal.staff import Staff

TOLD = ("number", "department", "skills", "stands_in", "role")
NONE_SUCH = {"skills": "no_service", "department": "no_department", "stands_in": "no_person"}


def gather(g: Gathered, room: Room, c: Command, conn: sqlite3.Connection) -> None:
    """`args`: `name`, `wanted` (fields of a Staff), `new`, `everywhere` (the hand behind it is not of one hall).

    Raises HallError(unknown_person, name_taken, number_taken, forbidden, invalid).
    """
    name, wanted, new = c.args["name"], dict(c.args["wanted"]), c.args["new"]
    known = staff.one(conn, name)
    _must_be_ours(room, c, known, new)
    known = None if known and known.ended else known
    before = known or Staff(name, "", room.id)
    who = replace(before, **{"ended": False, **wanted})
    if known and name == c.person and (who.ended or who.role != before.role):
        raise HallError(
            "forbidden", "Nobody ends their own account or changes their own role; ask another admin."
        )
    _must_fit(conn, room, who)
    g.staff = who
    changed = [field for field in TOLD if getattr(before, field) != getattr(who, field)]
    changed += ["password"] if who.password else []
    changed += ["pin"] if who.forget_pin and before.has_pin else []
    changed = ["ended"] if who.ended else ["new", *changed] if known is None else changed
    g.facts |= {"person": name, "role": who.role, "department": who.department, "changed": changed}


def _must_be_ours(room: Room, c: Command, known: Staff | None, new: bool) -> None:
    gone = known is None or known.ended
    if new and known is not None and not (known.ended and known.hall == room.id):
        raise HallError("name_taken", "Somebody has this name already; add to it what tells them apart.")
    if not new and gone:
        raise HallError("unknown_person", "Nobody here has this name.")
    if not new and known and known.hall != room.id and not (known.hall is None and c.args["everywhere"]):
        code = "forbidden" if known.hall is None else "unknown_person"
        raise HallError(code, "This account is not one of this hall's own.")


def _must_fit(conn: sqlite3.Connection, room: Room, who: Staff) -> None:
    """Raises HallError(number_taken, invalid)."""
    other = access.numbered(conn, who.number, who.hall) if who.number and not who.ended else None
    if other and other.name != who.name:
        raise HallError("number_taken", f"The number {who.number} is {other.name}'s.", by=other.name)
    hall = room.profile(room.floor.profile)
    if who.ended:
        return
    lost: list[tuple[str, Any]] = [("skills", s) for s in who.skills or () if s not in hall.service]
    if who.department and who.department not in hall.department:
        lost.append(("department", who.department))
    lost += [
        ("stands_in", name) for name in who.stands_in
        if name == who.name or (person := staff.one(conn, name)) is None or person.ended
        or person.hall not in (None, room.id)
    ]  # fmt: skip
    if who.role == "lead" and not who.department:
        raise unfit("body", "$.department", "missing", "a lead looks after a department; name it")
    if lost:
        key, id = lost[0]
        raise unfit("body", f"$.{key}", NONE_SUCH[key], f"there is no «{id}» here")
