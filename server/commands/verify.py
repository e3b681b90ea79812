"""`paihao verify`: whether the journal is as it was written."""

from __future__ import annotations

from pathlib import Path

import click

from server.commands.data import data_option, must_know, open_store
from server.hub.entries import iso
from server.journal import verifying
from server.journal.verifying import Fault, Head


@click.command("verify")
@click.option("--hall", help="One hall; without it, all of them.")
@click.option(
    "--heads",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A file of day heads kept elsewhere, such as a mail of that evening; again for more. Needs --hall.",
)
@data_option()
def command(hall: str | None, files: tuple[Path, ...], data: Path) -> None:
    """Check the hash chain of every hall, and the heads exported at each day's end."""
    if files and hall is None:
        raise click.ClickException("Heads are of one hall: say which with --hall.")
    store = open_store(data)
    if hall is not None:
        must_know(store, hall)
    halls = [hall] if hall else [id for (id,) in store.all("select distinct hall from profile order by hall")]
    for id in halls:
        exported = _read(data / "heads" / f"{id}.txt") if (data / "heads" / f"{id}.txt").exists() else []
        given = [head for file in files for head in _given(file)]
        found = verifying.check(store.conn, id, {*exported, *given})
        if found.fault:
            raise click.ClickException(f"{id}: {words(found.fault)}")
        days = f" {len(found.heads)} exported heads agree." if found.heads else ""
        click.echo(f"{id}: {found.last} entries verify.{days}")
    store.close()


def words(fault: Fault) -> str:
    """The first place where something differs, and what is certain before it."""
    sure = f" Entries 1 to {fault.sure} are as they were written." if fault.sure else ""
    where = f"Entry {fault.seq} ({fault.kind}, {iso(fault.at)}, day {fault.day or 'none'})"
    if fault.what == "changed":
        return f"{where} does not verify at seq {fault.seq}: it was changed outside Paihao.{sure}"
    if fault.what == "gap":
        return f"{where} does not follow on seq {fault.sure}: entries between them were removed.{sure}"
    if fault.what == "head":
        return (
            f"The head of {fault.day} was exported with another hash for seq {fault.seq}: the journal was rewritten "
            f"somewhere in entries {fault.sure + 1} to {fault.seq}.{sure}"
        )
    return (
        f"The journal ends at {fault.sure}, but the head of seq {fault.seq} ({fault.day}) was exported: "
        f"{fault.seq - fault.sure} entries or more are missing."
    )


def _read(path: Path) -> list[Head]:
    return verifying.heads(path.read_text("utf-8", errors="replace"))


def _given(path: Path) -> list[Head]:
    """Raises click.ClickException for a file that holds none: checking nothing must not look like agreement."""
    found = _read(path)
    if not found:
        raise click.ClickException(
            f"{path} holds no heads; lines are: day, seq, hash, as in DATA/heads/HALL.txt."
        )
    return found
