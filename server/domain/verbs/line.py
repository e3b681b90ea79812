"""Verbs on tickets in line: take, cancel, classes, transfer, reprint."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from server.domain import evidence, limits, visitor
from server.domain.booking import arrival
from server.domain.errors import HallError, unfit
from server.domain.events import Command, Event
from server.domain.floor import Floor
from server.domain.moved import comes_back
from server.domain.ticket import MINUTE, Standing, Ticket, strongest

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
            raise HallError("unknown_service", f"This hall has no service «{s}» any more.", service=s)


def named(ticket: Ticket, **more: Any) -> dict[str, Any]:
    return {"ticket": ticket.id, "number": ticket.number, **more}


def take(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    hall, kept = floor.hall, arrival.kept(floor, c, facts, now)
    services = arrival.services(kept, c)
    promised = c.lax or (kept is not None and kept.promised)
    for s in services:
        if s not in hall.service:
            raise HallError("unknown_service", f"This hall has no service «{s}».", service=s)
    if not promised:
        limits.must_allow(floor, services, now)
    visitor.must_be_named(floor, services, c, facts)
    nameless = visitor.nameless(c, facts)
    if nameless:
        visitor.must_not_flood(floor, c, now)
    cases = visitor.cases(hall, services, c)
    queue = visitor.queue_of(hall, services[0], cases)
    n = floor.last.get((facts["series"], queue.id), 0) + 1
    if queue.cap and n > queue.cap and not promised:
        raise HallError(
            "queue_full", f"All {queue.cap} tickets of queue {queue.prefix} are taken today.", queue=queue.id
        )
    granted = evidence.merged(kept.granted if kept else (), evidence.granted(hall, c, facts))
    classes = [g["class"] for g in granted]
    needs = list(dict.fromkeys([*(kept.needs if kept else ()), *(c.args.get("needs") or ())]))
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
                "standings": standings(floor, classes, now, *(kept.clock if kept else ())),
                "channel": c.channel, "device": c.device, **(kept.facts if kept else {}),
                "locale": c.args.get("locale") or (kept.locale if kept else "zh"), "cases": cases, "granted": granted,
                "age_band": evidence.age_band(hall, evidence.age(facts)), "nameless": nameless,
                **facts.get("reason", {}),
            },
        )
    ]  # fmt: skip


def standings(
    floor: Floor, classes: Sequence[str], clock: int, slot: int | None = None, arrival: str | None = None
) -> list[dict[str, Any]]:
    """What the classes are worth, and ordinary beside them, all counted from `clock`.

    A reservation counts from its slot when it came early or on time, from a little earlier than it came when
    late, and not at all when too late. Without a slot (after a restart) it counts from `clock` like the rest; one
    that was late is worth no more for having been called and absent.
    """
    held = [Standing("ordinary", 0.0, 1.0, clock)]
    for id in classes:
        k = floor.hall.klass[id]
        start = clock - round(k.credit * MINUTE) if k.clock == "taken" else clock
        if k.clock == "slot" and arrival is not None:
            if arrival == "late" and slot is not None:
                credit = floor.hall.reservations.late_credit * MINUTE
                held.append(Standing(id, 0.0, 1.0, clock - credit))
            if arrival not in ("early", "on_time"):
                continue
            start = clock if slot is None else slot - round(k.credit * MINUTE)
        held.append(Standing(id, k.head_start, k.rate, start))
    return [s.facts() for s in strongest(held)]


def cancel(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    ticket = known(floor, c.ticket).must("cancel")
    return [Event("ticket.cancelled", named(ticket, by=c.channel, **facts.get("reason", {})))]


def classes(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """Grant priority to someone in line, or take it away; the clock stays the one of the taking (or last restart)."""
    ticket = known(floor, c.ticket).must("classes")
    gone = list(dict.fromkeys(c.args.get("remove") or ()))
    _may_remove(floor, ticket, gone, facts)
    granted = evidence.merged(ticket.granted, evidence.granted(floor.hall, c, facts), gone)
    wanted = [k for k in dict.fromkeys([*ticket.classes, *(g["class"] for g in granted)]) if k not in gone]
    worth = standings(
        floor, [k for k in wanted if k in floor.hall.klass], ticket.since, ticket.slot, ticket.arrival
    )
    return [
        Event(
            "ticket.classes_changed",
            named(
                ticket, classes=wanted, standings=worth, granted=granted, removed=gone, **facts.get("reason", {})
            ),
        )
    ]  # fmt: skip


def _may_remove(floor: Floor, ticket: Ticket, gone: Sequence[str], facts: Facts) -> None:
    for id in gone:
        klass = floor.hall.klass.get(id)
        if id not in ticket.classes or (klass is not None and klass.evidence == "system"):
            raise HallError("unknown_class", f"{ticket.number} has no class «{id}» to take away.", klass=id)
    if gone and not facts.get("reason"):
        raise unfit(
            "body", "$.reason", "reason_needed", "say why a class is taken away, such as granted_by_mistake"
        )


def transfer(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    return [transferred(floor, known(floor, c.ticket), c, facts)]


def transferred(floor: Floor, ticket: Ticket, c: Command, facts: Facts) -> Event:
    """Move a ticket to another service, window or zone; its clock stays. Raises HallError."""
    ticket.must("transfer")
    hall = floor.hall
    service, window, zone = (c.args.get(k) or None for k in ("service", "window", "zone"))
    if not (service or window or zone):
        raise unfit("body", "$", "place_needed", "a transfer needs a service, a window or a zone")
    if window and window not in hall.window:
        raise HallError("unknown_window", f"This hall has no window «{window}».")
    if zone and zone not in hall.zone:
        raise HallError("unknown_zone", f"This hall has no zone «{zone}».")
    if service and service not in hall.service:
        raise HallError("unknown_service", f"This hall has no service «{service}».", service=service)
    awaited = service or ticket.service
    able = [
        w for w in hall.able.get(awaited, ()) if window in (None, w) and zone in (None, hall.window[w].zone)
    ]
    if not able:
        raise HallError(
            "not_served_here", "No window there gives this service; name another.", service=awaited
        )
    services, back = _errand(ticket, c, awaited)
    return Event(
        "ticket.transferred",
        named(
            ticket, window=ticket.window if ticket.status in ("called", "serving") else None,
            service=awaited, services=list(dict.fromkeys(services)), line=visitor.line_of(hall, ticket, awaited),
            bound=["window", window] if window else ["zone", zone] if zone else None, back=back,
            **facts.get("reason", {}),
        ),
    )  # fmt: skip


def _errand(ticket: Ticket, c: Command, awaited: str) -> tuple[list[str], list[str] | None]:
    """The visit's services after a transfer, and the [service, window] it comes back to when that one is done.

    A transfer takes the place of the service it is made from; one to come back from goes before it.
    """
    if not c.args.get("back"):
        services = [awaited if s == ticket.service else s for s in ticket.services]
        kept = ticket.back
        if kept and (comes_back(ticket) or (awaited == kept[0] and awaited != ticket.service)):
            kept = None
        return services, list(kept) if kept else None
    if ticket.back:
        raise HallError(
            "illegal_move", f"{ticket.number} is to come back to window «{ticket.back[1]}» already.",
            status=ticket.status, ticket=ticket.id,
        )  # fmt: skip
    if c.args.get("window") == c.window:
        raise unfit(
            "body", "$.window", "other_window", "a ticket is not sent to the window it is to come back to"
        )
    services = list(ticket.services)
    if awaited not in services:
        services.insert(services.index(ticket.service), awaited)
    return services, [ticket.service, str(c.window)]


def reprint(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    ticket = known(floor, c.ticket)
    must_offer(floor, ticket.services)
    return [Event("ticket.reprinted", named(ticket, device=c.device or ticket.device))]


VERBS: dict[str, Verb] = {
    "take": take, "cancel": cancel, "classes": classes,
    "transfer_ticket": transfer, "reprint": reprint,
}  # fmt: skip
