"""`paihao reservations`: list them, bring a file of them in, erase what is private about one."""

from __future__ import annotations

from pathlib import Path

import click

from server.commands import booking_file
from server.commands.data import data_option, hub_of, must_know, open_store
from server.domain import hours
from server.domain.errors import HallError
from server.domain.events import Command
from server.hub.booking import booking
from server.journal import bookings
from server.journal.store import Busy, Full


@click.group("reservations")
def command() -> None:
    """List reservations, bring in a file of them, erase what is private about one."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--hall", required=True, help="The hall they are for.")
@click.option(
    "--always-open", is_flag=True, help="Take slots outside the hall's hours too, as the hub does with it."
)
@data_option()
def import_(file: Path, hall: str, always_open: bool, data: Path) -> None:
    """Bring in a CSV: service,date,start and code, phone, id_number, name, source. All rows or none.

    A row is known again by its code, or by person, service and slot: the same file twice changes nothing.
    """
    hub = hub_of(data)
    must_know(hub.store, hall)
    room = hub.room(hall)
    try:
        rows = booking_file.read(file.read_bytes(), room.hall)
        act = Command("bring_in", "import", {"rows": rows}, channel="import", lax=always_open)
        new = hub.act(hall, act)["brought_in"]
    except booking_file.FileFaults as problem:
        raise _refused(file, problem.faults) from problem
    except HallError as problem:
        if problem.code != "import_faults":
            raise click.ClickException(problem.detail) from problem
        found = [(f["line"], f["column"], f["wrong"]) for f in problem.facts["faults"]]
        raise _refused(file, found) from problem
    except (Busy, Full) as problem:
        raise click.ClickException(
            f"{data} cannot be written now ({problem}); nothing was brought in."
        ) from problem
    finally:
        hub.store.close()
    click.echo(f"{new} reservations brought in, {len(rows) - new} were there already.")


def _refused(file: Path, faults: list[tuple[int, str, str]]) -> click.ClickException:
    lines = "\n".join(f"  line {line}, {column or 'file'}: {wrong}" for line, column, wrong in faults[:50])
    more = f"\n  and {len(faults) - 50} more" if len(faults) > 50 else ""
    return click.ClickException(f"Nothing was brought in from {file}:\n{lines}{more}")


@command.command("list")
@click.option("--hall", required=True, help="The hall they are for.")
@click.option("--day", help="One business day, such as 2026-11-23; without it all.")
@click.option("--status", type=click.Choice(("booked", "used", "cancelled", "missed")))
@data_option()
def list_(hall: str, day: str | None, status: str | None, data: Path) -> None:
    """List reservations in the order of their slots (nothing personal)."""
    hub = hub_of(data)
    must_know(hub.store, hall)
    profile = hub.room(hall).hall
    after = (0, "")
    wanted = {"day": day, "status": status, "service": None}
    while page := bookings.listed(hub.store.conn, hall, wanted, after, 500):
        for row in page:
            at = hours.local(profile, row["start"])
            click.echo(
                f"{row['code']:10}  {row['day']}  {at:%H:%M}  {row['status']:9}  {row['number'] or '-':6}  "
                f"{row['source']:10}  {row['service']}"
            )
        after = (page[-1]["start"], page[-1]["code"])
    hub.store.close()


@command.command("erase")
@click.argument("code")
@click.option("--hall", required=True, help="The hall it is for.")
@data_option()
def erase(code: str, hall: str, data: Path) -> None:
    """Erase name, phone and hashes of one reservation. The journal and its chain do not change."""
    store = open_store(data)
    must_know(store, hall)
    row = booking.found(store.conn, code)
    if row is None or row["hall"] != hall:
        raise click.ClickException(f"{hall} has no reservation {code!r}; see `paihao reservations list`.")
    with store.writing() as conn:
        count = bookings.erase(conn, hall, row["code"])
    store.close()
    click.echo(f"{row['code']}: {count} private facts erased.")
