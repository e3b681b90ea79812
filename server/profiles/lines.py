"""Which line each key of a TOML document stands on. The standard reader does not tell.

Reads only documents that `tomllib` has accepted, so it may trust the syntax and only walks over it.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from server.profiles.faults import Path

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+|[ \t]*\.[ \t]*)+""")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' r"'''.*?'{3,5}|" r'"(?:[^"\\]|\\.)*"|' r"'[^']*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}\n#]+")


def line_index(text: str) -> dict[Path, int]:
    """The line, from 1, of every table, row, key and list entry of a valid TOML text."""
    return _Walk(text).document()


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, int] = {}
        self.rows: dict[Path, int] = {}
        self._counted_to = 0
        self._line = 1

    def document(self) -> dict[Path, int]:
        table: Path = ()
        self._skip(_BLANK)
        while self.at < len(self.text):
            table = self._header() if self.text[self.at] == "[" else self._pair(table)
            self._skip(_BLANK)
        return self.found

    def _header(self) -> Path:
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        self._skip(re.compile(r"[ \t]*"))
        start = self.at
        names = self._key()
        path = self._inside(names[:-1])
        if many:
            self.rows[(*path, names[-1])] = self.rows.get((*path, names[-1]), -1) + 1
            self._note((*path, names[-1]), start)
        path = self._inside(names)
        self._note(path, start)
        self.at = self.text.index("]]" if many else "]", self.at) + (2 if many else 1)
        return path

    def _inside(self, names: list[str]) -> Path:
        """The path of a header's names, going into the latest row of each list of tables."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            if path in self.rows:
                path = (*path, self.rows[path])
        return path

    def _pair(self, table: Path) -> Path:
        start = self.at
        path = table
        for name in self._key():
            path = (*path, name)
            self._note(path, start)
        self.at = self.text.index("=", self.at) + 1
        self._value(path)
        return table

    def _value(self, path: Path) -> None:
        self._skip(_BLANK)
        first = self.text[self.at]
        if first == "[":
            self._list(path)
        elif first == "{":
            self._inline(path)
        elif first in "\"'":
            self._skip(_STRING)
        else:
            self._skip(_SCALAR)

    def _list(self, path: Path) -> None:
        self.at += 1
        count = 0
        while not self._closes("]"):
            self._note((*path, count), self.at)
            self._value((*path, count))
            count += 1

    def _inline(self, path: Path) -> None:
        self.at += 1
        while not self._closes("}"):
            self._pair(path)

    def _closes(self, bracket: str) -> bool:
        """Passes blanks and a comma; True once the bracket is passed too."""
        self._skip(_BLANK)
        if self.text[self.at] == ",":
            self.at += 1
            self._skip(_BLANK)
        if self.text[self.at] != bracket:
            return False
        self.at += 1
        return True

    def _key(self) -> list[str]:
        match = _KEY.match(self.text, self.at)
        assert match is not None
        self.at = match.end()
        return _names(match.group())

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _note(self, path: Path, at: int) -> None:
        """Remembers the first place of a path; positions only grow, so lines are counted once."""
        self._line += self.text.count("\n", self._counted_to, at)
        self._counted_to = max(self._counted_to, at)
        self.found.setdefault(path, self._line)


def _names(key: str) -> list[str]:
    """The parts of a dotted key, unquoted; tomllib knows the escapes."""
    found: Any = tomllib.loads(f"{key.strip().strip('.')} = 0")
    names: list[str] = []
    while isinstance(found, dict):
        [(name, found)] = found.items()
        names.append(name)
    return names
