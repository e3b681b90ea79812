"""What is said of a visit that ended: by whoever holds its code, or at the window; and the case a bad word opens.

One rating a visit, however many services it had: it is of the window that ended it. Nothing is preset.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.domain.errors import HallError, unfit
from server.domain.events import Command, Event
from server.domain.floor import Floor
from server.domain.ratings import cases
from server.domain.ratings.rated import BAD
from server.domain.ticket import MINUTE, Ticket
from server.domain.verbs.desk import exists
from server.domain.verbs.line import Facts, Verb

Visit = Mapping[str, Any]
"""{id, number, day, status, rating, window, person, service, rehearsed}"""


def rate(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """By who holds the code. A visit of an earlier day comes as the fact `visit`."""
    ticket = floor.tickets.get(c.ticket or "")
    visit = _visit(floor, ticket) if ticket else facts["visit"]
    if visit["status"] != "completed":
        raise HallError("illegal_move", "A visit can be rated once it is completed.", status=visit["status"])
    return _rated(floor, c, facts, visit, c.args.get("source") or "phone")


def rate_here(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """The visit completed last at the window, or the one named, while the hall lets it."""
    exists(floor, c)
    ticket = _fresh(floor, str(c.window), c.args.get("ticket"), now)
    if ticket is None:
        minutes = floor.hall.rules.rate_minutes
        raise HallError(
            "nothing_to_rate",
            f"No such visit ended at this window within {minutes} minutes.",
            minutes=minutes,
        )
    return _rated(floor, c, facts, _visit(floor, ticket), c.args["source"])


def _visit(floor: Floor, t: Ticket) -> Visit:
    return {
        "id": t.id, "number": t.number, "day": floor.day, "status": t.status, "rating": t.rating,
        "window": t.window, "person": t.person, "service": t.service, "rehearsed": floor.rehearsal,
    }  # fmt: skip


def _rated(floor: Floor, c: Command, facts: Facts, visit: Visit, source: str) -> list[Event]:
    """The rating and, for a bad one, its case (`facts["case"]`: a fresh id, which does not tell the ticket's)."""
    if visit["rating"] is not None:
        raise HallError("already_rated", "This visit has been rated; one rating a visit.")
    hall, level = floor.hall, c.args["level"]
    service = hall.service.get(visit["service"])
    of = {k: visit[k] for k in ("number", "window", "person", "service", "day")}
    of["department"] = service.department if service else ""
    reasons = _reasons(floor, c)
    rehearsed = {"rehearsal": True} if visit["rehearsed"] else {}
    said = {"ticket": visit["id"], "level": level, "source": source, "reasons": reasons}
    events = [Event("ticket.rated", said | of | rehearsed | facts.get("reason", {}))]
    if level <= BAD and hall.ratings.case_days and not visit["rehearsed"]:
        day = floor.day or visit["day"]
        opened = {"case": facts["case"], "visit": visit["id"], "level": level, **of, **cases.due(hall, day)}
        events.append(Event("case.opened", opened))
    return events


def _reasons(floor: Floor, c: Command) -> list[str]:
    """Codes of the hall's reasons. Raises HallError(invalid)."""
    given = list(dict.fromkeys(c.args.get("reasons") or ()))
    known, most = [r.id for r in floor.hall.rating_reasons], floor.hall.ratings.reasons_most
    if not set(given) <= set(known) or len(given) > most:
        wrong = f"at most {most} of {', '.join(known)}"
        raise unfit("body", "$.reasons", "some_of", wrong, n=most, allowed=known)
    return given


def _fresh(floor: Floor, window: str, meant: str | None, now: int) -> Ticket | None:
    """The visit that ended last at a window, if that is not too long ago."""
    since = now - floor.hall.rules.rate_minutes * MINUTE
    ended = (
        t
        for t in floor.tickets.values()
        if t.status == "completed"
        and t.window == window
        and meant in (None, t.id)
        and (t.ended_at or 0) > since
    )
    return max(ended, key=lambda t: (t.ended_at, t.called_seq), default=None)


VERBS: dict[str, Verb] = {"rate": rate, "rate_here": rate_here}
