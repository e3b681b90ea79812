"""Values that move with time alone: unnumbered, latest wins, sent after the screens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from server.hub import notices, own
from server.hub.devices import readings
from server.hub.entries import iso
from server.hub.hub import Hub
from server.hub.room import Room, ViewKey
from server.journal import readings as kept
from server.protocol import VIEWS
from server.web import alarms
from server.web.devices.states import DeviceStates, rooms_of
from server.web.room.states import RoomStates
from server.web.seats import Seat, Seats, room_of

PHONES_A_ROUND = 100
PHONES_SECONDS = 0.06
"""Three percent of a round: with many early reservations a wait is dear to find, and phones can wait, calls not."""
PROMPT_MS = 250
State = tuple[str, str | None, dict[str, Any]]


class States:
    """What was last said, so that only what changed is said again."""

    def __init__(self, hub: Hub, seats: Seats, timer: Callable[[], float] = time.monotonic) -> None:
        self.hub, self.seats, self._timer = hub, seats, timer
        self._said: dict[tuple[str, str], dict[str, Any]] = {}
        self._devices = DeviceStates(hub, seats)
        self.rooms = RoomStates(hub, seats)
        self._looked: dict[str, tuple[int, int]] = {}
        self._turn: dict[str, int] = {}

    def first(self, room: Room, seat: Seat) -> Iterator[State]:
        """What a new watcher should know at once. What was said to its room before it came may differ from that."""
        own = (seat.room, *rooms_of(seat, None))
        self._said = {k: v for k, v in self._said.items() if k[0] not in own}
        now = room.clock.now(room.floor.at)
        kind = seat.view[0]
        yield "hours", iso(now), room.opening(now)
        if kind == "board":
            yield "notices", iso(now), notices.shown(room, now)
        if kind in ("board", "caller", "manage"):
            yield "waits", iso(now), room.waiting.newcomers(room.floor, now)
        if kind in ("caller", "manage"):
            yield "alarms", iso(now), alarms.told(room.floor, seat.view)
        if kind == "caller":
            yield "ring", iso(now), alarms.bells(room.floor, now).get(str(seat.view[1]), alarms.SILENT)
        if kind == "manage":
            yield "guide", iso(now), guided(room, seat.view[1])
        if kind in ("manage", "caller"):
            yield "clock", iso(now), {"doubtful": room.clock.doubtful}
        yield from self._devices.first(room, seat, now)
        yield from self.rooms.first(room, seat, now)
        if seat.who and seat.who.role == "kiosk":
            yield from self._at_kiosk(room, seat.who.device or "", now)
        if kind == "ticket" and (value := ahead(room, str(seat.view[1]), now)):
            yield "ahead", iso(now), value

    def _at_kiosk(self, room: Room, kiosk: str, now: int) -> Iterator[State]:
        """The card that lies there; an old scan is over."""
        read = self._read(room.id, f"reading:{kiosk}", now)
        if read["reading"] and not read["text"]:
            yield f"reading:{kiosk}", iso(now), read

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
            yield from self._news(room_of(room.id, view), "guide", guided(room, view[1]))
        for kind in ("manage", "caller"):
            for view in self.seats.watched(room.id, kind):
                yield from self._news(room_of(room.id, view), "clock", {"doubtful": room.clock.doubtful})
        for told in self._devices.moved(room, now):
            yield from self._of_device(*told)

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
            yield from self._news(room_of(room.id, view), "alarms", alarms.told(room.floor, view))

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
        for told in self._devices.told(self.hub.rooms[hall], key, value, now):
            yield from self._of_device(*told)
        if key.startswith("slip:"):
            yield f"{hall}|kiosk|{key.partition(':')[2]}", key, value
        elif key.startswith("reading:"):
            yield f"{hall}|kiosk|{key.partition(':')[2]}", key, self._read(hall, key, now) | value
        elif key.startswith("desk:"):
            yield room_of(hall, ("window", key.partition(":")[2])), "desk", value

    def _read(self, hall: str, key: str, now: int) -> dict[str, Any]:
        """What lies on a kiosk's reader: the news only say that something does."""
        room = self.hub.rooms[hall]
        return readings.shown(room.hall, kept.of_kiosk(self.hub.store.conn, hall, key.partition(":")[2], now))

    def _of_device(
        self, name: str, key: str, value: dict[str, Any], differs: dict[str, Any] | None
    ) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Said again when what matters of it differs; what is over is said and nothing of it kept."""
        if differs is None:
            self._said = {k: v for k, v in self._said.items() if k[1] != key}
            yield name, key, value
        elif self._said.get((name, key)) != differs:
            self._said[(name, key)] = differs
            yield name, key, value

    def _news(self, name: str, key: str, value: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        if self._said.get((name, key)) != value:
            self._said[(name, key)] = value
            yield name, key, value

    def tidy(self) -> None:
        """Let go of what was said to rooms nobody is in."""
        alive = {room_of(h, v) for h, v in self.seats.watching}
        self._said = {k: v for k, v in self._said.items() if k[0] in alive or "|kiosk" in k[0]}


def guided(room: Room, department: str | None) -> dict[str, Any]:
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
            and own.serves(hall, department, t.services)
        ]
    }  # fmt: skip


def ahead(room: Room, id: str, now: int) -> dict[str, Any] | None:
    ticket = room.floor.tickets.get(id)
    if ticket is None or ticket.status != "waiting":
        return None
    return room.told(ticket, now) | {"warnings": room.warnings(ticket, now)}
