"""Huidu full-colour cards, HD-A, C and WF: packets over TCP, the XML in them, and one session. Pure.

Layout after an open implementation made from the maker's C# SDK (alparslanahmed/huidi-led, «tested with HD-WF2»);
tested here with an emulator. Doubtful: the heartbeat (its README says 2005/2006, its code sends 005F/0060, and the code
is followed).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from xml.etree import ElementTree

from display.led.huidu_xml import element, luminance, programme, sdk
from display.led.talk import Ask, CardError, Lit, Talk

TCP_PORT = 10001
HEARTBEAT, HEARTBEAT_ANSWER = 0x005F, 0x0060
ERROR = 0x2000
VERSION_ASK, VERSION_ANSWER = 0x2001, 0x2002
SDK_ASK, SDK_ANSWER = 0x2003, 0x2004
TRANSPORT, SDK_VERSION = 0x01000005, "1000000"
HEAD, SDK_HEAD = 4, 12
FRAGMENT = 8000
MOST_XML = 1_000_000
ERRORS = {3: "version too low", 4: "taken by another program", 9: "no space", 20: "XML too long",
          22: "XML not understood", 23: "unknown method", 24: "out of memory", 42: "method not supported",
          43: "session not known", 49: "not allowed"}  # fmt: skip
OCCUPIED = 4


class Packet(NamedTuple):
    command: int
    body: bytes


def packet(command: int, body: bytes = b"") -> bytes:
    return (HEAD + len(body)).to_bytes(2, "little") + command.to_bytes(2, "little") + body


def version_ask() -> bytes:
    return packet(VERSION_ASK, TRANSPORT.to_bytes(4, "little"))


def heartbeat() -> bytes:
    return packet(HEARTBEAT)


def fragments(xml: bytes, command: int = SDK_ASK) -> bytes:
    """XML in packets of at most 8000 bytes, each with the whole length and where its piece begins."""
    whole = len(xml).to_bytes(4, "little")
    starts = range(0, len(xml), FRAGMENT)
    return b"".join(
        packet(command, whole + at.to_bytes(4, "little") + xml[at : at + FRAGMENT]) for at in starts
    )


def packets(heard: bytes) -> Iterator[Packet]:
    """The whole packets from the beginning of what was heard. Raises CardError when a length cannot be."""
    at = 0
    while at + HEAD <= len(heard):
        length = int.from_bytes(heard[at : at + 2], "little")
        if length < HEAD:
            raise CardError("garbage", f"a packet of {length} bytes")
        if at + length > len(heard):
            return
        yield Packet(int.from_bytes(heard[at + 2 : at + 4], "little"), heard[at + HEAD : at + length])
        at += length


def agreed(heard: bytes) -> str | None:
    """The transport version the card speaks."""
    for command, body in _answers(heard):
        if command == VERSION_ANSWER and len(body) >= 4:
            return f"{int.from_bytes(body[:4], 'little'):08x}"
    return None


def alive(heard: bytes) -> str | None:
    return "heartbeat answered" if any(p.command == HEARTBEAT_ANSWER for p in _answers(heard)) else None


class Said(NamedTuple):
    """An SDK answer: the session's GUID, the method and its attributes by element, such as device and screen."""

    guid: str
    method: str
    facts: dict[str, dict[str, str]]


def answered(heard: bytes) -> Said | None:
    """The SDK's answer once all its pieces are there. Raises CardError when it is not a success."""
    pieces: dict[int, bytes] = {}
    whole = None
    for command, body in _answers(heard):
        if command != SDK_ANSWER or len(body) < SDK_HEAD - HEAD:
            continue
        whole = int.from_bytes(body[:4], "little")
        pieces[int.from_bytes(body[4:8], "little")] = body[8:]
    if whole is None or whole > MOST_XML:
        return None
    xml = b"".join(pieces[at] for at in sorted(pieces))
    if len(xml) < whole or not _gapless(pieces):
        return None
    return said(xml[:whole])


def _gapless(pieces: dict[int, bytes]) -> bool:
    ends = 0
    for at in sorted(pieces):
        if at != ends:
            return False
        ends = at + len(pieces[at])
    return True


def _answers(heard: bytes) -> Iterator[Packet]:
    """Packets until the card complains. Raises CardError."""
    for found in packets(heard):
        if found.command == ERROR:
            code = int.from_bytes(found.body[:2], "little")
            reason = "busy" if code == OCCUPIED else "refused"
            raise CardError(reason, f"the card says: {ERRORS.get(code, f'error {code}')}", certain=True)
        yield found


def said(xml: bytes) -> Said:
    """What an SDK answer says. No document of a card declares entities; one that does is not read."""
    if b"<!" in xml:
        raise CardError("garbage", "the answer declares what no card does")
    try:
        root = ElementTree.fromstring(xml.decode("utf-8-sig"))
    except (ElementTree.ParseError, UnicodeDecodeError, ValueError) as error:
        raise CardError("garbage", f"not XML: {error}") from error
    out = root.find("out")
    if root.tag != "sdk" or out is None:
        raise CardError("garbage", "not an answer of the SDK")
    if (result := out.get("result", "")) != "kSuccess":
        raise CardError("refused", f"the card says: {result or 'nothing'}", certain=True)
    facts = {element.tag: dict(element.attrib) for element in out.iter() if element is not out}
    return Said(root.get("guid", ""), out.get("method", ""), facts)


@dataclass
class Huidu:
    """A card at one TCP address. `name` keeps its programme apart from others'; `font` is one the card has."""

    name: str = ""
    font: str = "SimSun"
    seconds: float = 5.0
    encoding: str = "utf-8"
    guid: str = field(default="", init=False)
    _stamp: int = field(default=0, init=False)

    whole = True
    flashes = True
    answers = True
    blanks = True
    cell = 0
    pace = 0.5

    def greet(self, now: datetime) -> Talk:
        """Opening the session is greeting; the programme that follows replaces what was there."""
        self._stamp = int(now.timestamp() * 1000)
        yield from self._session()
        return (yield from self._do("OpenScreen"))

    def show(self, board: Sequence[Lit], at: int) -> Talk:
        yield from self._session()
        self._stamp += 1
        return (yield from self._do("AddProgram", programme(board, self.font, self.name, self._stamp)))

    def ping(self) -> Talk:
        yield from self._session()
        said: str = yield Ask(heartbeat(), alive, self.seconds)
        return said

    def bright(self, percent: int) -> Talk:
        yield from self._session()
        return (yield from self._do("SetLuminancePloy", luminance(percent)))

    def hung_up(self) -> None:
        self.guid = ""

    def _session(self) -> Talk:
        """Transport version, then the SDK's, whose answer names the session."""
        if not self.guid:
            spoken = yield Ask(version_ask(), agreed, self.seconds)
            first = sdk("##GUID", "GetIFVersion", element("version", value=SDK_VERSION))
            named: Said = yield Ask(fragments(first), answered, self.seconds)
            self.guid = named.guid or "##GUID"
            return f"transport {spoken}"
        return ""

    def _do(self, method: str, inside: str = "") -> Talk:
        done: Said = yield Ask(fragments(sdk(self.guid, method, inside)), answered, self.seconds)
        return f"{done.method} done"
