"""Hundreds of different calls through the real engine: as long as they must be, even in level, whole to the end.

«Whole» is judged by espeak-ng itself, run on its own: its sentence is as long as ours and ends as ours does.
"""

from __future__ import annotations

import math
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from display.voice import feed, phrase, sound
from display.voice.engine import VOICES, Engine, words_a_minute
from display.voice.sound import FULL, RATE, Samples
from server.profiles import load

HALLS = ("puning", "luan", "dingcheng", "xiangxi-prefecture", "ziyang")
PACES = (140, 170, 200)


def calls(config: Path, many: int) -> Iterator[tuple[str, str, int]]:
    """(language, sentence, pace): numbers, floors and last calls by chance, windows of the halls we describe."""
    chance = random.Random(4)
    windows = [w for name in HALLS for w in load(config / f"{name}.toml")[1].windows]
    seen: set[str] = set()
    while len(seen) < many:
        window = chance.choice(windows)
        digits = "".join(chance.choices("0123456789", k=chance.choice((2, 3, 3, 4))))
        payload: dict[str, Any] = {
            "number": chance.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") + digits, "sign": window.call_sign,
            "sign_en": window.call_sign_en, "spoken": window.spoken, "floor": chance.choice((None, "2", "B1")),
            "last": chance.random() < 0.1, "one": chance.choice("一幺"),
            "languages": [chance.choices(("zh", "en"), (4, 1))[0]],
        }  # fmt: skip
        [(language, text)] = phrase.sentences(payload)
        if text not in seen:
            seen.add(text)
            yield language, text, chance.choice(PACES)


def by_itself(language: str, text: str, pace: int, file: Path) -> Samples:
    """The same sentence by the program espeak-ng."""
    subprocess.run(
        ["espeak-ng", "-v", VOICES[language].rpartition("/")[2], "-s", str(words_a_minute(pace)), "-w", str(file),
         feed.feed(language, text)],
        check=True, capture_output=True,
    )  # fmt: skip
    return sound.trimmed(sound.read(file))


def strength(samples: Samples) -> float:
    """Root of the mean square, in dB below full scale."""
    return sound.db(math.sqrt(sum(value * value for value in samples) / max(1, len(samples))))


def judge(engine: Engine, language: str, text: str, pace: int, file: Path) -> list[str]:
    """What is wrong with this sentence; nothing when it is as it should be."""
    made = engine.render(language, text, pace)
    bare, own = sound.trimmed(made), by_itself(language, text, pace, file)
    expected = feed.syllables(language, text) * 60 / pace
    levelled = sound.levelled(bare)
    tail = -RATE // 2
    wrong = {
        "takes too long or too short": 0.6 * expected < sound.seconds(bare) < 1.6 * expected + 0.6,
        "is not as long as by itself": abs(sound.seconds(bare) / sound.seconds(own) - 1) < 0.03,
        "does not end as by itself": abs(ended(bare, tail) - ended(own, tail)) < 2.0,
        "ends in full sound": strength(made[-RATE // 100 :]) < -35,
        "is clipped": max(map(abs, made)) < FULL,
        "is not at the level": abs(sound.loudness(levelled) - sound.SPEECH_DB) < 1.0,
        "peaks too high": max(map(abs, levelled)) <= FULL * 10 ** (sound.PEAK_DB / 20) + 1,
    }
    return [f"{text} ({pace}) {what}" for what, right in wrong.items() if not right]


def ended(samples: Samples, tail: int) -> float:
    """How loud the end is beside the whole: a sentence cut short ends louder or softer than it should."""
    return strength(samples[tail:]) - strength(samples)


def all_judged(config: Path, folder: Path, many: int) -> list[str]:
    engine = Engine(folder / "sentences")
    try:
        return [wrong for call in calls(config, many) for wrong in judge(engine, *call, folder / "own.wav")]
    finally:
        engine.close()


def test_twenty_calls_are_as_long_as_loud_and_as_whole_as_they_must_be(root: Path, tmp_path: Path) -> None:
    assert all_judged(root / "config", tmp_path, 20) == []


def test_a_sentence_cut_short_is_noticed(root: Path, tmp_path: Path) -> None:
    class Short(Engine):
        def render(self, language: str, text: str, pace: int) -> Samples:
            whole = sound.trimmed(super().render(language, text, pace))
            return whole[: round(len(whole) * 0.93)]

    engine = Short(tmp_path / "sentences")
    [call] = calls(root / "config", 1)
    assert any("by itself" in wrong for wrong in judge(engine, *call, tmp_path / "own.wav"))
    engine.close()


@pytest.mark.long
def test_five_hundred_calls_are_as_long_as_loud_and_as_whole_as_they_must_be(
    root: Path, tmp_path: Path
) -> None:
    assert all_judged(root / "config", tmp_path, 500) == []
