"""The registry of devices: each beats, is given orders, and is known until it is retired.

Every process holds the devices of all its halls. What changes is written and told to the others as news; a beat with
nothing new is written when the last one written is some seconds old, and costs no commit before that.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from server.domain.alarms import devices as rules
from server.domain.alarms.devices import WHOLE_HALL, Device, Order, Said, page_of
from server.domain.errors import HallError
from server.hub.room import Room
from server.journal import access, news
from server.journal import devices as rows

if TYPE_CHECKING:
    from server.hub.hub import Hub

WRITTEN_AGAIN = 9_000
"""Milliseconds after which a beat that says nothing new is written all the same: other processes live on that."""
FORGOTTEN = 24 * 3600 * 1000
MOST = 500
KEY = "device:"
Change = Callable[[Device | None], Device | None]


class Devices:
    """Of all halls of the process; who calls holds no lock."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._of: dict[str, dict[str, Device]] = {}
        self._written: dict[tuple[str, str], int] = {}

    def load(self, hall: str) -> None:
        """From the disk, as a hall comes into this process."""
        for device in rows.of(self.hub.store.conn, hall):
            self._take(hall, device)

    def _take(self, hall: str, device: Device) -> None:
        self._of.setdefault(hall, {})[device.id] = device
        self._written[(hall, device.id)] = device.beat

    def learn(self, hall: str, value: dict[str, Any]) -> None:
        """What this process or another has written of a device."""
        if value.get("gone"):
            self._of.get(hall, {}).pop(value["id"], None)
            self._written.pop((hall, value["id"]), None)
        elif device := rows.read(value):
            known = self.get(hall, device.id)
            self._take(hall, device)
            if known:
                self._of[hall][device.id] = _freshest(device, known)

    def all(self, hall: str) -> list[Device]:
        return [self._of[hall][id] for id in sorted(self._of.get(hall, {}))]

    def get(self, hall: str, id: str) -> Device | None:
        return self._of.get(hall, {}).get(id)

    def known(self, hall: str, id: str) -> Device:
        """Raises HallError(unknown_device)."""
        device = self.get(hall, id)
        if device is None:
            raise HallError("unknown_device", f"This hall knows no device «{id}».", device=id)
        return device

    # -- what devices say --------------------------------------------------------------------------

    def beat(self, room: Room, said: Said) -> tuple[Device, int]:
        """The device after its beat, and the instant. Raises HallError(device_taken | too_many_devices)."""
        with self.hub.reading():
            now = room.clock.now(room.floor.at)
            old = self.get(room.id, said.id)
            self._may_beat(room.id, old, said)
            if old and 0 <= now - self._written[(room.id, said.id)] < WRITTEN_AGAIN:
                new = rules.heard(old, said, now, room.listening)
                if rules.same(old, new):
                    self._of[room.id][said.id] = new
                    return new, now
            device = self._change(room, said.id, lambda known: rules.heard(known, said, now, room.listening))
        assert device is not None
        return device, now

    def _may_beat(self, hall: str, old: Device | None, said: Said) -> None:
        if old is None and len(self._of.get(hall, {})) >= MOST:
            raise HallError("too_many_devices", f"This hall has {MOST} devices; retire some.", most=MOST)
        if old and old.role == "agent" and said.role != "agent":
            raise HallError("device_taken", f"«{said.id}» is a device of an agent.", device=said.id)

    # -- what people say ---------------------------------------------------------------------------

    def order(self, room: Room, id: str, do: str, by: str, zone: str | None = None) -> Order:
        """Ask a device to do something. Raises HallError(unknown_device | device_silent | unknown_zone)."""
        now = room.clock.now(room.floor.at)
        device = self.known(room.id, id)
        if rules.state_of(device, now, room.listening)[0] == "silent":
            raise HallError("device_silent", f"«{id}» has not been heard of; it would not hear.", device=id)
        order = Order(secrets.token_hex(4), do, _arguments(room, device, do, zone), now, by)

        def ordered(known: Device | None) -> Device | None:
            if known is None:
                return None
            assigned = _zone(room, zone) if do == "zone" else known.assigned
            return rules.ordered(replace(known, assigned=assigned), order)

        changed = self._change(room, id, ordered, nudge=True)
        if changed is None:
            raise HallError("unknown_device", f"This hall knows no device «{id}».", device=id)
        return next(o for o in changed.orders if (o.do, o.args) == (do, order.args))

    def amend(self, room: Room, id: str, by: str, **changes: Any) -> Device:
        """Set `needed`, `label` or `zone` (None: the whole hall). Raises HallError(unknown_device | unknown_zone).

        A page that is there is told of its new zone at once.
        """
        self.known(room.id, id)
        if "zone" in changes:
            changes["assigned"] = _zone(room, changes.pop("zone"))
        changed = self._change(room, id, lambda known: known and replace(known, **changes))
        if changed is None:
            raise HallError("unknown_device", f"This hall knows no device «{id}».", device=id)
        now = room.clock.now(room.floor.at)
        silent = rules.state_of(changed, now, room.listening)[0] == "silent"
        if "assigned" in changes and changed.role != "agent" and not silent:
            self.order(room, id, "zone", by, changed.assigned or None)
        return self.known(room.id, id)

    def register(self, room: Room, said: Said, zone: str | None) -> None:
        """A page that was just let in, before its first beat: it is missed when that does not come."""
        now = room.clock.now(room.floor.at)

        def known(old: Device | None) -> Device:
            new = rules.heard(old, said, now, room.listening)
            return replace(new, needed=True, assigned=zone or new.assigned)

        self._change(room, said.id, known)

    def retire(self, room: Room, id: str) -> bool:
        """Forget a device; whether a credential of its own was taken from it. Raises HallError(unknown_device)."""
        device = self.known(room.id, id)
        self._change(room, id, lambda _: None)
        with self.hub.store.writing() as conn:
            held = access.by_id(conn, device.credential)
            its_own = held and held.device and page_of(held.role, held.device) == id
            return bool(held and its_own and access.revoke(conn, held.id, self.hub.wall()))

    def let_go(self) -> None:
        """Forget the silent ones that nobody needs."""
        for room in list(self.hub.rooms.values()):
            now = room.clock.now(room.floor.at)
            for device in self.all(room.id):
                if not device.needed and now - device.beat >= FORGOTTEN:
                    self._change(room, device.id, lambda _: None)

    # -- writing -----------------------------------------------------------------------------------

    def _change(self, room: Room, id: str, change: Change, nudge: bool = False) -> Device | None:
        """The device as it is on the disk, changed, written, and told to every process."""
        now = room.clock.now(room.floor.at)
        with self.hub.store.writing() as conn:
            old, mine = rows.found(conn, room.id, id), self.get(room.id, id)
            new = change(_freshest(old, mine) if old and mine else old)
            if new is None:
                rows.forget(conn, room.id, id)
            else:
                rows.keep(conn, room.id, new)
            news.tell(conn, room.id, KEY + id, rows.written(new) if new else {"id": id, "gone": True}, now)
            if nudge and new and new.orders:
                news.tell(conn, room.id, f"order:{id}", {"id": new.orders[-1].id}, now)
        self.hub.hear()
        return new


def _freshest(written: Device, mine: Device) -> Device:
    """A process knows of later beats than it has written; of much later ones only where the clock was set back."""
    fresher = 0 < mine.beat - written.beat < rules.SILENT
    return replace(written, beat=mine.beat, shown=mine.shown) if fresher else written


def _zone(room: Room, zone: str | None) -> str:
    if zone is not None and zone not in room.hall.zone:
        raise HallError("unknown_zone", f"This hall has no zone «{zone}».")
    return zone or WHOLE_HALL


def _arguments(room: Room, device: Device, do: str, zone: str | None) -> dict[str, Any]:
    if do == "zone":
        return {"zone": _zone(room, zone) or None}
    return {"label": device.label or device.id, "where": where(room, device)} if do == "identify" else {}


def where(room: Room, device: Device) -> str:
    """Its window's or zone's name, for people."""
    if device.window in room.hall.window:
        return room.hall.window[device.window].sign
    zone = device.zone if device.assigned is None else device.assigned
    place = room.hall.zone.get(zone or "")
    return place.name if place else ""
