"""What the answers to changes at run time look like, for the API's description."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from server.web.answers_shape import Instant


class Amended(Struct):
    """The version of the profile that is in force now, and until when numbers are given today if that was extended."""

    seq: int
    ticket: None
    version: int
    extended: str | None


class Settled(Struct):
    """`settled`: how many waited for the service."""

    seq: int
    ticket: None
    settled: int


class Change(Struct):
    """`changed`: key → what it was and what it became."""

    version: int
    at: Instant
    by: str
    changed: dict[str, Any]


class Changes(Struct):
    """What was changed at run time since the file was brought in; `set` is what lies over the file now."""

    changes: list[Change]
    next: str | None
    version: int
    set: dict[str, Any]


class Extended(Struct):
    """A date, and the time of day until which numbers are given."""

    day: str
    until: str


class Calendar(Struct):
    closed_on: list[str]
    open_on: list[str]
    extended: Extended | None
