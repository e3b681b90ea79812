"""`paihao virtual-reader`: an ID card reader on a serial line or socket that is only software, and fails on command."""

from __future__ import annotations

import contextlib
import logging
import threading
from pathlib import Path

import click

from kiosk.printer.simulator import Door, Line, PtyDoor, TcpDoor, address
from kiosk.reader.emulator import FAILS, cards
from kiosk.reader.virtual import STATE, Lying
from server.agent.enter import until_told

LOOK_SECONDS = 0.1


class Simulator:
    """One reader at one door, until `stop` is set."""

    def __init__(self, lying: Lying, door: Door, stop: threading.Event) -> None:
        self._lying, self._door, self._stop = lying, door, stop

    def run(self) -> None:
        while not self._stop.is_set():
            if self._lying.unplugged():
                self._door.shut()
                self._stop.wait(LOOK_SECONDS)
            elif line := self._door.line(LOOK_SECONDS):
                with contextlib.suppress(OSError):
                    self._serve(line)
        self._door.shut()

    def _serve(self, line: Line) -> None:
        while not self._stop.is_set():
            data = line.receive(LOOK_SECONDS)
            if data == b"" or self._lying.unplugged():
                line.cut()
                return
            if data:
                line.send(self._lying.hear(data))


@click.command("virtual-reader")
@click.option(
    "--folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where it says what lies on it. An agent may read it itself: virtual://FOLDER.",
)
@click.option("--pty", type=click.Path(path_type=Path), help="Also a serial line, at this path.")
@click.option("--listen", metavar="HOST:PORT", help="Also a network reader, here.")
def command(folder: Path, pty: Path | None, listen: str | None) -> None:
    """Play an ID card reader with made-up cards, until SIGTERM or Ctrl-C."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    folder.mkdir(parents=True, exist_ok=True)
    stop, lying = until_told(), Lying(folder, threading.Event().wait)
    try:
        door: Door | None = PtyDoor(pty) if pty else TcpDoor(*address(listen)) if listen else None
    except OSError as error:
        raise click.ClickException(f"{pty or listen}: {error.strerror}") from error
    click.echo(f"a virtual reader at {door.url if door else f'virtual://{folder.absolute()}'}")
    click.echo(f"""lay a card: echo '{{"card": "elder"}}' > {folder / STATE}   ({", ".join(cards())})""")
    click.echo(f"""take it away: echo '{{}}'; break it: echo '{{"fail": "mute"}}'   ({", ".join(FAILS)})""")
    if door:
        Simulator(lying, door, stop).run()
    else:
        stop.wait()
