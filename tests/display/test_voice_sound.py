"""The sound itself, measured: chime, pauses, pace, even level, no clipping."""

from __future__ import annotations

import math
import random
from array import array
from pathlib import Path

import pytest

from display.voice import sound
from display.voice.sound import FULL, RATE, Samples


def tone(seconds: float, share: float = 0.3, hertz: float = 300) -> Samples:
    step = math.tau * hertz / RATE
    return array("h", (round(FULL * share * math.sin(step * at)) for at in range(round(seconds * RATE))))


def quiet_spans(samples: Samples, least: float = 0.2) -> list[float]:
    """Lengths in seconds of the silences of at least that long, in order."""
    spans, run = [], 0
    for value in [*samples, FULL]:
        if abs(value) < 100:
            run += 1
            continue
        if run >= least * RATE:
            spans.append(run / RATE)
        run = 0
    return spans


def test_the_chime_is_two_soft_notes_of_six_tenths_of_a_second() -> None:
    chime = sound.chime()
    assert sound.seconds(chime) == pytest.approx(0.6, abs=0.01)
    first, second = strength(chime, 0.05, 659.26, 523.25), strength(chime, 0.35, 523.25, 659.26)
    assert first > 3 and second > 1.5, "E5 first, then C5 above what is left of it"
    assert max(map(abs, chime[: RATE // 500])) < max(map(abs, chime)) / 5, "it swells, it does not click"
    assert max(map(abs, chime[-RATE // 500 :])) < 200, "it ends in silence"
    assert sound.db(max(map(abs, chime))) < -6


def strength(samples: Samples, start: float, wanted: float, other: float) -> float:
    """How much stronger one note is than another in the 150 ms after `start`."""
    span = samples[round(start * RATE) : round((start + 0.15) * RATE)]

    def power(hertz: float) -> float:
        turn = math.tau * hertz / RATE
        real = sum(value * math.cos(turn * at) for at, value in enumerate(span))
        imaginary = sum(value * math.sin(turn * at) for at, value in enumerate(span))
        return math.hypot(real, imaginary)

    return power(wanted) / power(other)


def test_an_announcement_is_chime_pause_sentence_pause_sentence() -> None:
    said = sound.announcement([tone(1.0)], 2, True)
    assert sound.seconds(said) == pytest.approx(0.6 + 0.3 + 1.0 + 0.8 + 1.0 + 0.3, abs=0.02)
    after_chime, between, after = quiet_spans(said)
    assert after_chime == pytest.approx(0.3, abs=0.05)
    assert between == pytest.approx(0.8, abs=0.05)
    assert after == pytest.approx(0.3, abs=0.05)


def test_languages_follow_one_another_in_each_turn() -> None:
    said = sound.announcement([tone(1.0), tone(0.5)], 2, False)
    assert [round(span, 1) for span in quiet_spans(said)] == [0.5, 0.8, 0.5, 0.3]


@pytest.mark.parametrize(("times", "seconds"), [(1, 1.3), (2, 3.1), (3, 4.9), (0, 1.3)])
def test_it_is_said_as_often_as_the_hall_wants_and_at_least_once(times: int, seconds: float) -> None:
    assert sound.seconds(sound.announcement([tone(1.0)], times, False)) == pytest.approx(seconds, abs=0.02)


def test_silence_around_a_sentence_does_not_stretch_the_pauses() -> None:
    padded = sound.silence(0.7) + tone(1.0) + sound.silence(0.9)
    assert sound.seconds(sound.trimmed(padded)) == pytest.approx(1.0, abs=0.02)
    assert len(sound.trimmed(sound.silence(1.0))) == 0


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 1.0])
def test_loud_and_soft_sentences_come_out_alike(share: float) -> None:
    assert sound.loudness(sound.levelled(tone(1.0, share))) == pytest.approx(sound.SPEECH_DB, abs=0.2)


@pytest.mark.parametrize(("volume", "less"), [(100, 0), (71, 4.94), (50, 10), (25, 20), (0, 66.4)])
def test_the_volume_is_what_the_ear_takes_for_it_and_changes_no_pause(volume: int, less: float) -> None:
    full, soft = (sound.announcement([tone(1.0)], 2, True, v) for v in (100, volume))
    assert sound.quieter(volume) == pytest.approx(-less, abs=0.05)
    assert len(full) == len(soft)
    if volume:
        assert sound.loudness(soft) == pytest.approx(sound.loudness(full) - less, abs=0.2)
        chime = round(sound.CHIME_SECONDS * RATE)
        assert sound.loudness(soft[:chime]) == pytest.approx(sound.loudness(full[:chime]) - less, abs=0.2)


def test_pauses_inside_a_sentence_do_not_make_it_louder() -> None:
    paused = tone(0.5) + sound.silence(1.0) + tone(0.5)
    assert sound.loudness(paused) == pytest.approx(sound.loudness(tone(1.0)), abs=0.3)


def test_a_sharp_peak_is_not_clipped() -> None:
    chance = random.Random(7)
    spiky = array("h", (chance.choice((-40, 40)) for _ in range(RATE)))
    spiky[RATE // 2] = 30000
    peak = max(map(abs, sound.levelled(spiky)))
    assert peak <= FULL * 10 ** (sound.PEAK_DB / 20) + 1


def test_a_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    sound.write(tmp_path / "x.wav", tone(0.2))
    assert sound.read(tmp_path / "x.wav") == tone(0.2)
    assert [p.name for p in tmp_path.iterdir()] == ["x.wav"], "no part is left"


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"not a sound at all, but long enough to be read as one..."]
)
def test_what_is_no_sound_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.wav").write_bytes(content)
    with pytest.raises(ValueError, match=r"x\.wav"):
        sound.read(tmp_path / "x.wav")
