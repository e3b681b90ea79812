"""A device as the hub knows it: how it is and since when, what it was asked to do, and what became of that.

Pure: a beat, an order or an answer makes a new `Device` of the old one. Instants are milliseconds UTC. When a device
is worth an alarm stands in `watching`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

SILENT = 30_000
"""Nothing heard for so long: the device may be off, or cut off."""
WELL = 30_000
"""So long must a device be well before its trouble counts as over: what comes and goes is one trouble."""
ORDER_LASTS = 5 * 60_000
PAGES = ("kiosk", "board", "window", "display")
SCREENS = ("board", "window", "display")
TESTED = ("printer", "voice", "strip", "keypad", "rater")
"""Kinds that can show, print or say something to be looked at."""
ORDERS = ("reload", "identify", "test", "zone")
WHOLE_HALL = ""
UNANSWERED = "no_answer"


@dataclass(frozen=True, slots=True)
class Order:
    """What a device is to do, until it says `did` or five minutes have passed. `by`: who asked."""

    id: str
    do: str
    args: dict[str, Any]
    at: int
    by: str


@dataclass(frozen=True, slots=True)
class Ended:
    """An order that is over; `error` is empty when it was carried out."""

    id: str
    do: str
    at: int
    by: str
    ended_at: int
    error: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a beat says. `part_of`, `needed`, `role` and `credential` are the hub's own knowledge of who beats."""

    id: str
    kind: str
    state: str
    detail: str = ""
    version: str = ""
    drives: str = ""
    zone: str | None = None
    window: str | None = None
    shown: int | None = None
    did: tuple[tuple[str, str], ...] = ()
    part_of: str | None = None
    needed: bool = True
    role: str = "agent"
    credential: str = ""


@dataclass(frozen=True, slots=True)
class Device:
    """`trouble_since`, `trouble_until`: its present or last trouble, None until it ended. `assigned`: the zone staff
    put it in, `WHOLE_HALL`, or None where nobody did. `last_error`: when, and what.
    """

    id: str
    kind: str
    state: str
    beat: int
    state_since: int
    detail: str = ""
    version: str = ""
    drives: str = ""
    zone: str | None = None
    window: str | None = None
    shown: int | None = None
    needed: bool = True
    label: str = ""
    part_of: str | None = None
    role: str = "agent"
    credential: str = ""
    assigned: str | None = None
    trouble_since: int | None = None
    trouble_until: int | None = None
    last_error: tuple[int, str] | None = None
    orders: tuple[Order, ...] = ()
    last_order: Ended | None = None


def state_of(device: Device, now: int, listening: int) -> tuple[str, int]:
    """ok, warning, fault or silent, and since when.

    `listening`: from when on the hub could have heard it; before that nobody was there, or the clock was another.
    """
    heard = device.beat if listening <= device.beat <= now else listening
    return ("silent", heard + SILENT) if now - heard > SILENT else (device.state, device.state_since)


def trouble(device: Device, now: int, listening: int) -> int | None:
    """When the trouble began that it has, or had until a moment ago; None when all is well."""
    state, since = state_of(device, now, listening)
    until = device.trouble_until
    at = since if state == "silent" else now
    if device.trouble_since is not None and (until is None or at - until < WELL):
        return device.trouble_since
    return since if state == "silent" else None


def heard(old: Device | None, said: Said, now: int, listening: int) -> Device:
    """The device after a beat."""
    was = state_of(old, now, listening)[0] if old else ""
    new = old or Device(said.id, said.kind, said.state, now, now, needed=said.needed)
    began, until = _trouble(old, was, said, now, listening)
    error = new.last_error
    if said.state == "fault" and (was, new.detail) != ("fault", said.detail):
        error = (now, said.detail)
    new = replace(
        new, kind=said.kind, state=said.state, detail=said.detail, version=said.version, drives=said.drives,
        zone=said.zone, window=said.window, part_of=said.part_of, role=said.role, credential=said.credential,
        shown=new.shown if said.shown is None else said.shown, beat=now,
        state_since=new.state_since if was == said.state else now,
        trouble_since=began, trouble_until=until, last_error=error,
    )  # fmt: skip
    return answered(new, said.did, now)


def _trouble(
    old: Device | None, was: str, said: Said, now: int, listening: int
) -> tuple[int | None, int | None]:
    """When the trouble began that counts after this beat, and when it ended."""
    began = trouble(old, now, listening) if old else None
    if said.state == "fault":
        return (now if began is None else began), None
    if began is None or old is None:
        return None, None
    return began, now if was in ("fault", "silent") else old.trouble_until


def same(one: Device, other: Device) -> bool:
    """Whether nothing differs but that it has beaten and shown more: no reason to tell anybody."""
    return replace(one, beat=other.beat, shown=other.shown) == other


# -- orders -----------------------------------------------------------------------------------------


def ordered(device: Device, order: Order) -> Device:
    """With one more order. One like it that waits stays the only one; a new zone goes before an older."""
    device = current(device, order.at)
    if any((o.do, o.args) == (order.do, order.args) for o in device.orders):
        return device
    return replace(device, orders=(*(o for o in device.orders if o.do != order.do), order))


def current(device: Device, now: int) -> Device:
    """Without the orders whose time is over; the last of them was not answered."""
    gone = [o for o in device.orders if now - o.at >= ORDER_LASTS]
    if not gone:
        return device
    last = gone[-1]
    ended = Ended(last.id, last.do, last.at, last.by, last.at + ORDER_LASTS, UNANSWERED)
    return replace(device, orders=tuple(o for o in device.orders if o not in gone), last_order=ended)


def answered(device: Device, did: Iterable[tuple[str, str]], now: int) -> Device:
    """After it said what it did, and what went wrong; ids it was never given mean nothing."""
    device = current(device, now)
    for id, error in did:
        order = next((o for o in device.orders if o.id == id), None)
        if order is None:
            continue
        device = replace(
            device,
            orders=tuple(o for o in device.orders if o.id != id),
            last_order=Ended(order.id, order.do, order.at, order.by, now, error),
            last_error=(now, f"{order.do}: {error}") if error else device.last_error,
        )
    return device


def page_of(role: str, device: str) -> str:
    """The name a page beats by; the printer of a kiosk has the kiosk's own."""
    return f"{device}-page" if role == "kiosk" else device
