"""What is wrong with a profile, and where: collected, so that an admin sees all of it at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
"""Where a value stands in the document: `("windows", 3, "sign")`."""
MOST_FAULTS = 300
"""Nobody reads more at once; a document may be made to hold any number of them."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `key` reads `windows.w12.sign`; `line` counts from 1, None when unknown.

    `path` is where it stands in the document, for forms.
    """

    key: str
    line: int | None
    wrong: str
    right: str
    path: Path = field(default=(), compare=False)

    def told(self, file: str = "") -> str:
        """One line for people: `puning.toml:12: windows.w3.sign: what is wrong; what would be right`."""
        place = (
            f"{file}:{self.line}"
            if file and self.line
            else file or (f"line {self.line}" if self.line else "")
        )
        says = f"{self.wrong}; {self.right}" if self.right else self.wrong
        return ": ".join(part for part in (place, self.key, says) if part)


class ProfileFaults(Exception):
    """A profile that cannot be used, with every fault found."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(fault.told() for fault in self.faults)


class Overlong(ProfileFaults):
    """A profile with more rows than any hall has: nothing else about it was looked at."""


class Wrong(Exception):
    """A value that a key does not allow; whoever knows the place makes a fault of it. `inside`: where within it."""

    def __init__(self, wrong: str, right: str, inside: Path = ()) -> None:
        super().__init__(wrong, right)
        self.wrong = wrong
        self.right = right
        self.inside = inside


class Finder:
    """Gathers faults and knows how to name and place a path of this document."""

    def __init__(self, raw: Any, lines: Mapping[Path, int]) -> None:
        self._raw = raw
        self._lines = lines
        self.faults: list[Fault] = []
        self._told: set[Fault] = set()

    def at(self, path: Path, wrong: str, right: str) -> None:
        """Raises ProfileFaults once there are MOST_FAULTS, with one more that says so."""
        fault = Fault(label(self._raw, path), self.line(path), wrong, right, path)
        if fault in self._told:
            return
        if len(self.faults) == MOST_FAULTS:
            raise ProfileFaults([*self._in_order(), more()])
        self._told.add(fault)
        self.faults.append(fault)

    def line(self, path: Path) -> int | None:
        """The line of the path, or of the nearest table around it that stands in the file."""
        for end in range(len(path), 0, -1):
            if path[:end] in self._lines:
                return self._lines[path[:end]]
        return None

    def within(self, table: str) -> bool:
        """Whether a fault was found in this table."""
        return any(re.match(rf"{table}\b", fault.key) for fault in self.faults)

    def settle(self) -> None:
        """Raises ProfileFaults, in the order of the file, when anything was found."""
        if self.faults:
            raise ProfileFaults(self._in_order())

    def _in_order(self) -> list[Fault]:
        return sorted(self.faults, key=lambda f: f.line or 0)


def more() -> Fault:
    """The last one, where there are more than anybody would read."""
    return Fault("", None, "and more is wrong", "put these right first")


def label(raw: Any, path: Path) -> str:
    """`windows.w12.sign` when the row tells its id, else `windows[4].sign`, counting from 1."""
    parts: list[str] = []
    here = raw
    for step in path:
        here = _child(here, step)
        if isinstance(step, str):
            parts.append(f".{printable(step)}" if parts else printable(step))
        else:
            name = row_name(here)
            parts.append(f".{printable(name)}" if name else f"[{step + 1}]")
    return "".join(parts)


def row_name(row: Any) -> str | None:
    """What people call a row: its id, else a queue's letter or `w12` for window 12, else nothing."""
    if not isinstance(row, dict):
        return None
    for key in ("id", "prefix"):
        if isinstance(row.get(key), str) and row[key]:
            return str(row[key])
    if isinstance(row.get("number"), int):
        return f"w{row['number']}"
    return f"w{row['numbers']}" if isinstance(row.get("numbers"), str) else None


def printable(text: str) -> str:
    """The text without what could disturb a terminal, and not longer than a line."""
    shown = "".join(c if c.isprintable() else "�" for c in text)
    return shown if len(shown) <= 60 else shown[:57] + "…"


def _child(here: Any, step: str | int) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None
