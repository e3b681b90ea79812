"""What was brought together for one decision: facts, and what is private about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Gathered:
    """`private` rows are (ref, kind, value, expires_at ms), `people` (purpose, who they are, ref, expires_at ms);
    `profile` is the row of a version changed at run time.
    """

    cause: str
    facts: dict[str, Any] = field(default_factory=dict)
    private: list[tuple[str, str, str, int]] = field(default_factory=list)
    people: list[tuple[str, str, str, int]] = field(default_factory=list)
    profile: dict[str, Any] | None = None
