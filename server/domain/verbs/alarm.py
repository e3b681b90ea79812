"""Verbs on alarms: raising and clearing them as the floor stands, and saying that one was seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from server.domain.alarms import alarms
from server.domain.errors import HallError
from server.domain.events import Command, Event
from server.domain.floor import Alarm, Floor
from server.domain.verbs.line import Facts, Verb


def watch(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """What time and the hall's rules bring, each raised once however many processes look.

    `facts["seen"]`: what the hub has seen of devices and voices (`watching.Seen`).
    """
    found = alarms.changes(floor, now, facts.get("seen"))
    return [
        *(Event("alarm.raised", _told(a)) for a in found.raised),
        *(Event("alarm.level_changed", {**_told(a), "was": floor.alarms[a.key].level}) for a in found.moved),
        *over(found.cleared),
    ]


def over(alarms: Iterable[Alarm]) -> list[Event]:
    """That these are so no longer."""
    return [Event("alarm.cleared", {"key": a.key, "kind": a.kind, "peak": a.peak}) for a in alarms]


def _told(a: Alarm) -> dict[str, Any]:
    return {"key": a.key, "kind": a.kind, "level": a.level, "facts": a.facts}


def acknowledge(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """Somebody has seen it and cares for it; the first one counts."""
    alarm = floor.alarms.get(c.args["key"])
    if alarm is None:
        raise HallError("unknown_alarm", "There is no such alarm now; it may be over.")
    if alarm.seen:
        return []
    person = c.person or c.actor
    return [Event("alarm.acknowledged", {"key": alarm.key, "person": person, **facts.get("reason", {})})]


VERBS: dict[str, Verb] = {"alarms": watch, "acknowledge": acknowledge}
