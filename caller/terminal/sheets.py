"""What the terminal asks before an act: a choice, a reason, minutes, who is here. Pure: keys in, an answer out.

A key is one printable character, or `enter`, `escape`, `up`, `down`, `tab`, `backspace`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

Answer = dict[str, Any]
LEAVE: Answer = {"left": True}
"""What `press` answers, this very one, when the sheet is left; an empty answer says nothing more than yes."""


class Sheet(Protocol):
    """`press` answers None while the sheet stays, LEAVE when it is left, else what was chosen."""

    title: str

    def press(self, key: str) -> Answer | None: ...

    def lines(self, rows: int) -> list[tuple[str, str]]:
        """(style, text) lines, at most so many."""


class Option(NamedTuple):
    """`label` is shown, `found` what it is looked for by, `answer` what choosing it means."""

    label: str
    answer: Answer
    found: str = ""
    code: str = ""


@dataclass
class Choose:
    """One of many: looked for by typing, taken with Enter. A code typed in full is the only one left."""

    title: str
    options: Sequence[Option]
    hint: Callable[[str], str]
    none: str
    typed: str = ""
    at: int = 0

    @property
    def left(self) -> list[Option]:
        typed = self.typed.casefold()
        exact = [o for o in self.options if typed and o.code == typed]
        return exact or [o for o in self.options if typed in f"{o.code} {o.label} {o.found}".casefold()]

    def press(self, key: str) -> Answer | None:
        left = self.left
        if key == "escape":
            return LEAVE
        if key == "enter":
            return left[self.at].answer if left else None
        if key in ("up", "down"):
            self.at = max(0, min(self.at + (1 if key == "down" else -1), len(left) - 1))
        elif key == "backspace":
            self.typed, self.at = self.typed[:-1], 0
        elif len(key) == 1 and key.isprintable():
            self.typed, self.at = self.typed + key, 0
        return None

    def lines(self, rows: int) -> list[tuple[str, str]]:
        """The hint, and so much of the list that the chosen one is in it."""
        left, room = self.left, max(1, rows - 1)
        first = max(0, min(self.at - room // 2, len(left) - room))
        shown = [
            ("chosen" if n == self.at else "", f"{'>' if n == self.at else ' '} {o.code:>4} {o.label}")
            for n, o in enumerate(left[first : first + room], first)
        ]
        return [("quiet", self.hint(self.typed)), *(shown or [("warning", self.none)])]


@dataclass
class Reasons:
    """One of a few, by its digit; Enter means none of them, where none is needed."""

    title: str
    options: Sequence[Option]
    hint: str
    must: bool = False

    def press(self, key: str) -> Answer | None:
        if key == "escape":
            return LEAVE
        if key == "enter":
            return None if self.must else {}
        if key.isdecimal() and 1 <= int(key) <= len(self.options):
            return self.options[int(key) - 1].answer
        return None

    def lines(self, rows: int) -> list[tuple[str, str]]:
        shown = [("", f"  {n} {o.label}") for n, o in enumerate(self.options, 1)]
        return [*shown[: max(0, rows - 1)], ("quiet", self.hint)]


@dataclass
class Minutes:
    """So many minutes; Enter alone takes the hall's."""

    title: str
    hint: Callable[[str], str]
    typed: str = ""

    def press(self, key: str) -> Answer | None:
        if key == "escape":
            return LEAVE
        if key == "enter":
            return {"minutes": int(self.typed)} if self.typed else {}
        if key == "backspace":
            self.typed = self.typed[:-1]
        elif key.isdecimal() and len(self.typed) < 3 and (self.typed or key != "0"):
            self.typed += key
        return None

    def lines(self, rows: int) -> list[tuple[str, str]]:
        return [("", self.hint(self.typed))][:rows]


@dataclass
class Form:
    """Who is here: a number or name, and a PIN or password, which is never shown."""

    title: str
    labels: tuple[str, str]
    hint: str
    forced: bool = False
    typed: list[str] = field(default_factory=lambda: ["", ""])
    at: int = 0

    def press(self, key: str) -> Answer | None:
        if key == "escape":
            return None if self.forced else LEAVE
        if key in ("tab", "up", "down"):
            self.at = 1 - self.at
        elif key == "enter" and not all(self.typed):
            self.at = 1 if self.typed[0] else 0
        elif key == "enter":
            return self._who()
        elif key == "backspace":
            self.typed[self.at] = self.typed[self.at][:-1]
        elif len(key) == 1 and key.isprintable() and len(self.typed[self.at]) < 64:
            self.typed[self.at] += key
        return None

    def _who(self) -> Answer:
        """Digits alone are a staff number, and four to eight of them a PIN."""
        name, secret = self.typed[0].strip(), self.typed[1]
        self.typed[1] = ""
        pin = secret.isdecimal() and 4 <= len(secret) <= 8
        return {"number" if name.isdecimal() else "name": name, "pin" if pin else "password": secret}

    def lines(self, rows: int) -> list[tuple[str, str]]:
        shown = (self.typed[0], "*" * len(self.typed[1]))
        fields = [
            ("chosen" if n == self.at else "", f"{'>' if n == self.at else ' '} {label}: {text}")
            for n, (label, text) in enumerate(zip(self.labels, shown, strict=True))
        ]
        return [*fields, ("quiet", self.hint)][:rows]


@dataclass
class Page:
    """Something to read; the arrows move it, any other key goes back."""

    title: str
    text: Sequence[str]
    hint: str
    at: int = 0

    def press(self, key: str) -> Answer | None:
        if key not in ("up", "down"):
            return LEAVE
        self.at = max(0, min(self.at + (1 if key == "down" else -1), len(self.text) - 1))
        return None

    def lines(self, rows: int) -> list[tuple[str, str]]:
        first = max(0, min(self.at, len(self.text) - rows + 1))
        return [*(("", line) for line in self.text[first : first + rows - 1]), ("quiet", self.hint)]
