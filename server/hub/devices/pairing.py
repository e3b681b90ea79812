"""Letting a device in: it shows six digits, somebody who sees them confirms, and its secret becomes its credential.

The secret is made here and known to the device alone; the hub keeps its hash. The credential is made of it again at
each claim, so an answer that was lost is simply asked for once more, and two claims at once get the same.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import replace
from typing import Any

from server.domain.alarms import devices as rules
from server.domain.alarms.devices import Said
from server.domain.errors import HallError, unfit
from server.hub.hub import Hub
from server.hub.room import Room
from server.journal import access, news, pairings
from server.journal.pairings import Pairing
from server.protocol import iso

LASTS = 10 * 60_000
"""Milliseconds for the digits to be confirmed, and again for the claim after that."""
MOST_OPEN = 20
PAIRED_DAYS = 400
PAGE_ROLES = ("kiosk", "display")
NEWS = "pairings"


def ask(
    hub: Hub, room: Room, kind: str, device: str, page: bool, address: str, now: int
) -> tuple[Pairing, str]:
    """A new pairing and its secret. Raises HallError(rate_limited) when too many are open."""
    secret = secrets.token_urlsafe(20)
    with hub.store.writing() as conn:
        if len(pairings.waiting(conn, room.id, now)) >= MOST_OPEN:
            raise HallError("rate_limited", "Too many devices ask now; wait a minute.", retry_after=60)
        code = _code()
        while pairings.taken(conn, code):
            code = _code()
        made = Pairing(
            secrets.token_hex(4), room.id, code, access.digest(secret), kind, device, int(page), address, now,
            now + LASTS,
        )  # fmt: skip
        pairings.add(conn, made)
        _tell(conn, made, now)
    hub.hear()
    return made, secret


def _code() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def claim(hub: Hub, secret: str, now: int) -> tuple[Pairing, str | None]:
    """The pairing, and the credential's secret once it is confirmed.

    Raises HallError(pairing_refused | unknown_pairing).
    """
    with hub.store.writing() as conn:
        found = pairings.by_hash(conn, access.digest(secret))
        if found is None or found.expires_at <= now:
            raise HallError("unknown_pairing", "This pairing is over; ask for a new code.")
        if found.state == "refused":
            raise HallError("pairing_refused", "Somebody of the hall refused this device.")
        if found.state == "waiting":
            return found, None
        if fresh := found.credential is None:
            _grant(conn, found, secret, now)
    if fresh and found.page:
        _register(hub, found)
    return found, _token(found, secret)


def _token(pairing: Pairing, secret: str) -> str:
    """Made of the secret, so that only who has that can make it, and always the same one."""
    digest = hmac.new(secret.encode(), f"pairing {pairing.id}".encode(), hashlib.sha256).digest()
    return f"ph{_kind(pairing)[0]}_{pairing.id}_{base64.urlsafe_b64encode(digest[:20]).decode().rstrip('=')}"


def _kind(pairing: Pairing) -> str:
    return "device" if pairing.page else "token"


def _grant(conn: Any, pairing: Pairing, secret: str, now: int) -> None:
    """Whoever had the name until now is replaced: the old box is gone, or it would not have been allowed."""
    role, name = str(pairing.role), str(pairing.name)
    for old in access.of_device(conn, pairing.hall, role, name):
        access.revoke(conn, old.id, now)
    until = now + PAIRED_DAYS * 24 * 3_600_000 if pairing.page else None
    access.keep(
        conn, pairing.id, _token(pairing, secret), _kind(pairing), role, now, hall=pairing.hall,
        window=pairing.window, device=name, label=f"paired by {pairing.by}", expires_at=until,
    )  # fmt: skip
    pairings.granted(conn, pairing.id, pairing.id)


def _register(hub: Hub, pairing: Pairing) -> None:
    role, name = str(pairing.role), str(pairing.name)
    id = rules.page_of(role, name)
    said = Said(
        id, pairing.kind, "ok", zone=pairing.zone, window=pairing.window, role=role, credential=pairing.id,
        part_of=None if id == name else name,
    )  # fmt: skip
    hub.devices.register(hub.room(pairing.hall), said, pairing.zone)


def confirm(
    hub: Hub, room: Room, code: str, by: str, now: int, *, role: str, device: str, window: str | None = None,
    zone: str | None = None,
) -> Pairing:  # fmt: skip
    """Let the device in under a name. Raises HallError(unknown_pairing | invalid | device_taken | unknown_…)."""
    _must_be_there(room, window, zone)
    with hub.store.writing() as conn:
        found = pairings.by_code(conn, code, now)
        if found is None or found.hall != room.id:
            raise HallError("unknown_pairing", "Nobody asks with this code now; look at the device again.")
        if (role in PAGE_ROLES) != bool(found.page):
            if found.page:
                wrong = "the role can be kiosk or display, for it is a page"
                raise unfit("body", "$.role", "page_role", wrong)
            raise unfit("body", "$.role", "program_role", "the role can be agent, for it is a program")
        _must_be_free(hub, room, conn, role, device, now)
        confirmed = replace(
            found, state="confirmed", role=role, name=device, window=window, zone=zone, by=by,
            expires_at=now + LASTS,
        )  # fmt: skip
        pairings.decide(conn, confirmed)
        _tell(conn, confirmed, now)
    hub.hear()
    return confirmed


def _must_be_there(room: Room, window: str | None, zone: str | None) -> None:
    for id in (window or "").split(",") if window else ():
        if id not in room.hall.window:
            raise HallError("unknown_window", f"This hall has no window «{id}».")
    if zone is not None and zone not in room.hall.zone:
        raise HallError("unknown_zone", f"This hall has no zone «{zone}».")


def _must_be_free(hub: Hub, room: Room, conn: Any, role: str, name: str, wall: int) -> None:
    """The name is free when nothing beats with a credential of that name and role, or was let in just now."""
    held = access.of_device(conn, room.id, role, name)
    taken, now = {c.id for c in held}, room.clock.now(room.floor.at)
    used = any(0 <= wall - c.made_at < rules.SILENT for c in held)
    for device in hub.devices.all(room.id):
        at_work = rules.state_of(device, now, room.listening)[0] != "silent"
        of_agent = role in PAGE_ROLES and device.role == "agent" and device.id == rules.page_of(role, name)
        used |= at_work and (device.credential in taken or of_agent)
    if used:
        raise HallError("device_taken", f"«{name}» is at work; take another name.", device=name)


def refuse(hub: Hub, room: Room, code_or_id: str, by: str, now: int) -> Pairing:
    """Raises HallError(unknown_pairing)."""
    with hub.store.writing() as conn:
        asking = pairings.waiting(conn, room.id, now)
        found = next((p for p in asking if code_or_id in (p.code, p.id)), None)
        if found is None:
            raise HallError("unknown_pairing", "Nobody asks with this code now.")
        pairings.decide(conn, replace(found, state="refused", by=by))
        _tell(conn, found, now)
    hub.hear()
    return found


def _tell(conn: Any, pairing: Pairing, now: int) -> None:
    news.tell(conn, pairing.hall, NEWS, {"id": pairing.id}, now)


def asking(hub: Hub, room: Room, now: int) -> list[dict[str, Any]]:
    """Who asks now, without the codes: whoever confirms must have seen the device."""
    return [
        {
            "id": p.id, "kind": p.kind, "device": p.device, "page": bool(p.page), "address": p.address,
            "made_at": iso(p.made_at), "expires_at": iso(p.expires_at),
        }
        for p in pairings.waiting(hub.store.conn, room.id, now)
    ]  # fmt: skip
