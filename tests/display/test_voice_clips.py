"""Recordings laid out into sentences: whatever rate and level they have, and said in words when one lacks."""

from __future__ import annotations

import math
import struct
import wave
from array import array
from pathlib import Path

import pytest

from display.voice import clip_sync, clips, cut, sound
from display.voice.clips import Clips, laid_out
from display.voice.process import VoiceError
from display.voice.recording import NotWav, recording
from display.voice.resample import resampled
from server.client import HubClient
from tests.hubprocess import HubProcess
from tests.web.test_clips import Recorder
from tests.web.test_clips import sound as wav_bytes

WORDS = ("请", "A", "零", "一", "号", "到", "三号窗口", "办理")


def tone(seconds: float, rate: int, level: float = 0.3, hertz: float = 300) -> list[float]:
    return [level * math.sin(math.tau * hertz * n / rate) for n in range(round(seconds * rate))]


def write(path: Path, values: list[float], rate: int = 22050, width: int = 2, channels: int = 1) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    full = 2 ** (8 * width - 1) - 1
    signed = [round(v * full) for v in values for _ in range(channels)]
    frames = b"".join(
        (v + 128 if width == 1 else v).to_bytes(width, "little", signed=width > 1) for v in signed
    )
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, width, rate, 0, "NONE", ""))
        file.writeframes(frames)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dialect with 0.3 s a word, silence around each."""
    for word in WORDS:
        write(tmp_path / "teo" / f"{word}.wav", [0.0] * 2205 + tone(0.3, 22050) + [0.0] * 2205)
    return tmp_path


def test_a_call_is_joined_of_its_words_with_our_pauses(folder: Path) -> None:
    said = Clips(folder).render("teo", "请A零零一号到三号窗口办理", 170)
    words, gaps = 9, 0.04 * 7
    assert sound.seconds(said) == pytest.approx(words * 0.3 + gaps + cut.AFTER_NUMBER, abs=0.05)


def test_recordings_of_any_rate_width_and_level_become_alike(tmp_path: Path) -> None:
    kinds = [
        (8000, 2, 1, 0.02),
        (16000, 1, 1, 0.5),
        (44100, 3, 2, 0.9),
        (48000, 4, 2, 0.1),
        (22050, 2, 1, 0.3),
    ]
    levels = []
    for n, (rate, width, channels, level) in enumerate(kinds):
        write(tmp_path / "zh" / f"{'请号到零一'[n]}.wav", tone(0.4, rate, level), rate, width, channels)
        said = Clips(tmp_path).render("zh", "请号到零一"[n], 170)
        assert sound.seconds(said) == pytest.approx(0.4, abs=0.02), (rate, width)
        levels.append(sound.loudness(said))
    assert max(levels) - min(levels) < 1.0


@pytest.mark.parametrize("rate", [8000, 16000, 24000, 44100, 48000])
def test_another_rate_is_the_same_tone_and_no_other(rate: int) -> None:
    given = array("h", (round(v * sound.FULL) for v in tone(0.5, rate, 0.3, 1000)))
    out = resampled(given, rate)[1000:-1000]
    assert len(resampled(given, rate)) == pytest.approx(0.5 * sound.RATE, abs=1)
    turn = [math.tau * 1000 * n / sound.RATE for n in range(len(out))]
    parts = [
        2 / len(out) * sum(v * f(t) for v, t in zip(out, turn, strict=True)) for f in (math.sin, math.cos)
    ]
    heard = math.hypot(*parts)
    assert heard == pytest.approx(0.3 * sound.FULL, rel=0.01)
    phase = math.atan2(parts[1], parts[0])
    rest = [v - heard * math.sin(t + phase) for v, t in zip(out, turn, strict=True)]
    assert math.sqrt(sum(r * r for r in rest) / len(rest)) < heard / 300, "50 dB below the tone"


def test_what_is_above_hearing_of_the_lower_rate_does_not_come_back_as_another_tone() -> None:
    given = array("h", (round(v * sound.FULL) for v in tone(0.2, 48000, 0.5, 15000)))
    assert max(map(abs, resampled(given, 48000)[200:-200])) < 0.005 * sound.FULL


def test_the_words_that_lack_a_recording_are_named(folder: Path) -> None:
    with pytest.raises(VoiceError, match="no recording says «四号窗口办理»"):
        Clips(folder).render("teo", "请A零零一号到四号窗口办理", 170)
    with pytest.raises(VoiceError, match="holds no recordings") as none:
        Clips(folder).render("yue", "请A零零一号到三号窗口办理", 170)
    assert none.value.missing


def test_the_longest_recordings_are_used() -> None:
    recorded = dict.fromkeys(["三", "号", "窗", "口", "窗口", "三号窗口", "号窗"])
    assert laid_out("三号窗口", recorded) == ["三号窗口"]
    assert laid_out("三三号窗口", recorded) == ["三", "三号窗口"]
    assert laid_out("号窗口", recorded) == ["号", "窗口"]
    assert laid_out("三楼窗口", recorded) == "楼窗口"
    assert laid_out("", recorded) == [] and laid_out("楼", {}) == "楼"


def test_a_language_with_other_letters_is_laid_out_by_its_sounds(tmp_path: Path) -> None:
    for text in ("Mời số", "A", "0", "1", "đến quầy", "12"):
        write(tmp_path / "vi" / f"{text}.wav", tone(0.2, 22050))
    assert Clips(tmp_path).render("vi", "mời số A 0 0 1 đến quầy 12", 170)


def test_a_new_recording_is_heard_at_once_and_the_manifest_names_files(folder: Path) -> None:
    voice = Clips(folder)
    before = voice.render("teo", "请", 170)
    write(folder / "teo" / "请.wav", tone(0.8, 22050))
    assert sound.seconds(voice.render("teo", "请", 170)) == pytest.approx(0.8, abs=0.02)
    assert sound.seconds(before) == pytest.approx(0.3, abs=0.02)
    write(folder / "teo" / "four.wav", tone(0.3, 22050))
    (folder / "teo" / "clips.toml").write_text('gap = 0.5\n[texts]\nfour = "四"\n', "utf-8")
    assert sound.seconds(voice.render("teo", "四四", 170)) == pytest.approx(1.1, abs=0.05)


@pytest.mark.parametrize(
    "text", ["gap = ", "gaps = 1", 'gap = "a"', "\ud800".encode("utf-8", "replace").decode()]
)
def test_a_wrong_manifest_is_told_with_its_name(folder: Path, text: str) -> None:
    (folder / "teo" / "clips.toml").write_text(text, "utf-8")
    with pytest.raises(VoiceError, match=r"clips\.toml"):
        Clips(folder).render("teo", "请", 170)


def test_a_file_that_is_no_recording_is_told_and_never_played(folder: Path) -> None:
    for content in (b"", b"RIFF", b"ID3" + bytes(400), struct.pack("<4sI4s", b"RIFF", 100, b"WAVE")):
        (folder / "teo" / "请.wav").write_bytes(content)
        with pytest.raises(VoiceError, match=r"请\.wav cannot be read"):
            Clips(folder).render("teo", "请", 170)
    write(tmp := folder / "odd.wav", tone(0.1, 2000), 2000)
    with pytest.raises(NotWav, match="2000 samples"):
        recording(tmp)


def test_recordings_come_from_the_hub_and_stay_as_they_are_there(hub: HubProcess, tmp_path: Path) -> None:
    recorder, agent = Recorder(hub), HubClient(hub.url, hub.token("agent"), hub.hall)
    place = tmp_path / "zh"
    for piece in ("digit_1", "digit_2"):
        recorder.put(piece, wav_bytes())
    assert clip_sync.bring(agent, place, "zh") == 2
    assert clip_sync.bring(agent, place, "zh") == 0, "what is fresh is not fetched again"
    write(place / "mine.wav", tone(0.2, 22050))
    recorder.put("digit_1", wav_bytes(0.7))
    recorder.http.delete(f"{recorder.url}/digit_2", timeout=30)
    assert clip_sync.bring(agent, place, "zh") == 1
    assert sorted(p.name for p in place.glob("*.wav")) == ["digit_1.wav", "mine.wav"]
    assert (place / "digit_1.wav").read_bytes() == wav_bytes(0.7)
    assert clips.read(place).texts == {"digit_1": "一"}


def test_a_manifest_of_another_encoding_is_left_alone_too(tmp_path: Path) -> None:
    theirs = 'name = "潮汕话"\n'.encode("gbk")
    (tmp_path / clips.MANIFEST).write_bytes(theirs)
    clip_sync.describe(tmp_path, "teo", {"digit_0": "零"})
    assert (tmp_path / clips.MANIFEST).read_bytes() == theirs


def test_a_manifest_somebody_wrote_is_left_alone(hub: HubProcess, tmp_path: Path) -> None:
    Recorder(hub).put("digit_3", wav_bytes())
    agent = HubClient(hub.url, hub.token("agent"), hub.hall)
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "clips.toml").write_text("gap = 0.1\n", "utf-8")
    clip_sync.bring(agent, tmp_path / "zh", "zh")
    assert clips.read(tmp_path / "zh").gap == 0.1
