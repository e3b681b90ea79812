"""A printer on a serial line, `serial:///dev/ttyS0?baud=9600` (Windows: `serial://COM3`), through pyserial.

Unlike the agents' plain serial pipe it knows flow control, without which a printer loses what it cannot print yet,
and never waits for the line to drain: a printer that holds it would hold the agent for ever.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Callable
from typing import Any

from server.agent.pipe import PipeError, SerialPipe, exclusive, said, serial_errors

PIECE = 128
"""Bytes a time-out is for: 0.13 s at 9600 baud."""
FLOWS: dict[str, dict[str, bool]] = {
    "none": {}, "rtscts": {"rtscts": True}, "dsrdtr": {"dsrdtr": True}, "xonxoff": {"xonxoff": True},
}  # fmt: skip


class SerialLine(SerialPipe):
    """`seconds`: how long the printer may hold the line without taking a byte."""

    def __init__(
        self, url: str, port: str, baud: int = 9600, bits: int = 8, parity: str = "N", stop: float = 1,
        flow: str = "none", seconds: float = 5.0, sleep: Callable[[float], object] = time.sleep,
    ) -> None:  # fmt: skip
        self._port, self._seconds, self._sleep = port, seconds, sleep
        settings: dict[str, Any] = {"bytesize": bits, "parity": parity, "stopbits": stop, **FLOWS[flow]}

        def line() -> Any:
            import serial

            return serial.Serial(
                port, baud, timeout=seconds, write_timeout=seconds, exclusive=exclusive(), **settings
            )

        super().__init__(url, line)

    def write(self, data: bytes) -> None:
        import serial

        line = self._opened()
        try:
            for start in range(0, len(data), PIECE):
                line.write(data[start : start + PIECE])
            self._drain(line)
        except serial.SerialTimeoutException as error:
            self.close()
            raise PipeError("mute", f"{self.url} takes no bytes") from error
        except serial_errors() as error:
            self.close()
            raise PipeError("unplugged", f"{self.url}: {said(error)}") from error

    def _drain(self, line: Any) -> None:
        """Until the line has carried it all, or not one byte more in `seconds`. Not by tcdrain, which has no end."""
        left, waited = line.out_waiting, 0.0
        while left:
            self._sleep(0.02)
            waited += 0.02
            now = line.out_waiting
            if now < left:
                left, waited = now, 0.0
            if waited > self._seconds:
                self.close()
                raise PipeError("mute", f"{self.url} takes no bytes")

    def close(self) -> None:
        if self._line:
            with contextlib.suppress(*serial_errors()):
                self._line.reset_output_buffer()  # else closing waits for a printer that takes nothing
        super().close()

    def _shut(self, error: Exception) -> PipeError:
        number = getattr(error, "errno", None)
        if number in (errno.EACCES, errno.EPERM):
            how = f"this user may not open {self._port}; add it to the group dialout"
            return PipeError("forbidden", f"{self.url}: {how}")
        return PipeError("offline", f"{self.url}: {os.strerror(number) if number else said(error)}")
