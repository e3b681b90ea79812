"""Socket.IO namespace /hall: let in, join one room, snapshot; afterwards only the outbox speaks."""

from __future__ import annotations

import logging
from typing import Any

import msgspec
from flask import request
from flask_socketio import ConnectionRefusedError, Namespace, SocketIO, disconnect, emit, join_room

from server.domain.errors import HallError, unfit
from server.hub.hub import Hub
from server.hub.room import Room, ViewKey
from server.hub.tracking import find
from server.journal.access import Credential
from server.protocol import NAMESPACE, WIRE
from server.web import forms
from server.web.devices.states import rooms_of
from server.web.gate import STAFF, Gate
from server.web.reads import DISPLAYS
from server.web.seats import Seat, Seats
from server.web.shapes import SocketAuth
from server.web.states import States

log = logging.getLogger("paihao.sockets")

WATCHERS: dict[str, tuple[str, ...]] = {
    "board": DISPLAYS,
    "window": ("display", "agent", *STAFF),
    "caller": ("agent", "clerk", "lead", "manager", "admin"),
    "manage": ("guide", "lead", "manager", "auditor", "admin"),
}
SURFACES = {"caller": "staff", "manage": "staff"}


class HallNamespace(Namespace):  # type: ignore[misc]  # the library has no types
    """The door for live pages and agents. A refusal is ConnectionRefusedError(message, {code, detail})."""

    def __init__(self, hub: Hub, gate: Gate, seats: Seats, states: States) -> None:
        super().__init__(NAMESPACE)
        self.hub, self.gate, self.seats, self.states = hub, gate, seats, states

    def trigger_event(self, event: str, *arguments: Any) -> Any:
        """Count what a socket says; one that floods is put out."""
        if event not in ("connect", "disconnect"):
            seat = self.seats.by_sid.get(arguments[0] if arguments else "")
            if seat is not None and seat.flooding():
                log.warning("a socket of %s flooded and was put out", seat.room)
                self.socketio.server.disconnect(seat.sid, namespace=NAMESPACE)
                return None
        return super().trigger_event(event, *arguments)

    def on_connect(self, auth: Any = None) -> None:
        try:
            wanted = _wanted(auth)
            room = self.hub.room(wanted.hall)
            who = self._who(wanted)
            view = self._view(room, wanted, who)
        except HallError as refusal:
            raise ConnectionRefusedError(
                refusal.detail or refusal.code, {"code": refusal.code, "detail": refusal.detail}
            ) from None
        self._seat(room, Seat(request.sid, room.id, view, who), wanted.device)  # type: ignore[attr-defined]

    def _who(self, wanted: SocketAuth) -> Credential | None:
        self.gate.check_origin(request)
        if wanted.token is not None:
            found = self.gate.credential(wanted.token)
            if found is None or found.kind == "pairing":
                raise HallError("unauthenticated", "The token is unknown or was revoked; ask for a new one.")
            return found
        return self.gate.by_cookie(request.cookies, wanted.as_ or SURFACES.get(wanted.view))

    def _view(self, room: Room, wanted: SocketAuth, who: Credential | None) -> ViewKey:
        """Which view it may have. Raises HallError."""
        if wanted.view == "ticket":
            found, id, _ = find(self.hub, wanted.code or "")
            if found.id != room.id:
                raise HallError("unknown_ticket", "This ticket is of another hall.")
            return "ticket", id
        window = None
        if wanted.view in ("window", "caller"):
            window = wanted.window or (who.window if who else None)
        self.gate.check(who, WATCHERS[wanted.view], room.id, window)
        if wanted.view == "caller":
            self.gate.check_acting(who, window)
        if wanted.view == "manage":
            return "manage", self.gate.check_department(who)
        if wanted.view in ("window", "caller"):
            if window not in room.hall.window:
                raise HallError("unknown_window", f"This hall has no window «{window}».")
            return wanted.view, window
        if wanted.view == "board" and wanted.zone is not None and wanted.zone not in room.hall.zone:
            raise HallError("unknown_zone", f"This hall has no zone «{wanted.zone}».")
        return wanted.view, wanted.zone if wanted.view == "board" else None

    def _seat(self, room: Room, seat: Seat, device: str | None) -> None:
        """Join, read and send without a yield, so that no update falls between snapshot and room."""
        with self.hub.store.lock:
            self.hub.catch_up()
            join_room(seat.room)
            join_room(f"{room.id}|*")
            for name in (*rooms_of(seat, device), *self.states.rooms.names(seat)):
                join_room(name)
            self.seats.add(seat)
            emit("snapshot", room.view(*seat.view).snapshot())
            for key, at, value in self.states.first(room, seat):
                emit("state", {"key": key, "at": at, "value": value})

    def on_disconnect(self, reason: Any = None) -> None:
        with self.hub.store.lock:
            seat = self.seats.remove(request.sid)  # type: ignore[attr-defined]
            if seat and (seat.hall, seat.view) not in self.seats.watching:
                self.hub.rooms[seat.hall].views.pop(seat.view, None)

    def on_sync(self, _: Any = None) -> None:
        """A client that missed something asks for everything."""
        seat = self.seats.by_sid.get(request.sid)  # type: ignore[attr-defined]
        if seat is None:
            disconnect()
            return
        if seat.may_sync():
            with self.hub.store.lock:
                self.hub.catch_up()
                emit("snapshot", self.hub.room(seat.hall).view(*seat.view).snapshot())


def _wanted(auth: Any) -> SocketAuth:
    try:
        wanted = msgspec.convert(auth, SocketAuth)
    except msgspec.ValidationError as error:
        raise unfit("auth", **forms.told(str(error), SocketAuth)) from None
    if wanted.wire not in (None, WIRE):
        raise HallError(
            "wire_version", f"This hub speaks wire {WIRE}, you speak {wanted.wire}; reload or update."
        )
    return wanted


def attach(socketio: SocketIO, hub: Hub, gate: Gate, seats: Seats, states: States) -> None:
    socketio.on_namespace(HallNamespace(hub, gate, seats, states))
