"""Recorded pieces of calls: what a hall needs, the recordings themselves, and putting a new one in their place."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from server.hub.devices import clips
from server.profiles import spoken
from server.web.answers_shape import Instant
from server.web.gate import STAFF
from server.web.route import RAW, Ask, Route

WAV = "audio/wav"
HEARING = ("agent", *STAFF)
RECORDING = ("guide", "manager", "admin")
UNKNOWN = ("unknown_clip",)


class Recorded(Struct):
    """`tag` is the recording's ETag."""

    tag: str
    seconds: float
    at: Instant


class Clip(Struct):
    piece: str
    text: str
    group: Literal["number", "words", "windows", "floors", "notices"]
    recorded: Recorded | None


class Clips(Struct):
    """`sentence`: a call in this language, so that who records hears what the pieces are for."""

    language: str
    languages: list[str]
    sentence: str
    clips: list[Clip]
    next: str | None
    seq: int


class Kept(Struct):
    seq: int
    piece: str
    recorded: Recorded


class Removed(Struct):
    """`removed` is false when there was none."""

    seq: int
    removed: bool


def listed(ask: Ask) -> dict[str, Any]:
    room, language = ask.hub.room(ask.path["hall"]), ask.path["language"]
    found = clips.listed(ask.hub.store.directory, room.hall, language)
    return {
        "language": language, "languages": spoken.languages(room.hall), "sentence": spoken.example(room.hall, language),
        "clips": found, "next": None, "seq": room.floor.seq,
    }  # fmt: skip


def heard(ask: Ask) -> dict[str, Any]:
    sound, tag = clips.read(*_place(ask))
    return {
        RAW: sound,
        "$headers": {"ETag": tag, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"},
    }


def keep(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    return {"seq": room.floor.seq, "piece": ask.path["piece"], "recorded": clips.keep(*_place(ask), ask.body)}


def remove(ask: Ask) -> dict[str, Any]:
    return {"seq": ask.hub.room(ask.path["hall"]).floor.seq, "removed": clips.remove(*_place(ask))}


def _place(ask: Ask) -> tuple[Any, Any, str, str]:
    hall = ask.hub.room(ask.path["hall"]).hall
    return ask.hub.store.directory, hall, ask.path["language"], ask.path["piece"]


ONE = "/halls/{hall}/clips/{language}/{piece}"
ROUTES: list[Route] = [
    Route(
        "GET", "/halls/{hall}/clips/{language}", "The recordings this hall's calls need", listed, Clips, HEARING,
        errors=UNKNOWN,
    ),
    Route("GET", ONE, "A recording", heard, bytes, HEARING, errors=UNKNOWN, gives=WAV),
    Route(
        "PUT", ONE, "Record it anew", keep, Kept, RECORDING, errors=(*UNKNOWN, "not_wav"), takes=WAV,
        most=clips.MOST_BYTES,
    ),
    Route("DELETE", ONE, "Take a recording away", remove, Removed, RECORDING, errors=UNKNOWN),
]  # fmt: skip
