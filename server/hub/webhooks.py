"""What booking platforms are told: each change of a reservation, as messages made in the event's transaction.

A message holds no personal data. It is signed when it is sent: `t=…,v1=hex(hmac_sha256(secret, t + "." + body))`.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
from collections.abc import Mapping
from typing import Any

import msgspec

from server.domain.events import Entry
from server.hub.booking import booked
from server.hub.entries import iso
from server.hub.room import Room
from server.journal import bookings, webhooks

_encode = msgspec.json.Encoder().encode
SECOND = 1000
PAUSES = (10, 30, 120, 600, 1800, 3600, 7200, 14400, 21600)
"""Seconds after the first, second, … failed attempt; after one more the message is given up."""
TOLD = {
    "reservation.made": "reservation.made",
    "reservation.changed": "reservation.changed",
    "reservation.cancelled": "reservation.cancelled",
    "reservation.missed": "reservation.missed",
    "ticket.taken": "reservation.checked_in",
    "ticket.called": "reservation.called",
    "ticket.no_show": "reservation.passed",
    "ticket.completed": "reservation.completed",
    "ticket.undone": "reservation.undone",
}
"""Kind of entry → what the message calls it; a ticket's entries only where it came from a reservation."""


def owe(conn: sqlite3.Connection, room: Room, entry: Entry) -> None:
    """Add the messages an entry causes, one for each webhook of the hall."""
    if entry.kind not in TOLD:
        return
    code = _code(room, entry)
    hooks = webhooks.of_hall(conn, room.id, "reservations") if code else []
    row = bookings.found(conn, str(code)) if hooks else None
    for hook in hooks if row else ():
        id = f"d_{secrets.token_hex(8)}"
        body = _encode({"id": id, **message(room, entry, row or {})}).decode()
        webhooks.add(conn, hook, id, entry.seq, TOLD[entry.kind], body, entry.at)


def _code(room: Room, entry: Entry) -> str | None:
    """The reservation an entry is about."""
    if entry.kind.startswith("reservation."):
        return str(entry.data["code"])
    ticket = room.floor.tickets.get(entry.data["ticket"])
    return ticket.reservation if ticket else None


def message(room: Room, entry: Entry, row: Mapping[str, Any]) -> dict[str, Any]:
    """What happened, and the reservation as it is now."""
    d = entry.data
    more: dict[str, Any] = {}
    if entry.kind == "ticket.called" and d["window"] in room.hall.window:
        window = room.hall.window[d["window"]]
        more = {"window": {"id": window.id, "sign": window.call_sign, "zone": window.zone}}
    elif entry.kind == "ticket.completed":
        more = {"outcome": d["outcome"], "more": d["next"] is not None}
    elif entry.kind == "ticket.undone":
        more = {"was": d["was"], "to": d["to"]}
    elif entry.kind == "reservation.cancelled":
        more = {"by": d["by"]}
    elif entry.kind == "reservation.changed":
        was = d["was"]
        more = {"was": {"service": was["service"], "day": was["day"], "start": iso(was["start"])}}
    return {
        "event": TOLD[entry.kind], "hall": room.id, "seq": entry.seq, "at": iso(entry.at),
        "reservation": booked.shown(row), **more,
    }  # fmt: skip


def signature(secret: str, seconds: int, body: str) -> str:
    """The value of `Paihao-Signature` for a body sent at an instant (seconds since 1970)."""
    text = f"{seconds}.{body}".encode()
    return f"t={seconds},v1={hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()}"


def due_again(attempts: int, now: int) -> int | None:
    """When (ms) to try again after so many failed attempts; None to give up."""
    return now + PAUSES[attempts - 1] * SECOND if attempts <= len(PAUSES) else None
