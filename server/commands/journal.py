"""`paihao journal`: everything that happened, one JSON object a line."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from server.commands.data import data_option, must_know, open_store
from server.hub.entries import iso
from server.journal import chain


@click.command("journal")
@data_option()
@click.option("--hall", help="One hall; without it, all of them one after the other.")
@click.option("--after", default=0, type=click.IntRange(0), help="Only entries with a greater seq.")
def command(data: Path, hall: str | None, after: int) -> None:
    """Print the journal in order, one JSON object a line."""
    store = open_store(data)
    if hall is not None:
        must_know(store, hall)
    halls = [hall] if hall else [h for (h,) in store.all("select distinct hall from profile order by hall")]
    encode = msgspec.json.Encoder().encode
    for id in halls:
        for e, _, digest in chain.read(store.conn, id, after):
            line = {
                "hall": id, "seq": e.seq, "at": iso(e.at), "day": e.day, "v": e.v, "kind": e.kind, "actor": e.actor,
                "cause": e.cause, "data": e.data, "hash": digest,
            }  # fmt: skip
            click.echo(encode(line).decode())
    store.close()
