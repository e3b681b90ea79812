"""Which waiting ticket a window calls next, and why; which idle window a waiting ticket rings.

A window serves its own services; it helps with its backup services when nobody waits for its own, or when
somebody has waited `help_after` for them. Among the tickets it may call now the highest score wins; ties go
to the earlier ticket. Needs narrow the windows; a rule for overload widens them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from server.domain.floor import Floor
from server.domain.lines import Place, Slope, Spot, front, score, spots
from server.domain.profile import NEED_FEATURES, Overload
from server.domain.ticket import MINUTE, Ticket

Line = tuple[Place, Slope, list[Spot]]
Claim = tuple[float, int, str, str, bool]
"""(-score, turn, ticket id, class, whether the window only helps): the least is called."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The ticket to call, and the facts of why: scores in minutes."""

    ticket: str
    service: str
    why: dict[str, Any]


def choose(
    floor: Floor,
    window: str,
    now: int,
    arriving: Collection[Ticket] = (),
    without: Collection[str] = (),
) -> Choice | None:
    """The best ticket for the window, or None when nobody it may call waits.

    `arriving` will wait by the time of the call: what the same press finishes and sends on, or lets back in.
    Those in `without` are spoken for.
    """
    lines, helped = offered(floor, window, now, arriving)
    heads = sorted(
        claim(place, slope, spot, now, helped)
        for place, slope, line in lines
        for spot in front(line, now, without)
    )
    if not heads:
        return None
    merit, _, best, klass, help_ = heads[0]
    second = next((h for h in heads if h[2] != best), None)
    coming = {t.id: t for t in arriving}
    ticket = coming.get(best) or floor.tickets[best]
    reach = {place for place, _, _ in lines}
    why = {
        "class": klass,
        "score": round(-merit, 2),
        "runner_up": second
        and {
            "number": (coming.get(second[2]) or floor.tickets[second[2]]).number,
            "class": second[3],
            "score": round(-second[0], 2),
        },
        "waiting": sum(len(line) for _, _, line in lines) - _repeats(floor, reach, arriving),
        **({"help": True} if help_ else {}),
    }
    services = {place[0] for place in reach}
    return Choice(best, next(s for s in ticket.awaited if s in services), why)


def offered(
    floor: Floor, window: str, now: int, arriving: Collection[Ticket] = ()
) -> tuple[list[Line], set[Place]]:
    """The lines a window calls from now, and the places among them that it only helps with."""
    own, backup = _within_reach(floor, window, now, arriving)
    waits_for = {place[0] for place, _, _ in backup}
    lines = (
        [*own, *backup] if backup and (not own or overdue(floor, window, waits_for, now, arriving)) else own
    )
    return lines, {place for place, _, _ in backup}


def claim(place: Place, slope: Slope, spot: Spot, now: int, helped: Collection[Place]) -> Claim:
    """What a spot in a line is worth now, beside others of the same window."""
    return -score(slope, spot, now), spot[1], spot[2], slope[0], place in helped


def _repeats(floor: Floor, reach: set[Place], arriving: Collection[Ticket]) -> int:
    """By how much the spots in reach are more than the people standing on them."""
    count = floor.lines.repeats(reach)
    return count + sum(max(0, sum(place in reach for place, _, _ in spots(t)) - 1) for t in arriving)


def _within_reach(
    floor: Floor, window: str, now: int, arriving: Collection[Ticket]
) -> tuple[list[Line], list[Line]]:
    """The lines of its own services and of those it helps with, leaving out who must go elsewhere."""
    own, backup = own_services(floor, window, now, arriving), helped_services(floor, window)
    found: tuple[list[Line], list[Line]] = ([], [])
    for place, slopes in floor.lines.places.items():
        if (place[0] in own or place[0] in backup) and reaches(floor, place, window):
            found[place[0] not in own].extend((place, slope, line) for slope, line in slopes.items())
    for place, slope, spot in chain.from_iterable(spots(t) for t in arriving):
        if (place[0] in own or place[0] in backup) and reaches(floor, place, window):
            found[place[0] not in own].append((place, slope, [spot]))
    return found


def own_services(floor: Floor, window: str, now: int, arriving: Collection[Ticket] = ()) -> frozenset[str]:
    """Its first line, and what a rule for overload adds to it now, as far as its clerk may serve it."""
    own = floor.hall.serves[window]
    for rule in floor.hall.overload:
        if window in rule.windows and rule.action == "widen" and overloaded(floor, rule, now, 1.0, arriving):
            own |= floor.hall.services_of_queue.get(rule.queue, frozenset())
    return skilled(floor, window, own)


def helped_services(floor: Floor, window: str) -> frozenset[str]:
    """Its backup, as far as its clerk may serve it."""
    return skilled(floor, window, floor.hall.helps[window])


def served_here(floor: Floor, window: str) -> frozenset[str]:
    """All it may ever serve, as far as its clerk may."""
    return skilled(floor, window, floor.hall.could[window])


def skilled(floor: Floor, window: str, services: frozenset[str]) -> frozenset[str]:
    """Those of the services that whoever opened the window may serve."""
    skills = floor.window(window).skills
    return services if skills is None else services & skills


def overloaded(
    floor: Floor, rule: Overload, now: int, ease: float = 1.0, arriving: Collection[Ticket] = ()
) -> bool:
    """Whether a queue is as crowded as the rule says; with `ease` below 1 already when it is nearly so."""
    coming = sum(t.line == rule.queue for t in arriving)
    if floor.waiting.get(rule.queue, 0) + coming > rule.waiting * ease:
        return True
    services = floor.hall.services_of_queue.get(rule.queue, ())
    since = _longest_since(floor, services, arriving) if rule.minutes else None
    return since is not None and now - since >= rule.minutes * MINUTE * ease


def overdue(
    floor: Floor, window: str, services: Collection[str], now: int, arriving: Collection[Ticket] = ()
) -> bool:
    """Whether somebody has waited `help_after` for services the window helps with."""
    plate = floor.hall.window[window]
    after = floor.hall.rules.help_after if plate.help_after is None else plate.help_after
    if not after:
        return False
    since = _longest_since(floor, services, arriving)
    return since is not None and now - since >= after * MINUTE


def _longest_since(floor: Floor, services: Collection[str], arriving: Collection[Ticket]) -> int | None:
    """Since when whoever has waited longest for one of the services does."""
    oldest = floor.lines.oldest(services)
    since = [t.since for t in arriving if any(s in services for s in t.awaited)]
    return min(since if oldest is None else [*since, oldest], default=None)


def reaches(floor: Floor, place: Place, window: str) -> bool:
    """Whether who stands there may go to this window: not sent elsewhere, and their needs met.

    A need narrows the windows as long as a suitable one that serves the same is not closed; else any will do,
    with a guide's help.
    """
    service, bound, needs = place
    if bound is not None:
        return bound in (("window", window), ("zone", floor.hall.window[window].zone))
    return all(
        _meets(floor, window, need) or not any(_meets(floor, w, need) for w in manned(floor, service))
        for need in needs
    )


def _meets(floor: Floor, window: str, need: str) -> bool:
    wanted = NEED_FEATURES.get(need, ())
    return not wanted or any(feature in wanted for feature in floor.hall.window[window].features)


def manned(floor: Floor, service: str) -> Iterator[str]:
    """The windows that are not closed and may serve it, also by who opened them."""
    able = floor.hall.able.get(service, ())
    return (w for w in able if floor.window(w).state != "closed" and service in served_here(floor, w))


def may_call(floor: Floor, ticket: Ticket, window: str) -> bool:
    """Whether a clerk may choose it here: some service the window ever serves, and not sent elsewhere."""
    zone = floor.hall.window[window].zone
    if ticket.bound is not None and ticket.bound not in (("window", window), ("zone", zone)):
        return False
    return not served_here(floor, window).isdisjoint(ticket.awaited)


def service_for(floor: Floor, ticket: Ticket, window: str) -> str:
    """The first awaited service this window may serve; the caller has made sure there is one."""
    could = served_here(floor, window)
    return next(s for s in ticket.awaited if s in could)


def by_readiness(floor: Floor, windows: Iterable[str]) -> list[str]:
    """Least flexible first (fewest services it may do), then longest idle, then the profile's order."""
    return sorted(windows, key=partial(_readiness, floor))


def _readiness(floor: Floor, window: str) -> tuple[int, int, int]:
    state, (may_do, place) = floor.window(window), floor.hall.flexibility[window]
    return may_do, max(state.since or 0, state.freed_at or 0), place


def rung(floor: Floor, ticket: Ticket, now: int) -> str | None:
    """The idle window whose clerk is rung for a waiting ticket: the readiest whose next it is, or None."""
    for window in by_readiness(floor, idle(floor)):
        choice = choose(floor, window, now)
        if choice is not None and choice.ticket == ticket.id:
            return window
    return None


def ringing(floor: Floor, now: int) -> dict[str, str]:
    """window → the ticket it is rung for: the readiest first, each for the best that none before it rings for."""
    found: dict[str, str] = {}
    for window in by_readiness(floor, idle(floor)) if any(floor.waiting.values()) else ():
        choice = choose(floor, window, now, without=frozenset(found.values()))
        if choice is not None:
            found[window] = choice.ticket
    return found


def idle(floor: Floor) -> list[str]:
    """The windows that are open with nobody called or served at them."""
    states = (w for w in floor.windows.values() if w.id in floor.hall.window)
    return [w.id for w in states if w.state == "open" and w.ticket is None]
