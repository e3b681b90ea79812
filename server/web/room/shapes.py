"""What the live room's answer looks like, for the API's description."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from server.web.answers_shape import Alarm, Instant, Range
from server.web.shapes import Body


class RoomQuery(Body, frozen=True):
    """`step`: minutes of a slot of the curve."""

    step: Literal[15, 30, 60] = 30


class Waiter(Struct):
    number: str
    since: Instant


class RoomQueue(Struct):
    """`wait`: what somebody would wait who takes a number now."""

    id: str
    waiting: int
    wait: Range | None
    longest: Waiter | None


class RoomZone(Struct):
    """`id` null: those whom windows of several zones may call."""

    id: str | None
    waiting: int
    open: int


class RoomWindow(Struct):
    """`since`: when it began to do what it does."""

    id: str
    zone: str
    state: Literal["serving", "called", "idle", "paused", "closed"]
    since: Instant | None
    person: str | None
    reason: str | None
    number: str | None
    service: str | None


class RoomDevices(Struct):
    """Of those that are needed: `ok` of `all`; `wrong` are silent, faulty or warn."""

    ok: int
    all: int
    wrong: list[dict[str, Any]]


class RoomWarnings(Struct):
    """`levels`: how many at each; `unseen`: of them nobody has taken over; `alarms` with the facts of this moment."""

    levels: dict[str, int]
    unseen: int
    alarms: list[Alarm]


class RoomNow(Struct):
    waiting: int
    longest: Waiter | None
    zones: list[RoomZone]
    queues: list[RoomQueue]
    services: list[RoomQueue]
    windows: list[RoomWindow]
    states: dict[str, int]
    held: int
    devices: RoomDevices
    warnings: RoomWarnings


class RoomCurve(Struct):
    """Slots of `step` seconds from `begin`; of today null after `present`. `…_before`: the mean of `days`."""

    begin: Instant
    step: int
    present: int
    days: list[str]
    arrivals: list[int | None]
    calls: list[int | None]
    wait: list[int | None]
    arrivals_before: list[float | None]
    calls_before: list[float | None]
    wait_before: list[int | None]


class RoomReservations(Struct):
    """`due`: whose slot has begun; `missed`: not there when they would count as late no longer."""

    booked: int
    due: int
    arrived: int
    missed: int


class RoomToday(Struct):
    """`figures` by the ids of the definitions; null in a rehearsal, which no figure counts."""

    figures: dict[str, float | None] | None
    reservations: RoomReservations
    curve: RoomCurve


class Room(Struct):
    at: Instant
    day: str
    rehearsal: bool
    department: str | None
    now: RoomNow
    today: RoomToday


class LiveRoom(Struct):
    room: Room
    seq: int
