"""Taking a window's last press back: whole, latest move first, and only while nothing followed it."""

from __future__ import annotations

from server.domain.errors import HallError
from server.domain.events import Command, Event
from server.domain.floor import Floor, Press
from server.domain.moved import revalued, unmoved
from server.domain.ticket import MINUTE, Ticket
from server.domain.verbs.desk import UNCHECKED, at, exists, free
from server.domain.verbs.line import Facts, Verb


def undo(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """Every move of the press, with those that came of it by themselves; a call by itself is not made again."""
    state = exists(floor, c)
    if not state.presses:
        raise HallError("illegal_move", "Nothing at this window can be undone.", status=None)
    press = state.presses[-1]
    _must_be_meant(floor, c, press, now)
    events = []
    now_is = {before.id: floor.tickets[before.id] for before, _ in press.moved}
    if state.ready and any(after.status == "called" for _, after in press.moved):
        events.append(Event("window.ready", {"window": c.window, "ready": False}))
    for before, after in reversed(press.moved):
        ticket = now_is[before.id]
        if _moved_on(ticket, before, after):
            raise HallError(
                "illegal_move", f"{ticket.number} has moved on; it is {ticket.status}.",
                status=ticket.status, ticket=ticket.id,
            )  # fmt: skip
        events.append(Event("ticket.undone", at(c, ticket, was=after.status, to=before.status)))
        # One press may move a ticket twice: finished here, and called again for its next service.
        now_is[before.id] = unmoved(before, after, ticket)
    if state.ticket not in now_is:
        free(floor, state)
    return events


def _must_be_meant(floor: Floor, c: Command, press: Press, now: int) -> None:
    """The press is the one the clerk believes in, and not too old. Raises HallError(ticket_changed, undo_too_late)."""
    wanted = c.args.get("ticket", UNCHECKED)
    if wanted not in (UNCHECKED, *(t.id for t, _ in press.moved)):
        pressed = [before.id for before, _ in press.moved if before.status != "no_show"]
        raise HallError("ticket_changed", "The last press here was about another ticket.", ticket=pressed[-1])
    minutes = floor.hall.rules.undo_minutes
    if now - press.at > minutes * MINUTE:
        raise HallError("undo_too_late", f"A press can be undone for {minutes} minutes.")


def _moved_on(ticket: Ticket, before: Ticket, after: Ticket) -> bool:
    """Whether the ticket is no longer where the press left it; a recall, a class or a rating since is no move.

    Where the move itself gave it other classes (let back in), a class since then is one: it would be lost.
    """
    same = ticket.but(
        called_at=after.called_at, called_seq=after.called_seq, recalls=after.recalls, last_call=after.last_call,
        rating=after.rating, legs=after.legs,
    )  # fmt: skip
    if not revalued(before, after):
        same = same.but(classes=after.classes, standings=after.standings, granted=after.granted)
    return after != same


VERBS: dict[str, Verb] = {"undo": undo}
