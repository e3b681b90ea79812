"""How a zone speaks, for a speech job's payload: settled when the job is made, as it is right at that moment."""

from __future__ import annotations

import sqlite3
from typing import Any

from server.domain import hours
from server.domain.profile import Hall
from server.domain.voice import voice_at
from server.journal import jobs
from server.journal.jobs import Job

MUTED = "muted"
"""Why nothing is said where the volume is 0."""


def manner(hall: Hall, zone: str, at: int) -> dict[str, Any]:
    """Languages, repeats, chime, volume and pace of a zone at a moment, in milliseconds UTC."""
    moment = hours.local(hall, at)
    voice = voice_at(hall.voice, hall.zone[zone].voice, hours.minute(moment))
    return {
        "zone": zone, "languages": list(voice.languages), "times": voice.times, "chime": voice.chime, "one": voice.one,
        "syllables_a_minute": voice.syllables_a_minute, "volume": voice.volume, "shorten_after": voice.shorten_after,
        "templates": {tongue: voice.templates[tongue] for tongue in voice.languages if tongue in voice.templates},
    }  # fmt: skip


def owe(conn: sqlite3.Connection, job: Job, once: bool = False) -> None:
    """Owe an announcement; where the volume is 0 it is over at once. `once`: another process may have made it."""
    (jobs.add_once if once else jobs.add)(conn, job)
    if job.payload["volume"] == 0:
        jobs.end(conn, job.id, "dropped", MUTED, job.made_at)


def said(hall: Hall, job: Job, waiting: int) -> dict[str, Any]:
    """The payload as it is to be said now, with so many more waiting behind it: a queue or a crash makes it shorter."""
    payload = {**job.payload, "pronounce": dict(hall.voice.pronounce)}
    short = waiting > payload.get("shorten_after", 0) > 0
    if short or job.state == "leased":
        payload["times"] = 1
    return payload | {"short": short}
