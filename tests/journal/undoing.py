"""What undo may take back, told from the journal alone: each ticket's moves as a pile.

An undo must find the press it takes back on top of the pile, and put back what was under it. What says
nothing of where a ticket is (a recall, a rating, a reprint, a class granted) may lie between.
"""

from __future__ import annotations

from collections import defaultdict

from server.domain.events import Entry
from server.domain.floor import Floor
from server.domain.ticket import Ticket

ASIDE = {"ticket.recalled", "ticket.rated", "ticket.reprinted", "ticket.classes_changed"}
PRESSES = {"ticket.called", "ticket.completed", "ticket.no_show"}


class Undoing:
    def __init__(self) -> None:
        self.piles: defaultdict[str, list[tuple[Entry, Ticket | None]]] = defaultdict(list)

    def follow(self, entries: list[Entry], before: dict[str, Ticket], after: Floor) -> None:
        """Take in what one command wrote; `before` holds the tickets as they were."""
        for entry in entries:
            ticket = entry.data.get("ticket")
            if ticket is None or entry.kind in ASIDE:
                continue
            if entry.kind == "ticket.undone":
                self._take_back(entry, after.tickets[ticket], before[ticket])
            else:
                self.piles[ticket].append((entry, before.get(ticket)))

    def _take_back(self, entry: Entry, now: Ticket, undone: Ticket) -> None:
        press, under = self.piles[now.id].pop()
        assert press.kind in PRESSES
        assert press.data["window"] == entry.data["window"]
        assert under is not None
        kept = {"rating": undone.rating, "classes": undone.classes, "standings": undone.standings}
        assert now == under.but(legs=undone.legs, **kept)
