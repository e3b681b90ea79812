"""What a holder is told falls freely and rises only with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import profiles
from server.domain.waits.estimate import History, Prospect, prospect
from server.domain.waits.telling import REASONS, Told, tell
from tests.domain.hall import MINUTE, MORNING, WORKDAY, raw
from tests.domain.play import Play
from tests.domain.test_routing import many

Range = tuple[int, int] | None


class Phone:
    """Asks now and again what it may show of t1."""

    def __init__(self, play: Play, id: str) -> None:
        self.play, self.id = play, id
        self.told: Told | None = None
        self.look()

    def look(self) -> Prospect:
        found = prospect(self.play.floor, History(), self.play[self.id], self.play.now)
        self.told = tell(self.told, found, self.play.floor)
        return self.told.prospect


def told(*ranges: Range, windows: frozenset[str] = frozenset({"w1"}), ahead: int = 3) -> Prospect:
    """The last of several findings in turn, nothing else having changed."""
    floor, before = Play("w1").floor, None
    for found in ranges:
        low, high = found or (None, None)
        before = tell(before, Prospect(ahead, low, high, windows=windows), floor)
    assert before is not None
    return before.prospect


def crowd(*windows: str, number: int = 12, now: int = MORNING, lunch: bool = False) -> Play:
    play = Play(*windows, given=profiles.build(raw(hours={"workdays": WORKDAY} if lunch else None)), now=now)
    for _ in range(number):
        play.take("permit")
    for w in windows:
        play.serve(w)
    return play


@pytest.mark.parametrize(
    ("ranges", "shown"),
    [
        ([(600, 1800), (300, 1200)], (300, 1200)),
        ([(600, 1800), (900, 2100)], (600, 1800)),
        ([(600, 1800), (0, 2100)], (0, 1800)),
        ([(600, 1800), (900, 1500)], (600, 1500)),
        ([None, (900, 1500)], (900, 1500)),
    ],
)
def test_it_falls_freely_and_a_small_rise_without_a_cause_is_kept_back(
    ranges: list[Range], shown: Range
) -> None:
    found = told(*ranges)
    assert (found.wait, found.reason) == (shown, None)


@many
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), min_size=2, max_size=12))
def test_nothing_rises_without_a_reason(steps: list[tuple[int, int]]) -> None:
    floor, before, last = Play("w1").floor, None, None
    for low, width in steps:
        found = Prospect(3, low * 300, (low + width) * 300, windows=frozenset({"w1"}))
        before = tell(before, found, floor)
        shown, reason = before.prospect.wait, before.prospect.reason
        assert shown is not None and shown[0] < shown[1]
        if last is not None and (shown[0] > last[0] or shown[1] > last[1]):
            assert reason == "slow"
        last = shown


def test_what_takes_clearly_longer_than_was_said_is_said() -> None:
    found = told((600, 1800), (900, 2400))
    assert (found.wait, found.reason) == ((900, 2400), "slow")
    assert told((600, 1800), (900, 2400), (900, 2400)).reason == "slow", "as long as it is so"
    assert told((600, 1800), (900, 2400), (600, 2100)).reason is None


@pytest.mark.parametrize(("verb", "reason"), [("close", "window_closed"), ("pause", "window_paused")])
def test_a_window_that_leaves_is_a_reason(verb: str, reason: str) -> None:
    play = crowd("w1", "w2")
    phone = Phone(play, "t12")
    before = phone.look().wait
    play.at("w2", "complete")
    play.at("w2", verb)
    after = phone.look()
    assert before and after.wait and after.wait[1] > before[1]
    assert after.reason == reason
    play.at("w1", "complete")
    play.at("w1", verb)
    assert (phone.look().wait, phone.look().reason) == (None, reason)


def test_somebody_with_priority_is_a_reason() -> None:
    play = crowd("w1")
    phone = Phone(play, "t4")
    before = phone.look()
    for _ in range(4):
        play.take("permit", classes=["quick"])
    after = phone.look()
    assert before.wait and after.wait and after.wait[1] > before.wait[1]
    assert (after.reason, after.ahead) == ("priority", before.ahead + 4)


def test_lunch_is_a_reason_with_its_end() -> None:
    play = crowd("w1", number=6, now=MORNING + 60 * MINUTE, lunch=True)
    phone = Phone(play, "t6")
    assert phone.look().reason is None
    play.now = MORNING + 150 * MINUTE
    found = phone.look()
    assert (found.reason, found.resumes_at) == ("lunch", MORNING + 300 * MINUTE)
    assert found.high and found.high > 120 * 60


def test_being_sent_to_another_window_is_a_reason() -> None:
    play = crowd("w1", "w2")
    play.take("tax")
    play.take("tax")
    phone = Phone(play, "t3")
    for _ in range(3):
        play.take("tax", classes=["quick"])
    phone.look()
    play.of("t3", "transfer_ticket", service="tax")
    found = phone.look()
    assert found.reason == "moved"
    assert found.reason in REASONS


def test_where_a_window_stops_helping_it_goes_slower() -> None:
    """w3 helps with permits while nobody wants tax."""
    given = raw()
    given["windows"][2] |= {"services": ["tax"], "backup": ["permit"]}
    play = Play("w1", "w3", given=profiles.build(given))
    for _ in range(3):
        play.take("permit")
    play.take("tax")
    play.serve("w1")
    play.serve("w3")
    phone = Phone(play, "t3")
    before = phone.look()
    play.take("tax")
    after = phone.look()
    assert before.wait and after.wait and after.wait > before.wait
    assert (after.reason, phone.look().reason) == ("slow", "slow")
