"""A day as it was shown, over HTTP: what happened, the hall at a moment, what its pages were sent then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from server.hub.past import film
from server.web.past import archive
from server.web.past import shapes as shape
from server.web.past.life import READERS, beside
from server.web.route import Ask, Route


def days(ask: Ask) -> dict[str, Any]:
    """Raises HallError(no_department)."""
    ask.gate.check_department(ask.who)
    found = beside(ask.hub, lambda conn: film.days(conn, ask.path["hall"]))
    return {"days": found, "next": None, "seq": ask.hub.room(ask.path["hall"]).floor.seq}


def _asked(what: str) -> Callable[[Ask], dict[str, Any]]:
    def handler(ask: Ask) -> dict[str, Any]:
        about = {"hall": ask.path["hall"], "day": ask.path["day"], "department": ask.department}
        if what == "marks":
            with ask.hub.reading():
                about |= {"reader": ask.reader, "today": ask.hub.room(ask.path["hall"]).date}
        return archive.of(ask.hub).ask(what, **about, **msgspec.structs.asdict(ask.query))

    return handler


def _of_day(path: str, says: str, handler: Any, answer: type, query: type) -> Route:
    return Route(
        "GET", "/halls/{hall}/replay/{day}" + path, says, handler, answer, READERS, query=query,
        errors=("unknown_day",), slow=True,
    )  # fmt: skip


ROUTES: list[Route] = [
    Route("GET", "/halls/{hall}/replay", "The days that may be replayed", days, shape.PastDays, READERS, slow=True),
    _of_day("", "What happened on a day, in order", _asked("marks"), shape.Marks, shape.MarksQuery),
    _of_day("/at", "The hall at a moment of a day", _asked("at"), shape.At, shape.AtQuery),
    _of_day("/updates", "What the day's pages were sent", _asked("updates"), shape.Updates, shape.UpdatesQuery),
]  # fmt: skip
