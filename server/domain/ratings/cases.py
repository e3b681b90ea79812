"""Cases: what becomes of a bad rating. Verify, correct, feed back, review; in this order, by a deadline, by people.

Pure. A case outlives its day, so it stands in a table and not on the floor; its row comes to `decide` as a fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from server.domain import hours
from server.domain.errors import HallError, unfit
from server.domain.floor import Alarm
from server.domain.profile import Hall
from server.domain.ticket import MINUTE

STEPS = {
    "verify": "case.verified", "correct": "case.corrected", "feed_back": "case.fed_back",
    "review": "case.reviewed", "reopen": "case.reopened",
}  # fmt: skip
"""Step → its kind of event; what follows the dot is the state it leads to."""
CODES = {"verify": ("confirmed", "partly", "unfounded"), "feed_back": ("reached", "unreached")}
"""What these steps may find; the others take any code."""
OVERDUE = "case_overdue"
LOOK_AHEAD = 400
"""Days within which a hall works enough of them; one that never works has its deadline then."""
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Overdue:
    """A case past its deadline that has not ended; `due` in milliseconds UTC."""

    id: str
    due: int
    due_day: str
    next: str
    department: str


def following(state: str, found: str | None, called_back: str | None) -> tuple[str, ...]:
    """The steps that may be taken now, the usual one first; nothing is corrected where nothing was found wrong."""
    if state == "opened":
        return ("verify",)
    if state in ("verified", "reopened"):
        return ("feed_back",) if found == "unfounded" and state == "verified" else ("correct",)
    if state == "corrected":
        return ("feed_back",)
    if state == "fed_back":
        return ("review", "reopen", "feed_back") if called_back == "unreached" else ("review", "reopen")
    return ("reopen",)


def must_follow(row: Row, step: str, code: str) -> None:
    """Raises HallError(case_step | invalid)."""
    allowed = following(row["state"], row["found"], row["called_back"])
    if step not in allowed:
        raise HallError(
            "case_step", f"This case is {row['state'].replace('_', ' ')}; what can follow is "
            f"{' or '.join(s.replace('_', ' ') for s in allowed)}.",
            state=row["state"], next=list(allowed),
        )  # fmt: skip
    codes = CODES.get(step)
    if codes and code not in codes:
        wrong = f"{step} finds {', '.join(codes)}"
        raise unfit("body", "$.code", "one_of", wrong, allowed=list(codes))


def deadline(hall: Hall, day: str, days: int) -> str:
    """The business day that is so many working days after one, by the hall's own calendar."""
    usual, at = hours.unextended(hall), date.fromisoformat(day)
    for ahead in range(1, LOOK_AHEAD):
        next_day = at + timedelta(days=ahead)
        days -= bool(hours.spans(usual, next_day))
        if days <= 0:
            return next_day.isoformat()
    return (at + timedelta(days=LOOK_AHEAD)).isoformat()


def due(hall: Hall, day: str) -> dict[str, Any]:
    """The deadline of a case opened on a business day: that day's end (ms), and the day."""
    last = deadline(hall, day, hall.ratings.case_days)
    return {"due": hours.day_end(hall, last), "due_day": last}


def alarms(rows: tuple[Overdue, ...], now: int) -> Iterator[Alarm]:
    """One for each case past its deadline: no number and no window, since whoever served must not know of it."""
    for case in rows:
        facts = {
            "case": case.id, "due": case.due_day, "next": case.next, "department": case.department or None,
            "minutes": max(0, now - case.due) // MINUTE,
        }  # fmt: skip
        yield Alarm(f"{OVERDUE}:{case.id}", OVERDUE, facts, level="yellow")
