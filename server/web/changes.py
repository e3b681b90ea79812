"""What a manager changes while the hall runs: windows, the calendar, today's closing time, those left waiting."""

from __future__ import annotations

from typing import Any

import msgspec

from server.domain import hours
from server.hub.entries import iso
from server.hub.setup import amending
from server.web import changes_shape as shape
from server.web import shapes
from server.web.gate import STAFF
from server.web.route import Ask, Route, arguments
from server.web.verbs import ACTING

CHANGING = ("manager", "admin")
REFUSALS = ("would_strand", "window_busy")


def window(ask: Ask) -> dict[str, Any]:
    """Keys that are absent stay as they are; null gives a key back to the file."""
    keys = msgspec.to_builtins(ask.body)
    waiting = keys.pop("waiting", None)
    if keys.get("help_after") is not None:
        keys["help_after"] //= 60
    edit = {"windows": {ask.path["window"]: keys}}
    return ask.act("amend", args={"edit": edit, "waiting": waiting})


def calendar(ask: Ask) -> dict[str, Any]:
    return ask.act("amend", args={"edit": {"calendar": msgspec.to_builtins(ask.body)}})


def shown_calendar(ask: Ask) -> dict[str, Any]:
    given = ask.hub.room(ask.path["hall"]).hall.hours
    extended = given.extended and {
        "day": given.extended[0].isoformat(),
        "until": hours.said(given.extended[1]),
    }
    return {
        "closed_on": sorted(day.isoformat() for day in given.closed_on),
        "open_on": sorted(day.isoformat() for day in given.open_on),
        "extended": extended,
    }


def extend(ask: Ask) -> dict[str, Any]:
    until = ask.body.until
    minutes = until and int(until[:2]) * 60 + int(until[3:])
    return ask.act("extend", args={"until": minutes})


def changes(ask: Ask) -> dict[str, Any]:
    """Oldest first, and what lies over the file now."""
    room, conn = ask.hub.room(ask.path["hall"]), ask.hub.store.conn
    made = [{**change, "at": iso(change["at"])} for change in amending.changes(room, conn)]
    present = amending.in_force(room, conn)[2]
    return {"changes": made, "next": None, "version": room.floor.profile, "set": present}


def settle(ask: Ask) -> dict[str, Any]:
    return ask.act("settle", args={**arguments(ask.body), "service": ask.path["service"]})


ROUTES: list[Route] = [
    Route(
        "PATCH", "/halls/{hall}/windows/{window}", "Change a window from now on", window, shape.Amended, CHANGING,
        shapes.Amend, errors=("unknown_window", *REFUSALS),
    ),
    Route("GET", "/halls/{hall}/calendar", "Holidays and days worked instead", shown_calendar, shape.Calendar, STAFF),
    Route(
        "PUT", "/halls/{hall}/calendar", "Change holidays and days worked instead", calendar, shape.Amended, CHANGING,
        shapes.CalendarChange,
    ),
    Route(
        "POST", "/halls/{hall}/extend", "Give numbers longer today", extend, shape.Amended, CHANGING, shapes.Extend,
        errors=("hall_closed",),
    ),
    Route("GET", "/halls/{hall}/changes", "What was changed at run time", changes, shape.Changes, STAFF),
    Route(
        "POST", "/halls/{hall}/services/{service}/settle", "Decide what becomes of those who wait", settle,
        shape.Settled, ACTING, shapes.Settle, errors=("unknown_service",),
    ),
]  # fmt: skip
