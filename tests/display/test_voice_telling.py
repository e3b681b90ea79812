"""What an announcer tells the hub and is asked by it: what was heard and when, what is wrong, tests from afar."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from display.voice import announcer, sound
from display.voice.engine import VoiceError
from display.voice.sound import Samples, chime
from display.voice.speakers import Speakers, open_speaker
from display.voice.zone import Zone
from server.agent.presence import Presence
from server.client import HubUnreachable
from server.protocol import Json
from tests.display.voiceroom import Desk, Room, job


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setattr(announcer, "PAUSES", (0.01,))
    room = Room(tmp_path)
    yield room
    room.close()


def test_the_hub_hears_what_was_said_when_and_for_how_long(room: Room) -> None:
    desk = Desk(job(7))
    room.work(desk)
    desk.end()
    assert desk.heard.pop("seconds") == pytest.approx(5, abs=1)
    assert desk.heard == {"detail": "请A零零一号到三号窗口办理", "spoken_at": 1_700_000_000.0}
    assert room.shown_to == 7


def test_the_first_question_and_the_one_after_a_lost_answer_ask_for_what_was_leased_before(
    room: Room,
) -> None:
    desk = Desk(job(7), job(8, "A002"))
    room.work(desk)
    desk.end(), desk.end()
    desk.troubles = [HubUnreachable("no answer")]
    desk.ready.append(job(9, "A003"))
    desk.end()
    asked = [anew for anew in desk.asked if anew]
    assert desk.asked[0] is True and len(asked) == 2


def test_one_language_that_cannot_be_said_holds_up_no_other_and_is_told(room: Room) -> None:
    class NoEnglish:
        def render(self, language: str, text: str, pace: int) -> Samples:
            if language == "en":
                raise VoiceError("no voice for it", missing=True)
            return chime()

    both = job(7)
    both["payload"]["languages"] = ["en", "zh"]
    desk = Desk(both)
    room.work(desk, voice=NoEnglish())
    assert desk.end() == ("s7", "done")
    assert room.health.get(timeout=60) == ("warning", "nothing is said in en: no voice for it")


def test_a_voice_or_a_speaker_that_helps_itself_is_well_but_for_what_it_tells(room: Room) -> None:
    class Second:
        trouble = "neural: too slow: espeak spoke"

        def render(self, language: str, text: str, pace: int) -> Samples:
            return chime()

    desk = Desk(job(7))
    room.work(desk, voice=Second())
    assert desk.end() == ("s7", "done")
    assert room.health.get(timeout=60) == ("warning", "neural: too slow: espeak spoke")


def test_when_asked_it_says_a_sentence_that_is_no_call(room: Room) -> None:
    made = room.work(Desk())
    made.test()
    assert room.health.get(timeout=60) == ("ok", "")
    assert [(line["text"], line["number"]) for line in room.log()] == [("播报测试,一二三四五", "")]


class Asking:
    """A hub that answers the first beat with orders."""

    hall, stop = "small", threading.Event()
    path = "/halls/small"

    def __init__(self, *orders: str) -> None:
        self.orders = [{"id": word, "do": word} for word in orders]
        self.beats: list[Json] = []

    def beat(self, device: str, kind: str, state: str, detail: str | None = None, **more: Any) -> Json:
        self.beats.append({"device": device, "kind": kind, **more})
        orders, self.orders = self.orders, []
        return {"at": "2026-11-23T01:00:00Z", "orders": orders}


def test_a_zone_registers_with_what_it_drives_and_answers_orders(room: Room) -> None:
    hub: Any = Asking("test", "identify", "zone")
    presence = Presence(hub, room.stop)
    speakers = Speakers([("virtual://x", open_speaker("virtual://x", room.folder))])
    Zone(hub, presence, "voice-east", "east", speakers, room.engine, room.folder, lambda copy, update: None)
    presence.turn()
    presence.turn()
    assert hub.beats[0] == {"device": "voice-east", "kind": "voice", "drives": "virtual://x", "zone": "east"}
    did = {told["id"]: told.get("error", "") for told in hub.beats[1]["did"]}
    assert did == {
        "test": "",
        "identify": "",
        "zone": "a voice takes no zone: change its file and start it again",
    }


def test_a_test_that_is_not_heard_is_told(room: Room) -> None:
    made = room.work(Desk(), url="virtual://x?fail=first:1")
    made.test()
    state, detail = room.health.get(timeout=60)
    assert state == "fault" and detail == "the test was not heard: the virtual speaker was told to fail"


def test_the_volume_of_the_hour_is_heard(room: Room) -> None:
    soft = job(8, "A002")
    soft["payload"]["volume"] = 50
    desk = Desk(job(7), soft)
    room.work(desk)
    desk.end(), desk.end()
    full, half = (sound.loudness(sound.read(room.folder / f"x/00000{n}.wav")) for n in (1, 2))
    assert full - half == pytest.approx(10, abs=0.5)
