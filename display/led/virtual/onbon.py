"""Virtual Onbon cards, font cards and the sixth generation: frames, commands, answers."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from display.led.virtual import areas
from display.led.virtual.reading import (
    BUSY,
    CHECKSUM,
    NO_COMMAND,
    OUT_OF_GROUP,
    Reader,
    Refusal,
    clock,
    crc,
    masked,
    must,
    pixels,
    plain,
)
from display.led.virtual.screen import Screen

MOST = 200_000
SILENT = 0xFFFF


class Onbon:
    """What both generations do alike. `address` None: it hears every address."""

    head = struct.Struct("<HH3xBBBBBH")

    def __init__(self, screen: Screen, address: int | None = None) -> None:
        self.screen, self.address = screen, address
        self._rest = b""

    def begin(self) -> None:
        self._rest = b""

    def frames(self, data: bytes) -> Iterator[bytes]:
        """Whole frames with their marks; the rest waits. A head in the middle begins a new one."""
        self._rest = (self._rest + data)[-MOST:]
        while (tail := self._rest.find(0x5A)) >= 0:
            frame, self._rest = self._rest[: tail + 1], self._rest[tail + 1 :]
            if (head := frame.rfind(0xA5)) >= 0:
                yield frame[head:]

    def obey(self, frame: bytes, fault: str) -> bytes | None:
        """Do what a frame says and answer it; None for what is not for us, or wants no answer."""
        packet = plain(frame[1:-1])
        if packet is None or len(packet) < self.head.size + 2 or self._others(packet):
            return None
        try:
            wanted = self._open(packet, fault == "busy")
            error = 0
        except Refusal as refusal:
            error, wanted = refusal.error, True
        return self._answer(packet, error, 0x1111 if fault == "wrong_crc" else 0) if wanted else None

    def _others(self, packet: bytes) -> bool:
        to = int.from_bytes(packet[:2], "little")
        return to < 0x8000 and self.address not in (None, to)

    def _open(self, packet: bytes, busy: bool) -> bool:
        """Whether an answer is wanted. Raises Refusal."""
        must(self._sound(packet), CHECKSUM)
        head = self.head.unpack_from(packet)
        must(head[-1] == len(packet) - self.head.size - 2 and self._mine(head))
        must(not busy, BUSY)
        return self._do(Reader(packet[self.head.size : -2])) and head[0] != self._silent

    _silent = -1

    def _sound(self, packet: bytes) -> bool:
        return crc(packet[:-2]) == int.from_bytes(packet[-2:], "little")

    def _mine(self, head: tuple[int, ...]) -> bool:
        raise NotImplementedError

    def _do(self, r: Reader) -> bool:
        raise NotImplementedError

    def _answer(self, packet: bytes, error: int, spoil: int) -> bytes:
        me = packet[:2] if self.address is None else self.address.to_bytes(2, "little")
        data = self._said(packet[2:4] + me, error)
        return b"\xa5" * 8 + masked(data + (crc(data) ^ spoil).to_bytes(2, "little")) + b"\x5a"

    def _said(self, way: bytes, error: int) -> bytes:
        raise NotImplementedError


class FontCard(Onbon):
    """BX-5K/6K. Address FFFF is obeyed and not answered."""

    _silent = SILENT

    def _mine(self, head: tuple[int, ...]) -> bool:
        _to, _source, bar_code, check, _display, _device, version, _length = head
        return version == 2 and not bar_code and check in (0, 1)

    def _sound(self, packet: bytes) -> bool:
        """By the check mode in the header: CRC or sum of the bytes; a 6K's third mode, none, is not taken."""
        said = int.from_bytes(packet[-2:], "little")
        return said == (sum(packet[:-2]) & 0xFFFF if packet[8] == 1 else crc(packet[:-2]))

    def _do(self, r: Reader) -> bool:
        command, answer = tuple(r.take(2)), r.u(1)
        must(answer in (1, 2))
        r.take(2)
        if command == (0xA3, 0x06):
            self._update(r)
        elif command == (0xA3, 0x02):
            must(r.u(1) == 1)
            self.screen.shine(round(r.u(1) / 15 * 100))
        elif command == (0xA2, 0x03):
            clock(r.take(8))
        elif command == (0xA3, 0x10):
            self.screen.take()
        else:
            must(command[0] in (0xA1, 0xA2, 0xA3), OUT_OF_GROUP)
            must(command == (0xA2, 0x00))
        r.end()
        return answer == 1

    def _update(self, r: Reader) -> None:
        count = r.u(1)
        gone = None if count == 0xFF else list(r.take(count))
        strips = [areas.font_card(r.part(2)) for _ in range(r.u(1))]
        r.end()
        self.screen.change(gone, strips)

    def _said(self, way: bytes, error: int) -> bytes:
        return way + bytes([0, 0, 0, 0, 0, 0, 0xFE, 2, 5, 0, 0xA0, 1 if error else 0, error, 0, 0])


class Sixth(Onbon):
    """6E and 6Q. Address FFFF is answered, as the maker's own code expects."""

    head = struct.Struct("<HHBxH4xI")

    def _mine(self, head: tuple[int, ...]) -> bool:
        return head[2] == 0xF0

    def _do(self, r: Reader) -> bool:
        answer, *command = r.take(3)
        must(command[0] == 0xA7, OUT_OF_GROUP)
        {0: self._images, 1: self._delete, 6: self._fonts}.get(command[1], self._unknown)(r)
        return answer == 1

    def _unknown(self, r: Reader) -> None:
        raise Refusal(NO_COMMAND)

    def _images(self, r: Reader) -> None:
        r.take(2)
        found = []
        for _ in range(r.u(2)):
            strip, sizes = areas.image(r.part(4))
            pictures = [pixels(r.take(size), strip.width, strip.height) for size in sizes]
            strip.picture, strip.flashing = pictures[0], len(pictures) > 1
            found.append(strip)
        r.end()
        self.screen.change([], found)

    def _delete(self, r: Reader) -> None:
        must(r.u(1) == 0xFF)
        r.end()
        self.screen.take()

    def _fonts(self, r: Reader) -> None:
        must(r.u(1) <= 1)
        gone = list(r.take(r.u(1)))
        found = [areas.font(r.part(4)) for _ in range(r.u(1))]
        r.end()
        self.screen.change(gone, found)

    def _said(self, way: bytes, error: int) -> bytes:
        data = struct.pack("<BBBHHH", 0, 0xA0, 1 if error else 0, 0, error, 0)
        return way + struct.pack("<BxH4xI", 0xF0, 0x0266, len(data)) + data
