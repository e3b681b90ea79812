"""One hall as this process holds it: its floor, its place in the chain, its clock and its views."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from server.domain import hours
from server.domain.counting import shifts
from server.domain.events import Entry
from server.domain.floor import Alarm, Floor, Touched
from server.domain.happenings import apply
from server.domain.profile import Hall
from server.domain.ticket import Ticket
from server.hub import learning, views, waiting
from server.hub.clock import Clock
from server.hub.past import past
from server.hub.views import View
from server.hub.waiting import Waiting
from server.journal import chain
from server.journal.store import Store
from server.protocol import iso

ViewKey = tuple[str, str | None]


class Room:
    """Folded from the journal at start, and again whenever memory may not be what the disk says."""

    def __init__(self, id: str, store: Store, clock: Clock, lax: bool = False) -> None:
        self.id = id
        self.store = store
        self.clock = clock
        self.lax = lax
        self.lunch_told: date | None = None
        self.views: dict[ViewKey, View] = {}
        self._halls: dict[int, Hall] = {}
        self.built: tuple[str, Hall] | None = None
        """A document built before it was taken over, so that this is not done while the hall stands still."""
        self.waiting = Waiting()
        self.sure = False
        self.left_out: set[str] = set()
        """Days before the tables of figures that could not be folded into them."""
        self.unusual: tuple[str | None, int, int, tuple[Alarm, ...]] = (None, 0, 0, ())
        """What `hub.unusual` found last: on which day, when and after which entry."""
        self.fold()
        self.listening = clock.now(self.floor.at)
        """From when on devices could be heard: their silence before that means nothing."""

    def fold(self) -> None:
        """Start-up and recovery are the same: read today's entries, checking the chain. Raises ChainBroken."""
        start = chain.day_start(self.store.conn, self.id)
        # A version whose writing failed may have been read: the next one of its number is another.
        self._halls = {}
        floor = Floor(self.profile(1))
        floor.seq = start
        for entry in chain.verified(self.store.conn, self.id, start):
            self._apply(floor, entry)
        self.floor, self.sure = floor, True
        self.head = chain.head(self.store.conn, self.id, floor.seq)
        self._bound_day()
        for view in self.views.values():
            view.floor = floor
            view.refresh()
            view.afresh, view.pending, view.touched_seq = True, None, floor.seq

    def _apply(self, floor: Floor, entry: Entry) -> Touched:
        touched = apply(floor, entry)
        if touched.everything and floor.profile:
            floor.hall = self.hall_on(floor)
        shifts.advance(floor, entry, touched)
        return touched

    def hall_on(self, floor: Floor) -> Hall:
        """The hall as the profile that a floor names has it, on the floor's day."""
        return self.today(self.profile(floor.profile), floor)

    def today(self, hall: Hall, floor: Floor) -> Hall:
        """A profile's hall as it is on the floor's day."""
        return past.today(hall, floor)

    def profile(self, version: int) -> Hall:
        """The hall of a version: the file, and over it what was changed at run time."""
        if version not in self._halls:
            self._halls[version] = past.profile(self.store.conn, self.id, version, self.built)
        return self._halls[version]

    @property
    def hall(self) -> Hall:
        return self.floor.hall

    @property
    def date(self) -> str:
        """The business day it is now, whether a day is open or not."""
        return hours.business_day(self.hall, self.clock.now(self.floor.at)).isoformat()

    # -- taking entries in -------------------------------------------------------------------------

    def take_in(self, entry: Entry, digest: str) -> Ticket | None:
        """Apply one entry and let the views note it; returns the entry's ticket as it was before."""
        before = self.floor.tickets.get(entry.data.get("ticket", ""))
        touched = self._apply(self.floor, entry)
        self.head = digest
        if entry.kind == "clock.accepted":
            self.listening = self.clock.accept()
        if touched.everything:
            self._bound_day()
        self.waiting.left(self.floor, touched)
        for view in self.views.values():
            view.note(entry, touched)
        return before

    def catch_up(self) -> int:
        """Apply what other processes appended; returns how many entries."""
        if not self.sure:
            self.fold()
        count = 0
        try:
            for entry, _, digest in chain.read(self.store.conn, self.id, self.floor.seq):
                self.take_in(entry, digest)
                count += 1
        except BaseException:
            # Half an entry may have been applied: fold again before anything is read.
            self.sure = False
            raise
        return count

    def prospects(self, ticket: Ticket, now: int) -> dict[str, Any]:
        """`ahead` people, `wait` {low, high} seconds or null where it cannot be said, when a break within it ends."""
        return waiting.facts(self.waiting.told(self.floor, ticket, now))

    def told(self, ticket: Ticket, now: int) -> dict[str, Any]:
        """The same for its holder, with the `reason` why it is long or has risen."""
        return self.prospects(ticket, now) | {"reason": self.waiting.told(self.floor, ticket, now).reason}

    def opening(self, now: int) -> dict[str, Any]:
        """Whether the hall is open, for pages: instants in words. Always open, it never closes."""
        told = hours.state(self.hall, now)
        if self.lax:
            told = {"open": True, "reason": None, "resumes_at": None, "closes_at": None}
        at = {key: iso(told[key]) for key in ("resumes_at", "closes_at")}
        return told | at | {"rehearsal": self.floor.rehearsal}

    def warnings(self, ticket: Ticket, now: int) -> list[str]:
        """`may_not_be_served` for who may still be waiting when the hall closes."""
        closes = None if self.lax else hours.closing(self.hall, now)
        wait = self.prospects(ticket, now)["wait"] if closes else None
        return ["may_not_be_served"] if closes and wait and now + wait["high"] * 1000 > closes else []

    # -- the day -----------------------------------------------------------------------------------

    def _bound_day(self) -> None:
        """When the floor's day begins and ends (an empty span when none is open), and what the days before it teach."""
        day = self.floor.day
        self._span = (hours.day_begin(self.hall, day), hours.day_end(self.hall, day)) if day else (0, 0)
        self.waiting.forget()
        self.waiting.history = learning.history(self.store.conn, self.id, day)

    def day_over(self, now: int) -> bool:
        """Whether `now` is not of the floor's day (later, or earlier after the clock was set back)."""
        return not self._span[0] <= now < self._span[1]

    # -- views -------------------------------------------------------------------------------------

    def view(self, kind: str, argument: str | None) -> View:
        """The view of an audience, made when the first of it comes."""
        key = (kind, argument)
        if key not in self.views:
            self.views[key] = views.new(kind, argument, self.floor)
        return self.views[key]

    def look(self, kind: str, argument: str | None) -> dict[str, Any]:
        """A snapshot without keeping the view."""
        key = (kind, argument)
        return (self.views.get(key) or views.new(kind, argument, self.floor)).snapshot()

    def drop_views(self, keep: Callable[[ViewKey], bool]) -> None:
        self.views = {key: view for key, view in self.views.items() if keep(key)}

    def updates(self) -> Iterable[tuple[ViewKey, str, dict[str, Any]]]:
        """What waits to be sent, view by view, merged."""
        for key, view in list(self.views.items()):
            update = view.take_update()
            if update:
                yield key, update[0], update[1]
