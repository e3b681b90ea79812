"""The clerk pressed by mistake: the last press is taken back whole, and only while nothing followed it."""

from __future__ import annotations

from tests.domain.hall import MINUTE
from tests.domain.play import Play


def test_an_undone_call_waits_again_with_its_old_clock() -> None:
    play = Play("w1")
    play.take("permit", classes=["elderly"])
    before = play["t1"]
    play.wait(3)
    play.at("w1", "call_next")
    assert play.at("w1", "undo") == ["ticket.undone"]
    assert play["t1"] == before.but(legs=1)
    assert play.window("w1").ticket is None


def test_a_call_can_be_undone_after_a_recall() -> None:
    play = Play("w1")
    play.take("permit")
    play.at("w1", "call_next")
    play.at("w1", "recall")
    play.at("w1", "undo")
    assert (play["t1"].status, play["t1"].recalls) == ("waiting", 0)


def test_undoing_next_with_finish_brings_the_finished_one_back() -> None:
    play = Play("w1")
    play.take("permit")
    play.take("licence")
    play.serve("w1")
    before = play["t1"]
    assert play.at("w1", "call_next", finish="completed") == ["ticket.completed", "ticket.called"]
    assert play.at("w1", "undo") == ["ticket.undone", "ticket.undone"]
    assert play["t1"] == before
    assert play["t2"].status == "waiting"
    assert play.window("w1").ticket == "t1"


def test_undoing_next_with_finish_when_nobody_waited_brings_the_finished_one_back() -> None:
    play = Play("w1")
    play.take("permit")
    play.serve("w1")
    assert play.at("w1", "call_next", finish="completed") == ["ticket.completed"]
    play.at("w1", "undo", ticket="t1")
    assert play.window("w1").ticket == "t1"
    assert play["t1"].status == "serving"


def test_undoing_a_no_show_calls_back_to_the_same_window() -> None:
    play = Play("w1")
    play.take("permit")
    play.at("w1", "call_next")
    before = play["t1"]
    play.at("w1", "no_show", why="gone")
    play.at("w1", "undo")
    assert play["t1"] == before


def test_presses_are_undone_one_after_the_other_latest_first() -> None:
    play = Play("w1")
    play.take("permit")
    play.at("w1", "call_next")
    play.at("w1", "complete")
    play.at("w1", "undo")
    assert play["t1"].status == "called"
    play.at("w1", "undo")
    assert play["t1"].status == "waiting"
    with play.refuses("illegal_move"):
        play.at("w1", "undo")


def test_a_press_can_be_undone_for_ten_minutes() -> None:
    play = Play("w1")
    play.take("permit")
    play.at("w1", "call_next")
    play.wait(10)
    play.at("w1", "undo")
    play.at("w1", "call_next")
    play.wait(10.01)
    with play.refuses("undo_too_late"):
        play.at("w1", "undo")


def test_after_a_start_the_call_can_no_longer_be_undone() -> None:
    play = Play("w1")
    play.take("permit")
    play.serve("w1")
    with play.refuses("illegal_move"):
        play.at("w1", "undo")


def test_undo_names_the_ticket_it_is_about() -> None:
    play = Play("w1")
    play.take("permit")
    play.at("w1", "call_next")
    for wrong in ("t9", None):
        with play.refuses("ticket_changed"):
            play.at("w1", "undo", ticket=wrong)
    play.at("w1", "undo", ticket="t1")


def test_a_no_show_that_was_let_back_in_and_called_elsewhere_stays_there() -> None:
    """Its status is no_show again, but it is another window's press that made it so."""
    play = Play("w1", "w2")
    play.take("permit")
    for window in ("w1", "w2"):
        play.at(window, "call_next")
        play.at(window, "no_show", why="gone")
        if window == "w1":
            play.of("t1", "requeue")
    with play.refuses("illegal_move"):
        play.at("w1", "undo")
    play.at("w2", "undo")
    assert (play["t1"].status, play["t1"].window) == ("called", "w2")


def test_a_visit_that_went_on_elsewhere_cannot_be_pulled_back() -> None:
    play = Play("w1", "w2")
    play.take("licence", "permit", "tax")
    for window in ("w1", "w2"):
        play.serve(window)
        play.at(window, "complete")
    assert play["t1"].done == ("licence", "permit")
    with play.refuses("illegal_move"):
        play.at("w1", "undo")


def test_a_transferred_visit_cannot_be_pulled_back() -> None:
    play = Play("w1")
    play.take("licence", "permit")
    play.serve("w1")
    play.at("w1", "complete")
    play.of("t1", "transfer_ticket", service="tax")
    with play.refuses("illegal_move"):
        play.at("w1", "undo")


def test_undo_keeps_priority_granted_meanwhile() -> None:
    play = Play("w1")
    play.take("licence", "permit")
    play.serve("w1")
    play.at("w1", "complete")
    play.of("t1", "classes", classes=["elderly"])
    play.at("w1", "undo")
    assert (play["t1"].status, play["t1"].classes) == ("serving", ("elderly",))


def test_a_rating_given_too_early_survives_the_undo() -> None:
    play = Play("w1")
    play.take("permit")
    play.serve("w1")
    play.at("w1", "complete")
    play.of("t1", "rate", level=4)
    play.at("w1", "undo")
    assert (play["t1"].status, play["t1"].rating) == ("serving", 4)


def test_a_step_undone_and_its_call_undone_come_back_to_the_first_call() -> None:
    """The undone second call keeps its number, so a later call is the third."""
    play = Play("w1")
    play.take("licence", "permit")
    play.serve("w1")
    before = play["t1"]
    play.at("w1", "complete")
    play.at("w1", "call_next")
    play.at("w1", "undo")
    play.at("w1", "undo")
    assert play["t1"] == before.but(legs=2)
    play.at("w1", "complete")
    play.at("w1", "call_next")
    assert (play["t1"].leg, play["t1"].legs) == (3, 3)


def test_what_was_undone_does_not_count_in_the_service_times() -> None:
    play = Play("w1")
    play.take("licence", "permit")
    play.serve("w1")
    play.wait(6)
    play.at("w1", "complete")
    assert play.floor.served["licence"] == (1, 6 * MINUTE)
    play.wait(1)
    play.at("w1", "undo")
    assert play.floor.served["licence"] == (0, 0)
    play.at("w1", "complete")
    assert play.floor.served["licence"] == (1, 7 * MINUTE)
