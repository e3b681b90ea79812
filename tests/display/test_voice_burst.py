"""A burst of 60 calls, whatever fails meanwhile: each is said, in order and as often as it should be, or says why not.

The hub is the real one in this process, the voice a beep, the loudspeaker moves the hub's clock by the length of
what it plays. A killed announcer is one whose thread ends in mid-sentence without a word to anybody.
"""

from __future__ import annotations

import contextlib
import threading
from array import array
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest

from display.voice import announcer, sound
from display.voice.announcer import Announcer
from display.voice.calls import Calls
from display.voice.process import VoiceError
from display.voice.sound import Samples
from display.voice.speakers import Speakers, Utterance
from server.protocol import Json
from tests.display.desk import Desk, Hall

EAST = tuple(range(1, 51))
WEST = tuple(range(51, 61))
BEEP = array("h", [12_000, -12_000] * 2750)


class Heard(NamedTuple):
    number: str
    times: int
    chime: bool
    repeat: bool


class Killed(BaseException):
    """Ends the announcer's thread where it stands."""


class Ear:
    """A loudspeaker that takes the hub's time, and does what a test wants at one of its sentences."""

    def __init__(self, hall: Hall) -> None:
        self.hall, self.heard = hall, list[Heard]()
        self.at: dict[int, Callable[[], None]] = {}
        self.asked = 0

    def play(self, said: Utterance, abort: threading.Event) -> bool:
        self.asked += 1
        if then := self.at.pop(self.asked, None):
            then()
        self.hall.time.pass_(round(said.seconds * 1000))
        self.heard.append(Heard(said.number, *shapes()[round(said.seconds, 2)], said.repeat))
        return True

    @property
    def numbers(self) -> list[str]:
        return [heard.number for heard in self.heard]


@lru_cache(maxsize=1)
def shapes() -> dict[float, tuple[int, bool]]:
    """Seconds → how often the beep is said, and whether a chime goes before it."""
    return {
        round(sound.seconds(sound.announcement([BEEP], times, chime)), 2): (times, chime)
        for times in (1, 2) for chime in (False, True)
    }  # fmt: skip


class Beep:
    """An engine that dies at some of its sentences, once each."""

    def __init__(self, *dies: int) -> None:
        self.dies, self.asked = set(dies), 0

    def render(self, language: str, text: str, pace: int) -> Samples:
        self.asked += 1
        if self.asked in self.dies:
            raise VoiceError("the speech process ended")
        return BEEP


class Quiet:
    """Where announcers tell how they are."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    def tell(self, state: str, detail: str = "") -> None:
        self.told.append((state, detail))

    def shown(self, seq: int) -> None: ...


class House:
    """A hall with its announcers; `run` lets them work until nothing is owed."""

    def __init__(self, folder: Path, voice: Json | None = None, **zones: Json) -> None:
        self.folder = folder / "voice"
        self.folder.mkdir()
        self.hall = Hall(folder / "hub", voice, **zones)
        self.ear, self.turns, self.health = Ear(self.hall), dict[str, threading.Lock](), Quiet()

    def start(self, zone: str | None, voice: Beep, stop: threading.Event) -> tuple[Desk, threading.Thread]:
        desk = Desk(self.hall)
        now = lambda: self.hall.time.wall / 1000  # noqa: E731
        made = Announcer(
            desk, voice, Speakers([("one", self.ear)], self.turns), Calls(), self.health, home=self.folder,
            zone=zone, stop=stop, now=now, monotonic=now,
        )  # fmt: skip

        def live() -> None:
            with contextlib.suppress(Killed):
                made.run()

        thread = threading.Thread(target=live, daemon=True)
        thread.start()
        return desk, thread

    def run(self, *zones: str | None, voice: Beep | None = None, cut: tuple[str, ...] = ()) -> None:
        """A zone whose announcer was killed gets a new one."""
        stop, voice = threading.Event(), voice or Beep()
        for zone in zones or (None,):
            killed = True
            while killed:
                desk, thread = self.start(zone, voice, stop)
                desk.cut, cut = list(cut), ()
                while not desk.idle.wait(0.01) and thread.is_alive():
                    pass
                killed = not thread.is_alive()
        stop.set()
        thread.join(60)
        assert not thread.is_alive()

    def ends(self) -> dict[str, list[str]]:
        """Numbers by how their announcement ended; none is still owed."""
        found: dict[str, list[str]] = {}
        for number, state, reason in self.hall.speech():
            assert state in ("done", "dropped", "failed") and (state == "done" or reason), (number, state)
            found.setdefault(reason or state, []).append(number)
        return found


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcer, "PAUSES", (0.001,))


def test_sixty_calls_are_all_said_in_order_short_while_many_wait(tmp_path: Path) -> None:
    house = House(tmp_path, {"times": 2})
    called = house.hall.call(*EAST, *WEST)
    house.run()
    assert house.ear.numbers == called and house.ends() == {"done": called}
    how = [(heard.times, heard.chime) for heard in house.ear.heard]
    assert how == [(1, True), *[(1, False)] * 55, *[(2, True)] * 4], (
        "the chime opens ears once; three wait: no hurry"
    )


def test_each_zone_says_its_own_in_order_and_two_zones_with_one_loudspeaker_take_turns(
    tmp_path: Path,
) -> None:
    house = House(tmp_path)
    called = house.hall.call(*EAST, *WEST)
    stop = threading.Event()
    desks = [house.start(zone, Beep(), stop) for zone in ("east", "west")]
    for desk, _ in desks:
        assert desk.idle.wait(60)
    stop.set()
    for _, thread in desks:
        thread.join(60)
    assert house.ends() == {"done": called}
    assert [n for n in house.ear.numbers if n in called[:50]] == called[:50]
    assert [n for n in house.ear.numbers if n in called[50:]] == called[50:]


def test_a_dying_engine_delays_calls_and_loses_none(tmp_path: Path) -> None:
    house = House(tmp_path)
    called = house.hall.call(*EAST, *WEST)
    house.run(voice=Beep(*range(3, 60, 4)))
    assert house.ear.numbers == called and house.ends() == {"done": called}
    assert ("fault", "the voice failed: the speech process ended") in house.health.told


def test_a_voice_that_never_comes_back_ends_every_call_as_failed_with_the_reason(tmp_path: Path) -> None:
    house = House(tmp_path)
    called = house.hall.call(*range(1, 13))
    house.run(voice=Beep(*range(1, 1000)))
    assert house.ends() == {"the voice failed: the speech process ended": called}


@pytest.mark.parametrize("at", [1, 60])
def test_an_announcer_killed_in_mid_sentence_repeats_that_one_marked_and_no_other(
    tmp_path: Path, at: int
) -> None:
    house = House(tmp_path, {"times": 2, "shorten_after": 0})
    called = house.hall.call(*EAST, *WEST)

    def kill() -> None:
        house.ear.heard.append(Heard(called[at - 1], 0, False, False))
        raise Killed

    house.ear.at[at] = kill
    house.run()
    assert house.ear.numbers == [*called[:at], *called[at - 1 :]] and house.ends() == {"done": called}
    repeated = [h for h in house.ear.heard if h.repeat]
    assert [(h.number, h.times) for h in repeated] == [(called[at - 1], 1)], (
        "said once, not as often as a new call"
    )


def test_an_announcer_killed_before_the_hub_heard_of_its_sentence_does_not_say_it_again(
    tmp_path: Path,
) -> None:
    house = House(tmp_path)
    called = house.hall.call(1, 2, 3)
    (job,) = Desk(house.hall).lease(["speech"])
    (house.folder / "said-all").write_text(job["id"])
    house.run()
    assert house.ear.numbers == called[1:] and house.ends() == {"done": called}


@pytest.mark.parametrize("cut", [("lease",), ("done", "done", "done"), ("lease", "done", "failed")])
def test_lost_answers_cost_no_call_and_repeat_none(tmp_path: Path, cut: tuple[str, ...]) -> None:
    house = House(tmp_path)
    called = house.hall.call(*range(1, 13))
    house.run(cut=cut, voice=Beep(5))
    assert house.ear.numbers == called and house.ends() == {"done": called}


def test_a_hub_that_crashes_in_mid_burst_loses_no_call_and_repeats_none(tmp_path: Path) -> None:
    house = House(tmp_path)
    called = house.hall.call(*EAST, *WEST)
    for at in (1, 17, 18, 59):
        house.ear.at[at] = house.hall.crash
    house.run()
    assert house.ear.numbers == called and house.ends() == {"done": called}


def test_calls_that_end_while_they_wait_are_dropped_with_the_reason(tmp_path: Path) -> None:
    house = House(tmp_path)
    called = house.hall.call(*EAST, *WEST)

    def clerks() -> None:
        for verb, window in (("start", 10), ("undo", 20), ("complete", 30), ("hold", 40), ("recall", 50)):
            house.hall.press(verb, window)

    house.ear.at[5] = clerks
    house.run()
    ends = house.ends()
    gone = {
        "started": called[9],
        "undone": called[19],
        "completed": called[29],
        "held": called[39],
        "recalled": called[49],
    }
    assert {reason: numbers for reason, numbers in ends.items() if reason != "done"} == {
        r: [n] for r, n in gone.items()
    }
    assert house.ear.numbers[5] == called[49], "the recall goes first"
    assert sorted(house.ear.numbers) == sorted(n for n in called if n not in gone.values() or n == called[49])


def test_calls_too_old_to_be_said_are_dropped_as_stale(tmp_path: Path) -> None:
    house = House(tmp_path, {"times": 2, "shorten_after": 0})
    called = house.hall.call(*EAST)
    house.hall.time.pass_(560_000)
    house.run()
    ends = house.ends()
    assert ends["done"] == house.ear.numbers == called[: len(ends["done"])]
    assert ends["stale"] == called[len(ends["done"]) :] and 5 < len(ends["done"]) < 45
