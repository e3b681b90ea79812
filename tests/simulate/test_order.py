"""The order of service is exactly what an oracle of a few lines says, on streams of every kind."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.simulate.engine import Run
from server.simulate.visitor import Visitor
from tests.simulate.halls import hall, played
from tests.simulate.oracle import Classes, served

SERVICES = "abcd"


def calls(run: Run) -> list[tuple[float, int, int]]:
    told = [(f.called_at, int(f.window[1:]) - 1, f.visitor.row) for f in run.fates if f.called_at is not None]
    return sorted(told, key=lambda call: (call[0], call[1]))


def stream(chance: Random, number: int, classes: Classes, load: float) -> list[Visitor]:
    """Decimals of every length, classes alone and together, reservations early, on time and late."""
    at, people = 0.0, []
    for row in range(1, number + 1):
        at += chance.expovariate(load)
        named = tuple(c for c in classes if chance.random() < 0.2)
        slot = at + chance.uniform(-2400, 2400) if chance.random() < 0.3 else None
        duration = chance.choice([chance.expovariate(1 / 60), round(chance.uniform(1, 120), 2)])
        who = (*named, "reservation") if slot is not None and chance.random() < 0.5 else named
        people.append(Visitor(row, at, duration, chance.choice(SERVICES), who, slot))
    return people


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    windows=st.lists(st.sets(st.sampled_from(SERVICES), min_size=1), min_size=1, max_size=5),
)
def test_the_order_is_the_oracles(seed: int, windows: list[set[str]]) -> None:
    agrees(seed, [sorted(w) for w in windows], 60)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(60))
def test_the_order_of_long_streams_is_the_oracles(seed: int) -> None:
    chance = Random(seed)
    windows = [chance.sample(SERVICES, chance.randint(1, 4)) for _ in range(chance.randint(1, 8))]
    agrees(seed, windows, 800)


def first_called(*people: Visitor) -> int:
    """Who is next once the only window is free; `k` is worth a minute."""
    busy = Visitor(99, 0.0, 500.0, "a")
    fates = played(hall(["a"], classes={"k": (1.0, 1.0)}), [busy, *people]).fates[1:]
    return min(fates, key=lambda f: f.called_at or 0).visitor.row


@pytest.mark.parametrize(("at", "first"), [(69.9999996, 2), (70.0, 1), (70.0000004, 1)])
def test_less_than_a_microsecond_decides(at: float, first: int) -> None:
    assert first_called(Visitor(1, 10.0, 1.0, "a"), Visitor(2, at, 1.0, "a", ("k",))) == first


@pytest.mark.parametrize("thousandths", [1, 5, 7, 29, 57, 333, 1005, 4999, 81_115])
def test_claims_that_are_equal_on_paper_are_equal(thousandths: int) -> None:
    """The earlier ticket goes first, whatever the last bit of 60.001 × 1000 says."""
    early, late = thousandths / 1000, (thousandths + 60_000) / 1000
    assert first_called(Visitor(2, late, 1.0, "a", ("k",)), Visitor(1, early, 1.0, "a")) == 1


def agrees(seed: int, windows: list[list[str]], number: int) -> None:
    windows = [*windows, list(SERVICES)]
    chance = Random(seed)
    classes: Classes = {
        f"k{n}": (chance.choice([0, 5, 20, 37.5]), chance.choice([1, 1.25, 2, 7, 1000])) for n in range(3)
    }
    people = stream(chance, number, classes, len(windows) / chance.choice([45, 58, 70]))
    run = played(hall(*windows, classes=classes), people)
    assert calls(run) == served(people, windows, classes)
