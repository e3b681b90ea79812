"""How long will I wait: a range in steps of five minutes, of the right order, breaks included, or nothing at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server import profiles
from server.domain.floor import Touched
from server.domain.profile import Hall
from server.domain.waits.estimate import COMING, History, Prospect, prospect
from tests.domain.hall import MINUTE, MORNING, WORKDAY, hall, raw
from tests.domain.play import Play

NOON = MORNING + 3 * 60 * MINUTE
"""12:00, when lunch begins; it ends at 14:00."""


def found(play: Play, id: str, history: History | None = None) -> Prospect:
    return prospect(play.floor, history or History(), play[id], play.now)


def wait_of(play: Play, id: str, history: History | None = None) -> tuple[int, int]:
    wait = found(play, id, history).wait
    assert wait is not None
    return wait


def queue(number: int, *windows: str, given: Hall | None = None, now: int = MORNING) -> Play:
    """So many people with permits before t(number + 1), and each window serving one of them."""
    play = Play(*windows, given=given, now=now)
    for _ in range(number + 1):
        play.take("permit", lax=True)
    for w in windows:
        play.serve(w)
    return play


# -- whether, and the form ----------------------------------------------------------------------


def test_without_an_open_window_nothing_is_said() -> None:
    play = Play("w3")
    play.take("permit")
    assert found(play, "t1").wait is None
    play.at("w1", "open", person="lin")
    assert found(play, "t1").wait == (0, 300)
    play.at("w1", "pause")
    assert found(play, "t1").wait is None


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
    low, high = wait_of(play, play.take("permit"))
    assert low % 300 == high % 300 == 0
    assert 0 <= low < high


def test_more_people_ahead_never_means_less_waiting() -> None:
    play = Play("w1")
    ranges = [wait_of(play, play.take("permit")) for _ in range(20)]
    assert ranges == sorted(ranges)
    assert ranges[0] == (0, 300)


def test_who_finds_a_free_window_waits_less_than_five_minutes_even_after_a_crowd() -> None:
    play = queue(7, "w1")
    for _ in range(7):
        play.wait(3.5)
        play.at("w1", "call_next", finish="completed")
        play.at("w1", "start")
    play.at("w1", "complete")
    assert wait_of(play, play.take("permit")) == (0, 300)


def test_agents_wait_for_the_business_they_came_for_whatever_their_queue() -> None:
    """Their line has no services of its own."""
    given = raw(agent_cases=1, agent_queue="D")
    given["queues"].append({"prefix": "D", "name": "Agents"})
    play = Play("w1", given=profiles.build(given))
    play.take("permit")
    play.floor.put(play[play.take("licence")].but(line="D", queue="D"), Touched())
    assert found(play, "t2").ahead == 1
    assert found(play, "t2").wait is not None


# -- what it depends on ---------------------------------------------------------------------------


def test_a_second_window_shortens_the_wait_and_a_paused_or_closed_one_lengthens_it_again() -> None:
    play = queue(12, "w1", "w2")
    together = wait_of(play, "t13")
    play.at("w2", "complete")
    play.at("w2", "pause", why="meeting")
    alone = wait_of(play, "t13")
    assert alone[1] >= together[1] * 1.5
    play.at("w2", "close")
    assert wait_of(play, "t13") == alone
    play.at("w2", "open", person="lin")
    assert wait_of(play, "t13") < alone


def test_the_profiles_typical_service_is_what_a_hall_without_experience_reckons_with() -> None:
    given = raw()
    given["services"][0]["typical_service"] = 30
    assert (
        wait_of(queue(6, "w1", given=profiles.build(given)), "t7")[1]
        >= 2.5 * wait_of(queue(6, "w1"), "t7")[1]
    )


def test_work_ahead_counts_by_what_the_people_ahead_come_for() -> None:
    """Permits take ten minutes, licences six."""
    long, short = Play("w1"), Play("w1")
    for _ in range(8):
        long.take("permit")
        short.take("licence")
    assert wait_of(long, long.take("licence"))[1] > wait_of(short, short.take("licence"))[1]


def test_whom_other_windows_may_call_as_well_is_less_work_ahead() -> None:
    """Both have eight permits before them; w4 takes its part of them without being able to call me."""
    alone, shared = Play("w1"), Play("w1", "w4")
    for play in (alone, shared):
        for _ in range(8):
            play.take("permit")
        play.take("licence")
        play.of("t9", "transfer_ticket", window="w1")
    assert found(alone, "t9").ahead == found(shared, "t9").ahead == 8
    assert wait_of(shared, "t9")[1] < wait_of(alone, "t9")[1]


def test_a_busy_window_that_may_do_everything_does_not_hide_a_quick_one() -> None:
    """w4 has forty passports before me, w1 one permit: w1 will come to me first."""
    play = Play("w1", "w4", given=hall(cap=0))
    for _ in range(40):
        play.take("passport")
    play.take("permit")
    id = play.take("permit")
    assert wait_of(play, id)[1] <= 25 * 60


@pytest.mark.parametrize(("backup", "shorter"), [(["permit"], True), (["licence"], False)])
def test_a_window_that_helps_shortens_the_wait(backup: list[str], shorter: bool) -> None:
    """w3 serves somebody's tax, and nobody else waits for one."""
    given = raw()
    given["windows"][2] |= {"services": ["tax"], "backup": backup}
    play = Play("w1", "w3", given=profiles.build(given))
    play.take("tax")
    for _ in range(11):
        play.take("permit")
    play.serve("w1")
    play.serve("w3")
    helped = wait_of(play, "t12")
    play.take("tax")
    assert (helped < wait_of(play, "t12")) == shorter, "its own people go first"


def test_an_agent_with_fifteen_cases_is_one_person_and_the_work_of_fifteen() -> None:
    agent, many = Play("w1"), Play("w1")
    agent.take("permit")
    agent.take("permit", cases=15)
    for _ in range(16):
        many.take("permit")
    for play in (agent, many):
        play.serve("w1")
        play.take("permit")
    assert (found(agent, "t3").ahead, found(many, "t17").ahead) == (1, 15)
    assert found(agent, "t3").middle == pytest.approx(found(many, "t17").middle)


def test_what_an_agent_took_is_learnt_by_the_case() -> None:
    play = Play("w1")
    play.take("permit", cases=3)
    play.serve("w1")
    play.wait(24)
    play.at("w1", "complete")
    assert play.floor.served == {"permit": (3, 24 * MINUTE)}
    play.at("w1", "undo")
    assert play.floor.served == {"permit": (0, 0)}


# -- learning -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("tickets", "minutes"), [(0, 10), (5, 15), (95, 19.5)])
def test_the_last_weeks_draw_the_service_time_away_from_the_profiles(tickets: int, minutes: float) -> None:
    """Six before me: ten minutes each by the profile, which counts as five tickets, twenty by experience."""
    history = History({"permit": (tickets, tickets * 20 * MINUTE)})
    middle = found(queue(6, "w1"), "t7", history).middle
    assert middle == pytest.approx(6 * (minutes * 60 + COMING))


def test_a_slow_day_is_expected_to_stay_slow() -> None:
    """Four have taken twenty-five minutes instead of ten: (100 + 50) / (40 + 50) of the usual."""
    play = queue(10, "w1")
    for _ in range(4):
        play.wait(25)
        play.at("w1", "complete")
        play.serve("w1")
    assert found(play, "t11").middle == pytest.approx(6 * (10 * 60 * 150 / 90 + COMING))


def test_what_the_last_ones_waited_and_how_many_are_called_moves_the_middle() -> None:
    """Two minutes each, where the profile says ten: the recent calls are two of the three estimators."""
    play = Play("w1")
    for _ in range(31):
        play.take("permit")
    play.at("w1", "call_next")
    for _ in range(8):
        play.wait(2)
        play.at("w1", "no_show", why="gone")
        play.at("w1", "call_next")
    fast = found(play, "t31").middle
    assert fast == pytest.approx(22 * 2 * 60, rel=0.1)
    play.wait(31)
    late = found(play, "t31").middle
    assert late and late > 2 * fast, "after half an hour without a call they no longer count"


# -- lunch and other breaks -------------------------------------------------------------------------


def office(minutes: int, *windows: str, lunch: list[int] | None = None) -> Play:
    """A hall with a break from 12 to 14, so many minutes before noon; `lunch`: the windows that work through it."""
    given = raw(hours={"workdays": WORKDAY})
    for n in lunch or ():
        given["windows"][n - 1]["works_lunch"] = True
    return queue(6, *windows, given=profiles.build(given), now=NOON - minutes * MINUTE)


def test_a_wait_that_reaches_into_lunch_is_as_much_longer_and_says_when_it_goes_on() -> None:
    before, into = office(180, "w1"), office(30, "w1")
    usual, longer = found(before, "t7"), found(into, "t7")
    assert (usual.reason, usual.resumes_at) == (None, None)
    assert (longer.reason, longer.resumes_at) == ("lunch", NOON + 120 * MINUTE)
    assert usual.middle and longer.middle == usual.middle + 120 * 60
    assert wait_of(into, "t2")[1] <= 25 * 60 and found(into, "t2").reason is None, (
        "the next one comes before lunch"
    )


def test_the_last_span_of_the_day_ends_taking_not_serving() -> None:
    evening = queue(6, "w1", given=hall(hours={"workdays": WORKDAY}), now=NOON + 325 * MINUTE)
    assert wait_of(evening, "t7") == wait_of(office(180, "w1"), "t7")


def test_windows_that_work_through_lunch_shorten_it() -> None:
    all_rest, one_works = office(30, "w1", "w2"), office(30, "w1", "w2", lunch=[2])
    all_work = office(30, "w1", "w2", lunch=[1, 2])
    middles = [found(play, "t7").middle or 0 for play in (all_rest, one_works, all_work)]
    assert middles == sorted(middles)
    many = [
        queue(14, "w1", "w2", given=play.floor.hall, now=play.now) for play in (all_rest, one_works, all_work)
    ]
    rest, one, work = (found(play, "t15").middle or 0 for play in many)
    assert rest > one > work
    assert found(many[2], "t15").reason is None


def test_in_lunch_those_who_pause_are_reckoned_with_when_it_ends() -> None:
    play = office(5, "w1", "w2", lunch=[2])
    for w in ("w1", "w2"):
        play.at(w, "complete")
        play.at(w, "pause", why="lunch")
    play.now = NOON + 60 * MINUTE
    at_lunch = found(play, "t7")
    assert (at_lunch.windows, at_lunch.reason) == ({"w1"}, "lunch"), "w2 should be working"
    assert at_lunch.low and at_lunch.low >= 60 * 60
    play.now = NOON + 120 * MINUTE
    assert found(play, "t7").wait is None, "lunch is over, and nobody is back"


def test_a_window_paused_for_lunch_a_little_early_is_at_lunch_and_for_a_meeting_is_gone() -> None:
    for why, known in (("lunch", True), ("meeting", False)):
        play = office(10, "w1")
        play.at("w1", "complete")
        play.at("w1", "pause", why=why)
        assert (found(play, "t7").wait is not None) == known


def test_who_waited_through_lunch_did_not_wait_for_work() -> None:
    """Lunch counts neither in the last one's wait (80 minutes without) nor in the call rate (six in 22)."""
    play = office(60, "w1")
    for _ in range(30):
        play.take("permit", lax=True)
    play.at("w1", "complete")
    play.now = NOON + 130 * MINUTE
    for _ in range(6):
        play.at("w1", "call_next")
        play.wait(1)
        play.at("w1", "no_show", why="gone")
        play.wait(1)
    assert play.floor.latest[("A", "ordinary")].waited > 180 * MINUTE
    middle = found(play, "t37").middle
    assert middle == pytest.approx(30 * 22 / 6 * 60)
