"""Synthetic demand: who comes on a day, drawn from rates, laws and shares. The only chance here, always seeded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from server.domain.booking.arrival import RESERVED
from server.domain.profile import Hall
from server.simulate.laws import Law
from server.simulate.visitor import Visitor

HALF_HOUR = 1800.0
FREQUENT = 4.0
"""A frequent service is asked for so many times as often as another of the same window."""
WEIGHTS = (0.9, 1.4, 1.5, 1.4, 1.2, 1.0, 0.8, 0.6)
"""How a span of opening begins and ends: full from the first half hour on, thin in the last."""
USUAL_CLASSES = {"elderly": 0.08, "disabled": 0.02, "pregnant": 0.015, "military": 0.005}
LONGEST = 4 * 3600.0
"""Nobody is served for longer than this, whatever the law draws."""


@dataclass(frozen=True, slots=True)
class Booked:
    """Reservations: their share of visitors, how early people come (minutes, mean and deviation), who stays away."""

    share: float = 0.2
    early: float = 8.0
    deviation: float = 9.0
    missing: float = 0.08
    slot: float = 1800.0


@dataclass(frozen=True, slots=True)
class Demand:
    """`rates` says how many come from each second on, until the next; `services` and `classes` are shares."""

    visitors: int
    rates: Sequence[tuple[float, float, float]]
    services: Mapping[str, float]
    laws: Mapping[str, Law]
    classes: Mapping[str, float] = field(default_factory=dict)
    booked: Booked = Booked()
    absent: float = 0.02
    patience: Law | None = None


def usual(hall: Hall, visitors: int, spans: Sequence[tuple[float, float]]) -> Demand:
    """What a hall may expect that says nothing of its demand: each window asked for alike, mornings fuller."""
    services: dict[str, float] = {}
    for window in hall.windows:
        weights = {s: FREQUENT if hall.service[s].frequency == "high" else 1.0 for s in window.services}
        for s, weight in weights.items():
            busy = weight / sum(w * hall.service[x].typical_service for x, w in weights.items())
            services[s] = services.get(s, 0.0) + busy
    laws = {s.id: Law("lognormal", s.typical_service * 60.0, 0.8) for s in hall.services}
    classes = {c: share for c, share in USUAL_CLASSES.items() if c in hall.klass}
    booked = Booked(slot=hall.reservations.slot_minutes * 60.0)
    return Demand(visitors, rates_of(spans), services, laws, classes, booked)


def rates_of(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float, float]]:
    """Weights a half hour for each span of opening (seconds)."""
    found = []
    for start, end in spans:
        at, n = start, 0
        while at < end:
            until = min(at + HALF_HOUR, end)
            left = (end - at) / HALF_HOUR
            weight = WEIGHTS[min(n, 4)] if left > 4 else WEIGHTS[max(0, len(WEIGHTS) - max(1, round(left)))]
            found.append((at, until, weight * (until - at) / HALF_HOUR))
            at, n = until, n + 1
    return found


def drawn(demand: Demand, seed: int) -> list[Visitor]:
    """The visitors of one day in the order they come; the same seed draws the same."""
    chance = Random(seed)
    people: list[Visitor] = []
    while len(people) < demand.visitors:
        person = _person(demand, chance)
        if person is not None:
            people.append(person)
    people.sort(key=lambda p: p.at)
    return [_numbered(n, p) for n, p in enumerate(people, 1)]


def _person(demand: Demand, chance: Random) -> Visitor | None:
    """None for a reservation whose holder stays away: they are no visitors."""
    at = _moment(demand, chance)
    service = _pick(demand.services, chance)
    duration = min(LONGEST, demand.laws[service].draw(chance))
    patience = demand.patience.draw(chance) if demand.patience else None
    comes = chance.random() >= demand.absent
    slot = None
    if chance.random() < demand.booked.share:
        slot = at - (at - demand.rates[0][0]) % demand.booked.slot
        at = _inside(demand, slot - 60.0 * chance.gauss(demand.booked.early, demand.booked.deviation))
        if chance.random() < demand.booked.missing:
            return None
    klass = _class(demand, chance)
    classes = (*((klass,) if klass else ()), *((RESERVED,) if slot is not None else ()))
    return Visitor(0, round(at, 3), round(duration, 3), service, classes, slot, patience, (), comes)


def _numbered(row: int, v: Visitor) -> Visitor:
    return Visitor(row, v.at, v.duration, v.service, v.classes, v.slot, v.patience, v.needs, v.comes)


def _moment(demand: Demand, chance: Random) -> float:
    start, end, _ = chance.choices(demand.rates, [weight for _, _, weight in demand.rates])[0]
    return chance.uniform(start, end)


def _inside(demand: Demand, at: float) -> float:
    """The same moment, or the next opening: who comes too early stands at the door."""
    for start, end, _ in demand.rates:
        if at < end:
            return max(at, start)
    return demand.rates[-1][1] - 1.0


def _pick(shares: Mapping[str, float], chance: Random) -> str:
    return chance.choices(list(shares), list(shares.values()))[0]


def _class(demand: Demand, chance: Random) -> str | None:
    """At most one class besides a reservation."""
    point = chance.random()
    for name, share in demand.classes.items():
        point -= share
        if point < 0:
            return name
    return None
