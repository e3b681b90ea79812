"""`paihao report`: a report as a file, from the data directory; beside a hub that runs, or without one.

A hub makes its reports with this command too, in a process of their own: a press of «next» never waits for one.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

import click

from server.commands.data import data_option, must_know, open_store
from server.domain import hours
from server.domain.errors import HallError
from server.hub import unfolding
from server.hub.clock import wall_ms
from server.hub.past import named
from server.reports import making
from server.reports.asked import COMPARED, Asked, Unaskable, asked, day_of
from server.reports.asked import month as whole_month
from server.reports.fonts import NoFont
from server.reports.source import Source

NO_FONT = 3
"""Exit code: there is no Chinese font to print with."""
HURRY = 5
"""How much later than the hub's its work is done (`nice`)."""


@click.command("report")
@click.argument("kind", type=click.Choice(list(making.KINDS)))
@data_option()
@click.option("--hall", required=True, help="The hall.")
@click.option("--from", "first", metavar="DATE", help="The first business day; without it, today.")
@click.option("--to", "last", metavar="DATE", help="The last business day; without it, the first.")
@click.option("--month", metavar="YYYY-MM", help="A whole month instead of --from and --to.")
@click.option("--format", "format", help="xlsx or csv; a bulletin is a pdf, a daily report txt.")
@click.option("--by", default="hall", show_default=True, help="Cuts of figures: one or two, commas between.")
@click.option(
    "--only", multiple=True, metavar="NAME=VALUE", help="Only this zone, service, …; repeat for more."
)
@click.option(
    "--compare",
    type=click.Choice(COMPARED),
    default="",
    help="Beside the same days a year before, or a period before.",
)
@click.option("--figures", default="", help="Ids of figures, commas between; all by default.")
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Its language."
)
@click.option("--reader", metavar="NAME", help="Leave out how this person was rated, who is to read it.")
@click.option(
    "--within", type=click.IntRange(1), hidden=True, help="Seconds; the process ends itself after them."
)
@click.option("--out", metavar="FILE", help="Where to write it; - is standard output.")
def command(
    kind: str, data: Path, hall: str, first: str | None, last: str | None, month: str | None, format: str | None,
    by: str, only: tuple[str, ...], figures: str, compare: str, lang: str, reader: str | None,
    within: int | None, out: str | None,
) -> None:  # fmt: skip
    """Write figures, tickets, exceptions, a month's bulletin or a day in words to a file.

    Numbers come from the journal. A running hub is not disturbed.
    """
    os.nice(HURRY)
    if within is not None:
        # By the system, also in the midst of a query: the hub that wanted it may be gone.
        signal.alarm(within)
    store = open_store(data)
    must_know(store, hall)
    with store.beside() as conn:
        source = Source(conn, hall)
        today = hours.business_day(source.hall, wall_ms()).isoformat()
        begin, end = _period(first, last, month, today)
        try:
            what = asked(hall, begin, end, lang, by, only, figures, compare, reader)
            _of_this_hall(source, what)
            unfolding.check(conn, hall, day_of(begin), day_of(end))
            path = _write(source, kind, format or making.KINDS[kind][0], what, out)
        except HallError as early:
            raise click.ClickException(f"{early.detail} Or run: paihao rebuild --data {data}") from early
        except Unaskable as wrong:
            raise click.UsageError(f"{wrong}.") from wrong
        except NoFont as missing:
            click.echo(f"Error: {missing}", err=True)
            sys.exit(NO_FONT)
    store.close()
    if path:
        click.echo(str(path))


def _of_this_hall(source: Source, what: Asked) -> None:
    """Raises Unaskable: a slip of the pen would make an empty report."""
    for part, id in what.only.items():
        if part not in named.PARTS or named.known(source.hall, part, id):
            continue
        if not named.ever(source.conn, what.hall, part, id):
            raise Unaskable(named.unknown(source.hall, part, id), f"no_{part}", part)


def _period(first: str | None, last: str | None, month: str | None, today: str) -> tuple[str, str]:
    """Raises click.UsageError."""
    if month is not None:
        if first or last:
            raise click.UsageError("Give --month, or --from and --to.")
        try:
            begin, end = whole_month(day_of(f"{month}-01"))
        except Unaskable:
            raise click.UsageError(f"{month!r} is no month; write 2026-11.") from None
        return begin.isoformat(), end.isoformat()
    return first or last or today, last or first or today


def _write(source: Source, kind: str, format: str, what: Asked, out: str | None) -> Path | None:
    """To a file that is whole or not there, or to standard output (None). Raises click.ClickException."""
    now = source.local(wall_ms()) or datetime.min
    if out == "-":
        making.make(source, kind, format, what, now, sys.stdout.buffer)
        return None
    path = Path(out or making.named(what.hall, kind, what.first, what.last, format))
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as part:
            try:
                making.make(source, kind, format, what, now, cast(BinaryIO, part))
                part.close()
                os.chmod(part.name, 0o640)
                os.replace(part.name, path)
            except BaseException:
                os.unlink(part.name)
                raise
    except OSError as problem:
        raise click.ClickException(f"{path} cannot be written: {problem.strerror or problem}.") from problem
    return path
