"""Yellow and red cards, and the matters they may be about: facts and rules. Pure.

A card is a formal act of an authorised person. Nothing here issues one: a matter that is due soon, or overdue, is told
by its date and no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from server.domain import hours
from server.domain.errors import HallError
from server.domain.profile import Hall

COLOURS = ("yellow", "red")
TO = ("person", "window", "department")
Row = Mapping[str, Any]


def must_be(hall: Hall, kind: str, id: str, people: frozenset[str]) -> None:
    """Whether a card can be issued to it. `people`: who works in the hall. Raises HallError(invalid)."""
    known = {"person": people, "window": frozenset(hall.window), "department": frozenset(hall.department)}
    if id not in known[kind]:
        raise HallError(
            "invalid", f"body: this hall has no {kind} «{id}»", errors=[{"at": f"$.{kind}", "wrong": id}]
        )


def stands(hall: Hall, due: str, done: str | None, today: str) -> str:
    """What the dates say of a matter: done, overdue (past its day), near (within the last working days), or open."""
    if done is not None:
        return "done"
    if today > due:
        return "overdue"
    return "near" if working_days(hall, today, due) < hall.ratings.near_days else "open"


def working_days(hall: Hall, first: str, last: str) -> int:
    """How many days the hall works from after a day to another one, that one counted."""
    usual, day = hours.unextended(hall), date.fromisoformat(first)
    days = (date.fromisoformat(last) - day).days
    if days > 366:
        return days
    return sum(bool(hours.spans(usual, day + timedelta(days=n))) for n in range(1, days + 1))
