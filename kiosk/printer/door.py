"""Opens a printer by its URL. To add a kind of printer: write a pipe, name its scheme here, describe it.

What a pipe needs is imported when it is asked for: naming the command must not load a printer's library.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qs, urlsplit

if TYPE_CHECKING:
    from kiosk.printer.device import Pipe, Printer

KINDS = "virtual://FOLDER, tcp://HOST:PORT or file:///dev/usb/lp0"


def open_printer(url: str) -> Printer:
    """The printer at `url`. Raises ValueError in words for an address that is none."""
    from kiosk.printer.device import Printer

    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    pipe = _pipe(parts, options)
    if pipe is None:
        raise ValueError(f"a printer's address looks like {KINDS}, not {url!r}")
    if options:
        raise ValueError(f"{url!r}: a {parts.scheme} printer has no option {', '.join(sorted(options))}")
    return Printer(pipe)


def _pipe(parts: SplitResult, options: dict[str, str]) -> Pipe | None:
    """Takes the options it knows out of `options`."""
    if parts.scheme == "virtual" and (parts.netloc or parts.path):
        from kiosk.printer.virtual import VirtualPipe

        return VirtualPipe(Path(parts.netloc + parts.path), options.pop("fail", ""))
    if parts.scheme == "tcp" and parts.hostname:
        from kiosk.printer.network import NetworkPipe

        return NetworkPipe(parts.hostname, parts.port or 9100, answers=options.pop("status", "on") != "off")
    if parts.scheme == "file" and parts.path and not parts.netloc:
        from kiosk.printer.file import FilePipe

        return FilePipe(Path(parts.path))
    return None
