"""The far end of a virtual serial line: a TCP port, as serial servers have, or a pseudo-terminal behind a path."""

from __future__ import annotations

import contextlib
import os
import select
import socket
from pathlib import Path
from typing import Protocol

WAIT_SECONDS = 0.1


class Link(Protocol):
    """`url` is what the keypads' agent is given as its pipe."""

    url: str

    def read(self) -> bytes:
        """What came, b"" after a moment of silence or while nobody is connected."""

    def write(self, data: bytes) -> None:
        """Lost while nobody is connected, as on a real line."""

    def unplug(self) -> None: ...

    def plug(self) -> None: ...


class TcpLink:
    """A port that one master connects to; a new connection takes the place of the old."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._at = (host, port)
        self._server: socket.socket | None = None
        self._line: socket.socket | None = None
        self.plug()
        self.url = f"tcp://{self._at[0]}:{self._at[1]}"

    def read(self) -> bytes:
        there = [s for s in (self._server, self._line) if s]
        try:
            ready = select.select(there, [], [], WAIT_SECONDS)[0]
        except (OSError, ValueError):  # unplugged while waiting
            return b""
        for sock in ready:
            with contextlib.suppress(OSError):
                if sock is self._server:
                    self._hang_up()
                    self._line = sock.accept()[0]
                elif data := sock.recv(256):
                    return data
                else:
                    self._hang_up()
        return b""

    def write(self, data: bytes) -> None:
        with contextlib.suppress(OSError):
            if self._line:
                self._line.sendall(data)

    def unplug(self) -> None:
        server, self._server = self._server, None
        if server:
            server.close()
        self._hang_up()

    def plug(self) -> None:
        if self._server is None:
            self._server = socket.create_server(self._at, reuse_port=False)
            self._at = (self._at[0], self._server.getsockname()[1])

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line:
            line.close()


class PtyLink:
    """A pseudo-terminal; `path` is a link to it that comes and goes with the plug."""

    def __init__(self, path: Path) -> None:
        self.url, self._path = f"serial://{path.absolute()}?baud=9600", path
        self._ends: tuple[int, int] | None = None
        self.plug()

    def read(self) -> bytes:
        ends = self._ends
        if ends is None:
            return b""
        try:
            ready = select.select([ends[0]], [], [], WAIT_SECONDS)[0]
            return os.read(ends[0], 256) if ready else b""
        except (OSError, ValueError):
            return b""

    def write(self, data: bytes) -> None:
        with contextlib.suppress(OSError):
            if self._ends:
                os.write(self._ends[0], data)

    def unplug(self) -> None:
        ends, self._ends = self._ends, None
        self._path.unlink(missing_ok=True)
        for end in ends or ():
            os.close(end)

    def plug(self) -> None:
        if self._ends is None:
            import tty

            self._ends = os.openpty()
            # The slave stays open here too: without anybody at it a pseudo-terminal answers with an error.
            tty.setraw(self._ends[1])
            self._path.unlink(missing_ok=True)
            self._path.symlink_to(os.ttyname(self._ends[1]))
