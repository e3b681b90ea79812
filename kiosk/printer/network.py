"""A printer on the network, `tcp://10.0.0.9:9100`, through python-escpos.

Time-outs are ours: the library waits 60 s, which is longer than a citizen does. Each use opens the connection
anew, since most such printers talk to one at a time.
"""

from __future__ import annotations

from escpos.exceptions import DeviceNotFoundError
from escpos.printer import Network

from kiosk.printer.commands import AT_ONCE, at_once
from kiosk.printer.device import Label, PrinterError

SECONDS = 3.0
CHUNK = 4096
"""Bytes handed over at once: the time-out then means «nothing moved», not «the slip is long»."""


class NetworkPipe:
    """`answers=False` for a printer that prints well but never tells its status."""

    def __init__(self, host: str, port: int, answers: bool = True, seconds: float = SECONDS) -> None:
        self.answers = answers
        self._line = Network(host, port=port, timeout=seconds)

    def open(self) -> None:
        try:
            self._line.open()
        except DeviceNotFoundError as error:
            raise PrinterError("offline", detail=str(error)) from error

    def close(self) -> None:
        self._line.close()

    def ask(self, request: bytes) -> bytes:
        try:
            answer = bytes(self._line.query_status(request))
            while request in AT_ONCE and answer and at_once(answer) is None:
                answer = bytes(self._line._read())  # a late answer to IN_TURN stood before it
            return answer
        except TimeoutError:
            return b""
        except OSError as error:
            raise PrinterError("offline", detail=str(error)) from error

    def write(self, data: bytes, label: Label) -> None:
        try:
            for start in range(0, len(data), CHUNK):
                self._line._raw(data[start : start + CHUNK])  # the library's own way for ready bytes
        except OSError as error:
            raise PrinterError("offline", permanent=True, detail=str(error)) from error
