"""What somebody should know: each alarm is raised once, does not flap, and can be acknowledged."""

from __future__ import annotations

from typing import Any

import pytest

from server import profiles
from server.domain.alarms import alarms
from server.domain.events import Command
from server.domain.floor import Touched
from server.domain.profile import Hall
from tests.domain.hall import MINUTE, raw
from tests.domain.play import Play


def quiet(rules: dict[str, Any] | None = None, **tables: Any) -> Hall:
    """The small hall without warnings of idle and paused windows; they have tests of their own."""
    silent = {key: {} for key in ("idle", "paused", "unanswered")}
    return profiles.build({**raw(**(rules or {})), "warnings": silent, **tables})


def crowded(**rule: Any) -> Hall:
    return quiet(overload=[{"queue": "A", "waiting": 4, **rule}])


def look(play: Play) -> list[str]:
    return play.do(Command("alarms", "system"))


def kinds(play: Play) -> list[str]:
    return [a.kind for a in play.floor.alarms.values()]


@pytest.mark.parametrize("action", ["alarm", "widen"])
def test_a_crowded_queue_is_told_once_whatever_is_done_about_it(action: str) -> None:
    play = Play("w1", given=crowded(action=action, windows=["w3"] if action == "widen" else []))
    for _ in range(4):
        play.take("permit")
    assert look(play) == []
    play.take("licence")
    assert look(play) == ["alarm.raised"]
    assert look(play) == []
    (alarm,) = play.floor.alarms.values()
    assert (alarm.kind, alarm.facts["queue"], alarm.facts["waiting"]) == ("overload", "A", 5)
    assert alarm.facts["action"] == action


def test_it_is_cleared_below_four_fifths_so_that_it_does_not_flap() -> None:
    play = Play("w1", given=crowded())
    for _ in range(5):
        play.take("permit")
    look(play)
    play.at("w1", "call_next")
    assert look(play) == [], "four wait: no longer too many, but nearly"
    play.at("w1", "call_next", finish="completed")
    assert look(play) == ["alarm.cleared"]
    assert play.floor.alarms == {}
    play.take("permit")
    assert look(play) == []


def test_a_queue_is_crowded_too_when_somebody_has_waited_the_rules_minutes() -> None:
    play = Play("w1", given=crowded(minutes=20))
    play.take("permit")
    play.wait(19)
    assert look(play) == []
    play.wait(1)
    assert look(play) == ["alarm.raised"]
    assert play.floor.alarms["overload:A:1"].facts["minutes"] == 20


@pytest.mark.parametrize(("limit", "raised"), [(90, False), (30, True), (0, False)])
def test_whoever_waits_longer_than_the_hall_allows_raises_an_alarm(limit: int, raised: bool) -> None:
    play = Play("w1", given=quiet({"longest_wait": limit}))
    play.take("permit")
    play.take("licence")
    play.wait(45)
    assert look(play) == (["alarm.raised"] if raised else [])
    if raised:
        facts = play.floor.alarms["longest_wait:A"].facts
        assert facts == {"queue": "A", "ticket": "t1", "number": "A001", "minutes": 45}


def test_the_longest_wait_is_told_once_a_queue_and_cleared_when_nobody_waits_nearly_so_long() -> None:
    play = Play("w1", given=quiet())
    for minutes in (20, 71):
        play.take("permit")
        play.wait(minutes)
    assert look(play) == ["alarm.raised"]
    play.wait(2)
    play.at("w1", "call_next")
    assert look(play) == [], "the next one has waited 73 of 90 minutes"
    play.at("w1", "call_next", finish="completed")
    assert look(play) == ["alarm.cleared"]


def test_a_business_nobody_serves_is_told_after_a_minute() -> None:
    play = Play("w1", given=quiet())
    play.take("passport")
    play.wait(0.9)
    assert look(play) == []
    play.wait(0.2)
    assert look(play) == ["alarm.raised"]
    facts = play.floor.alarms["nobody_serves:passport"].facts
    assert facts == {"service": "passport", "waiting": 1, "number": "C001", "minutes": 1}
    play.at("w4", "open")
    assert look(play) == [], "it is seen for a minute at least"
    play.wait(1)
    assert look(play) == ["alarm.cleared"]


def test_a_window_whose_clerk_may_not_serve_it_is_as_good_as_closed() -> None:
    play = Play(given=quiet())
    play.do(Command("open", "clerk", {}, window="w4", person="li"), skills=["tax"])
    play.take("passport")
    play.wait(1)
    assert look(play) == ["alarm.raised"]


def test_a_paused_window_will_be_back_and_raises_nothing() -> None:
    play = Play("w4", given=quiet())
    play.take("passport")
    play.at("w4", "pause")
    play.wait(5)
    assert look(play) == []
    play.at("w4", "close")
    assert look(play) == ["alarm.raised"]


def test_who_was_sent_to_a_window_that_closed_is_found_too() -> None:
    play = Play("w1", "w2", given=quiet())
    play.take("permit")
    play.at("w1", "call_next")
    play.do(Command("transfer", "clerk", {"window": "w2"}, window="w1"))
    play.at("w2", "close")
    play.wait(1)
    assert look(play) == ["alarm.raised"]


def test_a_ticket_held_too_long_reminds_its_window_and_is_silent_once_it_goes_on() -> None:
    play = Play("w1", given=quiet())
    play.take("permit")
    play.serve("w1")
    play.at("w1", "hold", minutes=10)
    play.wait(9.9)
    assert look(play) == []
    play.wait(0.1)
    assert look(play) == ["alarm.raised"]
    facts = play.floor.alarms["hold_over:t1"].facts
    assert facts == {"ticket": "t1", "number": "A001", "window": "w1", "minutes": 10}
    play.at("w1", "resume", ticket="t1")
    assert look(play) == ["alarm.cleared"]


def test_an_alarm_is_acknowledged_once_and_the_journal_says_by_whom() -> None:
    play = Play("w1", given=crowded())
    for _ in range(5):
        play.take("permit")
    look(play)
    key = "overload:A:1"
    seen = Command("acknowledge", "token", {"key": key}, person="lin")
    assert play.do(seen, reason={"reason": "opened_one"}) == ["alarm.acknowledged"]
    assert play.do(seen) == []
    assert play.written[-1].data == {"key": key, "person": "lin", "reason": "opened_one"}
    assert play.floor.alarms[key].seen == ("lin", play.now)
    with play.refuses("unknown_alarm"):
        play.do(Command("acknowledge", "token", {"key": "overload:B:1"}, person="lin"))


def test_a_new_day_begins_without_alarms() -> None:
    play = Play("w1", given=quiet())
    play.take("passport")
    play.wait(2)
    look(play)
    assert play.close_day()[-2:] == ["alarm.cleared", "day.closed"], "whoever listens hears that it is over"
    assert play.written[-2].data == {"key": "nobody_serves:passport", "kind": "nobody_serves", "peak": "red"}
    assert play.floor.alarms == {}
    assert look(play) == [] == list(alarms.due(play.floor, play.now))


@pytest.mark.parametrize("percent", [0, 90])
def test_a_reservation_not_called_as_the_hall_promised_is_told_while_it_waits(percent: int) -> None:
    promises = {"promise_percent": percent, "promise_minutes": 10}
    play = Play("w1", given=quiet(reservations=promises))
    play.take("permit")
    reserved = play["t1"].but(reservation="R1", slot=play.now + 5 * MINUTE, arrival="early")
    play.floor.put(reserved, Touched())
    play.wait(15)
    assert look(play) == []
    play.wait(1)
    assert look(play) == (["alarm.raised"] if percent else [])
    if percent:
        facts = play.floor.alarms["promise_missed:A"].facts
        assert facts == {"queue": "A", "ticket": "t1", "number": "A001", "minutes": 11, "kept": 0, "of": 1}
        play.at("w1", "call_next")
        play.wait(1)
        assert look(play) == ["alarm.cleared"]
