"""Why a call was this one: who could have been called there at that moment, in which order, and what kept others away.

Told from the floor as it was before the press, by the routing's own code; nothing is chosen here. Reasons are codes
with facts; words are the pages'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from server.domain.events import Entry
from server.domain.floor import Floor
from server.domain.lines import spots
from server.domain.moved import finished, let_in
from server.domain.routing import Claim, claim, helped_services, offered, own_services, reaches, served_here
from server.domain.ticket import Ticket

REASONS = (
    "lower", "later", "chosen_by_clerk", "not_served", "sent_elsewhere", "needs", "help_later", "not_widened",
    "called", "serving", "held", "no_show", "ended",
)  # fmt: skip
"""Why somebody was not called: a lower score, the same and a later number, a clerk's choice, never served at this
window, bound elsewhere, needs met elsewhere, helped only after its own people or only when crowded; not in line."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be called: their best claim, in minutes; `help`: as one that the window only helps with."""

    ticket: Ticket
    klass: str
    score: float
    waited: int
    help: bool


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody in line who could not be called there, and why."""

    ticket: Ticket
    reason: str
    facts: dict[str, Any]
    waited: int


class Call:
    """One call seen from the floor just before its press. `press` is what the command did up to the call itself."""

    def __init__(self, floor: Floor, press: Sequence[Entry]) -> None:
        self.floor, self.entry = floor, press[-1]
        self.window, self.now = str(self.entry.data["window"]), self.entry.at
        self.coming = {t.id: t for t in arriving(floor, press[:-1])}
        self.lines, self.helped = offered(floor, self.window, self.now, self.coming.values())
        self.reach = {place for place, _, _ in self.lines}

    @property
    def called(self) -> Ticket:
        return self.ticket(self.entry.data["ticket"])

    @property
    def chosen(self) -> str | None:
        """The reason for which the clerk chose this number; None where it was called in turn."""
        chosen: str | None = self.entry.data["why"].get("chosen")
        return chosen

    def ticket(self, id: str) -> Ticket:
        return self.coming.get(id) or self.floor.tickets[id]

    def candidates(self) -> list[Candidate]:
        """Everybody who could have been called, best first."""
        ids = {spot[2] for _, _, line in self.lines for spot in line}
        return [self._candidate(found) for found in sorted(self._best(self.ticket(id)) for id in ids)]

    def _best(self, ticket: Ticket) -> Claim:
        """The best of a ticket's claims within reach."""
        return min(
            claim(place, slope, spot, self.now, self.helped)
            for place, slope, spot in spots(ticket)
            if place in self.reach
        )

    def _candidate(self, best: Claim) -> Candidate:
        merit, _, id, klass, help = best
        ticket = self.ticket(id)
        return Candidate(ticket, klass, round(-merit, 2), self._waited(ticket), help)

    def _waited(self, ticket: Ticket) -> int:
        return max(0, self.now - ticket.since)

    def kept_away(self) -> list[Away]:
        """Everybody else in line, longest wait first, and why they could not be called here."""
        waiting = {t.id: t for t in self.floor.tickets.values() if t.status == "waiting"} | self.coming
        found = [
            Away(t, *self.hindered(t), self._waited(t)) for t in waiting.values() if not self._within_reach(t)
        ]
        return sorted(found, key=lambda away: (-away.waited, away.ticket.turn))

    def _within_reach(self, ticket: Ticket) -> bool:
        return any(place in self.reach for place, _, _ in spots(ticket))

    def hindered(self, ticket: Ticket) -> tuple[str, dict[str, Any]]:
        """Why somebody in line is not among the candidates: reason and facts."""
        window = self.window
        places = [place for place, _, _ in spots(ticket) if place[0] in served_here(self.floor, window)]
        if not places:
            return "not_served", {}
        near = [place for place in places if reaches(self.floor, place, window)]
        if not near:
            return ("needs", {"needs": list(ticket.needs)}) if ticket.bound is None else (
                "sent_elsewhere", {ticket.bound[0]: ticket.bound[1]},
            )  # fmt: skip
        own = own_services(self.floor, window, self.now, self.coming.values())
        mine = own | helped_services(self.floor, window)
        return ("help_later" if any(place[0] in mine for place in near) else "not_widened"), {}

    def passed_over(self, id: str) -> tuple[str, dict[str, Any]]:
        """Why this ticket, taken earlier, was not the one called: reason and facts."""
        ticket = self.ticket(id)
        if ticket.status != "waiting":
            aside = ticket.status in ("called", "serving", "held", "no_show")
            return ticket.status if aside else "ended", {}
        if not self._within_reach(ticket):
            return self.hindered(ticket)
        mine = self._candidate(self._best(ticket))
        why = self.entry.data["why"]
        facts = {
            "score": mine.score,
            "class": mine.klass,
            "their_score": why["score"],
            "their_class": why["class"],
        }
        if self.chosen is not None:
            return "chosen_by_clerk", {**facts, "chosen": self.chosen}
        return ("lower" if mine.score < why["score"] else "later"), facts


def arriving(floor: Floor, done: Sequence[Entry]) -> list[Ticket]:
    """Who waits because of what the press did before it called: sent on to their next service, or let back in.

    One who was passed by this very press is not called by it again.
    """
    found: dict[str, Ticket] = {}
    passed = {e.data["ticket"] for e in done if e.kind == "ticket.no_show"}
    for e in done:
        if e.kind == "ticket.completed" and e.data["next"]:
            found[e.data["ticket"]] = finished(floor.tickets[e.data["ticket"]], e.data, e.at)
        elif e.kind == "ticket.requeued" and e.data["ticket"] not in passed:
            found[e.data["ticket"]] = let_in(floor.tickets[e.data["ticket"]], e.data, e.at)
    return list(found.values())
