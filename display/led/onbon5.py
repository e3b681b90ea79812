"""Onbon font cards BX-5K, 5MK, 5KX, 6K and 6K-YY: packets and answers. Pure.

Implemented against the maker's published protocol 1.4 (doc.onbonbx.com/zh/k/potocol), tested with an emulator.
What a strip's text becomes of them stands in `onbon5_card.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from display.led import onbon
from display.led.checks import CHECKS

BROADCAST = 0xFFFE
"""Any card, and it answers: right where one card hangs on the line. On a bus each has its own number."""
PC = 0x8000
ANY_CARD, VERSION = 0xFE, 0x02
CRC, SUM = 0, 1
"""Check modes. A 6K knows 2 as well, no check: a frame bent on its way would be shown, so it is never used."""
PIXELS = 0x8000
"""Set in x and width: they are pixels, else units of eight."""
STILL, LOOP, FORGET = 0x01, 0, 2


@dataclass(frozen=True, slots=True)
class Voice:
    """`text` None: the shown text is spoken. `plays` 0–15, `volume` and `speed` 0–10, `person` 0–5."""

    text: bytes | None = None
    person: int = 0
    plays: int = 0
    volume: int = 5
    speed: int = 5

    def bytes(self) -> bytes:
        facts = bytes([self.plays << 4 | self.person, self.volume, self.speed])
        if self.text is None:
            return b"\x01" + facts
        return b"\x02" + facts + len(self.text).to_bytes(4, "little") + self.text


@dataclass(frozen=True, slots=True)
class Area:
    """One dynamic area, in pixels unless `eighths`; `stay` in half seconds, `forget` seconds or 0 for never."""

    data: bytes
    id: int = 0
    x: int = 0
    y: int = 0
    width: int = 128
    height: int = 32
    eighths: bool = False
    spacing: int = 0
    mode: int = LOOP
    forget: int = 0
    voice: Voice | None = None
    align: int = 0
    lines: int = 2
    wrap: int = 1
    display: int = STILL
    exit: int = 0
    speed: int = 0
    stay: int = 10

    def bytes(self) -> bytes:
        """From the area's type to its text; its length comes before it."""
        unit = 0 if self.eighths else PIXELS
        sizes = (self.x | unit, self.y, self.width | unit, self.height)
        return b"".join((
            b"\x00", *(size.to_bytes(2, "little") for size in sizes),
            bytes([self.id, self.spacing, self.mode]), self.forget.to_bytes(2, "little"),
            self.voice.bytes() if self.voice else b"\x00",
            bytes([0, self.align, self.lines, self.wrap, self.display, self.exit, self.speed, self.stay]),
            len(self.data).to_bytes(4, "little"), self.data,
        ))  # fmt: skip


def packet(data: bytes, address: int = BROADCAST, check: int = CRC, device: int = ANY_CARD) -> bytes:
    """Header, data and check, not yet escaped."""
    head = b"".join((
        address.to_bytes(2, "little"), PC.to_bytes(2, "little"), bytes(4),
        bytes([check, 0, device, VERSION]), len(data).to_bytes(2, "little"),
    ))  # fmt: skip
    return head + data + _check(head + data, check)


def _check(data: bytes, mode: int) -> bytes:
    return (CHECKS["sum16"](data) if mode == SUM else onbon.crc(data)).to_bytes(2, "little")


def command(
    group: int, number: int, data: bytes = b"", reserved: bytes = b"\0\0", answer: bool = True
) -> bytes:
    return bytes([group, number, 1 if answer else 2]) + reserved + data


def ping() -> bytes:
    return command(0xA2, 0x00)


def clear() -> bytes:
    return command(0xA3, 0x10)


def clock(now: datetime, reserved: bytes = b"\0\0") -> bytes:
    """Local time in BCD: year low byte first, month, day, hour, minute, second, weekday (7 is Sunday)."""
    digits = f"{now.year % 100:02d}{now.year // 100:02d}{now:%m%d%H%M%S}{now.isoweekday():02d}"
    return command(0xA2, 0x03, bytes.fromhex(digits), reserved)


def brightness(level: int) -> bytes:
    """0–15, from now on."""
    return command(0xA3, 0x02, bytes([1, level]))


def update(areas: Sequence[Area], delete: Iterable[int] = (), reserved: bytes = b"\0\0") -> bytes:
    """Put these dynamic areas up and take those away."""
    gone = bytes(delete)
    parts = [len(body).to_bytes(2, "little") + body for body in (area.bytes() for area in areas)]
    return command(0xA3, 0x06, bytes([len(gone)]) + gone + bytes([len(parts)]) + b"".join(parts), reserved)


def delete_all() -> bytes:
    """FF instead of a count takes every dynamic area away; no ids follow."""
    return command(0xA3, 0x06, b"\xff\x00")


class Reply(NamedTuple):
    """A card's answer: `source` is its screen address, `error` its CmdError."""

    source: int
    group: int
    number: int
    error: int
    data: bytes


def heard(data: bytes, address: int = BROADCAST) -> str | None:
    """The card's word among all bytes heard; None while there is none. Raises CardError for a NACK."""
    for whole in onbon.packets(data):
        if (said := reply(whole)) is not None and not _other(said.source, address):
            return onbon.judged(said.error, (said.group, said.number) == (0xA0, 0x01))
    return None


def _other(source: int, address: int) -> bool:
    """A late word of another card on the same bus; numbers below 8000 are cards' own."""
    return 0 < source < PC and 0 < address < PC and source != address


def reply(whole: bytes) -> Reply | None:
    """What a card's sound packet says; None for any other packet, our own echo among them."""
    mode = whole[8] if len(whole) > 8 else CRC
    data = onbon.sound(whole) if mode != SUM else _summed(whole)
    if data is None or len(data) < 19 or data[11] != VERSION or data[7] & 1:
        return None
    if int.from_bytes(data[12:14], "little") != len(data) - 14 or data[2:4] == PC.to_bytes(2, "little"):
        return None
    return Reply(int.from_bytes(data[2:4], "little"), data[14], data[15], data[16], data[19:])


def _summed(whole: bytes) -> bytes | None:
    data, check = whole[:-2], whole[-2:]
    return data if CHECKS["sum16"](data).to_bytes(2, "little") == check else None
