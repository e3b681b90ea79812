"""Frames of the RS-485 keypad, pure: what a keypad sends, what it is answered, what it is shown.

Written against the published source of a queue system that drives it (9600 8N1, an address a window); the maker is not
named there, and it was tested with an emulator only. `FF 68 | L | L | 68 | address | function | data | sum | 16`, where
L counts address, function and data, and sum adds them up, mod 256. That program does not look at the sum; we never act
on a wrong one.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple

HEAD, MARK, END = b"\xff\x68", 0x68, 0x16
FROM_KEYPAD = range(3, 6)
"""Lengths L that a keypad sends."""
ANY = range(2, 9)
RATING, DISPLAY, BEEP, RATED = 0x01, 0x02, 0x03, 0x11
LEAVE = 0x0A
"""In place of a digit: show what is shown."""
MOST_WAITING = 999

KEYS = {0x0C: "primary", 0x0D: "recall", 0x0B: "rate", 0x12: "pause", 0x13: "transfer"}
CONFIRM = 0x0F
CONFIRMED = {6: "no_show", 0: "hold", 3: "resume"}
"""The digit pressed before «confirm». 0E (cancel) and 11 are keys that mean nothing yet, there as here."""


class Frame(NamedTuple):
    address: int
    func: int
    data: bytes


class Key(NamedTuple):
    """A press: `name` as in KEYS and CONFIRMED, `digits` those pressed before it."""

    name: str
    digits: str = ""


class Value(NamedTuple):
    """What somebody pressed on the rater, as it counts them."""

    value: int


def built(address: int, func: int, data: bytes = b"") -> bytes:
    body = bytes((address, func)) + data
    return HEAD + bytes((len(body), len(body), MARK)) + body + bytes((sum(body) % 256, END))


def acknowledged(frame: Frame) -> bytes:
    """The echo a keypad waits for. A rating is answered with function 01, so its sum is smaller by 0x10."""
    if frame.func == RATED:
        return built(frame.address, RATING, frame.data[:1])
    return built(*frame)


def ticket(address: int, number: str) -> bytes:
    """Show the last three digits of a ticket's number, 000 for nobody; the waiting count stays."""
    digits = "".join(c for c in number if "0" <= c <= "9")[-3:].rjust(3, "0")
    return built(address, DISPLAY, bytes((LEAVE,) * 3) + bytes(map(int, digits)))


def waiting(address: int, people: int) -> bytes:
    """Show how many wait, 999 at most; the number stays."""
    digits = f"{max(0, min(people, MOST_WAITING)):03d}"
    return built(address, DISPLAY, bytes(map(int, digits)) + bytes((LEAVE,) * 3))


def beep(address: int) -> bytes:
    return built(address, BEEP)


def start_rating(address: int) -> bytes:
    """Light the rater. Pressing the keypad's own key for it does that already."""
    return built(address, RATING, b"\x0b")


def stars(address: int, level: int = 5) -> bytes:
    """The stars a rater shows; full when it is switched on."""
    return built(address, DISPLAY, bytes((level,)))


def meant(frame: Frame) -> Key | Value | None:
    """What a keypad's frame says; None for keys that mean nothing.

    Digits before «transfer» name a place: the frame has room for two, though the published program looks at none.
    """
    if frame.func == RATED:
        return Value(frame.data[0])
    before, key = frame.data[:-1], frame.data[-1]
    if key == CONFIRM:
        name = CONFIRMED.get(before[0]) if len(before) == 1 else None
        return Key(name) if name else None
    if key not in KEYS:
        return None
    return Key(KEYS[key], "".join(str(d) for d in before if d < 10))


class Reader:
    """Finds the frames in what comes over a line, whatever else comes. Bytes may arrive in any pieces.

    What is not a whole good frame is passed over a byte at a time, so that a frame that was cut off never takes the
    next one with it. `spoilt` counts frames whose form was right and whose sum was not.
    """

    def __init__(self, lengths: Container[int] = FROM_KEYPAD) -> None:
        self._lengths = lengths
        self._rest = b""
        self.spoilt = 0

    def feed(self, data: bytes) -> list[Frame]:
        self._rest += data
        return list(self._found())

    def _found(self) -> Iterator[Frame]:
        while True:
            start = self._rest.find(HEAD)
            if start < 0:
                self._rest = self._rest[-1:] if self._rest.endswith(HEAD[:1]) else b""
                return
            self._rest = self._rest[start:]
            length = self._length()
            if length is None:
                return
            if length and (frame := self._taken(length)):
                yield frame
            else:
                self._rest = self._rest[1:]

    def _length(self) -> int | None:
        """L, once the whole frame is there; 0 when no frame begins here; None while more is to come."""
        head = self._rest[2:5]
        if any(byte not in self._lengths for byte in head[:2]) or len(set(head[:2])) > 1:
            return 0
        if len(head) == 3 and head[2] != MARK:
            return 0
        if len(head) < 3 or len(self._rest) < head[0] + 7:
            return None
        return head[0]

    def _taken(self, length: int) -> Frame | None:
        body, check, end = self._rest[5 : 5 + length], self._rest[5 + length], self._rest[6 + length]
        if end != END:
            return None
        if sum(body) % 256 != check:
            self.spoilt += 1
            return None
        self._rest = self._rest[7 + length :]
        return Frame(body[0], body[1], body[2:])
