"""Keys of a Linux input device, for one program alone: numeric keypads, card readers and scanners that type.

Read from /dev/input/event* and grabbed, so that nothing they type reaches a page or a console. A FIFO is taken as a
keyboard too: that is how virtual ones enter. What the keys mean is decided elsewhere.
"""

from __future__ import annotations

import errno
import os
import re
import select
import stat
import struct
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

EVENT = struct.Struct("@llHHi")
"""`struct input_event`: seconds, microseconds, type, code, value; the machine's own long, as the kernel writes it."""
EV_SYN, EV_KEY = 0, 1
SYN_DROPPED = 3
EVIOCGRAB = 0x40044590
INPUTS = Path("/sys/class/input")
MOST = 64 * EVENT.size
LOST = "LOST"
"""Instead of a key: the kernel dropped some, so what is being typed is not whole."""

_ROWS = (
    (1, "ESC 1 2 3 4 5 6 7 8 9 0 - = BACKSPACE TAB Q W E R T Y U I O P [ ] ENTER LEFTCTRL"),
    (30, "A S D F G H J K L ; ' ` LEFTSHIFT \\ Z X C V B N M , . / RIGHTSHIFT KP* LEFTALT SPACE CAPSLOCK"),
    (59, "F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 NUMLOCK SCROLLLOCK"),
    (71, "KP7 KP8 KP9 KP- KP4 KP5 KP6 KP+ KP1 KP2 KP3 KP0 KP."),
    (87, "F11 F12"),
    (
        96,
        "KPENTER RIGHTCTRL KP/ SYSRQ RIGHTALT LINEFEED HOME UP PAGEUP LEFT RIGHT END DOWN PAGEDOWN INSERT DELETE",
    ),
    (117, "KP="),
)
NAMES: dict[int, str] = {first + n: name for first, row in _ROWS for n, name in enumerate(row.split())}
"""Codes of keys by what a US keyboard shows; KP… are those of the numeric pad. Any other is `KEY_<code>`."""
CODES: dict[str, int] = {name: code for code, name in NAMES.items()}


class KeysError(Exception):
    """`reason` is `unplugged`, `forbidden`, `taken` (another program has grabbed it) or `unknown`."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(text)
        self.reason, self.text = reason, text


class Press(NamedTuple):
    """A key going down or up. One that repeats while it is held is down once."""

    key: str
    down: bool


class Keys:
    """One open keyboard. Iterating waits for ever; `read` waits as long as it is told."""

    def __init__(self, path: str, file: int) -> None:
        self.path, self._file, self._rest = path, file, b""

    def read(self, seconds: float) -> list[Press]:
        """What was pressed, as soon as something is; [] after so long without. Raises KeysError."""
        end = time.monotonic() + seconds
        waiting = select.poll()
        waiting.register(self._file, select.POLLIN)
        while True:
            if not waiting.poll(max(0.0, end - time.monotonic()) * 1000):
                return []
            if found := self._take():
                return found

    def _take(self) -> list[Press]:
        try:
            data = os.read(self._file, MOST)
        except BlockingIOError:
            return []
        except OSError as error:
            raise _wrong(self.path, error) from error
        if not data:
            raise KeysError("unplugged", f"{self.path} is gone")
        data = self._rest + data
        whole = len(data) - len(data) % EVENT.size
        self._rest = data[whole:]
        return list(presses(data[:whole]))

    def __iter__(self) -> Iterator[Press]:
        while True:
            yield from self.read(3600.0)

    def close(self) -> None:
        """Lets go of it; whoever it belonged to gets its keys again."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> Keys:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def presses(data: bytes) -> Iterator[Press]:
    """The presses in whole input events; everything else a device says is passed over."""
    for _, _, kind, code, value in EVENT.iter_unpack(data):
        if kind == EV_KEY and value in (0, 1):
            yield Press(NAMES.get(code, f"KEY_{code}"), value == 1)
        elif kind == EV_SYN and code == SYN_DROPPED:
            yield Press(LOST, True)


def event(key: str, down: bool) -> bytes:
    """The input event of a key, as a keyboard's driver writes it; for virtual ones. The time is left at 0."""
    return EVENT.pack(0, 0, EV_KEY, CODES[key], int(down)) + EVENT.pack(0, 0, EV_SYN, 0, 0)


def open_keys(where: str) -> Keys:
    """The keyboard at a path (`/dev/input/by-id/…-event-kbd` stays the same when it is plugged in again), or the first
    whose name holds `where`. Raises KeysError."""
    if not sys.platform.startswith("linux"):
        raise KeysError("unknown", "keyboards can be taken for one program on Linux only")
    path = where if where.startswith("/") else named(where)
    try:
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise _wrong(path, error) from error
    try:
        _grab(file)
    except OSError as error:
        os.close(file)
        raise _wrong(path, error) from error
    return Keys(path, file)


def _grab(file: int) -> None:
    import fcntl

    if not stat.S_ISFIFO(os.fstat(file).st_mode):
        fcntl.ioctl(file, EVIOCGRAB, 1)


def _wrong(path: str, error: OSError) -> KeysError:
    if error.errno in (errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO):
        return KeysError("unplugged", f"{path} is not there")
    if error.errno in (errno.EACCES, errno.EPERM):
        return KeysError("forbidden", f"{path} may not be read: the agent's user must be in the group input")
    if error.errno == errno.EBUSY:
        return KeysError("taken", f"another program has grabbed {path}")
    if error.errno in (errno.ENOTTY, errno.EINVAL):
        return KeysError("unknown", f"{path} is no input device")
    return KeysError("unknown", f"{path}: {error.strerror or error}")


def keyboards() -> list[tuple[str, str]]:
    """(path, name) of every device that has digits and Enter to press."""
    found = []
    for folder in sorted(INPUTS.glob("event*"), key=lambda f: int(re.sub(r"\D", "", f.name) or 0)):
        try:
            name = (folder / "device/name").read_text("utf-8", "replace").strip()
            pressed = (folder / "device/capabilities/key").read_text("ascii").split()
        except OSError:
            continue
        if types(pressed):
            found.append((f"/dev/input/{folder.name}", name))
    return found


def types(words: list[str]) -> bool:
    """Whether a device's bits of keys, highest word first, have a 1 and an Enter: its own or those of the pad."""
    bits = 0
    for word in words:
        bits = bits << 8 * struct.calcsize("@l") | int(word, 16)
    return any(
        bits >> CODES[one] & 1 and bits >> CODES[enter] & 1
        for one, enter in (("1", "ENTER"), ("KP1", "KPENTER"))
    )


def named(name: str) -> str:
    """The path of the first keyboard whose name holds this, whatever its case. Raises KeysError."""
    there = keyboards()
    for path, called in there:
        if name.casefold() in called.casefold():
            return path
    known = ", ".join(f"{called!r}" for _, called in there) or "none"
    raise KeysError("unplugged", f"no keyboard is called {name!r}; those plugged in: {known}")
