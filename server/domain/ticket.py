"""A ticket, its standings in line, and the table of its moves.

Tickets are frozen: each event makes a new one, so a view, an undo and a test may keep the old.
Instants are milliseconds since 1970 UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from server.domain.changing import but
from server.domain.errors import HallError

MINUTE = 60_000

MOVES: dict[str, tuple[str, ...]] = {
    "call": ("waiting",),
    "recall": ("called",),
    "start": ("called",),
    "complete": ("called", "serving"),
    "no_show": ("called",),
    "requeue": ("no_show",),
    "hold": ("called", "serving"),
    "resume": ("held",),
    "transfer": ("waiting", "called", "serving", "held"),
    "undo": ("called", "completed", "no_show"),
    "cancel": ("waiting", "held", "no_show"),
    "rate": ("completed",),
    "classes": ("waiting", "held"),
}
"""verb → the statuses it may start from (design §4). Ours: `classes` grants priority to someone in line."""

ENDED = ("completed", "no_show", "cancelled", "expired")


@dataclass(frozen=True, slots=True)
class Standing:
    """One claim to be called: score = head + rate × minutes since clock."""

    klass: str
    head: float
    rate: float
    clock: int

    def score(self, now: int) -> float:
        """Minutes of merit at `now`; divided last, so that equal claims are equal to the last bit."""
        return (self.head * MINUTE + self.rate * max(0, now - self.clock)) / MINUTE

    def beats(self, other: Standing) -> bool:
        """Never behind the other, at any moment."""
        return self.head >= other.head and self.rate >= other.rate and self.clock <= other.clock

    def facts(self) -> dict[str, Any]:
        return {"class": self.klass, "head": self.head, "rate": self.rate, "clock": self.clock}


def strongest(standings: list[Standing]) -> tuple[Standing, ...]:
    """Those no other one always beats: what the line has to hold."""
    kept: list[Standing] = []
    for s in standings:
        if not any(k.beats(s) for k in kept):
            kept = [k for k in kept if not s.beats(k)] + [s]
    return tuple(kept)


@dataclass(frozen=True)
class Ticket:
    """One visit. `service` is the one awaited or served now, `line` the queue it waits in for it.

    `since` is when its ordinary clock began: at the taking, or at the last restart. `slot` is its reservation's,
    `back` the (service, window) it returns to when the others are done, `granted` who gave which class,
    `reason` the code of why it was last transferred or cancelled.
    `turn` orders tickets by their taking; `leg` is the present call, one step row each, `legs` how many
    there were, undone ones too; `bound` is a (\"window\"|\"zone\", id) the ticket was sent to. `passed_at` is its first
    no-show, `passed_after` at how many calls of its line it waits again; `missing` are services that ended
    incomplete, for which it may return today. `part` counts its parts (`legs.py`): what began this one (`part_of`),
    since when it waits in it (from a slot at the earliest), its first call that stands; `been`: windows before.
    """

    id: str
    number: str
    series: str
    queue: str
    n: int
    services: tuple[str, ...]
    service: str
    line: str
    classes: tuple[str, ...]
    needs: tuple[str, ...]
    standings: tuple[Standing, ...]
    channel: str
    taken_at: int
    since: int
    turn: int
    status: str = "waiting"
    any_order: bool = False
    done: tuple[str, ...] = ()
    locale: str = "zh"
    device: str | None = None
    bound: tuple[str, str] | None = None
    window: str | None = None
    person: str | None = None
    leg: int = 0
    legs: int = 0
    first_called_at: int | None = None
    called_at: int | None = None
    called_seq: int | None = None
    started_at: int | None = None
    held_at: int | None = None
    held_ms: int = 0
    ended_at: int | None = None
    recalls: int = 0
    last_call: bool = False
    requeues: int = 0
    outcome: str | None = None
    items: int = 0
    uncertain: bool = False
    rating: int | None = None
    why: dict[str, Any] | None = None
    reservation: str | None = None
    slot: int | None = None
    arrival: str | None = None
    cases: int = 1
    back: tuple[str, str] | None = None
    granted: tuple[dict[str, Any], ...] = ()
    age_band: str = ""
    holds: int = 0
    hold_until: int | None = None
    passed_at: int | None = None
    passed_after: int | None = None
    missing: tuple[str, ...] = ()
    reason: str | None = None
    part: int = 1
    part_of: str = "taken"
    part_since: int = 0
    part_called: int | None = None
    been: tuple[str, ...] = ()

    def score(self, now: int) -> tuple[float, str]:
        """The best standing's score in minutes, and its class."""
        return max((s.score(now), s.klass) for s in self.standings)

    @property
    def awaited(self) -> tuple[str, ...]:
        """The services it may be called for now; who is sent somewhere to come back does that first."""
        if self.any_order and self.back is None:
            return tuple(s for s in self.services if s not in self.done)
        return (self.service,)

    def must(self, verb: str) -> Ticket:
        """Itself, if the verb may start from its status. Raises HallError(illegal_move)."""
        if self.status not in MOVES[verb]:
            raise HallError(
                "illegal_move",
                f"{self.number} is {self.status}; {verb.replace('_', '-')} needs {' or '.join(MOVES[verb])}.",
                status=self.status,
                ticket=self.id,
            )
        return self

    def but(self, **changes: Any) -> Ticket:
        return but(self, **changes)
