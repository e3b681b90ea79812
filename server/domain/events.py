"""What happened: events as `decide` makes them, and entries as the journal keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

EVENT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Event:
    """A fact with everything its consequence needs. `data` is JSON; instants in it are milliseconds UTC."""

    kind: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with its place in the journal. `at` is milliseconds UTC, `cause` names the command."""

    seq: int
    at: int
    day: str
    kind: str
    actor: str
    cause: str
    data: dict[str, Any]
    v: int = EVENT_VERSION


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody wants. `lax` sets hours and limits on taking aside (demo, rehearsal, tests)."""

    verb: str
    actor: str
    args: Mapping[str, Any] = field(default_factory=dict)
    window: str | None = None
    ticket: str | None = None
    person: str | None = None
    channel: str = "staff"
    device: str | None = None
    lax: bool = False
