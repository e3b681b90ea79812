"""What pages are told of devices: how each is, where paper is to be had, who asks to be let in, that orders wait."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from server.domain.alarms.devices import Device, page_of, state_of
from server.hub import entries
from server.hub.devices import pairing
from server.hub.entries import iso
from server.hub.hub import Hub
from server.hub.room import Room
from server.web.seats import Seat, Seats, room_of

BEATING = ("kiosk", "display", "agent")
UNSAID = ("since", "beat", "shown")
"""What changes with every beat or call: told with the next thing that does matter."""
Value = dict[str, Any]
Told = tuple[str, str, Value, Value | None]
"""Room name, key, value, and what of it must differ to be told again; None: it is over, and nothing is kept."""


class DeviceStates:
    def __init__(self, hub: Hub, seats: Seats) -> None:
        self.hub, self.seats = hub, seats

    def first(self, room: Room, seat: Seat, now: int) -> Iterator[tuple[str, str | None, Value]]:
        kiosk = (seat.who.device or "") if seat.who and seat.who.role == "kiosk" else None
        for device in self.hub.devices.all(room.id):
            if seat.view[0] in ("manage", "caller") or kiosk in owners(device):
                yield f"device:{device.id}", iso(now), entries.device(device, now, room.listening)
        if kiosk is not None:
            yield "printers", iso(now), self.printers(room, now)
        if seat.view[0] == "manage":
            yield "pairings", iso(now), self.pairings(room)

    def moved(self, room: Room, now: int) -> Iterator[Told]:
        """As time passes: who falls silent, whose code runs out."""
        for device in self.hub.devices.all(room.id):
            yield from self._device(room, device, now)
        yield from self._printers(room, now)
        yield from self._pairings(room)

    def told(self, room: Room, key: str, value: Value, now: int) -> Iterator[Told]:
        """News just heard of a device, an order or a pairing."""
        kind, _, id = key.partition(":")
        if kind == "device":
            device = self.hub.devices.get(room.id, id)
            if device:
                yield from self._device(room, device, now)
            elif value.get("gone"):
                yield from (
                    (name, key, value, None) for name in (*self._staff(room), f"{room.id}|kiosk|{id}")
                )
            yield from self._printers(room, now)
        elif kind == "order":
            yield f"{room.id}|device|{id}", key, value, None
        elif kind == pairing.NEWS:
            yield from self._pairings(room)

    def _staff(self, room: Room) -> list[str]:
        return [
            room_of(room.id, v) for kind in ("manage", "caller") for v in self.seats.watched(room.id, kind)
        ]

    def _device(self, room: Room, device: Device, now: int) -> Iterator[Told]:
        value = entries.device(device, now, room.listening)
        differs = {k: v for k, v in value.items() if k not in UNSAID}
        for name in (*self._staff(room), *(f"{room.id}|kiosk|{kiosk}" for kiosk in owners(device))):
            yield name, f"device:{device.id}", value, differs

    def _printers(self, room: Room, now: int) -> Iterator[Told]:
        value = self.printers(room, now)
        yield kiosks(room.id), "printers", value, value

    def printers(self, room: Room, now: int) -> Value:
        """Kiosks that can print now, for those that cannot: where to go for a slip."""
        known = {d.id: d for d in self.hub.devices.all(room.id)}
        working = []
        for d in (d for d in known.values() if d.kind == "printer" and d.needed):
            if state_of(d, now, room.listening)[0] in ("ok", "warning"):
                page = known.get(page_of("kiosk", d.id), d)
                zone = page.assigned or page.zone or d.zone
                working.append({"id": d.id, "label": page.label or d.label, "zone": zone})
        return {"working": working}

    def _pairings(self, room: Room) -> Iterator[Told]:
        views = self.seats.watched(room.id, "manage")
        value = self.pairings(room) if views else {}
        for view in views:
            yield room_of(room.id, view), "pairings", value, value

    def pairings(self, room: Room) -> Value:
        return {"pairings": pairing.asking(self.hub, room, self.hub.wall())}


def owners(device: Device) -> tuple[str, ...]:
    """The kiosks that hear of a device: `kiosk-1`, and `kiosk-1.reader` or `kiosk-1-page`, are kiosk-1's."""
    whole = device.id.rpartition(".")[0]
    return tuple(dict.fromkeys(id for id in (device.id, whole, device.part_of) if id))


def kiosks(hall: str) -> str:
    """The room of all kiosks' pages of a hall."""
    return f"{hall}|kiosks"


def rooms_of(seat: Seat, named: str | None) -> list[str]:
    """Where a socket hears of what is its own: as a kiosk, and as a device that is given orders."""
    who = seat.who
    if who is None or who.role not in BEATING:
        return []
    own = who.device or ""
    names = dict.fromkeys(id for id in (named, own, own and page_of(who.role, own)) if id)
    found = [f"{seat.hall}|device|{id}" for id in names]
    return [*found, f"{seat.hall}|kiosk|{own}", kiosks(seat.hall)] if who.role == "kiosk" else found
