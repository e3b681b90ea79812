"""What a device beside a window says there: a rating that was pressed, a word to the clerk on the window's screen."""

from __future__ import annotations

from typing import Any

import msgspec

from server.domain.errors import HallError
from server.hub.entries import iso
from server.web import answers_shape as shape
from server.web import shapes
from server.web.route import Ask, Route

AT_DESK = ("agent", "clerk")
RATERS = (*AT_DESK, "display")


def rate(ask: Ask) -> dict[str, Any]:
    """Whoever served must not rate: a person's credential is refused, a device's is not, but a wall's is."""
    if ask.who and ask.who.person:
        raise HallError(
            "forbidden", "Only a rater at the window may rate, not whoever served.", role=ask.who.role
        )
    if ask.who and ask.who.role == "display" and not ask.who.windows:
        raise HallError("wrong_window", "This screen stands at no window, so nobody rates there.")
    return ask.act("rate_here")


def tell(ask: Ask) -> dict[str, Any]:
    """Shown for some seconds on the screens of that window; ids and digits only, so nothing personal."""
    room, window = ask.hub.room(ask.path["hall"]), ask.path["window"]
    if window not in room.hall.window:
        raise HallError("unknown_window", f"This hall has no window «{window}».")
    facts = {k: v for k, v in msgspec.to_builtins(ask.body.facts).items() if v is not None}
    now = ask.hub.tell(room.id, f"desk:{window}", {"code": ask.body.code, "facts": facts})
    return {"seq": room.floor.seq, "at": iso(now)}


ROUTES: list[Route] = [
    Route(
        "POST", "/halls/{hall}/windows/{window}/rate", "Rate the visit that ended there last", rate, shape.AtWindow,
        RATERS, shapes.RateHere, errors=("unknown_window", "nothing_to_rate", "already_rated"),
    ),
    Route(
        "POST", "/halls/{hall}/windows/{window}/desk", "Say something to the clerk on the window's screen", tell,
        shape.Told, AT_DESK, shapes.DeskWord, errors=("unknown_window",),
    ),
]  # fmt: skip
