"""Readers and scanners that type: keys to a line, a line to what it means. Pure; `server.agent.keys` has the keys.

Such a device types like a US keyboard and ends with Enter. What it typed is an ID number, a reservation's code, a
ticket's number or a slip's address; anything else is nobody's business and is let go.
"""

from __future__ import annotations

import re
import unicodedata

from kiosk.reader.table import Said
from server.agent.keys import LOST, Press

ENDS = ("ENTER", "KPENTER", "TAB", "LINEFEED")
SHIFTS = ("LEFTSHIFT", "RIGHTSHIFT")
SHIFTED = dict(zip("`1234567890-=[]\\;',./", '~!@#$%^&*()_+{}|:"<>?', strict=True))
LONGEST = 300
ID_NUMBER = re.compile(r"[1-9]\d{16}[\dX]|[1-9]\d{14}|[A-Z]{3}\d{12}")
ADDRESS = re.compile(r"https?://[\x21-\x7e]{4,}", re.IGNORECASE)
CODE = re.compile(r"[0-9A-Z]{2,32}")


class Line:
    """Presses in, whole lines out. `pause` says that nothing came for a while: half a line is forgotten."""

    def __init__(self) -> None:
        self._text = ""
        self._shift: set[str] = set()
        self._capitals, self._whole = False, True

    def press(self, key: str, down: bool) -> str | None:
        """The line that this key ended, if it did."""
        if key in SHIFTS:
            (self._shift.add if down else self._shift.discard)(key)
        elif key == LOST:
            self._text, self._whole = "", False
        elif not down:
            return None
        elif key == "CAPSLOCK":
            self._capitals = not self._capitals
        elif key in ENDS:
            text, whole = self._text, self._whole
            self.pause()
            return text if whole and text else None
        else:
            self._text = (self._text + self._letter(key))[-LONGEST - 1 :]
        return None

    def pause(self) -> None:
        self._text, self._whole = "", True
        self._shift.clear()

    def _letter(self, key: str) -> str:
        if key == "SPACE":
            return " "
        plain = key.removeprefix("KP")
        if len(plain) != 1:
            return ""
        if plain.isalpha():
            return plain if bool(self._shift) != self._capitals else plain.lower()
        return SHIFTED.get(plain, plain) if self._shift and plain == key else plain


def lines(line: Line, presses: list[Press]) -> list[str]:
    """Every line that these presses end."""
    return [text for press in presses if (text := line.press(*press))]


def meaning(typed: str) -> Said | None:
    """What a line says; None for what means nothing here."""
    text = unicodedata.normalize("NFKC", typed).strip()
    plain = re.sub(r"[\s\-]", "", text).upper()
    if len(text) > LONGEST:
        return None
    if ID_NUMBER.fullmatch(plain):
        return Said(kind(plain), id_number=plain)
    if ADDRESS.fullmatch(text) or CODE.fullmatch(plain):
        return Said("scan", text=text)
    return None


def kind(number: str) -> str:
    """Which card a number of this form stands on."""
    if number[0] == "9" or number[0].isalpha():
        return "foreigner"
    return "permit" if number.startswith(("81", "82", "83")) else "id_card"
