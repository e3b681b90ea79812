"""A SAM_V module that is none: requests in, answers out, a made-up card laid on and taken away, failing on command.

It knows no pipe: `virtual.py` and `paihao virtual-reader` carry its bytes. Cards are in cards.toml.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from kiosk.reader import samv
from kiosk.reader.card import LAYOUTS, LETTER, PHOTO, TEXT
from kiosk.reader.samv import Frames

FAILS = ("mute", "slow", "garbage", "wrong_xor", "half", "unplugged", "taken_away", "refused", "no_select")
"""What it can be told to suffer. `slow` and `unplugged` are its pipe's to act; `half`: the second half never comes;
`taken_away`: the card goes between select and read; `refused`: the module is not authorised."""
NOISE = bytes.fromhex("00FFAAAAAA9669AAAA")
MODULE = bytes.fromhex("050003002878330187D6120015CD5B07")
SELECTED = bytes(8)


class Emulator:
    """`card` is the text of the card that lies there, or None.

    A module that has read a card does not find it again before it was lifted; `finds_again` is one that does.
    """

    def __init__(self, finds_again: bool = False) -> None:
        self.fail = ""
        self.finds_again = finds_again
        self._card: bytes | None = None
        self._done = self._selected = False
        self._frames = Frames()

    def lay(self, text: bytes | None) -> None:
        """Another card, or none. The same one again is no news: it has lain there all the time."""
        if text != self._card:
            self._card, self._done, self._selected = text, False, False

    def hear(self, data: bytes) -> bytes:
        """What it answers to these bytes of the computer's."""
        answers = b"".join(self._answer(body) for body in self._frames.feed(data))
        if not answers or self.fail in ("mute", "unplugged"):
            return b""
        if self.fail == "wrong_xor":
            return answers[:-1] + bytes([answers[-1] ^ 0x55])
        if self.fail == "garbage":
            return NOISE + answers + NOISE
        return answers[: len(answers) // 2] if self.fail == "half" else answers

    def _answer(self, body: bytes) -> bytes:
        command = (body[0], body[1]) if len(body) >= 2 else (0, 0)
        if self.fail == "refused" and command != samv.STATE:
            return samv.reply(b"\x00\x00\x66")
        if command in (samv.RESET, samv.STATE):
            return samv.reply(samv.OK)
        if command == samv.SAM_ID:
            return samv.reply(samv.OK, MODULE)
        if command == samv.FIND:
            return self._find()
        if command == samv.SELECT:
            return self._select()
        return self._read() if command == samv.READ else samv.reply(b"\x00\x00\x21")

    def _find(self) -> bytes:
        self._selected = False
        there = self._card is not None and (self.finds_again or not self._done)
        return samv.reply(samv.FOUND, bytes(4)) if there else samv.reply(samv.NOT_FOUND)

    def _select(self) -> bytes:
        if self._card is None or self.fail == "no_select":
            return samv.reply(b"\x00\x00\x81")
        self._selected = True
        if self.fail == "taken_away":
            self._card = None
        return samv.reply(samv.OK, SELECTED)

    def _read(self) -> bytes:
        if self._card is None or not self._selected:
            return samv.reply(b"\x00\x00\x41")
        self._done = True
        lengths = TEXT.to_bytes(2, "big") + PHOTO.to_bytes(2, "big")
        return samv.reply(samv.OK, lengths + self._card + b"WLf\x00" * (PHOTO // 4))


@cache
def cards() -> dict[str, bytes]:
    """The texts of the made-up cards by name."""
    given = tomllib.loads(files("kiosk.reader").joinpath("cards.toml").read_text("utf-8"))
    return {name: text(**facts) for name, facts in given.items()}


def text(name: str, born: str, number: str, letter: str = "", other: str = "") -> bytes:
    """The 256 bytes of a card; what nobody asks for is left blank."""
    layout = LAYOUTS.get(letter, LAYOUTS[""])
    blank = bytearray(" ".encode("utf-16-le") * (TEXT // 2))
    for at, words in (
        (layout.other, other),
        (layout.name, name),
        (layout.born, born),
        (layout.id, number),
        (LETTER, letter),
    ):
        put = words.encode("utf-16-le")[: at.stop - at.start]
        blank[at.start : at.start + len(put)] = put
    return bytes(blank)
