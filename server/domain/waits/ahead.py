"""Who is truly ahead: by the routing, not by arrival. Counted in the lines by bisection, never ticket by ticket.

Scores are compared as they stand at a moment the caller names: with different rates they cross, so an estimate
asks again for the moment the ticket may be called. Later arrivals with priority may still pass; the pages say so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from server.domain.lines import Place, Slope
from server.domain.ticket import MINUTE, Standing, Ticket
from server.domain.waits.staffing import Desks, Windows


@dataclass(frozen=True, slots=True)
class Claim:
    """What a ticket has to show at one moment: its best standing, what that is worth, and its turn."""

    at: int
    turn: int
    merit: float
    best: Standing

    def edge(self, slope: Slope) -> tuple[Any, ...]:
        """Where it would stand in a line of that slope: all spots that sort below are called before it."""
        klass, head, rate = slope
        best = self.best
        if (klass, head, rate) == (best.klass, best.head, best.rate) and best.clock <= self.at:
            # Within one slope the order is the line's, whatever the time.
            return best.clock, self.turn, ""
        if self.merit < head:
            return (inf,)
        # The clock that is worth as much; rounded, so that equal claims are equal to the last bit.
        return round(self.at - (self.merit - head) * MINUTE / rate, 3), self.turn


def claim(ticket: Ticket, at: int) -> Claim:
    best = max(ticket.standings, key=lambda s: s.score(at))
    return Claim(at, ticket.turn, best.score(at), best)


@dataclass(slots=True)
class Group:
    """People before a ticket whom the same windows call, and the seconds of service they will take."""

    people: int = 0
    work: float = 0.0


class Crowd:
    """All who wait and may be called, by the windows that would call them: looked through once for all tickets."""

    def __init__(self, desks: Desks, seconds: Callable[[str], float]) -> None:
        self._desks, self._seconds = desks, seconds
        self._several = [
            [(p, slope, spot, desks.goes_first(p)) for p, slope, spot in spots if desks.callers(p)]
            for spots in desks.floor.lines.several.values()
        ]
        self._cases = [
            (
                cases - 1,
                [(p, slope, spot, desks.goes_first(p)) for p, slope, spot in spots if desks.callers(p)],
            )
            for cases, spots in desks.floor.lines.cases.values()
        ]
        self._rows = [
            (callers, desks.goes_first(place), seconds(place[0]), list(slopes.items()))
            for place, slopes in desks.floor.lines.places.items()
            if (callers := desks.callers(place))
        ]
        slopes = {slope for slopes in desks.floor.lines.places.values() for slope in slopes}
        self._slopes = list(slopes)
        self.rates_differ = len({slope[2] for slope in slopes}) > 1

    def before(self, mine: Claim, windows: Windows) -> dict[Windows, Group]:
        """Those who are called before a ticket, anywhere in the hall; `windows` are those that may call it itself."""
        found: dict[Windows, Group] = {}
        edges = {slope: mine.edge(slope) for slope in self._slopes}
        for callers, first, seconds, lines in self._rows:
            number = 0
            for slope, line in lines:
                number += len(line) if first else bisect_left(line, edges[slope])
            if number:
                self._add(found, callers, number, seconds)
        for spots in self._several:
            where = [p for p, slope, spot, first in spots if first or spot < edges[slope]]
            # Somebody who stands several times was counted as often: called once, by `windows` if these may.
            if len(where) > 1:
                where.sort(key=lambda p: self._desks.callers(p).isdisjoint(windows))
            for place in where[1:]:
                self._add(found, self._desks.callers(place), -1, self._seconds(place[0]))
        for more, spots in self._cases:
            for place in [p for p, slope, spot, first in spots if first or spot < edges[slope]][:1]:
                found[self._desks.callers(place)].work += more * self._seconds(place[0])
        return found

    def _add(self, found: dict[Windows, Group], callers: Windows, number: int, seconds: float) -> None:
        group = found.get(callers)
        if group is None:
            group = found[callers] = Group()
        group.people += number
        group.work += number * seconds


def places(ticket: Ticket) -> list[Place]:
    """Where a ticket waits: once for each service it may be called for now."""
    return [(s, ticket.bound, ticket.needs) for s in ticket.awaited]


def people(groups: Mapping[Windows, Group], windows: Windows) -> int:
    """How many of them any of these windows would call."""
    return sum(group.people for callers, group in groups.items() if not callers.isdisjoint(windows))
