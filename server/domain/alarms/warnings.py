"""Warnings that rise with time: waits and services against their targets, unanswered calls, idle and paused windows.

Pure looks at the floor, for `alarms` to raise, raise further and clear. Breaks of the hall's hours are nobody's fault
and count in none of them. A queue has one warning, of whoever there is furthest over; a window has one of each kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from server.domain.alarms.steps import rank
from server.domain.floor import Alarm, Floor, WindowState
from server.domain.profile import Hall, Steps
from server.domain.routing import reaches, skilled
from server.domain.ticket import MINUTE, Ticket
from server.domain.waits import breaks
from server.domain.waits.breaks import Pause

KINDS = ("wait_over", "service_over", "unanswered", "window_idle", "paused_long")
OF_WAIT = (1.0, 1.5, 2.0)
OF_SERVING = (1.5, 2.0, 3.0)
"""Parts of a service's target at which each level is reached. Every second service takes longer than usual, and a
target is often what is usual: half as much again is the first that is worth a word."""
FORGOTTEN = 60
"""Minutes of serving after which, without any target, somebody has most likely forgotten to press 办结."""
Told = dict[str, Any]


def wait_steps(hall: Hall, service: str) -> Steps:
    """When whoever waits for a service is told of; without any target its hall's `longest_wait` still counts."""
    known = hall.service.get(service)
    if known is None:
        return Steps()
    if known.warn_wait is not None:
        return known.warn_wait
    return hall.warnings.wait if hall.warnings.wait is not None else _of(known.target_wait, OF_WAIT)


def serving_steps(hall: Hall, service: str) -> Steps:
    """When whoever is served is told of."""
    known = hall.service.get(service)
    if known is None:
        return Steps()
    if known.warn_serving is not None:
        return known.warn_serving
    if hall.warnings.serving is not None:
        return hall.warnings.serving
    target = known.target_service
    return _of(target, OF_SERVING) if target else Steps(max(FORGOTTEN, 4 * known.typical_service))


def _of(target: int, parts: tuple[float, float, float]) -> Steps:
    return Steps(*(round(target * part) for part in parts))


def due(floor: Floor, now: int, ease: float, hours: str = "open") -> Iterator[Alarm]:
    """What is so now; with `ease` below 1 also what is nearly so. `hours`: open, lunch or closed."""
    rests = breaks.pauses(floor.hall, now)
    yield from _waits(floor, rests, now, ease)
    for state in floor.windows.values():
        if state.id in floor.hall.window:
            yield from _at_window(floor, state, rests, now, ease)
            yield from _resting(floor, state, rests, now, ease, hours)


# -- people who wait -------------------------------------------------------------------------------


def _waits(floor: Floor, rests: tuple[Pause, ...], now: int, ease: float) -> Iterator[Alarm]:
    worst: dict[str, tuple[int, int, Ticket, str]] = {}
    for service in floor.lines.since:
        steps = wait_steps(floor.hall, service)
        ticket = longest(floor, service) if steps else None
        ms = breaks.worked(rests, ticket.part_since, now) if ticket else 0
        level = steps.level(ms / ease)
        if ticket and level:
            mine = (rank(level), ms, ticket, service)
            worst[ticket.line] = max(mine, worst.get(ticket.line, mine), key=lambda found: found[:2])
    for queue, (_, ms, ticket, service) in worst.items():
        facts = {
            "queue": queue, "service": service, "ticket": ticket.id, "number": ticket.number,
            "minutes": _minutes(ms), "target": floor.hall.service[service].target_wait,
        }  # fmt: skip
        steps = wait_steps(floor.hall, service)
        yield _alarm("wait_over", queue, facts, steps.level(ms / ease))


def longest(floor: Floor, service: str) -> Ticket | None:
    """Who has waited longest for it at this part of their visit; of a reservation, from its slot on."""
    found: Ticket | None = None
    for since, _, id in floor.lines.since.get(service, ()):
        # Nobody behind has waited longer: a part never begins before the clock that the line is ordered by.
        if found is not None and since >= found.part_since:
            break
        ticket = floor.tickets[id]
        if found is None or ticket.part_since < found.part_since:
            found = ticket
    return found


# -- windows ---------------------------------------------------------------------------------------


def _at_window(
    floor: Floor, state: WindowState, rests: tuple[Pause, ...], now: int, ease: float
) -> Iterator[Alarm]:
    """Somebody was called and nothing came of it, or is being served for long."""
    ticket = floor.tickets.get(state.ticket or "")
    if ticket is None:
        return
    facts: Told = {"window": state.id, "person": state.person, "ticket": ticket.id, "number": ticket.number}
    if ticket.status == "called":
        ms = breaks.worked(rests, ticket.part_called or ticket.called_at or now, now)
        level = floor.hall.warnings.unanswered.level(ms / ease)
        yield from _if(level, "unanswered", ticket.id, {**facts, "minutes": _minutes(ms)})
    elif ticket.status == "serving" and ticket.started_at is not None:
        ms = max(0, breaks.worked(rests, ticket.started_at, now) - ticket.held_ms)
        level = serving_steps(floor.hall, ticket.service).level(ms / ease / ticket.cases)
        service = floor.hall.service.get(ticket.service)
        more = {"service": ticket.service, "target": service.target_service if service else 0}
        yield from _if(level, "service_over", ticket.id, {**facts, **more, "minutes": _minutes(ms)})


def _resting(
    floor: Floor, state: WindowState, rests: tuple[Pause, ...], now: int, ease: float, hours: str
) -> Iterator[Alarm]:
    """Paused for long while the hall is open; or idle while somebody waits who may come here. Not told at lunch."""
    settings, since = floor.hall.warnings, max(state.since or 0, state.freed_at or 0)
    works = floor.hall.window[state.id].works_lunch
    if ease == 1 and hours == "lunch" and not works:
        return
    span = max(0, now - since) if works else breaks.worked(rests, since, now)
    if state.state == "paused" and hours != "closed":
        facts = {
            "window": state.id,
            "person": state.person,
            "reason": state.reason,
            "minutes": _minutes(span),
        }
        yield from _if(settings.paused.level(span / ease), "paused_long", state.id, facts)
    elif state.state == "open" and state.ticket is None and settings.idle.level(span / ease):
        ticket = _waits_for(floor, state.id)
        if ticket is not None:
            ms = min(span, max(0, now - ticket.part_since))
            facts = {
                "window": state.id, "person": state.person, "service": ticket.service, "number": ticket.number,
                "minutes": _minutes(ms),
            }  # fmt: skip
            yield from _if(settings.idle.level(ms / ease), "window_idle", state.id, facts)


def _waits_for(floor: Floor, window: str) -> Ticket | None:
    """The longest waiting of those at the head of a line that may come here for a service of its own."""
    own = skilled(floor, window, floor.hall.serves[window])
    heads = [
        floor.tickets[line[0][2]]
        for place, slopes in floor.lines.places.items()
        if place[0] in own and reaches(floor, place, window)
        for line in slopes.values()
    ]
    return min(heads, key=lambda t: (t.part_since, t.turn), default=None)


def _if(level: str | None, kind: str, about: str, facts: Told) -> Iterator[Alarm]:
    if level is not None:
        yield _alarm(kind, about, facts, level)


def _alarm(kind: str, about: str, facts: Told, level: str | None) -> Alarm:
    return Alarm(f"{kind}:{about}", kind, facts, level=level or "remind")


def _minutes(ms: int) -> int:
    return ms // MINUTE
