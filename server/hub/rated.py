"""What a decision about a rating, a case or a card needs and the floor does not hold."""

from __future__ import annotations

import secrets
import sqlite3
from datetime import date, timedelta
from typing import Any

from server.domain.events import Command
from server.hub.gathered import Gathered
from server.hub.room import Room
from server.journal import access, cards, cases, private

WORDS_DAYS = 365
LATELY_DAYS = 31
"""How far back somebody counts as a department's own because of whom they served."""


def gather(g: Gathered, room: Room, c: Command, conn: sqlite3.Connection, now: int) -> None:
    """Called inside the write transaction."""
    if c.verb in ("rate", "rate_here"):
        # Not the ticket's id: an alarm names the case, and whoever served could look the ticket up.
        g.facts["case"] = f"k{secrets.token_hex(6)}"
    elif c.verb == "complete" and c.args.get("matter"):
        _matter(g, room, c, now)
    elif c.verb == "case_step":
        g.facts["file"] = cases.found(conn, room.id, c.args["case"])
    elif c.verb == "issue_card":
        _issued(g, room, c, conn, now)
    elif c.verb == "revoke_card":
        g.facts["row"] = cards.found(conn, room.id, c.args["card"])


def _matter(g: Gathered, room: Room, c: Command, now: int) -> None:
    """The number an approval system knows the matter by leads to a person: it stands apart, and is erased in time."""
    ticket = room.floor.window(str(c.window)).ticket
    if ticket:
        g.private.append((ticket, "matter", c.args["matter"], now + room.hall.rules.track_days * private.DAY))


def _issued(g: Gathered, room: Room, c: Command, conn: sqlite3.Connection, now: int) -> None:
    g.facts |= {
        "card": f"c{secrets.token_hex(6)}",
        "people": frozenset(p.name for p in access.people(conn) if p.hall in (None, room.id)),
        "rule": _rule(g, room, c.args["rule"], now), "department": c.args.get("of") or "",
    }  # fmt: skip
    if c.args.get("matter"):
        g.facts["matter_known"] = cards.matter(conn, room.id, c.args["matter"])


def _rule(g: Gathered, room: Room, said: str, now: int) -> dict[str, Any]:
    """One of the hall's rules by its code; another in words, kept apart."""
    if said in {rule.id for rule in room.hall.card_rules}:
        return {"rule": said}
    ref = f"r_{secrets.token_hex(6)}"
    g.private.append((ref, "reason", said, now + WORDS_DAYS * private.DAY))
    return {"rule": "text", "rule_ref": ref}


def own(conn: sqlite3.Connection, room: Room, kind: str, id: str, department: str) -> bool:
    """Whether a person, window or department is of a department: its id, what it serves, whom they served lately."""
    hall = room.hall
    if kind == "department":
        return id == department
    if kind == "window":
        could = hall.could.get(id, frozenset())
        return any(hall.service[s].department == department for s in could)
    since = date.fromisoformat(room.floor.day or "2000-01-01") - timedelta(days=LATELY_DAYS)
    return cards.has_served(conn, room.id, id, department, int(since.strftime("%Y%m%d")))
