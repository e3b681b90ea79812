"""Who comes to a simulated hall, and what became of them. Times are seconds on the clock of `at`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Visitor:
    """One visit. `row` counts from 1; `patience` None stays for ever; `comes` False: absent when called."""

    row: int
    at: float
    duration: float
    service: str
    classes: tuple[str, ...] = ()
    slot: float | None = None
    patience: float | None = None
    needs: tuple[str, ...] = ()
    comes: bool = True


@dataclass(slots=True)
class Fate:
    """What became of a visitor. `outcome`: of the ticket (`done`, `no_show`, `expired`), `abandoned`,
    or the code of the refusal (`hall_closed`, `queue_full`, …); then there is no number.
    """

    visitor: Visitor
    number: str = ""
    window: str = ""
    taken_at: float | None = None
    called_at: float | None = None
    started_at: float | None = None
    completed_at: float | None = None
    outcome: str = ""

    @property
    def wait(self) -> float | None:
        """Seconds from taking the number to the call; None for those never called."""
        if self.called_at is None or self.taken_at is None:
            return None
        return self.called_at - self.taken_at
