"""Passed numbers: who was called and did not come, and by which rule of the hall they wait again.

Let back in by hand, or by themselves: at once, or after so many calls of their queue. What comes of a press by
itself is written beside that press's own events, so that undo takes the whole of it back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from server.domain import visitor
from server.domain.errors import HallError
from server.domain.events import Command, Event
from server.domain.floor import Floor
from server.domain.routing import served_here
from server.domain.ticket import MINUTE, Ticket
from server.domain.verbs.line import Facts, Verb, known, must_offer, named, standings


def requeue(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """Back into line by hand: after a no-show, or on the same day with what was missing."""
    ticket = known(floor, c.ticket)
    returns = ticket.status == "completed" and bool(ticket.missing)
    services = ticket.missing if returns else ticket.awaited
    visitor.must_be_alone(floor, services, facts.get("same_person", ()))
    if returns:
        return [_returned(floor, ticket, facts, now)]
    ticket.must("requeue")
    must_offer(floor, services)
    _must_be_let_in(floor, ticket, now)
    return [_let_in(floor, ticket, now, **facts.get("reason", {}))]


def _must_be_let_in(floor: Floor, ticket: Ticket, now: int) -> None:
    """Raises HallError(passed_void, passed_too_late)."""
    rules = floor.hall.rules
    if rules.passed == "void":
        raise HallError("passed_void", f"{ticket.number} was called and is void; take a new number.")
    if not _in_time(floor, ticket.ended_at, now):
        raise HallError(
            "passed_too_late", f"A passed number can come back for {rules.passed_minutes} minutes; take a new one.",
            minutes=rules.passed_minutes,
        )  # fmt: skip


def _in_time(floor: Floor, since: int | None, now: int) -> bool:
    minutes = floor.hall.rules.passed_minutes
    return not minutes or since is None or now - since <= minutes * MINUTE


def _let_in(floor: Floor, ticket: Ticket, now: int, **more: Any) -> Event:
    """Every clock starts anew; with a head start up to the hall's limit, then as an ordinary ticket."""
    classes = [k for k in ticket.classes if k in floor.hall.klass and k != "requeued"]
    if ticket.requeues >= floor.hall.rules.requeue_limit:
        classes = []
    elif "requeued" in floor.hall.klass:
        classes.append("requeued")
    worth = standings(floor, classes, now, arrival=ticket.arrival)
    return Event("ticket.requeued", named(ticket, classes=classes, standings=worth, **more))


def _returned(floor: Floor, ticket: Ticket, facts: Facts, now: int) -> Event:
    """The same slip for what ended incomplete."""
    must_offer(floor, ticket.missing)
    classes = [k for k in (*ticket.classes, "returning") if k in floor.hall.klass and k != "requeued"]
    classes = list(dict.fromkeys(classes))
    return Event(
        "ticket.requeued",
        named(
            ticket, classes=classes, standings=standings(floor, classes, now, arrival=ticket.arrival),
            returned=True, again=list(ticket.missing), line=visitor.line_of(floor.hall, ticket, ticket.missing[0]),
            **facts.get("reason", {}),
        ),
    )  # fmt: skip


# -- what a press brings about by itself -----------------------------------------------------------


def absent(floor: Floor, ticket: Ticket, facts: dict[str, Any], now: int) -> list[Event]:
    """The no-show `facts`, and the hall's rule for it: from how many calls on, or at once, it waits again."""
    rules = floor.hall.rules
    if rules.passed == "after_calls":
        facts["passed_after"] = floor.called_in.get(ticket.line, 0) + rules.passed_calls
    gone = Event("ticket.no_show", facts)
    if rules.passed == "at_once" and _may(floor, ticket.but(passed_at=ticket.passed_at or now), now):
        return [gone, _by_itself(floor, ticket, str(facts["window"]), now)]
    return [gone]


def after_call(floor: Floor, line: str, window: str, before: Sequence[Event], now: int) -> list[Event]:
    """Those whose turn to wait again has come with one more call of their line; `before` the same press has done."""
    if floor.hall.rules.passed != "after_calls":
        return []
    calls, moved = floor.called_in.get(line, 0) + 1, {e.data["ticket"] for e in before}
    due = {id: after for id, after in floor.passed.get(line, {}).items() if id not in moved}
    due |= {e.data["ticket"]: e.data["passed_after"] for e in before if e.kind == "ticket.no_show"}
    found = [
        (after, floor.tickets[id].turn, floor.tickets[id]) for id, after in due.items() if after <= calls
    ]
    return [
        _by_itself(floor, t, window, now)
        for _, _, t in sorted(found)
        if t.line == line and _may(floor, t, now)
    ]


def left_alone(floor: Floor, window: str, arriving: Collection[Ticket], now: int) -> list[Event]:
    """The first passed one of each line that the window could call from and nobody else waits in."""
    if floor.hall.rules.passed != "after_calls":
        return []
    crowded, could = {t.line for t in arriving}, served_here(floor, window)
    found = []
    for line, passed in floor.passed.items():
        if floor.waiting.get(line) or line in crowded:
            continue
        those = ((after, floor.tickets[id].turn, floor.tickets[id]) for id, after in passed.items())
        here = [f for f in those if not could.isdisjoint(f[2].awaited) and _may(floor, f[2], now)]
        if here:
            found.append(min(here)[2])
    return [_by_itself(floor, t, window, now) for t in found]


def _may(floor: Floor, ticket: Ticket, now: int) -> bool:
    """By itself a ticket comes back within the hall's minutes of its first no-show, while its business is offered."""
    return _in_time(floor, ticket.passed_at, now) and all(s in floor.hall.service for s in ticket.awaited)


def _by_itself(floor: Floor, ticket: Ticket, window: str, now: int) -> Event:
    return _let_in(floor, ticket, now, window=window, by="system")


VERBS: dict[str, Verb] = {"requeue": requeue}
