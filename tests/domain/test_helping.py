"""Windows that help: backup services, crowded queues, and people who need a particular window."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server import profiles
from server.domain import routing
from server.domain.events import Command
from server.domain.profile import Hall
from tests.domain.hall import DAY, MINUTE, SERVICES, WINDOWS, raw
from tests.domain.play import Play
from tests.journal.truths import best_for


def hall(backup: dict[int, list[str]] | None = None, features: dict[int, list[str]] | None = None,
         overload: list[dict[str, Any]] | None = None, **rules: Any) -> Hall:  # fmt: skip
    """The small hall, with what its windows (by number) help with and have."""
    found = raw(cap=0, **rules)
    for window in found["windows"]:
        window["backup"] = (backup or {}).get(window["number"], [])
        window["features"] = (features or {}).get(window["number"], [])
    return profiles.build(found | {"overload": overload or []})


def next_at(play: Play, window: str) -> str | None:
    choice = routing.choose(play.floor, window, play.now)
    return choice and play[choice.ticket].number


def test_a_window_helps_when_nobody_waits_for_its_own() -> None:
    play = Play(*WINDOWS, given=hall(backup={1: ["tax"]}))
    play.take("tax")
    play.wait(5)
    assert next_at(play, "w1") == "B01"
    play.take("permit")
    assert next_at(play, "w1") == "A001"
    play.at("w1", "call_next")
    assert play["t2"].why is not None and "help" not in play["t2"].why
    play.at("w1", "call_next", finish="completed")
    assert play["t1"].service == "tax"
    assert play["t1"].why is not None and play["t1"].why["help"] is True


def test_who_is_sent_on_by_the_same_press_has_waited_help_after_like_anybody_else() -> None:
    play = Play(*WINDOWS, given=hall(backup={1: ["tax"]}, help_after=15))
    play.take("permit", "tax")
    play.at("w1", "call_next")
    play.wait(16)
    play.take("permit")
    play.wait(1)
    play.at("w1", "call_next", finish="completed")
    assert (play["t1"].status, play["t1"].service, play["t2"].status) == ("called", "tax", "waiting")


@pytest.mark.parametrize("where", ["hall", "window"])
def test_its_own_people_go_first_until_somebody_has_waited_help_after(where: str) -> None:
    found = hall(backup={1: ["tax"]}, **({"help_after": 15} if where == "hall" else {}))
    if where == "window":
        given = raw(cap=0, help_after=60)
        given["windows"][0] |= {"backup": ["tax"], "help_after": 15}
        found = profiles.build(given)
    play = Play(*WINDOWS, given=found)
    play.take("tax")
    play.wait(14)
    play.take("permit")
    assert next_at(play, "w1") == "A001"
    play.wait(1)
    assert next_at(play, "w1") == "B01"


def test_a_crowded_queue_is_served_by_windows_that_widen_until_it_is_not() -> None:
    rule = {"queue": "B", "waiting": 2, "action": "widen", "windows": ["w1"]}
    play = Play(*WINDOWS, given=hall(overload=[rule]))
    play.take("tax")
    play.take("tax")
    assert next_at(play, "w1") is None
    play.take("tax")
    assert next_at(play, "w1") == "B01"
    play.at("w1", "call_next")
    assert next_at(play, "w1") is None


def test_a_long_wait_widens_too_and_an_alarm_alone_does_not() -> None:
    rule = {"queue": "B", "waiting": 99, "minutes": 20, "windows": ["w1"]}
    for action, number in (("widen", "B01"), ("alarm", None)):
        play = Play(*WINDOWS, given=hall(overload=[rule | {"action": action}]))
        play.take("tax")
        play.wait(19.9)
        assert next_at(play, "w1") is None
        play.wait(0.1)
        assert next_at(play, "w1") == number


@pytest.mark.parametrize("rule", [{"waiting": 99, "minutes": 20}, {"waiting": 1}])
def test_who_is_sent_on_by_the_same_press_is_of_the_crowd_that_widens(rule: dict[str, Any]) -> None:
    """As if the clerk had ended the one and pressed «next» then."""
    widens = {"queue": "B", "action": "widen", "windows": ["w1"], **rule}
    once, twice = (Play("w1", given=hall(overload=[widens])) for _ in range(2))
    for play in (once, twice):
        play.take("permit", "tax")
        play.at("w1", "call_next")
        play.wait(21)
        for _ in range(rule["waiting"] % 99):
            play.take("tax")
    once.at("w1", "call_next", finish="completed")
    twice.at("w1", "complete")
    twice.at("w1", "call_next")
    assert once.window("w1").ticket == twice.window("w1").ticket == "t1"


def test_a_wheelchair_goes_to_the_low_counter_while_it_is_manned() -> None:
    play = Play("w1", "w2", given=hall(features={2: ["low_counter"]}))
    play.take("permit", needs=["wheelchair"])
    assert next_at(play, "w1") is None
    assert next_at(play, "w2") == "A001"
    play.at("w2", "pause")
    assert next_at(play, "w1") is None
    play.at("w2", "close")
    assert next_at(play, "w1") == "A001"


def test_a_clerk_who_finishes_may_call_the_same_visitor_for_their_next_service_and_undo_it_whole() -> None:
    play = Play("w1")
    play.take("permit", "licence")
    play.serve("w1")
    play.wait(3)
    before = play["t1"]
    assert play.at("w1", "call_next", finish="completed") == ["ticket.completed", "ticket.called"]
    assert (play["t1"].service, play["t1"].status, play["t1"].leg) == ("licence", "called", 2)
    assert play.at("w1", "undo") == ["ticket.undone", "ticket.undone"]
    assert play["t1"] == before.but(legs=2)
    assert play.window("w1").ticket == "t1"


kinds = ["low_counter", "sign_language", "english"]
halls = st.builds(
    hall,
    backup=st.dictionaries(st.integers(1, 4), st.lists(st.sampled_from(SERVICES), max_size=3, unique=True), max_size=4),
    features=st.dictionaries(st.integers(1, 4), st.lists(st.sampled_from(kinds), max_size=2, unique=True)),
    overload=st.lists(
        st.fixed_dictionaries(
            {
                "queue": st.sampled_from("ABC"), "waiting": st.integers(1, 4), "minutes": st.sampled_from([0, 0, 9]),
                "action": st.just("widen"), "windows": st.lists(st.sampled_from(WINDOWS), max_size=2, unique=True),
            }
        ),
        max_size=2,
    ),
    help_after=st.sampled_from([0, 5, 15]),
)  # fmt: skip
visitors = st.tuples(
    st.lists(st.sampled_from(SERVICES), min_size=1, max_size=2, unique=True),
    st.lists(st.sampled_from(["wheelchair", "hearing", "language", "escort"]), max_size=2, unique=True),
    st.sampled_from([(), ("elderly",), ("quick",)]),
    st.sampled_from([0, 1, 4, 9]),
)


@settings(max_examples=200, deadline=None)
@given(
    found=halls, crowd=st.lists(visitors, max_size=10), closed=st.sampled_from(["", *WINDOWS]), any_order=st.booleans()
)  # fmt: skip
def test_whoever_is_called_is_who_the_rules_say_and_no_window_idles_while_it_may_call(
    found: Hall, crowd: list[Any], closed: str, any_order: bool
) -> None:
    play = Play(*(w for w in WINDOWS if w != closed), given=found)
    for services, needs, classes, pause in crowd:
        play.wait(pause)
        play.take(*services, needs=needs, classes=classes, order="any" if any_order else None)
    for window in [w for w in WINDOWS if w != closed] * 2:
        if play.window(window).ticket:
            play.at(window, "complete")
        must = best_for(play.floor, window, play.now)
        play.at(window, "call_next")
        assert play.window(window).ticket == (must and must[0].id)


def test_reservations_that_do_not_count_yet_go_by_their_taking() -> None:
    given = raw(cap=0) | {"reservations": {"capacity": 9}}
    given["classes"].append({"id": "reservation", "name": "Booked", "head_start": 5})
    play = Play("w1", given=profiles.build(given))
    now = play.now
    for n, minutes in enumerate((120, 60, 90)):
        booking = {
            "code": f"C{n}", "hall": "small", "day": DAY, "service": "permit", "start": now + minutes * MINUTE,
            "status": "booked", "needs": [], "locale": "zh",
        }  # fmt: skip
        check_in = Command("take", "k1", {"reservation": f"C{n}"}, channel="kiosk")
        play.do(check_in, ticket=f"t{n}", series="hub", booking=booking)
    assert next_at(play, "w1") == "A001"
