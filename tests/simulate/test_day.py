"""A simulated day keeps the hall's hours and rules, and settles everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from server.simulate.course import always_open, working_day
from server.simulate.engine import Run, simulate
from server.simulate.visitor import Visitor
from tests.simulate.halls import MINUTE, hall, played

HOUR = 3600.0
MONDAY = date(2026, 1, 5)
HOURS = {"workdays": ["08:30-12:00", "14:00-17:30"]}


def day(*visitors: Visitor, **more: object) -> Run:
    made = hall(["a"], hours=HOURS, **more)
    return simulate(made, visitors, working_day(made, MONDAY, walk=0.0))


def at(clock: float, row: int = 1, minutes: float = 10, **more: object) -> Visitor:
    return Visitor(row, clock * HOUR, minutes * MINUTE, "a", **more)


def test_who_comes_before_opening_finds_the_hall_closed() -> None:
    early, first = day(at(8), at(8.5, 2)).fates
    assert (early.outcome, early.number, early.taken_at) == ("hall_closed", "", None)
    assert (first.outcome, first.called_at) == ("done", 8.5 * HOUR)


def test_a_window_finishes_its_ticket_and_then_has_lunch() -> None:
    served, waiting = day(at(11.9, 1, minutes=30), at(11.95, 2)).fates
    assert served.completed_at == 11.9 * HOUR + 30 * MINUTE
    assert waiting.called_at == 14 * HOUR


def test_a_window_that_works_through_lunch_does() -> None:
    made = hall(["a"], ["a"], hours=HOURS)
    made = replace(made, windows=(made.windows[0], replace(made.windows[1], works_lunch=True)))
    people = [at(11.9, 1, minutes=30), at(11.9, 2, minutes=30), at(11.95, 3)]
    fates = simulate(made, people, working_day(made, MONDAY, walk=0.0)).fates
    assert (fates[2].window, fates[2].called_at) == ("w2", 11.9 * HOUR + 30 * MINUTE)


def test_who_holds_a_number_is_served_after_closing() -> None:
    run = day(*(at(17.4, n, minutes=20) for n in range(1, 4)))
    assert [f.outcome for f in run.fates] == ["done"] * 3
    assert run.fates[2].completed_at == 17.4 * HOUR + 60 * MINUTE


def test_the_days_end_settles_who_still_waits() -> None:
    long, waiting = day(at(17, 1, minutes=12 * 60), at(17.1, 2)).fates
    assert (long.outcome, long.completed_at) == ("uncertain", None)
    assert (waiting.outcome, waiting.called_at) == ("expired", None)


def test_windows_count_as_working_until_the_hall_closes() -> None:
    assert day(at(9)).worked == {"w1": 7 * HOUR}


def test_a_cap_turns_people_away_unless_limits_are_aside() -> None:
    made = hall(["a"], hours=HOURS)
    made = replace(made, queues=(replace(made.queues[0], cap=1),))
    people = [at(9, 1), at(9.1, 2)]
    assert [f.outcome for f in simulate(made, people, working_day(made, MONDAY)).fates] == [
        "done",
        "queue_full",
    ]
    assert [f.outcome for f in simulate(made, people, always_open(made)).fates] == ["done", "done"]


def test_always_open_is_one_run_one_day_however_long() -> None:
    people = [Visitor(n, n * 20_000.0, 60.0, "a") for n in range(1, 1200)]
    fates = played(hall(["a"], hours=HOURS), people).fates
    assert fates[-1].number == "A1199"
    assert all(f.outcome == "done" and f.called_at == f.visitor.at for f in fates)


def test_whose_patience_ends_leaves_and_who_is_called_that_moment_stays() -> None:
    people = [
        Visitor(1, 0, 600.0, "a"),
        Visitor(2, 1, 60.0, "a", patience=300.0),
        Visitor(3, 2, 60.0, "a", patience=598.0),
    ]
    _, gone, stayed = played(hall(["a"]), people).fates
    assert (gone.outcome, gone.called_at) == ("abandoned", None)
    assert (stayed.outcome, stayed.called_at) == ("done", 600.0)


def test_an_absent_one_keeps_the_window_for_a_while() -> None:
    absent, after = played(
        hall(["a"]), [Visitor(1, 0, 600.0, "a", comes=False), Visitor(2, 1, 60.0, "a")]
    ).fates
    assert (absent.outcome, absent.started_at, absent.completed_at) == ("no_show", None, None)
    assert after.called_at == 60.0


def test_people_walk_from_the_call_to_the_window() -> None:
    made = hall(["a"], hours=HOURS)
    (fate,) = simulate(made, [at(9)], working_day(made, MONDAY, walk=25.0)).fates
    assert (fate.called_at, fate.started_at) == (9 * HOUR, 9 * HOUR + 25)


def test_of_idle_windows_the_least_flexible_calls_then_the_longest_idle_then_the_first() -> None:
    made = hall(["a", "b"], ["a"], ["a"])
    people = [Visitor(n, n * 10.0, 8.0, "a") for n in range(1, 5)]
    assert [f.window for f in played(made, people).fates] == ["w2", "w3", "w2", "w3"]
    both = [Visitor(1, 10, 100, "a"), Visitor(2, 20, 100, "a"), Visitor(3, 30, 100, "a")]
    assert [f.window for f in played(made, both).fates] == ["w2", "w3", "w1"]


def test_everybody_who_comes_at_one_moment_is_in_line_before_anybody_is_called() -> None:
    made = hall(["a"], classes={"quick": (30.0, 1.0)})
    first, second = played(made, [Visitor(1, 5, 60, "a"), Visitor(2, 5, 60, "a", ("quick",))]).fates
    assert (second.called_at, first.called_at) == (5, 65)


@pytest.mark.parametrize(
    ("late", "score"),
    [(-60, 30.0), (-15, 30.0), (10, 45.0), (10.01, 15.0), (30, 15.0), (30.01, 10.0)],
)
def test_a_reservation_is_worth_what_its_arrival_makes_it(late: float, score: float) -> None:
    """Minutes of merit ten minutes after coming: on time 1.5 × (now − slot + 20), late as five minutes earlier."""
    come = 100 * MINUTE
    slot = come - late * MINUTE
    expected = max(10.0, 1.5 * max(0.0, 10 + late + 20)) if late <= 10 else score
    rival = Visitor(2, come, 60, "a", ("k",))
    for gap, first in ((-0.05, 1), (0.05, 2)):
        made = hall(["a"], classes={"k": (max(0.0, expected - 10 + gap), 1.0)})
        busy = Visitor(3, come - 1, 10 * MINUTE + 1, "a")
        run = played(made, [Visitor(1, come, 60, "a", slot=slot), rival, busy])
        assert min((f.called_at or 0, f.visitor.row) for f in run.fates if f.visitor.row != 3)[1] == first


def test_windows_that_are_named_by_an_overload_rule_help_once_the_wait_is_long_enough() -> None:
    queues = [{"prefix": "A", "name": "A"}, {"prefix": "B", "name": "B"}]
    made = hall(
        ["a"], ["b"], queues=queues,
        services=[{"id": "a", "name": "A", "queue": "A"}, {"id": "b", "name": "B", "queue": "B"}],
        overload=[{"queue": "A", "waiting": 99, "minutes": 5, "action": "widen", "windows": ["w2"]}],
    )  # fmt: skip
    fates = played(made, [Visitor(1, 0, 3600, "a"), Visitor(2, 60, 60, "a")]).fates
    assert fates[1].window == "w2"
    assert fates[1].called_at == pytest.approx(360.0, abs=0.001)
