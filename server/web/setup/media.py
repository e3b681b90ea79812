"""Films, pictures and music for the walls: uploaded piece by piece, listed, taken away; the playlist plays them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from flask import Request
from msgspec import Struct
from werkzeug.exceptions import RequestEntityTooLarge

from server.hub.setup import media
from server.web.answers_shape import Instant
from server.web.route import Ask, Route
from server.web.setup.document import BYTES, HERE, LOOKING, SETTING

log = logging.getLogger("paihao.media")
PIECE = 256 * 1024


class MediaFile(Struct):
    """`entry` is how the playlist `screens.media` names it; `used`: it does."""

    name: str
    entry: str
    size: int
    at: Instant
    used: bool


class Media(Struct):
    """`most`: bytes of a film or piece of music, `most_picture` of a picture."""

    media: list[MediaFile]
    most: int
    most_picture: int
    next: str | None
    seq: int


class MediaKept(Struct):
    seq: int
    media: MediaFile


class MediaGone(Struct):
    seq: int
    name: str


def listed(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    return {
        "media": media.listed(ask.hub.store.directory, room.hall), "most": media.MOST_BYTES,
        "most_picture": media.MOST_PICTURE, "next": None, "seq": room.floor.seq,
    }  # fmt: skip


def keep(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    kept = media.keep(ask.hub.store.directory, room.hall, ask.path["name"], _pieces(ask.request))
    log.info("%s was uploaded for %s by %s: %d bytes", kept["name"], room.id, ask.by, kept["size"])
    return {"seq": room.floor.seq, "media": kept}


def remove(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    media.remove(ask.hub.store.directory, room.hall, ask.path["name"])
    log.info("%s was taken away from %s by %s", ask.path["name"], room.id, ask.by)
    return {"seq": room.floor.seq, "name": ask.path["name"]}


def _pieces(request: Request) -> Iterator[bytes]:
    """The body as it comes in; a film must not stand in memory whole."""
    if (request.content_length or 0) > media.MOST_BYTES:
        raise RequestEntityTooLarge
    while piece := request.stream.read(PIECE):
        yield piece


ONE = HERE + "/media/{name}"
ROUTES: list[Route] = [
    Route("GET", HERE + "/media", "Films, pictures and music that were uploaded", listed, Media, LOOKING),
    Route(
        "PUT", ONE, "Upload a film, picture or piece of music", keep, MediaKept, SETTING, errors=("wrong_type",),
        takes=BYTES, most=media.MOST_BYTES, streams=True,
    ),
    Route(
        "DELETE", ONE, "Take an uploaded file away", remove, MediaGone, SETTING,
        errors=("unknown_media", "media_in_use", "wrong_type"),
    ),
]  # fmt: skip
