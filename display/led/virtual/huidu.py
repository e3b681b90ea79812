"""A virtual Huidu card: packets, one session, programmes of text."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from display.led.picture import COLOURS
from display.led.virtual.screen import Screen, Strip

GUID = "7c5f0a1e-0b1d-4f6f-9d3e-2a1b3c4d5e6f"
MOST = 2_000_000
VERSION, NOT_XML, METHOD, SESSION, LENGTH, OCCUPIED = 3, 22, 23, 43, 7, 4


class Complaint(Exception):
    """`code` is what a 0x2000 packet says."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def packed(command: int, body: bytes) -> bytes:
    return (len(body) + 4).to_bytes(2, "little") + command.to_bytes(2, "little") + body


class Huidu:
    def __init__(self, screen: Screen, address: int | None = None) -> None:
        self.screen, self.address = screen, address
        self._rest, self._xml = b"", b""
        self._agreed = False

    def begin(self) -> None:
        self._rest, self._xml, self._agreed = b"", b"", False

    def frames(self, data: bytes) -> Iterator[bytes]:
        """Whole packets; a length below its own head can never end, so all is thrown away."""
        self._rest = (self._rest + data)[-MOST:]
        while len(self._rest) >= 4:
            length = int.from_bytes(self._rest[:2], "little")
            if length < 4:
                self._rest = b""
            if length < 4 or len(self._rest) < length:
                return
            frame, self._rest = self._rest[:length], self._rest[length:]
            yield frame

    def obey(self, frame: bytes, fault: str) -> bytes | None:
        command, body = int.from_bytes(frame[2:4], "little"), frame[4:]
        try:
            if fault == "busy":
                raise Complaint(OCCUPIED)
            answer = self._do(command, body)
        except Complaint as complaint:
            answer = packed(0x2000, complaint.code.to_bytes(2, "little"))
        # There is no checksum to be wrong; a length that is stands for it.
        return bytes([1, 0]) + answer[2:] if answer and fault == "wrong_crc" else answer

    def _do(self, command: int, body: bytes) -> bytes | None:
        if command == 0x2001:
            if body != (0x01000005).to_bytes(4, "little"):
                raise Complaint(VERSION)
            self._agreed, self._xml = True, b""
            return packed(0x2002, body)
        if not self._agreed:
            raise Complaint(VERSION)
        if command == 0x005F:
            return packed(0x0060, b"")
        if command != 0x2003 or len(body) < 8 or len(body) > 8008:
            raise Complaint(LENGTH)
        whole, at = int.from_bytes(body[:4], "little"), int.from_bytes(body[4:8], "little")
        if at != len(self._xml):
            self._xml = b""
            raise Complaint(21)
        self._xml += body[8:]
        if len(self._xml) < whole:
            return None
        xml, self._xml = self._xml, b""
        if len(xml) > whole:
            raise Complaint(LENGTH)
        return self._said(self._method(xml))

    def _method(self, xml: bytes) -> str:
        try:
            root = ElementTree.fromstring(xml.decode())
        except (ElementTree.ParseError, UnicodeDecodeError, ValueError) as error:
            raise Complaint(NOT_XML) from error
        asked = root.find("in")
        if root.tag != "sdk" or asked is None:
            raise Complaint(NOT_XML)
        method = asked.get("method", "")
        if method != "GetIFVersion" and root.get("guid") != GUID:
            raise Complaint(SESSION)
        if method == "AddProgram":
            self.screen.change(None, self._strips(asked))
        elif method == "SetLuminancePloy":
            self.screen.shine(int(_of(asked, "default", "value")))
        elif method not in ("GetIFVersion", "OpenScreen"):
            raise Complaint(METHOD)
        return method

    def _strips(self, asked: Element) -> list[Strip]:
        """One for each area of the one programme. Raises Complaint."""
        if len(asked.findall("screen/program")) != 1:
            raise Complaint(45)
        found = []
        for n, area in enumerate(asked.findall("screen/program/area")):
            x, y, width, height = (int(_of(area, "rectangle", key)) for key in ("x", "y", "width", "height"))
            items = area.findall("resources/text")
            if not items or any(item.find("effect") is None for item in items):
                raise Complaint(45)
            text = items[0].findtext("string") or ""
            value = bytes.fromhex(_of(items[0], "font", "color")[1:])
            colour = next((name for name, three in COLOURS.items() if bytes(three) == value), "white")
            found.append(Strip(n, text.split("\n"), colour, len(items) > 1, "", x, y, width, height))
        return found

    def _said(self, method: str) -> bytes:
        out = f'<out method="{method}" result="kSuccess"/>'
        data = f'<?xml version="1.0" encoding="utf-8"?><sdk guid="{GUID}">{out}</sdk>'.encode()
        return packed(0x2004, len(data).to_bytes(4, "little") + bytes(4) + data)


def _of(element: Element, tag: str, key: str) -> str:
    """An attribute that must be there. Raises Complaint."""
    found = element.find(tag)
    value = None if found is None else found.get(key)
    if value is None:
        raise Complaint(46)
    return value
