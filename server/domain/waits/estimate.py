"""How long will I wait: a range, never one figure. Pure: of the floor, what the last weeks taught, and now.

The median of three rough estimators (work ahead ÷ windows, the wait of the last one called of the same class, people
ahead ÷ the recent call rate), breaks added, widened outward to five minutes. Running the hall forward may replace them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from statistics import median

from server.domain.floor import Floor
from server.domain.ticket import MINUTE, Standing, Ticket
from server.domain.waits import breaks
from server.domain.waits.ahead import Crowd, Group, claim, people, places
from server.domain.waits.pace import History as History
from server.domain.waits.pace import Pace
from server.domain.waits.staffing import Desks, Staffing, Windows, of, staffing

RECENT = 30 * MINUTE
STEP = 300
FEWEST_CALLS = 6
SHORTEST_SPAN = 10 * MINUTE
"""Fewer calls, or a window open for less than ten minutes, say little about the next hour."""
COMING = 30.0
"""Seconds from the call to the start: people get up and walk."""
VARIED, UNSURE = 0.8, 0.3
"""Deviation ÷ mean of one service, and of what nobody can know: who still comes, who goes on a break."""
P20, P80 = 0.5, 0.84
"""Deviations from the middle down to the low and up to the high figure: waits are skewed, few are much shorter."""
Groups = Mapping[Windows, Group]


@dataclass(frozen=True, slots=True)
class Prospect:
    """People `ahead`, and from `low` to `high` seconds; None when it cannot be said.

    `reason` says why it is long or has risen; work goes on at `resumes_at`. The rest is what it rests on:
    the windows that may call, the place waited in, the seconds thought likeliest.
    """

    ahead: int
    low: int | None = None
    high: int | None = None
    reason: str | None = None
    resumes_at: int | None = None
    windows: Windows = frozenset()
    place: tuple[object, ...] = ()
    middle: float | None = None

    @property
    def wait(self) -> tuple[int, int] | None:
        return (self.low, self.high) if self.low is not None and self.high is not None else None


def prospect(floor: Floor, history: History, ticket: Ticket, now: int) -> Prospect:
    """What a waiting ticket may expect."""
    return Outlook(floor, history, now).of(ticket)


class Outlook:
    """The hall at one moment, asked for any number of tickets; `before` saves finding the same staffing again."""

    def __init__(self, floor: Floor, history: History, now: int, before: Staffing | None = None) -> None:
        self.floor, self.now = floor, now
        self.staff = staffing(floor, now, before)
        self.desks = Desks(floor, self.staff, now)
        self.pace = Pace(floor, history)
        self.pauses = breaks.pauses(floor.hall, now)
        self._crowd: Crowd | None = None

    def of(self, ticket: Ticket) -> Prospect:
        mine = places(ticket)
        desks, windows = self.desks, of(self.desks, mine)
        if not windows:
            # Nobody's first line: whoever only helps there calls when nobody waits for their own services.
            windows = frozenset[str]().union(*(desks.helpers(p) for p in mine))
            desks = Desks(self.floor, self.staff, self.now, standby=windows)
        if windows:
            return self._seen(ticket, desks, windows)
        everybody = Staffing(self.floor.hall, frozenset(self.floor.hall.window), *(frozenset[str](),) * 2, ())
        desks = Desks(self.floor, everybody, self.now)
        windows = of(desks, mine)
        found = Crowd(desks, self._seconds).before(claim(ticket, self.now), windows)
        pause = breaks.at(self.pauses, self.now)
        return Prospect(
            people(found, windows), reason=pause and "lunch", resumes_at=pause and pause[1],
            place=(ticket.awaited, ticket.bound),
        )  # fmt: skip

    def newcomer(self, service: str) -> Prospect:
        """What somebody may expect who takes a number for it now."""
        return self.of(
            Ticket(
                id="", number="", series="", queue="", n=0, services=(service,), service=service,
                line=self.floor.hall.service[service].queue, classes=(), needs=(),
                standings=(Standing("ordinary", 0.0, 1.0, self.now),), channel="", taken_at=self.now,
                since=self.now, turn=self.floor.seq + 1,
            )
        )  # fmt: skip

    def _seen(self, ticket: Ticket, desks: Desks, windows: Windows) -> Prospect:
        crowd = self._all(desks)
        found = crowd.before(claim(ticket, self.now), windows)
        middle, number = self._middle(ticket, found, windows)
        if crowd.rates_differ:
            # Scores with different rates cross while one waits: whoever stands before at the end is called before.
            found = crowd.before(claim(ticket, self.now + round(middle * 1000)), windows)
            middle, number = self._middle(ticket, found, windows)
        ahead = people(found, windows)
        spread = (VARIED**2 / (number + 1) + UNSURE**2) ** 0.5
        if sum(self._free(w) for w in windows) > ahead:
            middle = 0.0
        low = self._clocked(middle * max(0.0, 1 - P20 * spread), windows)
        high = self._clocked(middle * (1 + P80 * spread), windows)
        begin = int(low[0] // STEP) * STEP
        return Prospect(
            ahead, begin, max(begin + STEP, -int(-high[0] // STEP) * STEP),
            reason="lunch" if high[1] else None, resumes_at=high[1], windows=windows,
            place=(ticket.awaited, ticket.bound), middle=self._clocked(middle, windows)[0],
        )  # fmt: skip

    def _all(self, desks: Desks) -> Crowd:
        if desks is not self.desks:
            return Crowd(desks, self._seconds)
        if self._crowd is None:
            self._crowd = Crowd(desks, self._seconds)
        return self._crowd

    def _seconds(self, service: str) -> float:
        return self.pace.seconds(service) + COMING

    # -- seconds of work ---------------------------------------------------------------------------

    def _middle(self, ticket: Ticket, found: Groups, windows: Windows) -> tuple[float, int]:
        """Seconds of work until the call, and how many are called before by the windows that come to it first."""
        seconds, number, served = min(
            (self._naive(found, reach) for reach in _reaches(found, windows)), key=itemgetter(0)
        )
        return median([seconds, *self._from_calls(ticket, number, served)]), number

    def _naive(self, found: Groups, windows: Windows) -> tuple[float, int, Windows]:
        """Work ahead ÷ windows, after the first of them is free."""
        touched = [g for callers, g in found.items() if not callers.isdisjoint(windows)]
        number, work = sum(g.people for g in touched), sum(g.work for g in touched)
        free = sum(self.floor.window(w).ticket is None for w in windows)
        if free > number:
            return 0.0, number, windows
        each = work / number if number else 0.0
        first = 1 / sum(1 / (self._left(w) or each) for w in windows)
        return first + (number - free) * each / len(windows), number, windows

    def _left(self, window: str) -> float:
        """Seconds until a window is free: what its ticket takes less what it has had, at least half a service."""
        state = self.floor.window(window)
        if state.ticket is None:
            return 0.0
        ticket = self.floor.tickets[state.ticket]
        usual = self._seconds(ticket.service) * ticket.cases
        had = (self.now - (ticket.started_at or self.now) - ticket.held_ms) / 1000
        return max(usual / 2, usual - had)

    def _free(self, window: str) -> bool:
        return window in self.staff.open and self.floor.window(window).ticket is None

    def _from_calls(self, ticket: Ticket, number: int, windows: Windows) -> Iterator[float]:
        """The people ahead ÷ the call rate of these windows, and the wait of the last one called of the same class."""
        calls, spans = 0, 0.0
        working = windows & self.staff.open
        for w in working:
            since = max(self.now - RECENT, self.floor.window(w).since or 0)
            calls += sum(c.at > since for c in self.floor.recent.get(w, ()))
            rests = () if self.floor.hall.window[w].works_lunch else self.pauses
            spans += breaks.worked(rests, since, self.now)
        if calls < FEWEST_CALLS or spans < SHORTEST_SPAN * len(working):
            return
        yield (number + 1) * spans / (calls * len(windows) * 1000)
        last = self.floor.latest.get((ticket.line, ticket.score(self.now)[1]))
        if last is not None and last.at > self.now - RECENT:
            yield breaks.worked(self.pauses, last.at - last.waited, last.at) / 1000

    def _clocked(self, seconds: float, windows: Windows) -> tuple[float, int | None]:
        """Seconds by the clock in which the windows do so many seconds of work, and the end of a break within them."""
        here = len(windows & self.staff.open) / len(windows)
        through = sum(self.floor.hall.window[w].works_lunch for w in windows) / len(windows)
        found, resumes = breaks.by_the_clock(self.pauses, self.now, seconds * 1000, here, through)
        return found / 1000, resumes


def _reaches(found: Groups, windows: Windows) -> Iterator[Windows]:
    """Windows that may come to the ticket by themselves: those with less before it do so first.

    All of them; fewer, from the least loaded on; and all with those that share the work before it.
    """
    yield windows
    loads = {w: sum(g.work for callers, g in found.items() if w in callers) for w in windows}
    for level in sorted(set(loads.values()))[:-1]:
        yield frozenset(w for w in windows if loads[w] <= level)
    yield windows.union(*(callers for callers in found if not callers.isdisjoint(windows)))
