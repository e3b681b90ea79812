"""Errors as RFC 9457 problem+json: one mapping from our codes to HTTP, the same codes on sockets."""

from __future__ import annotations

import logging
from typing import Any

import msgspec
from flask import Response

from server.domain.errors import HallError
from server.journal.store import Busy, Full

log = logging.getLogger("paihao.web")
_encode = msgspec.json.Encoder().encode
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

STATUS: dict[str, tuple[int, str]] = {
    "malformed_json": (400, "The body is not JSON"),
    "unauthenticated": (401, "Sign in or send a valid token"),
    "wrong_password": (401, "Name and password or PIN do not match"),
    "forbidden": (403, "Not allowed for this role"),
    "wrong_hall": (403, "This credential is for another hall"),
    "wrong_window": (403, "This credential is for another window"),
    "foreign_origin": (403, "Requests from other sites are refused"),
    "class_needs_evidence": (403, "Priority needs evidence"),
    "not_found": (404, "There is nothing here"),
    "unknown_hall": (404, "Unknown hall"),
    "unknown_zone": (404, "Unknown zone"),
    "unknown_window": (404, "Unknown window"),
    "unknown_service": (404, "Unknown business"),
    "unknown_ticket": (404, "Unknown ticket"),
    "unknown_job": (404, "Unknown job"),
    "unknown_class": (404, "Unknown priority class"),
    "unknown_need": (404, "Unknown need"),
    "method_not_allowed": (405, "This address does not take this method"),
    "already_rated": (409, "Already rated"),
    "hall_closed": (409, "No tickets are given now"),
    "illegal_move": (409, "The ticket cannot do this now"),
    "job_ended": (409, "The job has ended otherwise"),
    "key_reused": (409, "The Idempotency-Key was used for another request"),
    "not_served_here": (409, "Not served there"),
    "queue_full": (409, "The queue is full today"),
    "ticket_changed": (409, "Another ticket is at this window"),
    "too_early": (409, "Too early for a no-show"),
    "undo_too_late": (409, "Too late to undo"),
    "window_busy": (409, "A ticket is still at the window"),
    "window_closed": (409, "The window is closed"),
    "window_paused": (409, "The window is paused"),
    "too_large": (413, "The request is too large"),
    "not_json": (415, "Send application/json"),
    "invalid": (422, "The request is not valid"),
    "wire_version": (426, "Another version of the wire"),
    "rate_limited": (429, "Too many attempts"),
    "internal": (500, "A fault of ours"),
    "busy": (503, "The hub is busy"),
    "storage_full": (503, "Nothing can be stored"),
}


def problem(code: str, detail: str = "", **facts: Any) -> Response:
    """The answer for a code; `facts` are added as they are."""
    status, title = STATUS[code]
    body = {
        "type": f"/api/problems#{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail or title,
    }
    response = Response(_encode({**facts, **body}), status, HEADERS, mimetype="application/problem+json")
    if status in (429, 503):
        response.headers["Retry-After"] = str(facts.get("retry_after", 1))
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="paihao"'
    return response


def refused(error: HallError) -> Response:
    return problem(error.code, error.detail, **error.facts)


def busy(_: Busy) -> Response:
    return problem("busy", "Another program holds the hall's journal; try again in a moment.")


def full(error: Full) -> Response:
    log.error("nothing can be stored: %s", error)
    return problem(
        "storage_full", f"The journal cannot be written ({error}). Tell the person who looks after the hub."
    )
