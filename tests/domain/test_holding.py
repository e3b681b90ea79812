"""Tickets held: for how long, how often, and that nobody gains by being held."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.events import Command
from tests.domain.hall import CLASSES, MINUTE, hall
from tests.domain.play import Play


@pytest.mark.parametrize(
    ("rule", "asked", "minutes"), [(15, None, 15), (15, 40, 40), (0, None, None), (0, 5, 5)]
)
def test_a_ticket_is_held_for_the_halls_minutes_or_those_the_clerk_says(
    rule: int, asked: int | None, minutes: int | None
) -> None:
    play = Play("w1", given=hall(hold_minutes=rule))
    play.take("permit")
    play.serve("w1")
    play.at("w1", "hold", **({"minutes": asked} if asked else {}))
    assert play["t1"].hold_until == (minutes and play.now + minutes * MINUTE)
    play.at("w1", "resume", ticket="t1")
    assert play["t1"].hold_until is None


def test_a_hall_may_limit_how_often_a_ticket_is_held() -> None:
    play = Play("w1", given=hall(hold_limit=1))
    play.take("permit")
    play.serve("w1")
    play.at("w1", "hold")
    play.at("w1", "resume", ticket="t1")
    with play.refuses("held_too_often") as refused:
        play.at("w1", "hold")
    assert refused.facts == {"holds": 1}


def test_without_a_limit_a_ticket_can_be_held_again_and_again() -> None:
    play = Play("w1")
    play.take("permit")
    play.serve("w1")
    for _ in range(5):
        play.at("w1", "hold")
        play.at("w1", "resume", ticket="t1")
    assert (play["t1"].status, play["t1"].holds) == ("serving", 5)


people = st.tuples(st.integers(0, 9), st.lists(st.sampled_from(CLASSES), max_size=2))


@settings(max_examples=60, deadline=None)
@given(
    crowd=st.lists(people, min_size=2, max_size=8), who=st.integers(0, 7), early=st.integers(0, 20),
    held=st.integers(0, 90), resumed=st.booleans(),
)  # fmt: skip
def test_being_held_lets_nobody_pass_whom_they_would_not_have_passed_in_line(
    crowd: list[Any], who: int, early: int, held: int, resumed: bool
) -> None:
    """One of a crowd is called and sent back to the line after a while on hold: the order is as if never called."""
    plays = [Play("w1", "w2"), Play("w1", "w2")]
    for minutes, classes in crowd:
        for play in plays:
            play.take("permit", classes=list(dict.fromkeys(classes)))
            play.wait(minutes)
    id, parked = f"t{who % len(crowd) + 1}", plays[1]
    for play in plays:
        play.wait(early)
    parked.at("w1", "call", number=parked[id].number, why="form")
    parked.at("w1", "hold")
    for play in plays:
        play.wait(held)
    if resumed:
        parked.at("w1", "resume", ticket=id)
        parked.do(Command("transfer", "clerk", {"window": "w2"}, window="w1"))
    else:
        parked.of(id, "transfer_ticket", window="w2")
    assert parked[id].standings == plays[0][id].standings
    for play in plays:
        play.wait(5)
    orders = [order(play) for play in plays]
    assert orders[0] == orders[1]


def order(play: Play) -> list[str]:
    found = []
    while play.at("w2", "call_next", finish="completed"):
        if play.window("w2").ticket is None:
            break
        found.append(str(play.window("w2").ticket))
    return found
