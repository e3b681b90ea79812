"""What is unusual about a person's work, and how much of it on one day somebody should look at.

Counts, never verdicts: a clerk who calls by choice may have good reasons. They are counted in `journal.unusual`.
"""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("chosen_calls", "early_no_shows", "short_services", "long_holds", "granted_classes")


@dataclass(frozen=True, slots=True)
class Exceptions:
    """More of a kind than this of one person on one day raises an alarm; 0 = never.

    A no-show is early within `early_seconds` of the last call, a service short under `short_seconds`, a hold long from
    `long_minutes` on.
    """

    chosen_calls: int = 5
    early_no_shows: int = 3
    early_seconds: int = 60
    short_services: int = 5
    short_seconds: int = 30
    long_holds: int = 3
    long_minutes: int = 30
    granted_classes: int = 10

    def limit(self, kind: str) -> int:
        limit: int = getattr(self, kind)
        return limit

    def exceeds(self, kind: str, count: int) -> bool:
        return 0 < self.limit(kind) < count
