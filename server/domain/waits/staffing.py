"""Which windows would call from a place, as they stand now: its first-line windows, and those that help there.

Who calls first is remembered until a window opens, pauses or closes: an estimate for each of a thousand
phones then costs its looks at the lines, and no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from server.domain.floor import Floor, WindowState
from server.domain.lines import Place
from server.domain.profile import Hall
from server.domain.routing import helped_services, overdue, overloaded, own_services, reaches
from server.domain.ticket import MINUTE
from server.domain.waits import breaks

SOON = 30 * MINUTE
"""A window paused for lunch so shortly before it is taken to be at lunch."""
Windows = frozenset[str]


@dataclass
class Staffing:
    """`open` windows call; `resting` ones, of those `paused`, are away for the break and call after it."""

    hall: Hall
    open: Windows
    paused: Windows
    resting: Windows
    widened: tuple[int, ...]
    skills: tuple[tuple[str, frozenset[str]], ...] = ()
    _first: dict[Place, Windows] = field(default_factory=dict)
    _helpers: dict[Place, Windows] = field(default_factory=dict)

    def first(self, floor: Floor, place: Place, now: int) -> Windows:
        """The windows there now whose first line this is, and which may call from this place."""
        found = self._first.get(place)
        if found is None:
            found = frozenset(
                w for w in self.hall.able.get(place[0], ())
                if (w in self.open or w in self.resting)
                and place[0] in own_services(floor, w, now) and reaches(floor, place, w)
            )  # fmt: skip
            self._first[place] = found
        return found

    def helpers(self, floor: Floor, place: Place) -> Windows:
        """The open windows whose backup holds the service, and which may call from this place."""
        found = self._helpers.get(place)
        if found is None:
            found = frozenset(
                w for w in self.hall.able.get(place[0], ())
                if w in self.open and place[0] in helped_services(floor, w) and reaches(floor, place, w)
            )  # fmt: skip
            self._helpers[place] = found
        return found

    def same(self, other: Staffing) -> bool:
        return (
            self.hall is other.hall and self.open == other.open and self.paused == other.paused
            and self.resting == other.resting and self.widened == other.widened and self.skills == other.skills
        )  # fmt: skip


def staffing(floor: Floor, now: int, before: Staffing | None = None) -> Staffing:
    """How the windows stand; the one found before where nothing has changed since."""
    hall = floor.hall
    pauses = breaks.pauses(hall, now) if any(w.state == "paused" for w in floor.windows.values()) else ()
    known = [w for w in floor.windows.values() if w.id in hall.window]
    found = Staffing(
        hall,
        frozenset(w.id for w in known if w.state == "open"),
        frozenset(w.id for w in known if w.state == "paused"),
        frozenset(w.id for w in known if w.state == "paused" and _rests(hall, w, pauses, now)),
        tuple(
            n for n, rule in enumerate(hall.overload)
            if rule.action == "widen" and overloaded(floor, rule, now)
        ),
        tuple((w.id, w.skills) for w in known if w.skills is not None),
    )  # fmt: skip
    return before if before is not None and before.same(found) else found


def _rests(hall: Hall, window: WindowState, pauses: tuple[breaks.Pause, ...], now: int) -> bool:
    """Paused in a break, or for lunch a little before it."""
    if hall.window[window.id].works_lunch:
        return False
    early = SOON if window.reason == "lunch" else 0
    return any(start - early <= now < end for start, end in pauses)


class Desks:
    """Who calls from where at one moment: first-line windows, and those that help there at their next call.

    `standby`: windows whose own people all go first; they are asked for by somebody they only ever help.
    """

    def __init__(self, floor: Floor, staff: Staffing, now: int, standby: Windows = frozenset()) -> None:
        self.floor, self.staff, self.now, self.standby = floor, staff, now, standby
        self._callers: dict[Place, Windows] = {}
        self._helping: dict[str, bool] = {}

    def callers(self, place: Place) -> Windows:
        found = self._callers.get(place)
        if found is None:
            found = self.staff.first(self.floor, place, self.now)
            helpers = self.helpers(place)
            if helpers:
                found |= frozenset(w for w in helpers if w in self.standby or self._helps_now(w))
            self._callers[place] = found
        return found

    def helpers(self, place: Place) -> Windows:
        """The open windows whose backup holds the service."""
        return self.staff.helpers(self.floor, place)

    def goes_first(self, place: Place) -> bool:
        """Whether who stands there is called before anybody whom the windows on standby help."""
        if not self.standby:
            return False
        return not self.standby.isdisjoint(self.staff.first(self.floor, place, self.now))

    def _helps_now(self, window: str) -> bool:
        found = self._helping.get(window)
        if found is None:
            own = own_services(self.floor, window, self.now)
            found = self.floor.lines.since.keys().isdisjoint(own)
            found = found or overdue(self.floor, window, helped_services(self.floor, window), self.now)
            self._helping[window] = found
        return found


def of(desks: Desks, places: Iterable[Place]) -> Windows:
    """The windows that would call from any of these places."""
    return frozenset[str]().union(*(desks.callers(p) for p in places))
