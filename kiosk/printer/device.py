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

from kiosk.printer.commands import Status

REASONS = ("paper_out", "cover_open", "offline", "mute", "garbled", "forbidden", "cutter", "unknown")
"""`garbled`: its answers are no status; `forbidden`: this agent may not use it."""


class PrinterError(Exception):
    """`permanent`: trying the same bytes again cannot help, or would print a second slip.

    Temporary means that nothing has been printed. `reason` is one of REASONS.
    """

    def __init__(self, reason: str, permanent: bool = False, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.permanent, self.detail = reason, permanent, detail


@dataclass(frozen=True, slots=True)
class Label:
    """What the bytes are, for a pipe that keeps a log. Never anything personal."""

    job: str
    number: str
    copy: bool


class Pipe(Protocol):
    """Bytes to a printer and its state back. Every call ends within seconds, or raises PrinterError."""

    def open(self) -> None:
        """Before each use. Raises PrinterError when the printer is away."""

    def look(self) -> Status:
        """How the printer is; `known=False` where the pipe cannot tell."""

    def write(self, data: bytes, label: Label) -> None:
        """Hand the bytes over. An error here is permanent if any may have gone: how much was printed is unknown."""

    def settle(self) -> None:
        """Wait until what was written has been printed, where the pipe can tell; not longer than seconds."""

    def close(self) -> None:
        """After each use."""


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
                self._last = self._pipe.look()
        except PrinterError as error:
            self._last = Status(error.reason, detail=error.detail)
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
                self._last = Status(error.reason, detail=error.detail)
                raise
            return self._last

    def _print(self, data: bytes, label: Label) -> Status:
        before = self._pipe.look()
        if before.reason:
            raise PrinterError(before.reason, detail=before.detail)
        self._pipe.write(data, label)
        after = self._afterwards()
        if after.reason:
            raise PrinterError(after.reason, permanent=True, detail=after.detail)
        return after

    def _afterwards(self) -> Status:
        """Once bytes have gone, every trouble is permanent: trying again could print a second slip unmarked."""
        try:
            self._pipe.settle()
            return self._pipe.look()
        except PrinterError as error:
            return Status(error.reason, detail=error.detail)

    @contextmanager
    def _opened(self) -> Iterator[None]:
        self._pipe.open()
        try:
            yield
        finally:
            self._pipe.close()
