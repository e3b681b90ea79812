"""decide(floor, command, facts, now) → events, or HallError. Pure: the floor is read, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.domain.events import Command, Event
from server.domain.floor import Floor
from server.domain.verbs import (
    alarm,
    amend,
    booking,
    card,
    case,
    day,
    desk,
    line,
    passed,
    rating,
    settle,
    staff,
    undo,
)

Facts = Mapping[str, Any]

VERBS = {
    **line.VERBS, **desk.VERBS, **passed.VERBS, **undo.VERBS, **alarm.VERBS, **rating.VERBS,
    **day.VERBS, **settle.VERBS, **amend.VERBS, **booking.VERBS, **staff.VERBS, **case.VERBS, **card.VERBS,
}  # fmt: skip


def decide(floor: Floor, command: Command, facts: Facts, now: int) -> list[Event]:
    """What the command makes happen now (milliseconds UTC). `facts` holds fresh ids and rows the floor lacks.

    Raises HallError; a refusal has no consequence.
    """
    return VERBS[command.verb](floor, desk.counted(floor, command), facts, now)
