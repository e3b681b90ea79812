"""Sound as samples: chime, level, pauses, one announcement. Pure, except reading and writing WAV.

Samples are signed 16 bit, mono, at RATE. Levels are dB below full scale.
"""

from __future__ import annotations

import math
import operator
import sys
import wave
from array import array
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

RATE = 22050
FULL = 32767
SPEECH_DB = -20.0
"""Loudness of the sounding parts of every sentence. Speech has peaks 14–17 dB above it: none is clipped."""
PEAK_DB = -1.0
FLOOR_DB = -50.0
FRAME = RATE // 50

CHIME_SECONDS = 0.6
AFTER_CHIME = 0.3
BETWEEN = 0.8
BETWEEN_LANGUAGES = 0.5
AFTER = 0.3

Samples: TypeAlias = "array[int]"


def silence(seconds: float) -> Samples:
    return array("h", bytes(2 * round(seconds * RATE)))


@lru_cache(maxsize=1)
def chime() -> Samples:
    """Two falling notes (E5, C5), each swelling in 20 ms and dying away. Do not change the result."""
    total = round(CHIME_SECONDS * RATE)
    mix = [0.0] * total
    for hertz, start in ((659.26, 0.0), (523.25, 0.25)):
        for at in range(round(start * RATE), total):
            t = at / RATE - start
            swell = min(1.0, t / 0.02) * math.exp(-5.0 * t)
            mix[at] += swell * (math.sin(math.tau * hertz * t) + 0.25 * math.sin(math.tau * 2 * hertz * t))
    fade = round(0.03 * RATE)
    for back in range(fade):
        mix[-1 - back] *= back / fade
    peak = max(map(abs, mix))
    return array("h", (round(value / peak * FULL * 0.35) for value in mix))


def db(value: float) -> float:
    """A linear amplitude (0–FULL) in dB below full scale."""
    return 20 * math.log10(max(value, 0.5) / FULL)


def trimmed(samples: Samples) -> Samples:
    """Without the silence around it, so that pauses are ours and even."""
    edge = FULL * 10 ** (FLOOR_DB / 20)
    heard = [at for at in range(0, len(samples), 64) if max(map(abs, samples[at : at + 64])) > edge]
    return samples[heard[0] : heard[-1] + 64] if heard else array("h")


def loudness(samples: Samples) -> float:
    """Level of the sounding frames in dB: frames 30 dB under the loudest are pauses and do not count."""
    powers = [
        sum(map(operator.mul, frame, frame)) / len(frame)
        for at in range(0, len(samples), FRAME)
        if (frame := samples[at : at + FRAME])
    ]
    loudest = max(powers, default=0.0)
    sounding = [power for power in powers if power > loudest / 1000]
    return db(math.sqrt(sum(sounding) / len(sounding))) if sounding else FLOOR_DB * 2


def levelled(samples: Samples, target: float = SPEECH_DB) -> Samples:
    """The same sound at the target loudness, never with a peak above PEAK_DB."""
    if not samples:
        return samples
    peak = max(map(abs, samples)) or 1
    gain = min(10 ** ((target - loudness(samples)) / 20), FULL * 10 ** (PEAK_DB / 20) / peak)
    return array("h", (round(value * gain) for value in samples))


def quieter(volume: int) -> float:
    """How many dB a volume in percent adds: 0 at 100; at 50 it sounds half as loud, which is -10 dB."""
    return 10 * math.log2(max(volume, 1) / 100)


def softened(samples: Samples, volume: int) -> Samples:
    """The same sound at that volume."""
    gain = 10 ** (quieter(volume) / 20)
    return samples if volume >= 100 else array("h", (round(value * gain) for value in samples))


def announcement(sentences: Sequence[Samples], times: int, with_chime: bool, volume: int = 100) -> Samples:
    """Chime, pause, every language, pause, again. The chime sounds once: it asks for the ear, no more."""
    level = SPEECH_DB + quieter(volume)
    said: Samples = array("h")
    for at, sentence in enumerate(sentences):
        said += (silence(BETWEEN_LANGUAGES) if at else array("h")) + levelled(trimmed(sentence), level)
    whole: Samples = array("h")
    if with_chime:
        whole = softened(chime(), volume) + silence(AFTER_CHIME)
    for turn in range(max(1, times)):
        whole += (silence(BETWEEN) if turn else array("h")) + said
    return whole + silence(AFTER)


def seconds(samples: Samples) -> float:
    return len(samples) / RATE


def write(path: Path, samples: Samples) -> None:
    """A WAV file that is whole or not there. Raises OSError."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file, wave.open(file, "wb") as wav:
        wav.setparams((1, 2, RATE, 0, "NONE", ""))
        wav.writeframes(swapped(samples).tobytes())
    part.replace(path)


def read(path: Path) -> Samples:
    """The samples of a mono 16-bit WAV at RATE. Raises OSError, or ValueError for any other sound."""
    try:
        with path.open("rb") as file, wave.open(file, "rb") as wav:
            shape = (wav.getnchannels(), wav.getsampwidth(), wav.getframerate())
            samples = array("h", wav.readframes(wav.getnframes()))
    except (wave.Error, EOFError) as error:
        raise ValueError(f"{path} is no whole WAV file: {error}") from error
    if shape != (1, 2, RATE):
        raise ValueError(f"{path} is not mono, 16 bit, {RATE} Hz: {shape}")
    return swapped(samples)


def swapped(samples: Samples) -> Samples:
    """WAV is little-endian whatever the machine is."""
    if sys.byteorder == "big":
        samples = samples[:]
        samples.byteswap()
    return samples
