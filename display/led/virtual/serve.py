"""Virtual cards behind real lines: TCP, UDP, or a pseudo-terminal that looks like a serial port."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import threading
from collections.abc import Callable
from pathlib import Path

from display.led.virtual.rig import Rig, Unplugged

READ = 4096
DATAGRAM = 65535
LOOK_SECONDS = 0.1


class Server:
    """`address` is where it listens, as a URL for led.toml. `serve` runs until `stop`."""

    def __init__(self, rig: Rig, listen: str, stop: threading.Event) -> None:
        self.rig, self._stop = rig, stop
        scheme, _, rest = listen.rpartition("://")
        self._open: Callable[[], None] = self._tcp
        if listen == "pty" or scheme == "pty":
            self._master, self.address = _pty(rest if scheme else "")
            self._open = self._serial
            return
        host, _, port = rest.rpartition(":")
        if scheme not in ("", "tcp", "udp") or not host or not (port.isdecimal() and int(port) < 65536):
            raise ValueError(f"listen looks like 127.0.0.1:5005, udp://127.0.0.1:8453 or pty, not {listen!r}")
        kind = socket.SOCK_DGRAM if scheme == "udp" else socket.SOCK_STREAM
        self._socket = socket.socket(socket.AF_INET, kind)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((host, int(port)))
        self.address = f"{scheme or 'tcp'}://{host}:{self._socket.getsockname()[1]}"
        if scheme == "udp":
            self._open = self._udp
        else:
            self._socket.listen()

    def serve(self) -> None:
        self._open()

    def start(self) -> threading.Thread:
        thread = threading.Thread(target=self.serve, name=f"virtual {self.address}", daemon=True)
        thread.start()
        return thread

    def _tcp(self) -> None:
        """One connection after another, as most cards do; a new one puts the old one out."""
        line: socket.socket | None = None
        with self._socket:
            while not self._stop.is_set():
                watched = [self._socket, *([line] if line else [])]
                ready = select.select(watched, [], [], LOOK_SECONDS)[0]
                if line and (line in ready or not self.rig.plugged()):
                    line = self._heard(line)
                if self._socket in ready:
                    line = self._taken(line)
            if line:
                line.close()

    def _taken(self, before: socket.socket | None) -> socket.socket | None:
        line, _ = self._socket.accept()
        if before:
            before.close()
        if self.rig.plugged():
            self.rig.card.begin()
            return line
        line.close()
        return None

    def _heard(self, line: socket.socket) -> socket.socket | None:
        """The connection, or None when it is over."""
        try:
            data = line.recv(READ) if self.rig.plugged() else b""
            for answer in self.rig.hear(data) if data else ():
                self._stop.wait(answer.seconds)
                line.sendall(answer.data)
            self.rig.card.screen.keep()
        except (OSError, Unplugged):
            data = b""
        if not data:
            line.close()
            return None
        return line

    def _udp(self) -> None:
        self._socket.settimeout(LOOK_SECONDS)
        with self._socket:
            while not self._stop.is_set():
                with contextlib.suppress(TimeoutError, Unplugged):
                    data, sender = self._socket.recvfrom(DATAGRAM)
                    for answer in self.rig.hear(data):
                        self._stop.wait(answer.seconds)
                        self._socket.sendto(answer.data, sender)
                    self.rig.card.screen.keep()

    def _serial(self) -> None:
        """Until the other end is unplugged, which for a pseudo-terminal is for good."""
        try:
            while not self._stop.is_set():
                if not self.rig.plugged():
                    break
                if not select.select([self._master], [], [], LOOK_SECONDS)[0]:
                    continue
                for answer in self.rig.hear(self._read()):
                    self._stop.wait(answer.seconds)
                    os.write(self._master, answer.data)
                self.rig.card.screen.keep()
        except Unplugged:
            pass
        finally:
            os.close(self._master)

    def _read(self) -> bytes:
        try:
            return os.read(self._master, READ)
        except OSError:
            # Nobody has the other end open yet, or any more.
            self._stop.wait(0.05)
            return b""


def _pty(link: str) -> tuple[int, str]:
    """The end of the card, and the URL of the end of the computer; `link` is a name for it that lasts."""
    import tty  # not on Windows

    master, slave = os.openpty()
    tty.setraw(slave)
    name = os.ttyname(slave)
    os.close(slave)
    if link:
        path = Path(link)
        path.unlink(missing_ok=True)
        path.symlink_to(name)
        name = str(path.absolute())
    return master, f"serial://{name}"
