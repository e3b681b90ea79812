"""Why a call was this one, over HTTP."""

from __future__ import annotations

from typing import Any

from server.domain.errors import HallError
from server.web.past import archive
from server.web.past import shapes as shape
from server.web.past.life import READERS
from server.web.route import Ask, Route

LONGEST = 15


def why(ask: Ask) -> dict[str, Any]:
    text, hall, whose = ask.path["seq"], ask.path["hall"], ask.department
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST):
        raise HallError("unknown_call", "A call is named by the seq of its entry.")
    return archive.of(ask.hub).ask("why", hall=hall, seq=int(text), department=whose)


ROUTES: list[Route] = [
    Route(
        "GET", "/halls/{hall}/calls/{seq}/why", "Who could have been called, and why this one was", why, shape.Why,
        READERS, errors=("unknown_call",), slow=True,
    ),
]  # fmt: skip
