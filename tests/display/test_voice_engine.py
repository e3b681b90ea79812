"""The speech process: real sentences measured, and every way it is known to fail."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from display.voice import engine, feed, sound
from display.voice.engine import WORKER, Engine, VoiceError

PACE = 170
LONG, SHORT = 60.0, 0.5
"""Seconds for a process that works, however busy the machine is, and for one that hangs."""
SENTENCES = (
    "请A零零一号到三号窗口办理",
    "请B二三九号到二楼十三号窗口办理",
    "最后一次呼叫,请K零七七号到不动产综合窗口办理",
    "请N九九九号到银行窗口办理",
)

FAILING = {
    "dies at once": "raise SystemExit(1)",
    "hangs before it is ready": "sys.stdin.read()",
    "hangs in the sentence": "say(ready=True); sys.stdin.read()",
    "dies in the sentence": "say(ready=True); sys.stdin.readline()",
    "says an error": "say(ready=True); order = next_order(); say(id=order['id'], error='no such file')",
    "speaks another voice": "say(ready=True); order = next_order(); wav(order, 4.0); say(id=1, voice='gmw/en')",
    "writes almost nothing": "say(ready=True); order = next_order(); wav(order, 0.1); say(id=1, voice=order['voice'])",
    "writes no file": "say(ready=True); order = next_order(); say(id=1, voice=order['voice'])",
}
TOOLS = """
import json, os, runpy, sys, wave
def say(**answer): print(json.dumps(answer), flush=True)
def next_order(): return json.loads(sys.stdin.readline())
def wav(order, seconds):
    with wave.open(order["out"], "wb") as f:
        f.setnchannels(1); f.setsampwidth(2); f.setframerate(22050)
        f.writeframes((b"\\x00\\x10" * 50 + b"\\x00\\xf0" * 50) * int(seconds * 220.5))
"""


def failing_worker(folder: Path, fault: str, times: int) -> tuple[str, ...]:
    """A worker that fails as told in its first `times` processes and is the real one afterwards."""
    counter, script = folder / "starts", folder / "failing.py"
    script.write_text(
        f"{TOOLS}\nwith open({str(counter)!r}, 'a') as f: f.write('x')\n"
        f"if os.path.getsize({str(counter)!r}) > {times}: runpy.run_path({WORKER[-1]!r}, run_name='__main__')\n"
        f"else:\n    {fault}\n"
    )
    return (sys.executable, "-P", str(script))


@pytest.fixture
def voice(tmp_path: Path) -> Iterator[Engine]:
    voice = Engine(tmp_path / "sentences", seconds=LONG)
    yield voice
    voice.close()


class Patient(Engine):
    """Has little patience with a process that hangs, and much with those that come after it."""

    def close(self) -> None:
        super().close()
        self._process._seconds = self._process._first = LONG


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Callable[..., Engine]]:
    made: list[Engine] = []

    def make(fault: str, times: int, kind: type[Engine] = Engine) -> Engine:
        worker = failing_worker(tmp_path, FAILING[fault], times)
        seconds = SHORT if "hangs" in fault else LONG
        made.append(kind(tmp_path / "sentences", worker=worker, seconds=seconds))
        return made[-1]

    yield make
    for voice in made:
        voice.close()


def test_sentences_are_spoken_at_the_hall_s_pace(voice: Engine) -> None:
    for text in SENTENCES:
        samples = sound.trimmed(voice.render("zh", text, PACE))
        pauses = 0.45 * text.count(",")
        pace = 60 * feed.syllables("zh", text) / (sound.seconds(samples) - pauses)
        assert 160 <= pace <= 182, text


@pytest.mark.parametrize("pace", [120, 200])
def test_the_pace_follows_the_profile(voice: Engine, pace: int) -> None:
    samples = sound.trimmed(voice.render("zh", SENTENCES[0], pace))
    assert 60 * feed.syllables("zh", SENTENCES[0]) / sound.seconds(samples) == pytest.approx(pace, rel=0.07)


def test_sentences_are_even_in_level_and_none_is_clipped(voice: Engine) -> None:
    texts = [("zh", text) for text in SENTENCES] + [("en", "Ticket A 0 0 1, please go to window 3")]
    levels = []
    for language, text in texts:
        raw = voice.render(language, text, PACE)
        assert max(map(abs, raw)) < sound.FULL, "the engine itself does not clip"
        whole = sound.levelled(sound.trimmed(raw))
        assert max(map(abs, whole)) < sound.FULL
        levels.append(sound.loudness(whole))
    assert max(levels) - min(levels) <= 2.0


def test_the_voice_is_the_mandarin_one_each_time(voice: Engine) -> None:
    """The library goes back to English between sentences unless told; a wrong voice would raise."""
    assert engine.VOICES["zh"] == "sit/cmn-latn-pinyin"
    for language, text in (("zh", SENTENCES[0]), ("en", "Ticket A 0 0 1"), ("zh", SENTENCES[1])):
        assert len(voice.render(language, text, PACE)) > 0
    assert voice.restarts == 0


def test_one_process_speaks_many_sentences(voice: Engine) -> None:
    voice.render("zh", SENTENCES[0], PACE)
    pid = voice.pid
    for number in range(20):
        voice.render("zh", f"请A零{feed_digit(number)}号到三号窗口办理", PACE)
    assert voice.pid == pid


def feed_digit(number: int) -> str:
    return "零一二三四五六七八九"[number % 10] + "零一二三四五六七八九"[number // 10]


def test_a_sentence_said_before_is_not_made_again(voice: Engine) -> None:
    first = voice.render("zh", SENTENCES[0], PACE)
    voice.close()
    assert voice.render("zh", SENTENCES[0], PACE) == first
    assert voice.pid is None, "no process was needed"


def test_a_damaged_sentence_in_the_cache_is_made_anew(voice: Engine, tmp_path: Path) -> None:
    voice.render("zh", SENTENCES[0], PACE)
    [kept] = (tmp_path / "sentences").glob("*.wav")
    kept.write_bytes(kept.read_bytes()[:2000])
    assert engine.plausible(voice.render("zh", SENTENCES[0], PACE), 13, PACE)


def test_the_cache_is_bounded(voice: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "CACHE_FILES", 3)
    for text in SENTENCES:
        voice.render("zh", text, PACE)
    assert len(list((tmp_path / "sentences").iterdir())) == 3


@pytest.mark.parametrize("fault", FAILING)
def test_a_worker_that_fails_once_is_restarted_and_the_sentence_is_said(
    broken: Callable[..., Engine], fault: str
) -> None:
    voice = broken(fault, 1, Patient)
    assert engine.plausible(voice.render("zh", SENTENCES[0], PACE), 13, PACE)
    assert voice.restarts == 1


@pytest.mark.parametrize(
    ("fault", "words"),
    [("dies at once", "ended"), ("hangs in the sentence", "silent"), ("says an error", "no such file"),
     ("speaks another voice", "gmw/en"), ("writes almost nothing", "cannot be 13 syllables")],
)  # fmt: skip
def test_a_worker_that_always_fails_is_told_in_words(
    broken: Callable[..., Engine], fault: str, words: str
) -> None:
    voice = broken(fault, 99)
    with pytest.raises(VoiceError, match=words):
        voice.render("zh", SENTENCES[0], PACE)
    assert voice.pid is None, "nothing is left running"


def test_a_worker_killed_between_sentences_is_replaced(voice: Engine) -> None:
    voice.render("zh", SENTENCES[0], PACE)
    assert voice.pid
    os.kill(voice.pid, signal.SIGKILL)
    assert len(voice.render("zh", SENTENCES[1], PACE)) > 0


def test_a_folder_that_cannot_be_written_does_not_hang(tmp_path: Path) -> None:
    """The library swallows the error and waits for ever; the worker looks first."""
    voice = Engine(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(VoiceError, match="No such file"):
        voice.render("zh", SENTENCES[0], PACE)
    voice.close()


def test_nothing_to_say_is_refused(voice: Engine) -> None:
    with pytest.raises(VoiceError, match="nothing to say"):
        voice.render("zh", "——", PACE)


def test_a_machine_without_the_engine_says_so(tmp_path: Path) -> None:
    """Without the library there is nothing to restart."""
    script = tmp_path / "bare.py"
    script.write_text(f"import sys; sys.modules['pyttsx3'] = None; sys.argv[0] = {WORKER[-1]!r}\n"
                      f"import runpy; runpy.run_path({WORKER[-1]!r}, run_name='__main__')\n")  # fmt: skip
    voice = Engine(tmp_path / "sentences", worker=(sys.executable, "-P", str(script)))
    with pytest.raises(VoiceError, match="did not start") as failed:
        voice.render("zh", SENTENCES[0], PACE)
    assert failed.value.missing and voice.restarts == 0
