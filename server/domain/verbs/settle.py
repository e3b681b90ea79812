"""What becomes of those who wait for a service that no window serves any more: they wait on, move, or are let go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from server.domain.errors import HallError, unfit
from server.domain.events import Command, Event
from server.domain.floor import Floor
from server.domain.profile import Hall
from server.domain.routing import may_call
from server.domain.ticket import Ticket
from server.domain.verbs.line import Facts, Verb, named
from server.domain.visitor import line_of

DOES = ("keep", "transfer", "cancel")
NO_WINDOW = {"reason": "no_window"}


def settle(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """One command for all who wait for the service now. Raises HallError(unknown_service, invalid)."""
    service, do, to = c.args["service"], c.args["do"], c.args.get("to")
    for id in (service, to):
        if id and id not in floor.hall.service:
            raise HallError("unknown_service", f"This hall has no service «{id}».", service=id)
    if (do == "transfer") != bool(to):
        wrong = "`to` says where a transfer goes, and only a transfer has it"
        raise unfit("body", "$.to", "transfer_to", wrong)
    reason = facts.get("reason") or NO_WINDOW
    people = waiting_for(floor, service)
    moves = [] if do == "keep" else [_moved(floor.hall, t, service, to, reason) for t in people]
    told = {"service": service, "do": do, "to": to, "tickets": len(people), **reason}
    return [*moves, Event("service.settled", told)]


def waiting_for(floor: Floor, service: str) -> list[Ticket]:
    """Those who wait for it now, in the order of their taking."""
    found = (t for t in floor.tickets.values() if t.status == "waiting" and service in t.awaited)
    return sorted(found, key=lambda t: t.turn)


def _moved(hall: Hall, t: Ticket, service: str, to: str | None, reason: dict[str, Any]) -> Event:
    """Sent to another service; without one on to what else the visit holds, and cancelled where that is nothing."""
    if to:
        services = list(dict.fromkeys(to if s == service else s for s in t.services))
        awaited = to if t.service == service else t.service
    else:
        services = [s for s in t.services if s != service]
        left = [s for s in services if s not in t.done and s in hall.service]
        if not left:
            return Event("ticket.cancelled", named(t, by="staff", **reason))
        awaited = t.service if t.service in left else left[0]
    return Event(
        "ticket.transferred",
        named(
            t, window=None, service=awaited, services=services, line=line_of(hall, t, awaited), bound=None,
            **reason,
        ),
    )  # fmt: skip


def left_by(floor: Floor, window: str) -> dict[str, int]:
    """Services people wait for that only this window could have called, though it is closed now: how many wait."""
    manned = _manned(floor, floor.hall)
    if window in manned:
        return {}
    mine = (t for t in floor.tickets.values() if t.status == "waiting" and may_call(floor, t, window))
    return _by_service(t for t in mine if not any(may_call(floor, t, w) for w in manned))


def stranded(floor: Floor, new: Hall) -> dict[str, int]:
    """Services people wait for that a manned window could call now, and none could in the new hall."""
    before, after = _manned(floor, floor.hall), _manned(floor, new)
    then = _as_if(floor, new)
    waiting = [t for t in floor.tickets.values() if t.status == "waiting"]
    return _by_service(
        t for t in waiting
        if any(may_call(floor, t, w) for w in before) and not any(may_call(then, t, w) for w in after)
    )  # fmt: skip


def _as_if(floor: Floor, hall: Hall) -> Floor:
    """An empty floor of another hall: who may call whom is asked of the profile and the ticket only."""
    other = Floor(hall)
    other.windows = floor.windows
    return other


def _manned(floor: Floor, hall: Hall) -> list[str]:
    return [w.id for w in floor.windows.values() if w.state != "closed" and w.id in hall.window]


def _by_service(tickets: Iterable[Ticket]) -> dict[str, int]:
    return dict(Counter(t.service for t in tickets))


VERBS: dict[str, Verb] = {"settle": settle}
