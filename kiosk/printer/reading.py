"""ESC/POS bytes back into commands, as they come in: what is not whole yet waits for the rest.

It understands what Paihao sends and no more; a byte outside that is an error, for on real paper it would be a
line of rubbish. What the commands do to paper is in paper.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

LONGEST_TEXT = 4096
"""Bytes of letters without an end of line: more is no text but a picture that lost its head."""
TALLEST, WIDEST = 4096, 256
"""Lines of a raster, and its bytes across (2048 dots)."""


class RubbishError(ValueError):
    """Bytes that are no command this paper knows."""


class Short(Exception):
    """The command is right so far, and not whole."""


class Raster(NamedTuple):
    """`GS v 0`: bits are 1 for black."""

    across: int
    height: int
    bits: bytes


class Letters(NamedTuple):
    """Bytes of text, up to the next control byte."""

    data: bytes


class Symbol(NamedTuple):
    """A function of `GS ( k` for QR codes: A model, C dots, E correction, P store, Q print."""

    function: bytes
    data: bytes


class Simple(NamedTuple):
    """A command of few bytes: its two bytes, and its parameters."""

    name: bytes
    value: bytes


class Asked(NamedTuple):
    """A question of the printer's state, to be answered now."""

    request: bytes


Command = Raster | Letters | Symbol | Simple | Asked

SIMPLE = {
    b"\x1b@": 0, b"\x1ba": 1, b"\x1bd": 1, b"\x1bJ": 1, b"\x1bE": 1, b"\x1d!": 1, b"\x1dB": 1, b"\x1c&": 0, b"\x1c.": 0,
}  # fmt: skip
"""How many parameters follow each."""
ASKED = (b"\x10\x04", b"\x1dr")
CUT = b"\x1dV"


class Reader:
    """One printer's input buffer."""

    def __init__(self) -> None:
        self._left = b""

    def feed(self, data: bytes) -> Iterator[Command]:
        """The commands that are whole now. After a RubbishError the buffer is empty, as after switching off and on."""
        whole, self._left = self._left + data, b""
        at = 0
        while at < len(whole):
            try:
                command, at = command_at(whole, at)
            except Short:
                self._left = whole[at:]
                return
            yield command

    @property
    def waiting(self) -> int:
        """Bytes of a command that is not whole."""
        return len(self._left)


def command_at(data: bytes, at: int) -> tuple[Command, int]:
    """The command at `at`, and where the next one begins. Raises Short or RubbishError."""
    if data[at] >= 0x20 and data[at] != 0x7F:
        return _letters(data, at)
    if data[at] == 0x0A:
        return Simple(b"\n", b""), at + 1
    name = _cut_off(data, at, 2)
    if name in SIMPLE:
        return Simple(name, _cut_off(data, at, 2 + SIMPLE[name])[2:]), at + 2 + SIMPLE[name]
    if name in ASKED:
        return Asked(_cut_off(data, at, 3)), at + 3
    if name == CUT:
        return _cut(data, at)
    if name == b"\x1dv":
        return _raster(data, at)
    if name == b"\x1d(":
        return _symbol(data, at)
    raise RubbishError(f"byte {at} begins no known command: {data[at : at + 8].hex(' ')}")


def _letters(data: bytes, at: int) -> tuple[Command, int]:
    end = at
    while end < len(data) and data[end] >= 0x20 and data[end] != 0x7F:
        end += 1
        if end - at > LONGEST_TEXT:
            raise RubbishError(f"{LONGEST_TEXT} letters from byte {at} on without an end of line")
    if end == len(data):
        raise Short
    return Letters(data[at:end]), end


def _cut(data: bytes, at: int) -> tuple[Command, int]:
    kind = _cut_off(data, at, 3)[2]
    if kind in (0, 1, 48, 49):
        return Simple(CUT, b""), at + 3
    if kind in (65, 66):
        return Simple(CUT, b""), at + len(_cut_off(data, at, 4))
    raise RubbishError(f"a cut of no known kind at byte {at}: {kind}")


def _raster(data: bytes, at: int) -> tuple[Command, int]:
    head = _cut_off(data, at, 8)
    across, height = int.from_bytes(head[4:6], "little"), int.from_bytes(head[6:8], "little")
    if head[2:4] != b"0\0" or not 0 < across <= WIDEST or not 0 < height <= TALLEST:
        raise RubbishError(f"a broken raster command at byte {at}: {head.hex(' ')}")
    whole = _cut_off(data, at, 8 + across * height)
    return Raster(across, height, whole[8:]), at + len(whole)


def _symbol(data: bytes, at: int) -> tuple[Command, int]:
    head = _cut_off(data, at, 5)
    length = int.from_bytes(head[3:5], "little")
    if head[2:3] != b"k" or length < 3:
        raise RubbishError(f"no QR command at byte {at}: {head.hex(' ')}")
    body = _cut_off(data, at, 5 + length)[5:]
    if body[:1] != b"1" or body[1:2] not in (b"A", b"C", b"E", b"P", b"Q"):
        raise RubbishError(f"no known function of a QR code at byte {at}: {body[:2].hex(' ')}")
    return Symbol(body[1:2], body[2:]), at + 5 + length


def _cut_off(data: bytes, at: int, length: int) -> bytes:
    if at + length > len(data):
        raise Short
    return data[at : at + length]
