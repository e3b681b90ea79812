"""What somebody needs beside a turn: it narrows the windows, gives no priority, doubles the time to come."""

from __future__ import annotations

from typing import Any

import pytest

from server import profiles
from server.domain.profile import NEED_FEATURES
from tests.domain.hall import raw
from tests.domain.play import Play

MET = [(need, feature) for need, features in NEED_FEATURES.items() for feature in features]


def play(*open: str, feature: str = "low_counter", **rules: Any) -> Play:
    given = raw(**rules)
    given["windows"][1]["features"] = [feature]
    return Play(*(open or ("w1", "w2")), given=profiles.build(given))


@pytest.mark.parametrize(("need", "feature"), MET)
def test_each_need_is_called_to_a_window_that_meets_it(need: str, feature: str) -> None:
    at = play(feature=feature)
    id, other = at.take("permit", needs=[need]), at.take("permit")
    at.at("w1", "call_next")
    assert (at[id].status, at[other].status) == ("waiting", "called")
    at.at("w2", "call_next")
    assert (at[id].status, at[id].window) == ("called", "w2")


@pytest.mark.parametrize("need", NEED_FEATURES)
def test_while_the_suitable_window_is_closed_any_one_will_do(need: str) -> None:
    features = NEED_FEATURES[need] or ("low_counter",)
    at = play("w1", feature=features[0])
    id = at.take("permit", needs=[need])
    at.at("w1", "call_next")
    assert (at[id].status, at[id].window) == ("called", "w1")


def test_a_pause_of_the_suitable_window_is_waited_for() -> None:
    at = play()
    at.at("w2", "pause", why="lunch")
    id = at.take("permit", needs=["wheelchair"])
    at.at("w1", "call_next")
    assert at[id].status == "waiting"


def test_an_escort_may_go_to_any_window() -> None:
    at = play()
    id = at.take("permit", needs=["escort"])
    at.at("w1", "call_next")
    assert at[id].window == "w1"


def test_two_needs_that_no_one_window_meets_are_each_looked_at() -> None:
    given = raw()
    given["windows"][0]["features"], given["windows"][1]["features"] = (
        ["low_counter", "large_print"],
        ["low_counter"],
    )
    at = Play("w1", "w2", given=profiles.build(given))
    id = at.take("permit", needs=["wheelchair", "sight"])
    at.at("w2", "call_next")
    assert at[id].status == "waiting"
    at.at("w1", "call_next")
    assert at[id].window == "w1"


def test_a_need_is_no_priority() -> None:
    at = play()
    first = at.take("permit")
    at.wait(1)
    at.take("permit", needs=["wheelchair"])
    at.at("w2", "call_next")
    assert at[first].status == "called"
    assert at["t2"].standings[0].klass == "ordinary"


def test_a_hall_that_knows_no_such_need_says_so() -> None:
    with play().refuses("unknown_need") as refused:
        refused.play.take("permit", needs=["levitation"])
    assert "wheelchair" in refused.facts["needs"]


@pytest.mark.parametrize(("needs", "seconds"), [([], 30), (["hearing"], 60)])
def test_who_has_needs_is_given_twice_the_time_to_come(needs: list[str], seconds: int) -> None:
    at = play(no_show_recalls=0)
    at.take("permit", needs=needs)
    at.at("w1", "call_next")
    at.wait((seconds - 1) / 60)
    with at.refuses("too_early"):
        at.at("w1", "no_show")
    at.wait(1 / 60)
    assert at.at("w1", "no_show") == ["ticket.no_show"]
