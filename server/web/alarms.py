"""Alarms over HTTP, and what a clerk's page is told of them and of its bell."""

from __future__ import annotations

from typing import Any

from server.domain import routing
from server.domain.floor import Alarm, Floor
from server.hub import entries
from server.web import answers_shape as shape
from server.web import shapes
from server.web.gate import STAFF
from server.web.route import Ask, Route


def alarms(ask: Ask) -> dict[str, Any]:
    floor = ask.hub.room(ask.path["hall"]).floor
    return {"alarms": [entries.alarm(a) for a in floor.alarms.values()], "next": None, "seq": floor.seq}


def acknowledge(ask: Ask) -> dict[str, Any]:
    return ask.act("acknowledge", args={"key": ask.path["key"], "reason": ask.body.reason})


def told(floor: Floor, window: str | None) -> dict[str, Any]:
    """All alarms; for a window those that its clerk can do something about."""
    shown = (a for a in floor.alarms.values() if window is None or _concerns(floor, a, window))
    return {"alarms": [entries.alarm(a) for a in shown]}


def _concerns(floor: Floor, alarm: Alarm, window: str) -> bool:
    hall, facts = floor.hall, alarm.facts
    could = hall.could.get(window, frozenset())
    if "window" in facts:
        return bool(facts["window"] == window)
    if "service" in facts:
        return facts["service"] in could
    if "queue" in facts:
        return not could.isdisjoint(hall.services_of_queue.get(facts["queue"], ()))
    return True


def bells(floor: Floor, now: int) -> dict[str, dict[str, Any]]:
    """window → `ring`, for the windows that are rung; every other one has `SILENT`."""
    rung = routing.ringing(floor, now)
    return {w: {"ring": True, "number": floor.tickets[id].number} for w, id in rung.items()}


SILENT: dict[str, Any] = {"ring": False}
ROUTES: list[Route] = [
    Route("GET", "/halls/{hall}/alarms", "What somebody should know now", alarms, shape.Alarms, STAFF),
    Route(
        "POST", "/halls/{hall}/alarms/{key}/acknowledge", "Say that an alarm was seen", acknowledge, shape.Verb,
        tuple(r for r in STAFF if r != "auditor"), shapes.Reason, errors=("unknown_alarm",),
    ),
]  # fmt: skip
