"""Sound of another rate brought to ours: a windowed sinc, one short filter a phase. Pure.

Recordings come at 8 to 48 kHz, the neural voice at 24; a card plays one rate in one announcement.
"""

from __future__ import annotations

import math
import operator
from array import array
from collections.abc import Sequence
from functools import lru_cache

from display.voice.sound import FULL, RATE, Samples

LOBES = 12
"""Zero crossings on each side: above 60 dB of what does not belong is gone, at 30 ms of work a second."""


def resampled(samples: Samples, rate: int, to: int = RATE) -> Samples:
    """The same sound at `to` samples a second. `rate` is 4000 to 192000."""
    if rate == to or not samples:
        return samples
    shared = math.gcd(rate, to)
    up, down = to // shared, rate // shared
    filters, reach = phases(up, down)
    padded = array("h", bytes(2 * reach)) + samples + array("h", bytes(2 * (reach + 1)))
    total = len(samples) * up // down
    out = array("h", bytes(2 * total))
    for at in range(total):
        start, phase = divmod(at * down, up)
        window = padded[start : start + 2 * reach + 1]
        value = round(sum(map(operator.mul, filters[phase], window)))
        out[at] = max(-FULL - 1, min(FULL, value))
    return out


@lru_cache(maxsize=8)
def phases(up: int, down: int) -> tuple[list[Sequence[float]], int]:
    """One filter for each of the `up` places between two samples, and how far each reaches."""
    cut = min(1.0, up / down) * 0.97
    reach = math.ceil(LOBES / cut)
    return [kernel(phase / up, cut, reach) for phase in range(up)], reach


def kernel(shift: float, cut: float, reach: int) -> Sequence[float]:
    taps = []
    for at in range(-reach, reach + 1):
        x = at - shift
        window = 0.5 + 0.5 * math.cos(math.pi * x / (reach + 1)) if abs(x) <= reach + 1 else 0.0
        taps.append(cut * sinc(cut * x) * window)
    level = sum(taps)
    return tuple(tap / level for tap in taps)


def sinc(x: float) -> float:
    return math.sin(math.pi * x) / (math.pi * x) if x else 1.0
