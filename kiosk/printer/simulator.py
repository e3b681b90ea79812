"""`paihao virtual-printer`: a printer on a real socket or serial line that is only software, and fails on command.

What it answers and prints is machine.py's; here are the lines it hangs on, and how those break.
"""

from __future__ import annotations

import contextlib
import logging
import os
import select
import socket
import struct
import threading
from pathlib import Path
from typing import Protocol

import click

from kiosk.printer.machine import FAILS, Machine
from kiosk.printer.reading import RubbishError
from server.agent.enter import until_told

log = logging.getLogger("paihao.printer")

LOOK_SECONDS = 0.1
"""How soon a new state is seen while nothing comes in."""
MOST = 65536
QUESTION = 16
"""More bytes than a question has: a slip is coming."""


class Line(Protocol):
    """A line somebody prints through."""

    def receive(self, seconds: float) -> bytes | None:
        """What has come; None when nothing has; b"" when the other side is gone."""

    def send(self, data: bytes) -> None: ...

    def cut(self) -> None:
        """Break it, as pulling the plug does."""


class Door(Protocol):
    """Where lines come from. `url` is how a kiosk names it."""

    @property
    def url(self) -> str: ...

    def line(self, seconds: float) -> Line | None: ...

    def shut(self) -> None:
        """Nobody there any more, until the next `line`."""


class Simulator:
    """One printer at one door, until `stop` is set; a line at a time, as most real ones."""

    def __init__(self, machine: Machine, door: Door, stop: threading.Event) -> None:
        self.machine, self.door, self._stop = machine, door, stop

    def run(self) -> None:
        while not self._stop.is_set():
            if self.machine.fail() == "offline":
                self.door.shut()
                self._stop.wait(LOOK_SECONDS)
            elif line := self.door.line(LOOK_SECONDS):
                with contextlib.suppress(OSError):
                    self._serve(line)
                self.machine.paper.drop()
        self.door.shut()

    def _serve(self, line: Line) -> None:
        while not self._stop.is_set():
            fail = self.machine.fail()
            if fail == "offline":
                line.cut()
                return
            if fail == "half_open":
                self._stop.wait(LOOK_SECONDS)
                continue
            data = line.receive(LOOK_SECONDS)
            if data == b"":
                line.cut()
                return
            if data and fail == "unplugged" and len(data) > QUESTION:
                self.machine.log({"slip": None, "lost": fail})
                self.machine.suffer("offline")
                line.cut()
                return
            if data:
                line.send(self._print(data))

    def _print(self, data: bytes) -> bytes:
        try:
            return self.machine.take(data)
        except RubbishError as error:
            log.warning("rubbish: %s", error)
            self.machine.log({"slip": None, "lost": "rubbish"})
            return b""


class TcpLine:
    def __init__(self, line: socket.socket) -> None:
        self._line = line

    def receive(self, seconds: float) -> bytes | None:
        self._line.settimeout(seconds)
        try:
            return self._line.recv(MOST)
        except TimeoutError:
            return None

    def send(self, data: bytes) -> None:
        self._line.settimeout(1.0)
        self._line.sendall(data)

    def cut(self) -> None:
        with contextlib.suppress(OSError):  # a reset, not a farewell
            self._line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._line.close()


class TcpDoor:
    """Listens now, so that an address in use is told at start. Port 0 is any free one."""

    def __init__(self, host: str, port: int) -> None:
        self._listener: socket.socket | None = socket.create_server((host, port))
        self.host, self.port = self._listener.getsockname()[:2]

    @property
    def url(self) -> str:
        return f"tcp://{self.host}:{self.port}"

    def line(self, seconds: float) -> Line | None:
        if self._listener is None:
            self._listener = socket.create_server((self.host, self.port))
        self._listener.settimeout(seconds)
        try:
            return TcpLine(self._listener.accept()[0])
        except TimeoutError:
            return None

    def shut(self) -> None:
        if self._listener:
            self._listener.close()
            self._listener = None


class PtyLine:
    """Both ends of a pseudo-terminal are held, so that a kiosk may come and go."""

    def __init__(self, link: Path) -> None:
        import tty

        self._ours, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        link.unlink(missing_ok=True)
        link.symlink_to(os.ttyname(self._theirs))

    def receive(self, seconds: float) -> bytes | None:
        if not select.select([self._ours], [], [], seconds)[0]:
            return None
        return os.read(self._ours, MOST)

    def send(self, data: bytes) -> None:
        os.write(self._ours, data)

    def cut(self) -> None:
        os.close(self._ours)
        os.close(self._theirs)


class PtyDoor:
    """A serial line at `link`, a symbolic link to a pseudo-terminal."""

    def __init__(self, link: Path) -> None:
        self._link = link
        self._line: PtyLine | None = PtyLine(link)

    @property
    def url(self) -> str:
        return f"serial://{self._link.absolute()}"

    def line(self, seconds: float) -> Line | None:
        """The one there is; when it was cut, a new one."""
        line, self._line = self._line or PtyLine(self._link), None
        return line

    def shut(self) -> None:
        if self._line:
            self._line.cut()
            self._line = None
        self._link.unlink(missing_ok=True)


@click.command("virtual-printer")
@click.option(
    "--listen", metavar="HOST:PORT", help="A network printer here; 127.0.0.1:9100, if nothing else is said."
)
@click.option("--pty", type=click.Path(path_type=Path), help="A serial printer instead, at this path.")
@click.option(
    "--folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where its slips go."
)
@click.option("--fail", type=click.Choice(FAILS), default=None, help="Begin with this trouble.")
@click.option("--width", type=click.Choice(["576", "384"]), default="576", help="Its paper: 80 or 58 mm.")
def command(listen: str | None, pty: Path | None, folder: Path, fail: str | None, width: str) -> None:
    """Play a ticket printer, until SIGTERM or Ctrl-C."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    stop = until_told()
    try:
        door: Door = PtyDoor(pty) if pty else TcpDoor(*address(listen or "127.0.0.1:9100"))
    except OSError as error:
        raise click.ClickException(f"{pty or listen}: {error.strerror}") from error
    machine = Machine(folder, fail or "", int(width), stop.wait)
    click.echo(f"a virtual printer at {door.url}, its slips in {folder}")
    click.echo(f"""break it: echo '{{"fail": "paper_out"}}' > {folder}/state.json   ({", ".join(FAILS)})""")
    Simulator(machine, door, stop).run()


def address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise click.BadParameter(f"it looks like 127.0.0.1:9100, not {text!r}", param_hint="--listen")
    return host, int(port)
