"""Who was called before somebody that had waited longer in the same line, by priority, and what that cost.

The cost: had the line's calls come at the same moments and nobody overtaken by priority, a visitor overtaken n times
would have been called n calls of the line sooner. `follow` keeps each line's calls of the day; undone ones go.
"""

from __future__ import annotations

from server.domain.events import Entry
from server.domain.floor import Floor, Turn
from server.domain.ticket import Ticket


def follow(floor: Floor, entry: Entry) -> None:
    """Take one entry in, after `apply` and with the day's profile."""
    ticket = floor.tickets.get(entry.data.get("ticket", ""))
    if ticket is None:
        return
    if entry.kind == "ticket.called":
        turn = Turn(ticket.id, entry.at, ticket.part_since, first(floor, entry.data["why"]["class"]))
        floor.turns.setdefault(ticket.line, []).append(turn)
    elif entry.kind == "ticket.undone" and entry.data["was"] == "called":
        _forget(floor, ticket)


def _forget(floor: Floor, ticket: Ticket) -> None:
    """Its last call: earlier ones, of another line among them, stand."""
    calls = [
        (turn.at, line == ticket.line, n, line)
        for line, turns in floor.turns.items() for n, turn in enumerate(turns) if turn.ticket == ticket.id
    ]  # fmt: skip
    if calls:
        *_, n, line = max(calls)
        del floor.turns[line][n]


def first(floor: Floor, klass: str) -> bool:
    """Whether somebody goes first for who they are; whom a reservation brings forward does not."""
    known = floor.hall.klass.get(klass)
    return known is not None and known.evidence in ("staff", "id")


def cost(floor: Floor, ticket: Ticket) -> tuple[int, int]:
    """How often a ticket was overtaken by priority in its present part until its call, and what that cost (ms)."""
    line = floor.turns.get(ticket.line, [])
    own = next((n for n in range(len(line) - 1, -1, -1) if line[n].ticket == ticket.id), None)
    if own is None or line[own].first:
        return 0, 0
    times, n = 0, own - 1
    while n >= 0 and line[n].at >= ticket.part_since:
        times += line[n].first and line[n].since > ticket.part_since
        n -= 1
    return times, line[own].at - line[own - times].at
