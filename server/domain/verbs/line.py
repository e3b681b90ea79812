"""Verbs on tickets in line: take, cancel, requeue, classes, transfer, reprint, rate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from server.domain import hours
from server.domain.errors import HallError
from server.domain.events import Command, Event
from server.domain.floor import Floor
from server.domain.ticket import Standing, Ticket, strongest

Facts = Mapping[str, Any]
Verb = Callable[[Floor, Command, Facts, int], list[Event]]


def known(floor: Floor, id: str | None) -> Ticket:
    """Today's ticket with this id. Raises HallError(unknown_ticket)."""
    ticket = floor.tickets.get(id or "")
    if ticket is None:
        raise HallError("unknown_ticket", "There is no such ticket today.")
    return ticket


def must_offer(floor: Floor, services: Sequence[str]) -> None:
    """Raises HallError(unknown_service) for what a profile replaced during the day no longer has."""
    for s in services:
        if s not in floor.hall.service:
            raise HallError("unknown_service", f"This hall has no business «{s}» any more.", service=s)


def named(ticket: Ticket, **more: Any) -> dict[str, Any]:
    return {"ticket": ticket.id, "number": ticket.number, **more}


def take(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    hall, services = floor.hall, list(dict.fromkeys(c.args["services"]))
    for s in services:
        if s not in hall.service:
            raise HallError("unknown_service", f"This hall has no business «{s}».", service=s)
    if not c.lax:
        hours.must_be_open(hall, now)
    queue = hall.queue[hall.service[services[0]].queue]
    n = floor.last.get((facts["series"], queue.id), 0) + 1
    if queue.cap and n > queue.cap and not c.lax:
        raise HallError(
            "queue_full", f"All {queue.cap} tickets of queue {queue.prefix} are taken today.", queue=queue.id
        )
    classes = grantable(floor, c)
    needs = list(dict.fromkeys(c.args.get("needs") or ()))
    for need in needs:
        if need not in hall.needs:
            raise HallError("unknown_need", f"This hall knows no need «{need}».", needs=list(hall.needs))
    return [
        Event(
            "ticket.taken",
            {
                "ticket": facts["ticket"], "number": f"{queue.prefix}{n:0{queue.width}d}",
                "series": facts["series"], "queue": queue.id, "n": n, "services": services,
                "any_order": c.args.get("order") == "any", "classes": classes, "needs": needs,
                "standings": standings(floor, classes, now), "channel": c.channel, "device": c.device,
                "locale": c.args.get("locale") or "zh", **facts.get("reason", {}),
            },
        )
    ]  # fmt: skip


def grantable(floor: Floor, c: Command) -> list[str]:
    """The classes asked for, if whoever asks may grant them."""
    wanted = list(dict.fromkeys(c.args.get("classes") or ()))
    for id in wanted:
        klass = floor.hall.klass.get(id)
        if klass is None or klass.evidence == "system":
            raise HallError("unknown_class", f"No class «{id}» can be granted here.", klass=id)
        if c.channel == "kiosk":
            raise HallError("class_needs_evidence", "A kiosk cannot grant priority; a guide can.", klass=id)
    return wanted


def standings(floor: Floor, classes: Sequence[str], clock: int) -> list[dict[str, Any]]:
    """What the classes are worth, and ordinary beside them, all counted from `clock`."""
    held = [Standing("ordinary", 0.0, 1.0, clock)]
    for id in classes:
        k = floor.hall.klass[id]
        held.append(Standing(id, k.head_start, k.rate, clock))
    return [s.facts() for s in strongest(held)]


def cancel(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    ticket = known(floor, c.ticket).must("cancel")
    return [Event("ticket.cancelled", named(ticket, by=c.channel, **facts.get("reason", {})))]


def requeue(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """Back into line: every clock starts anew; beyond the hall's limit as an ordinary ticket."""
    ticket = known(floor, c.ticket).must("requeue")
    must_offer(floor, ticket.awaited)
    classes = list(ticket.classes)
    if ticket.requeues >= floor.hall.rules.requeue_limit:
        classes = []
    elif "requeued" in floor.hall.klass:
        classes = [*(k for k in classes if k != "requeued"), "requeued"]
    known_ones = [k for k in classes if k in floor.hall.klass]
    return [
        Event(
            "ticket.requeued",
            named(
                ticket,
                classes=known_ones,
                standings=standings(floor, known_ones, now),
                **facts.get("reason", {}),
            ),
        )
    ]


def classes(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """Grant priority to someone in line; the clock stays the one of the taking (or of the last restart)."""
    ticket = known(floor, c.ticket).must("classes")
    wanted = list(dict.fromkeys([*ticket.classes, *grantable(floor, c)]))
    worth = standings(floor, [k for k in wanted if k in floor.hall.klass], ticket.clock)
    return [
        Event(
            "ticket.classes_changed",
            named(ticket, classes=wanted, standings=worth, **facts.get("reason", {})),
        )
    ]


def transfer(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    return [transferred(floor, known(floor, c.ticket), c, facts)]


def transferred(floor: Floor, ticket: Ticket, c: Command, facts: Facts) -> Event:
    """Move a ticket to another service, window or zone; its clock stays. Raises HallError."""
    ticket.must("transfer")
    hall = floor.hall
    service, window, zone = (c.args.get(k) or None for k in ("service", "window", "zone"))
    if not (service or window or zone):
        raise HallError("invalid", "A transfer needs a service, a window or a zone.")
    if window and window not in hall.window:
        raise HallError("unknown_window", f"This hall has no window «{window}».")
    if zone and zone not in hall.zone:
        raise HallError("unknown_zone", f"This hall has no zone «{zone}».")
    if service and service not in hall.service:
        raise HallError("unknown_service", f"This hall has no business «{service}».", service=service)
    awaited = service or ticket.service
    able = [
        w
        for w in hall.windows_of.get(awaited, ())
        if window in (None, w) and zone in (None, hall.window[w].zone)
    ]
    if not able:
        raise HallError(
            "not_served_here", "No window there serves this business; name another.", service=awaited
        )
    services = [awaited if s == ticket.service else s for s in ticket.services]
    return Event(
        "ticket.transferred",
        named(
            ticket, window=ticket.window if ticket.status in ("called", "serving") else None,
            service=awaited, services=list(dict.fromkeys(services)), line=hall.service[awaited].queue,
            bound=["window", window] if window else ["zone", zone] if zone else None, **facts.get("reason", {}),
        ),
    )  # fmt: skip


def reprint(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    ticket = known(floor, c.ticket)
    must_offer(floor, ticket.services)
    return [Event("ticket.reprinted", named(ticket, device=c.device or ticket.device))]


def rate(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """One rating a visit. A ticket of an earlier day comes as a fact: {id, number, status, rating}."""
    ticket = floor.tickets.get(c.ticket or "")
    id, number, status, rating = (
        (ticket.id, ticket.number, ticket.status, ticket.rating)
        if ticket
        else (
            facts["visit"]["id"],
            facts["visit"]["number"],
            facts["visit"]["status"],
            facts["visit"]["rating"],
        )
    )
    if status != "completed":
        raise HallError("illegal_move", "A visit can be rated once it is completed.", status=status)
    if rating is not None:
        raise HallError("already_rated", "This visit has been rated; one rating a visit.")
    return [
        Event(
            "ticket.rated",
            {"ticket": id, "number": number, "level": c.args["level"], **facts.get("reason", {})},
        )
    ]


VERBS: dict[str, Verb] = {
    "take": take, "cancel": cancel, "requeue": requeue, "classes": classes,
    "transfer_ticket": transfer, "reprint": reprint, "rate": rate,
}  # fmt: skip
