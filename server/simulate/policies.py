"""Other rules for the same hall, to compare: who is next, and which window may call whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from server.domain import routing
from server.domain.events import Command
from server.domain.floor import Floor
from server.domain.profile import Hall, PriorityClass, Window
from server.simulate.choosing import Chooser, Next
from server.simulate.visitor import Visitor

POLICIES = ("affine", "first-come", "strict", "ratio")
ARRANGEMENTS = ("profile", "siloed", "pooled", "helping")
APART = 1_000_000.0
"""Minutes of head start between ranks: no wait of a day makes up for it."""
PRIORITY_CALLS = 2
"""Of the ratio: so many with priority, then one without."""


def governed(hall: Hall, policy: str) -> tuple[Hall, Chooser]:
    """The hall under a policy. `affine` is its own classes as they are."""
    if policy == "affine":
        return hall, Next()
    if policy == "ratio":
        return _classed(hall, {c.id: 1 for c in hall.classes}), Ratio()
    ranks = {w: n for n, w in enumerate(sorted({_worth(c) for c in hall.classes}))}
    return _classed(hall, {c.id: ranks[_worth(c)] if policy == "strict" else 0 for c in hall.classes}), Next()


def _worth(c: PriorityClass) -> float:
    """What a class is worth after a quarter of an hour: the order of strict priority."""
    return 0.0 if c.id == "ordinary" else c.head_start + c.rate * 15


def _classed(hall: Hall, ranks: dict[str, int]) -> Hall:
    """Within a rank first come, first served."""
    classes = tuple(
        c if c.id == "ordinary"
        else replace(c, head_start=ranks[c.id] * APART, rate=1.0, clock="taken", credit=0.0)
        for c in hall.classes
    )  # fmt: skip
    return replace(hall, classes=classes, reservations=replace(hall.reservations, late_credit=0))


class Ratio:
    """Each window calls two with priority, then one without, while both wait."""

    def __init__(self) -> None:
        self._streak: dict[str, int] = {}

    def __call__(self, floor: Floor, window: str, now: int) -> Command | None:
        first: dict[bool, tuple[int, str]] = {}
        for priority, turn, ticket in waiting(floor, window, now):
            first[priority] = min(first.get(priority, (turn, ticket)), (turn, ticket))
        if not first:
            return None
        priority = True in first and (False not in first or self._streak.get(window, 0) < PRIORITY_CALLS)
        self._streak[window] = self._streak.get(window, 0) + 1 if priority else 0
        number = floor.tickets[first[priority][1]].number
        return Command("call", "simulate", {"number": number}, window=window)


def waiting(floor: Floor, window: str, now: int) -> Iterable[tuple[bool, int, str]]:
    """(with priority, turn, ticket) of those the window may call now, its own before those it helps with."""
    own, backup = routing.own_services(floor, window, now), floor.hall.helps[window]
    for services in (own, backup - own):
        found = [
            (slope[0] != "ordinary", spot[1], spot[2])
            for place, slopes in floor.lines.places.items()
            if place[0] in services and routing.reaches(floor, place, window)
            for slope, line in slopes.items()
            for spot in line[:1]
        ]
        if found:
            return found
    return []


# -- windows --------------------------------------------------------------------------------------


def arranged(hall: Hall, arrangement: str, visitors: Iterable[Visitor]) -> Hall:
    """The same windows with other services. `siloed` needs the visitors to give each queue its share of windows."""
    if arrangement == "profile":
        return hall
    everything = tuple(s.id for s in hall.services)
    if arrangement == "pooled":
        windows = tuple(replace(w, services=everything, backup=()) for w in hall.windows)
    elif arrangement == "helping":
        windows = tuple(
            replace(w, backup=tuple(s for s in everything if s not in w.services)) for w in hall.windows
        )
    else:
        windows = _siloed(hall, visitors)
    return replace(hall, windows=windows, overload=(), assignments=())


def _siloed(hall: Hall, visitors: Iterable[Visitor]) -> tuple[Window, ...]:
    """Each window keeps one queue's services: the queue with most work for each window it has so far."""
    work = {q.id: 1.0 for q in hall.queues}
    for v in visitors:
        work[hall.service[v.service].queue] += v.duration
    having = dict.fromkeys(work, 0)
    kept: dict[str, tuple[str, ...]] = {}
    for w in sorted(hall.windows, key=lambda w: len({hall.service[s].queue for s in w.services})):
        queues = sorted({hall.service[s].queue for s in w.services})
        mine = max(queues, key=lambda q: (having[q] == 0, work[q] / (having[q] + 1)))
        having[mine] += 1
        kept[w.id] = tuple(s for s in w.services if hall.service[s].queue == mine)
    left = {s.id for s in hall.services} - {s for services in kept.values() for s in services}
    return tuple(
        replace(w, services=(*kept[w.id], *(s for s in w.services if s in left)), backup=())
        for w in hall.windows
    )
