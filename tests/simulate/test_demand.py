"""Synthetic demand: its laws, shares and punctuality are what was asked for, and a past day comes again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from statistics import mean, stdev

import pytest

from server.domain.events import Entry
from server.profiles import load
from server.simulate.course import working_day
from server.simulate.demand import Booked, Demand, drawn, usual
from server.simulate.engine import simulate
from server.simulate.laws import Law
from server.simulate.past import visitors
from server.simulate.visitor import Visitor
from tests.simulate.halls import hall, played

PUNING = load(Path(__file__).resolve().parents[2] / "config" / "puning.toml")[1]
OPEN = ((8.5 * 3600, 12 * 3600.0), (14 * 3600.0, 17.5 * 3600))


def day(**changes: object) -> list[Visitor]:
    return drawn(replace(usual(PUNING, 4000, OPEN), **changes), 5)


@pytest.mark.parametrize(
    ("law", "cv"), [("lognormal", 0.8), ("gamma", 0.4), ("exponential", 1.0), ("fixed", 0.0)]
)
def test_a_law_has_its_mean_and_spread(law: str, cv: float) -> None:
    chance = Random(1)
    drawn = [Law(law, 300.0, cv).draw(chance) for _ in range(20_000)]
    assert mean(drawn) == pytest.approx(300, rel=0.03)
    assert stdev(drawn) / 300 == pytest.approx(cv, rel=0.08, abs=1e-9)


def test_so_many_come_as_were_asked_for_and_in_opening_hours() -> None:
    people = day()
    assert [v.row for v in people] == list(range(1, 4001))
    assert [v.at for v in people] == sorted(v.at for v in people)
    assert all(any(start <= v.at < end for start, end in OPEN) for v in people)


def test_classes_and_reservations_have_their_shares() -> None:
    people = day(classes={"elderly": 0.3}, booked=Booked(share=0.25, missing=0.0), absent=0.1)
    assert sum("elderly" in v.classes for v in people) / 4000 == pytest.approx(0.3, abs=0.03)
    assert sum(v.slot is not None for v in people) / 4000 == pytest.approx(0.25, abs=0.03)
    assert sum(not v.comes for v in people) / 4000 == pytest.approx(0.1, abs=0.02)


def test_who_reserves_comes_about_as_early_as_was_asked_for() -> None:
    people = [
        v for v in day(booked=Booked(share=1.0, early=8.0, deviation=3.0)) if v.slot and v.slot > OPEN[0][0]
    ]
    early = [(v.slot - v.at) / 60 for v in people if v.slot is not None and v.slot != OPEN[1][0]]
    assert mean(early) == pytest.approx(8, abs=0.3)
    assert {v.slot % 1800 for v in people if v.slot is not None} == {0.0}


def test_patience_makes_people_leave() -> None:
    made = hall(["a"], hours={"workdays": ["08:30-12:00"]})
    demand = replace(usual(made, 200, OPEN[:1]), patience=Law("fixed", 600.0))
    fates = simulate(made, drawn(demand, 1), working_day(made, date(2026, 1, 5))).fates
    assert sum(f.outcome == "abandoned" for f in fates) > 50
    assert max(f.wait or 0 for f in fates) <= 600


def test_the_same_seed_draws_the_same_day() -> None:
    demand: Demand = usual(PUNING, 300, OPEN)
    assert drawn(demand, 3) == drawn(demand, 3) != drawn(demand, 4)


def entry(at: float, kind: str, ticket: str, **data: object) -> Entry:
    return Entry(1, round(at * 1000), "2026-01-05", kind, "c", "c", {"ticket": ticket, **data})


def test_a_past_day_comes_again_with_its_own_times() -> None:
    made = hall(["a"], ["b"])
    taken = {"classes": [], "needs": []}
    journal = [
        entry(100, "ticket.taken", "x", services=["a"], classes=["elderly"], needs=["hearing"], slot=400_000),
        entry(110, "ticket.taken", "y", services=["a"], **taken),
        entry(120, "ticket.taken", "z", services=["b"], **taken),
        entry(130, "ticket.started", "x"),
        entry(160, "ticket.held", "x"),
        entry(200, "ticket.resumed", "x"),
        entry(220, "ticket.completed", "x"),
        entry(230, "ticket.no_show", "y"),
        entry(300, "ticket.cancelled", "z"),
    ]
    x, y, z = visitors(journal, made, 0)
    assert (x.at, x.duration, x.classes, x.needs, x.slot) == (100, 50, ("elderly",), ("hearing",), 400)
    assert (y.duration, y.comes, y.patience) == (50, False, None)
    assert (z.duration, z.patience, z.comes) == (8 * 60, 180, True)
    assert [f.outcome for f in played(made, [x, y, z]).fates] == ["done", "no_show", "done"]
