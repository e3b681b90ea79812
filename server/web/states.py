"""Values that move with time alone: unnumbered, latest wins, sent after the screens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from server.domain import estimate
from server.hub.entries import iso
from server.hub.hub import Hub
from server.hub.room import Room
from server.journal import news
from server.web.seats import Seat, Seats, room_of

SILENT_SECONDS = 30
FORGOTTEN_SECONDS = 24 * 3600
State = tuple[str, str | None, dict[str, Any]]


class States:
    """What was last said, so that only what changed is said again."""

    def __init__(self, hub: Hub, seats: Seats) -> None:
        self.hub, self.seats = hub, seats
        self._said: dict[tuple[str, str], dict[str, Any]] = {}
        self._devices: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}
        for room in hub.rooms.values():
            for key, at, value in news.under(hub.store.conn, room.id, "device:"):
                self._devices[(room.id, key)] = (at, value)

    def first(self, room: Room, seat: Seat) -> Iterator[State]:
        """What a new watcher should know at once. What was said to its room before it came may differ from that."""
        self._said = {k: v for k, v in self._said.items() if k[0] != seat.room}
        now = room.clock.now(room.floor.at)
        kind = seat.view[0]
        if kind in ("board", "caller", "manage"):
            yield "waits", iso(now), waits(room, now)
        if kind in ("manage", "caller"):
            yield "clock", iso(now), {"doubtful": room.clock.doubtful}
            for hall, key in self._devices:
                if hall == room.id:
                    yield key, iso(now), self._health(hall, key, now)
        if seat.who and seat.who.role == "kiosk":
            key = f"device:{seat.who.device or ''}"
            if (room.id, key) in self._devices:
                yield key, iso(now), self._health(room.id, key, now)
        if kind == "ticket" and (value := ahead(room, str(seat.view[1]), now)):
            yield "ahead", iso(now), value

    def _health(self, hall: str, key: str, now: int) -> dict[str, Any]:
        at, value = self._devices[(hall, key)]
        silent = now - at > SILENT_SECONDS * 1000
        return {**value, "state": "silent" if silent else value["state"], "since": iso(at)}

    def moved(self, room: Room) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """(room name, key, value) of what changed since it was last said."""
        now = room.clock.now(room.floor.at)
        value = waits(room, now)
        for kind in ("board", "caller", "manage"):
            for view in self.seats.watched(room.id, kind):
                yield from self._news(room_of(room.id, view), "waits", value)
        for view in self.seats.watched(room.id, "ticket"):
            found = ahead(room, str(view[1]), now)
            if found:
                yield from self._news(room_of(room.id, view), "ahead", found)
        for kind in ("manage", "caller"):
            for view in self.seats.watched(room.id, kind):
                yield from self._news(room_of(room.id, view), "clock", {"doubtful": room.clock.doubtful})
        for hall, key in list(self._devices):
            if hall == room.id and self._forget(hall, key, now):
                continue
            if hall == room.id:
                yield from self._device(room.id, key, now)

    def told(
        self, hall: str, key: str, at: int, value: dict[str, Any], now: int
    ) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """News just heard: a device's beat, or what became of a slip."""
        if key.startswith("device:"):
            self._devices[(hall, key)] = (at, value)
            yield from self._device(hall, key, now)
        elif key.startswith("slip:"):
            yield f"{hall}|kiosk|{key.partition(':')[2]}", key, value

    def _device(self, hall: str, key: str, now: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
        health = self._health(hall, key, now)
        watchers = [room_of(hall, v) for kind in ("manage", "caller") for v in self.seats.watched(hall, kind)]
        for name in (*watchers, f"{hall}|kiosk|{key.partition(':')[2]}"):
            shown = {k: v for k, v in health.items() if k != "since"}
            if self._said.get((name, key)) != shown:
                self._said[(name, key)] = shown
                yield name, key, health

    def _news(self, name: str, key: str, value: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        if self._said.get((name, key)) != value:
            self._said[(name, key)] = value
            yield name, key, value

    def _forget(self, hall: str, key: str, now: int) -> bool:
        if now - self._devices[(hall, key)][0] < FORGOTTEN_SECONDS * 1000:
            return False
        del self._devices[(hall, key)]
        self._said = {k: v for k, v in self._said.items() if k[1] != key}
        return True

    def tidy(self) -> None:
        """Let go of what was said to rooms nobody is in."""
        alive = {room_of(h, v) for h, v in self.seats.watching}
        self._said = {k: v for k, v in self._said.items() if k[0] in alive or "|kiosk|" in k[0]}


def waits(room: Room, now: int) -> dict[str, Any]:
    """The range of seconds a newcomer to each queue would wait, or null."""
    floor, found = room.floor, {}
    for queue, services in floor.hall.services_of_queue.items():
        served = sorted(s for s in services if floor.hall.windows_of[s])
        span = served and estimate.wait_range(floor, queue, served[0], floor.waiting.get(queue, 0), now)
        found[queue] = {"low": span[0], "high": span[1]} if span else None
    return found


def ahead(room: Room, id: str, now: int) -> dict[str, Any] | None:
    ticket = room.floor.tickets.get(id)
    return room.prospects(ticket, now) if ticket and ticket.status == "waiting" else None
