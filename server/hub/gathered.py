"""What was brought together for one decision: facts, and what is private about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from server.journal.readings import Reading
from server.journal.staff import Staff


@dataclass(slots=True)
class Gathered:
    """`private` rows are (ref, kind, value, expires_at ms), `people` (purpose, who they are, ref, expires_at ms),
    `marks` the same with a hash for who they are; `profile` is the row of a version changed at run time; `spent` is
    the card reading that the decision uses up; `staff` is the row of somebody whose account is changed.
    """

    cause: str
    facts: dict[str, Any] = field(default_factory=dict)
    private: list[tuple[str, str, str, int]] = field(default_factory=list)
    people: list[tuple[str, str, str, int]] = field(default_factory=list)
    marks: list[tuple[str, str, str, int]] = field(default_factory=list)
    profile: dict[str, Any] | None = None
    spent: Reading | None = None
    staff: Staff | None = None
