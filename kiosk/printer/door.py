"""Opens a printer by its URL. To add a kind of printer: write a pipe, name its scheme here, describe it.

What a pipe needs is imported when it is asked for: naming the command must not load a printer's library.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qs, unquote

if TYPE_CHECKING:
    from kiosk.printer.device import Pipe, Printer

KINDS = (
    "virtual://FOLDER, tcp://HOST:PORT, usb://04b8:0202, serial:///dev/ttyS0?baud=9600, file:///dev/usb/lp0 "
    "or win://PRINTER NAME"
)

Options = dict[str, str]


def open_printer(url: str, width: int = 576) -> Printer:
    """The printer at `url`; `width` is its paper's, in dots. Raises ValueError in words for an address that is none."""
    from kiosk.printer.device import Printer
    from server.agent.pipe import parted

    parts = parted(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    make = PIPES.get(parts.scheme)
    pipe = make(url, parts, options, width) if make else None
    if pipe is None:
        raise ValueError(f"a printer's address looks like {KINDS}, not {url!r}")
    if options:
        raise ValueError(f"{url!r}: a {parts.scheme} printer has no option {', '.join(sorted(options))}")
    return Printer(pipe)


def _virtual(url: str, parts: SplitResult, options: Options, width: int) -> Pipe | None:
    from kiosk.printer.virtual import VirtualPipe

    if not parts.netloc + parts.path:
        return None
    return VirtualPipe(
        Path(parts.netloc + parts.path),
        options.pop("fail", ""),
        width=width,
        asks=options.pop("status", "on"),
    )


def _tcp(url: str, parts: SplitResult, options: Options, width: int) -> Pipe | None:
    from kiosk.printer.asking import TwoWay
    from server.agent.pipe import open_pipe

    if not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return TwoWay(
        open_pipe(f"tcp://{host}:{9100 if parts.port is None else parts.port}"), options.pop("status", "on")
    )


def _usb(url: str, parts: SplitResult, options: Options, width: int) -> Pipe | None:
    from kiosk.printer.asking import TwoWay
    from kiosk.printer.usbline import UsbLine

    ids = re.fullmatch(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})", parts.netloc)
    if not ids:
        raise ValueError(
            f"a USB printer's address is usb://VENDOR:PRODUCT as lsusb says it, 04b8:0202, not {url!r}"
        )
    line = UsbLine(url, int(ids[1], 16), int(ids[2], 16), options.pop("serial", ""))
    return TwoWay(line, options.pop("status", "on"), keep=True)


def _serial(url: str, parts: SplitResult, options: Options, width: int) -> Pipe | None:
    from kiosk.printer.asking import TwoWay
    from kiosk.printer.serialline import FLOWS, SerialLine

    port = parts.netloc or parts.path
    try:
        baud, bits = int(options.pop("baud", "9600")), int(options.pop("bits", "8"))
    except ValueError as error:
        raise ValueError(f"{url!r}: baud and bits are numbers") from error
    parity, stop = options.pop("parity", "n").upper(), options.pop("stop", "1")
    flow = options.pop("flow", "none")
    if (
        baud <= 0
        or bits not in (7, 8)
        or parity not in tuple("NEO")
        or stop not in ("1", "2")
        or flow not in FLOWS
    ):
        raise ValueError(
            f"{url!r}: baud, bits 7 or 8, parity n, e or o, stop 1 or 2, flow {', '.join(FLOWS)}"
        )
    line = SerialLine(url, port, baud, bits, parity, int(stop), flow)
    return TwoWay(line, options.pop("status", "on"), keep=True) if port else None


def _file(url: str, parts: SplitResult, options: Options, width: int) -> Pipe | None:
    from kiosk.printer.file import FilePipe

    return FilePipe(Path(parts.path)) if parts.path and not parts.netloc else None


def _windows(url: str, parts: SplitResult, options: Options, width: int) -> Pipe | None:
    from kiosk.printer.windows import WindowsPipe

    name = unquote(parts.netloc + parts.path)
    return WindowsPipe(name) if name else None


PIPES: dict[str, Callable[[str, SplitResult, Options, int], Pipe | None]] = {
    "virtual": _virtual, "tcp": _tcp, "usb": _usb, "serial": _serial, "file": _file, "win": _windows,
}  # fmt: skip
"""Each takes the options it knows out of `options`, and answers None for an address that names no printer."""
