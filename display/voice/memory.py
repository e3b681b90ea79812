"""What was said lately, kept in a file: an announcer that is killed before the hub heard of it says nothing twice."""

from __future__ import annotations

import contextlib
from pathlib import Path

REMEMBERED = 64


class Said:
    """The ids of the jobs said last. A file that cannot be kept costs only the memory of the process before."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._ids: list[str] = []
        with contextlib.suppress(OSError, UnicodeDecodeError):
            self._ids = file.read_text("utf-8").split()[-REMEMBERED:]

    def __contains__(self, id: str) -> bool:
        return id in self._ids

    def add(self, id: str) -> None:
        self._ids = [*self._ids[-REMEMBERED + 1 :], id]
        part = self._file.with_name(self._file.name + ".part")
        with contextlib.suppress(OSError):
            part.write_text("\n".join(self._ids), "utf-8")
            part.replace(self._file)
