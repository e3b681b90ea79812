"""The live state of one hall's day: a fold of its journal.

What each kind of entry does to it is in `happenings`; here is what there is and how a ticket
changes hands so that lines, counts and windows stay true.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any

from server.domain.changing import but
from server.domain.events import Entry
from server.domain.lines import Lines
from server.domain.profile import Hall
from server.domain.ticket import Ticket

PRESSES_KEPT = 5
CALLS_KEPT = 200
RECENT_KEPT = 24
NOTICES_KEPT = 8


@dataclass(frozen=True, slots=True)
class Press:
    """What one press of a clerk did, so that it can be undone whole: each ticket before and after it."""

    cause: str
    at: int
    moved: tuple[tuple[Ticket, Ticket], ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something somebody should know now; `at` is when it was raised, `seen` who has acknowledged it and when.

    `level` is the present one, since `level_at`; `peak` the highest it has had.
    """

    key: str
    kind: str
    facts: dict[str, Any]
    at: int = 0
    seen: tuple[str, int] | None = None
    level: str = "yellow"
    level_at: int = 0
    peak: str = "yellow"


@dataclass(frozen=True)
class WindowState:
    """A window as it is now; `ticket` is the one called or served at it, `freed_at` when the last one left.

    `ready`: its clerk has pressed for the next one to be called by itself. `ended`: the visit that ended here last
    and may be rated still, until the next call. `skills`: what whoever opened it may serve; None is all that the
    window does.
    """

    id: str
    state: str = "closed"
    person: str | None = None
    reason: str | None = None
    since: int | None = None
    freed_at: int | None = None
    ticket: str | None = None
    called_seq: int | None = None
    called_at: int | None = None
    presses: tuple[Press, ...] = ()
    ready: bool = False
    ended: str | None = None
    skills: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a window does since when, with whom; told by `shifts`."""

    what: str
    since: int
    person: str | None


@dataclass(frozen=True, slots=True)
class Shift:
    """What a window did within one hour of the clock, in milliseconds."""

    window: str
    zone: str
    person: str
    hour: int
    what: str
    ms: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A call that stands: when it was made, since when its ticket had waited, whether it went first by priority."""

    ticket: str
    at: int
    since: int
    first: bool


@dataclass(slots=True)
class Touched:
    """What an entry changed; `everything` for a new day or profile."""

    tickets: list[str] = field(default_factory=list)
    windows: list[str] = field(default_factory=list)
    queues: list[str] = field(default_factory=list)
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Called:
    """One call, kept for last-calls lists and call rates."""

    seq: int
    at: int
    ticket: str
    window: str
    line: str
    waited: int


@dataclass(frozen=True, slots=True)
class Notice:
    """What was decided for all who wait for a service: do is keep, transfer or cancel."""

    seq: int
    at: int
    service: str
    do: str
    to: str | None


class Floor:
    """`taken`: when each service's tickets were taken, in order; `extended`: the minute taking goes on until.
    `nameless`: when each kiosk gave a number to nobody knows whom, within the last minute.

    `hall` is the profile `decide` goes by; the hub sets it whenever the journal names a new version.
    """

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.seq = 0
        self.at = 0
        self.profile = 0
        self.fresh(None)

    def fresh(self, day: str | None, rehearsal: bool = False) -> None:
        self.day = day
        self.rehearsal = rehearsal
        self.tickets: dict[str, Ticket] = {}
        self.numbers: dict[str, str] = {}
        self.windows: dict[str, WindowState] = {}
        self.lines = Lines()
        self.waiting: dict[str, int] = {}
        self.last: dict[tuple[str, str], int] = {}
        self.calls: deque[Called] = deque(maxlen=CALLS_KEPT)
        self.recent: dict[str, deque[Called]] = {}
        """The last calls of each window."""
        self.latest: dict[tuple[str, str], Called] = {}
        """The last call of each line and class, of those called in turn for the first time."""
        self.served: dict[str, tuple[int, int]] = {}
        """service → how many cases were completed today, and their milliseconds; uncertain ones left out."""
        self.called_in: dict[str, int] = {}
        """How many calls each line has had today, those undone not counted."""
        self.passed: dict[str, dict[str, int]] = {}
        """line → passed tickets that wait again by themselves → at how many calls of the line."""
        self.held: set[str] = set()
        self.reserved: set[str] = set()
        """Tickets of reservations, whatever became of them."""
        self.alarms: dict[str, Alarm] = {}
        self.taken: dict[str, list[int]] = {}
        self.extended: int | None = None
        self.nameless: dict[str, deque[int]] = {}
        self.notices: deque[Notice] = deque(maxlen=NOTICES_KEPT)
        self.stretches: dict[str, Stretch] = {}
        self.shifts: list[Shift] = []
        """What the last entry ended."""
        self.manned: dict[str, frozenset[str]] = {}
        """What each window may serve with whoever opened it; nothing while it is not open."""
        self.shut: dict[str, list[tuple[int, int | None]]] = {}
        """service → when no window whose clerk may serve it was open."""
        self.turns: dict[str, list[Turn]] = {}
        """line → its calls that stand, in their order."""

    def window(self, id: str) -> WindowState:
        return self.windows.get(id) or WindowState(id)

    # -- how a ticket changes hands ------------------------------------------------------------

    def put(self, ticket: Ticket, touched: Touched) -> None:
        """Replace a ticket, keeping lines and counts true."""
        old = self.tickets.get(ticket.id)
        if old is not None and old.status == "waiting":
            self.lines.remove(old)
            self.waiting[old.line] -= 1
            touched.queues.append(old.line)
        if ticket.status == "waiting":
            self.lines.add(ticket)
            self.waiting[ticket.line] = self.waiting.get(ticket.line, 0) + 1
            if ticket.line not in touched.queues:
                touched.queues.append(ticket.line)
        self._aside(old, ticket)
        if ticket.slot is not None:
            self.reserved.add(ticket.id)
        self.tickets[ticket.id] = ticket
        touched.tickets.append(ticket.id)

    def _aside(self, old: Ticket | None, new: Ticket) -> None:
        """Keep count of those who stand aside: held, or passed and to wait again."""
        if old is not None and old.status == "no_show" and old.passed_after is not None:
            passed = self.passed[old.line]
            del passed[old.id]
            if not passed:
                del self.passed[old.line]
        if new.status == "no_show" and new.passed_after is not None:
            self.passed.setdefault(new.line, {})[new.id] = new.passed_after
        (self.held.add if new.status == "held" else self.held.discard)(new.id)

    def seat(self, window: str, touched: Touched, **changes: Any) -> None:
        self.windows[window] = but(self.window(window), **changes)
        if window not in touched.windows:
            touched.windows.append(window)

    def vacate(self, ticket: Ticket, touched: Touched) -> None:
        """The ticket leaves the window it was called or served at."""
        if ticket.window and self.window(ticket.window).ticket == ticket.id:
            self.seat(ticket.window, touched, ticket=None, freed_at=self.at)

    def press(self, window: str, entry: Entry, before: Ticket, after: Ticket) -> None:
        """Remember a move for undo; moves of one command are one press."""
        state = self.window(window)
        presses = state.presses
        if presses and presses[-1].cause == entry.cause:
            last = presses[-1]
            presses = (*presses[:-1], replace(last, moved=(*last.moved, (before, after))))
        else:
            presses = (*presses, Press(entry.cause, entry.at, ((before, after),)))[-PRESSES_KEPT:]
        self.windows[window] = but(state, presses=presses)
