"""The hall's time never runs back by itself: small steps are evened out, large ones wait to be accepted."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from server.hub.clock import TOLERANCE
from server.hub.hub import Hub
from tests.domain.hall import MINUTE, MORNING
from tests.journal.hubs import Time, act, entries, hub_in, room, store_in

HOUR = 60 * MINUTE


def test_within_five_minutes_the_computers_clock_is_believed_but_never_backwards() -> None:
    time = Time()
    clock = time.clock()
    assert clock.now(0) == MORNING
    time.wall += 4 * MINUTE
    assert clock.now(MORNING) == MORNING + 4 * MINUTE
    time.wall -= 3 * MINUTE
    assert clock.now(MORNING + 4 * MINUTE) == MORNING + 4 * MINUTE
    assert not clock.doubtful


def test_a_clock_that_gains_a_little_every_day_is_believed_for_ever() -> None:
    time = Time()
    clock = time.clock()
    for _ in range(400):
        time.pass_(HOUR)
        time.wall += 2_000
        assert clock.now(0) == time.wall
    assert not clock.doubtful


def test_a_jump_either_way_is_doubtful_and_time_runs_on_steadily() -> None:
    for jump in (-3 * HOUR, 8 * HOUR, TOLERANCE + 1, -TOLERANCE - 1):
        time = Time()
        clock = time.clock()
        last = clock.now(0)
        time.wall += jump
        for _ in range(5):
            time.pass_(MINUTE)
            last = clock.now(last)
        assert clock.doubtful
        assert last == MORNING + 5 * MINUTE


def test_a_doubtful_clock_stays_so_until_it_is_accepted() -> None:
    time = Time()
    clock = time.clock()
    time.wall += HOUR
    clock.now(MORNING)
    time.wall -= HOUR
    clock.now(MORNING)
    assert clock.doubtful
    time.wall -= HOUR
    assert clock.accept() == MORNING - HOUR
    assert not clock.doubtful
    assert clock.now(0) == MORNING - HOUR


def test_a_suspended_computer_is_no_jump() -> None:
    time = Time()
    clock = time.clock()
    time.pass_(9 * HOUR)
    assert clock.now(MORNING) == MORNING + 9 * HOUR
    assert not clock.doubtful


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 10 * MINUTE), st.integers(-HOUR, HOUR), st.sampled_from([0, 0, 0, 1])),
        max_size=20,
    )
)
def test_whatever_the_computers_clock_does_time_never_runs_back(steps: list[tuple[int, int, int]]) -> None:
    time = Time()
    clock = time.clock()
    last = clock.now(0)
    for passed, jump, jumps in steps:
        time.pass_(passed)
        time.wall += jump * jumps
        now = clock.now(last)
        assert now >= last
        last = now
    assert last <= max(MORNING + sum(p for p, _, _ in steps) + 20 * TOLERANCE, time.wall)


def test_a_journal_from_the_future_makes_the_clock_doubtful_and_goes_on(tmp_path: Path) -> None:
    """The computer's battery died: it starts in the past, behind its own journal."""
    hub = hub_in(tmp_path)
    act(hub, "take", services=["permit"])
    hub.store.close()
    time = Time(MORNING - 30 * 24 * HOUR)
    again = Hub(store_in(tmp_path), time.clock)
    answer = act(again, "take", services=["permit"])
    assert room(again).clock.doubtful
    assert answer["ticket"]["number"] == "A002"
    assert entries(again)[-1].at == entries(again)[-2].at
    time.pass_(MINUTE)
    act(again, "take", services=["permit"])
    assert entries(again)[-1].at == MORNING + MINUTE


def test_a_journal_a_little_ahead_is_waited_for_without_doubt(tmp_path: Path) -> None:
    hub_in(tmp_path).store.close()
    again = Hub(store_in(tmp_path), Time(MORNING - 4 * MINUTE).clock)
    act(again, "take", services=["permit"])
    assert entries(again)[-1].at == MORNING
    assert not room(again).clock.doubtful


def test_one_process_accepts_and_the_other_believes_too(tmp_path: Path) -> None:
    time = Time()
    one, other = hub_in(tmp_path, time), hub_in(tmp_path, time)
    time.wall += 2 * HOUR
    for hub in (one, other):
        act(hub, "take", services=["permit"])
        assert room(hub).clock.doubtful
    act(one, "accept_clock")
    act(other, "take", services=["permit"])
    assert not room(other).clock.doubtful
    assert entries(other)[-1].at == MORNING + 2 * HOUR
