"""What `decide` needs and the floor does not hold: fresh ids, a few rows, and where free text is kept.

Personal data and free text never enter the journal: they go to `private` under a reference, and the
event holds only the reference, or a reason's code.
"""

from __future__ import annotations

import re
import secrets
import sqlite3
from dataclasses import dataclass, field
from typing import Any

from server.domain import hours
from server.domain.events import Command
from server.hub.room import Room
from server.journal.private import DAY

SERIES = "hub"
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
REASON_DAYS = 365


@dataclass(slots=True)
class Gathered:
    """`private` rows are (ref, kind, value, expires_at ms)."""

    cause: str
    facts: dict[str, Any] = field(default_factory=dict)
    private: list[tuple[str, str, str, int]] = field(default_factory=list)


def gather(room: Room, c: Command, conn: sqlite3.Connection, now: int) -> Gathered:
    """Called inside the write transaction, so that rows cannot change before the decision is written."""
    g = Gathered(cause=f"c_{secrets.token_hex(6)}", facts=dict(c.args.get("facts", {})))
    _reason(g, c, now)
    if c.verb == "take":
        _ticket(g, room, c, now)
    elif c.verb == "rate" and c.ticket not in room.floor.tickets:
        g.facts["visit"] = visit(conn, room.id, c.ticket)
    elif c.verb == "open_day":
        day = hours.business_day(room.hall, now).isoformat()
        g.facts |= {"day": day, "numbers": numbers(conn, room.id, day)}
    return g


def _reason(g: Gathered, c: Command, now: int) -> None:
    words = c.args.get("words")
    reason = (words or c.args.get("reason") or "").strip()
    if not reason:
        return
    if not words and CODE.fullmatch(reason):
        g.facts["reason"] = {"reason": reason}
        return
    ref = f"r_{secrets.token_hex(6)}"
    g.facts["reason"] = {"reason": "text", "reason_ref": ref}
    g.private.append((ref, "reason", reason, now + REASON_DAYS * DAY))


def _ticket(g: Gathered, room: Room, c: Command, now: int) -> None:
    id = secrets.token_hex(8)
    until = now + room.hall.rules.track_days * DAY
    g.facts |= {"ticket": id, "series": SERIES}
    g.private.append((id, "track", secrets.token_urlsafe(9), until))
    if c.args.get("phone"):
        g.private.append((id, "phone", c.args["phone"], until))


def visit(conn: sqlite3.Connection, hall: str, id: str | None) -> dict[str, Any]:
    """The row of a ticket of another day, or an unknown one that cannot be rated."""
    row = conn.execute(
        "select id, number, status, rating from visit where hall = :hall and id = :id",
        {"hall": hall, "id": id},
    ).fetchone()
    return dict(zip(("id", "number", "status", "rating"), row or (id, "", "unknown", None), strict=True))


def numbers(conn: sqlite3.Connection, hall: str, day: str) -> list[list[Any]]:
    """The last numbers given on a day, [series, queue, n]: a day opened again goes on counting."""
    rows = conn.execute(
        "select series, queue, max(n) from visit where hall = :hall and day = :day group by series, queue",
        {"hall": hall, "day": day},
    )
    return [list(row) for row in rows]
