"""Signing in and out. Argon2 runs beside the green threads; failures are counted and slowed down."""

from __future__ import annotations

import threading
from functools import cache
from typing import Any

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from server import runtime, settings
from server.domain.errors import HallError, unfit
from server.hub.hub import Hub
from server.journal import access, staff
from server.journal.access import Credential
from server.web import answers_shape as shape
from server.web import shapes
from server.web.gate import COOKIES, STAFF, SURFACE, Gate
from server.web.reads import describe
from server.web.route import ANYONE, Ask, Route

HOUR = 3600 * 1000
SESSION_HOURS = 12
CALLING = ("clerk", "lead", "manager", "admin")
PAIRED_DAYS = 400
BY_NAME = parse("20 per 5 minutes")
BY_BOTH = parse("5 per 5 minutes")
BY_ADDRESS = parse("60 per 5 minutes")
_failures = MovingWindowRateLimiter(MemoryStorage())
_comparing = threading.Lock()
"""One at a time: a burst of guesses must not pass the limit together, and argon2 takes 64 MB each."""


def sign_in(ask: Ask) -> dict[str, Any]:
    """A password, or a PIN where somebody of the hall is signed in or an agent of the hall asks. Raises HallError."""
    body, address = ask.body, ask.request.remote_addr or ""
    if (body.password is None) == (body.pin is None):
        raise unfit("body", "$", "password_or_pin", "send a password, or a PIN")
    if (body.name is None) == (body.number is None):
        raise unfit("body", "$", "name_or_number", "send a name, or a staff number")
    device = ask.who if ask.bears and ask.who and ask.who.role in ("agent", *STAFF) else None
    who = device or (ask.who if ask.who and ask.who.role in STAFF else None)
    hall = body.hall or (who.hall if who else None)
    if body.number and hall is None:
        raise unfit("body", "$.hall", "missing", "a staff number is one of a hall; send the hall")
    if body.pin is not None and (who is None or who.hall not in (None, hall)):
        raise HallError("unauthenticated", "A PIN works where somebody is signed in; use the password.")
    if device:
        ask.gate.check(device, (device.role,), hall, body.window)
    called = body.name or f"{hall or ''} #{body.number}"
    with _comparing:
        _slow_down(called, address)
        person = _recognised(ask.hub, body, hall if device or body.number else body.hall)
        if person is None:
            _failures.hit(BY_NAME, called)
            _failures.hit(BY_BOTH, called, address)
            _failures.hit(BY_ADDRESS, address)
            raise HallError("wrong_password", "The name and the password or PIN do not match.")
    if device and person.role not in CALLING:
        raise HallError("forbidden", f"The role {person.role} does not work at a window.", role=person.role)
    if body.password is not None:
        _choose(ask, person, body)
    return _at_device(ask, device, person) if device else _session(ask, person)


def _choose(ask: Ask, person: access.Person, body: shapes.SignIn) -> None:
    """A password that somebody else has given is good once, for choosing one's own. Raises HallError."""
    with ask.hub.store.lock:
        account = staff.one(ask.hub.store.conn, person.name)
    if body.new_password is None:
        if account and account.given:
            raise HallError(
                "password_change",
                "This password was given to you; choose your own, and a PIN if you need one.",
            )
        return
    if body.new_password == body.password:
        wrong = "choose a password other than the one that was given to you"
        raise unfit("body", "$.new_password", "same_password", wrong)
    hashed = runtime.offload(settings.async_mode(), PasswordHasher().hash, body.new_password)
    pin = (
        runtime.offload(settings.async_mode(), PasswordHasher().hash, body.new_pin) if body.new_pin else None
    )
    with ask.hub.store.writing() as conn:
        staff.choose_own(conn, person.name, hashed, pin, ask.gate.now())
    ask.gate.forget()


def _recognised(hub: Hub, body: shapes.SignIn, hall: str | None) -> access.Person | None:
    """The person, if the secret is theirs and they work in that hall."""
    with hub.store.lock:
        conn = hub.store.conn
        person = (
            access.person(conn, body.name) if body.name else access.numbered(conn, body.number or "", hall)
        )
    hashed = person and (person.password if body.password is not None else person.pin)
    good = runtime.offload(settings.async_mode(), _matches, hashed, body.password or body.pin or "")
    here = person is not None and (not hall or person.hall in (None, hall))
    return person if hashed and good and here else None


def _at_device(ask: Ask, device: Credential, person: access.Person) -> dict[str, Any]:
    """A session for a keypad or terminal, as a token: whoever it is, a clerk's rights at the device's windows.

    Four digits typed at a counter must not be worth a manager's rights.
    """
    now = ask.gate.now()
    with ask.hub.store.writing() as conn:
        _, secret = access.grant(
            conn, "session", "clerk", now, hall=ask.body.hall or device.hall or person.hall,
            window=ask.body.window or device.window, person=person.name, device=device.device,
            expires_at=now + SESSION_HOURS * HOUR,
        )  # fmt: skip
    who = ask.gate.credential(secret)
    return {"me": msgspec.to_builtins(describe(who)), "token": secret}


def _session(ask: Ask, person: access.Person) -> dict[str, Any]:
    now = ask.gate.now()
    replaced = ask.gate.by_cookie(ask.request.cookies, "staff")
    with ask.hub.store.writing() as conn:
        if replaced and replaced.kind == "session":
            access.revoke(conn, replaced.id, now)
        _, secret = access.grant(
            conn, "session", person.role, now, hall=person.hall, person=person.name,
            department=person.department, expires_at=now + SESSION_HOURS * HOUR,
        )  # fmt: skip
    ask.gate.forget()
    who = ask.gate.credential(secret)
    return {
        "me": msgspec.to_builtins(describe(who)),
        "$headers": cookie(ask, "staff", secret, SESSION_HOURS * 3600),
    }


def cookie(ask: Ask, surface: str, secret: str, seconds: int) -> dict[str, str]:
    secure = "; Secure" if ask.request.is_secure else ""
    return {
        "Set-Cookie": f"{COOKIES[surface]}={secret}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Strict{secure}",
        "Cache-Control": "no-store",
    }


def _slow_down(name: str, address: str) -> None:
    tests = (BY_NAME, name), (BY_BOTH, name, address), (BY_ADDRESS, address)
    if not all(_failures.test(*test) for test in tests):
        raise HallError("rate_limited", "Too many wrong attempts; wait five minutes.", retry_after=300)


@cache
def nobody() -> str:
    """Compared against for an unknown name, so that the answer takes as long as for a known one."""
    return PasswordHasher().hash("nobody has this password")


def _matches(hashed: str | None, secret: str) -> bool:
    try:
        return PasswordHasher().verify(hashed or nobody(), secret)
    except (Argon2Error, InvalidHashError):
        return False


def sign_out(ask: Ask) -> dict[str, Any]:
    """Ends the session of the token it was asked with, else that of the browser's cookie."""
    session = ask.who if ask.bears and ask.who and ask.who.kind == "session" else None
    found = session or ask.gate.by_cookie(ask.request.cookies, "staff")
    if found:
        with ask.hub.store.writing() as conn:
            access.revoke(conn, found.id, ask.gate.now())
        ask.gate.forget()
    return {"signed_out": found is not None, "$headers": cookie(ask, "staff", "", 0)}


def redeem(hub: Hub, gate: Gate, code: str) -> tuple[str, str, access.Credential] | None:
    """Turn a pairing link's code into a device's secret, once: (cookie name, secret, its credential)."""
    pairing = gate.credential(code)
    if pairing is None or pairing.kind != "pairing":
        return None
    now = gate.now()
    with hub.store.writing() as conn:
        if not access.revoke(conn, pairing.id, now):
            return None
        _, secret = access.grant(
            conn, "device", pairing.role, now, hall=pairing.hall, window=pairing.window, device=pairing.device,
            label=pairing.label, expires_at=now + PAIRED_DAYS * 24 * HOUR,
        )  # fmt: skip
    gate.forget()
    who = gate.credential(secret)
    return (COOKIES[SURFACE.get(pairing.role, "staff")], secret, who) if who else None


ROUTES: list[Route] = [
    Route(
        "POST", "/session", "Sign in", sign_in, shape.Session, ANYONE, shapes.SignIn,
        errors=(
            "wrong_password", "password_change", "rate_limited", "unauthenticated", "forbidden", "wrong_hall",
            "wrong_window",
        ),
    ),
    Route("DELETE", "/session", "Sign out", sign_out, shape.SignedOut, ANYONE),

]  # fmt: skip
