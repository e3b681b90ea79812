"""Text as a card's font can show it: what it lacks is replaced visibly, and named. Pure.

Most cards hold GB2312 or GBK glyphs; a character outside would be drawn as rubbish, or swallow the one after it.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

ENCODINGS = ("gb2312", "gbk", "gb18030", "ascii", "utf-8", "digits")
GETA = "\u3013"
"""The sign that stands for a character a font lacks; itself in GB2312 (A1 FE)."""


class Fitted(NamedTuple):
    """`text` is what will be seen, `data` its bytes, `lost` the characters that could not be shown."""

    text: str
    data: bytes
    lost: str


def fit(text: str, encoding: str) -> Fitted:
    """The text in the card's encoding. `digits` keeps 0–9 and blanks only, for boards of seven segments."""
    seen, data, lost = [], bytearray(), []
    for sign in text:
        shown = _shown(sign, encoding)
        if shown is None:
            lost.append(sign)
            shown = _instead(encoding)
        seen.append(shown)
        data += shown.encode("ascii" if encoding == "digits" else encoding)
    return Fitted("".join(seen), bytes(data), "".join(dict.fromkeys(lost)))


def _shown(sign: str, encoding: str) -> str | None:
    """The sign itself, or its plain form where only that is known; None when neither is."""
    for form in (sign, unicodedata.normalize("NFKC", sign)):
        known = form in "0123456789 " if encoding == "digits" else _encodes(form, encoding)
        if known and (form.isprintable() or form == "\n"):
            return form
    return None


def _encodes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _instead(encoding: str) -> str:
    if encoding == "digits":
        return ""
    return "?" if encoding == "ascii" else GETA


def cells(text: str) -> int:
    """How wide a text is in half-width cells: a Hanzi is two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
