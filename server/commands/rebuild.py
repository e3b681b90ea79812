"""`paihao rebuild`: the tables that hang on the journal, made anew from it."""

from __future__ import annotations

from pathlib import Path

import click

from server.commands.data import data_option, hub_of
from server.domain.floor import Floor
from server.journal.chain import ChainBroken
from server.journal.rebuild import rebuild


@click.command("rebuild")
@data_option()
def command(data: Path) -> None:
    """Make the tables of visits, steps, legs and shifts anew from the journal. Safe while a hub runs."""
    hub = hub_of(data)
    for room in hub.rooms.values():
        try:
            count = rebuild(hub.store, room.id, Floor(room.profile(1)), room.hall_on)
        except ChainBroken as broken:
            raise click.ClickException(f"{broken} Nothing was changed.") from broken
        click.echo(f"{room.id}: {count} entries folded.")
    hub.store.close()
