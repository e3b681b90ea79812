"""Which waiting ticket a window calls next, and why; how many are ahead of one.

The highest score among the tickets the window may call wins; ties go to the earlier ticket.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import partial
from typing import Any

from server.domain.floor import Floor
from server.domain.lines import Slope, Spot, open_to, score
from server.domain.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Choice:
    """The ticket to call, and the facts of why: scores in minutes."""

    ticket: str
    service: str
    why: dict[str, Any]


def choose(floor: Floor, window: str, now: int) -> Choice | None:
    """The best ticket for the window, or None when nobody it may call waits."""
    serves, zone = floor.hall.serves[window], floor.hall.window[window].zone
    heads: list[tuple[float, int, str, str]] = []
    waiting = -floor.lines.repeats(lambda place, _slope, _spot: open_to(place, serves, window, zone))
    for slope, line in floor.lines.for_window(serves, window, zone):
        waiting += len(line)
        for spot in line[:2]:
            heads.append((-score(slope, spot, now), spot[1], spot[2], slope[0]))
    if not heads:
        return None
    heads.sort()
    merit, _, best, klass = heads[0]
    second = next((h for h in heads if h[2] != best), None)
    ticket = floor.tickets[best]
    why = {
        "class": klass,
        "score": round(-merit, 2),
        "runner_up": second
        and {"number": floor.tickets[second[2]].number, "class": second[3], "score": round(-second[0], 2)},
        "waiting": waiting,
    }
    return Choice(best, service_for(floor, ticket, window), why)


def service_for(floor: Floor, ticket: Ticket, window: str) -> str:
    """The first awaited service this window serves; the caller has made sure there is one."""
    serves = floor.hall.serves[window]
    return next(s for s in ticket.awaited if s in serves)


def may_call(floor: Floor, ticket: Ticket, window: str) -> bool:
    """Whether the window serves something the ticket waits for, and the ticket is not bound elsewhere."""
    zone = floor.hall.window[window].zone
    if ticket.bound is not None and ticket.bound not in (("window", window), ("zone", zone)):
        return False
    return not floor.hall.serves[window].isdisjoint(ticket.awaited)


def ahead(floor: Floor, ticket: Ticket, now: int) -> int:
    """How many waiting tickets of the same queue would be called before this one, as things stand.

    Later arrivals with priority may still pass; the pages say so.
    """
    mine = (-ticket.score(now)[0], ticket.turn)
    services = floor.hall.services_of_queue.get(ticket.line, frozenset())

    def rank(slope: Slope, spot: Spot) -> tuple[float, int]:
        return -score(slope, spot, now), spot[1]

    count = -floor.lines.repeats(lambda place, slope, spot: place[0] in services and rank(slope, spot) < mine)
    best = max(ticket.standings, key=lambda s: s.score(now))
    own = (best.klass, best.head, best.rate) if best.clock <= now else None
    for slope, line in floor.lines.of_services(services):
        if slope == own:
            # Within one slope the order is the line's, whatever the time.
            count += bisect_left(line, (best.clock, ticket.turn, ""))
        else:
            count += bisect_left(line, mine, key=partial(rank, slope))
    return count
