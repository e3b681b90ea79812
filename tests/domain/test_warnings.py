"""Warnings by level: each begins once, rises while it lasts, eases by a margin, is seen by somebody, and ends once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server import profiles
from server.domain.alarms import alarms, warnings
from server.domain.alarms.steps import LEVELS, Steps, rank
from server.domain.alarms.watching import Seen
from server.domain.errors import HallError
from server.domain.events import Command, Event
from server.domain.floor import Alarm, Floor, Touched
from server.domain.happenings import apply
from server.domain.profile import Hall
from server.profiles.faults import ProfileFaults
from tests.domain.hall import MINUTE, MORNING, WORKDAY, raw
from tests.domain.play import Play

EVERY = ("wait", "serving", "unanswered", "idle", "paused")
SILENT: dict[str, Any] = {key: {} for key in EVERY}


def warning(
    given: dict[str, Any] | None = None, services: dict[str, Any] | None = None, **tables: Any
) -> Hall:
    """The small hall that warns of nothing but what is given; `services` adds keys to the permit."""
    made = raw() | tables
    made["services"][0] |= services or {}
    return profiles.build(made | {"warnings": SILENT | (given or {})})


def look(play: Play, seen: Seen | None = None) -> list[str]:
    return play.do(Command("alarms", "system"), seen=seen)


def level(play: Play, key: str) -> str:
    return play.floor.alarms[key].level


def story(play: Play, key: str, minutes: int) -> list[tuple[int, str]]:
    """Minute by minute: when something happened to a warning, and its level then (`-` when it is over)."""
    happened = []
    for minute in range(1, minutes + 1):
        play.wait(1)
        if look(play):
            alarm = play.floor.alarms.get(key)
            happened.append((minute, alarm.level if alarm else "-"))
    return happened


# -- each warning rises -----------------------------------------------------------------------------

STEPS = {"remind": 4, "yellow": 6, "red": 9}
RISE = [(4, "remind"), (6, "yellow"), (9, "red")]


def test_whoever_waits_is_told_by_level_as_the_service_says_and_over_when_called() -> None:
    play = Play("w1", given=warning(services={"warn_wait": STEPS}))
    play.take("permit")
    assert story(play, "wait_over:A", 12) == RISE
    facts = play.floor.alarms["wait_over:A"].facts
    assert facts == {
        "queue": "A",
        "service": "permit",
        "ticket": "t1",
        "number": "A001",
        "minutes": 9,
        "target": 0,
    }
    play.at("w1", "call_next")
    assert look(play) == ["alarm.cleared"]
    assert [e.kind for e in play.written if e.kind.startswith("alarm")] == [
        "alarm.raised", "alarm.level_changed", "alarm.level_changed", "alarm.cleared",
    ]  # fmt: skip
    assert play.written[-1].data == {"key": "wait_over:A", "kind": "wait_over", "peak": "red"}


def test_whoever_is_left_after_hours_is_told_no_further_once_nobody_works() -> None:
    play = Play("w1", given=warning(services={"warn_wait": STEPS}))
    play.take("permit")
    play.wait(5)
    assert look(play, Seen()) == ["alarm.raised"]
    play.at("w1", "pause")
    play.wait(60)
    assert look(play, Seen(hours="closed")) == [], "it neither rises nor is it over"
    play.at("w1", "open", person="clerk w1")
    assert look(play, Seen(hours="closed")) == ["alarm.level_changed"], "those who still serve are told"


def test_whoever_is_served_for_long_is_told_without_the_time_somebody_was_held() -> None:
    play = Play("w1", given=warning({"serving": STEPS}))
    play.take("permit")
    play.serve("w1")
    play.wait(3)
    play.at("w1", "hold")
    play.wait(30)
    play.at("w1", "resume", ticket="t1")
    assert story(play, "service_over:t1", 7) == [(1, "remind"), (3, "yellow"), (6, "red")]
    play.at("w1", "complete")
    assert look(play) == ["alarm.cleared"]


def test_a_call_that_nobody_answers_is_told_until_somebody_comes_whatever_is_recalled() -> None:
    play = Play("w1", given=warning({"unanswered": STEPS}))
    play.take("permit")
    play.at("w1", "call_next", person="lin")
    play.wait(3)
    play.at("w1", "recall")
    assert story(play, "unanswered:t1", 6) == [(1, "remind"), (3, "yellow"), (6, "red")]
    facts = play.floor.alarms["unanswered:t1"].facts
    assert (facts["window"], facts["number"], facts["minutes"]) == ("w1", "A001", 9)
    play.at("w1", "start")
    assert look(play) == ["alarm.cleared"]


def test_a_window_that_does_nothing_while_somebody_waits_for_it_is_told() -> None:
    play = Play("w1", "w3", given=warning({"idle": STEPS}))
    play.wait(30)
    assert look(play) == [], "nobody waits"
    play.take("permit")
    assert story(play, "window_idle:w1", 12) == RISE
    assert list(play.floor.alarms) == ["window_idle:w1"], "nobody waits for w3"
    play.at("w1", "call_next")
    assert look(play) == ["alarm.cleared"]


def test_a_window_that_has_just_become_free_is_not_idle_however_long_people_have_waited() -> None:
    play = Play("w1", given=warning({"idle": STEPS}))
    for _ in range(2):
        play.take("permit")
    play.serve("w1")
    play.wait(20)
    play.at("w1", "complete")
    assert story(play, "window_idle:w1", 4) == [(4, "remind")]


def test_a_window_paused_too_long_is_told_while_the_hall_is_open_and_lunch_counts_for_nothing() -> None:
    hours = {"workdays": WORKDAY}
    play = Play("w1", given=warning({"paused": STEPS}, hours=hours))
    play.wait(178)  # 11:58
    play.at("w1", "pause", why="meal")
    play.wait(60)
    assert look(play, Seen(hours="lunch")) == []
    play.wait(62)  # 14:00
    assert look(play, Seen()) == []
    play.wait(2)
    assert look(play, Seen()) == ["alarm.raised"]
    assert play.floor.alarms["paused_long:w1"].facts == {
        "window": "w1", "person": "clerk w1", "reason": "meal", "minutes": 4,
    }  # fmt: skip
    play.wait(300)
    assert look(play, Seen(hours="closed")) == ["alarm.cleared"], "who goes home is not missed"


# -- defaults and settings ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of_service", "of_hall", "steps"),
    [
        ({}, {}, Steps()),
        ({"target_wait": 15}, {}, Steps(15, 22, 30)),
        ({"target_wait": 15}, {"wait": {"red": 20}}, Steps(0, 0, 20)),
        ({"target_wait": 15, "warn_wait": {"yellow": 12}}, {"wait": {"red": 20}}, Steps(0, 12, 0)),
        ({"target_wait": 15, "warn_wait": {}}, {}, Steps()),
    ],
)
def test_minutes_of_waiting_are_the_services_else_the_halls_else_from_its_target(
    of_service: dict[str, Any], of_hall: dict[str, Any], steps: Steps
) -> None:
    made = raw()
    made["services"][0] |= of_service
    assert warnings.wait_steps(profiles.build(made | {"warnings": of_hall}), "permit") == steps


@pytest.mark.parametrize(
    ("of_service", "of_hall", "steps"),
    [
        ({}, {}, Steps(60)),
        ({"typical_service": 30}, {}, Steps(120)),
        ({"target_service": 20}, {}, Steps(30, 40, 60)),
        ({"target_service": 20}, {"serving": {"red": 90}}, Steps(0, 0, 90)),
        ({"warn_serving": {"yellow": 45}}, {"serving": {"red": 90}}, Steps(0, 45, 0)),
    ],
)
def test_minutes_of_serving_are_the_services_else_the_halls_else_from_its_target(
    of_service: dict[str, Any], of_hall: dict[str, Any], steps: Steps
) -> None:
    made = raw()
    made["services"][0] |= of_service
    assert warnings.serving_steps(profiles.build(made | {"warnings": of_hall}), "permit") == steps


def test_a_service_with_minutes_of_its_own_is_not_told_twice_over() -> None:
    play = Play("w1", given=warning(services={"warn_wait": {"red": 60}}))
    play.take("permit")
    play.wait(95)
    look(play)
    assert list(play.floor.alarms) == ["wait_over:A"]


def test_a_hall_without_any_setting_is_quiet_on_an_ordinary_morning() -> None:
    play = Play("w1", "w2", given=profiles.build(raw()))
    for _ in range(12):
        play.take("permit")
        for w in ("w1", "w2"):
            play.at(w, "call_next", finish="completed")
            play.at(w, "start") if play.window(w).ticket else None
        for _ in range(10):
            play.wait(1)
            assert look(play) == []


@pytest.mark.parametrize(
    "wrong", [{"remind": 20, "yellow": 10}, {"remind": 5, "red": 5}, {"orange": 5}, {"red": 0}, 15]
)
def test_minutes_that_do_not_rise_or_are_none_are_refused_with_what_would_be_right(wrong: Any) -> None:
    with pytest.raises(ProfileFaults) as refused:
        profiles.build(raw() | {"warnings": {"idle": wrong}})
    (fault,) = refused.value.faults
    assert fault.key.startswith("warnings.idle")


# -- levels -------------------------------------------------------------------------------------------


def test_a_rise_asks_for_a_person_again_and_easing_does_not() -> None:
    play = Play("w1", given=warning(services={"warn_wait": STEPS}))
    for _ in range(2):
        play.take("permit")
        play.wait(4)
    key = "wait_over:A"
    look(play)
    play.do(Command("acknowledge", "token", {"key": key}, person="lin"))
    play.wait(2)
    assert look(play) == ["alarm.level_changed"] and play.floor.alarms[key].seen is None
    play.do(Command("acknowledge", "token", {"key": key}, person="lin"))
    play.at("w1", "call_next")
    play.wait(0.5)
    assert look(play) == [], "it was red half a minute ago"
    play.wait(0.5)
    play.now = play.floor.alarms[key].level_at + MINUTE
    assert look(play) == ["alarm.level_changed"]
    assert (level(play, key), play.floor.alarms[key].facts["number"]) == ("yellow", "A002")
    assert play.floor.alarms[key].seen and play.floor.alarms[key].peak == "red"


def test_what_the_hub_knows_from_its_tables_is_told_for_as_long_as_it_is_so() -> None:
    play = Play("w1", given=warning())
    case = Alarm("case_overdue:c1", "case_overdue", {"case": "c1"}, level="yellow")
    assert look(play, Seen(others=(case,))) == ["alarm.raised"]
    assert look(play) == [], "where nothing is known of cases nothing is said of them"
    assert look(play, Seen(others=(case,))) == []
    assert look(play, Seen()) == ["alarm.cleared"]


def test_alarms_of_journals_before_there_were_levels_are_read() -> None:
    play = Play("w1", given=warning())
    play.append([alarm_of_old()], "system", "c")
    assert level(play, "overload:A:1") == "yellow"


def alarm_of_old() -> Event:
    return Event("alarm.raised", {"key": "overload:A:1", "kind": "overload", "facts": {"queue": "A"}})


# -- whatever happens -----------------------------------------------------------------------------------

DOES = st.sampled_from(
    ["take", "take", "call", "start", "complete", "pause", "open", "hold", "resume", "recall"]
)
ACTS = st.lists(st.tuples(DOES, st.sampled_from(["w1", "w2"]), st.integers(0, 200)), max_size=45)


def press(play: Play, verb: str, window: str) -> None:
    """What a clerk could press; what the hall refuses has not happened."""
    names = {"call": "call_next"}
    try:
        if verb == "take":
            play.take("permit")
        elif verb == "resume":
            held = sorted(play.floor.held)
            play.at(window, "resume", ticket=held[0] if held else "none")
        else:
            play.at(window, names.get(verb, verb))
    except HallError:
        pass


@settings(deadline=None, max_examples=60)
@given(ACTS)
def test_whatever_people_do_each_warning_begins_once_moves_to_other_levels_only_and_ends_once(
    acts: list[tuple[str, str, int]],
) -> None:
    every = {key: {"remind": 2, "yellow": 4, "red": 6} for key in EVERY}
    play = Play("w1", given=warning(every))
    for verb, window, seconds in acts:
        press(play, verb, window)
        play.wait(seconds / 60)
        look(play)
        assert look(play) == [], "a second look finds nothing new"
        for key, alarm in alarms.due(play.floor, play.now).items():
            assert rank(play.floor.alarms[key].level) >= rank(alarm.level)
    stands: dict[str, str] = {}
    for e in play.written:
        d = e.data
        if e.kind == "alarm.raised":
            assert d["key"] not in stands
            stands[d["key"]] = d["level"]
        elif e.kind == "alarm.level_changed":
            assert stands[d["key"]] == d["was"] != d["level"] and d["level"] in LEVELS
            stands[d["key"]] = d["level"]
        elif e.kind == "alarm.cleared":
            assert rank(d["peak"]) >= rank(stands.pop(d["key"]))
    assert {k: a.level for k, a in play.floor.alarms.items()} == stands
    again = Floor(play.floor.hall)
    for e in play.written:
        apply(again, e)
    assert again.alarms == play.floor.alarms


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(["taken", "early", "moved"]), st.integers(0, 90)), min_size=1, max_size=12
    )
)
def test_the_longest_wait_is_that_of_a_plain_look_at_everybody(people: list[tuple[str, int]]) -> None:
    play = Play("w1", given=warning(), now=MORNING)
    for how, minutes in people:
        id = play.take("permit")
        if how == "early":
            play.floor.put(play[id].but(part_since=play.now + minutes * MINUTE, slot=play.now), Touched())
        elif how == "moved":
            play.floor.put(play[id].but(since=play.now - minutes * MINUTE), Touched())
        play.wait(minutes / 10)
    found = warnings.longest(play.floor, "permit")
    assert found and found.part_since == min(t.part_since for t in play.floor.tickets.values())
