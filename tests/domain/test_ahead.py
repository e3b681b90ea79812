"""Who is truly ahead: the count by bisection equals one that asks every ticket, on random floors; then case by case."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import profiles
from server.domain.floor import Floor, Touched
from server.domain.lines import Place
from server.domain.ticket import Ticket
from server.domain.waits.ahead import Crowd, claim, people, places
from server.domain.waits.estimate import History, Outlook
from server.domain.waits.staffing import Desks, of, staffing
from tests.domain.hall import MINUTE, MORNING, WINDOWS, WORKDAY, hall, raw
from tests.domain.play import Play
from tests.domain.test_routing import floor_of, many, merit
from tests.domain.test_routing import people as visitors

PERMIT: Place = ("permit", None, ())
OPEN = st.lists(st.sampled_from(WINDOWS), min_size=1, max_size=4, unique=True)


def counted(floor: Floor, me: Ticket, now: int, at: int | None = None) -> int:
    """How many are ahead by the lines, as the scores stand at a moment."""
    desks = Desks(floor, staffing(floor, now), now)
    windows = of(desks, places(me))
    return people(Crowd(desks, lambda s: 60.0).before(claim(me, at or now), windows), windows)


def ahead(play: Play, id: str) -> int:
    return Outlook(play.floor, History(), play.now).of(play[id]).ahead


def may_call(floor: Floor, window: str, ticket: Ticket) -> bool:
    plate = floor.hall.window[window]
    sent = ticket.bound in (None, ("window", window), ("zone", plate.zone))
    return sent and not set(plate.services).isdisjoint(ticket.awaited)


@many
@given(
    crowd=st.lists(visitors, max_size=14),
    later=st.sampled_from([0, 0.01, 5, 9.99, 10, 20, 33.3]),
    windows=OPEN,
)
def test_people_ahead_are_those_with_a_better_claim_whom_my_windows_would_call(
    crowd: list[Any], later: float, windows: list[str]
) -> None:
    floor, now = floor_of(crowd, later)
    for w in set(WINDOWS) - set(windows):
        floor.seat(w, Touched(), state="closed")
    for me in floor.tickets.values():
        mine = [w for w in windows if may_call(floor, w, me)]
        before = [
            t for t in floor.tickets.values()
            if t.id != me.id and merit(t, now) < merit(me, now) and any(may_call(floor, w, t) for w in mine)
        ]  # fmt: skip
        assert counted(floor, me, now) == len(before)


def test_another_letter_at_my_windows_counts_and_my_letter_at_others_does_not() -> None:
    """w1 has permits and licences, w3 licences and tax: both of queue A and B."""
    play = Play("w1", "w3")
    play.take("tax")
    play.take("licence")
    play.take("permit")
    play.take("tax")
    assert ahead(play, "t3") == 1, "the licence, not the tax of w3"
    assert ahead(play, "t4") == 2, "the tax and the licence of another letter, not the permit"


def test_one_who_waits_for_two_services_in_any_order_is_one_person_ahead() -> None:
    play = Play("w1")
    play.take("permit", "licence", order="any")
    play.take("permit")
    assert ahead(play, "t2") == 1


def test_one_sent_to_another_window_is_not_ahead() -> None:
    play = Play("w1", "w2")
    play.take("permit")
    play.of("t1", "transfer_ticket", window="w2")
    play.take("permit")
    play.of("t2", "transfer_ticket", window="w1")
    assert ahead(play, "t2") == 0


def test_priority_that_came_later_is_ahead_as_soon_as_it_waits() -> None:
    play = Play("w1")
    for _ in range(3):
        play.take("permit")
    play.take("permit", classes=["quick"])
    assert [ahead(play, f"t{n}") for n in range(1, 5)] == [1, 2, 3, 0]


def test_whom_i_shall_overtake_by_my_call_is_not_ahead_and_who_overtakes_me_is() -> None:
    """disabled 20 + 2/min catches quick 30 + 1/min, both taken now, after ten minutes: w1 is busy for longer."""
    play = Play("w1")
    play.take("permit")
    play.serve("w1")
    for _ in range(3):
        play.take("permit", classes=["quick"])
    play.take("permit", classes=["disabled"])
    assert counted(play.floor, play["t5"], play.now) == 3
    assert counted(play.floor, play["t5"], play.now, at=play.now + 11 * 60_000) == 0
    assert counted(play.floor, play["t4"], play.now, at=play.now + 11 * 60_000) == 3
    assert ahead(play, "t5") == 0 and ahead(play, "t4") == 3


def test_a_need_narrows_whom_one_waits_with() -> None:
    """The wheelchair goes to w2 only: w1 has no low counter."""
    given = raw()
    given["windows"][1]["features"] = ["low_counter"]
    play = Play("w1", "w2", given=profiles.build(given))
    play.take("licence")
    play.take("tax")
    play.take("permit", needs=["wheelchair"])
    assert ahead(play, "t3") == 1, "the tax at w2; the licence is w1's"


def helped(after: int) -> Play:
    """w1 has licences and helps with permits; w2 has permits."""
    given = raw()
    given["windows"] = given["windows"][:2]
    given["windows"][0] |= {"services": ["licence"], "backup": ["permit"], "help_after": after}
    given["windows"][1] |= {"services": ["permit"]}
    given["services"] = given["services"][:2]
    given["queues"] = given["queues"][:1]
    return Play("w1", "w2", given=profiles.build(given))


@pytest.mark.parametrize(("after", "before"), [(0, 0), (30, 0), (5, 1)])
def test_who_is_only_helped_at_my_window_is_ahead_only_when_help_is_due(after: int, before: int) -> None:
    play = helped(after)
    play.take("permit")
    play.wait(6)
    play.take("licence")
    assert ahead(play, "t2") == before


def test_where_one_is_only_helped_everybody_whose_own_window_it_is_goes_first() -> None:
    play = helped(0)
    play.at("w2", "close")
    play.take("permit", classes=["quick"])
    for _ in range(3):
        play.take("licence")
    assert ahead(play, "t1") == 3
    found = Outlook(play.floor, History(), play.now).of(play["t1"])
    assert found.windows == {"w1"} and found.wait is not None


def test_a_rule_for_overload_brings_more_people_before_a_window() -> None:
    given = raw()
    given["overload"] = [{"queue": "A", "waiting": 2, "action": "widen", "windows": ["w3"]}]
    play = Play("w1", "w3", given=profiles.build(given))
    play.take("permit")
    play.take("permit")
    play.take("tax")
    assert ahead(play, "t3") == 0
    play.take("permit")
    play.take("tax")
    assert ahead(play, "t5") == 4, "w3 has permits too, now that three wait"


def test_before_any_window_is_open_those_count_whom_my_windows_will_call() -> None:
    play = Play(given=hall())
    for s in ("permit", "tax", "licence", "permit"):
        play.take(s)
    assert ahead(play, "t4") == 3, "w2 and w4 have taxes, too"


def test_one_with_two_classes_is_one_person_ahead() -> None:
    play = Play("w1")
    play.take("permit", classes=["disabled", "quick"])
    play.take("permit")
    assert ahead(play, "t2") == 1


@pytest.mark.parametrize("turn", ["opens", "pauses", "closes", "widens", "rests"])
def test_the_staffing_found_before_is_used_only_while_it_holds(turn: str) -> None:
    given = raw(hours={"workdays": WORKDAY})
    given["overload"] = [{"queue": "A", "waiting": 2, "action": "widen", "windows": ["w3"]}]
    play = Play("w1", "w3", given=profiles.build(given), now=MORNING + 175 * MINUTE)
    for _ in range(2):
        play.take("permit")
    before = staffing(play.floor, play.now)
    assert staffing(play.floor, play.now, before) is before
    if turn == "widens":
        play.take("permit")
    elif turn == "rests":
        play.at("w1", "pause", why="meeting")
        before = staffing(play.floor, play.now)
        play.wait(6)
    else:
        window, verb = {"opens": ("w2", "open"), "pauses": ("w1", "pause"), "closes": ("w1", "close")}[turn]
        play.at(window, verb)
    assert staffing(play.floor, play.now, before) is not before
    if turn == "rests":
        assert Desks(play.floor, staffing(play.floor, play.now, before), play.now).callers(PERMIT) == {"w1"}
