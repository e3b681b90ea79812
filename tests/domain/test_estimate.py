"""How long will I wait: a range in steps of five minutes, of the right order, or nothing at all."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain import estimate, routing
from server.domain.ticket import MINUTE
from tests.domain.play import Play


def wait_of(play: Play, id: str) -> tuple[int, int] | None:
    ticket = play[id]
    people = routing.ahead(play.floor, ticket, play.now)
    return estimate.wait_range(play.floor, ticket.line, ticket.service, people, play.now)


def test_without_an_open_window_nothing_is_said() -> None:
    play = Play("w3")
    assert wait_of(play, play.take("permit")) is None
    play.at("w1", "open", person="lin")
    assert wait_of(play, play.take("permit")) is not None
    play.at("w1", "pause")
    assert wait_of(play, play.take("permit")) is None


@settings(max_examples=80, deadline=None)
@given(people=st.integers(0, 40), served=st.integers(0, 8), minutes=st.integers(1, 40))
def test_a_range_is_whole_steps_of_five_minutes_outward(people: int, served: int, minutes: int) -> None:
    play = Play("w1", "w2")
    for _ in range(people):
        play.take("permit")
    for _ in range(min(served, people)):
        play.serve("w1")
        play.wait(minutes)
        play.at("w1", "complete")
    found = wait_of(play, play.take("permit"))
    assert found is not None
    low, high = found
    assert low % 300 == high % 300 == 0
    assert 0 <= low < high


def test_more_people_ahead_never_means_less_waiting() -> None:
    play = Play("w1")
    ranges = [wait_of(play, play.take("permit")) for _ in range(20)]
    assert ranges == sorted(r for r in ranges if r)
    assert ranges[0] == (0, 300)


def test_a_second_window_shortens_the_wait() -> None:
    play = Play("w1")
    for _ in range(12):
        play.take("permit")
    alone = wait_of(play, "t12")
    play.at("w2", "open", person="lin")
    together = wait_of(play, "t12")
    assert alone and together
    assert together[1] <= alone[1] / 1.5


def test_the_range_holds_most_waits_of_a_simulated_morning() -> None:
    """Two windows, one kind of business, three hours: the order of magnitude is right."""
    chance = random.Random(7)
    play = Play("w1", "w2")
    said: dict[str, tuple[int, int] | None] = {}
    busy = {"w1": play.now, "w2": play.now}
    for _ in range(3 * 60):
        play.wait(1)
        if chance.random() < 0.22:
            id = play.take("permit")
            said[id] = wait_of(play, id)
        for window, until in busy.items():
            if (
                play.now >= until
                and play.at(window, "call_next", finish="completed")
                and play.window(window).ticket
            ):
                play.at(window, "start")
                busy[window] = play.now + round(chance.gammavariate(4, 2.5) * MINUTE)
    waits = {id: t.called_at - t.taken_at for id in said if (t := play[id]).called_at}
    near = [id for id, ms in waits.items() if (r := said[id]) and r[0] - 600 <= ms / 1000 <= r[1] + 600]
    assert len(waits) > 25
    assert len(near) >= 0.8 * len(waits)
