"""What may be asked about the past, and what the answers look like: lives, reasons, replay, journal, verification."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from server.web import forms
from server.web.answers_shape import Entry, Instant
from server.web.shapes import Body, Date, Id, Limit, Status

Seq = Annotated[int, Meta(ge=0, le=2**53)]
Count = Annotated[int, Meta(ge=1, le=2000)]
Names = dict[str, dict[str, list[str]]]
"""windows, services, classes: id → [Chinese, English], as the profile of that day had them."""


class VisitsQuery(Body, frozen=True):
    """Tickets of one business day (without: today) in the order of taking."""

    day: Date | None = None
    number: Annotated[str, Meta(min_length=1, max_length=12)] | None = None
    service: Id | None = None
    window: Id | None = None
    person: Id | None = None
    status: Status | None = None
    limit: Limit = 100
    next: Annotated[str, Meta(pattern=forms.PAGE_OF_VISITS)] | None = None


class Visit(Struct):
    """A ticket as its row has it, today's or a past one; `held` in seconds."""

    id: str
    day: str
    number: str
    queue: str
    service: str
    services: list[str]
    status: str
    classes: list[str]
    needs: list[str]
    channel: str
    taken_at: Instant
    first_called_at: Instant | None
    called_at: Instant | None
    started_at: Instant | None
    ended_at: Instant | None
    held: int
    window: str | None
    person: str | None
    outcome: str | None
    recalls: int
    requeues: int
    uncertain: bool
    rating: int | None
    reservation: str | None
    slot: Instant | None
    arrival: str | None


class Visits(Struct):
    visits: list[Visit]
    next: str | None
    seq: int


class Who(Struct):
    """`person`, `device`, `holder`, `system` or `other`; `role` is that of a device's credential."""

    kind: str
    name: str | None
    role: str | None


class Step(Struct):
    """One entry of the journal about a ticket; `person` served there, `by` pressed."""

    seq: int
    at: Instant
    kind: str
    window: str | None
    person: str | None
    actor: str
    by: Who
    channel: str | None
    why: dict[str, Any] | None
    data: dict[str, Any]


class Leg(Struct, rename={"klass": "class"}):
    """A part of the visit, as reports count it: durations in seconds, null while it goes on."""

    part: int
    began: str
    ended: str | None
    service: str
    window: str | None
    person: str | None
    klass: str
    wait: int | None
    reach: int | None
    spent: int | None
    held: int
    sure_wait: bool
    sure_spent: bool
    recalls: int
    chosen: bool
    target: int
    outcome: str | None
    profile: int


class Life(Struct):
    seq: int
    ticket: Visit
    steps: list[Step]
    legs: list[Leg]
    names: Names


class InLine(Struct, rename={"klass": "class"}):
    """Somebody who could be called: `score` in minutes, `waited` in seconds; `reason` null: this is the one called."""

    id: str
    number: str
    service: str | None
    taken_at: Instant
    klass: str | None
    score: float
    waited: int
    help: bool
    reason: str | None


class KeptAway(Struct):
    """Somebody in line who could not be called there."""

    id: str
    number: str
    service: str | None
    taken_at: Instant
    waited: int
    reason: str
    facts: dict[str, Any]


class Why(Struct):
    """`could` and `others` count everybody, the lists hold the first 300. `agrees`: today's rules say the same."""

    seq: int
    at: Instant
    day: str
    window: str
    person: str | None
    actor: str
    ticket: InLine
    chosen: str | None
    agrees: bool
    could: int
    candidates: list[InLine]
    others: int
    reasons: dict[str, int]
    kept_away: list[KeptAway]
    names: Names


class Brief(Struct):
    id: str
    number: str
    service: str | None
    taken_at: Instant


class Before(Struct):
    """A later number that was called first."""

    seq: int
    at: Instant
    window: str
    number: str
    taken_at: Instant
    reason: str
    facts: dict[str, Any]


class Skipped(Struct):
    """`total` and `reasons` count every such call, `calls` holds the first 300."""

    ticket: Brief
    day: str
    calls: list[Before]
    reasons: dict[str, int]
    total: int
    seq: int
    names: Names


class PastDay(Struct):
    day: str
    first: int
    last: int
    at: Instant
    rehearsal: bool


class PastDays(Struct):
    days: list[PastDay]
    next: str | None
    seq: int


class MarksQuery(Body, frozen=True):
    """What happened after a seq."""

    after: Seq = 0
    limit: Annotated[int, Meta(ge=1, le=5000)] = 2000


class Mark(Struct):
    seq: int
    at: Instant
    kind: str
    ticket: str | None
    number: str | None
    window: str | None
    actor: str
    short: dict[str, Any]


class Marks(Struct):
    """`next` is the `after` of the next page. `names` are of the profile the day ended with."""

    day: str
    first: int
    last: int
    marks: list[Mark]
    next: str | None
    names: Names


class AtQuery(Body, kw_only=True, frozen=True):
    """The hall just after this entry."""

    seq: Seq


class At(Struct):
    """Snapshots as sockets send them."""

    seq: int
    at: Instant
    board: dict[str, Any]
    manage: dict[str, Any]


class UpdatesQuery(Body, frozen=True):
    """What the views were sent after a seq; a page ends with a whole press."""

    after: Seq = 0
    limit: Count = 500


class Sent(Struct):
    view: Literal["board", "manage"]
    event: Literal["snapshot", "update"]
    payload: dict[str, Any]


class Updates(Struct):
    updates: list[Sent]
    next: str | None


class JournalFilter(Body, rename={"from_": "from"}, frozen=True):
    """Entries of business days (both counted), by kind (`ticket.called`, or `ticket` for all of those), by whom or for
    whom, at a window, of a number or a ticket, with a reason code that contains `reason`."""

    after: Seq = 0
    from_: Date | None = None
    to: Date | None = None
    kind: Annotated[str, Meta(pattern=forms.KIND, max_length=60)] | None = None
    person: Id | None = None
    window: Id | None = None
    number: Annotated[str, Meta(min_length=1, max_length=12)] | None = None
    ticket: Id | None = None
    reason: Annotated[str, Meta(pattern=forms.PART)] | None = None
    limit: Limit = 100


class Journal(Struct):
    """`by` says who an actor is; `next` may come with an empty page: the search goes on there."""

    events: list[Entry]
    next: str | None
    by: dict[str, Who] | UnsetType = UNSET


class CheckQuery(Body, frozen=True):
    """Go on after an entry that was checked before."""

    after: Seq = 0


class CheckedHead(Struct):
    day: str
    seq: int
    hash: str


class Difference(Struct):
    """The first place where something differs: `changed`, `gap`, `head` or `ended`. Entries up to `sure` are as they
    were written."""

    what: str
    seq: int
    sure: int
    day: str
    kind: str
    at: Instant | None


class Checked(Struct):
    """Entries up to `last` of `total` verify; `heads` agreed; `next` goes on with the rest."""

    last: int
    total: int
    heads: list[CheckedHead]
    fault: Difference | None
    next: str | None
