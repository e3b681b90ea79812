"""Visitors of a day that was foreseen: drawn from its forecast, with all that is not sure about it. Always seeded.

How a queue's day goes is drawn first, then who comes by chance; each service of a visit comes by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random

from server.domain.booking.arrival import RESERVED
from server.domain.foresight.advice import Habits
from server.domain.foresight.forecast import USUAL_SPREAD, Forecast
from server.domain.foresight.halves import Half
from server.domain.profile import Hall
from server.simulate.demand import LONGEST, Booked
from server.simulate.laws import Law
from server.simulate.visitor import Visitor

USUALLY = Booked()


def drawn(
    hall: Hall,
    forecast: Forecast,
    habits: Habits,
    open_: Sequence[Half],
    services: Collection[str],
    seed: int,
) -> list[Visitor]:
    """Those who come for these services, in the order they come."""
    chance = Random(seed)
    spread = sorted({hall.service[s].queue for s in services})
    goes = {q: _level(forecast.spread.get(q, USUAL_SPREAD), chance) for q in spread}
    people = list(_walking(hall, forecast, habits, open_, services, goes, chance))
    if RESERVED in hall.klass:
        people += _booked(hall, forecast, habits, open_, services, chance)
    people.sort(key=lambda v: v.at)
    return [replace(v, row=n) for n, v in enumerate(people, 1)]


def _level(spread: float, chance: Random) -> float:
    """How much more or less than foreseen a queue's day brings; 1 on average."""
    return chance.gammavariate(1 / spread**2, spread**2) if spread > 0 else 1.0


def _walking(
    hall: Hall, forecast: Forecast, habits: Habits, open_: Iterable[Half], services: Collection[str],
    goes: Mapping[str, float], chance: Random,
) -> Iterator[Visitor]:  # fmt: skip
    spans = {h.n: (h.start * 60.0, h.end * 60.0) for h in open_}
    for (service, n), mean in sorted(forecast.walk.items()):
        if service not in services or n not in spans:
            continue
        start, end = spans[n]
        rate = mean * goes[hall.service[service].queue] / (end - start)
        at = start + chance.expovariate(rate) if rate > 0 else end
        while at < end:
            yield _visitor(at, service, habits, _class(hall, habits, chance), None, chance)
            at += chance.expovariate(rate)


def _booked(
    hall: Hall, forecast: Forecast, habits: Habits, open_: Sequence[Half], services: Collection[str],
    chance: Random,
) -> Iterator[Visitor]:  # fmt: skip
    """For each slot as many as are expected, in whole people; they come early or late as people do."""
    begins, ends = open_[0].start * 60.0, open_[-1].end * 60.0 - 1
    spans = {h.n: h.start * 60.0 for h in open_}
    for (service, n), mean in sorted(forecast.booked.items()):
        if service not in services or n not in spans:
            continue
        for _ in range(int(mean + chance.random())):
            early = 60.0 * chance.gauss(USUALLY.early, USUALLY.deviation)
            at = min(max(spans[n] - early, begins), ends)
            yield _visitor(at, service, habits, None, spans[n], chance)


def _visitor(
    at: float, service: str, habits: Habits, klass: str | None, slot: float | None, chance: Random
) -> Visitor:
    law = Law("lognormal", habits.seconds.get(service, 480.0), habits.cv)
    duration = min(LONGEST, law.draw(chance))
    comes = chance.random() >= habits.absent
    return Visitor(
        0, round(at, 3), round(duration, 3), service, (klass,) if klass else (), slot, None, (), comes
    )


def _class(hall: Hall, habits: Habits, chance: Random) -> str | None:
    point = chance.random()
    for name, share in sorted(habits.classes.items()):
        point -= share
        if point < 0:
            return name if name in hall.klass and name not in ("ordinary", RESERVED) else None
    return None
