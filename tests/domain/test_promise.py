"""The promise to those who reserve: called within ten minutes of max(check-in, slot), to the millisecond."""

from __future__ import annotations

import pytest

from server.domain.booking import promise
from server.domain.booking.promise import Promise
from server.domain.events import Command
from tests.domain.booking import NINE, Desk
from tests.domain.hall import MINUTE, MORNING


def waiting(came: float, **rules: int) -> Desk:
    """Somebody with a reservation for nine o'clock who came so many minutes after it, and an open window."""
    desk = Desk(MORNING - 60 * MINUTE, **rules)
    desk.book()
    desk.at("w1", "open", person="chen")
    desk.check_in("R1", NINE + round(came * MINUTE))
    return desk


@pytest.mark.parametrize(
    ("came", "called", "kept"),
    [(-30, 10, 1), (-30, 10 + 1 / MINUTE, 0), (5, 15, 1), (5, 15 + 1 / MINUTE, 0), (-30, -30, 1)],
)
def test_the_minutes_count_from_the_slot_or_from_a_later_check_in(
    came: float, called: float, kept: int
) -> None:
    desk = waiting(came)
    desk.now = NINE + round(called * MINUTE)
    desk.at("w1", "call_next")
    assert promise.state(desk.floor, desk.now) == Promise(kept, 1, () if kept else ("t1",))


def test_who_still_waits_counts_once_their_time_is_up() -> None:
    desk = waiting(-5)
    assert promise.state(desk.floor, NINE + 10 * MINUTE) == Promise(0, 0)
    assert promise.state(desk.floor, NINE + 10 * MINUTE + 1) == Promise(0, 1, ("t1",))


def test_who_gave_up_in_time_and_who_came_late_has_no_promise() -> None:
    desk = waiting(-5)
    desk.do(Command("cancel", "guide", ticket="t1"))
    assert promise.state(desk.floor, NINE + 60 * MINUTE) == Promise(0, 0)
    late = waiting(11)
    assert promise.state(late.floor, NINE + 60 * MINUTE) == Promise(0, 0)


def test_the_minutes_and_the_percent_are_the_halls() -> None:
    desk = waiting(0, promise_minutes=5, promise_percent=60)
    assert promise.state(desk.floor, NINE + 6 * MINUTE).missed == ("t1",)
    assert promise.state(waiting(0).floor, NINE + 6 * MINUTE).missed == ()
    hall = desk.floor.hall
    assert [Promise(kept, 10).broken(hall) for kept in (5, 6)] == [True, False]
    assert not Promise(0, 0).broken(hall)
    assert not Promise(0, 10).broken(waiting(0).floor.hall), "a hall that promises nothing breaks nothing"


def test_a_call_taken_back_was_no_call() -> None:
    desk = waiting(-5)
    desk.now = NINE
    desk.at("w1", "call_next")
    desk.at("w1", "undo")
    assert promise.state(desk.floor, NINE + 11 * MINUTE).missed == ("t1",)
