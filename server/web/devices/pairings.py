"""Pairing over HTTP: a device asks and claims, a manager confirms what he reads on its screen."""

from __future__ import annotations

from typing import Any

from flask import Request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from server.domain.errors import HallError
from server.hub.devices import pairing
from server.hub.entries import iso
from server.web.devices import shapes as shape
from server.web.devices.registry import MANAGING
from server.web.gate import SURFACE
from server.web.route import ANYONE, Ask, Route
from server.web.session import cookie

A_MINUTE = parse("20 per minute")
CLAIMS = parse("600 per minute")
_asked = MovingWindowRateLimiter(MemoryStorage())


def ask_in(ask: Ask) -> dict[str, Any]:
    room, address = ask.hub.room(ask.body.hall), ask.request.remote_addr or ""
    if not _asked.hit(A_MINUTE, "ask", address):
        raise HallError("rate_limited", "This device asks too often; wait a minute.", retry_after=20)
    body = ask.body
    made, secret = pairing.ask(
        ask.hub, room, body.kind, body.device or "", _by_page(ask.request), address, ask.gate.now()
    )
    return {"code": made.code, "secret": secret, "expires_at": iso(made.expires_at), "hall": room.id}


def _by_page(request: Request) -> bool:
    """Browsers say where a request comes from; programs do not."""
    return "Origin" in request.headers or "Sec-Fetch-Site" in request.headers


def claim(ask: Ask) -> dict[str, Any]:
    """A page's credential goes into its cookie, where no script can read it."""
    if not _asked.hit(CLAIMS, "claim", ask.request.remote_addr or ""):
        raise HallError("rate_limited", "This device asks too often; wait a minute.", retry_after=20)
    found, secret = pairing.claim(ask.hub, ask.body.secret, ask.gate.now())
    ask.gate.forget()
    answer: dict[str, Any] = {
        "state": found.state, "token": None if found.page else secret, "role": found.role, "hall": found.hall,
        "window": found.window, "zone": found.zone, "device": found.name,
    }  # fmt: skip
    if found.page and secret:
        seconds = pairing.PAIRED_DAYS * 86_400
        answer["$headers"] = cookie(ask, SURFACE[str(found.role)], secret, seconds)
    return answer


def asking(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    found = pairing.asking(ask.hub, room, ask.gate.now())
    return {"pairings": found, "next": None, "seq": room.floor.seq}


def confirm(ask: Ask) -> dict[str, Any]:
    room, body = ask.hub.room(ask.path["hall"]), ask.body
    code = ask.path["code"].replace(" ", "")
    pairing.confirm(
        ask.hub, room, code, ask.by, ask.gate.now(), role=body.role, device=body.device, window=body.window,
        zone=body.zone,
    )  # fmt: skip
    return {
        "device": body.device, "role": body.role, "window": body.window, "zone": body.zone, "seq": room.floor.seq,
    }  # fmt: skip


def refuse(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    refused = pairing.refuse(ask.hub, room, ask.path["code"].replace(" ", ""), ask.by, ask.gate.now())
    return {"id": refused.id, "seq": room.floor.seq}


ROUTES: list[Route] = [
    Route(
        "POST", "/pairings", "Ask to be let in", ask_in, shape.Pairing, ANYONE, shape.AskPairing, status=201,
        errors=("rate_limited", "unknown_hall"),
    ),
    Route(
        "POST", "/pairings/claim", "Ask whether one was let in", claim, shape.Claimed, ANYONE, shape.ClaimPairing,
        errors=("unknown_pairing", "pairing_refused", "rate_limited"),
    ),
    Route("GET", "/halls/{hall}/pairings", "Who asks to be let in", asking, shape.Pairings, MANAGING),
    Route(
        "POST", "/halls/{hall}/pairings/{code}/confirm", "Let a device in", confirm, shape.Confirmed, MANAGING,
        shape.ConfirmPairing, errors=("unknown_pairing", "device_taken", "unknown_window", "unknown_zone"),
    ),
    Route(
        "POST", "/halls/{hall}/pairings/{code}/refuse", "Do not let a device in", refuse, shape.Refused, MANAGING,
        errors=("unknown_pairing",),
    ),
]  # fmt: skip
