"""What requests about reservations and webhooks may hold, and what their answers look like."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from server.web import forms
from server.web.answers_shape import Instant
from server.web.shapes import Body, Date, Id, IdNumber, Limit, Locale, Page, Phone, Whose

Status = Literal["booked", "used", "cancelled", "missed"]
Moment = Annotated[str, Meta(min_length=1, max_length=40, description="An instant, ISO-8601 with a zone")]
Source = Annotated[str, Meta(pattern=forms.CODE, description="Whence it comes, such as wechat")]
Needs = Annotated[list[Id], Meta(max_length=10)]


class Book(Body, frozen=True):
    """Reserve a place in the slot of a service that begins at `start`.

    `id_number` is checked and never kept; name and phone are kept apart and erased when their time is over.
    """

    service: Id
    start: Moment
    id_number: IdNumber | None = None
    phone: Phone | None = None
    name: Annotated[str, Meta(min_length=1, max_length=60)] | None = None
    source: Source | None = None
    needs: Needs | None = None
    locale: Locale | None = None


class Rebook(Body, frozen=True):
    """Another slot, another service, or both."""

    service: Id | None = None
    start: Moment | None = None


class CheckIn(Whose, frozen=True):
    """What the ticket should know besides what was reserved."""

    phone: Phone | None = None
    needs: Needs | None = None
    locale: Locale | None = None


class FindPerson(Whose, frozen=True):
    """By what a person's reservations are looked for: one of the three."""

    phone: Phone | None = None


class SlotList(Page, rename={"from_": "from"}, kw_only=True, frozen=True):
    """The slots of a service from one date to another, both included; without dates, all that can be reserved."""

    service: Id
    from_: Date | None = None
    to: Date | None = None
    limit: Limit = 500


class ReservationList(Page, frozen=True):
    """A hall's reservations in the order of their slots."""

    day: Date | None = None
    service: Id | None = None
    status: Status | None = None


class Reservation(Struct):
    """A reservation; `ticket`, `number` and `arrival` once it was used. Nothing in it says whose it is."""

    code: str
    service: str
    day: str
    start: Instant
    end: Instant
    status: Status
    source: str
    needs: list[str]
    locale: str
    ticket: str | None
    number: str | None
    arrival: str | None
    made_at: Instant
    changed_at: Instant


class Reserved(Struct):
    """What the verbs on a reservation answer."""

    seq: int
    ticket: None
    reservation: Reservation


class Person(Struct):
    """For staff: the name as it was given, and the end of the phone number."""

    name: str | None
    phone: str | None


class OneReservation(Struct, omit_defaults=True):
    seq: int
    reservation: Reservation
    person: Person | UnsetType = UNSET


class Reservations(Struct):
    reservations: list[Reservation]
    next: str | None
    seq: int


class Slot(Struct):
    """`capacity` places, `free` of them left."""

    start: Instant
    end: Instant
    day: str
    capacity: int
    free: int


class Slots(Struct):
    slots: list[Slot]
    next: str | None
    seq: int


class Dead(Struct):
    """A message nobody took: why the last attempt failed."""

    id: str
    event: str
    seq: int
    made_at: Instant
    attempts: int
    reason: str | None


class Webhook(Struct):
    """Where reservations, or warnings from `level` on, are told; `ready` wait to be delivered, `dead` were given up."""

    id: str
    url: str
    topic: str
    level: str
    made_at: Instant
    ready: int
    dead: int
    last: dict[str, Any] | None


class Webhooks(Struct):
    """`dead`: the latest messages given up."""

    webhooks: list[Webhook]
    dead: list[Dead]
    next: str | None
