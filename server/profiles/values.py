"""The kinds of value a key may have; more of them in `marks` and `times`.

Each reads one JSON value into what the domain holds, or says what is wrong; `says` tells an admin what
would be right.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Protocol

from server.profiles.faults import Wrong, printable

_UNSHOWABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


class Kind(Protocol):
    """A kind of value: reads it, or raises Wrong."""

    @property
    def says(self) -> str: ...

    def reads(self, value: Any) -> Any: ...


def hanzi_wide(text: str) -> float:
    """The width on a screen in Hanzi: wide characters count 1, Latin letters and digits 1/2."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.5 for c in text)


def shown(value: Any) -> str:
    """A wrong value as the admin wrote it, short."""
    if isinstance(value, str):
        return f'"{printable(value)}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "a table"
    return printable(repr(value)) if not isinstance(value, int) or abs(value) < 10**15 else "a huge number"


def meant(word: str, known: list[str]) -> str:
    """«did you mean …» when a known word is near."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"? ' if near else ""


@dataclass(frozen=True)
class Text:
    """A line of text for people, at most `longest` Hanzi wide; `empty` when it may say nothing."""

    longest: int
    empty: bool = False

    @property
    def says(self) -> str:
        return f'a text in "quotes" of at most {self.longest} Hanzi or {2 * self.longest} letters'

    def reads(self, value: Any) -> str:
        if not isinstance(value, str):
            raise Wrong(f"{shown(value)} is not a text", f"give {self.says}")
        if bad := next((c for c in value if unicodedata.category(c) in _UNSHOWABLE), None):
            raise Wrong(
                f"holds a character no screen can show (U+{ord(bad):04X})", "write it on one line without it"
            )
        if not value.strip() and not self.empty:
            raise Wrong("is empty", f"give {self.says}")
        if hanzi_wide(value) > self.longest:
            wide = f"{hanzi_wide(value):g} Hanzi wide"
            raise Wrong(f"{shown(value)} is {wide}, too long for the displays", f"give {self.says}")
        return value


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds, both included."""

    low: int
    high: int

    @property
    def says(self) -> str:
        return f"a whole number from {self.low} to {self.high}"

    def reads(self, value: Any) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high:
            return value
        raise Wrong(f"{shown(value)} is not allowed", f"give {self.says}")


@dataclass(frozen=True)
class Decimal:
    """A number within bounds, both included."""

    low: float
    high: float

    @property
    def says(self) -> str:
        return f"a number from {self.low:g} to {self.high:g}"

    def reads(self, value: Any) -> float:
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if number and math.isfinite(value) and self.low <= value <= self.high:
            return float(value)
        raise Wrong(f"{shown(value)} is not allowed", f"give {self.says}")


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    says: str = "true or false, without quotes"

    def reads(self, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        raise Wrong(f"{shown(value)} is neither true nor false", f"give {self.says}")


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def says(self) -> str:
        return "one of " + ", ".join(f'"{w}"' for w in self.words)

    def reads(self, value: Any) -> str:
        if isinstance(value, str) and value in self.words:
            return value
        near = meant(value, list(self.words)) if isinstance(value, str) else ""
        raise Wrong(f"{shown(value)} is not known here", f"{near}give {self.says}")


@dataclass(frozen=True)
class List:
    """A list of values of one kind; one value may stand without brackets where `lone` allows it."""

    of: Kind
    longest: int = 500
    lone: bool = False
    least: int = 0

    @property
    def says(self) -> str:
        return f"a list in [brackets], each entry {self.of.says}"

    def reads(self, value: Any) -> tuple[Any, ...]:
        entries = [value] if self.lone and not isinstance(value, list) else value
        if not isinstance(entries, list) or not self.least <= len(entries) <= self.longest:
            much = f"has {len(entries)} entries" if isinstance(entries, list) else "is not a list"
            raise Wrong(f"{shown(value)} {much}", f"give {self.says} ({self.least} to {self.longest})")
        read, faults = [], []
        for entry in entries:
            try:
                read.append(self.of.reads(entry))
            except Wrong as fault:
                faults.append(fault)
        if faults:
            raise Wrong(", ".join(f.wrong for f in faults), faults[0].right)
        if len(set(read)) < len(read):
            raise Wrong("an entry stands twice", "name each once")
        return tuple(read)
