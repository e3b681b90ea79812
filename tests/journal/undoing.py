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
        self.revalued: set[str] = set()
        """Tickets whose coming back by itself is being undone: with it goes what that made them worth."""

    def follow(self, entries: list[Entry], before: dict[str, Ticket], after: Floor) -> None:
        """Take in what one command wrote; `before` holds the tickets as they were.

        One press may move a ticket twice (finished here, called again for its next service) and is undone
        whole, so what lay between the two moves is never looked at.
        """
        moves = [e for e in entries if e.data.get("ticket") is not None and e.kind not in ASIDE]
        for n, entry in enumerate(moves):
            ticket = entry.data["ticket"]
            if entry.kind == "ticket.undone":
                last = all(e.data["ticket"] != ticket for e in moves[n + 1 :])
                self._take_back(entry, after.tickets[ticket] if last else None, before[ticket])
            else:
                first = all(e.data["ticket"] != ticket for e in moves[:n])
                self.piles[ticket].append((entry, before.get(ticket) if first else None))

    def _take_back(self, entry: Entry, now: Ticket | None, undone: Ticket) -> None:
        press, under = self.piles[undone.id].pop()
        let_in = press.kind == "ticket.requeued" and press.data.get("by") == "system"
        assert press.kind in PRESSES or let_in
        assert press.data["window"] == entry.data["window"]
        if let_in:
            self.revalued.add(undone.id)
        if now is None or under is None:
            return
        worth = () if undone.id in self.revalued else ("classes", "standings", "granted")
        kept = {name: getattr(undone, name) for name in ("rating", *worth)}
        self.revalued.discard(undone.id)
        assert now == under.but(legs=undone.legs, **kept)
