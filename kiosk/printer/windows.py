"""A printer that Windows knows, `win://PRINTER NAME`, through its spooler and python-escpos.

The spooler takes everything, so «printed» here means «Windows says nothing is wrong». Not tried on Windows: written
against the documents of python-escpos, pywin32 and the spooler.
"""

from __future__ import annotations

import sys
from typing import Any

from kiosk.printer.commands import Status
from kiosk.printer.device import Label, PrinterError

OFFLINE = 0x80 | 0x1000
"""PRINTER_STATUS_OFFLINE, NOT_AVAILABLE."""
NO_PAPER = 0x10 | 0x40
"""PAPER_OUT, PAPER_PROBLEM."""
DOOR = 0x400000
BROKEN = 0x2 | 0x8 | 0x100000
"""ERROR, PAPER_JAM, USER_INTERVENTION."""


class WindowsPipe:
    """Raises ValueError where there is no Windows."""

    def __init__(self, name: str, platform: str = sys.platform) -> None:
        if platform != "win32":
            raise ValueError(
                "win:// is a printer of Windows; here it is tcp://, usb://, serial:// or file://"
            )
        self._name = name

    def open(self) -> None:
        """The spooler is always there."""

    def close(self) -> None:
        """Nothing is held between slips."""

    def look(self) -> Status:
        import pywintypes
        import win32print

        try:
            handle = win32print.OpenPrinter(self._name)
            try:
                bits = int(win32print.GetPrinter(handle, 2)["Status"])
            finally:
                win32print.ClosePrinter(handle)
        except pywintypes.error as error:
            raise PrinterError("offline", detail=f"Windows has no printer {self._name!r}: {error}") from error
        return spooled(bits)

    def write(self, data: bytes, label: Label) -> None:
        import pywintypes
        from escpos.exceptions import DeviceNotFoundError
        from escpos.printer import Win32Raw

        line: Any = Win32Raw(self._name)
        try:
            line.open(job_name=f"paihao {label.number}")
        except DeviceNotFoundError as error:
            raise PrinterError("offline", detail=str(error)) from error
        try:
            line._raw(data)  # the library's own way for ready bytes
            line.close()
        except pywintypes.error as error:
            raise PrinterError("offline", permanent=True, detail=str(error)) from error

    def settle(self) -> None:
        """The spooler does not tell when the printer has done."""


def spooled(bits: int) -> Status:
    """What the spooler says. A printer without a two-way driver never says anything: it is not known then."""
    if bits & DOOR:
        return Status("cover_open")
    if bits & NO_PAPER:
        return Status("paper_out")
    if bits & OFFLINE:
        return Status("offline")
    if bits & BROKEN:
        return Status("unknown", detail=f"the spooler says {bits:#x}")
    return Status(known=False)
