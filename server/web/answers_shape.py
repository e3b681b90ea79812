"""What answers look like, for the API's description; a test holds the real answers to these."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

Instant = str
Status = Literal["waiting", "called", "serving", "held", "completed", "no_show", "cancelled", "expired"]


class Range(Struct):
    """Seconds."""

    low: int
    high: int


class Ticket(Struct, omit_defaults=True):
    """A ticket as staff see it; `ahead`, `wait` and `resumes_at` only while it waits."""

    id: str
    number: str
    queue: str
    service: str
    services: list[str]
    status: Status
    classes: list[str]
    needs: list[str]
    channel: str
    taken_at: Instant
    clock: Instant | None
    called_at: Instant | None
    called_seq: int | None
    started_at: Instant | None
    held_at: Instant | None
    ended_at: Instant | None
    window: str | None
    bound: dict[str, str] | None
    recalls: int
    last_call: bool
    requeues: int
    outcome: str | None
    uncertain: bool
    rating: int | None
    person: str | None
    why: dict[str, Any] | None
    locale: str
    reservation: str | None
    slot: Instant | None
    arrival: str | None
    cases: int
    granted: list[dict[str, Any]]
    age_band: str
    hold_until: Instant | None
    back: dict[str, str] | None
    ahead: int | UnsetType = UNSET
    wait: Range | UnsetType | None = UNSET
    resumes_at: Instant | UnsetType | None = UNSET


class HeldTicket(Struct):
    """A ticket for whoever holds its code: nothing personal."""

    id: str
    number: str
    status: Status
    service: str
    services: list[str]
    service_name: str
    service_name_en: str
    queue: str
    window: str | None
    sign: str | None
    zone: str | None
    taken_at: Instant
    called_at: Instant | None
    called_seq: int | None
    recalls: int
    last_call: bool
    ended_at: Instant | None
    outcome: str | None
    rating: int | None
    rated: bool
    reason: str | None


class Window(Struct, omit_defaults=True):
    id: str
    number: int
    sign: str
    spoken: str
    zone: str
    kind: str
    state: Literal["closed", "open", "paused"]
    reason: str | None
    since: Instant | None
    ticket: str | None
    called_seq: int | None
    called_at: Instant | None
    person: str | UnsetType | None = UNSET
    ready: bool | UnsetType = UNSET
    undo: dict[str, Any] | UnsetType | None = UNSET


class Queue(Struct):
    id: str
    prefix: str
    name: str
    name_en: str
    waiting: int


class Verb(Struct):
    """What every verb answers: `seq` is its last event's, or the hall's current one."""

    seq: int
    ticket: Ticket | None


class Taken(Struct, omit_defaults=True):
    """`warnings`: `may_not_be_served` when the wait may end after closing time.

    After a check-in: the `reservation`, the `arrival` (early, on_time, late, too_late), and from when it counts
    for one that came earlier than that.
    """

    seq: int
    ticket: Ticket
    track_url: str
    warnings: list[str]
    arrival: str | UnsetType = UNSET
    counts_from: Instant | UnsetType | None = UNSET
    reservation: dict[str, Any] | UnsetType = UNSET


class Left(Struct):
    """How many wait for a service."""

    service: str
    waiting: int


class AtWindow(Struct, omit_defaults=True):
    """`reason` when nobody waits, `finished` when `finish` ended one, `tickets` all an undo brought back.

    `left`, after a close: who waits for what no open window serves any more.
    """

    seq: int
    ticket: Ticket | None
    window: Window
    reason: str | UnsetType = UNSET
    finished: Ticket | UnsetType = UNSET
    tickets: list[Ticket] | UnsetType = UNSET
    left: list[Left] | UnsetType = UNSET


class Told(Struct):
    seq: int
    at: Instant


class Tracked(Struct):
    """`reason`: why the wait is long or has risen; a break within it ends at `resumes_at`."""

    seq: int
    hall: str
    ticket: HeldTicket
    ahead: int | None
    wait: Range | None
    reason: str | None
    resumes_at: Instant | None


class FoundTicket(Struct):
    """`returns`: it ended incomplete and may come back today."""

    seq: int
    ticket: HeldTicket
    ahead: int | None
    wait: Range | None
    reason: str | None
    resumes_at: Instant | None
    returns: bool


class Tickets(Struct):
    tickets: list[Ticket]
    next: str | None
    seq: int


class OneTicket(Struct):
    seq: int
    ticket: Ticket


class HallName(Struct):
    id: str
    name: str
    name_en: str


class Halls(Struct):
    halls: list[HallName]
    next: str | None


class Hall(Struct):
    """The public profile; see config/README.md for what each part means."""

    id: str
    name: str
    name_en: str
    timezone: str
    public_url: str
    zones: list[dict[str, Any]]
    windows: list[dict[str, Any]]
    departments: list[dict[str, Any]]
    services: list[dict[str, Any]]
    queues: list[dict[str, Any]]
    classes: list[dict[str, Any]]
    needs: list[str]
    languages: list[str]
    hours: dict[str, Any]
    rules: dict[str, Any]
    reservations: dict[str, Any]
    ratings: dict[str, Any]
    voice: dict[str, Any]
    screens: dict[str, Any]
    always_open: bool


class Board(Struct):
    view: str
    hall: str
    seq: int
    at: Instant | None
    tickets: list[dict[str, Any]]
    windows: list[Window]
    queues: list[Queue]


class Me(Struct):
    actor: str
    person: str | None
    name: str | None
    role: str
    hall: str | None
    window: str | None
    device: str | None
    assigned: dict[str, Any] | None
    department: str | None
    version: str
    wire: int


class Session(Struct, omit_defaults=True):
    """`token`: only where an agent asked; a browser gets a cookie."""

    me: Me
    token: str | UnsetType = UNSET


class SignedOut(Struct):
    signed_out: bool


class Job(Struct):
    id: str
    kind: str
    zone: str | None
    device: str | None
    ticket: str | None
    number: str | None
    seq: int
    made_at: Instant
    attempts: int
    repeat: bool
    waiting: int
    payload: dict[str, Any]


class Jobs(Struct):
    jobs: list[Job]
    seq: int


class EndedJob(Struct):
    id: str
    state: str
    reason: str | None


class JobEnd(Struct):
    seq: int
    job: EndedJob


class Entry(Struct):
    seq: int
    at: Instant
    day: str | None
    v: int
    kind: str
    actor: str
    cause: str
    data: dict[str, Any]
    hash: str


class Acknowledged(Struct):
    by: str
    at: Instant


class Alarm(Struct):
    """`facts` are those of the moment its level was reached, at `level_at`, by kind; docs/WIRE.md lists them."""

    key: str
    kind: str
    level: Literal["remind", "yellow", "red"]
    at: Instant
    level_at: Instant
    facts: dict[str, Any]
    acknowledged: Acknowledged | None


class Alarms(Struct):
    alarms: list[Alarm]
    next: str | None
    seq: int
