"""The announcer: one call at a time, in order, dropped when over, given back when it cannot be said."""

from __future__ import annotations

import json
import os
import queue
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from display.voice import announcer
from display.voice.announcer import Announcer
from display.voice.calls import Calls
from display.voice.engine import Engine, VoiceError
from display.voice.sound import Samples, chime
from display.voice.speakers import Speaker, SpeakerError, Utterance, open_speaker
from server.client import HubRefusal, HubUnreachable, ViewCopy
from server.protocol import Json


def job(seq: int, number: str = "A001", **change: Any) -> Json:
    payload = {"number": number, "sign": "3", "spoken": "三号窗口", "window": "w3", "zone": "z1", "times": 1,
               "languages": ["zh"], "chime": False, "one": "一", "syllables_a_minute": 170, "last": False}  # fmt: skip
    return {"id": f"s{seq}", "ticket": f"t-{number}", "number": number, "seq": seq, "attempts": 1,
            "repeat": False, "payload": payload} | change  # fmt: skip


class Desk:
    """The hub's job desk in memory: hands out by seq, takes temporary failures back. `ends` tells each word."""

    def __init__(self, *jobs: Json) -> None:
        self.ready = list(jobs)
        self.leased: dict[str, Json] = {}
        self.ends: queue.Queue[tuple[Any, ...]] = queue.Queue()
        self.troubles: list[Exception] = []
        self.deaf: list[Exception] = []

    def lease(self, kinds: list[str], *, wait: float = 0, seconds: int = 30, **filters: Any) -> list[Json]:
        assert kinds == ["speech"] and filters == {"zone": "z1", "limit": 1} and not self.leased
        if self.troubles:
            raise self.troubles.pop(0)
        if not self.ready:
            threading.Event().wait(0.01)
            return []
        job = self.ready.pop(0)
        self.leased[job["id"]] = job
        return [job]

    def _end(self, id: str, *word: Any) -> Json:
        if self.deaf:
            raise self.deaf.pop(0)
        job = self.leased.pop(id)
        if word[0] == "failed" and not word[2]:
            self.ready.insert(0, job | {"attempts": job["attempts"] + 1})
        self.ends.put((id, *word))
        return {}

    def done(self, job: str, detail: str | None = None) -> Json:
        return self._end(job, "done")

    def failed(self, job: str, reason: str, permanent: bool = False) -> Json:
        return self._end(job, "failed", reason, permanent)

    def dropped(self, job: str, reason: str) -> Json:
        return self._end(job, "dropped", reason)

    def end(self) -> tuple[Any, ...]:
        return self.ends.get(timeout=10)


class Room:
    """An announcer at work in its thread, with a real voice and the virtual speaker unless told otherwise."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.stop = folder, threading.Event()
        self.calls, self.health = Calls(), queue.Queue[tuple[str, str]]()
        self.engine = Engine(folder / "sentences")
        self.thread: threading.Thread | None = None

    def work(
        self, desk: Desk, voice: Any = None, speaker: Speaker | None = None, url: str = "virtual://x"
    ) -> Announcer:
        made = Announcer(
            desk, voice or self.engine, speaker or open_speaker(url, self.folder), self.calls,
            lambda *told: self.health.put(told), file=self.folder / "now.wav", zone="z1", stop=self.stop,
        )  # fmt: skip
        self.thread = threading.Thread(target=made.run, daemon=True)
        self.thread.start()
        return made

    def close(self) -> None:
        self.stop.set()
        if self.thread:
            self.thread.join(10)
            assert not self.thread.is_alive()
        self.engine.close()

    def log(self) -> list[Json]:
        return [json.loads(line) for line in (self.folder / "x/log.jsonl").read_text("utf-8").splitlines()]

    def board(self, seq: int, *tickets: Json, events: tuple[Json, ...] = ()) -> None:
        """The zone's board as it is now."""
        copy = ViewCopy()
        copy.snapshot({"seq": seq, "tickets": list(tickets)})
        self.calls.changed(copy, {"seq": seq, "events": list(events)} if events else None)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setattr(announcer, "PAUSES", (0.01,))
    room = Room(tmp_path)
    yield room
    room.close()


def called(number: str, window: str = "w3", status: str = "called") -> Json:
    return {"id": f"t-{number}", "number": number, "status": status, "window": window}


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
        ((), "stale"),
        ((called("A001", status="serving"),), "stale"),
        ((called("A001", status="no_show"),), "stale"),
        ((called("A001", window="w9"),), "stale"),
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


class Slow:
    """A loudspeaker that is still sounding until told; `begun` tells when it has started."""

    def __init__(self) -> None:
        self.begun: queue.Queue[Utterance] = queue.Queue()
        self.finish = threading.Event()

    def play(self, said: Utterance, abort: threading.Event) -> bool:
        self.begun.put(said)
        while not self.finish.is_set():
            if abort.wait(0.005):
                return False
        return True


def test_an_undo_cuts_the_sentence_being_said(room: Room) -> None:
    speaker, desk = Slow(), Desk(job(7))
    room.board(7, called("A001"))
    room.work(desk, speaker=speaker)
    speaker.begun.get(timeout=10)
    room.board(8, events=({"seq": 8, "kind": "ticket.undone", "ticket": "t-A001"},))
    assert desk.end() == ("s7", "dropped", "undone")


def test_a_start_lets_the_sentence_end(room: Room) -> None:
    speaker, desk = Slow(), Desk(job(7))
    room.work(desk, speaker=speaker)
    speaker.begun.get(timeout=10)
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
    assert room.health.get(timeout=5) == ("fault", "the voice failed: the speech process was silent for 8 s")
    assert ("ok", "") in [room.health.get(timeout=5) for _ in range(2)]


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
    """The engine is killed again and again while a burst is being said; every call is heard, in order."""
    numbers = [f"A{n:03d}" for n in range(1, 9)]
    desk = Desk(*(job(seq, number) for seq, number in enumerate(numbers)))
    room.work(desk)
    kills = 0
    for _ in numbers:
        assert desk.end()[1] == "done"
        if pid := room.engine.pid:
            os.kill(pid, signal.SIGKILL)
            kills += 1
    assert [line["number"] for line in room.log()] == numbers
    assert kills >= 4 and room.engine.restarts >= 1


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
    assert [room.health.get(timeout=5)[0] for _ in range(3)] == ["warning", "warning", "fault"]
    assert room.health.get(timeout=5) == ("ok", "")


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

    def done(id: str, detail: str | None = None) -> Json:
        desk.leased.pop(id)
        desk.ends.put((id, "told"))
        raise HubRefusal("job_ended", 409)

    desk.done = done  # type: ignore[method-assign]
    room.work(desk)
    assert [desk.end() for _ in range(2)] == [("s7", "told"), ("s8", "told")]


def test_stopping_lets_the_sentence_end_and_tells_the_hub(room: Room) -> None:
    speaker, desk = Slow(), Desk(job(7), job(8, "A002"))
    room.work(desk, speaker=speaker)
    speaker.begun.get(timeout=10)
    room.stop.set()
    assert room.thread and room.thread.is_alive()
    speaker.finish.set()
    assert desk.end() == ("s7", "done")
    room.thread.join(5)
    assert [job["id"] for job in desk.ready] == ["s8"], "nothing new was begun"


def test_a_stop_that_takes_too_long_cuts_the_sentence_and_gives_the_job_back(room: Room) -> None:
    speaker, desk = Slow(), Desk(job(7))
    made = room.work(desk, speaker=speaker)
    speaker.begun.get(timeout=10)
    made.cut()
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
