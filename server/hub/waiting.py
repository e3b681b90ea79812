"""What people are told of their wait in one hall: what the last weeks taught, the outlook, what was told before.

An outlook is kept while nothing happens within the same instant: a ticket just taken is asked for its slip and for its
answer, and a round of states asks for every phone.
"""

from __future__ import annotations

from typing import Any

from server.domain.floor import Floor, Touched
from server.domain.ticket import Ticket
from server.domain.waits.estimate import History, Outlook, Prospect
from server.domain.waits.staffing import Staffing
from server.domain.waits.telling import Told, tell
from server.protocol import iso


class Waiting:
    """`history` is what the last weeks taught, set at start and whenever a day opens."""

    def __init__(self) -> None:
        self.history = History()
        self._staff: Staffing | None = None
        self._outlook: Outlook | None = None
        self._seq = -1
        self._now: dict[str, Prospect] = {}
        self._told: dict[str, Told] = {}

    def forget(self) -> None:
        """After a new day, profile or fold nothing that was found or told counts."""
        self._staff, self._outlook, self._told = None, None, {}

    def left(self, floor: Floor, touched: Touched) -> None:
        """Who no longer waits will be told anew."""
        for id in touched.tickets:
            if id in self._told and floor.tickets[id].status != "waiting":
                del self._told[id]

    def told(self, floor: Floor, ticket: Ticket, now: int) -> Prospect:
        outlook = self._of(floor, now)
        if ticket.id not in self._now:
            told = tell(self._told.get(ticket.id), outlook.of(ticket), floor)
            self._told[ticket.id], self._now[ticket.id] = told, told.prospect
        return self._now[ticket.id]

    def newcomers(self, floor: Floor, now: int) -> dict[str, Any]:
        """The range of seconds somebody would wait who takes a number now, for each queue; None: nobody can say."""
        outlook, found = self._of(floor, now), {}
        for queue, services in floor.hall.services_of_queue.items():
            asked = max(sorted(services), key=lambda s: self._asked(floor, s), default=None)
            found[queue] = span(outlook.newcomer(asked)) if asked else None
        return found

    def newcomer(self, floor: Floor, service: str, now: int) -> Prospect:
        """What somebody may expect who takes a number for it now."""
        return self._of(floor, now).newcomer(service)

    def _asked(self, floor: Floor, service: str) -> tuple[int, int]:
        """How many come for it, and how many windows have it: a queue is told by what most of its people come for."""
        number = self.history.served.get(service, (0, 0))[0] + floor.served.get(service, (0, 0))[0]
        return number, len(floor.hall.windows_of[service])

    def _of(self, floor: Floor, now: int) -> Outlook:
        last = self._outlook
        if last is None or last.floor is not floor or self._seq != floor.seq or last.now != now:
            self._outlook = Outlook(floor, self.history, now, self._staff)
            self._staff, self._seq, self._now = self._outlook.staff, floor.seq, {}
            return self._outlook
        return last


def span(found: Prospect) -> dict[str, int] | None:
    return {"low": found.wait[0], "high": found.wait[1]} if found.wait else None


def facts(found: Prospect) -> dict[str, Any]:
    """For whoever asks once: `ahead` people, `wait` {low, high} seconds or None, when a break within it ends."""
    return {"ahead": found.ahead, "wait": span(found), "resumes_at": iso(found.resumes_at)}
