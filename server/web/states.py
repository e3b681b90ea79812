"""Values that move with time alone: unnumbered, latest wins, sent after the screens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from server.hub import notices
from server.hub.entries import iso
from server.hub.hub import Hub
from server.hub.room import Room, ViewKey
from server.journal import news
from server.protocol import VIEWS
from server.web import alarms
from server.web.seats import Seat, Seats, room_of

SILENT_SECONDS = 30
PHONES_A_ROUND = 100
PHONES_SECONDS = 0.06
"""Three percent of a round: with many early reservations a wait is dear to find, and phones can wait, calls not."""
FORGOTTEN_SECONDS = 24 * 3600
PROMPT_MS = 250
State = tuple[str, str | None, dict[str, Any]]


class States:
    """What was last said, so that only what changed is said again."""

    def __init__(self, hub: Hub, seats: Seats, timer: Callable[[], float] = time.monotonic) -> None:
        self.hub, self.seats, self._timer = hub, seats, timer
        self._said: dict[tuple[str, str], dict[str, Any]] = {}
        self._devices: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}
        self._looked: dict[str, tuple[int, int]] = {}
        self._turn: dict[str, int] = {}
        for room in hub.rooms.values():
            for key, at, value in news.under(hub.store.conn, room.id, "device:"):
                self._devices[(room.id, key)] = (at, value)

    def first(self, room: Room, seat: Seat) -> Iterator[State]:
        """What a new watcher should know at once. What was said to its room before it came may differ from that."""
        self._said = {k: v for k, v in self._said.items() if k[0] != seat.room}
        now = room.clock.now(room.floor.at)
        kind = seat.view[0]
        yield "hours", iso(now), room.opening(now)
        if kind == "board":
            yield "notices", iso(now), notices.shown(room, now)
        if kind in ("board", "caller", "manage"):
            yield "waits", iso(now), room.waiting.newcomers(room.floor, now)
        if kind in ("caller", "manage"):
            yield "alarms", iso(now), alarms.told(room.floor, seat.view[1])
        if kind == "caller":
            yield "ring", iso(now), alarms.bells(room.floor, now).get(str(seat.view[1]), alarms.SILENT)
        if kind == "manage":
            yield "guide", iso(now), guided(room)
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
        yield from self._open(room, now)
        yield from self._urgent(room, now)
        value = room.waiting.newcomers(room.floor, now)
        for kind in ("board", "caller", "manage"):
            for view in self.seats.watched(room.id, kind):
                yield from self._news(room_of(room.id, view), "waits", value)
        for view in self._phones(room.id):
            found = ahead(room, str(view[1]), now)
            if found:
                yield from self._news(room_of(room.id, view), "ahead", found)
        for view in self.seats.watched(room.id, "manage"):
            yield from self._news(room_of(room.id, view), "guide", guided(room))
        for kind in ("manage", "caller"):
            for view in self.seats.watched(room.id, kind):
                yield from self._news(room_of(room.id, view), "clock", {"doubtful": room.clock.doubtful})
        for hall, key in list(self._devices):
            if hall == room.id and self._forget(hall, key, now):
                continue
            if hall == room.id:
                yield from self._device(room.id, key, now)

    def _phones(self, hall: str) -> Iterator[ViewKey]:
        """Those whose turn it is: a thousand waits found at one go, or a hundred hard ones, would hold up a call."""
        phones = self.seats.watched(hall, "ticket")
        begin, end = self._turn.get(hall, 0), self._timer() + PHONES_SECONDS
        for turn, phone in enumerate(phones[begin : begin + PHONES_A_ROUND], begin + 1):
            self._turn[hall] = turn
            yield phone
            if self._timer() > end:
                break
        if self._turn.get(hall, 0) >= len(phones):
            self._turn[hall] = 0

    def prompt(self, room: Room) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Bells and alarms as soon as something has happened, but not more often than they can be heard."""
        now, (seq, at) = room.clock.now(room.floor.at), self._looked.get(room.id, (-1, 0))
        if room.floor.seq != seq and not 0 <= now - at < PROMPT_MS:
            yield from self._urgent(room, now)

    def _urgent(self, room: Room, now: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
        self._looked[room.id] = (room.floor.seq, now)
        callers = self.seats.watched(room.id, "caller")
        bells = alarms.bells(room.floor, now) if callers else {}
        for view in callers:
            yield from self._news(room_of(room.id, view), "ring", bells.get(str(view[1]), alarms.SILENT))
        for view in (*callers, *self.seats.watched(room.id, "manage")):
            yield from self._news(room_of(room.id, view), "alarms", alarms.told(room.floor, view[1]))

    def _open(self, room: Room, now: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Whether the hall is open, to everybody; what all should know, to the walls."""
        opening, told = room.opening(now), notices.shown(room, now)
        for kind in VIEWS:
            for view in self.seats.watched(room.id, kind):
                yield from self._news(room_of(room.id, view), "hours", opening)
                if kind == "board":
                    yield from self._news(room_of(room.id, view), "notices", told)

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


def guided(room: Room) -> dict[str, Any]:
    """Who was called and needs somebody's help on the way: a guide is rung as long as this is not empty."""
    hall = room.floor.hall
    called = [t for s in room.floor.windows.values() if (t := room.floor.tickets.get(s.ticket or ""))]
    return {
        "called": [
            {
                "id": t.id, "number": t.number, "window": t.window, "needs": list(t.needs), "since": iso(t.called_at),
                "sign": hall.window[t.window].call_sign,
            }
            for t in called
            if t.status == "called" and t.needs and t.window in hall.window
        ]
    }  # fmt: skip


def ahead(room: Room, id: str, now: int) -> dict[str, Any] | None:
    ticket = room.floor.tickets.get(id)
    if ticket is None or ticket.status != "waiting":
        return None
    return room.told(ticket, now) | {"warnings": room.warnings(ticket, now)}
