"""Which idle clerk is rung for whom, and calls that make themselves where a hall wants them."""

from __future__ import annotations

from server.domain import routing
from server.domain.events import Command
from tests.domain.hall import hall
from tests.domain.play import Play


def rings(play: Play) -> dict[str, str]:
    return routing.ringing(play.floor, play.now)


def by_itself(play: Play) -> list[str]:
    return play.do(Command("auto_call", "system"))


def ready(*windows: str) -> Play:
    play = Play(*windows, given=hall(auto_call=True))
    for window in windows:
        play.at(window, "ready", ready=True)
    return play


# -- the bell ---------------------------------------------------------------------------------------


def test_the_least_flexible_idle_window_is_rung_first() -> None:
    play = Play("w4", "w1")
    play.take("permit")
    assert rings(play) == {"w1": "t1"}


def test_of_equally_flexible_windows_the_one_longest_idle_is_rung() -> None:
    play = Play("w2")
    play.wait(1)
    play.at("w1", "open")
    play.take("permit")
    assert rings(play) == {"w2": "t1"}


def test_each_waiting_ticket_rings_another_window() -> None:
    play = Play("w1", "w2", "w4")
    for _ in range(2):
        play.take("permit")
    play.take("passport")
    assert rings(play) == {"w1": "t1", "w2": "t2", "w4": "t3"}


def test_a_window_that_is_busy_paused_or_closed_is_not_rung() -> None:
    play = Play("w1", "w2")
    play.take("permit")
    play.at("w1", "call_next")
    play.at("w2", "pause")
    play.take("permit")
    assert rings(play) == {}


def test_nobody_is_rung_when_nobody_waits() -> None:
    assert rings(Play("w1", "w4")) == {}


def test_who_is_rung_alone_is_whom_the_routing_names() -> None:
    play = Play("w1", "w3", "w4")
    play.take("licence")
    assert rings(play) == {routing.rung(play.floor, play["t1"], play.now): "t1"}


# -- calling by itself ------------------------------------------------------------------------------


def test_a_clerk_can_be_ready_only_where_the_hall_calls_by_itself() -> None:
    play = Play("w1")
    with play.refuses("auto_call_off"):
        play.at("w1", "ready", ready=True)
    assert play.at("w1", "ready", ready=False) == []


def test_a_closed_or_paused_window_is_not_ready() -> None:
    play = Play("w1", given=hall(auto_call=True))
    with play.refuses("window_closed"):
        play.at("w2", "ready", ready=True)
    play.at("w1", "pause")
    with play.refuses("window_paused"):
        play.at("w1", "ready", ready=True)


def test_a_ready_window_gets_the_next_one_and_the_clerk_is_named() -> None:
    play = ready("w1")
    play.take("permit")
    assert by_itself(play) == ["ticket.called"]
    assert (play.window("w1").ticket, play["t1"].person) == ("t1", "clerk w1")
    assert by_itself(play) == [], "it is not empty"


def test_the_readiest_of_several_windows_is_served_first() -> None:
    play = ready("w4", "w1")
    play.take("permit")
    by_itself(play)
    assert play["t1"].window == "w1"


def test_who_is_not_ready_presses_for_themselves() -> None:
    play = Play("w1", given=hall(auto_call=True))
    play.take("permit")
    assert by_itself(play) == []


def test_a_pause_a_closing_and_a_change_of_person_end_it() -> None:
    for verb in ("pause", "close"):
        play = ready("w1")
        play.at("w1", verb)
        assert not play.window("w1").ready
        play.at("w1", "open")
        assert not play.window("w1").ready
    play = ready("w1")
    play.at("w1", "open", person="lin")
    assert not play.window("w1").ready


def test_a_call_taken_back_is_not_made_again_at_once() -> None:
    play = ready("w1")
    play.take("permit")
    by_itself(play)
    assert play.at("w1", "undo") == ["window.ready", "ticket.undone"]
    assert by_itself(play) == []


def test_calls_by_themselves_bring_passed_ones_back_in_time_but_never_at_once() -> None:
    play = Play("w1", given=hall(auto_call=True, passed="after_calls", passed_calls=1))
    play.at("w1", "ready", ready=True)
    play.take("permit")
    by_itself(play)
    play.at("w1", "no_show", why="gone")
    assert by_itself(play) == [], "an absent one is not called over and over"
    play.take("permit")
    assert by_itself(play) == ["ticket.called", "ticket.requeued"]
