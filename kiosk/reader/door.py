"""Opens a reader by its URL. To add a kind: what it does in a module here, its scheme below, a test.

`serial://`, `tcp://` and `virtual://` are SAM_V modules, `keys://` devices that type, `bridge://` programs of vendors.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from kiosk.reader import samv
from kiosk.reader.sam import SamReader
from kiosk.reader.virtual import VirtualReader
from server.agent.pipe import open_pipe, parted

KINDS = (
    "serial:///dev/ttyUSB0, tcp://HOST:PORT, keys:///dev/input/by-id/…-event-kbd, keys://NAME, bridge://PORT or "
    "virtual://FOLDER"
)


def module(url: str) -> SamReader | None:
    """The SAM_V module at a URL, None for another kind of reader. Raises ValueError in words."""
    scheme, _, rest = url.partition("://")
    if scheme == "virtual" and rest:
        return SamReader(VirtualReader(Path(rest)))
    if scheme == "serial" and rest and "baud=" not in rest:
        url += f"{'&' if '?' in rest else '?'}baud={samv.BAUD}"
    return SamReader(open_pipe(url)) if scheme in ("serial", "tcp") else None


def keyboard(url: str) -> str | None:
    """The path or name of the keyboard at a URL, None for another kind of reader."""
    scheme, _, rest = url.partition("://")
    return unquote(rest) if scheme == "keys" and rest else None


def port(url: str) -> int | None:
    """The port of the bridge at a URL, None for another kind of reader. It is open to this computer only."""
    parts = parted(url)
    here = re.fullmatch(r"(?:(?:127\.0\.0\.1|localhost):)?(\d{1,5})", parts.netloc)
    found = int(here[1]) if here and parts.scheme == "bridge" and parts.path in ("", "/") else -1
    return found if 0 <= found < 65536 else None


def checked(url: str) -> None:
    """Raises ValueError in words for what is no reader's address."""
    if module(url) is None and keyboard(url) is None and port(url) is None:
        raise ValueError(f"a reader's address looks like {KINDS}, not {url!r}")
