"""Onbon cards of the sixth generation, 6E, 6EX and 6Q (image areas) and 6Q3 (font areas): packets and answers. Pure.

Layout after the maker's own open code for 6Q image areas (onbonlab/bx.dual.dyn.java) and an Onbon engineer's analyser
(strongercjd/Onbon-Protocol-Analysis); no printed frame exists, so only shape and CRC are proved, with an emulator.
Doubtful: the unit of `stay` (10 ms is the SDK's word), and font areas as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from display.led import onbon

BROADCAST, PC, VERSION = 0xFFFF, 0x8000, 0xF0
"""The maker's code addresses FFFF and is answered; the font cards' document calls that one silent."""
ANY_CARD = 0xFFFF
CARDS = {"6E1": 0x0174, "6E2": 0x0274, "6E3": 0x0374, "6E1X": 0x0474, "6E2X": 0x0574,
         "6Q1": 0x0166, "6Q2": 0x0266, "6Q3": 0x0366, "6Q2L": 0x0466, "6Q3L": 0x0566}  # fmt: skip
IMAGE = 0x10
STAY = 50
"""Half a second for a page of a flashing strip, if the unit is 10 ms: one flash a second."""
GB2312 = 0


def le(number: int, size: int) -> bytes:
    return number.to_bytes(size, "little")


def packet(data: bytes, address: int = BROADCAST, device: int = ANY_CARD) -> bytes:
    """Header, data and CRC, not yet escaped."""
    head = le(address, 2) + le(PC, 2) + bytes([VERSION, 0]) + le(device, 2) + bytes(4) + le(len(data), 4)
    return onbon.checked(head + data)


@dataclass(frozen=True, slots=True)
class Voice:
    """What the card says. `times` beyond the first, 10 ms between; the rules of digits and letters are left to it."""

    text: bytes
    person: int = 0
    volume: int = 5
    speed: int = 5
    times: int = 0
    pause: int = 0

    def facts(self) -> bytes:
        parts = bytes([self.person, self.volume, self.speed, GB2312]) + le(self.times, 4) + le(self.pause, 4)
        return parts + b"\0" + le(len(self.text), 4) + self.text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dynamic area lies, in pixels, and how long it lasts: `forget` seconds, 0 for ever."""

    id: int
    x: int
    y: int
    width: int
    height: int
    forget: int = 0

    def bytes(self) -> bytes:
        """From the area's number to its height: bound to no programme, covering none."""
        mode = 2 if self.forget else 0
        bound = bytes([1]) + le(0, 2)
        sizes = b"".join(le(n, 2) for n in (self.x, self.y, self.width, self.height))
        return bytes([self.id, mode]) + le(self.forget, 2) + bound + b"\0" + bytes(4) + bytes([IMAGE]) + sizes


def image_area(place: Place, pages: Sequence[bytes], voice: Voice | None = None, stay: int = STAY) -> bytes:
    """An area of pictures: its parameters with their length, then the pixels of all pages."""
    sound = b"\1" + voice.facts() if voice else b"\0"
    body = place.bytes() + bytes(4) + sound + bytes(5) + le(len(pages), 2)
    offset = 0
    for pixels in pages:
        page = bytes([0, 1, 0, 0]) + le(stay, 2) + b"\1" + le(place.width, 2) + bytes(9)
        page += le(offset, 4) + le(len(pixels), 4)
        body += le(len(page), 4) + page
        offset += len(pixels)
    return le(len(body), 4) + body + b"".join(pages)


def show_images(areas: Sequence[bytes]) -> bytes:
    """A7 00. Several areas in one frame follow the analyser; the maker's code always sends one."""
    return b"\1\xa7\0" + bytes(2) + le(len(areas), 2) + b"".join(areas)


def delete_all() -> bytes:
    """A7 01 with FF, as the maker's code has it."""
    return b"\1\xa7\1\xff"


def font_area(place: Place, text: bytes, voice: Voice | None = None, spoken: bool = False) -> bytes:
    """An area of text on a 6Q3: centred, still, wrapped by the card. `spoken`: the shown text is said too."""
    style = bytes([0, 0, 2, 0]) + bytes(6) + bytes([2, 2, 1, 0, 0, 10])
    sound = b"\0"
    if voice:
        facts = voice.facts()
        sound = b"\1" + facts[: -4 - len(voice.text)] if spoken else b"\2" + facts
    body = place.bytes() + b"\0" + bytes(8) + style + sound + le(len(text), 4) + text
    return le(len(body), 4) + body


def show_fonts(areas: Sequence[bytes], delete: bytes = b"") -> bytes:
    """A7 06: lost when the power goes; away with some areas, up with others."""
    return b"\1\xa7\6\0" + bytes([len(delete)]) + delete + bytes([len(areas)]) + b"".join(areas)


class Reply(NamedTuple):
    source: int
    group: int
    number: int
    error: int


def reply(whole: bytes) -> Reply | None:
    """A card's sound packet, or None. After its header: reserved, group, command, status 2, error 2, length 2."""
    data = onbon.sound(whole)
    if data is None or len(data) < 25 or data[4] != VERSION or data[2:4] == le(PC, 2):
        return None
    if int.from_bytes(data[12:16], "little") != len(data) - 16:
        return None
    return Reply(
        int.from_bytes(data[2:4], "little"), data[17], data[18], int.from_bytes(data[21:23], "little")
    )


def heard(data: bytes) -> str | None:
    """The card's word among all bytes heard; None while there is none. Raises CardError for a NACK."""
    for whole in onbon.packets(data):
        if (said := reply(whole)) is not None:
            return onbon.judged(said.error, (said.group, said.number) == (0xA0, 0x01))
    return None
