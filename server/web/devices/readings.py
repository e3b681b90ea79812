"""Cards on readers: an agent says what was read, the kiosk's page is told, and lets go of it again."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from server.hub.devices import readings
from server.journal import readings as kept
from server.web import forms
from server.web.route import Ask, Route, arguments
from server.web.shapes import Body, Id, IdNumber, Nothing

Code = Annotated[str, Meta(pattern=forms.CODE)]


class Read(Body, rename={"for_": "for"}, kw_only=True, frozen=True):
    """What a reader read: a card's `id_number`, a scanned `text`, or why there is neither (`trouble`).

    For the kiosk of that `device`, or of the one named by `for`. `kind` is a word for the card: `id_card`, `permit`,
    `foreigner`, `scan`, … Neither number nor name is kept: hashes of the one, the first character of the other.
    """

    device: Id
    kind: Code
    for_: Id | None = None
    id_number: IdNumber | None = None
    name: Annotated[str, Meta(max_length=60)] | None = None
    text: Annotated[str, Meta(min_length=1, max_length=300)] | None = None
    trouble: Literal["unread", "other_card", "unreadable"] | None = None

    def __post_init__(self) -> None:
        if sum(x is not None for x in (self.id_number, self.text, self.trouble)) != 1:
            raise ValueError(forms.RULES["one_reading"])


class ReadIn(Struct):
    """`reading` is the handle by which the kiosk may use it, null for a trouble."""

    seq: int
    reading: str | None


class LetGo(Struct):
    """`erased` is false when it was gone already."""

    seq: int
    erased: bool


def read(ask: Ask) -> dict[str, Any]:
    """Not remembered with its key, unlike a verb: what was read must be nowhere in a few minutes."""
    room, body = ask.hub.room(ask.path["hall"]), ask.body
    kiosk, handle = body.for_ or body.device, None
    if not body.trouble:
        now = room.clock.now(room.floor.at)
        with ask.hub.store.writing() as conn:
            handle = readings.read_in(conn, room, kiosk, arguments(body), now).handle
    ask.hub.tell(room.id, f"reading:{kiosk}", {"trouble": body.trouble})
    return {"seq": room.floor.seq, "reading": handle}


def let_go(ask: Ask) -> dict[str, Any]:
    """The page goes home: nobody stands there any more."""
    room = ask.hub.room(ask.path["hall"])
    now = room.clock.now(room.floor.at)
    with ask.hub.store.writing() as conn:
        found = kept.by_handle(conn, room.id, ask.path["reading"], now)
        mine = found is not None and ask.own_device in (None, found.kiosk)
        if found and mine:
            kept.erase(conn, found)
    return {"seq": room.floor.seq, "erased": mine}


ROUTES: list[Route] = [
    Route(
        "POST", "/halls/{hall}/readings", "A card or code was read at a kiosk", read, ReadIn, ("agent",), Read,
        status=201, errors=("invalid_id",),
    ),
    Route(
        "DELETE", "/halls/{hall}/readings/{reading}", "Forget what was read", let_go, LetGo, ("agent", "kiosk"), Nothing
    ),
]  # fmt: skip
