"""Levels of warnings, and the minutes after which each is reached.

Facts of a profile and the arithmetic on them; what is measured against them stands in `warnings`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from server.domain.ticket import MINUTE

LEVELS = ("remind", "yellow", "red")
"""提醒, 黄色预警, 红色预警: from the mildest on."""


@dataclass(frozen=True, slots=True)
class Steps:
    """After how many minutes each level is reached; 0 = never. Those that are reached rise in this order."""

    remind: int = 0
    yellow: int = 0
    red: int = 0

    def __bool__(self) -> bool:
        return bool(self.remind or self.yellow or self.red)

    def level(self, ms: float) -> str | None:
        """The highest level that so many milliseconds reach."""
        at = zip(LEVELS, (self.remind, self.yellow, self.red), strict=True)
        return max((name for name, m in at if m and ms >= m * MINUTE), key=rank, default=None)


@dataclass(frozen=True, slots=True)
class Warnings:
    """When people who run a hall are told, in minutes. `wait`, `serving`: of services that do not say for themselves;
    None: from the service's targets. `idle`: a window does nothing while somebody waits for it."""

    wait: Steps | None = None
    serving: Steps | None = None
    unanswered: Steps = field(default_factory=lambda: Steps(5, 10))
    idle: Steps = field(default_factory=lambda: Steps(3, 6, 10))
    paused: Steps = field(default_factory=lambda: Steps(15, 30))


def rank(level: str) -> int:
    return LEVELS.index(level)
