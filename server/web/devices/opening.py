"""The opening self-check over HTTP: look, and have every device show that it works."""

from __future__ import annotations

from typing import Any

from server.hub.devices import opening
from server.hub.entries import iso
from server.web.devices import shapes as shape
from server.web.devices.registry import ORDERING
from server.web.gate import STAFF
from server.web.route import Ask, Route


def look(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    now = room.clock.now(room.floor.at)
    return {"items": opening.check(ask.hub, room, now), "at": iso(now), "seq": room.floor.seq}


def run(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    orders, skipped = opening.run_through(ask.hub, room, ask.by)
    return {"orders": orders, "skipped": skipped, "seq": room.floor.seq}


ROUTES: list[Route] = [
    Route("GET", "/halls/{hall}/opening-check", "Is the hall ready to open?", look, shape.OpeningCheck, STAFF),
    Route("POST", "/halls/{hall}/opening-check", "Have devices show they work", run, shape.RunThrough, ORDERING),
]  # fmt: skip
