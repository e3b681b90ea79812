"""A printer behind a device file, `file:///dev/usb/lp0`: one way, it cannot be asked how it is.

Not through python-escpos: its write to a USB printer without paper blocks for ever. Here the file is opened
non-blocking, and a printer that takes no byte for SECONDS is mute.
"""

from __future__ import annotations

import os
import select
from pathlib import Path

from kiosk.printer.commands import Status
from kiosk.printer.device import Label, PrinterError

SECONDS = 5.0


class FilePipe:
    """Raises ValueError on Windows, which has no such files."""

    def __init__(self, path: Path, seconds: float = SECONDS) -> None:
        if os.name != "posix":
            raise ValueError("file:// is a device file of Linux; on Windows it is win://PRINTER NAME")
        self._path, self._seconds = path, seconds
        self._file = -1

    def open(self) -> None:
        try:
            self._file = os.open(self._path, os.O_WRONLY | os.O_NONBLOCK | os.O_APPEND)
        except PermissionError as error:
            detail = f"this user may not write to {self._path}; add it to the group lp"
            raise PrinterError("forbidden", detail=detail) from error
        except OSError as error:
            raise PrinterError("offline", detail=str(error)) from error

    def close(self) -> None:
        os.close(self._file)

    def look(self) -> Status:
        return Status(known=False)

    def settle(self) -> None:
        """It cannot be asked."""

    def write(self, data: bytes, label: Label) -> None:
        left = memoryview(data)
        while left:
            if not select.select([], [self._file], [], self._seconds)[1]:
                raise PrinterError("mute", permanent=True, detail=f"{self._path} takes no more bytes")
            try:
                left = left[os.write(self._file, left) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise PrinterError("offline", permanent=True, detail=str(error)) from error
