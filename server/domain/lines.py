"""The lines people stand in: for each place and slope the waiting tickets, oldest clock first.

Within one slope (class, head start, rate) the order never changes with time, so the best ticket
of a window is the best of the heads: pulling it costs the same with ten waiting or ten thousand.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator

from server.domain.ticket import MINUTE, Ticket

Place = tuple[str, tuple[str, str] | None]
"""(service, bound): where a ticket waits."""
Slope = tuple[str, float, float]
"""(class, head start, rate)."""
Spot = tuple[int, int, str]
"""(clock, turn, ticket id)."""


class Lines:
    """Waiting tickets by place and slope; a ticket stands once for each awaited service and standing.

    `several` holds those that stand more than once, so that people and not spots are counted.
    """

    def __init__(self) -> None:
        self.places: dict[Place, dict[Slope, list[Spot]]] = {}
        self.several: dict[str, list[tuple[Place, Slope, Spot]]] = {}

    def add(self, ticket: Ticket) -> None:
        spots = list(_spots(ticket))
        for place, slope, spot in spots:
            insort(self.places.setdefault(place, {}).setdefault(slope, []), spot)
        if len(spots) > 1:
            self.several[ticket.id] = spots

    def remove(self, ticket: Ticket) -> None:
        self.several.pop(ticket.id, None)
        for place, slope, spot in _spots(ticket):
            slopes = self.places[place]
            line = slopes[slope]
            del line[bisect_left(line, spot)]
            if not line:
                del slopes[slope]
                if not slopes:
                    del self.places[place]

    def for_window(
        self, services: frozenset[str], window: str, zone: str
    ) -> Iterator[tuple[Slope, list[Spot]]]:
        """The lines a window may call from."""
        for place, slopes in self.places.items():
            if open_to(place, services, window, zone):
                yield from slopes.items()

    def of_services(self, services: frozenset[str]) -> Iterator[tuple[Slope, list[Spot]]]:
        for (service, _), slopes in self.places.items():
            if service in services:
                yield from slopes.items()

    def repeats(self, counts: Callable[[Place, Slope, Spot], bool]) -> int:
        """By how much the spots that count are more than the people standing on them."""
        found = (sum(counts(*spot) for spot in spots) for spots in self.several.values())
        return sum(n - 1 for n in found if n)


def open_to(place: Place, services: frozenset[str], window: str, zone: str) -> bool:
    """Whether a window with these services may call from a place."""
    service, bound = place
    return service in services and (bound is None or bound in (("window", window), ("zone", zone)))


def _spots(ticket: Ticket) -> Iterator[tuple[Place, Slope, Spot]]:
    for service in ticket.awaited:
        for s in ticket.standings:
            yield (service, ticket.bound), (s.klass, s.head, s.rate), (s.clock, ticket.turn, ticket.id)


def score(slope: Slope, spot: Spot, now: int) -> float:
    """Minutes of merit at `now`: `Standing.score`, without making a standing for each look at a line."""
    return slope[1] + slope[2] * max(0, now - spot[0]) / MINUTE
