"""`paihao kiosk`: prints the slips of one kiosk, reads its cards, and tells the hub how printer and readers are.

The command line, and `--check` without a hub. What the agent does then is wired in work.py.
"""

from __future__ import annotations

import logging
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.config import KioskFile, over, read
from kiosk.printer.door import KINDS, open_printer
from server.agent.config import ConfigError
from server.agent.enter import enter, until_told
from server.client import HubRefusal

if TYPE_CHECKING:
    from kiosk.making import Making
    from kiosk.printer.commands import Status
    from kiosk.printer.device import Printer
    from kiosk.reach import Reach

log = logging.getLogger("paihao.kiosk")

DRAWN_BITS = 800_000
"""On the line, of a drawn slip of 80 mm."""
SLOW_SECONDS = 10.0
PATIENCE = 4.0
"""Seconds a lost answer is asked for again before the loop goes round; so long a SIGTERM may wait too."""


@click.command("kiosk")
@click.option(
    "--config",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="kiosk.toml: all of this and more, see kiosk/README.md. Options here go before it.",
)
@click.option("--hub", help="The hub's address, http://10.0.0.2:8080.")
@click.option("--hall", help="The hall's id.")
@click.option("--device", help="The name of the kiosk whose slips are printed here.")
@click.option("--printer", "url", help=f"{KINDS}.")
@click.option(
    "--token-file",
    type=click.Path(dir_okay=False),
    help="A file holding the token; without one this kiosk is paired, and its token kept there.",
)
@click.option("--token", envvar="PAIHAO_TOKEN", hidden=True)
@click.option(
    "--width", type=click.Choice(["576", "384"]), help="Dots across: 576 for 80 mm paper, 384 for 58 mm."
)
@click.option(
    "--mode", type=click.Choice(["raster", "text"]), help="Slips drawn, or in the printer's own letters."
)
@click.option("--template", type=click.Path(exists=True, dir_okay=False), help="The slip's layout.")
@click.option("--check", is_flag=True, help="Ask the printer how it is, print a test slip, and end.")
def command(
    file: Path | None, hub: str | None, hall: str | None, device: str | None, url: str | None,
    token_file: str | None, token: str | None, width: str | None, mode: str | None, template: str | None, check: bool,
) -> None:  # fmt: skip
    """Print the slips of one kiosk, until SIGTERM or Ctrl-C."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        given = read(file) if file else KioskFile()
    except ConfigError as error:
        raise click.ClickException(str(error)) from error
    place = {"hub": hub, "hall": hall, "device": device, "token_file": token_file}
    printer = {"url": url, "width": int(width or 0)}
    config = over(given, printer, {"mode": mode, "template": template}, **place)
    _run(config, token, check)


def _run(config: KioskFile, token: str | None, check: bool) -> None:
    from kiosk import work
    from kiosk.reach import Reach

    if not config.printer.url and not config.all_readers:
        raise click.UsageError("missing printer: url in [printer] of the file, or as --printer")
    reach = Reach()
    slips = (_printer(config), _making(config, reach), reach) if config.printer.url else None
    if slow := _slow(config):
        log.warning("%s", slow)
    if check:
        _check(config, slips)
        return
    if not config.device:
        raise click.UsageError("missing device: the kiosk's name, in the file, or as --device")
    stop = until_told()
    try:
        client = enter(config, "kiosk", stop, token, PATIENCE)
        if client:
            work.run(client, config, slips, stop)
    except HubRefusal as refusal:
        raise click.ClickException(f"the hub refused this agent: {refusal}") from refusal
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    log.info("ended; nothing is left half done")


def _slow(config: KioskFile) -> str:
    """A drawn slip on a slow serial line is so late that nobody waits for it any more; "" where it is not."""
    baud = re.search(r"^serial:.*[?&]baud=([0-9]+)", config.printer.url)
    seconds = DRAWN_BITS / int(baud[1] if baud else 9600)
    if not config.printer.url.startswith("serial:") or config.slip.mode == "text" or seconds < SLOW_SECONDS:
        return ""
    return f'a drawn slip takes about {seconds:.0f} s on this line; [slip] mode = "text" takes less than one'


def _printer(config: KioskFile) -> Printer:
    try:
        return open_printer(config.printer.url, config.printer.width)
    except (ValueError, OSError) as error:
        raise click.BadParameter(str(error), param_hint="--printer") from error


def _making(config: KioskFile, reach: Reach) -> Making:
    from kiosk.fonts import FontError
    from kiosk.making import Making
    from kiosk.template import TemplateError

    try:
        return Making(config, reach.follows)
    except (FontError, TemplateError) as error:
        raise click.ClickException(str(error)) from error


def _check(config: KioskFile, slips: tuple[Printer, Making, Reach] | None) -> None:
    """Without a hub: how readers and printer are, and one test slip in this kiosk's own layout."""
    from kiosk.reader import desk

    for table in config.all_readers:
        try:
            click.echo(f"reader {desk.check(table)}")
        except ValueError as error:
            raise click.ClickException(str(error)) from error
    if slips:
        _check_printer(*slips[:2])


def _check_printer(printer: Printer, making: Making) -> None:
    from kiosk.printer.device import Label, PrinterError

    click.echo(f"before: {_words(printer.status())}")
    try:
        after = printer.print(making.trial(datetime.now().astimezone()), Label("check", "TEST", copy=False))
    except PrinterError as error:
        kind = "permanent" if error.permanent else "temporary"
        raise click.ClickException(f"the test slip was not printed: {error} ({kind})") from error
    click.echo(f"after: {_words(after)}; a test slip was printed")


def _words(status: Status) -> str:
    from kiosk.health import words

    state, detail = words(status)
    more = "; ".join(part for part in (detail, status.detail) if part)
    return f"{state} ({more})" if more else state
