"""Passed numbers: four ways a hall may deal with who was called and did not come, each within its limits."""

from __future__ import annotations

import pytest

from server.domain.floor import Floor
from server.domain.happenings import apply
from tests.domain.hall import hall
from tests.domain.play import Play


def passing(play: Play, window: str = "w1") -> None:
    """The next one is called and does not come."""
    play.at(window, "call_next")
    play.at(window, "no_show", why="gone")


def test_where_passed_numbers_are_void_a_new_one_must_be_taken() -> None:
    play = Play("w1", given=hall(passed="void"))
    play.take("permit")
    passing(play)
    with play.refuses("passed_void"):
        play.of("t1", "requeue")


def test_void_numbers_may_still_return_with_what_was_missing() -> None:
    play = Play("w1", given=hall(passed="void"))
    play.take("permit")
    play.serve("w1")
    play.at("w1", "complete", outcome="incomplete")
    play.of("t1", "requeue")
    assert (play["t1"].status, play["t1"].classes) == ("waiting", ("returning",))


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (30, True), (31, False)])
def test_a_passed_number_can_be_let_back_in_for_the_halls_minutes(minutes: int, late: bool) -> None:
    play = Play("w1", given=hall(passed_minutes=minutes))
    play.take("permit")
    passing(play)
    play.wait(30.5)
    if late:
        with play.refuses("passed_too_late") as refused:
            play.of("t1", "requeue")
        assert refused.facts == {"minutes": 30}
    else:
        assert play.of("t1", "requeue") == ["ticket.requeued"]


def test_at_once_the_no_show_itself_puts_it_back_with_a_new_clock() -> None:
    play = Play("w1", given=hall(passed="at_once"))
    for _ in range(2):
        play.take("permit", classes=["elderly"])
    play.wait(5)
    play.at("w1", "call_next")
    assert play.at("w1", "no_show", why="gone") == ["ticket.no_show", "ticket.requeued"]
    assert (play["t1"].status, play["t1"].since, play["t1"].requeues) == ("waiting", play.now, 1)
    assert play["t1"].classes == ("elderly", "requeued")
    play.at("w1", "call_next")
    assert play.window("w1").ticket == "t2", "who waited on goes first"


def test_at_once_does_not_call_the_same_one_again_in_the_same_press() -> None:
    play = Play("w1", given=hall(passed="at_once"))
    play.take("permit")
    play.at("w1", "call_next")
    assert play.at("w1", "call_next", finish="no_show", why="gone") == ["ticket.no_show", "ticket.requeued"]
    assert play.window("w1").ticket is None
    play.at("w1", "call_next")
    assert play.window("w1").ticket == "t1"


def test_the_count_holds_for_those_who_come_back_by_themselves_too() -> None:
    play = Play("w1", given=hall(passed="at_once", requeue_limit=1))
    play.take("permit", classes=["elderly"])
    passing(play)
    assert play["t1"].classes == ("elderly", "requeued")
    passing(play)
    assert play["t1"].classes == ()
    assert play["t1"].score(play.now) == (0, "ordinary")


def test_by_itself_a_ticket_comes_back_within_the_halls_minutes_of_its_first_no_show() -> None:
    play = Play("w1", given=hall(passed="at_once", passed_minutes=20))
    play.take("permit")
    passing(play)
    play.wait(21)
    passing(play)
    assert play["t1"].status == "no_show"
    assert play.of("t1", "requeue") == ["ticket.requeued"], "by hand it still can"


def test_after_so_many_calls_of_its_queue_a_passed_one_waits_again() -> None:
    play = Play("w1", "w2", given=hall(passed="after_calls", passed_calls=2))
    for _ in range(4):
        play.take("permit")
    play.take("tax")
    passing(play)
    play.at("w2", "call_next")
    play.at("w2", "complete")
    assert play["t1"].status == "no_show"
    assert play.at("w1", "call_next") == ["ticket.called", "ticket.requeued"]
    assert (play["t1"].status, play["t1"].since) == ("waiting", play.now)
    assert "requeued" in play["t1"].classes
    assert play.floor.passed == {}


def test_calls_of_another_queue_do_not_count() -> None:
    play = Play("w1", "w2", given=hall(passed="after_calls", passed_calls=1))
    play.take("permit")
    passing(play)
    play.take("tax")
    play.take("permit")
    play.at("w2", "call", number="B01", why="baby")
    assert play["t1"].status == "no_show"
    assert play.at("w1", "call_next") == ["ticket.called", "ticket.requeued"]


def test_the_call_of_the_same_press_counts_but_does_not_call_the_passed_one() -> None:
    play = Play("w1", given=hall(passed="after_calls", passed_calls=1))
    play.take("permit")
    play.take("permit")
    play.at("w1", "call_next")
    kinds = play.at("w1", "call_next", finish="no_show", why="gone")
    assert kinds == ["ticket.no_show", "ticket.called", "ticket.requeued"]
    assert (play["t1"].status, play.window("w1").ticket) == ("waiting", "t2")


def test_when_nobody_else_waits_the_passed_one_is_called_at_the_next_press() -> None:
    play = Play("w1", given=hall(passed="after_calls", passed_calls=9))
    for _ in range(2):
        play.take("permit")
        passing(play)
    assert play.at("w1", "call_next") == ["ticket.requeued", "ticket.called"]
    assert (play.window("w1").ticket, play["t2"].status) == ("t1", "no_show")


def test_a_window_that_does_not_serve_it_does_not_bring_it_back() -> None:
    play = Play("w1", "w3", given=hall(passed="after_calls", passed_calls=9))
    play.take("permit")
    passing(play)
    assert play.at("w3", "call_next") == []
    assert play["t1"].status == "no_show"


def test_too_late_it_stays_passed_also_after_the_calls() -> None:
    play = Play("w1", given=hall(passed="after_calls", passed_calls=1, passed_minutes=10))
    play.take("permit")
    passing(play)
    play.wait(11)
    play.take("permit")
    assert play.at("w1", "call_next") == ["ticket.called"]
    play.at("w1", "complete")
    assert play.at("w1", "call_next") == []


def test_a_cancelled_one_does_not_come_back() -> None:
    play = Play("w1", given=hall(passed="after_calls", passed_calls=1))
    play.take("permit")
    passing(play)
    play.of("t1", "cancel")
    play.take("permit")
    assert play.at("w1", "call_next") == ["ticket.called"]
    assert play.floor.passed == {}


# -- undo -------------------------------------------------------------------------------------------


def test_undoing_a_no_show_takes_its_coming_back_with_it() -> None:
    play = Play("w1", given=hall(passed="at_once"))
    play.take("permit", classes=["elderly"])
    play.at("w1", "call_next")
    before = play["t1"]
    play.at("w1", "no_show", why="gone")
    assert play.at("w1", "undo") == ["ticket.undone", "ticket.undone"]
    assert play["t1"] == before
    assert play.window("w1").ticket == "t1"


def test_undoing_a_call_takes_back_whom_it_let_in_and_the_count() -> None:
    play = Play("w1", "w2", given=hall(passed="after_calls", passed_calls=1))
    play.take("permit")
    passing(play)
    before = play["t1"]
    play.take("permit")
    play.at("w1", "call_next")
    assert play.at("w1", "undo", ticket="t2") == ["ticket.undone", "ticket.undone"]
    assert play["t1"] == before
    assert (play.floor.called_in, play.floor.passed) == ({"A": 1}, {"A": {"t1": 2}})
    assert play.at("w2", "call_next") == ["ticket.called", "ticket.requeued"]


def test_a_press_whose_passed_one_was_called_elsewhere_is_not_undone_in_part() -> None:
    play = Play("w1", "w2", given=hall(passed="after_calls", passed_calls=1))
    play.take("permit")
    passing(play)
    play.take("permit")
    play.at("w1", "call_next")
    play.at("w2", "call_next")
    assert play.window("w2").ticket == "t1"
    with play.refuses("illegal_move") as refused:
        play.at("w1", "undo")
    assert refused.facts == {"status": "called", "ticket": "t1"}


def test_priority_granted_after_a_ticket_came_back_keeps_the_press_from_being_undone() -> None:
    play = Play("w1", given=hall(passed="at_once"))
    play.take("permit")
    passing(play)
    play.of("t1", "classes", classes=["elderly"])
    with play.refuses("illegal_move"):
        play.at("w1", "undo")


def test_finish_as_no_show_is_undone_with_the_call_and_the_coming_back() -> None:
    play = Play("w1", given=hall(passed="at_once"))
    play.take("permit")
    play.take("permit")
    play.at("w1", "call_next")
    before = play["t1"]
    kinds = play.at("w1", "call_next", finish="no_show", why="gone")
    assert kinds == ["ticket.no_show", "ticket.requeued", "ticket.called"]
    play.at("w1", "undo")
    assert (play["t1"], play["t2"].status, play.window("w1").ticket) == (before, "waiting", "t1")


def test_a_window_whose_undo_takes_back_a_return_too_is_shown_anew() -> None:
    play = Play("w1", "w2", given=hall(passed="after_calls", passed_calls=1))
    for _ in range(3):
        play.take("permit")
    passing(play)
    assert "ticket.requeued" in play.at("w2", "call_next")
    floor = Floor(play.floor.hall)
    seen = {e.kind: apply(floor, e).windows for e in play.written}
    assert seen["ticket.requeued"] == ["w2"]
