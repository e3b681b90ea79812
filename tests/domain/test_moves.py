"""The table of moves is the contract's, and what it does not name is refused without a trace."""

from __future__ import annotations

from typing import Any

import pytest

from server.domain.errors import HallError
from server.domain.ticket import MOVES
from server.protocol import STATUSES
from tests.domain.play import Play

CONTRACT = {
    "call": {"waiting"},
    "recall": {"called"},
    "start": {"called"},
    "complete": {"called", "serving"},
    "no_show": {"called"},
    "requeue": {"no_show"},
    "hold": {"called", "serving"},
    "resume": {"held"},
    "transfer": {"waiting", "called", "serving", "held"},
    "undo": {"called", "completed", "no_show"},
    "cancel": {"waiting", "held", "no_show"},
    "rate": {"completed"},
    "classes": {"waiting", "held"},
}
"""design.md §4, written out again."""

AT_WINDOW = ("recall", "start", "complete", "no_show", "hold", "transfer")
ON_TICKET = ("requeue", "transfer_ticket", "cancel", "reprint", "classes")
LANDS = {
    ("call", "waiting"): "called", ("recall", "called"): "called", ("start", "called"): "serving",
    ("complete", "called"): "completed", ("complete", "serving"): "completed", ("no_show", "called"): "no_show",
    ("requeue", "no_show"): "waiting", ("hold", "called"): "held", ("hold", "serving"): "held",
    ("resume", "held"): "serving", ("transfer", "waiting"): "waiting", ("transfer", "called"): "waiting",
    ("transfer", "serving"): "waiting", ("transfer", "held"): "waiting", ("undo", "called"): "waiting",
    ("undo", "completed"): "called", ("undo", "no_show"): "called", ("cancel", "waiting"): "cancelled",
    ("cancel", "held"): "cancelled", ("cancel", "no_show"): "cancelled", ("rate", "completed"): "completed",
    ("classes", "waiting"): "waiting", ("classes", "held"): "held",
}  # fmt: skip
ILLEGAL = sorted((v, s) for v, legal in CONTRACT.items() for s in STATUSES if s not in legal)
MORE: dict[str, dict[str, Any]] = {
    "transfer": {"service": "tax"},
    "rate": {"level": 5},
    "classes": {"classes": ["elderly"]},
}


def test_the_table_in_code_is_the_contract() -> None:
    assert {verb: set(statuses) for verb, statuses in MOVES.items()} == CONTRACT
    assert {(verb, status) for verb, statuses in CONTRACT.items() for status in statuses} == set(LANDS)


def in_status(status: str) -> Play:
    """A play whose ticket t1 has the status, reached by the shortest way, at w4."""
    play = Play("w4")
    play.take("permit")
    if status == "cancelled":
        play.of("t1", "cancel")
    elif status != "waiting":
        play.at("w4", "call_next")
        more = {"no_show": ["no_show"], "held": ["hold"], "serving": ["start"], "completed": ["complete"]}
        for verb in more.get(status, []):
            play.at("w4", verb, why="gone")
    if status == "expired":
        play.close_day()
        play.at("w4", "open")
    assert play["t1"].status == status
    return play


def press(play: Play, verb: str) -> None:
    """The verb on t1 by the door it has: at its window or by its id."""
    more = MORE.get(verb, {})
    status = play["t1"].status
    if verb == "call":
        play.at("w4", "call", number="A001", why="early")
    elif verb == "resume":
        play.at("w4", "resume", ticket="t1")
    elif verb in AT_WINDOW and play.window("w4").ticket == "t1":
        play.at("w4", verb, **({"why": "gone"} if verb == "no_show" else more))
    elif verb == "transfer":
        play.of("t1", "transfer_ticket", **more)
    elif verb == "undo":
        play.at("w4", "undo", ticket="t1")
    elif verb in AT_WINDOW:
        play.at("w4", verb, ticket="t1" if status in ("called", "serving") else None)
    else:
        play.of("t1", verb, **more)


@pytest.mark.parametrize(("verb", "status"), sorted(LANDS))
def test_a_legal_move_lands_where_the_contract_says(verb: str, status: str) -> None:
    play = in_status(status)
    press(play, verb)
    assert play["t1"].status == LANDS[verb, status]


@pytest.mark.parametrize(("verb", "status"), ILLEGAL)
def test_an_illegal_move_is_refused_and_leaves_no_trace(verb: str, status: str) -> None:
    play = in_status(status)
    busy = verb == "call" and status in ("called", "serving")
    with play.refuses("window_busy" if busy else "illegal_move"):
        press(play, verb)


@pytest.mark.parametrize("status", ["serving", "held", "cancelled", "expired", "waiting"])
def test_undo_says_illegal_where_nothing_can_be_taken_back(status: str) -> None:
    play = in_status(status)
    with play.refuses("illegal_move"):
        play.at("w4", "undo")


def test_a_refusal_names_the_status_and_what_would_do() -> None:
    play = in_status("held")
    with pytest.raises(HallError) as refused:
        play.of("t1", "requeue")
    assert refused.value.facts == {"status": "held", "ticket": "t1"}
    assert "no_show" in refused.value.detail


@pytest.mark.parametrize(
    "verb", [*AT_WINDOW, "call_next", "call", "open", "pause", "close", "undo", "resume"]
)
def test_every_verb_at_a_window_knows_that_a_window_does_not_exist(verb: str) -> None:
    play = Play()
    with play.refuses("unknown_window"):
        play.at("w9", verb, number="A001", ticket="t1")


@pytest.mark.parametrize("verb", ON_TICKET)
def test_every_verb_on_a_ticket_knows_that_a_ticket_does_not_exist(verb: str) -> None:
    play = Play()
    with play.refuses("unknown_ticket"):
        play.of("t9", verb, classes=["elderly"], service="tax")


@pytest.mark.parametrize("verb", ["call_next", "call", "resume"])
@pytest.mark.parametrize(("press", "code"), [("close", "window_closed"), ("pause", "window_paused")])
def test_only_an_open_window_calls_and_resumes(verb: str, press: str, code: str) -> None:
    play = in_status("held")
    play.at("w4", press)
    with play.refuses(code):
        play.at("w4", verb, number="A001", ticket=None if verb != "resume" else "t1")
