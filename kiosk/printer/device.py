"""A printer: status before, the bytes, status after. The same for every pipe, the virtual one included.

Why so careful: a printer without paper takes the bytes and says nothing, and an empty status answer reads
as «paper adequate» if one only looks at bits. Here silence is the fault `mute`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from kiosk.printer import commands
from kiosk.printer.commands import Status

REASONS = ("paper_out", "cover_open", "offline", "mute", "unknown")


class PrinterError(Exception):
    """`permanent`: trying the same bytes again cannot help, or would print a second slip.

    Temporary means that nothing has been printed. `reason` is one of REASONS.
    """

    def __init__(self, reason: str, permanent: bool = False, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.permanent = reason, permanent


@dataclass(frozen=True, slots=True)
class Label:
    """What the bytes are, for a pipe that keeps a log. Never anything personal."""

    job: str
    number: str
    copy: bool


class Pipe(Protocol):
    """Bytes to a printer and status bytes back. Every call ends within seconds, or raises PrinterError."""

    answers: bool
    """False for a one-way pipe: its printer cannot be asked."""

    def open(self) -> None: ...

    def ask(self, request: bytes) -> bytes:
        """What the printer answers; empty when it stays silent."""

    def write(self, data: bytes, label: Label) -> None:
        """Hand the bytes over. An error here is permanent: how much was printed is unknown."""

    def close(self) -> None: ...


class Printer:
    """One printer. Safe for two threads: the one that prints and the one that looks after its health."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._turn = threading.Lock()
        self._last = Status()

    def status(self) -> Status:
        """How the printer is; while it prints, how it was just before."""
        if not self._turn.acquire(blocking=False):
            return self._last
        try:
            with self._opened():
                self._last = self._look()
        except PrinterError as error:
            self._last = Status(error.reason)
        finally:
            self._turn.release()
        return self._last

    def print(self, data: bytes, label: Label) -> Status:
        """Print, and say how the printer is afterwards. Raises PrinterError."""
        with self._turn:
            try:
                with self._opened():
                    self._last = self._print(data, label)
            except PrinterError as error:
                self._last = Status(error.reason)
                raise
            return self._last

    def _print(self, data: bytes, label: Label) -> Status:
        before = self._look()
        if before.reason:
            raise PrinterError(before.reason)
        self._pipe.write(data, label)
        if self._pipe.answers:
            # Answered in its turn, after the slip; silence here is settled by the look that follows.
            self._pipe.ask(commands.IN_TURN)
        after = self._look()
        if after.reason:
            raise PrinterError(after.reason, permanent=True)
        return after

    def _look(self) -> Status:
        if not self._pipe.answers:
            return Status(known=False)
        answers: list[int] = []
        for request in commands.AT_ONCE:
            answer = commands.at_once(self._pipe.ask(request))
            if answer is None:
                return Status("mute")
            answers.append(answer)
        return commands.judge(*answers)

    @contextmanager
    def _opened(self) -> Iterator[None]:
        self._pipe.open()
        try:
            yield
        finally:
            self._pipe.close()
