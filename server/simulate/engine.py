"""The engine: one day of visitors through `decide` and `apply`, on a floor of its own.

Times here are seconds on the visitors' clock, never rounded; the domain gets them as milliseconds with decimals.
At one instant everybody who comes is in line, and every window that ends is free, before anybody is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any, cast

from server.domain.errors import HallError
from server.domain.events import Command, Entry, Event
from server.domain.floor import Floor
from server.domain.happenings import apply
from server.domain.profile import Hall
from server.domain.verbs import decide
from server.simulate.choosing import Chooser, Idle, Next
from server.simulate.course import Course
from server.simulate.entering import taking
from server.simulate.visitor import Fate, Visitor

ACTOR = "simulate"
WORK, LEAVE, END = 0, 1, 2
"""What happens at one instant, in this order: work, then calls; who is called then no longer leaves."""
HAIR = 1e-6
"""Seconds later, so that what has waited long enough has, whatever the last bit says."""
Happening = tuple[float, int, int, str, str]
"""(time, rank, turn, what, ticket or window)."""


@dataclass(frozen=True, slots=True)
class Run:
    """A simulated day: what became of each visitor in the order given, and how long each window worked (seconds)."""

    fates: tuple[Fate, ...]
    worked: dict[str, float]
    began: float
    ended: float


def simulate(hall: Hall, visitors: Iterable[Visitor], course: Course, chooser: Chooser | None = None) -> Run:
    """The whole day; the same arguments give the same run."""
    return Day(hall, list(visitors), course, chooser or Next()).run()


class Day:
    def __init__(self, hall: Hall, visitors: Sequence[Visitor], course: Course, chooser: Chooser) -> None:
        self.floor = Floor(hall)
        self.course = course
        self.fates = {str(v.row): Fate(v) for v in visitors}
        self._coming = sorted(visitors, key=lambda v: (v.at, v.row), reverse=True)
        self._heap: list[Happening] = []
        self._turn = 0
        self._at, self._now = float("nan"), 0
        self._chooser = chooser
        self._idle = Idle(self.floor)
        self._leaving: set[str] = set()
        self._closes = float("-inf") if course.closes is None else course.closes
        self._inside = 0
        self._since: dict[str, float] = {}
        self.worked: dict[str, float] = {}
        self._press = {
            (v, w.id): Command(v, ACTOR, window=w.id) for v in ("start", "complete") for w in hall.windows
        }
        self._widening = {r.minutes for r in hall.overload if r.action == "widen" and r.minutes}
        self._do = {
            "open": self._open, "break": self._break, "start": self._start, "complete": self._complete,
            "absent": self._absent, "leave": self._leave, "end": self._end, "look": self._look,
        }  # fmt: skip

    def run(self) -> Run:
        first = self._coming[-1].at if self._coming else 0.0
        began = self._plan(first)
        self._apply([Event("day.opened", {"day": self.course.day, "profile": 1, "numbers": []})], began)
        at = began
        while self._coming or (self._heap and (self._inside or self._heap[0][0] <= self._closes)):
            at, rank = self._next()
            self._happen(at, rank)
            if rank == WORK:
                self._call(at)
        if self.floor.day is not None and self._inside:
            self._end(at, "")
        ended = max(at, self._closes)
        for window in list(self._since):
            self._stop_clock(window, ended)
        return Run(tuple(self.fates.values()), self.worked, began, ended)

    def _plan(self, first: float) -> float:
        """Put the windows' working times on the heap; returns when the day begins."""
        began = first
        for window, spans in self.course.windows.items():
            for start, stop in spans:
                opens = first if start == float("-inf") else start
                began = min(began, opens)
                self._later(opens, WORK, "open", window)
                if stop != float("inf"):
                    self._later(stop, WORK, "break", window)
        if self.course.end is not None:
            self._later(self.course.end, END, "end", "")
        return began

    # -- the order of things -----------------------------------------------------------------------

    def _later(self, at: float, rank: int, what: str, whom: str) -> None:
        self._turn += 1
        heappush(self._heap, (at, rank, self._turn, what, whom))

    def _next(self) -> tuple[float, int]:
        if not self._heap or (self._coming and (self._coming[-1].at, WORK) <= self._heap[0][:2]):
            return self._coming[-1].at, WORK
        return self._heap[0][0], self._heap[0][1]

    def _happen(self, at: float, rank: int) -> None:
        """Everything of this instant and rank."""
        while rank == WORK and self._coming and self._coming[-1].at == at:
            self._take(at, self._coming.pop())
        while self._heap and self._heap[0][0] == at and self._heap[0][1] == rank:
            _, _, _, what, whom = heappop(self._heap)
            self._do[what](at, whom)

    def _call(self, at: float) -> None:
        now = self._instant(at)
        for window in self._idle.candidates():
            command = self._chooser(self.floor, window, now)
            if command is None:
                continue
            for event in self._act(command, at):
                if event.kind == "ticket.called":
                    self._called(at, window, self.fates[event.data["ticket"]])

    # -- what people do ----------------------------------------------------------------------------

    def _take(self, at: float, visitor: Visitor) -> None:
        fate = self.fates[str(visitor.row)]
        try:
            events = taking(self.floor, visitor, self._instant, self.course.lax)
        except HallError as refusal:
            fate.outcome = refusal.code
            return
        self._apply(events, at)
        fate.number, fate.taken_at = str(events[0].data["number"]), at
        self._inside += 1
        self._idle.arrived(visitor.service)
        for minutes in self._widening:
            self._later(at + minutes * 60 + HAIR, WORK, "look", "")
        if visitor.patience is not None:
            self._later(at + visitor.patience, LEAVE, "leave", str(visitor.row))

    def _called(self, at: float, window: str, fate: Fate) -> None:
        self._idle.taken(window)
        fate.window, fate.called_at = window, at
        if not fate.visitor.comes:
            self._later(at + self.course.absence, WORK, "absent", window)
        elif self.course.walk:
            self._later(at + self.course.walk, WORK, "start", window)
        elif self.course.lax:
            # The call is the start: the ticket is completed from there, a move the domain allows.
            self._serve(at, window, fate)
        else:
            self._start(at, window)

    def _start(self, at: float, window: str) -> None:
        self._act(self._press["start", window], at)
        self._serve(at, window, self._served(window))

    def _serve(self, at: float, window: str, fate: Fate) -> None:
        fate.started_at = at
        self._later(at + fate.visitor.duration, WORK, "complete", window)

    def _complete(self, at: float, window: str) -> None:
        fate = self._served(window)
        self._act(self._press["complete", window], at)
        fate.completed_at, fate.outcome = at, "done"
        if self.course.lax:
            # Nothing asks for them again when caps are aside, and a million would fill the memory.
            del self.floor.tickets[str(fate.visitor.row)], self.floor.numbers[fate.number]
        self._freed(at, window)

    def _absent(self, at: float, window: str) -> None:
        fate = self._served(window)
        self._act(Command("no_show", ACTOR, window=window), at, {"reason": {"reason": "absent"}})
        fate.outcome = "no_show"
        self._freed(at, window)

    def _leave(self, at: float, ticket: str) -> None:
        if self.floor.tickets[ticket].status == "waiting":
            self._act(Command("cancel", ACTOR, ticket=ticket), at)
            self.fates[ticket].outcome = "abandoned"
            self._inside -= 1

    def _look(self, at: float, _: str) -> None:
        """Time alone lets windows help: somebody has now waited as long as a rule for overload says."""
        self._idle.all()

    # -- windows -----------------------------------------------------------------------------------

    def _open(self, at: float, window: str) -> None:
        self._leaving.discard(window)
        self._since.setdefault(window, at)
        if self.floor.window(window).state != "open":
            self._act(Command("open", ACTOR, window=window, person=window), at)
        if self.floor.window(window).ticket is None:
            self._idle.freed(window)

    def _break(self, at: float, window: str) -> None:
        """At once, or when its ticket is finished."""
        if self.floor.window(window).ticket is not None:
            self._leaving.add(window)
            return
        self._idle.left(window)
        # Who needed just this window may now go to another.
        self._idle.all()
        self._stop_clock(window, at)
        self._act(Command("pause", ACTOR, window=window), at, {"reason": {"reason": "break"}})

    def _freed(self, at: float, window: str) -> None:
        self._inside -= 1
        self._idle.freed(window)
        if window in self._leaving:
            self._leaving.discard(window)
            self._break(at, window)

    def _stop_clock(self, window: str, at: float) -> None:
        since = self._since.pop(window, None)
        if since is not None:
            self.worked[window] = self.worked.get(window, 0.0) + at - since

    def _end(self, at: float, _: str) -> None:
        """The day's end settles what is left; who comes later finds the hall closed."""
        for event in self._act(Command("close_day", ACTOR), at):
            if event.kind == "ticket.expired" and not self.fates[event.data["ticket"]].outcome:
                self.fates[event.data["ticket"]].outcome = "expired"
            elif event.kind == "ticket.completed":
                self.fates[event.data["ticket"]].outcome = "uncertain"
        for visitor in self._coming:
            self.fates[str(visitor.row)].outcome = "hall_closed"
        self._coming.clear()
        self._heap.clear()
        self._inside = 0
        self._idle.nobody()

    # -- the domain --------------------------------------------------------------------------------

    def _served(self, window: str) -> Fate:
        return self.fates[str(self.floor.window(window).ticket)]

    def _instant(self, at: float) -> int:
        """Milliseconds UTC. Really a float: the domain's arithmetic keeps the decimals, and order depends on them.

        Rounded to a millionth, so that a time written as 1.005 is 1005 and equal claims stay equal.
        """
        if at != self._at:
            self._at, self._now = at, cast(int, self.course.midnight + round(at * 1000, 6))
        return self._now

    def _act(self, command: Command, at: float, facts: dict[str, Any] | None = None) -> list[Event]:
        events = decide(self.floor, command, facts or {}, self._instant(at))
        self._apply(events, at)
        return events

    def _apply(self, events: list[Event], at: float) -> None:
        floor, now = self.floor, self._instant(at)
        cause = str(floor.seq)
        for event in events:
            apply(floor, Entry(floor.seq + 1, now, self.course.day, event.kind, ACTOR, cause, event.data))
