"""Yellow and red cards, and the matters they may be about: facts and rules. Pure.

A card is a formal act of an authorised person. Nothing here issues one: a matter that is due soon, or overdue, is told
by its date and no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from server.domain import hours
from server.domain.errors import unfit
from server.domain.profile import Hall

COLOURS = ("yellow", "red")
TO = ("person", "window", "department")
LONGEST_DAYS = 366
FIRST, LAST = "0001-01-01", "9999-12-31"
Row = Mapping[str, Any]


def must_be(hall: Hall, kind: str, id: str, people: frozenset[str]) -> None:
    """Whether a card can be issued to it. `people`: who works in the hall. Raises HallError(invalid)."""
    known = {"person": people, "window": frozenset(hall.window), "department": frozenset(hall.department)}
    if id not in known[kind]:
        raise unfit("body", f"$.{kind}", f"no_{kind}", f"this hall has no {kind} «{id}»")


def stands(due: str, done: str | None, today: str, near: str) -> str:
    """What the dates say of a matter: done, overdue (past its day), near (due until `near_until`), or open."""
    if done is not None:
        return "done"
    if today > due:
        return "overdue"
    return "near" if due <= near else "open"


def near_until(hall: Hall, today: str) -> str:
    """The last day at which what is due then is due soon: fewer working days from now than the hall says."""
    usual, day, left = hours.unextended(hall), date.fromisoformat(today), hall.ratings.near_days
    for _ in range(LONGEST_DAYS):
        left -= bool(hours.spans(usual, day + timedelta(days=1)))
        if not left:
            break
        day += timedelta(days=1)
    return day.isoformat()


def due_between(state: str | None, today: str, near: str) -> tuple[str, str]:
    """The first and last days at which a matter of this state can be due."""
    yesterday = (date.fromisoformat(today) - timedelta(days=1)).isoformat()
    after = (date.fromisoformat(near) + timedelta(days=1)).isoformat()
    spans = {"overdue": (FIRST, yesterday), "near": (today, near), "open": (after, LAST)}
    return spans.get(state or "", (FIRST, LAST))
