"""A rating as a provincial platform takes it, in a file or a message: codes and numbers, nobody's name, no words."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Mapping
from typing import Any

import msgspec

from server.domain.events import Entry
from server.domain.profile import Hall
from server.hub.entries import iso
from server.hub.room import Room
from server.journal import private, webhooks
from server.profiles import platform as words

_encode = msgspec.json.Encoder().encode
TOPIC = "ratings"
EVENT = "rating.given"


def column(stated: str, lang: str) -> tuple[str, str]:
    """(heading, field) of a column as the profile states it."""
    heading, _, field = stated.rpartition("=")
    return heading or words.said(words.HEADINGS[field], lang), field


def facts(hall: Hall, row: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Field → value, but for time and date, which a file and a message write differently."""
    service, window = hall.service.get(row["service"]), hall.window.get(row["window"] or "")
    known = {r.id: (r.name, r.name_en or r.name) for r in hall.rating_reasons}
    reasons = [words.said(known.get(r, (r, r)), lang) for r in row["reasons"]]
    channel = words.CHANNELS.get(row["source"], (row["source"], row["source"]))
    return {
        "hall": hall.id, "code": service.code if service else "",
        "service": service.name if service else row["service"],
        "matter": row["matter"] or f"{row['day'].replace('-', '')}-{row['number']}", "ticket": row["number"],
        "level": row["level"], "level_name": words.said(words.LEVELS[row["level"]], lang),
        "channel": words.said(channel, lang), "window": window.number if window else "",
        "reasons": "; ".join(reasons), "rating": row["ticket"],
    }  # fmt: skip


def owe(conn: sqlite3.Connection, room: Room, entry: Entry) -> None:
    """A message for each address that is told of ratings; of those rehearsed nobody is."""
    if entry.kind != "ticket.rated" or entry.data.get("rehearsal"):
        return
    for hook in webhooks.of_hall(conn, room.id, TOPIC):
        id = f"d_{secrets.token_hex(8)}"
        body = _encode({"id": id, **message(conn, room, entry)}).decode()
        webhooks.add(conn, hook, id, entry.seq, EVENT, body, entry.at)


def message(conn: sqlite3.Connection, room: Room, entry: Entry) -> dict[str, Any]:
    d = entry.data
    row = {**d, "matter": private.value(conn, d["ticket"], "matter")}
    said = facts(room.hall, row, "zh") | {
        "channel": d["source"], "reasons": d["reasons"], "day": d["day"], "at": iso(entry.at),
    }  # fmt: skip
    return {"event": EVENT, "hall": room.id, "seq": entry.seq, "at": iso(entry.at), "rating": said}
