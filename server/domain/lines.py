"""The lines people stand in: for each place and slope the waiting tickets, oldest clock first.

Within one slope (class, head start, rate) the order never changes with time, so the best ticket
of a window is the best of the heads: pulling it costs the same with ten waiting or ten thousand.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from heapq import nsmallest
from itertools import islice

from server.domain.ticket import MINUTE, Ticket

Place = tuple[str, tuple[str, str] | None, tuple[str, ...]]
"""(service, bound, needs): where a ticket waits."""
Slope = tuple[str, float, float]
"""(class, head start, rate)."""
Spot = tuple[int, int, str]
"""(clock, turn, ticket id)."""


class Lines:
    """Waiting tickets by place and slope; a ticket stands once for each awaited service and standing.

    `several` holds those that stand more than once, so that people and not spots are counted; `patterns` how many do
    so at the same places.
    """

    def __init__(self) -> None:
        self.places: dict[Place, dict[Slope, list[Spot]]] = {}
        self.several: dict[str, list[tuple[Place, Slope, Spot]]] = {}
        self.patterns: Counter[tuple[Place, ...]] = Counter()
        self.cases: dict[str, tuple[int, list[tuple[Place, Slope, Spot]]]] = {}
        """Those who bring more than one case: how many, and where they stand."""
        self.since: dict[str, list[Spot]] = {}
        """service → (since, turn, ticket id): who has waited longest for it, whatever their class."""

    def add(self, ticket: Ticket) -> None:
        found = list(spots(ticket))
        for place, slope, spot in found:
            insort(self.places.setdefault(place, {}).setdefault(slope, []), spot)
        if len(found) > 1:
            self.several[ticket.id] = found
            self.patterns[_places(found)] += 1
        if ticket.cases > 1:
            self.cases[ticket.id] = (ticket.cases, found)
        for service in ticket.awaited:
            insort(self.since.setdefault(service, []), (ticket.since, ticket.turn, ticket.id))

    def remove(self, ticket: Ticket) -> None:
        if several := self.several.pop(ticket.id, None):
            self.patterns[_places(several)] -= 1
            if not self.patterns[_places(several)]:
                del self.patterns[_places(several)]
        self.cases.pop(ticket.id, None)
        for place, slope, spot in spots(ticket):
            slopes = self.places[place]
            line = slopes[slope]
            del line[bisect_left(line, spot)]
            if not line:
                del slopes[slope]
                if not slopes:
                    del self.places[place]
        for service in ticket.awaited:
            line = self.since[service]
            del line[bisect_left(line, (ticket.since, ticket.turn, ticket.id))]
            if not line:
                del self.since[service]

    def oldest(self, services: Iterable[str]) -> int | None:
        """Since when the one who has waited longest for any of these has waited; None when nobody does."""
        return min((self.since[s][0][0] for s in services if s in self.since), default=None)

    def repeats(self, reach: Collection[Place]) -> int:
        """By how much the spots within reach are more than the people standing on them.

        Asked of the few ways in which people stand more than once, however many people do.
        """
        found = ((n, sum(place in reach for place in places)) for places, n in self.patterns.items())
        return sum(n * (spots - 1) for n, spots in found if spots)


def _places(spots: list[tuple[Place, Slope, Spot]]) -> tuple[Place, ...]:
    return tuple(place for place, _, _ in spots)


def spots(ticket: Ticket) -> Iterator[tuple[Place, Slope, Spot]]:
    """Where a waiting ticket stands: once for each awaited service and standing."""
    for service in ticket.awaited:
        for s in ticket.standings:
            yield (
                (service, ticket.bound, ticket.needs),
                (s.klass, s.head, s.rate),
                (s.clock, ticket.turn, ticket.id),
            )


def front(line: list[Spot], now: int, without: Collection[str] = ()) -> list[Spot]:
    """The best of a line and the one after it. While no clock there counts all are equal: the earlier tickets first."""
    if line[0][0] >= now:
        return nsmallest(2, (s for s in line if s[2] not in without), key=lambda spot: spot[1])
    return list(islice((s for s in line if s[2] not in without), 2)) if without else line[:2]


def score(slope: Slope, spot: Spot, now: int) -> float:
    """Minutes of merit at `now`: `Standing.score`, without making a standing for each look at a line."""
    return (slope[1] * MINUTE + slope[2] * max(0, now - spot[0])) / MINUTE
