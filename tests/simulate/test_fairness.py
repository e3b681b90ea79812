"""Nobody is starved, nobody is passed by a weaker claim, and no window idles while somebody it may call waits.

Random small halls: windows with services of their own and some they help with, classes, reservations.
"""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.profile import Hall
from server.simulate.engine import Run
from server.simulate.visitor import Fate, Visitor
from tests.simulate.halls import MINUTE, hall, played

SERVICES = "abc"
LEAST = 1e-6
"""Seconds: what the last bits of two sums may differ by."""


def tried(seed: int, backup: bool = True) -> tuple[Hall, Run]:
    """A hall and a day in it, drawn from the seed."""
    chance = Random(seed)
    windows: list[tuple[list[str], list[str]]] = [(list(SERVICES), [])]
    for _ in range(chance.randint(0, 3)):
        own = chance.sample(SERVICES, chance.randint(1, 3))
        helps = [s for s in SERVICES if s not in own and backup and chance.random() < 0.5]
        windows.append((own, helps))
    classes = {
        f"k{n}": (chance.choice([0.0, 5.0, 10.0, 30.0, 120.0]), chance.choice([1.0, 1.2, 1.5, 2.0, 6.0]))
        for n in range(3)
    }
    made = hall(*windows, classes=classes, rules={"help_after": chance.choice([0, 5, 20])})
    return made, played(made, stream(chance, list(classes), len(windows)))


def stream(chance: Random, classes: list[str], windows: int) -> list[Visitor]:
    at, people = 0.0, []
    gap = 5 * MINUTE / windows / chance.uniform(0.7, 1.3)
    for row in range(1, 81):
        at += chance.expovariate(1 / gap)
        who = (chance.choice(classes),) if chance.random() < 0.4 else ()
        slot = at + chance.uniform(-40, 40) * MINUTE if chance.random() < 0.15 else None
        people.append(Visitor(row, at, chance.expovariate(1 / 300), chance.choice(SERVICES), who, slot))
    return people


def claims(hall: Hall, v: Visitor) -> list[tuple[float, float, float]]:
    """(head start in seconds, rate, clock) beside ordinary."""
    found = [(hall.klass[c].head_start * 60, hall.klass[c].rate, v.at) for c in v.classes]
    if v.slot is not None and v.at <= v.slot + 10 * MINUTE:
        found.append((0.0, 1.5, v.slot - 20 * MINUTE))
    elif v.slot is not None and v.at <= v.slot + 30 * MINUTE:
        found.append((0.0, 1.0, v.at - 5 * MINUTE))
    return [*found, (0.0, 1.0, v.at)]


def passed(hall: Hall, run: Run) -> list[tuple[Fate, Fate]]:
    """(ordinary ticket, later one called before it at a window whose own people both are)."""
    done = [f for f in run.fates if f.called_at is not None]
    return [
        (slow, quick)
        for slow in done
        if len(claims(hall, slow.visitor)) == 1
        for quick in done
        if slow.visitor.at <= quick.called_at < slow.called_at
        and {slow.visitor.service, quick.visitor.service} <= hall.serves[quick.window]
        and quick.visitor.at > slow.visitor.at
    ]


def no_one_is_overtaken_beyond_the_bound(seed: int) -> int:
    """Returns how many overtakings there were; each within h(x) = x·(1 − 1/b) + o/b of some claim."""
    made, run = tried(seed)
    pairs = passed(made, run)
    for slow, quick in pairs:
        assert quick.called_at is not None
        x = quick.called_at - slow.visitor.at
        late = [
            clock - slow.visitor.at - (x * (1 - 1 / b) + o / b) for o, b, clock in claims(made, quick.visitor)
        ]
        assert min(late) <= LEAST, (seed, slow, quick)
    return len(pairs)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**40))
def test_nobody_is_overtaken_beyond_the_bound(seed: int) -> None:
    no_one_is_overtaken_beyond_the_bound(seed)


def test_overtaking_does_happen() -> None:
    assert sum(no_one_is_overtaken_beyond_the_bound(seed) for seed in range(5)) > 20


@pytest.mark.long
def test_nobody_is_overtaken_beyond_the_bound_in_thousands_of_halls() -> None:
    assert sum(no_one_is_overtaken_beyond_the_bound(seed) for seed in range(5000)) > 10_000


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**40))
def test_no_window_idles_while_somebody_it_may_call_waits(seed: int) -> None:
    made, run = tried(seed)
    for window in made.windows:
        may = set(window.services) | set(window.backup)
        for start, end in gaps(run, window.id):
            for f in run.fates:
                assert f.called_at is not None and f.taken_at is not None
                if f.visitor.service in may:
                    assert min(f.called_at, end) - max(f.taken_at, start) <= LEAST, (seed, window.id, f)


def gaps(run: Run, window: str) -> list[tuple[float, float]]:
    """When the window had nobody."""
    here = sorted((f.called_at or 0, f.completed_at or 0) for f in run.fates if f.window == window)
    edges = [run.began, *(t for busy in here for t in busy), run.ended]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**40))
def test_of_two_with_one_clock_the_stronger_claim_is_never_later(seed: int) -> None:
    """Both come for the same at the same moment; who has the greater head start and rate is called first."""
    chance = Random(seed)
    weak = (chance.uniform(0, 20), chance.uniform(1, 3))
    strong = (weak[0] + chance.uniform(0, 20), weak[1] + chance.uniform(0.001, 3))
    made = hall(["a", "b"], ["a"], classes={"weak": weak, "strong": strong})
    people = stream(chance, ["weak", "strong"], 2)
    twins = [
        Visitor(len(people) + n, at, 60.0, "a", (k,))
        for at in (5000.0, 9000.0)
        for n, k in ((1, "weak"), (2, "strong"))
    ]
    twins = [Visitor(len(people) + n, v.at, v.duration, "a", v.classes) for n, v in enumerate(twins, 1)]
    people = [v for v in people if v.service != "c"]
    called = {f.visitor.row: f.called_at for f in played(made, [*people, *twins]).fates}
    for one, other in (twins[:2], twins[2:]):
        assert (called[other.row] or 0) <= (called[one.row] or 0)
