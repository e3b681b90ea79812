"""Ratings at a window: of the visit that ended there last, while that is fresh, once; and for whom a device presses."""

from __future__ import annotations

from dataclasses import replace

from server.domain.events import Command
from tests.domain.hall import hall
from tests.domain.play import Play


def rate(at: Play, window: str = "w1", level: int = 4, **args: str) -> list[str]:
    return at.do(Command("rate_here", "token:1", {"level": level, "source": "keypad", **args}, window=window))


def ended(at: Play, window: str = "w1") -> str:
    """The ticket of a visit that has just ended at the window."""
    id = at.take("permit")
    at.at(window, "call_next")
    at.at(window, "complete")
    return id


def test_the_visit_that_ended_last_is_rated_unless_another_is_meant() -> None:
    at = Play("w1")
    first, second = ended(at), ended(at)
    assert rate(at, level=2) == ["ticket.rated"]
    assert (at.floor.tickets[second].rating, at.floor.tickets[first].rating) == (2, None)
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
