"""A virtual display of a frame template: reads the template's own frames backwards, checks and lengths strictly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from display.led.answering import read
from display.led.building import build, checked
from display.led.shape import Frame, Part, Shape
from display.led.talk import CardError
from display.led.virtual.screen import Screen, Strip

MOST = 8192
MORE = -1
"""The bytes so far may become this frame."""


class Described:
    """`address` None: it hears every address."""

    def __init__(self, screen: Screen, shape: Shape, address: int | None = None) -> None:
        self.screen, self.shape, self.address = screen, shape, address
        self._rest = b""

    def begin(self) -> None:
        self._rest = b""

    def frames(self, data: bytes) -> Iterator[bytes]:
        """What begins as one of the template's frames and ends as it should; other bytes are passed over."""
        self._rest = (self._rest + data)[-MOST:]
        while self._rest:
            used = [self._read(frame, self._rest)[0] for frame in self.shape.frames.values()]
            whole = max(used)
            if whole > 0:
                frame, self._rest = self._rest[:whole], self._rest[whole:]
                yield frame
            elif MORE in used:
                return
            else:
                self._rest = self._rest[1:]

    def obey(self, data: bytes, fault: str) -> bytes | None:
        for name, frame in self.shape.frames.items():
            used, facts = self._read(frame, data)
            if used == len(data):
                if self.address is not None and facts.get("address", self.address) != self.address:
                    return None
                if fault != "busy":
                    self._do(name, facts)
                return self._answer(facts, fault)
        return None

    def _do(self, name: str, facts: dict[str, Any]) -> None:
        if name == "bright":
            self.screen.shine(facts["percent"])
        elif name in ("show", "flash", "blank"):
            lines = [] if name == "blank" else facts.get("text", "").split("\n")
            if "digits" in facts and name != "blank":
                lines = [f"{facts['digits']}"]
            strip = Strip(
                facts.get("area", facts.get("address", 0)),
                lines,
                facts.get("colour", "red"),
                name == "flash",
                "",
                0,
                0,
                96,
                24,
            )
            self.screen.change([], [strip])

    def _answer(self, facts: dict[str, Any], fault: str) -> bytes | None:
        if not self.shape.answers:
            return None
        frame, code = self.shape.answers[0], self.shape.answers[0].ok
        if fault == "busy":
            busy = [
                (f, int(c)) for f in self.shape.answers for c, words in f.errors.items() if words == "busy"
            ]
            if not busy:
                return None
            frame, code = busy[0]
        try:
            answer = build(frame, facts | {"code": code, "any": 0, "lines": ()}, self.shape.encoding)
        except CardError:
            return None
        return answer[:-2] + bytes([answer[-2] ^ 0x11]) + answer[-1:] if fault == "wrong_crc" else answer

    def _read(self, frame: Frame, raw: bytes) -> tuple[int, dict[str, Any]]:
        """Bytes used and facts found; MORE while it may still become this frame, 0 when it cannot."""
        data, used = raw, 0
        if frame.escape:
            data, used = self._bare(frame, raw)
            if used <= 0:
                return used, {}
        found: dict[str, Any] = {}
        starts: list[int] = []
        at = 0
        for part in frame.parts:
            starts.append(at)
            size = self._width(frame, part, found, starts, len(data))
            piece = data[at : at + size]
            if size < 0 or (len(piece) < size and frame.escape):
                return 0, {}
            if len(piece) < size:
                return (MORE if self._may(part, piece) else 0), {}
            if not self._holds(frame, part, piece, data, starts, found):
                return 0, {}
            at += size
        return (used or at), found

    def _bare(self, frame: Frame, raw: bytes) -> tuple[bytes, int]:
        """An escaped frame up to its last mark, its escapes undone."""
        first, last = (bytes.fromhex(frame.parts[n].hex) for n in (0, -1))
        if not raw.startswith(first[: len(raw)]):
            return b"", 0
        end = raw.find(last, len(first))
        if end < 0:
            return b"", MORE
        inside = raw[len(first) : end]
        table = {bytes.fromhex(b): bytes.fromhex(a) for a, b in frame.escape.items()}
        out, at = b"", 0
        while at < len(inside):
            pair = next((p for p in table if inside.startswith(p, at)), inside[at : at + 1])
            out, at = out + table.get(pair, pair), at + len(pair)
        return first + out + last, end + len(last)

    def _width(self, frame: Frame, part: Part, found: dict[str, int], starts: list[int], whole: int) -> int:
        """A text is as long as its length says, or as long as there are bytes for it."""
        if part.kind != "text" or part.size:
            return part.width
        me = len(starts) - 1
        known = sum(p.width for n, p in enumerate(frame.parts) if n != me)
        for n, p in enumerate(frame.parts[:me]):
            if p.kind == "length" and p.first <= me <= p.last:
                covered = sum(
                    q.width for k, q in enumerate(frame.parts) if p.first <= k <= p.last and k != me
                )
                return found[f"length {n}"] * p.unit - covered
        return whole - known

    def _may(self, part: Part, piece: bytes) -> bool:
        return part.kind != "hex" or bytes.fromhex(part.hex).startswith(piece)

    def _holds(
        self, frame: Frame, part: Part, piece: bytes, data: bytes, starts: list[int], found: dict[str, Any]
    ) -> bool:
        if part.kind == "hex":
            return piece == bytes.fromhex(part.hex)
        if part.kind == "check":
            return checked(part, data[starts[part.first] : starts[part.last + 1]]) == piece
        if part.kind == "length":
            found[f"length {len(starts) - 1}"] = read(part, piece)
        elif part.kind == "text":
            try:
                found["text"] = piece.decode(self.shape.encoding)
            except UnicodeDecodeError:
                return False
        elif (number := read(part, piece)) < 0:
            return False
        else:
            names = {value: name for name, value in part.values.items()}
            found[part.field] = names.get(number, number)
        return True
