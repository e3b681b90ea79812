"""What requests about devices and pairings may hold, and what their answers look like."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from server.web import forms
from server.web.answers_shape import Instant
from server.web.shapes import Body, Id, Text

Name = Annotated[
    str,
    Meta(min_length=1, max_length=64, pattern=forms.DEVICE, description="A device"),
]  # fmt: skip
Word = Annotated[str, Meta(pattern=forms.CODE, description="printer, voice, kiosk, …")]
Windows = Annotated[str, Meta(min_length=1, max_length=300, description="A window, or several with commas")]


class Did(Body, frozen=True):
    """An order that was carried out, or what went wrong."""

    id: Id
    error: Text | None = None


class Beat(Body, frozen=True):
    """How a device is, where it is, what it last showed, and which orders it has carried out."""

    device: Name
    kind: Id
    state: Literal["ok", "warning", "fault"]
    detail: Text | None = None
    version: Annotated[str, Meta(max_length=40)] | None = None
    wire: Annotated[int, Meta(ge=0, le=2**53)] | None = None
    drives: Text | None = None
    zone: Id | None = None
    window: Id | None = None
    shown: Annotated[int, Meta(ge=0, le=2**53)] | None = None
    did: Annotated[list[Did], Meta(max_length=20)] | None = None


class DeviceChange(Body, frozen=True):
    """What staff say of a device; `zone`: where it is to be, null for the whole hall."""

    needed: bool | UnsetType = UNSET
    zone: Id | UnsetType | None = UNSET
    label: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET


class OrderDevice(Body, frozen=True):
    """What a device is to do; `zone` with `do: zone`, null for the whole hall."""

    do: Literal["reload", "identify", "test", "zone"]
    zone: Id | None = None


class AskPairing(Body, frozen=True):
    """A device that wants to be let in: what it is, and what it calls itself."""

    hall: Id
    kind: Word
    device: Name | None = None


class ClaimPairing(Body, frozen=True):
    """The secret that came with the six digits."""

    secret: Annotated[str, Meta(min_length=1, max_length=100)]


class ConfirmPairing(Body, frozen=True):
    """Let the device that shows these digits in, under this name."""

    role: Literal["agent", "kiosk", "display"]
    device: Name
    window: Windows | None = None
    zone: Id | None = None


class Assigned(Struct):
    """null: the whole hall."""

    zone: str | None


class Order(Struct):
    id: str
    do: str
    args: dict[str, Any]
    at: Instant
    by: str


class EndedOrder(Struct):
    """`error` is empty when it was carried out, `no_answer` when nothing was heard of it."""

    id: str
    do: str
    at: Instant
    by: str
    ended_at: Instant
    error: str


class LastError(Struct):
    at: Instant
    detail: str


class Device(Struct):
    """A device of the registry; `since` is the older name of `beat`, `state_since` is when the state began."""

    id: str
    kind: str
    state: Literal["ok", "warning", "fault", "silent"]
    detail: str
    version: str
    since: Instant
    state_since: Instant
    beat: Instant
    drives: str
    zone: str | None
    window: str | None
    shown: int | None
    needed: bool
    label: str
    part_of: str | None
    assigned: Assigned | None
    last_error: LastError | None
    orders: list[Order]
    last_order: EndedOrder | None


class ToDo(Struct):
    id: str
    do: str
    args: dict[str, Any]


class Beaten(Struct):
    """`orders` come again until the device says `did`."""

    seq: int
    at: Instant
    wire: int
    orders: list[ToDo]
    assigned: Assigned | None


class Devices(Struct):
    devices: list[Device]
    next: str | None
    seq: int


class OneDevice(Struct):
    device: Device
    seq: int


class Retired(Struct):
    """`revoked`: whether its own credential was taken from it."""

    revoked: bool
    seq: int


class Ordered(Struct):
    order: Order
    seq: int


class Pairing(Struct):
    """The digits to show until `expires_at`, and the secret to claim with."""

    code: str
    secret: str
    expires_at: Instant
    hall: str


class Claimed(Struct):
    """`token` only of a program; a page has its cookie."""

    state: Literal["waiting", "confirmed"]
    token: str | None
    role: str | None
    hall: str
    window: str | None
    zone: str | None
    device: str | None


class Asking(Struct):
    id: str
    kind: str
    device: str
    page: bool
    address: str
    made_at: Instant
    expires_at: Instant


class Pairings(Struct):
    pairings: list[Asking]
    next: str | None
    seq: int


class Confirmed(Struct):
    device: str
    role: str
    window: str | None
    zone: str | None
    seq: int


class Refused(Struct):
    """Which one was refused."""

    id: str
    seq: int


class CheckedItem(Struct):
    """`facts` by key; docs/WIRE.md lists them."""

    key: str
    state: Literal["ok", "warning", "fault", "unknown"]
    facts: dict[str, Any]


class OpeningCheck(Struct):
    items: list[CheckedItem]
    at: Instant
    seq: int


class RunThrough(Struct):
    """The orders given, and the devices that would not have heard one."""

    orders: list[dict[str, str]]
    skipped: list[dict[str, str]]
    seq: int
