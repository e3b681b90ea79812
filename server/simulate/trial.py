"""The same expected day several times, as the windows are and with others: what changes for whom, and how surely.

Each run draws its visitors once and lets them come to both, so a difference is the windows' and not chance's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from statistics import median

from server.domain.foresight.advice import PACE, Habits
from server.domain.foresight.forecast import Forecast
from server.domain.foresight.halves import Half
from server.domain.profile import Hall
from server.simulate.course import Course, Spans
from server.simulate.demand import LONGEST
from server.simulate.engine import Run, simulate
from server.simulate.expected import drawn
from server.simulate.figures import percentile
from server.simulate.laws import Law
from server.simulate.visitor import Fate, Visitor

Outcome = dict[str, float]
"""mean, p90 (seconds), within (share), people."""
AFTERWARDS = 3600.0
WAITING = 1_000_000
"""Rows from here on are those who wait already."""


@dataclass(frozen=True, slots=True)
class Trial:
    """`before` and `after`: when each window works (seconds of the day); `services` are all that these windows can do
    between them, `asked` those whose waits are told, of who comes in `span`. `waiting` wait as it begins.

    Times are seconds since `midnight` (milliseconds UTC); the day ends at `end`.
    """

    hall: Hall
    forecast: Forecast
    habits: Habits
    open_: tuple[Half, ...]
    day: str
    midnight: int
    end: float
    before: Mapping[str, Spans]
    after: Mapping[str, Spans]
    services: frozenset[str]
    asked: frozenset[str]
    span: tuple[float, float]
    aim: float
    waiting: tuple[Visitor, ...] = ()


def reach(hall: Hall, services: frozenset[str]) -> frozenset[str]:
    """All services whose people may meet these at a window, directly or by others: the rest of the hall is apart."""
    found = set(services)
    grown = True
    while grown:
        windows = {w for s in found for w in hall.able.get(s, ())}
        wider = {s for w in windows for s in hall.could[w]}
        grown, found = not wider <= found, found | wider
    return frozenset(found)


def pairs(trial: Trial, seeds: Sequence[int]) -> Iterator[tuple[Outcome, Outcome]]:
    """(before, after) of one run after the other."""
    for seed in seeds:
        people = _people(trial, seed)
        yield (
            measured(trial, _run(trial, people, trial.before)),
            measured(trial, _run(trial, people, trial.after)),
        )


def once(trial: Trial, seed: int, windows: Mapping[str, Spans]) -> Run:
    """One run with these windows."""
    return _run(trial, _people(trial, seed), windows)


def _people(trial: Trial, seed: int) -> list[Visitor]:
    """Who waits already and who comes; how long those will take is drawn with the rest."""
    t = trial
    coming = drawn(t.hall, t.forecast, t.habits, t.open_, t.services, seed)
    # Who comes long after those asked about no longer changes when they are called.
    coming = [v for v in coming if v.at < t.span[1] + AFTERWARDS]
    chance = Random(-seed)
    laws = {s: Law("lognormal", t.habits.seconds.get(s, PACE), t.habits.cv) for s in t.services}
    here = [
        replace(v, row=WAITING + n, duration=min(LONGEST, laws[v.service].draw(chance)))
        for n, v in enumerate(t.waiting) if v.service in t.services
    ]  # fmt: skip
    return here + coming


def _run(trial: Trial, people: Sequence[Visitor], windows: Mapping[str, Spans]) -> Run:
    closes = max((h.end * 60.0 for h in trial.open_), default=None)
    absence = float(trial.hall.rules.no_show_seconds or 60)
    mine = {w: spans for w, spans in windows.items() if trial.hall.could[w] & trial.services}
    course = Course(
        trial.day, trial.midnight, mine, trial.end, True, trial.habits.walk, absence, closes
    )  # fmt: skip
    return simulate(trial.hall, people, course)


def measured(trial: Trial, run: Run) -> Outcome:
    """Waits of those asked about; who was never called waited to the end."""
    start, stop = trial.span
    mine = [
        f for f in run.fates
        if f.visitor.service in trial.asked and (start <= f.visitor.at < stop or f.visitor.row >= WAITING)
    ]  # fmt: skip
    waits = sorted(w for f in mine if (w := _waited(f, run.ended)) is not None)
    within = sum(w <= trial.aim for w in waits) / len(waits) if waits else 1.0
    mean = sum(waits) / len(waits) if waits else 0.0
    return {"mean": mean, "p90": percentile(waits, 0.9) or 0.0, "within": within, "people": float(len(waits))}


def _waited(fate: Fate, end: float) -> float | None:
    if fate.wait is not None or fate.taken_at is None:
        return fate.wait
    return max(0.0, end - fate.taken_at)


def spread(runs: Sequence[Outcome], what: str) -> dict[str, float]:
    """From, middle, to, of the runs: eight of ten lie between."""
    found = sorted(r[what] for r in runs)
    cut = len(found) // 10
    return {"low": found[cut], "mid": median(found), "high": found[len(found) - 1 - cut]}
