"""Who is next: the lines' answer equals ten lines that know nothing of lines, on random floors."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain import routing
from server.domain.floor import Floor
from server.domain.ticket import Ticket
from tests.domain.hall import CLASSES, MINUTE, SERVICES, WINDOWS, hall
from tests.domain.play import Play
from tests.journal.truths import best_for

HALL = hall()
people = st.tuples(
    st.lists(st.sampled_from(SERVICES), min_size=1, max_size=3, unique=True),
    st.booleans(),
    st.lists(st.sampled_from(CLASSES), max_size=3, unique=True),
    st.sampled_from([0, 0, 0.3, 1, 4, 10, 25]),
    st.sampled_from(
        [None, None, None, {"window": "w2"}, {"zone": "west"}, {"window": "w4", "service": "permit"}]
    ),
)


def floor_of(crowd: list[Any], later: float) -> tuple[Floor, int]:
    """People who came one after the other, some sent elsewhere, and the moment `later` minutes on."""
    play = Play(*WINDOWS, given=HALL)
    for services, any_order, classes, pause, sent in crowd:
        play.wait(pause)
        id = play.take(*services, order="any" if any_order else None, classes=classes)
        if sent and routing_allows(sent, services[0]):
            play.of(id, "transfer_ticket", **sent)
    play.wait(later)
    return play.floor, play.now


def routing_allows(sent: dict[str, str], service: str) -> bool:
    able = [w for w in HALL.windows_of[sent.get("service", service)]]
    return any(
        w == sent.get("window", w) and HALL.window[w].zone == sent.get("zone", HALL.window[w].zone)
        for w in able
    )


def merit(t: Ticket, now: int) -> tuple[float, int]:
    """Smaller is called earlier: design.md §5, on the ticket alone."""
    return -max(s.head * MINUTE + s.rate * max(0, now - s.clock) for s in t.standings) / MINUTE, t.turn


crowds = given(crowd=st.lists(people, max_size=14), later=st.sampled_from([0, 0.01, 5, 9.99, 10, 20, 33.3]))
many = settings(max_examples=150, deadline=None)


@many
@crowds
def test_the_one_called_has_the_highest_score_of_those_the_window_may_call(
    crowd: list[Any], later: float
) -> None:
    floor, now = floor_of(crowd, later)
    for window in WINDOWS:
        must = best_for(floor, window, now)
        choice = routing.choose(floor, window, now)
        assert (choice and choice.ticket) == (must and must[0].id)


@many
@crowds
def test_why_names_the_class_the_score_and_the_runner_up(crowd: list[Any], later: float) -> None:
    floor, now = floor_of(crowd, later)
    for window in WINDOWS:
        able = sorted(
            (t for t in floor.tickets.values() if routing.may_call(floor, t, window)),
            key=lambda t: merit(t, now),
        )
        choice = routing.choose(floor, window, now)
        if choice is None:
            assert able == []
            continue
        why = choice.why
        assert why["waiting"] == len(able)
        assert why["score"] == round(-merit(able[0], now)[0], 2)
        assert why["class"] in {s.klass for s in able[0].standings if s.score(now) == -merit(able[0], now)[0]}
        assert (why["runner_up"] is None) == (len(able) == 1)
        if why["runner_up"]:
            assert why["runner_up"]["number"] == able[1].number
            assert why["runner_up"]["score"] == round(-merit(able[1], now)[0], 2)


@many
@crowds
def test_within_one_class_the_order_is_that_of_the_taking(crowd: list[Any], later: float) -> None:
    floor, now = floor_of([(s, o, c[:1], p, None) for s, o, c, p, _ in crowd], later)
    called: dict[tuple[str, ...], list[int]] = {}
    while choice := routing.choose(floor, "w4", now):
        ticket = floor.tickets[choice.ticket]
        called.setdefault(ticket.classes, []).append(ticket.turn)
        floor.lines.remove(ticket)
    assert sum(map(len, called.values())) == len(crowd)
    assert all(turns == sorted(turns) for turns in called.values())


@many
@given(
    arrivals=st.lists(
        st.tuples(st.sampled_from([0, 0.5, 2, 7]), st.sampled_from([(), ("quick",)])), max_size=30
    ),
    services=st.lists(st.sampled_from([0.5, 3, 12]), min_size=30, max_size=30),
)
def test_an_ordinary_one_is_passed_only_by_those_who_came_within_the_head_start(
    arrivals: list[Any], services: list[float]
) -> None:
    """queueing.md: with b = 1 a ticket is overtaken only by those whose clock began within o minutes after its own."""
    play = Play("w1", given=HALL)
    left = list(arrivals)
    next_call = play.now
    for minutes in services:
        while left and play.now + left[0][0] * MINUTE <= next_call:
            pause, classes = left.pop(0)
            play.wait(pause)
            play.take("permit", classes=list(classes))
        play.now = next_call
        next_call += round(minutes * MINUTE)
        choice = routing.choose(play.floor, "w1", play.now)
        if choice is None:
            continue
        called = play[choice.ticket]
        for other in play.floor.tickets.values():
            if other.status == "waiting" and other.turn < called.turn:
                assert called.taken_at - other.taken_at <= 30 * MINUTE
                assert called.classes == ("quick",)
                assert other.classes == () or other.taken_at == called.taken_at
        play.at("w1", "call_next", finish="completed")


@pytest.mark.parametrize(("later", "first"), [(9, "t2"), (11, "t1")])
def test_a_rate_overtakes_a_head_start_when_its_time_has_come(later: float, first: str) -> None:
    """disabled 20 + 2/min and quick 30 + 1/min, taken at one moment, cross after ten minutes."""
    play = Play("w4")
    play.take("permit", classes=["disabled"])
    play.take("permit", classes=["quick"])
    play.wait(later)
    play.at("w4", "call_next")
    assert play.window("w4").ticket == first


def test_one_with_several_classes_has_the_best_of_them_at_every_moment() -> None:
    play = Play()
    ticket = play[play.take("permit", classes=["disabled", "quick"])]
    assert ticket.score(play.now + 5 * MINUTE) == (35, "quick")
    assert ticket.score(play.now + 15 * MINUTE) == (50, "disabled")


def test_one_bound_to_a_window_is_called_there_only() -> None:
    play = Play("w1", "w2")
    id = play.take("permit")
    play.of(id, "transfer_ticket", window="w2")
    assert routing.choose(play.floor, "w1", play.now) is None
    assert play.at("w2", "call_next") == ["ticket.called"]
