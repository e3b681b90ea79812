"""What `decide` needs and the floor does not hold: fresh ids, a few rows, and where free text is kept.

Personal data and free text never enter the journal: they go to `private` under a reference, and the
event holds only the reference, or a reason's code.
"""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
from typing import Any

from server.domain import hours
from server.domain.events import Command
from server.hub import person, rated
from server.hub.booking import booking
from server.hub.gathered import Gathered as Gathered
from server.hub.room import Room
from server.hub.setup import accounts, amending
from server.journal import staff
from server.journal.private import DAY

SERIES = "hub"
REHEARSAL = "rehearsal"
"""Numbers of a rehearsal are its own: the real day begins with 001."""
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
TYPED = ("issue_card", "revoke_card")
"""Verbs whose reason somebody types: there are no codes of it, and a name in small letters looks like one."""
REASON_DAYS = 365


def gather(room: Room, c: Command, conn: sqlite3.Connection, now: int) -> Gathered:
    """Called inside the write transaction, so that rows cannot change before the decision is written."""
    g = Gathered(cause=f"c_{secrets.token_hex(6)}", facts=dict(c.args.get("facts", {})))
    _reasons(g, c, now)
    if c.verb == "take":
        _ticket(g, room, c, now)
    elif c.verb == "rate" and c.ticket not in room.floor.tickets:
        g.facts["visit"] = visit(conn, room.id, c.ticket)
    elif c.verb == "amend":
        made, g.profile = amending.amended(room, c, conn, now)
        g.facts |= made
    elif c.verb == "staff":
        accounts.gather(g, room, c, conn)
    elif c.verb == "open" and c.person:
        skills = staff.may_serve(conn, c.person)
        g.facts |= {} if skills is None else {"skills": skills}
    elif c.verb == "open_day":
        day = hours.business_day(room.hall, now).isoformat()
        rehearsal = c.args.get("rehearsal", False)
        g.facts |= {"day": day, "numbers": numbers(conn, room.id, day), "rehearsal": rehearsal}
        g.facts["taken"] = taken(conn, room.id, day, rehearsal)
    booking.gather(g, room, c, conn, now)
    person.gather(g, room, c, conn, now)
    rated.gather(g, room, c, conn, now)
    return g


def _reasons(g: Gathered, c: Command, now: int) -> None:
    """Why the verb, and why each class is granted; `words` are never a code. Those of a rating are codes already."""
    words = (c.args.get("words") or "").strip()
    reason = words or (c.args.get("reason") or "").strip()
    if reason:
        is_code = not words and c.verb not in TYPED and CODE.fullmatch(reason) is not None
        g.facts["reason"] = _reason(g, reason, is_code, now)
    of_classes = c.args.get("reasons") or {}
    if not isinstance(of_classes, dict):
        return
    said = {k: text.strip() for k, text in of_classes.items() if text and text.strip()}
    g.facts["reasons"] = {k: _reason(g, r, CODE.fullmatch(r) is not None, now) for k, r in said.items()}


def _reason(g: Gathered, said: str, is_code: bool, now: int) -> dict[str, str]:
    """A code as it is; words go to `private`, and only their reference stays."""
    if is_code:
        return {"reason": said}
    ref = f"r_{secrets.token_hex(6)}"
    g.private.append((ref, "reason", said, now + REASON_DAYS * DAY))
    return {"reason": "text", "reason_ref": ref}


def _ticket(g: Gathered, room: Room, c: Command, now: int) -> None:
    id = secrets.token_hex(8)
    until = now + room.hall.rules.track_days * DAY
    g.facts |= {"ticket": id, "series": REHEARSAL if room.floor.rehearsal else SERIES}
    g.private.append((id, "track", secrets.token_urlsafe(9), until))
    if c.args.get("phone"):
        g.private.append((id, "phone", c.args["phone"], until))


def visit(conn: sqlite3.Connection, hall: str, id: str | None) -> dict[str, Any]:
    """The row of a ticket of another day, or an unknown one that cannot be rated."""
    row = conn.execute(
        """select id, number, day, status, rating, window, person, service, series = :rehearsed from visit
            where hall = :hall and id = :id""",
        {"hall": hall, "id": id, "rehearsed": REHEARSAL},
    ).fetchone()
    names = ("id", "number", "day", "status", "rating", "window", "person", "service", "rehearsed")
    return dict(zip(names, row or (id, "", "", "unknown", None, None, None, "", 0), strict=True))


def numbers(conn: sqlite3.Connection, hall: str, day: str) -> list[list[Any]]:
    """The last numbers given on a day, [series, queue, n]: a day opened again goes on counting."""
    rows = conn.execute(
        "select series, queue, max(n) from visit where hall = :hall and day = :day group by series, queue",
        {"hall": hall, "day": day},
    )
    return [list(row) for row in rows]


def taken(conn: sqlite3.Connection, hall: str, day: str, rehearsal: bool) -> dict[str, list[int]]:
    """When tickets for each service were taken on a day: its caps go on counting, too, but nobody rehearsed."""
    found: dict[str, list[int]] = {}
    rows = conn.execute(
        """select services, taken_at from visit where hall = :hall and day = :day
            and (series = :rehearsed) = :rehearsal order by taken_at""",
        {"hall": hall, "day": day, "rehearsed": REHEARSAL, "rehearsal": int(rehearsal)},
    )
    for services, at in rows:
        for service in json.loads(services):
            found.setdefault(service, []).append(at)
    return found
