"""Devices: their beats, the registry as staff see and change it, and what they are asked to do."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET

from server.domain.alarms.devices import Said, page_of
from server.domain.errors import HallError
from server.hub import entries
from server.hub.entries import iso
from server.journal.access import Credential
from server.protocol import WIRE
from server.web import shapes
from server.web.devices import shapes as shape
from server.web.gate import STAFF
from server.web.route import Ask, Route

BEATING = ("agent", "kiosk", "display")
MANAGING = ("manager", "admin")
ORDERING = ("guide", "lead", *MANAGING)


def beat(ask: Ask) -> dict[str, Any]:
    """A device says how it is and gets what it is to do; every process hears it."""
    body, room = ask.body, ask.hub.room(ask.path["hall"])
    if body.wire is not None and body.wire != WIRE:
        raise HallError(
            "wire_version", f"This hub speaks wire {WIRE}, the device {body.wire}; update it.", wire=WIRE
        )
    assert ask.who
    _must_be_its_own(body.device, ask.who)
    device, now = ask.hub.devices.beat(room, _said(body, ask.who))
    told = entries.device(device, now, room.listening)
    orders = [{key: o[key] for key in ("id", "do", "args")} for o in told["orders"]]
    return {
        "seq": room.floor.seq, "at": iso(now), "wire": WIRE, "orders": orders, "assigned": told["assigned"],
    }  # fmt: skip


def _must_be_its_own(device: str, who: Credential) -> None:
    """A page that was let in under a name is that, and what stands beside it: `wall`, `wall-voice`."""
    own = page_of(who.role, who.device) if who.device and who.role != "agent" else device
    if device != own and not device.startswith(f"{own}-"):
        raise HallError("device_taken", f"This page is «{own}», and beats as nothing else.", device=own)


def _said(body: shape.Beat, who: Credential) -> Said:
    """An agent's device and a page that was let in under a name are needed until somebody says otherwise.

    A terminal is not: a clerk who leaves it for the page has left nothing broken.
    """
    named = (who.role == "agent" or who.device is not None) and body.kind != "terminal"
    return Said(
        body.device, body.kind, body.state, body.detail or "", body.version or "", body.drives or "", body.zone,
        body.window, body.shown, tuple((d.id, d.error or "") for d in body.did or ()),
        part_of=who.device if who.device != body.device else None,
        needed=named, role=who.role, credential=who.id,
    )  # fmt: skip


def listed(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    now, after = room.clock.now(room.floor.at), ask.query.next or ""
    found = [d for d in ask.hub.devices.all(room.id) if d.id > after]
    page = found[: ask.query.limit]
    return {
        "devices": [entries.device(d, now, room.listening) for d in page],
        "next": page[-1].id if len(found) > len(page) else None,
        "seq": room.floor.seq,
    }


def amend(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    changes = {k: v for k in ("needed", "zone", "label") if (v := getattr(ask.body, k)) is not UNSET}
    device = ask.hub.devices.amend(room, ask.path["device"], ask.by, **changes)
    shown = entries.device(device, room.clock.now(room.floor.at), room.listening)
    return {"device": shown, "seq": room.floor.seq}


def retire(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    revoked = ask.hub.devices.retire(room, ask.path["device"])
    ask.gate.forget()
    return {"revoked": revoked, "seq": room.floor.seq}


def order(ask: Ask) -> dict[str, Any]:
    room, body = ask.hub.room(ask.path["hall"]), ask.body
    if body.do == "zone" and ask.who and ask.who.role not in MANAGING:
        raise HallError("forbidden", "Where a screen belongs is decided by managers.", role=ask.who.role)
    given = ask.hub.devices.order(room, ask.path["device"], body.do, ask.by, body.zone)
    return {"order": entries.order(given), "seq": room.floor.seq}


ROUTES: list[Route] = [
    Route(
        "POST", "/halls/{hall}/beat", "How a device is", beat, shape.Beaten, BEATING, shape.Beat,
        errors=("wire_version", "device_taken", "too_many_devices"),
    ),
    Route(
        "GET", "/halls/{hall}/devices", "The hall's devices", listed, shape.Devices, (*STAFF, "agent"),
        query=shapes.Page,
    ),
    Route(
        "PATCH", "/halls/{hall}/devices/{device}", "Say what a device is to the hall", amend, shape.OneDevice, MANAGING,
        shape.DeviceChange, errors=("unknown_device", "unknown_zone", "device_silent"),
    ),
    Route(
        "DELETE", "/halls/{hall}/devices/{device}", "Retire a device", retire, shape.Retired, MANAGING,
        errors=("unknown_device",),
    ),
    Route(
        "POST", "/halls/{hall}/devices/{device}/orders", "Ask a device to do something", order, shape.Ordered, ORDERING,
        shape.OrderDevice, errors=("unknown_device", "device_silent", "unknown_zone"),
    ),
]  # fmt: skip
