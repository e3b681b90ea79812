"""The announcer: one call at a time, in order, dropped when over, given back when it cannot be said."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from display.voice import announcer
from display.voice.engine import WORKER, Engine, VoiceError
from display.voice.sound import Samples, chime
from display.voice.speakers import SpeakerError, Utterance
from server.client import HubRefusal, HubUnreachable
from server.protocol import Json
from tests.display.voiceroom import Desk, Room, Slow, called, job

KILLED = """
import os, runpy, signal, sys
orders = sys.stdin
class Once:
    def __iter__(self):
        yield next(orders)
        next(orders)
        os.kill(os.getpid(), signal.SIGKILL)
sys.stdin = Once()
runpy.run_path(sys.argv[1], run_name="__main__")
"""
"""A speech process that somebody kills in the middle of its second sentence."""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setattr(announcer, "PAUSES", (0.01,))
    room = Room(tmp_path)
    yield room
    room.close()


def test_a_burst_of_calls_is_said_one_at_a_time_in_order(room: Room) -> None:
    numbers = [f"A{n:03d}" for n in range(1, 13)]
    desk = Desk(*(job(seq, number) for seq, number in enumerate(numbers)))
    room.work(desk)
    assert [desk.end()[1] for _ in numbers] == ["done"] * 12
    assert [line["number"] for line in room.log()] == numbers


def test_what_is_said_is_written_as_it_was_said(room: Room) -> None:
    desk = Desk(job(7, "B012", repeat=True))
    room.work(desk)
    desk.end()
    [line] = room.log()
    assert (line["text"], line["job"], line["repeat"]) == ("请B零一二号到三号窗口办理", "s7", True)


def test_a_recall_is_a_job_of_its_own_and_the_last_one_says_so(room: Room) -> None:
    again = job(9)
    again["payload"] |= {"recall": 2, "last": True}
    desk = Desk(job(7), again)
    room.work(desk)
    desk.end(), desk.end()
    assert [line["text"][:6] for line in room.log()] == ["请A零零一号", "最后一次呼叫"]


@pytest.mark.parametrize(
    ("board", "why"),
    [
        ((), "completed"),
        ((called("A001", status="serving"),), "started"),
        ((called("A001", status="no_show"),), "passed"),
        ((called("A001", status="held"),), "held"),
        ((called("A001", window="w9"),), "moved"),
        ((called("A001") | {"recalls": 1},), "recalled"),
    ],
)
def test_a_call_that_is_over_is_dropped(room: Room, board: tuple[Json, ...], why: str) -> None:
    room.board(8, *board)
    desk = Desk(job(7))
    room.work(desk)
    assert desk.end() == ("s7", "dropped", why)
    assert not (room.folder / "x/log.jsonl").exists()


def test_an_undone_call_is_dropped_as_undone(room: Room) -> None:
    room.board(8, events=({"seq": 8, "kind": "ticket.undone", "ticket": "t-A001"},))
    desk = Desk(job(7))
    room.work(desk)
    assert desk.end() == ("s7", "dropped", "undone")


def test_a_call_after_an_undo_is_said(room: Room) -> None:
    room.board(9, called("A001"), events=({"seq": 8, "kind": "ticket.undone", "ticket": "t-A001"},))
    desk = Desk(job(9))
    room.work(desk)
    assert desk.end()[1] == "done"


def test_a_call_the_board_has_not_seen_yet_is_said(room: Room) -> None:
    room.board(6)
    desk = Desk(job(7))
    room.work(desk)
    assert desk.end()[1] == "done"


def test_a_board_that_is_cut_off_silences_nobody(room: Room) -> None:
    room.board(8)
    room.calls.linked(False)
    desk = Desk(job(7))
    room.work(desk)
    assert desk.end()[1] == "done"


def test_an_undo_cuts_the_sentence_being_said(room: Room) -> None:
    speaker, desk = Slow(), Desk(job(7))
    room.board(7, called("A001"))
    room.work(desk, speaker=speaker)
    speaker.begun.get(timeout=60)
    room.board(8, events=({"seq": 8, "kind": "ticket.undone", "ticket": "t-A001"},))
    assert desk.end() == ("s7", "dropped", "undone")


def test_a_start_lets_the_sentence_end(room: Room) -> None:
    speaker, desk = Slow(), Desk(job(7))
    room.work(desk, speaker=speaker)
    speaker.begun.get(timeout=60)
    room.board(8, called("A001", status="serving"))
    speaker.finish.set()
    assert desk.end() == ("s7", "done")


def test_a_voice_that_fails_is_told_the_job_comes_again_and_is_said(room: Room) -> None:
    class Hoarse:
        failures = 2

        def render(self, language: str, text: str, pace: int) -> Samples:
            if self.failures:
                self.failures -= 1
                raise VoiceError("the speech process was silent for 8 s")
            return chime()

    desk = Desk(job(7), job(8, "A002"))
    room.work(desk, voice=Hoarse())
    assert [desk.end()[:2] for _ in range(4)] == [
        ("s7", "failed"),
        ("s7", "failed"),
        ("s7", "done"),
        ("s8", "done"),
    ]
    assert room.health.get(timeout=60) == ("fault", "the voice failed: the speech process was silent for 8 s")
    assert ("ok", "") in [room.health.get(timeout=60) for _ in range(2)]


def test_a_voice_that_never_works_gives_the_next_call_its_turn(room: Room) -> None:
    class Mute:
        def render(self, language: str, text: str, pace: int) -> Samples:
            raise VoiceError("no voice")

    desk = Desk(job(7), job(8, "A002"))
    room.work(desk, voice=Mute())
    ends = [desk.end() for _ in range(announcer.TRIES + 1)]
    assert [end[0] for end in ends] == ["s7"] * announcer.TRIES + ["s8"]
    assert [end[3] for end in ends] == [False] * (announcer.TRIES - 1) + [True, False]


def test_the_speech_process_killed_in_mid_sentence_is_restarted_and_the_call_said(room: Room) -> None:
    """Each process is killed with its second sentence in hand; every call is heard, in order."""
    numbers = [f"A{n:03d}" for n in range(1, 7)]
    desk = Desk(*(job(seq, number) for seq, number in enumerate(numbers)))
    killed = room.folder / "killed.py"
    killed.write_text(KILLED)
    engine = Engine(
        room.folder / "sentences", worker=(sys.executable, "-P", str(killed), WORKER[-1]), seconds=60
    )
    room.work(desk, voice=engine)
    assert [desk.end()[1] for _ in numbers] == ["done"] * len(numbers)
    assert [line["number"] for line in room.log()] == numbers
    assert engine.restarts == len(numbers) - 1
    engine.close()


@pytest.mark.parametrize("url", ["virtual://x?fail=first:2", "virtual://x?fail=first:1&kind=temporary"])
def test_a_speaker_that_fails_for_a_while_says_it_later(room: Room, url: str) -> None:
    desk = Desk(job(7))
    room.work(desk, url=url)
    while (end := desk.end())[1] == "failed":
        assert end[2] == "the speaker failed: the virtual speaker was told to fail" and end[3] is False
    assert end == ("s7", "done")


def test_a_speaker_that_is_gone_for_good_ends_the_job(room: Room) -> None:
    desk = Desk(job(7))
    room.work(desk, url="virtual://x?fail=after:0&kind=permanent")
    assert desk.end() == ("s7", "failed", "the speaker failed: the virtual speaker was told to fail", True)


def test_a_hub_that_is_away_is_waited_for(room: Room) -> None:
    desk = Desk(job(7))
    desk.troubles = [HubUnreachable("no answer"), HubRefusal("busy", 503), ValueError("broken answer")]
    room.work(desk)
    assert desk.end() == ("s7", "done")
    assert [room.health.get(timeout=60)[0] for _ in range(3)] == ["warning", "warning", "fault"]
    assert room.health.get(timeout=60) == ("ok", "")


def test_an_answer_the_hub_did_not_hear_is_told_again_and_nothing_is_said_twice(room: Room) -> None:
    desk = Desk(job(7))
    desk.deaf = [HubUnreachable("no answer"), HubRefusal("busy", 503)]
    room.work(desk)
    assert desk.end() == ("s7", "done")
    assert len(room.log()) == 1


def test_a_job_said_already_is_not_said_again_when_it_comes_back(room: Room) -> None:
    """The hub was killed after the sentence and before it stored the answer."""
    desk = Desk(job(7), job(7, repeat=True), job(8, "A002"))
    room.work(desk)
    assert [desk.end()[:2] for _ in range(3)] == [("s7", "done"), ("s7", "done"), ("s8", "done")]
    assert [line["number"] for line in room.log()] == ["A001", "A002"]


def test_a_job_that_ended_meanwhile_is_left(room: Room) -> None:
    """Its call was undone while it was said, and the hub ended it."""
    desk = Desk(job(7), job(8, "A002"))

    def done(id: str, detail: str | None = None, **heard: Any) -> Json:
        desk.leased.pop(id)
        desk.ends.put((id, "told"))
        raise HubRefusal("job_ended", 409)

    desk.done = done  # type: ignore[method-assign]
    room.work(desk)
    assert [desk.end() for _ in range(2)] == [("s7", "told"), ("s8", "told")]


def test_stopping_lets_the_sentence_end_and_tells_the_hub(room: Room) -> None:
    speaker, desk = Slow(), Desk(job(7), job(8, "A002"))
    room.work(desk, speaker=speaker)
    speaker.begun.get(timeout=60)
    room.stop.set()
    assert room.thread and room.thread.is_alive()
    speaker.finish.set()
    assert desk.end() == ("s7", "done")
    room.thread.join(5)
    assert [job["id"] for job in desk.ready] == ["s8"], "nothing new was begun"


def test_a_stop_that_takes_too_long_cuts_the_sentence_and_gives_the_job_back(room: Room) -> None:
    speaker, desk = Slow(), Desk(job(7))
    made = room.work(desk, speaker=speaker)
    speaker.begun.get(timeout=60)
    made.cut()
    assert desk.end() == ("s7", "failed", "the speaker failed: cut short: the announcer had to stop", False)


def test_a_stop_while_the_sentence_is_being_made_gives_the_job_back_too(room: Room) -> None:
    asked, told = threading.Event(), threading.Event()

    class Late:
        def render(self, language: str, text: str, pace: int) -> Samples:
            asked.set()
            assert told.wait(60)
            return chime()

    desk = Desk(job(7))
    made = room.work(desk, voice=Late(), speaker=Slow())
    assert asked.wait(60)
    made.cut()
    told.set()
    assert desk.end() == ("s7", "failed", "the speaker failed: cut short: the announcer had to stop", False)


def test_a_speaker_of_another_kind_of_failure_does_not_end_the_loop(room: Room) -> None:
    class Odd:
        asked = 0

        def play(self, said: Utterance, abort: threading.Event) -> bool:
            self.asked += 1
            if self.asked == 1:
                raise SpeakerError("pulled out")
            return True

    desk = Desk(job(7))
    room.work(desk, speaker=Odd())
    assert [desk.end()[1] for _ in range(2)] == ["failed", "done"]
