"""What an event makes devices owe: speech for a call, a slip for a ticket, and when it is too late for them."""

from __future__ import annotations

import sqlite3
from typing import Any

from server.domain.events import Entry
from server.domain.floor import Floor
from server.domain.profile import PRIVATE_KINDS, Hall
from server.domain.ticket import Ticket
from server.hub import notices, platform, speaking, warned, webhooks
from server.hub.entries import iso
from server.hub.room import Room
from server.journal import jobs, news
from server.journal.jobs import Job

SLIP_SECONDS = 60
ATTEMPTS = 5


def owe(conn: sqlite3.Connection, room: Room, entry: Entry) -> None:
    """Add the jobs and messages an entry causes, and withdraw the speech an undone call no longer needs."""
    floor, hall = room.floor, room.id
    webhooks.owe(conn, room, entry)
    warned.owe(conn, room, entry)
    platform.owe(conn, room, entry)
    if entry.kind == "service.settled":
        notices.owe(conn, room, entry)
    ticket = floor.tickets.get(entry.data.get("ticket", ""))
    if ticket is None:
        return
    if entry.kind in ("ticket.called", "ticket.recalled"):
        speaking.owe(conn, _speech(floor.hall, hall, entry, ticket))
    elif entry.kind == "ticket.undone" and entry.data["was"] == "called":
        jobs.withdraw(conn, hall, ticket.id, "undone", entry.at)
    elif entry.kind == "ticket.taken" and entry.data["channel"] == "kiosk":
        jobs.add(conn, _slip(room, entry, ticket, copy=False))
    elif entry.kind == "ticket.reprinted":
        jobs.add(conn, _slip(room, entry, ticket, copy=True))


def _speech(hall: Hall, id: str, entry: Entry, ticket: Ticket) -> Job:
    window = hall.window[entry.data["window"]]
    zone = hall.zone[window.zone]
    floor = (window.floor or zone.floor or None) if len(hall.floors) > 1 else None
    payload = {
        "number": ticket.number, "sign": window.call_sign, "sign_en": window.call_sign_en, "spoken": window.spoken,
        "window": window.id, "floor": floor, "recall": ticket.recalls, "last": ticket.last_call,
        "called_seq": entry.seq, **speaking.manner(hall, zone.id, entry.at),
    }  # fmt: skip
    return _job(id, entry, "speech", ticket, payload, zone=zone.id)


def _slip(room: Room, entry: Entry, ticket: Ticket, copy: bool) -> Job:
    hall = room.hall
    payload = {
        "hall": hall.name, "hall_en": hall.name_en, "number": ticket.number, "timezone": hall.timezone,
        "services": [dict(zip(("name", "name_en"), hall.said_of(s), strict=True)) for s in ticket.services],
        **room.prospects(ticket, entry.at), "where": where(hall, ticket.service),
        "taken_at": iso(ticket.taken_at), "locale": ticket.locale,
        "notes": list(ticket.classes), "copy": copy, "bring": hall.service[ticket.service].bring,
        "slot": iso(ticket.slot), "arrival": ticket.arrival, "cases": ticket.cases,
        "warnings": [] if copy else room.warnings(ticket, entry.at),
        "guide": any(w.kind == "guide" for w in hall.windows), "rehearsal": room.floor.rehearsal,
    }  # fmt: skip
    return _job(room.id, entry, "print", ticket, payload, device=entry.data.get("device"))


def job_id(kind: str, seq: int, ticket: str) -> str:
    """The work of an entry for a ticket is found by this, without looking through all jobs."""
    return f"{kind[0]}{seq}-{ticket[:8]}"


def _job(
    hall: str, entry: Entry, kind: str, ticket: Ticket, payload: dict[str, Any], **at: str | None
) -> Job:
    return Job(
        job_id(kind, entry.seq, ticket.id), hall, kind, at.get("zone"), at.get("device"),
        ticket.id, ticket.number, entry.seq, entry.at, payload,
    )  # fmt: skip


def where(hall: Hall, service: str) -> list[dict[str, Any]]:
    """The zones and window signs where a business is served, as calls say them; a zone for complaints unnamed."""
    found: dict[tuple[str, bool], list[str]] = {}
    for plate in (hall.window[id] for id in hall.windows_of.get(service, ())):
        found.setdefault((plate.zone, plate.kind not in PRIVATE_KINDS), []).append(plate.call_sign)
    return [
        {
            "zone": hall.zone[zone].name if openly else "",
            "zone_en": hall.zone[zone].name_en if openly else "",
            "floor": hall.zone[zone].floor,
            "windows": signs,
        }
        for (zone, openly), signs in found.items()
    ]


def over(floor: Floor, job: Job, now: int) -> str | None:
    """Why a job need not be done any more, or None."""
    age = (now - job.made_at) / 1000
    if job.attempts >= ATTEMPTS:
        return "gave_up"
    if job.kind == "print":
        return "stale" if age > SLIP_SECONDS else None
    if job.ticket is None:
        return "stale" if age > floor.hall.rules.call_stale_seconds else None
    ticket = floor.tickets.get(job.ticket)
    if ticket is None or ticket.status in ("completed", "cancelled", "expired"):
        return "completed"
    if ticket.status != "called" or ticket.window != job.payload["window"]:
        return {"waiting": "undone", "no_show": "passed", "serving": "started", "held": "held"}.get(
            ticket.status, "moved"
        )
    if ticket.called_seq != job.payload["called_seq"]:
        # A newer call of the same ticket takes its place, and goes before the rest.
        return "recalled" if ticket.recalls else "undone"
    return "stale" if age > floor.hall.rules.call_stale_seconds else None


def end(
    conn: sqlite3.Connection,
    job: Job,
    state: str,
    reason: str | None,
    now: int,
    detail: dict[str, Any] | None = None,
) -> None:
    """End a job and tell the kiosk what became of its slip."""
    jobs.end(conn, job.id, state, reason, now, detail)
    if job.kind == "print":
        value = {"job": job.id, "ticket": job.ticket, "number": job.number, "state": state, "reason": reason}
        news.tell(conn, job.hall, f"slip:{job.device or ''}", value, now)
