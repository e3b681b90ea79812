"""What anybody may see of a hall, from a website too: one cached answer, the page, and a snippet for other sites.

However many ask, the hall's floor is looked at once in fifteen seconds, and its week once in half an hour.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from flask import Flask, Response, request, send_from_directory

from server import runtime, settings
from server.domain import hours
from server.domain.errors import HallError
from server.domain.profile import Hall
from server.hub.foresight import visiting
from server.hub.foresight.visiting import Week
from server.hub.hub import Hub
from server.hub.room import Room
from server.journal.store import Store
from server.web import pages
from server.web.room import public_shapes as shape
from server.web.route import ANYONE, Ask, Route

FRESH_SECONDS = 15.0
WEEK_SECONDS = 1800.0
HEADERS = {
    "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff", "Cache-Control": f"public, max-age={FRESH_SECONDS:.0f}",
}  # fmt: skip
"""No cookie is asked for and none is sent: any site may read what anybody may."""
WORDS = "__WORDS__"
HERE = "/halls/{hall}/public"
ENDPOINT = f"GET {HERE}"


@dataclass
class _Kept:
    """One hall's answer, and the week it was made with."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    answer: dict[str, Any] | None = None
    made: float = 0.0
    week: Week | None = None
    looked: float = 0.0
    of: tuple[date, int] | None = None


class Shown:
    """The answers of one hub, kept for a while. While one is made anew, others get the last."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._kept: dict[tuple[int, str], _Kept] = {}

    def hall(self, ask: Ask) -> dict[str, Any]:
        return self.answer(ask.hub, ask.path["hall"]) | {"$headers": HEADERS}

    def answer(self, hub: Hub, hall: str) -> dict[str, Any]:
        """Raises HallError(unknown_hall, not_found)."""
        room = must_show(hub, hall)
        kept = self._kept.setdefault((id(hub), hall), _Kept())
        if kept.answer is not None and self._timer() - kept.made < FRESH_SECONDS:
            return kept.answer
        if not kept.lock.acquire(blocking=kept.answer is None):
            return kept.answer or {}
        try:
            if kept.answer is None or self._timer() - kept.made >= FRESH_SECONDS:
                kept.answer = self._made(hub, room, kept)
                kept.made = self._timer()
            return kept.answer
        finally:
            kept.lock.release()

    def _made(self, hub: Hub, room: Room, kept: _Kept) -> dict[str, Any]:
        with hub.reading():
            now, version = room.clock.now(room.floor.at), room.floor.profile or 1
            hall = room.profile(version)
        of = (hours.business_day(hall, now), version)
        if kept.week is None or kept.of != of or self._timer() - kept.looked >= WEEK_SECONDS:
            kept.week = runtime.offload(settings.async_mode(), _week, hub.store, hall, now)
            kept.looked, kept.of = self._timer(), of
        with hub.reading():
            return visiting.shown(room, kept.week, room.clock.now(room.floor.at))


def _week(store: Store, hall: Hall, now: int) -> Week:
    with store.beside() as conn:
        return visiting.week(conn, hall, now)


def must_show(hub: Hub, hall: str) -> Room:
    """Raises HallError(unknown_hall); not_found where the hall shows nothing."""
    room = hub.room(hall)
    if not room.hall.public.page:
        raise HallError("not_found", "This hall has no public page.")
    return room


def add(app: Flask, hub: Hub) -> None:
    """The page at /public/HALL, and its snippet."""
    folder = pages.static_folder() / "public"

    @app.after_request
    def readable_elsewhere(response: Response) -> Response:
        """Refusals too: a snippet on another site could not tell them from a hub that is away."""
        if request.endpoint == ENDPOINT:
            for name in ("Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy"):
                response.headers[name] = HEADERS[name]
        return response

    @app.get("/public/<hall>")
    def public_page(hall: str) -> Response:
        must_show(hub, hall)
        return send_from_directory(folder, "index.html")

    @app.get("/public/<hall>/embed.js")
    def public_embed(hall: str) -> Response:
        """One script for another site: it holds its words, and asks this hub for the numbers."""
        must_show(hub, hall)
        response = Response(snippet(), mimetype="text/javascript")
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Cache-Control"] = "public, max-age=3600"
        return response


@cache
def snippet() -> str:
    folder = pages.static_folder() / "public"
    words = {lang: (folder / "embed" / f"{lang}.json").read_text("utf-8") for lang in ("zh", "en")}
    told = ",".join(f'"{lang}":{text.strip()}' for lang, text in words.items())
    return (folder / "embed.js").read_text("utf-8").replace(WORDS, "{" + told + "}", 1)


ROUTES: list[Route] = [
    Route(
        "GET", HERE, "How many wait and how long, for everybody", Shown().hall, shape.PublicHall,
        ANYONE, slow=True,
    )
]  # fmt: skip
