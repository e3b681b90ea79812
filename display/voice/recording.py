"""Reading somebody's recording: PCM WAV of 8 to 32 bits, one channel or several, at any rate, as our samples."""

from __future__ import annotations

import sys
import wave
from array import array
from pathlib import Path

from display.voice.resample import resampled
from display.voice.sound import Samples

RATES = (4000, 192000)
LONGEST_SECONDS = 60


class NotWav(ValueError):
    """The file is no recording we can play; the text says why."""


def recording(path: Path) -> Samples:
    """Mono, 16 bit, at our rate. Raises OSError, NotWav."""
    try:
        with path.open("rb") as file, wave.open(file, "rb") as wav:
            channels, width, rate = wav.getnchannels(), wav.getsampwidth(), wav.getframerate()
            if not RATES[0] <= rate <= RATES[1]:
                raise NotWav(f"{rate} samples a second; {RATES[0]} to {RATES[1]} can be played")
            if wav.getnframes() > LONGEST_SECONDS * rate:
                raise NotWav(f"it is longer than {LONGEST_SECONDS} s")
            frames = wav.readframes(wav.getnframes())
    except (wave.Error, EOFError) as error:
        raise NotWav(f"no PCM WAV file: {error}") from error
    samples = sixteen(frames, width)
    if channels > 1:
        whole = len(samples) // channels * channels
        sums = zip(*(samples[at:whole:channels] for at in range(channels)), strict=True)
        samples = array("h", (sum(frame) // channels for frame in sums))
    return resampled(samples, rate)


def sixteen(frames: bytes, width: int) -> Samples:
    """Little-endian PCM of 1, 2, 3 or 4 bytes as 16 bit."""
    if width == 1:  # unsigned, as WAV has it
        return array("h", ((byte - 128) * 256 for byte in frames))
    high = bytearray(len(frames) // width * 2)
    high[0::2] = frames[width - 2 :: width][: len(high) // 2]
    high[1::2] = frames[width - 1 :: width][: len(high) // 2]
    samples = array("h", bytes(high))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples
