"""Recorded pieces of calls at the hub: the list, keeping, fetching, and everything that must not get in."""

from __future__ import annotations

import io
import tomllib
import wave
from pathlib import Path

import pytest
import requests

from server import profiles
from server.hub.devices import clips
from server.protocol import API
from tests.cast import Agent, Caller, at_once
from tests.hubprocess import SMALL, HubProcess

WAV = {"Content-Type": "audio/wav"}


def sound(seconds: float = 0.5, rate: int = 16000, width: int = 2, level: int = 1) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(width)
        wav.setframerate(rate)
        wav.writeframes(bytes([level]) * round(seconds * rate) * width)
    return out.getvalue()


class Recorder:
    """Somebody at the recording page."""

    def __init__(self, hub: HubProcess, role: str = "guide") -> None:
        self.url = f"{hub.url}{API}/halls/{hub.hall}/clips/zh"
        self.http = requests.Session()
        self.http.headers["Authorization"] = f"Bearer {hub.token(role)}"

    def put(self, piece: str, body: bytes, **headers: str) -> requests.Response:
        return self.http.put(f"{self.url}/{piece}", body, headers={**WAV, **headers}, timeout=30)

    def get(self, piece: str, **headers: str) -> requests.Response:
        return self.http.get(f"{self.url}/{piece}", headers=headers, timeout=30)

    def missing(self) -> set[str]:
        listed = self.http.get(self.url, timeout=30).json()["clips"]
        return {clip["piece"] for clip in listed if clip["recorded"] is None}


def test_a_recording_is_kept_listed_and_fetched_as_it_was(hub: HubProcess) -> None:
    recorder, agent = Recorder(hub), Agent(hub)
    assert "digit_0" in recorder.missing()
    kept = recorder.put("digit_0", sound()).json()
    assert (kept["piece"], kept["recorded"]["seconds"]) == ("digit_0", 0.5)
    listed = agent.must("GET", f"{agent.here}/clips/zh")
    assert listed["sentence"].startswith("请") and listed["languages"] == ["zh"]
    clip = next(c for c in listed["clips"] if c["piece"] == "digit_0")
    assert clip == {"piece": "digit_0", "text": "零", "group": "number", "recorded": kept["recorded"]}
    heard = recorder.get("digit_0")
    assert (heard.content, heard.headers["Content-Type"]) == (sound(), "audio/wav")
    assert heard.headers["ETag"] == kept["recorded"]["tag"]


def test_two_who_record_the_same_piece_at_once_leave_one_whole_recording(tmp_path: Path) -> None:
    hall = profiles.build(tomllib.loads(SMALL.read_text("utf-8")))
    takes = [sound(0.5), sound(2.0, level=2)]

    def record(take: bytes) -> None:
        for _ in range(60):
            clips.keep(tmp_path, hall, "zh", "digit_0", take)

    at_once(lambda: record(takes[0]), lambda: record(takes[1]))
    assert [file.read_bytes() in takes for file in tmp_path.rglob("*") if file.is_file()] == [True]


def test_what_has_not_changed_is_not_sent_again(hub: HubProcess) -> None:
    recorder = Recorder(hub)
    tag = recorder.put("digit_1", sound()).json()["recorded"]["tag"]
    assert recorder.get("digit_1", **{"If-None-Match": tag}).status_code == 304
    recorder.put("digit_1", sound(level=2))
    again = recorder.get("digit_1", **{"If-None-Match": tag})
    assert (again.status_code, again.content) == (200, sound(level=2))


def test_a_recording_can_be_taken_away(hub: HubProcess) -> None:
    recorder = Recorder(hub, "admin")
    recorder.put("digit_2", sound())
    assert recorder.http.delete(f"{recorder.url}/digit_2", timeout=30).json()["removed"] is True
    assert recorder.http.delete(f"{recorder.url}/digit_2", timeout=30).json()["removed"] is False
    assert recorder.get("digit_2").json()["code"] == "unknown_clip"
    assert "digit_2" in recorder.missing()


@pytest.mark.parametrize(
    ("body", "why"),
    [(b"", "no PCM"), (b"RIFFnonsense", "no PCM"), (sound()[:-100], "whole"), (sound(width=1), "16 bit"),
     (sound(rate=96000), "48 kHz"), (sound(0.02), "lasts"), (sound(25.0, 8000), "lasts")],
    ids=["nothing", "nonsense", "cut off", "8 bit", "96 kHz", "too short", "too long"],
)  # fmt: skip
def test_what_cannot_be_joined_is_refused_and_nothing_is_kept(hub: HubProcess, body: bytes, why: str) -> None:
    recorder = Recorder(hub)
    answer = recorder.put("digit_3", body)
    assert (answer.status_code, answer.json()["code"]) == (415, "not_wav")
    assert why in answer.json()["detail"]
    assert "digit_3" in recorder.missing()


def test_other_types_and_long_bodies_are_refused(hub: HubProcess) -> None:
    recorder = Recorder(hub)
    assert recorder.put("digit_3", sound(), **{"Content-Type": "audio/webm"}).json()["code"] == "not_wav"
    long = recorder.put("digit_3", bytes(2 * 1024 * 1024 + 1))
    assert (long.status_code, long.json()["code"]) == (413, "too_large")
    assert recorder.put("digit_3", sound(19.0, 48000)).status_code == 200, "1.8 MB are well"


@pytest.mark.parametrize(
    "piece", ["..%2f..%2fpaihao", "%2e%2e", "digit_0.wav", "DIGIT_0", "none", "digit_0%00", "..\\x"]
)
def test_only_pieces_of_the_list_have_a_place(hub: HubProcess, piece: str) -> None:
    recorder = Recorder(hub)
    before = sorted(hub.data.rglob("*.wav"))
    for answer in (recorder.put(piece, sound()), recorder.get(piece)):
        assert (answer.status_code, answer.json()["code"] in ("unknown_clip", "not_found")) == (404, True)
    assert sorted(hub.data.rglob("*.wav")) == before


def test_a_language_the_hall_does_not_speak_has_no_recordings(hub: HubProcess) -> None:
    who = Caller(hub, hub.token("manager"))
    for language in ("teo", "en", "..", "%2e%2e%2f"):
        assert who.ask("GET", f"{who.here}/clips/{language}").status == 404
    assert who.ask("GET", f"{who.here}/clips/teo").code == "unknown_clip"


def test_another_site_cannot_record_through_somebody_s_browser(hub: HubProcess) -> None:
    answer = Recorder(hub).put("digit_0", sound(), Origin="http://elsewhere.example")
    assert answer.json()["code"] == "foreign_origin"
