"""Windows open, pause and close; the day ends; what the system did is marked."""

from __future__ import annotations

from tests.domain.play import Play


def test_a_window_closes_only_when_its_ticket_is_gone() -> None:
    play = Play("w1")
    play.take("permit")
    play.serve("w1")
    with play.refuses("window_busy"):
        play.at("w1", "close")
    play.at("w1", "hold")
    assert play.at("w1", "close") == ["window.closed"]
    assert play.at("w1", "close") == []


def test_a_closed_window_has_nothing_to_undo() -> None:
    play = Play("w1")
    play.take("permit")
    play.at("w1", "call_next")
    play.at("w1", "complete")
    play.at("w1", "close")
    play.at("w1", "open", person="lin")
    with play.refuses("illegal_move"):
        play.at("w1", "undo")


def test_pause_keeps_the_ticket_and_says_why() -> None:
    play = Play("w1")
    play.take("permit")
    play.serve("w1")
    play.at("w1", "pause", why="lunch")
    window = play.window("w1")
    assert (window.state, window.reason, window.ticket) == ("paused", "lunch", "t1")
    play.at("w1", "complete")
    play.at("w1", "open", person=window.person)
    assert (play.window("w1").state, play.window("w1").reason) == ("open", None)


def test_opening_records_the_person_and_calls_name_them() -> None:
    play = Play("w1")
    play.take("permit")
    assert play.at("w1", "open", person="lin") == ["window.opened"]
    assert play.at("w1", "open", person="lin") == []
    play.at("w1", "call_next")
    assert play["t1"].person == "lin"


def test_at_the_end_of_the_day_what_is_left_expires_and_what_is_served_is_completed_uncertain() -> None:
    play = Play("w1", "w2", "w3", "w4")
    for _ in range(5):
        play.take("permit")
    play.take("tax")
    play.at("w1", "call_next")
    play.serve("w2")
    play.serve("w4")
    play.at("w4", "hold")
    play.at("w4", "call_next")
    play.at("w4", "no_show", why="gone")
    play.close_day()
    assert [play[f"t{n}"].status for n in range(1, 7)] == [
        "expired",
        "completed",
        "expired",
        "expired",
        "expired",
        "expired",
    ]
    assert play["t2"].uncertain
    assert play.floor.served == {}
    assert {w.state for w in play.floor.windows.values()} == {"closed"}
    assert all(w.ticket is None for w in play.floor.windows.values())
    assert play.floor.day is None


def test_what_the_system_started_is_uncertain_and_not_averaged() -> None:
    play = Play("w1")
    play.take("permit")
    play.at("w1", "call_next")
    play.at("w1", "start", actor="system")
    play.wait(5)
    play.at("w1", "complete")
    assert play["t1"].uncertain
    assert play.floor.served == {}


def test_one_rating_a_visit() -> None:
    play = Play("w1")
    play.take("permit")
    play.at("w1", "call_next")
    play.at("w1", "complete")
    play.of("t1", "rate", level=5)
    assert play["t1"].rating == 5
    with play.refuses("already_rated"):
        play.of("t1", "rate", level=1)
