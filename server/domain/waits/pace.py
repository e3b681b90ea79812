"""How long services take: the profile's figure, what the last weeks taught, and how fast today goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from server.domain.floor import Floor

FALLBACK_MINUTES = 8.0
"""For a service that a profile replaced during the day no longer has."""
COUNTS_AS = 5
"""The profile's figure counts as five tickets, so that one odd ticket does not rule; so does yesterday's pace."""


@dataclass(frozen=True, slots=True)
class History:
    """What the last weeks taught: service → (tickets, milliseconds of service)."""

    served: Mapping[str, tuple[int, int]] = field(default_factory=dict)


class Pace:
    """Seconds a service is expected to take today; each is found once."""

    def __init__(self, floor: Floor, history: History) -> None:
        self._floor, self._history = floor, history
        self._seconds: dict[str, float] = {}
        self._factors: dict[str, float] = {}

    def seconds(self, service: str) -> float:
        found = self._seconds.get(service)
        if found is None:
            known = self._floor.hall.service.get(service)
            found = self.usual(service) * (self._factor(known.queue) if known else 1.0)
            self._seconds[service] = found
        return found

    def usual(self, service: str) -> float:
        """Without today: drawn from the profile's figure to the mean of the last weeks as tickets grow in number."""
        known = self._floor.hall.service.get(service)
        typical = (known.typical_service if known else FALLBACK_MINUTES) * 60
        number, ms = self._history.served.get(service, (0, 0))
        return (typical * COUNTS_AS + ms / 1000) / (COUNTS_AS + number)

    def _factor(self, queue: str) -> float:
        """What today's services of a queue took ÷ what they usually take."""
        if queue not in self._factors:
            served = self._floor.served
            done = [s for s in self._floor.hall.services_of_queue[queue] if s in served]
            number = sum(served[s][0] for s in done)
            usual = sum(served[s][0] * self.usual(s) for s in done)
            took = sum(served[s][1] for s in done) / 1000
            # One more day's pace is drawn to the usual one as if five average tickets had taken just that.
            calm = COUNTS_AS * usual / number if number else 1.0
            self._factors[queue] = (took + calm) / (usual + calm)
        return self._factors[queue]
