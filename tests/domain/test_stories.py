"""What happens to people: taking, waiting, being called, passed, held, and sent on."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.hall import MINUTE, WORKDAY, hall
from tests.domain.play import Play

# -- taking -------------------------------------------------------------------------------------


def test_numbers_run_from_one_in_each_queue() -> None:
    play = Play()
    ids = [play.take(s) for s in ("permit", "tax", "licence", "tax", "passport")]
    assert [play[id].number for id in ids] == ["A001", "B01", "A002", "B02", "C001"]


def test_a_kiosk_cannot_grant_priority() -> None:
    play = Play()
    with play.refuses("class_needs_evidence"):
        play.take("permit", channel="kiosk", classes=["elderly"])


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("unknown_service", {"services": ["marriage"]}),
        ("unknown_class", {"services": ["tax"], "classes": ["vip"]}),
        ("unknown_class", {"services": ["tax"], "classes": ["requeued"]}),
        ("unknown_need", {"services": ["tax"], "needs": ["lawyer"]}),
    ],
)
def test_what_the_hall_does_not_know_is_refused(code: str, asked: dict[str, Any]) -> None:
    play = Play()
    with play.refuses(code):
        play.take(*asked.pop("services"), **asked)


def test_a_full_queue_takes_no_more_except_in_a_rehearsal() -> None:
    play = Play(given=hall(cap=2))
    for _ in range(2):
        play.take("passport")
    with play.refuses("queue_full"):
        play.take("passport")
    play.take("passport", lax=True)
    assert play["t3"].number == "C003"


def test_a_closed_hall_gives_no_numbers_except_in_a_rehearsal() -> None:
    play = Play("w1", given=hall(hours={"workdays": WORKDAY}))
    play.take("permit")
    play.wait(4 * 60)
    with play.refuses("hall_closed") as refused:
        play.take("permit")
    assert refused.facts["opens_at"] == "2026-11-23T14:00:00+08:00"
    play.take("permit", lax=True)


def test_closing_time_stops_taking_not_serving() -> None:
    play = Play("w1", given=hall(hours={"workdays": WORKDAY}))
    play.take("permit")
    play.wait(4 * 60)
    play.serve("w1")
    play.at("w1", "complete")
    assert play["t1"].status == "completed"


# -- being called ---------------------------------------------------------------------------------


def test_a_busy_window_does_not_call_and_nobody_is_lost() -> None:
    play = Play("w1")
    play.take("permit")
    play.take("permit")
    play.at("w1", "call_next")
    with play.refuses("window_busy") as refused:
        play.at("w1", "call_next")
    assert refused.facts == {"ticket": "t1", "number": "A001"}


def test_finish_is_ignored_at_an_empty_window() -> None:
    play = Play("w1")
    play.take("permit")
    assert play.at("w1", "call_next", finish="no_show") == ["ticket.called"]


def test_finish_with_an_outcome_ends_the_one_and_calls_the_other() -> None:
    play = Play("w1")
    play.take("permit")
    play.take("permit")
    play.serve("w1")
    play.at("w1", "call_next", finish="completed", outcome="incomplete", items=3)
    assert (play["t1"].outcome, play["t1"].items) == ("incomplete", 3)
    assert play.window("w1").ticket == "t2"


def test_finish_as_no_show_of_one_being_served_is_illegal() -> None:
    play = Play("w1")
    play.take("permit")
    play.serve("w1")
    with play.refuses("illegal_move"):
        play.at("w1", "call_next", finish="no_show", why="gone")


def test_absent_null_and_an_id_believe_three_different_things() -> None:
    play = Play("w1")
    play.take("permit")
    play.take("permit")
    play.at("w1", "call_next", ticket=None)
    for wrong in (None, "t2"):
        with play.refuses("ticket_changed") as refused:
            play.at("w1", "call_next", ticket=wrong, finish="completed")
        assert refused.facts == {"ticket": "t1"}
    play.at("w1", "recall", ticket="t1")
    play.at("w1", "call_next", finish="completed")
    with play.refuses("ticket_changed"):
        play.at("w1", "complete", ticket="t1")


def test_a_chosen_number_passes_others_and_says_whom() -> None:
    play = Play("w1")
    play.take("permit", classes=["elderly"])
    play.take("permit")
    play.at("w1", "call", number="a002", why="baby")
    why = play["t2"].why
    assert why is not None
    assert why["chosen"] == "baby"
    assert why["runner_up"]["number"] == "A001"
    assert why["runner_up"]["class"] == "elderly"


def test_a_chosen_number_must_be_served_there_and_be_waiting() -> None:
    play = Play("w1", "w2")
    play.take("tax")
    with play.refuses("not_served_here"):
        play.at("w1", "call", number="B01")
    with play.refuses("unknown_ticket"):
        play.at("w1", "call", number="A077")
    play.at("w2", "call_next")
    with play.refuses("illegal_move"):
        play.at("w1", "call", number="B01")


def test_the_last_recall_is_marked() -> None:
    play = Play("w1")
    play.take("permit")
    play.at("w1", "call_next")
    first = play["t1"].called_seq
    play.at("w1", "recall")
    assert not play["t1"].last_call
    play.at("w1", "recall")
    assert play["t1"].last_call
    assert play["t1"].called_seq == play.window("w1").called_seq == (first or 0) + 2


# -- not coming -----------------------------------------------------------------------------------


def test_a_no_show_needs_the_recalls_and_the_seconds_of_the_hall() -> None:
    play = Play("w1")
    play.take("permit")
    play.at("w1", "call_next")
    play.wait(2)
    with play.refuses("too_early"):
        play.at("w1", "no_show")
    play.at("w1", "recall")
    play.wait(0.4)
    with play.refuses("too_early") as refused:
        play.at("w1", "no_show")
    assert refused.facts == {"recalls": 1, "seconds": 24}
    play.wait(0.1)
    assert play.at("w1", "no_show") == ["ticket.no_show"]


def test_a_no_show_with_a_reason_needs_neither() -> None:
    play = Play("w1")
    play.take("permit")
    play.take("permit")
    play.at("w1", "call_next")
    with play.refuses("too_early"):
        play.at("w1", "call_next", finish="no_show")
    assert play.at("w1", "call_next", why="gone", finish="no_show") == ["ticket.no_show", "ticket.called"]


def test_who_is_let_back_in_starts_every_clock_anew() -> None:
    play = Play("w1")
    play.take("permit", classes=["elderly"])
    play.at("w1", "call_next")
    play.at("w1", "no_show", why="gone")
    play.wait(20)
    play.of("t1", "requeue")
    ticket = play["t1"]
    assert ticket.since == play.now
    assert ticket.classes == ("elderly", "requeued")
    assert ticket.score(play.now) == (10, "elderly")


def test_beyond_the_limit_who_is_let_back_in_is_an_ordinary_one() -> None:
    play = Play("w1")
    play.take("permit", classes=["elderly"])
    for _ in range(2):
        play.at("w1", "call_next")
        play.at("w1", "no_show", why="gone")
        play.of("t1", "requeue")
    assert play["t1"].classes == ()
    assert play["t1"].score(play.now) == (0, "ordinary")


# -- holding --------------------------------------------------------------------------------------


def test_what_is_held_is_not_service_time_and_may_go_on_at_another_window() -> None:
    play = Play("w1", "w2")
    play.take("permit")
    play.serve("w1")
    play.wait(4)
    play.at("w1", "hold", why="copy")
    assert play.window("w1").ticket is None
    play.wait(30)
    play.at("w2", "resume", ticket="t1")
    play.wait(5)
    play.at("w2", "complete")
    assert play.floor.served["permit"] == (1, 9 * MINUTE)
    assert play["t1"].held_ms == 30 * MINUTE


def test_one_held_before_the_start_begins_when_it_is_resumed() -> None:
    play = Play("w1")
    play.take("permit")
    play.at("w1", "call_next")
    play.at("w1", "hold")
    play.wait(8)
    play.at("w1", "resume", ticket="t1")
    assert (play["t1"].started_at, play["t1"].held_ms) == (play.now, 0)


def test_a_window_resumes_only_what_it_serves_and_one_at_a_time() -> None:
    play = Play("w1", "w2")
    play.take("licence")
    play.take("permit")
    play.serve("w1")
    play.at("w1", "hold")
    with play.refuses("not_served_here"):
        play.at("w2", "resume", ticket="t1")
    play.at("w1", "call_next")
    with play.refuses("window_busy"):
        play.at("w1", "resume", ticket="t1")


# -- several services, another window --------------------------------------------------------------


def test_a_visit_keeps_its_number_and_clock_through_its_services() -> None:
    play = Play("w1", "w3")
    play.take("permit", "tax", classes=["elderly"])
    taken, standings = play.now, play["t1"].standings
    play.serve("w1")
    play.wait(9)
    play.at("w1", "complete", outcome="accepted", items=2)
    ticket = play["t1"]
    assert (ticket.status, ticket.service, ticket.line, ticket.done) == ("waiting", "tax", "B", ("permit",))
    assert (ticket.since, ticket.standings, ticket.number) == (taken, standings, "A001")
    assert play.floor.waiting == {"A": 0, "B": 1}
    play.serve("w3")
    play.at("w3", "complete")
    assert (play["t1"].status, play["t1"].items) == ("completed", 3)


def test_in_any_order_the_window_that_is_free_begins() -> None:
    play = Play("w3")
    play.take("permit", "tax", order="any")
    play.at("w3", "call_next")
    assert play["t1"].service == "tax"
    play.at("w3", "complete")
    assert play["t1"].service == "permit"
    assert play.floor.waiting["A"] == 1


def test_in_fixed_order_the_second_service_is_not_called_first() -> None:
    play = Play("w3")
    play.take("permit", "tax")
    assert play.at("w3", "call_next") == []


def test_a_transfer_keeps_the_clock_and_frees_the_window() -> None:
    play = Play("w1", "w3")
    play.take("permit")
    taken = play.now
    play.serve("w1")
    play.wait(12)
    play.at("w1", "transfer", service="passport", zone="west", why="wrong")
    ticket = play["t1"]
    assert (ticket.status, ticket.service, ticket.line, ticket.bound) == (
        "waiting",
        "passport",
        "C",
        ("zone", "west"),
    )
    assert ticket.since == taken
    assert play.window("w1").ticket is None
    play.at("w3", "call_next")
    assert play.window("w3").ticket == "t1"


def test_a_transfer_goes_only_where_somebody_serves_it() -> None:
    play = Play("w1")
    play.take("permit")
    for code, to in (
        ("not_served_here", {"service": "passport", "window": "w1"}),
        ("not_served_here", {"service": "passport", "zone": "east"}),
        ("unknown_window", {"window": "w9"}),
        ("unknown_zone", {"zone": "north"}),
        ("unknown_service", {"service": "marriage"}),
        ("invalid", {}),
    ):
        with play.refuses(code):
            play.of("t1", "transfer_ticket", **to)


def test_one_sent_back_to_what_was_done_can_be_called_for_it_again() -> None:
    play = Play("w1", "w4")
    play.take("permit", "licence", order="any")
    play.serve("w1")
    play.at("w1", "complete")
    play.of("t1", "transfer_ticket", service="permit")
    assert play["t1"].awaited == ("permit",)
    assert play.at("w4", "call_next") == ["ticket.called"]
