"""SAM_V, the frames between a computer and the security module in an ID card reader. Pure.

Implemented against the published protocol (UART, 115200 8N1), tested with an emulator:

    AA AA AA 96 69 | length (2, high byte first) | command, parameter | data | xor        to the reader
    AA AA AA 96 69 | length (2, high byte first) | SW1 SW2 SW3        | data | xor        from it

The length counts what follows it, the xor byte included; xor is over the length and what follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import xor
from typing import NamedTuple

BAUD = 115200
PREAMBLE = bytes.fromhex("AAAAAA9669")
HEAD = len(PREAMBLE) + 2
LEAST, MOST = 3, 2400
"""Bytes after the length: of a request without data; of an answer with text, photo and fingerprints, and some more."""

Command = tuple[int, int]
RESET: Command = (0x10, 0xFF)
STATE: Command = (0x11, 0xFF)
SAM_ID: Command = (0x12, 0xFF)
FIND: Command = (0x20, 0x01)
SELECT: Command = (0x20, 0x02)
READ: Command = (0x30, 0x01)
"""Text and photo. The photo is not looked at and not kept: decoding it needs a closed library, and nobody needs it."""

OK = b"\x00\x00\x90"
FOUND = b"\x00\x00\x9f"
NOT_FOUND = b"\x00\x00\x80"
WORDS: dict[int, str] = {
    0x90: "ok", 0x9F: "found", 0x10: "checksum", 0x11: "length", 0x21: "unknown_command", 0x23: "not_allowed",
    0x24: "unknown_error", 0x31: "card_refuses_sam", 0x32: "sam_refuses_card", 0x33: "card_unverified",
    0x40: "card_command", 0x41: "read_failed", 0x47: "random_failed", 0x60: "self_test", 0x66: "not_authorised",
    0x80: "not_found", 0x81: "select_failed", 0x91: "no_content",
}  # fmt: skip
"""SW3 by name. SW1 and SW2 are 0 unless a card itself answered: 41 and 81 come with any."""


class Answer(NamedTuple):
    """What the module said: three status bytes, and data that may be a whole card."""

    sw: bytes
    data: bytes

    @property
    def word(self) -> str:
        return WORDS.get(self.sw[2], f"sw_{self.sw.hex()}")

    def __repr__(self) -> str:
        """Without the data: a card must not stand in a log."""
        return f"Answer({self.word}, {len(self.data)} bytes)"


def frame(body: bytes) -> bytes:
    """A whole frame round a command or status and its data."""
    counted = (len(body) + 1).to_bytes(2, "big") + body
    return PREAMBLE + counted + bytes([reduce(xor, counted)])


def request(command: Command, data: bytes = b"") -> bytes:
    return frame(bytes(command) + data)


def reply(sw: bytes, data: bytes = b"") -> bytes:
    """As a reader writes it."""
    return frame(sw + data)


class Frames:
    """Bytes as they come, in pieces and with rubbish between, to the bodies of whole and right frames.

    A frame whose xor or length is wrong is counted in `broken` and searched for another inside; nothing of it is used.
    """

    def __init__(self) -> None:
        self._held = bytearray()
        self.broken = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._held += data
        while (body := self._next()) is not None:
            if body:
                yield body

    def clear(self) -> None:
        """Forget half a frame: its rest will not come."""
        self._held.clear()

    def _next(self) -> bytes | None:
        """A body; b"" for something broken that was passed over; None when more must come first."""
        begin = self._held.find(PREAMBLE)
        if begin < 0:
            del self._held[: max(0, len(self._held) - len(PREAMBLE) + 1)]
            return None
        del self._held[:begin]
        if len(self._held) < HEAD:
            return None
        length = int.from_bytes(self._held[5:7], "big")
        if LEAST <= length <= MOST:
            if len(self._held) < HEAD + length:
                return None
            counted = bytes(self._held[5 : HEAD + length])
            if not reduce(xor, counted):
                del self._held[: HEAD + length]
                return counted[2:-1]
        self.broken += 1
        del self._held[:1]
        return b""


def answer(body: bytes) -> Answer | None:
    """The answer in a frame's body; None for what is too short to be one."""
    return Answer(body[:3], body[3:]) if len(body) >= 3 else None


def sam_number(data: bytes) -> str:
    """The module's number as vendors print it: `05.03-20150312-0001234567-0123456789`; "" for another length.

    Two bytes, two bytes, then three numbers of four bytes, all low byte first: after vendors' sources that agree.
    """
    if len(data) != 16:
        return ""
    whole = [
        int.from_bytes(data[at : at + size], "little")
        for at, size in ((0, 2), (2, 2), (4, 4), (8, 4), (12, 4))
    ]
    return "{:02d}.{:02d}-{:08d}-{:010d}-{:010d}".format(*whole)
