"""«Come back to me after», several services in one visit, and the same slip again when something was missing."""

from __future__ import annotations

import pytest

from server.domain.events import Command, Event
from tests.domain.hall import DAY
from tests.domain.play import Play


def served(play: Play, window: str, outcome: str = "done") -> str | None:
    """The number served at a window from call to end, or None when nobody was there to call."""
    play.at(window, "call_next")
    id = play.window(window).ticket
    if id:
        play.at(window, "start")
        play.wait(3)
        play.at(window, "complete", outcome=outcome)
    return id and play[id].number


def to(play: Play, window: str, there: str) -> None:
    """Send the ticket at a window to another one, to come back."""
    play.do(Command("transfer", "clerk", {"window": there, "back": True}, window=window))


def test_who_is_sent_to_come_back_waits_again_for_the_first_window() -> None:
    play = Play("w1", "w2", "w4")
    play.take("licence", classes=["elderly"])
    play.serve("w1")
    play.at("w1", "transfer", service="tax", back=True)
    sent = play["t1"]
    assert (sent.service, sent.services, sent.back) == ("tax", ("tax", "licence"), ("licence", "w1"))
    play.wait(4)
    assert served(play, "w2") == "A001"
    again = play["t1"]
    assert (again.status, again.service, again.bound) == ("waiting", "licence", ("window", "w1"))
    assert (again.classes, again.since, again.standings) == (("elderly",), sent.since, sent.standings)
    assert play.at("w4", "call_next") == [], "only the window that sent it calls it"
    assert served(play, "w1") == "A001"
    assert (play["t1"].status, play["t1"].done, play["t1"].back) == ("completed", ("tax", "licence"), None)


def test_the_same_service_at_another_window_may_be_the_errand() -> None:
    play = Play("w1", "w2")
    play.take("permit")
    play.serve("w1")
    to(play, "w1", "w2")
    assert served(play, "w1") is None
    assert served(play, "w2") == "A001"
    assert served(play, "w1") == "A001"
    assert play["t1"].status == "completed"


@pytest.mark.parametrize("order", [None, "any"])
def test_the_rest_of_a_visit_goes_on_after_the_errand(order: str | None) -> None:
    play = Play("w1", "w2", "w4")
    play.take("permit", "licence", "passport", order=order)
    play.serve("w1")
    play.at("w1", "transfer", service="tax", back=True)
    assert served(play, "w1") is None, "the errand comes first, whatever the order"
    assert served(play, "w4") == "A001"
    assert play["t1"].done == ("tax",)
    assert served(play, "w4") is None
    for window in ("w1", "w4", "w4"):
        assert served(play, window) == "A001"
    assert play["t1"].status == "completed"
    assert set(play["t1"].done) == {"tax", "permit", "licence", "passport"}


def test_an_errand_that_is_a_later_step_of_the_visit_is_done_once() -> None:
    play = Play("w1", "w2")
    play.take("licence", "tax")
    play.serve("w1")
    play.at("w1", "transfer", service="tax", back=True)
    assert play["t1"].services == ("licence", "tax")
    for window in ("w2", "w1"):
        assert served(play, window) == "A001"
    assert (play["t1"].status, play["t1"].done) == ("completed", ("tax", "licence"))


def test_where_the_errand_goes_on_to_another_window_it_still_comes_back() -> None:
    play = Play("w1", "w2", "w3")
    play.take("licence")
    play.serve("w1")
    play.at("w1", "transfer", service="tax", back=True)
    play.serve("w2")
    play.at("w2", "transfer", service="passport")
    assert served(play, "w3") == "A001"
    assert (play["t1"].service, play["t1"].bound) == ("licence", ("window", "w1"))


def test_if_the_first_window_has_closed_any_that_serves_it_may_call() -> None:
    play = Play("w1", "w2", "w3")
    play.take("licence")
    play.serve("w1")
    play.at("w1", "transfer", service="tax", back=True)
    play.at("w1", "close")
    assert served(play, "w2") == "A001"
    assert (play["t1"].service, play["t1"].bound) == ("licence", None)
    assert served(play, "w3") == "A001"
    assert play["t1"].status == "completed"


def test_an_errand_cannot_lead_to_its_own_window_nor_begin_twice() -> None:
    play = Play("w1", "w2")
    play.take("permit")
    play.serve("w1")
    with play.refuses("invalid"):
        to(play, "w1", "w1")
    to(play, "w1", "w2")
    play.serve("w2")
    with play.refuses("illegal_move"):
        play.at("w2", "transfer", service="tax", back=True)


def test_an_errand_that_was_passed_and_let_back_in_still_comes_back() -> None:
    play = Play("w1", "w2")
    play.take("licence")
    play.serve("w1")
    play.at("w1", "transfer", service="tax", back=True)
    play.at("w2", "call_next")
    play.at("w2", "no_show", why="gone")
    play.of("t1", "requeue")
    assert served(play, "w2") == "A001"
    assert served(play, "w1") == "A001"


def test_a_finished_errand_is_undone_with_its_way_back() -> None:
    play = Play("w1", "w2")
    play.take("licence")
    play.serve("w1")
    play.at("w1", "transfer", service="tax", back=True)
    play.serve("w2")
    before = play["t1"]
    play.at("w2", "complete")
    play.at("w2", "undo")
    assert play["t1"] == before


# -- what was missing ---------------------------------------------------------------------------------


def test_every_service_that_ended_incomplete_can_be_returned_for() -> None:
    play = Play("w4")
    play.take("permit", "licence", "tax", classes=["elderly"])
    outcomes = ["incomplete", "done", "incomplete"]
    for outcome in outcomes:
        served(play, "w4", outcome)
    assert (play["t1"].status, play["t1"].missing) == ("completed", ("permit", "tax"))
    play.wait(30)
    play.of("t1", "requeue")
    back = play["t1"]
    assert (back.status, back.service, back.done, back.since) == ("waiting", "permit", ("licence",), play.now)
    assert back.classes == ("elderly", "returning")
    for _ in range(2):
        assert served(play, "w4") == "A001"
    assert (play["t1"].status, play["t1"].missing) == ("completed", ())
    with play.refuses("illegal_move"):
        play.of("t1", "requeue")


def test_a_visit_that_ended_well_but_for_one_step_can_be_returned_for_that_step() -> None:
    play = Play("w4")
    play.take("permit", "licence")
    served(play, "w4", "incomplete")
    served(play, "w4")
    assert play["t1"].outcome == "done"
    play.of("t1", "requeue")
    assert play["t1"].awaited == ("permit",)


def test_a_returned_slip_in_any_order_waits_only_for_what_was_missing() -> None:
    play = Play("w4")
    play.take("permit", "licence", order="any")
    served(play, "w4", "incomplete")
    served(play, "w4")
    play.of("t1", "requeue")
    assert play["t1"].awaited == ("permit",)
    served(play, "w4", "incomplete")
    play.of("t1", "requeue")
    assert play["t1"].requeues == 0, "coming back with a paper is no second chance used up"


def test_a_slip_returns_on_its_own_day_only() -> None:
    play = Play("w1")
    play.take("permit")
    served(play, "w1", "incomplete")
    play.close_day()
    play.wait(24 * 60)
    play.append([Event("day.opened", {"day": DAY[:-1] + "4", "profile": 1, "numbers": []})], "system", "c")
    with play.refuses("unknown_ticket"):
        play.of("t1", "requeue")
