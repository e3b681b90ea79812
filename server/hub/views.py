"""What each audience sees, kept up to date entry by entry: snapshot, then merged updates.

A view remembers what it last showed, so an update holds only what changed, and old snapshot +
updates = new snapshot by construction: both come from the same member functions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from server.domain.events import Entry
from server.domain.floor import Floor, Touched
from server.domain.profile import Hall
from server.domain.routing import may_call, served_here
from server.domain.ticket import Ticket
from server.hub import entries, own
from server.hub.entries import iso

Shown = dict[str, dict[str, Any]]
LAST_CALLS = 12
ENDED_FOR_STAFF = ("completed", "cancelled", "expired")


@dataclass(slots=True)
class Pending:
    """What waits to be sent: the newest of each thing, and what happened in order."""

    prev: int
    seq: int
    at: int
    events: list[dict[str, Any]] = field(default_factory=list)
    tickets: Shown = field(default_factory=dict)
    windows: Shown = field(default_factory=dict)
    queues: Shown = field(default_factory=dict)


class View:
    """One audience of one hall. `argument` is a zone, window, department or ticket id, or None."""

    def __init__(self, kind: str, argument: str | None, floor: Floor) -> None:
        self.kind = kind
        self.argument = argument
        self.floor = floor
        self.touched_seq = floor.seq
        self.pending: Pending | None = None
        self.afresh = False
        self.refresh()

    def refresh(self) -> None:
        """Look at everything anew."""
        floor = self.floor
        self.tickets = {id: e for id in self.members() if (e := self.ticket(floor.tickets[id]))}
        self.windows = {w: e for w in floor.hall.window if (e := self.window(w))}
        self.queues = {q: e for q in floor.hall.queue if (e := self.queue(q))}

    def snapshot(self) -> dict[str, Any]:
        return {
            "view": self.kind, "hall": self.floor.hall.id, "seq": self.floor.seq, "at": iso(self.floor.at),
            "tickets": list(self.tickets.values()), "windows": list(self.windows.values()),
            "queues": list(self.queues.values()),
        }  # fmt: skip

    def note(self, entry: Entry, touched: Touched) -> None:
        """Take in one entry, already applied to the floor."""
        if touched.everything:
            self.refresh()
            self.afresh, self.pending, self.touched_seq = True, None, entry.seq
            return
        tickets = self._changes(self.tickets, self.concerned(touched.tickets), self._ticket_by_id)
        # A profile replaced during the day may lack a window still open, or a queue somebody was in.
        hall = self.floor.hall
        windows = self._changes(self.windows, [w for w in touched.windows if w in hall.window], self.window)
        queues = self._changes(self.queues, [q for q in touched.queues if q in hall.queue], self.queue)
        if not (tickets or windows or queues):
            return
        if self.pending is None:
            self.pending = Pending(self.touched_seq, entry.seq, entry.at)
        pending = self.pending
        pending.seq, pending.at = entry.seq, entry.at
        pending.tickets.update(tickets)
        pending.windows.update(windows)
        pending.queues.update(queues)
        d = entry.data
        pending.events.append(
            {
                "seq": entry.seq,
                "kind": entry.kind,
                **{k: d[k] for k in ("ticket", "number", "window") if d.get(k)},
            }
        )
        self.touched_seq = entry.seq

    def take_update(self) -> tuple[str, dict[str, Any]] | None:
        """What to send now, (\"update\"|\"snapshot\", payload), or None."""
        if self.afresh:
            self.afresh, self.pending = False, None
            return "snapshot", self.snapshot()
        pending, self.pending = self.pending, None
        if pending is None:
            return None
        return "update", {
            "seq": pending.seq, "prev": pending.prev, "at": iso(pending.at), "events": pending.events,
            "tickets": list(pending.tickets.values()), "windows": list(pending.windows.values()),
            "queues": list(pending.queues.values()),
        }  # fmt: skip

    def _changes(self, shown: Shown, ids: list[str], entry_of: Any) -> Shown:
        changes: Shown = {}
        for id in ids:
            new = entry_of(id)
            if new is None:
                if shown.pop(id, None) is not None:
                    changes[id] = {"id": id, "gone": True}
            elif shown.get(id) != new:
                shown[id] = changes[id] = new
        return changes

    def _ticket_by_id(self, id: str) -> dict[str, Any] | None:
        ticket = self.floor.tickets.get(id)
        return self.ticket(ticket) if ticket else None

    # -- what the kinds of views differ in ---------------------------------------------------------

    def members(self) -> list[str]:
        """Ids of the tickets that may be in the view."""
        return list(self.floor.tickets)

    def concerned(self, touched: list[str]) -> list[str]:
        """Tickets to look at again when these were touched."""
        return touched

    def ticket(self, t: Ticket) -> dict[str, Any] | None:
        raise TypeError(self.kind)

    def window(self, id: str) -> dict[str, Any] | None:
        return None

    def queue(self, id: str) -> dict[str, Any] | None:
        return None


class Board(View):
    """A wall: calls at the zone's windows (the whole hall's without a zone) and the last ones called."""

    def __init__(self, kind: str, argument: str | None, floor: Floor) -> None:
        self.latest: list[str] = []
        super().__init__(kind, argument, floor)

    def refresh(self) -> None:
        """The places of a hall change only with its profile, and then everything is looked at anew."""
        hall, zone = self.floor.hall, self.argument
        self.places = {w.id for w in hall.windows if zone in (None, w.zone)}
        self.lines = queues_of(hall, (s for w in self.places for s in hall.window[w].services))
        super().refresh()

    def members(self) -> list[str]:
        self.latest = self._latest()
        here = [t for w in self.places if (t := self.floor.window(w).ticket)]
        return list(dict.fromkeys([*here, *self.latest]))

    def _latest(self) -> list[str]:
        found: dict[str, None] = {}
        for call in reversed(self.floor.calls):
            if call.window in self.places and self._was_called(call.ticket, call.window):
                found[call.ticket] = None
                if len(found) == LAST_CALLS:
                    break
        return list(found)

    def _was_called(self, id: str, window: str) -> bool:
        ticket = self.floor.tickets[id]
        return ticket.window == window and ticket.status not in ("waiting", "held")

    def concerned(self, touched: list[str]) -> list[str]:
        if all(id not in self.tickets and self.floor.tickets[id].status == "waiting" for id in touched):
            return []
        before, self.latest = self.latest, self._latest()
        return list(dict.fromkeys([*touched, *(set(before) ^ set(self.latest))]))

    def ticket(self, t: Ticket) -> dict[str, Any] | None:
        at_window = t.status in ("called", "serving") and t.window in self.places
        return entries.public_ticket(t, self.floor.hall) if at_window or t.id in self.latest else None

    def window(self, id: str) -> dict[str, Any] | None:
        return entries.public_window(self.floor.window(id), self.floor.hall) if id in self.places else None

    def queue(self, id: str) -> dict[str, Any] | None:
        return entries.queue_entry(self.floor, id) if id in self.lines else None


class Screen(View):
    """One window's screen, and the windows that serve the same, to point to when it is paused."""

    def refresh(self) -> None:
        hall = self.floor.hall
        mine = hall.serves.get(str(self.argument), frozenset())
        self.near = {w for w, serves in hall.serves.items() if w == self.argument or serves & mine}
        super().refresh()

    def members(self) -> list[str]:
        ticket = self.floor.window(str(self.argument)).ticket
        return [ticket] if ticket else []

    def ticket(self, t: Ticket) -> dict[str, Any] | None:
        here = t.status in ("called", "serving") and t.window == self.argument
        return entries.public_ticket(t, self.floor.hall) if here else None

    def window(self, id: str) -> dict[str, Any] | None:
        if id not in self.near:
            return None
        state = self.floor.window(id)
        mine = {"rate": entries.asked(state, self.floor)} if id == self.argument else {}
        return entries.public_window(state, self.floor.hall) | mine


class Caller(View):
    """A clerk's window: whom it may call, its own ticket, those held that it may resume.

    With another clerk it may serve something else, and is looked at and sent anew.
    """

    def refresh(self) -> None:
        hall = self.floor.hall
        self.serves = self._served()
        self.lines = queues_of(hall, hall.could.get(str(self.argument), ()))
        super().refresh()

    def _served(self) -> frozenset[str]:
        window = str(self.argument)
        return served_here(self.floor, window) if window in self.floor.hall.window else frozenset()

    def note(self, entry: Entry, touched: Touched) -> None:
        changed = self.argument in touched.windows and self._served() != self.serves
        super().note(entry, Touched(everything=True) if changed else touched)

    def ticket(self, t: Ticket) -> dict[str, Any] | None:
        if t.status == "waiting":
            mine = self.argument in self.floor.hall.window and may_call(self.floor, t, str(self.argument))
        elif t.status in ("called", "serving"):
            mine = t.window == self.argument
        else:
            mine = t.status in ("held", "no_show") and (t.service in self.serves or t.window == self.argument)
        return entries.staff_ticket(t) if mine else None

    def window(self, id: str) -> dict[str, Any] | None:
        return entries.staff_window(self.floor.window(id), self.floor.hall)

    def queue(self, id: str) -> dict[str, Any] | None:
        return entries.queue_entry(self.floor, id) if id in self.lines else None


class Manage(View):
    """The whole hall for those who run it: every ticket that has not ended; for a lead those of a department."""

    def ticket(self, t: Ticket) -> dict[str, Any] | None:
        if t.status in ENDED_FOR_STAFF or not own.serves(self.floor.hall, self.argument, t.services):
            return None
        return entries.staff_ticket(t)

    def window(self, id: str) -> dict[str, Any] | None:
        return own.staff_window(self.floor.window(id), self.floor.hall, self.argument)

    def queue(self, id: str) -> dict[str, Any] | None:
        return entries.queue_entry(self.floor, id)


class Holder(View):
    """One ticket, for whoever holds its code; `row` shows a ticket whose day is over."""

    def members(self) -> list[str]:
        return [self.argument] if self.argument in self.floor.tickets else []

    def concerned(self, touched: list[str]) -> list[str]:
        return [id for id in touched if id == self.argument]

    def ticket(self, t: Ticket) -> dict[str, Any] | None:
        return entries.holder_ticket(t, self.floor.hall) if t.id == self.argument else None

    def window(self, id: str) -> dict[str, Any] | None:
        ticket = self.floor.tickets.get(str(self.argument))
        here = ticket and ticket.status in ("called", "serving") and ticket.window == id
        return entries.public_window(self.floor.window(id), self.floor.hall) if here else None


def queues_of(hall: Hall, services: Iterable[str]) -> set[str]:
    """The queues people wait in for these, the agents' among them."""
    found = {hall.service[s].queue for s in services}
    agents = hall.rules.agent_queue if hall.rules.agent_cases else ""
    return found | {agents} if found and agents else found


VIEWS = {"board": Board, "window": Screen, "caller": Caller, "manage": Manage, "ticket": Holder}


def new(kind: str, argument: str | None, floor: Floor) -> View:
    return VIEWS[kind](kind, argument, floor)
