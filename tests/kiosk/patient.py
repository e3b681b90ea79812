"""A line on which silence is known beforehand: it is not waited for long, and an answer however late it comes.

A printer played by a thread of the tests may be held up for longer than a silence that a test can wait for.
"""

from __future__ import annotations

from collections.abc import Callable

from server.agent.pipe import Pipe

SECONDS = 20.0


class Patient:
    """`line`, behind which `owed` says what is answered to a question, if anything."""

    def __init__(self, line: Pipe, owed: Callable[[bytes], bytes]) -> None:
        self.url, self._line, self._answered = line.url, line, owed
        self._owed = b""

    def write(self, data: bytes) -> None:
        self._owed = self._answered(data)
        self._line.write(data)

    def read(self, most: int, seconds: float) -> bytes:
        if not seconds:
            return self._line.read(most, 0)
        owed, self._owed = self._owed, b""
        return self._line.read(most, max(seconds, SECONDS) if owed else seconds)

    def close(self) -> None:
        self._line.close()
