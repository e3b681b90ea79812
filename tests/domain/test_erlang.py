"""Erlang C against published values, values of another program, and the exact sums it stands for."""

from __future__ import annotations

from math import exp, factorial

import pytest

from server.domain.foresight import erlang


@pytest.mark.parametrize(("windows", "load", "chance"), [(5, 4.0, 0.554113), (20, 18.0, 0.550769)])
def test_the_chance_to_wait_is_the_published_one(windows: int, load: float, chance: float) -> None:
    assert erlang.waits(windows, load) == pytest.approx(chance, abs=1e-6)


@pytest.mark.parametrize("windows", range(1, 40))
@pytest.mark.parametrize("share", [0.1, 0.6, 0.95])
def test_it_is_the_textbooks_sum_worked_out_another_way(windows: int, share: float) -> None:
    load = windows * share
    last = load**windows / factorial(windows) / (1 - share)
    exact = last / (sum(load**k / factorial(k) for k in range(windows)) + last)
    assert erlang.waits(windows, load) == pytest.approx(exact, rel=1e-12)
    assert erlang.within(windows, load, 6.0, 15.0) == pytest.approx(
        1 - exact * exp(-(windows - load) * 2.5), rel=1e-12
    )


@pytest.mark.parametrize(
    ("people", "service", "wait", "share", "windows", "level"),
    [
        (100, 3.0, 1 / 3, 0.80, 14, 0.8883500191794669),
        (37, 8.5, 15.0, 0.90, 12, 0.9614802350658327),
        (120, 6.0, 5.0, 0.80, 26, 0.8873012463257794),
        (10, 14.0, 15.0, 0.95, 7, 0.9794738815649232),
    ],
)
def test_the_windows_needed_are_those_that_pyworkforce_0_5_1_finds(
    people: int, service: float, wait: float, share: float, windows: int, level: float
) -> None:
    """People in half an hour, minutes; of 320 cases compared all with a load of one window or more were equal."""
    load = people * service / 30
    assert erlang.needed(load, service, wait, share) == windows
    assert erlang.within(windows, load, service, wait) == pytest.approx(level, rel=1e-12)
    assert erlang.within(windows - 1, load, service, wait) < share


def test_nobody_needs_no_window_and_who_comes_needs_one_at_least() -> None:
    assert erlang.needed(0.0, 8.0, 15.0, 0.8) == 0
    assert erlang.needed(0.001, 8.0, 15.0, 0.99) == 1
    assert erlang.within(3, 3.0, 8.0, 15.0) == 0.0
    assert erlang.needed(5000.0, 8.0, 15.0, 0.8) == erlang.MOST
