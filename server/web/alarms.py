"""Alarms over HTTP, and what a clerk's page is told of them and of its bell."""

from __future__ import annotations

from typing import Any

from server.domain import routing
from server.domain.alarms.steps import rank
from server.domain.floor import Alarm, Floor
from server.hub import entries, own
from server.hub.room import ViewKey
from server.web import answers_shape as shape
from server.web import shapes
from server.web.gate import STAFF
from server.web.route import Ask, Route


def alarms(ask: Ask) -> dict[str, Any]:
    floor = ask.hub.room(ask.path["hall"]).floor
    desk = ask.who is not None and ask.who.role in ("clerk", "guide")
    return told(floor, ("caller", None) if desk else ("manage", ask.department)) | {
        "next": None,
        "seq": floor.seq,
    }


def acknowledge(ask: Ask) -> dict[str, Any]:
    return ask.act("acknowledge", args={"key": ask.path["key"], "reason": ask.body.reason})


def told(floor: Floor, view: ViewKey) -> dict[str, Any]:
    """All alarms, the highest level first; at a window those that its clerk can do something about, to a lead those of
    the department. Within a level as they were raised: what is shown does not change places for nothing."""
    kind, whose = view
    if kind == "caller":
        work = [a for a in floor.alarms.values() if a.kind not in ("exception", "case_overdue")]
        shown = [a for a in work if whose is None or _concerns(floor, a, whose)]
    else:
        shown = [a for a in floor.alarms.values() if own.alarm(floor, a, whose)]
    return {"alarms": [entries.alarm(a) for a in sorted(shown, key=lambda a: -rank(a.level))]}


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
