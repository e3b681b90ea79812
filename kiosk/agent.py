"""`paihao kiosk`: prints the slips of one kiosk and tells the hub how its printer is.

Wiring only: `printing` does the jobs, `health` the beats, `slip` and `drawing` make the paper.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.printer.door import KINDS, open_printer
from server.client import HubClient, HubRefusal, HubUnreachable
from server.protocol import Json

if TYPE_CHECKING:
    from kiosk.printer.device import Printer
    from kiosk.slip import Block

log = logging.getLogger("paihao.kiosk")

PATIENCE = 4.0
"""Seconds a lost answer is asked for again before the loop goes round; so long a SIGTERM may wait too."""
RETRY_SECONDS = 3.0

Maker = Callable[["list[Block]"], bytes]
"""Blocks to ESC/POS bytes, for this paper's width."""


@click.command("kiosk")
@click.option("--hub", help="The hub's address, http://10.0.0.2:8080.")
@click.option("--hall", help="The hall's id.")
@click.option("--device", help="The name of the kiosk whose slips are printed here.")
@click.option("--printer", "url", required=True, help=f"{KINDS}.")
@click.option("--token-file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A file holding the token; else it is taken from PAIHAO_TOKEN.")  # fmt: skip
@click.option("--token", envvar="PAIHAO_TOKEN", hidden=True)
@click.option("--width", type=click.Choice(["576", "384"]), default="576", show_default=True,
              help="Dots across: 576 for 80 mm paper, 384 for 58 mm.")  # fmt: skip
@click.option("--check", is_flag=True, help="Ask the printer how it is, print a test slip, and end.")
def command(
    hub: str | None, hall: str | None, device: str | None, url: str,
    token_file: Path | None, token: str | None, width: str, check: bool,
) -> None:  # fmt: skip
    """Print the slips of one kiosk, until SIGTERM or Ctrl-C."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    printer, maker = _printer(url), _maker(int(width))
    if check:
        _check(printer, maker, url)
        return
    if token_file:
        token = token_file.read_text(encoding="utf-8").strip()
    given = {"--hub": hub, "--hall": hall, "--device": device, "--token-file or PAIHAO_TOKEN": token}
    if missing := [name for name, value in given.items() if not value]:
        raise click.UsageError(f"missing {', '.join(missing)}")
    try:
        client = HubClient(str(hub), str(token), str(hall), patience=PATIENCE)
        _work(client, printer, maker, str(device), _until_told())
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    except HubRefusal as refusal:
        raise click.ClickException(f"the hub refused this agent: {refusal}") from refusal


def _printer(url: str) -> Printer:
    try:
        return open_printer(url)
    except (ValueError, OSError) as error:
        raise click.BadParameter(str(error), param_hint="--printer") from error


def _maker(width: int) -> Maker:
    """Finds the font now: a kiosk that cannot print Chinese says so at start, not to the first citizen."""
    from kiosk import drawing, fonts
    from kiosk.printer.commands import slip_bytes

    try:
        face = fonts.find()
    except fonts.FontError as missing:
        raise click.ClickException(str(missing)) from missing
    return lambda blocks: slip_bytes(drawing.draw(blocks, width, face))


def _until_told() -> threading.Event:
    """Set by SIGTERM or Ctrl-C: what has begun is finished. A second one ends at once."""
    stop = threading.Event()

    def end(signum: int, _frame: object) -> None:
        signal.signal(signum, signal.SIG_DFL)
        stop.set()

    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, end)
    return stop


def _work(client: HubClient, printer: Printer, maker: Maker, device: str, stop: threading.Event) -> None:
    from kiosk import slip
    from kiosk.health import Health
    from kiosk.printing import Printing

    _greet(client, stop)
    health = Health(client, printer, device, stop)
    health.look()
    threading.Thread(target=health.run, name="health", daemon=True).start()

    def draw(payload: Json, copy: bool) -> bytes:
        return maker(slip.blocks(payload, copy=copy))

    try:
        Printing(client, printer, device, draw, stop, now=health.now, after=health.changed).run()
    finally:
        stop.set()
    log.info("ended; nothing is left half done")


def _greet(client: HubClient, stop: threading.Event) -> None:
    """Wait for the hub, and hear from it that token and version are right. Raises HubRefusal."""
    while not stop.is_set():
        try:
            me = client.me()
        except (HubUnreachable, HubRefusal) as error:
            if isinstance(error, HubRefusal) and error.status < 500:
                raise
            log.warning("%s; waiting for it", error)
            stop.wait(RETRY_SECONDS)
        else:
            log.info("at %s as %s", client.base, me.get("role"))
            return


def _check(printer: Printer, maker: Maker, url: str) -> None:
    from kiosk import slip
    from kiosk.health import words
    from kiosk.printer.device import Label, PrinterError

    state, detail = words(printer.status())
    click.echo(f"before: {state}{f' ({detail})' if detail else ''}")
    try:
        paper = maker(slip.trial(url, datetime.now().astimezone()))
        after = printer.print(paper, Label("check", "TEST", copy=False))
    except PrinterError as error:
        kind = "permanent" if error.permanent else "temporary"
        raise click.ClickException(f"the test slip was not printed: {error} ({kind})") from error
    state, detail = words(after)
    click.echo(f"after: {state}{f' ({detail})' if detail else ''}; a test slip was printed")
