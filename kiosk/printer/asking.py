"""How a printer is asked how it is: the questions, which it understands, and how long an answer is waited for.

Any pipe that can carry a question and its answer gets its status from here.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace

from kiosk.printer import commands
from kiosk.printer.commands import AT_ONCE, IN_TURN, WHY, Status
from kiosk.printer.device import Label, PrinterError
from server.agent.pipe import Pipe as Line
from server.agent.pipe import PipeError

log = logging.getLogger("paihao.kiosk")

ASKS = ("on", "paper", "off")
"""`?status=`: everything, as far as the printer answers it; its paper only; nothing."""
SECONDS = 1.5
"""How long an answer may take that is given at once."""
SETTLE_SECONDS = 3.0
"""How long one in its turn may take: a slip is printed in about one."""
CHUNK = 4096
"""Bytes handed over at once: a time-out then means «nothing moved», not «the slip is long»."""
LONGEST_ANSWER = 64


class Asking:
    """A pipe's status by questions. A printer that has never answered DLE EOT is asked for its paper by GS r, which
    is all that some know; one that has answered it before and is silent now is mute."""

    def __init__(self, asks: str = "on") -> None:
        if asks not in ASKS:
            raise ValueError(f"status is one of {', '.join(ASKS)}, not {asks!r}")
        self.asks = asks
        self._knows_all = False

    def ask(self, request: bytes, settling: bool = False) -> bytes:
        """What the printer answers; empty when it stays silent. `settling`: it may have to print first."""
        raise NotImplementedError

    def look(self) -> Status:
        if self.asks == "off":
            return Status(known=False)
        if self.asks == "paper":
            return self._paper()
        answers: list[int] = []
        for request in AT_ONCE:
            heard = self.ask(request)
            answer = commands.at_once(heard)
            if answer is None:
                return self._silent(heard)
            answers.append(answer)
        self._knows_all = True
        status = commands.judge(*answers)
        if status.reason == "unknown" and (error := commands.at_once(self.ask(WHY))) is not None:
            return replace(status, reason=commands.judge_error(error))
        return status

    def settle(self) -> None:
        """Wait until what was sent is printed: this is answered in its turn. Silence is for the next look."""
        if self.asks != "off":
            self.ask(IN_TURN, settling=True)

    def _silent(self, heard: bytes) -> Status:
        if heard:
            return Status(
                "garbled",
                detail=f"it answers {heard.hex(' ')}, which is no status: a wrong baud rate, or no ticket printer?",
            )
        if self._knows_all:
            return Status("mute")
        status = self._paper()
        if not status.reason:
            log.info("the printer answers GS r only: its paper is known, cover and errors are not")
            self.asks = "paper"
        return status

    def _paper(self) -> Status:
        heard = self.ask(IN_TURN)
        answer = commands.in_turn(heard)
        if answer is None:
            return Status("garbled" if heard else "mute")
        return commands.judge_paper(answer)


class TwoWay(Asking):
    """A printer at the end of a line: a socket, a serial port, a USB device.

    `keep`: the line stays open between slips. Not for sockets: most such printers talk to one at a time.
    `seconds` and `settle_seconds` are how long answers may take.
    """

    def __init__(
        self, line: Line, asks: str = "on", keep: bool = False, seconds: float = SECONDS,
        settle_seconds: float = SETTLE_SECONDS, monotonic: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        super().__init__(asks)
        self._line, self._keep, self._monotonic = line, keep, monotonic
        self._seconds, self._settle_seconds = seconds, settle_seconds

    def open(self) -> None:
        """The line opens when it is first used."""

    def close(self) -> None:
        if not self._keep:
            self._line.close()

    def ask(self, request: bytes, settling: bool = False) -> bytes:
        fits = commands.in_turn if request == IN_TURN else commands.at_once
        try:
            self._line.read(LONGEST_ANSWER, 0)  # what came too late for an earlier question
            self._line.write(request)
            end, heard = self._monotonic() + (self._settle_seconds if settling else self._seconds), b""
            # What is there is heard also by a box that was held up for longer than the printer was.
            while fits(heard) is None and ((left := end - self._monotonic()) > 0 or not heard):
                data = self._line.read(LONGEST_ANSWER, max(left, 0.0))
                if not data:
                    break
                heard = (heard + data)[-LONGEST_ANSWER:]
            return heard
        except PipeError as error:
            raise _printer_error(error) from error

    def write(self, data: bytes, label: Label) -> None:
        sent = 0
        try:
            while sent < len(data):
                self._line.write(data[sent : sent + CHUNK])
                sent += CHUNK
        except PipeError as error:
            # A line that could not even be opened has carried nothing.
            raise _printer_error(
                error, permanent=sent > 0 or error.reason in ("mute", "unplugged")
            ) from error


def _printer_error(error: PipeError, permanent: bool = False) -> PrinterError:
    reason = "offline" if error.reason == "unplugged" else error.reason
    return PrinterError(reason, permanent, error.detail)
