"""How a hall has its visits rated, what becomes of bad ratings, and what cards rest on: facts of its profile."""

from __future__ import annotations

from dataclasses import dataclass

BAD = 2
"""Levels up to this one are 差评: dissatisfied and very dissatisfied."""
FAIR = 3
"""Levels from this one on count as satisfied."""
FIELDS = (
    "hall", "code", "service", "matter", "ticket", "level", "level_name", "time", "date", "channel", "window",
    "reasons", "rating",
)  # fmt: skip
"""What a column of the export may hold."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody rates so, or the rule a card rests on: a code, and what people read."""

    id: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Ratings:
    """`ask_seconds`: how long a window's screen asks, 0 = never; `case_days` and `near_days` are working days.

    A bad rating opens a case with `case_days` for it, 0 = none. A visit not rated for more than `unrated_after_days`
    counts as `unrated_counts_as` (none, or satisfied), always apart. `export`: columns of the file for a platform,
    each a field of FIELDS, or `heading=field`. A matter is due soon in its last `near_days`.
    """

    ask_seconds: int = 40
    reasons_most: int = 3
    case_days: int = 5
    unrated_after_days: int = 7
    unrated_counts_as: str = "none"
    export: tuple[str, ...] = ("code", "matter", "level", "time", "channel", "window")
    near_days: int = 3
