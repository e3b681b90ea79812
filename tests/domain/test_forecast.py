"""Forecasts on known truth: days drawn at random around it, odd days, holidays, days that are missing."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from server.domain.foresight import advice, forecast, halves
from server.domain.foresight.advice import Habits
from server.domain.foresight.forecast import Forecast, Like, Past
from server.domain.foresight.halves import Half
from tests.advising import FULL, ROWS, hall, poisson, truth

TUESDAY = date(2026, 11, 24)
HALL = hall()


def seen(day: date) -> bool:
    return True


def drawn(chance: Random, level: float = 1.0) -> dict[tuple[str, int], float]:
    """One day's walk-ins; `level`: how it goes."""
    return {(s, h): float(poisson(chance, truth(s, h) * level)) for s in ROWS for h in FULL}


def of(levels: list[float], seed: int, booked: float = 0.0) -> Forecast:
    """The forecast from so many same weekdays, the latest first."""
    chance = Random(seed)
    past = [
        Past(Like(TUESDAY - timedelta(weeks=n), 0.9**n), drawn(chance, x)) for n, x in enumerate(levels, 1)
    ]
    return forecast.foreseen(HALL, TUESDAY, past, {("tax", 18): booked} if booked else {}, 0.9)


ALL = sum(truth(s, h) for s in ROWS for h in FULL)


# -- days that are like it ------------------------------------------------------------------------


def test_the_days_like_it_are_the_same_weekdays_and_recent_ones_count_more() -> None:
    likes = forecast.resembling(HALL, TUESDAY, TUESDAY, 8, seen)
    assert [x.day for x in likes] == [TUESDAY - timedelta(weeks=n) for n in range(1, 9)]
    assert all(a.weight > b.weight for a, b in pairwise(likes))
    assert len(forecast.resembling(HALL, TUESDAY, TUESDAY, 3, seen)) == 3


def test_holidays_and_days_that_are_missing_are_left_out_and_few_days_are_filled_up() -> None:
    closed = hall(hours={"workdays": ["08:30-12:00", "14:00-17:30"], "closed_on": ["2026-11-17"]})
    gone = {TUESDAY - timedelta(weeks=n) for n in (2, 3)}
    likes = forecast.resembling(closed, TUESDAY, TUESDAY, 5, lambda d: d not in gone)
    same, others = [x for x in likes if x.same], [x for x in likes if not x.same]
    assert [x.day for x in same] == [TUESDAY - timedelta(weeks=n) for n in (4, 5)]
    assert len(others) == 5 and all(x.day.isoweekday() in (1, 3, 4, 5) for x in others)
    assert max(x.weight for x in others) <= 0.5


def test_a_weekend_that_is_worked_instead_is_like_workdays_and_no_weekend_is_like_it() -> None:
    saturday, sunday = date(2026, 11, 28), date(2026, 11, 22)
    swapped = hall(hours={
        "workdays": ["08:30-12:00", "14:00-17:30"], "sat": ["09:00-12:00"], "open_on": ["2026-11-28", "2026-11-14"],
    })  # fmt: skip
    usual = forecast.resembling(swapped, date(2026, 12, 5), date(2026, 12, 5), 8, seen)
    assert date(2026, 11, 28) not in [x.day for x in usual], "a worked Saturday tells nothing of a usual one"
    assert all(x.day.isoweekday() == 6 for x in usual)
    swapped = hall(hours={"workdays": ["08:30-12:00", "14:00-17:30"], "open_on": ["2026-11-28"]})
    likes = forecast.resembling(swapped, saturday, sunday, 8, seen)
    assert len(likes) == 5 and all(x.day.isoweekday() <= 5 and not x.same for x in likes)
    assert forecast.resembling(swapped, sunday, sunday, 8, seen) == []


# -- how many come --------------------------------------------------------------------------------


def test_the_forecast_of_a_steady_hall_is_near_the_truth_in_every_part() -> None:
    off = [sum(of([1.0] * 8, seed).walk.values()) / ALL - 1 for seed in range(20)]
    assert abs(sum(off) / len(off)) < 0.02
    assert max(map(abs, off)) < 0.1
    f = of([1.0] * 8, 1)
    morning = sum(n for (_, h), n in f.walk.items() if h < 24)
    assert morning == pytest.approx(sum(truth(s, h) for s in ROWS for h in FULL if h < 24), rel=0.1)
    assert not f.thin and of([1.0, 1.0], 1).thin


def test_one_odd_day_does_not_rule() -> None:
    """Last Tuesday three times as many came, the one before the hub ran until nine only."""
    f = of([3.0, 0.05, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0], 3)
    assert sum(f.walk.values()) == pytest.approx(ALL, rel=0.12)


def test_eight_of_ten_outcomes_lie_in_the_interval_also_where_days_differ() -> None:
    """Of steady halls and of halls whose days go 20 % up and down, half hours of the taxes' group, 100 each."""
    for sigma in (0.0, 0.2):
        chance, inside, number = Random(7), 0, 0
        for seed in range(25):
            levels = [max(0.3, chance.gauss(1.0, sigma)) for _ in range(9)]
            f = of(levels[1:], seed)
            outcome = drawn(chance, levels[0])
            for half in (18, 20, 22, 29):
                low, _, high = forecast.people(HALL, f, ("tax", "invoice"), half)
                came = outcome["tax", half] + outcome["invoice", half]
                inside, number = inside + (low <= came <= high), number + 1
        assert 0.72 <= inside / number <= 0.95, (sigma, inside / number)


def test_reservations_are_counted_once_and_those_yet_to_be_made_are_expected() -> None:
    chance = Random(1)
    later = {("tax", 18): 2.0}
    past = [Past(Like(TUESDAY - timedelta(weeks=n), 1.0), drawn(chance), later) for n in (1, 2, 3)]
    f = forecast.foreseen(HALL, TUESDAY, past, {("tax", 18): 10.0}, 0.8)
    assert f.booked == {("tax", 18): pytest.approx(10 * 0.8 + 2)}
    assert f.known == 10
    without = forecast.people(HALL, forecast.foreseen(HALL, TUESDAY, past, {}, 0.8), ("tax",), 18)[1]
    assert forecast.people(HALL, f, ("tax",), 18)[1] == pytest.approx(without + 8)


def test_how_today_has_gone_so_far_moves_the_rest_of_it() -> None:
    f = of([1.0, 1.1, 0.9, 1.0, 1.2, 0.8, 1.0, 1.0], 5)
    came = {(s, h): truth(s, h) * 1.5 for s in ROWS for h in FULL if h < 22}
    rest = forecast.resumed(HALL, f, came, 22, 0.5)
    assert all(h >= 22 for _, h in rest.walk)
    usual = sum(n * (0.5 if h == 22 else 1.0) for (_, h), n in f.walk.items() if h >= 22)
    assert 1.25 < sum(rest.walk.values()) / usual < 1.5
    assert rest.spread["T"] < f.spread["T"]


# -- windows --------------------------------------------------------------------------------------


def test_windows_that_share_a_service_are_one_group_in_the_profiles_order() -> None:
    taxes, rest = advice.groups(HALL)
    assert (taxes.id, rest.services, taxes.alike, taxes.wait) == ("w1", ("card", "marriage"), True, 900.0)
    bridged = hall(windows=[
        {"number": 1, "kind": "dedicated", "services": ["card"]},
        {"number": 2, "kind": "dedicated", "services": ["tax", "invoice"]},
        {"number": 3, "kind": "comprehensive", "services": ["card", "tax"]},
        {"number": 4, "kind": "dedicated", "services": ["marriage"]},
    ])  # fmt: skip
    one, other = advice.groups(bridged)
    assert (one.windows, one.services, one.alike) == (("w1", "w2", "w3"), ("tax", "invoice", "card"), False)
    assert other.windows == ("w4",)


def test_what_only_some_windows_do_is_looked_at_by_itself() -> None:
    """Five of the taxes' windows do no invoices; three do both: invoices lack windows while the group has enough."""
    mixed = hall(windows=[
        {"numbers": "1-5", "kind": "dedicated", "services": ["tax"]},
        {"numbers": "6-8", "kind": "dedicated", "services": ["tax", "invoice"]},
        {"numbers": "9-12", "kind": "comprehensive", "services": ["card", "marriage"]},
    ])  # fmt: skip
    taxes, rest = advice.groups(mixed)
    (invoices,) = advice.parts(mixed, taxes)
    assert (invoices.services, invoices.windows, invoices.part_of) == (("invoice",), ("w6", "w7", "w8"), "w1")
    assert advice.parts(mixed, rest) == ()
    f, habits = of([1.0] * 8, 1), Habits({"tax": 300, "invoice": 600})
    manned = {h: frozenset({"w1", "w2", "w3", "w4", "w5", "w6"}) for h in FULL}
    (half,) = [n for n in advice.needs(mixed, taxes, f, habits, manned) if n.half.n == 23]
    (part,) = [n for n in advice.needs(mixed, invoices, f, habits, manned) if n.half.n == 23]
    assert half.needed[1] <= half.manned
    assert part.needed[1] > part.manned == 1


def test_somebody_who_comes_once_a_day_keeps_no_window_open() -> None:
    seldom = Forecast(TUESDAY, (), {("tax", 18): 0.2, ("tax", 19): 0.3}, {}, {})
    found = advice.needs(HALL, advice.groups(HALL)[0], seldom, Habits(), {})
    assert [n.needed[1] for n in found[:4]] == [0, 0, 1, 0]


def test_a_target_of_its_own_and_the_halls_settings_change_what_is_needed() -> None:
    f = of([1.0] * 8, 1)
    habits = Habits({"tax": 480, "invoice": 300, "card": 600, "marriage": 900})

    def peak(given: object) -> int:
        taxes = advice.groups(given)[0]  # type: ignore[arg-type]
        return max(n.needed[1] for n in advice.needs(given, taxes, f, habits, {}))  # type: ignore[arg-type]

    usual = peak(HALL)
    assert peak(hall(advice={"percent": 99})) > usual
    assert peak(hall(advice={"wait_minutes": 1})) > usual
    services = [s | {"target_wait": 1} for s in _services()]
    assert peak(hall(services=services)) > usual


def _services() -> list[dict[str, object]]:
    from tests.advising import raw

    return list(raw()["services"])


def test_gaps_become_few_sentences() -> None:
    group = advice.groups(HALL)[0]

    def told(*gaps: int) -> list[tuple[str, str, int]]:
        found = [
            advice.Need(Half(n, n * 30, 30), (1, 2, 3), (4, 5 + gap, 6 + gap), 8, 5) for n, gap in enumerate(gaps, 17)
        ]  # fmt: skip
        return [(f"{m.start / 60:g}", f"{m.end / 60:g}", m.count) for m in advice.more(group, found)]

    assert told(0, 2, 2, 0) == [("9", "10", 2)]
    assert told(1, 2, 1, 0, 0, 1) == [("8.5", "10", 2), ("11", "11.5", 1)]
    assert told(1, 1, 3, 3) == [("8.5", "9.5", 1), ("9.5", "10.5", 3)]
    assert told(20, 28, 26, 12, 10) == [("8.5", "10", 28), ("10", "11", 12)], "and not 28 until eleven"
    assert told(0, 0) == []


def test_who_waits_already_is_counted_in_the_next_half_hour() -> None:
    f = of([1.0] * 8, 1)
    taxes, habits = advice.groups(HALL)[0], Habits({"tax": 480, "invoice": 300})
    manned = {h: frozenset(HALL.window) for h in FULL}
    usual = advice.needs(HALL, taxes, f, habits, manned, 15 * 60)
    crowded = advice.needs(HALL, taxes, f, habits, manned, 15 * 60, {"tax": 12, "card": 9})
    assert crowded[0].needed[1] >= usual[0].needed[1] + 2
    assert crowded[1:] == usual[1:]
    assert (usual[0].half.start, usual[0].planned, usual[0].manned) == (900, 8, 8)
    rest = forecast.resumed(HALL, f, {c: n for c, n in f.walk.items() if c[1] < 30}, 30, 5 / 30)
    late = advice.needs(HALL, taxes, rest, habits, manned, 15 * 60 + 25, {"tax": 12})
    assert late[0].half.minutes == 5
    assert max(n.needed[1] for n in late[:2]) <= crowded[0].needed[1], "nobody is served within five minutes"
    expected = 12 + sum(n for (s, h), n in rest.walk.items() if s in taxes.services and h in (30, 31))
    assert late[0].came[1] + late[1].came[1] == pytest.approx(expected)


def test_half_hours_follow_the_hours_and_lunch() -> None:
    open_ = halves.of_windows(HALL, HALL.window, TUESDAY)
    assert [(open_[0].start, open_[6].end, open_[7].start, open_[-1].end)] == [(510, 720, 840, 1050)]
    odd = halves.of_spans([(525, 600)])
    assert [(h.n, h.start, h.minutes) for h in odd] == [(17, 525, 15), (18, 540, 30), (19, 570, 30)]
    assert halves.inside({("tax", 12): 1.0, ("tax", 25): 1.0, ("tax", 27): 1.0}, open_) == {
        ("tax", 17): 1.0, ("tax", 23): 1.0, ("tax", 28): 1.0,
    }  # fmt: skip
