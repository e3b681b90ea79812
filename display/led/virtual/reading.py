"""How virtual Onbon cards read: escapes, CRC by table, fields from the front, texts with marks. Not the driver's code.

Everything is refused that is not as the document says, to the byte.
"""

from __future__ import annotations

import re

from display.led.picture import Picture

OUT_OF_GROUP, NO_COMMAND, BUSY, MEMORY, CHECKSUM, NO_FONT, BAD_TIME = 1, 2, 3, 4, 5, 12, 14
NAMES = {"1": "red", "2": "green", "3": "yellow", "4": "blue", "5": "cyan", "6": "magenta", "7": "white"}
MARK = re.compile(r"\\(F[OEK]\w{3}|C[1-7]|n)|\[[ngh]\d\]")


def _row(byte: int) -> int:
    for _ in range(8):
        byte = (byte >> 1) ^ 0xA001 if byte & 1 else byte >> 1
    return byte


TABLE = tuple(_row(byte) for byte in range(256))


def crc(data: bytes) -> int:
    value = 0
    for byte in data:
        value = value >> 8 ^ TABLE[(value ^ byte) & 0xFF]
    return value


class Refusal(Exception):
    """`error` is the CmdError the card answers with."""

    def __init__(self, error: int = NO_COMMAND) -> None:
        super().__init__(error)
        self.error = error


def must(holds: bool, error: int = NO_COMMAND) -> None:
    """Raises Refusal."""
    if not holds:
        raise Refusal(error)


class Reader:
    """Bytes from the front, little endian, never beyond the end."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, count: int) -> bytes:
        must(0 <= count <= len(self._data) - self._at)
        self._at += count
        return self._data[self._at - count : self._at]

    def u(self, size: int) -> int:
        return int.from_bytes(self.take(size), "little")

    def part(self, size: int) -> Reader:
        """What the next length covers, to be read to its own end."""
        return Reader(self.take(self.u(size)))

    def end(self) -> None:
        must(self._at == len(self._data))


def plain(body: bytes) -> bytes | None:
    """Escapes undone; None where one is none, or a mark stands bare."""
    out, at = bytearray(), 0
    while at < len(body):
        byte, after = body[at], body[at + 1 : at + 2]
        if byte in (0xA5, 0x5A) or (byte in (0xA6, 0x5B) and after not in (b"\1", b"\2")):
            return None
        masked = byte in (0xA6, 0x5B)
        out.append(byte - 1 if masked and after == b"\2" else byte)
        at += 2 if masked else 1
    return bytes(out)


def masked(data: bytes) -> bytes:
    # The masks' own first bytes go first, or what they put in would be masked again.
    data = data.replace(b"\xa6", b"\xa6\x01").replace(b"\xa5", b"\xa6\x02")
    return data.replace(b"\x5b", b"\x5b\x01").replace(b"\x5a", b"\x5b\x02")


def marked(data: bytes) -> tuple[str, str]:
    """Text without its marks, and its last colour."""
    try:
        text = data.decode("gbk")
    except UnicodeDecodeError as error:
        raise Refusal(NO_FONT) from error
    colour = "red"
    for found in MARK.findall(text):
        colour = NAMES[found[1]] if found[:1] == "C" else colour
    text = MARK.sub(lambda m: "\n" if m[0] == "\\n" else "", text)
    must("\\" not in text)
    return text, colour


def clock(data: bytes) -> None:
    """BCD: a month and an hour that exist, a weekday 1–7. Raises Refusal."""
    digits = data.hex()
    must(digits.isdecimal(), BAD_TIME)
    month, hour, weekday = int(digits[4:6]), int(digits[8:10]), int(digits[14:])
    must(1 <= month <= 12 and hour < 24 and 1 <= weekday <= 7, BAD_TIME)


def pixels(data: bytes, width: int, height: int) -> Picture:
    """Three bytes a pixel, or bits with 1 for off: one plane, or red and then green."""
    if len(data) == width * height * 3:
        return Picture((width, height), data)
    plane = (width + 7) // 8 * height
    must(plane > 0 and len(data) in (plane, 2 * plane))
    rgb = bytearray()
    for n in range(width * height):
        at, bit = n // width * ((width + 7) // 8) + n % width // 8, 7 - n % width % 8
        on = [not data[first + at] >> bit & 1 for first in range(0, len(data), plane)]
        rgb += bytes([255 * on[0], 255 * on[1] if len(on) > 1 else 0, 0])
    return Picture((width, height), bytes(rgb))
