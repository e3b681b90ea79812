"""What a rater at a window says of the visit that ended there; who holds the slip rates by `line.rate`."""

from __future__ import annotations

from server.domain.errors import HallError
from server.domain.events import Command, Event
from server.domain.floor import Floor
from server.domain.ticket import MINUTE, Ticket
from server.domain.verbs.desk import exists
from server.domain.verbs.line import Facts, Verb, named


def rate_here(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """Rate the visit completed last at the window, or the one named, while the hall lets it. One rating a visit."""
    exists(floor, c)
    ticket = _fresh(floor, str(c.window), c.args.get("ticket"), now)
    if ticket is None:
        minutes = floor.hall.rules.rate_minutes
        raise HallError(
            "nothing_to_rate",
            f"No such visit ended at this window within {minutes} minutes.",
            minutes=minutes,
        )
    if ticket.rating is not None:
        raise HallError("already_rated", "This visit has been rated; one rating a visit.")
    said = {"level": c.args["level"], "source": c.args["source"], "person": ticket.person}
    return [Event("ticket.rated", named(ticket, window=c.window, **said))]


def _fresh(floor: Floor, window: str, meant: str | None, now: int) -> Ticket | None:
    """The visit that ended last at a window, if that is not too long ago."""
    since = now - floor.hall.rules.rate_minutes * MINUTE
    ended = (
        t
        for t in floor.tickets.values()
        if t.status == "completed"
        and t.window == window
        and meant in (None, t.id)
        and (t.ended_at or 0) > since
    )
    return max(ended, key=lambda t: (t.ended_at, t.called_seq), default=None)


VERBS: dict[str, Verb] = {"rate_here": rate_here}
