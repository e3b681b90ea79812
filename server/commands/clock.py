"""`paihao clock`: when the computer's clock has jumped."""

from __future__ import annotations

from pathlib import Path

import click

from server.commands.data import data_option, hub_of
from server.domain.events import Command


@click.group("clock")
def command() -> None:
    """Look at the hall's time, and accept the computer's clock after a jump."""


@command.command("accept")
@data_option()
@click.option("--hall", help="One hall; without it, all of them.")
def accept(data: Path, hall: str | None) -> None:
    """Believe the computer's clock from now on. Set it right first (`date`)."""
    hub = hub_of(data)
    for id in [hall] if hall else list(hub.rooms):
        if id not in hub.rooms:
            raise click.ClickException(f"There is no hall {id!r}; it has: {', '.join(hub.rooms)}.")
        hub.act(id, Command("accept_clock", "system"))
        click.echo(f"{id}: the computer's clock is accepted.")
    hub.store.close()
