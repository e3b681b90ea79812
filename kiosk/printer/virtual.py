"""The virtual printer as a pipe: it enters by the real ones' door, can be looked at, and fails on command.

`virtual://FOLDER[?fail=paper_out]`. The same machine behind a real socket or serial line: simulator.py.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from kiosk.printer.asking import Asking
from kiosk.printer.device import Label, PrinterError
from kiosk.printer.machine import FAILS, Machine
from kiosk.printer.reading import RubbishError


class VirtualPipe(Asking):
    """`sleep` is how a slow printer takes its time."""

    def __init__(
        self, folder: Path, fail: str = "", sleep: Callable[[float], None] = time.sleep, width: int = 576,
        asks: str = "on",
    ) -> None:  # fmt: skip
        super().__init__(asks)
        self._machine = Machine(folder, fail, width, sleep)

    def open(self) -> None:
        fail = self._machine.fail()
        if fail == "offline":
            raise PrinterError("offline")
        if fail and fail not in FAILS:
            raise PrinterError(
                "unknown", detail=f"state.json says fail: {fail}, not one of {', '.join(FAILS)}"
            )

    def close(self) -> None:
        """Nothing is held between slips."""

    def ask(self, request: bytes, settling: bool = False) -> bytes:
        return self._machine.answer(request)

    def write(self, data: bytes, label: Label) -> None:
        """Cut the slips these bytes make. Without paper they vanish, and nothing is said, as in life."""
        machine = self._machine
        machine.label = label
        fail = machine.fail()
        if fail == "half_open":
            raise PrinterError("mute", permanent=True, detail="it takes no bytes")
        if fail == "unplugged":
            machine.suffer("offline")
            machine.log({"slip": None, "lost": fail})
            raise PrinterError("offline", permanent=True, detail="the line broke in the middle of the slip")
        try:
            machine.take(data)
            if machine.paper.waiting:
                raise RubbishError(f"the slip ends early: {machine.paper.waiting} bytes are no whole command")
        except RubbishError as error:
            raise PrinterError("unknown", permanent=True, detail=str(error)) from error
        finally:
            machine.paper.drop()
