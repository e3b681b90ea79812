"""Speech slower or faster at the same pitch (WSOLA): pieces of the sound laid further apart where they match best.

The model itself must not be slowed: below nine tenths of its own speed it says a syllable of its own before the first
one («yi 到三号窗口»), loud and clear. Needs numpy, so only its process uses it.
"""

from __future__ import annotations

from typing import Any

PIECE_SECONDS, SEARCH_SECONDS = 0.040, 0.008
"""A piece holds several periods of any voice; it is moved by up to one to fit the one before."""
LEAST, MOST = 0.6, 1.9


def stretched(wave: Any, factor: float, rate: int) -> Any:
    """A float array `factor` times as long; the factor is kept within LEAST and MOST."""
    import numpy

    factor = min(MOST, max(LEAST, factor))
    piece, search = round(PIECE_SECONDS * rate) // 2 * 2, round(SEARCH_SECONDS * rate)
    half = piece // 2
    if abs(factor - 1) < 0.01 or len(wave) < 2 * piece:
        return wave
    padded = numpy.pad(wave, (search, piece + 2 * search))
    window = numpy.hanning(piece + 1)[:piece]
    count = int(len(wave) * factor) // half
    out = numpy.zeros((count + 1) * half)
    wanted = padded[search : search + half]
    for n in range(count):
        at = search + min(int(n * half / factor), len(wave))
        begin = at - search
        near = padded[begin : begin + half + 2 * search]
        found = begin + int(numpy.argmax(numpy.correlate(near, wanted, "valid"))) if n else at
        out[n * half : n * half + piece] += padded[found : found + piece] * window
        wanted = padded[found + half : found + piece]
    return out[: int(len(wave) * factor)]
