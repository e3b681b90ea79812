"""`paihao verify`: whether the journal is as it was written."""

from __future__ import annotations

from pathlib import Path

import click

from server.commands.data import data_option, open_store
from server.journal import chain


@click.command("verify")
@data_option()
def command(data: Path) -> None:
    """Check the hash chain of every hall, and the heads exported at each day's end."""
    store = open_store(data)
    for (id,) in store.all("select distinct hall from profile order by hall"):
        heads = _exported(data / "heads" / f"{id}.txt")
        count = 0
        try:
            for entry in chain.verified(store.conn, id, 0):
                count += 1
                if entry.seq in heads and heads.pop(entry.seq) != chain.head(store.conn, id, entry.seq):
                    raise chain.ChainBroken(id, entry.seq)
        except chain.ChainBroken as broken:
            raise click.ClickException(str(broken)) from broken
        if heads:
            raise click.ClickException(
                f"The journal of {id} ends at {count}, but the head of seq {max(heads)} was exported."
            )
        click.echo(f"{id}: {count} entries verify.")
    store.close()


def _exported(path: Path) -> dict[int, str]:
    if not path.exists():
        return {}
    rows = (line.split() for line in path.read_text("utf-8").splitlines())
    return {int(row[1]): row[2] for row in rows if len(row) == 3}
