"""The product's own routing reproduces queueing theory: reference cases, limits, conservation.

Ratios W_i / Σ ρ_j W_j are compared: chance moves all waits of a run together, and their ratios ten times less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import mean, stdev
from typing import Any

import pytest

from server.simulate.engine import Run
from tests.simulate import theory
from tests.simulate.halls import hall, played, poisson, waits

STRICT = 1_000_000.0
"""The greatest rate a profile may state stands for strict priority."""
RATIO, RATIO_STRICT = 0.02, 0.04
SHORT, LONG = 4_000, 200_000
"""Customers of one run: short runs are judged by their own spread, ten long ones by the tolerance alone."""


@dataclass(frozen=True)
class Case:
    """Arrivals a minute by class from the slowest to the fastest; `slopes` their rates; `W` as the science gives it."""

    name: str
    rates: Sequence[float]
    slopes: Sequence[float]
    windows: int = 1
    law: str = "exponential"
    said: Sequence[float] = ()

    @property
    def strict(self) -> bool:
        return self.slopes[-1] == STRICT

    @property
    def square(self) -> float:
        return {"exponential": 2.0, "fixed": 1.0, "uniform": 4 / 3}[self.law]

    @property
    def theory(self) -> list[float]:
        if self.strict:
            return theory.strict(self.rates, self.windows, self.square)
        return theory.affine(self.rates, self.slopes, self.windows, self.square)

    @property
    def rho(self) -> list[float]:
        return [r / self.windows for r in self.rates]


REFERENCE = (
    Case("M/M/1 first-come", (0.4, 0.4), (1, 1), said=(4.0, 4.0)),
    Case("M/M/1 1:5", (0.4, 0.4), (1, 5), said=(5.8824, 2.1176)),
    Case("M/M/1 strict", (0.4, 0.4), (1, STRICT), said=(6.6667, 1.3333)),
    Case("M/M/5 first-come", (2.5, 2.0), (1, 1), 5, said=(1.5250, 1.5250)),
    Case("M/M/5 strict", (2.5, 2.0), (1, STRICT), 5, said=(2.5416, 0.2542)),
)
OTHER = (
    Case("M/D/1, three classes", (0.3, 0.3, 0.2), (1, 2, 6), law="fixed"),
    Case("M/U/1, four classes", (0.2, 0.2, 0.2, 0.15), (1, 1.5, 3, 10), law="uniform"),
    Case("M/M/3, three classes", (1.0, 0.8, 0.6), (1, 1.5, 4), 3),
    Case("M/M/1, light", (0.2, 0.3), (1, 3)),
)


def every_day(cases: Sequence[Case], *names: str) -> list[Any]:
    """The named ones in every run of the tests; the others, which show the same again, before an issue is closed."""
    return [pytest.param(c, id=c.name, marks=() if c.name in names else pytest.mark.long) for c in cases]


def mean_waits(case: Case, seed: int, number: int) -> list[float]:
    """Simulated minutes by class."""
    names = [f"k{n}" if b > 1 else "" for n, b in enumerate(case.slopes)]
    slow = [n for n, name in enumerate(names) if not name]
    # Two classes of the ordinary rate are told apart by a class that is worth nothing.
    names = [name or ("" if n == slow[0] else "plain") for n, name in enumerate(names)]
    classes = {name: (0.0, b) for name, b in zip(names, case.slopes, strict=True) if name}
    people = poisson(Random(seed), number, dict(zip(names, case.rates, strict=True)), law=case.law)
    found = waits(played(hall(*(["s"] for _ in range(case.windows)), classes=classes), people))
    return [found[name] for name in names]


def ratios(case: Case, found: Sequence[float]) -> list[float]:
    total = sum(r * w for r, w in zip(case.rho, found, strict=True))
    return [w / total for w in found]


def agrees(case: Case, runs: Sequence[Sequence[float]], errors: float = 0.0) -> None:
    """The ratios of the runs' mean waits, within the tolerance or so many standard errors of short runs."""
    found = ratios(case, [mean(column) for column in zip(*runs, strict=True)])
    spread = [
        stdev(column) / sqrt(len(runs)) for column in zip(*(ratios(case, run) for run in runs), strict=True)
    ]
    for simulated, said, error in zip(found, ratios(case, case.theory), spread, strict=True):
        most = max((RATIO_STRICT if case.strict else RATIO) * said, errors * error)
        assert abs(simulated - said) <= most, f"{case.name}: {simulated:.4f}, not {said:.4f} ± {most:.4f}"


def total(case: Case, run: Sequence[float]) -> float:
    return sum(r * w for r, w in zip(case.rho, run, strict=True))


@pytest.mark.parametrize("case", REFERENCE, ids=lambda c: c.name)
def test_the_formulas_give_the_values_of_the_reference(case: Case) -> None:
    assert case.theory == pytest.approx(case.said, abs=6e-5)
    assert total(case, case.theory) == pytest.approx(theory.conserved(case.rates, case.windows))


@pytest.mark.parametrize("case", every_day(REFERENCE, "M/M/1 1:5", "M/M/1 strict", "M/M/5 strict"))
def test_a_reference_case_comes_out(case: Case) -> None:
    agrees(case, [mean_waits(case, seed, SHORT) for seed in range(5)], errors=4.0)


@pytest.mark.long
@pytest.mark.parametrize("case", (*REFERENCE, *OTHER), ids=lambda c: c.name)
def test_ten_long_runs_agree_with_theory(case: Case) -> None:
    runs = [mean_waits(case, seed, LONG) for seed in range(10)]
    agrees(case, runs)
    load = sum(case.rho)
    most = 0.04 if load <= 0.85 else 0.06 if load <= 0.90 else 0.12
    simulated = sum(total(case, run) for run in runs) / len(runs)
    assert simulated == pytest.approx(theory.conserved(case.rates, case.windows, case.square), rel=most)


@pytest.mark.parametrize("case", every_day(OTHER, "M/D/1, three classes", "M/M/3, three classes"))
def test_the_affine_formula_holds_for_other_loads_laws_and_classes(case: Case) -> None:
    agrees(case, [mean_waits(case, seed, SHORT) for seed in range(5)], errors=4.0)


def test_equal_rates_are_first_come_first_served() -> None:
    people = poisson(Random(3), 3000, {"": 0.4, "plain": 0.4})
    run = played(hall(["s"], classes={"plain": (0.0, 1.0)}), people)
    order = sorted(run.fates, key=lambda f: f.called_at or 0)
    assert [f.visitor.row for f in order] == [v.row for v in people]


def test_a_huge_rate_lets_nobody_of_the_class_wait_behind_an_ordinary_ticket() -> None:
    run = played(
        hall(["s"], classes={"fast": (0.0, STRICT)}), poisson(Random(4), 3000, {"": 0.4, "fast": 0.4})
    )
    fast = [f for f in run.fates if f.visitor.classes]
    called = [f.called_at for f in run.fates if not f.visitor.classes]
    for at in called:
        assert at is not None
        assert not [
            f for f in fast if f.taken_at is not None and f.called_at and f.taken_at < at < f.called_at
        ]


def test_the_weighted_mean_wait_is_first_comes_under_every_policy() -> None:
    """The conservation law, on the very same visitors: with one service law nobody gains but another loses."""
    people = poisson(Random(5), 10_000, {"": 0.4, "a": 0.25, "b": 0.15})
    first = mean_wait(played(hall(["s"], classes={"a": (0, 1), "b": (0, 1)}), people))
    for classes in (
        {"a": (10, 1), "b": (30, 2)},
        {"a": (0, 1.5), "b": (0, 8)},
        {"a": (0, STRICT), "b": (5, 1)},
    ):
        assert mean_wait(played(hall(["s"], classes=classes), people)) == pytest.approx(first, rel=0.02)


def mean_wait(run: Run) -> float:
    return mean(f.wait or 0.0 for f in run.fates)
