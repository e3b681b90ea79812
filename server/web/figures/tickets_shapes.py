"""What may be asked of the tickets behind a figure, and what their rows look like."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from server.web import forms
from server.web.shapes import Body, Date, Id, Limit


class TicketsQuery(Body, rename={"from_": "from", "klass": "class"}, frozen=True):
    """The filters of `/stats`, and `what` of it; newest first, or longest first by `order`. `seconds`: of `short`,
    `early` and `held` the limit."""

    from_: Date | None = None
    to: Date | None = None
    zone: Id | None = None
    department: Id | None = None
    service: Id | None = None
    window: Id | None = None
    person: Id | None = None
    klass: Id | None = None
    channel: Id | None = None
    hour: Annotated[int, Meta(ge=0, le=23)] | None = None
    weekday: Annotated[int, Meta(ge=1, le=7)] | None = None
    what: Literal[
        "served", "abandoned", "waiting", "transferred", "no_show", "let_back", "late", "unsure", "short", "held",
        "early", "chosen", "granted", "rated", "bad",
    ] | None = None  # fmt: skip
    seconds: Annotated[int, Meta(ge=0, le=86400)] = 30
    order: Literal["time", "wait", "spent"] = "time"
    limit: Limit = 100
    next: Annotated[str, Meta(pattern=forms.PAGE_OF_PARTS)] | None = None


class TicketPart(Struct, rename={"klass": "class"}):
    """One leg: durations in seconds, null where there is none; `sure_…`: whether they rest on what somebody pressed.
    `target`: seconds, 0 = none. `name`, `name_en`: cut → words, as the hall was called on that day."""

    ticket: str
    number: str
    part: int
    day: str
    taken_at: str
    hour: int
    began: Literal["taken", "next", "transferred", "requeued", "returned"]
    ended: Literal["completed", "no_show", "transferred", "cancelled", "expired"] | None
    outcome: str | None
    zone: str
    department: str
    service: str
    window: str
    person: str
    klass: str
    channel: str
    name: dict[str, str]
    name_en: dict[str, str]
    items: int
    wait: int | None
    reach: int | None
    spent: int | None
    held: int
    recalls: int
    target: int
    rating: int | None
    sure_wait: bool
    sure_spent: bool
    reserved: bool
    chosen: bool
    granted: bool
    let_back: bool


class TicketParts(Struct, rename={"from_": "from"}):
    """`next` is null on the last page."""

    tickets: list[TicketPart]
    from_: str
    to: str
    next: str | None
