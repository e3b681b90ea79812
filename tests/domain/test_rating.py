"""Ratings at a window: of the visit that ended there last, while that is fresh, once; and for whom a device presses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from server.domain.events import Command
from tests.domain.hall import hall
from tests.domain.play import Play


def rate(at: Play, window: str = "w1", level: int = 4, **args: Any) -> list[str]:
    said = {"level": level, "source": "keypad", **args}
    return at.do(Command("rate_here", "token:1", said, window=window), case="k1")


def ended(at: Play, window: str = "w1") -> str:
    """The ticket of a visit that has just ended at the window."""
    id = at.take("permit")
    at.at(window, "call_next")
    at.at(window, "complete")
    return id


def test_the_visit_that_ended_last_is_rated_unless_another_is_meant() -> None:
    at = Play("w1")
    first, second = ended(at), ended(at)
    assert rate(at, level=3) == ["ticket.rated"]
    assert (at.floor.tickets[second].rating, at.floor.tickets[first].rating) == (3, None)
    assert rate(at, ticket=first) == ["ticket.rated"]
    with at.refuses("already_rated"):
        rate(at)


def test_a_visit_can_be_rated_for_the_halls_minutes_only() -> None:
    for minutes, late in ((10, False), (3, True), (0, True)):
        given = hall()
        at = Play("w1", given=replace(given, rules=replace(given.rules, rate_minutes=minutes)))
        ended(at)
        at.wait(5)
        if late:
            with at.refuses("nothing_to_rate"):
                rate(at)
        else:
            assert rate(at) == ["ticket.rated"]


def test_a_visit_that_goes_on_or_ended_elsewhere_is_not_rated_here() -> None:
    at = Play("w1", "w2")
    ended(at, "w2")
    at.take("permit", "licence")
    at.at("w1", "call_next")
    at.at("w1", "complete")
    with at.refuses("nothing_to_rate"):
        rate(at)
    with at.refuses("unknown_window"):
        rate(at, "w99")


def test_the_rating_names_who_served_and_where() -> None:
    at = Play("w1")
    ended(at)
    at.at("w1", "open", person="wang")
    rate(at)
    said = at.written[-1].data
    assert (said["person"], said["window"], said["source"]) == ("clerk w1", "w1", "keypad")


def test_the_windows_screen_asks_until_the_next_call_or_the_rating_and_never_about_a_visit_that_goes_on() -> (
    None
):
    at = Play("w1", "w3")
    first = ended(at)
    assert at.floor.window("w1").ended == first
    rate(at)
    assert at.floor.window("w1").ended is None
    second = ended(at)
    at.take("permit", "tax")
    at.at("w1", "call_next")
    assert at.floor.window("w1").ended is None, "somebody else stands there now"
    at.at("w1", "complete")
    assert at.floor.window("w1").ended is None, "one rating a visit, when all of it is over"
    at.at("w3", "call_next")
    at.at("w3", "complete")
    assert at.floor.window("w3").ended == "t3"
    at.at("w3", "undo")
    assert at.floor.window("w3").ended is None, "what was taken back has not ended"
    at.of(second, "rate", level=5)
    assert at.floor.tickets[second].rating == 5, "who holds the slip still may"


def test_who_comes_back_with_what_was_missing_is_no_longer_asked_about_the_window_they_left() -> None:
    at = Play("w1")
    visit = at.take("permit")
    at.at("w1", "call_next")
    at.at("w1", "complete", outcome="incomplete")
    assert at.floor.window("w1").ended == visit
    at.of(visit, "requeue")
    assert at.floor.window("w1").ended is None


def test_reasons_are_the_halls_own_and_no_more_than_it_asks_for() -> None:
    at = Play("w1")
    ended(at)
    for wrong in (["weather"], ["attitude", "speed", "skill", "place"]):
        with at.refuses("invalid"):
            rate(at, reasons=wrong)
    rate(at, reasons=["speed", "attitude", "speed"])
    assert at.written[-1].data["reasons"] == ["speed", "attitude"]


def test_a_bad_rating_opens_a_case_and_a_fair_one_does_not() -> None:
    for level, opens in ((1, True), (2, True), (3, False)):
        at = Play("w1")
        visit = ended(at)
        assert ("case.opened" in rate(at, level=level)) == opens, level
        if opens:
            said = at.written[-1].data
            assert "ticket" not in said, "a case is not a move of the ticket"
            assert (said["case"], said["visit"], said["window"], said["level"]) == ("k1", visit, "w1", level)
    given = hall()
    at = Play("w1", given=replace(given, ratings=replace(given.ratings, case_days=0)))
    ended(at)
    assert rate(at, level=1) == ["ticket.rated"], "a hall may do without cases"


def test_a_device_presses_for_whoever_opened_the_window() -> None:
    at = Play()
    at.at("w1", "open", person="li", actor="person:li")
    at.take("permit")
    at.at("w1", "call_next", actor="token:1")
    at.at("w1", "transfer", actor="token:1", service="licence")
    at.at("w1", "pause", actor="token:1")
    at.at("w1", "open", actor="token:1", channel="agent")
    assert [e.data.get("person") for e in at.written[-4:]] == ["li"] * 4
    at.at("w1", "pause", actor="person:li", person="li")
    assert "person" not in at.written[-1].data, "the actor says it already"
    at.at("w1", "open", actor="person:wang", person="wang")
    assert at.floor.window("w1").person == "wang"


def test_a_clerks_token_that_opens_a_window_sits_down_there() -> None:
    at = Play()
    at.at("w1", "open", person="li", actor="person:li")
    at.at("w1", "open", actor="token:2", channel="clerk")
    assert at.floor.window("w1").person == "token:2"
