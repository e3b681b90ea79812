"""A what-if: the day foreseen, to be tried as it is and with more windows; and what the runs say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from server.domain import hours
from server.domain.foresight.halves import LENGTH
from server.hub.foresight.foreseeing import Foresight
from server.hub.foresight.present import Present
from server.simulate import roster, trial
from server.simulate.roster import Opened, Opening
from server.simulate.trial import Outcome, Trial
from server.simulate.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Tried:
    """What the runs gave: (before, after) each."""

    opened: Opened
    runs: tuple[tuple[Outcome, Outcome], ...]
    asked: frozenset[str]
    aim: float
    seconds: float


def made(seen: Foresight, wanted: Sequence[Opening]) -> tuple[Trial, Opened]:
    """The trial of a what-if."""
    hall, name = seen.hall, seen.day.isoformat()
    midnight = round(hours.at(hall, seen.day, 0).timestamp() * 1000)
    end = (hours.day_end(hall, name) - midnight) / 1000
    present = seen.present
    before = roster.of(
        hall, seen.day, seen.open_, seen.manned, end, present.second if present else 0.0,
        present.busy if present else None,
    )  # fmt: skip
    opened = roster.opened(hall, before, wanted)
    asked = _asked(seen, wanted)
    waits = [60.0 * hall.service[s].target_wait for s in asked if hall.service[s].target_wait]
    aim = min(waits, default=60.0 * hall.advice.wait_minutes)
    span = (60.0 * min(o.start for o in wanted), 60.0 * max(o.end for o in wanted))
    return Trial(
        hall, seen.forecast, seen.habits, seen.open_, name, midnight, end, before, opened.roster,
        trial.reach(hall, asked), asked, span, aim, _waiting(present),
    ), opened  # fmt: skip


def _asked(seen: Foresight, wanted: Sequence[Opening]) -> frozenset[str]:
    """The services whose waits are told: those named, and those of windows named."""
    found = {s for o in wanted for s in (seen.hall.serves[o.window] if o.window else o.services)}
    return frozenset(s for s in found if seen.hall.windows_of.get(s))


def _waiting(present: Present | None) -> tuple[Visitor, ...]:
    """Who waits now; how long they will take each run draws."""
    if present is None:
        return ()
    return tuple(
        Visitor(0, w.since, 0.0, w.service, w.classes, w.slot) for w in present.waiting
    )  # fmt: skip


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def default_end(seen: Foresight, start: int) -> int:
    """When windows opened at a minute close if nobody says: at the end of the hours."""
    return seen.open_[-1].end if seen.open_ else start + LENGTH


def told(tried: Tried) -> dict[str, Any]:
    """Before and after as ranges over the runs, eight of ten between low and high, and what the windows change."""
    before, after = [b for b, _ in tried.runs], [a for _, a in tried.runs]
    change = [{what: a[what] - b[what] for what in a} for b, a in tried.runs]
    whats = ("mean", "p90", "within")
    return {
        "before": {w: trial.spread(before, w) for w in whats},
        "after": {w: trial.spread(after, w) for w in whats},
        "change": {w: trial.spread(change, w) for w in whats},
        "people": trial.spread(before, "people"), "runs": len(tried.runs), "missing": tried.opened.missing,
        "opened": [
            {"window": w, "from": clock(start), "until": clock(end)} for w, start, end in tried.opened.windows
        ],
    }  # fmt: skip
