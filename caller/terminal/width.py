"""How wide text stands in a terminal, pure: a Hanzi takes two columns, a combining mark none."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def width(text: str) -> int:
    """Columns. Ambiguous characters count as one, as terminals of today show them."""
    return sum(_columns(c) for c in text)


@lru_cache(4096)
def _columns(c: str) -> int:
    if unicodedata.combining(c) or unicodedata.category(c) in ("Cf", "Cc", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(c) in "WF" else 1


def cut(text: str, columns: int) -> str:
    """At most so many columns; what is left out is marked with an ellipsis."""
    if width(text) <= columns:
        return text
    kept = ""
    for c in text:
        if width(kept) + _columns(c) > columns - 1:
            break
        kept += c
    return kept + "…" if columns > 0 else ""


def fit(text: str, columns: int, *, right: bool = False) -> str:
    """Exactly so many columns, cut or filled with spaces."""
    text = cut(text, columns)
    gap = " " * (columns - width(text))
    return gap + text if right else text + gap


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of at most so many columns, broken between Hanzi and between words."""
    lines, line = [], ""
    for piece in _pieces(text):
        if width(line + piece.rstrip()) > columns and line:
            lines.append(line.rstrip())
            line = ""
        line += piece.lstrip() if not line else piece
        while width(line) > columns:
            head = cut(line, columns + 1)[:-1] or line[0]
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str) -> list[str]:
    """A Hanzi, or a word with the spaces behind it."""
    pieces: list[str] = []
    for c in text:
        begins = _columns(c) == 2 or not pieces or _columns(pieces[-1][-1]) == 2
        if begins or (pieces[-1].endswith(" ") and c != " "):
            pieces.append(c)
        else:
            pieces[-1] += c
    return pieces
