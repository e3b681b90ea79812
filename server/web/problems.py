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
    "wrong_department": (403, "This account sees another department"),
    "no_department": (403, "This account has no department yet"),
    "password_change": (403, "A password of one's own is needed first"),
    "foreign_origin": (403, "Requests from other sites are refused"),
    "class_needs_evidence": (403, "Priority needs evidence"),
    "not_found": (404, "There is nothing here"),
    "unknown_hall": (404, "Unknown hall"),
    "unknown_zone": (404, "Unknown zone"),
    "unknown_window": (404, "Unknown window"),
    "unknown_service": (404, "Unknown service"),
    "unknown_ticket": (404, "Unknown ticket"),
    "unknown_call": (404, "The journal has no such call"),
    "unknown_day": (404, "The journal tells nothing of this day"),
    "unknown_job": (404, "Unknown job"),
    "unknown_device": (404, "Unknown device"),
    "unknown_pairing": (404, "This pairing is over"),
    "unknown_alarm": (404, "Unknown alarm"),
    "unknown_case": (404, "Unknown case"),
    "unknown_card": (404, "Unknown card"),
    "unknown_clip": (404, "No such recording"),
    "unknown_class": (404, "Unknown priority class"),
    "unknown_version": (404, "The hall has no such version"),
    "unknown_person": (404, "Nobody has this name"),
    "unknown_media": (404, "There is no such file"),
    "unknown_need": (404, "Unknown need"),
    "unknown_reservation": (404, "Unknown reservation"),
    "method_not_allowed": (405, "This address does not take this method"),
    "already_waiting": (409, "This person has a ticket for it"),
    "already_rated": (409, "Already rated"),
    "card_revoked": (409, "The card was revoked"),
    "case_step": (409, "Another step comes first"),
    "device_silent": (409, "The device has not been heard of"),
    "device_taken": (409, "Another device has this name"),
    "pairing_refused": (409, "The pairing was refused"),
    "setup_changed": (409, "Somebody else has changed the hall meanwhile"),
    "name_taken": (409, "Somebody else has this name"),
    "number_taken": (409, "Somebody else has this number"),
    "media_in_use": (409, "The walls still show this file"),
    "too_many_devices": (409, "The hall has too many devices"),
    "blacklisted": (409, "Too many reservations were missed"),
    "not_bookable": (409, "This cannot be reserved"),
    "other_hall": (409, "The reservation is for another hall"),
    "person_limit": (409, "This person has as many reservations as the hall allows"),
    "reservation_cancelled": (409, "The reservation was cancelled"),
    "reservation_used": (409, "The reservation was used"),
    "slot_full": (409, "The slot is full"),
    "too_early_to_check_in": (409, "Too early to check in"),
    "too_late_to_cancel": (409, "Too late to change the reservation"),
    "wrong_day": (409, "The reservation is for another day"),
    "auto_call_off": (409, "This hall does not call by itself"),
    "held_too_often": (409, "Held as often as the hall allows"),
    "passed_too_late": (409, "Too late to come back with this number"),
    "passed_void": (409, "The number was called and is void"),
    "hall_closed": (409, "No tickets are given now"),
    "id_required": (409, "An ID number is needed"),
    "illegal_move": (409, "The ticket cannot do this now"),
    "job_ended": (409, "The job has ended otherwise"),
    "nothing_to_rate": (409, "No visit ended here lately"),
    "not_offered_now": (409, "Not offered at this time"),
    "service_full": (409, "All numbers for this service are taken"),
    "would_strand": (409, "People wait for what no window would serve"),
    "key_reused": (409, "The Idempotency-Key was used for another request"),
    "not_served_here": (409, "Not served there"),
    "reading_gone": (409, "The card must be read again"),
    "queue_full": (409, "The queue is full today"),
    "ticket_changed": (409, "Another ticket is at this window"),
    "too_early": (409, "Too early for a no-show"),
    "too_many_cases": (409, "Too many cases for one ticket"),
    "undo_too_late": (409, "Too late to undo"),
    "window_busy": (409, "A ticket is still at the window"),
    "window_closed": (409, "The window is closed"),
    "window_paused": (409, "The window is paused"),
    "too_large": (413, "The request is too large"),
    "not_wav": (415, "Send a recording as WAV"),
    "wrong_type": (415, "This kind of file is not taken here"),
    "not_json": (415, "Send application/json"),
    "invalid": (422, "The request is not valid"),
    "invalid_id": (422, "The ID number is not valid"),
    "wire_version": (426, "Another version of the wire"),
    "rate_limited": (429, "Too many attempts"),
    "too_many_tickets": (429, "Too many numbers at once"),
    "internal": (500, "A fault of ours"),
    "busy": (503, "The hub is busy"),
    "storage_full": (503, "Nothing can be stored"),
    "report_failed": (503, "The report was not made"),
    "figures_preparing": (503, "Figures of these days are being prepared"),
    "no_font": (503, "There is no Chinese font to print with"),
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
