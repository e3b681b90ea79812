"""`paihao device`: the registry of devices on the hub's computer, for a hall where no manager sits at a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from server.commands.data import Decorator, data_option, hub_of
from server.domain.alarms.devices import ORDERS
from server.domain.errors import HallError
from server.hub import entries
from server.hub.devices import pairing
from server.hub.hub import Hub
from server.hub.room import Room
from server.journal import pairings

BY = "system"


@click.group("device")
def command() -> None:
    """List, order, retire and pair devices."""


def hall_option(required: bool = True) -> Decorator:
    return click.option("--hall", required=required, help="The hall's id.")


@contextmanager
def _hub(data: Path) -> Iterator[Hub]:
    """Beside the running hub, which notices at once. A refusal is told in its own sentence."""
    hub = hub_of(data)
    for room in hub.rooms.values():
        # What beats, beats at the other process; what it wrote is all that is heard here.
        room.listening = 0
    try:
        yield hub
    except HallError as refusal:
        raise click.ClickException(refusal.detail or refusal.code) from refusal
    finally:
        hub.store.close()


@command.command("list")
@hall_option()
@data_option()
def list_(hall: str, data: Path) -> None:
    """List a hall's devices: how each is, since when, and what it was last asked to do."""
    with _hub(data) as hub:
        room = hub.room(hall)
        for device in hub.devices.all(hall):
            click.echo(_line(room, entries.device(device, _now(room), 0)))


def _line(room: Room, d: dict[str, object]) -> str:
    where = d["window"] or d["zone"] or "-"
    needed = "" if d["needed"] else "  not needed"
    label = f"  «{d['label']}»" if d["label"] else ""
    state = f"{d['state']} {d['detail']}".strip()
    return f"{d['id']}  {d['kind']}  {where}  {state}  since {d['state_since']}  heard {d['beat']}{label}{needed}"


def _now(room: Room) -> int:
    return room.clock.now(room.floor.at)


@command.command("order")
@click.argument("device")
@click.argument("do", type=click.Choice(ORDERS))
@click.option("--zone", help="With `zone`: the zone it belongs to; without it the whole hall.")
@hall_option()
@data_option()
def order(device: str, do: str, zone: str | None, hall: str, data: Path) -> None:
    """Ask a device to reload, to identify itself, to show that it works, or to be of another zone."""
    with _hub(data) as hub:
        hub.devices.order(hub.room(hall), device, do, BY, zone)
        click.echo(f"{device} is asked to {do}.")


@command.command("retire")
@click.argument("device")
@hall_option()
@data_option()
def retire(device: str, hall: str, data: Path) -> None:
    """Forget a device that is gone; what was its own token or cookie ends."""
    with _hub(data) as hub:
        revoked = hub.devices.retire(hub.room(hall), device)
        click.echo(f"{device} is retired" + (", and its credential revoked." if revoked else "."))


@command.command("pair")
@click.argument("code")
@click.option(
    "--role", required=True, type=click.Choice(("agent", *pairing.PAGE_ROLES)), help="What it may do."
)
@click.option("--device", required=True, help="The name it gets, such as kiosk-1.")
@click.option("--window", help="The window it stands at; several with commas.")
@click.option("--zone", help="The zone it stands in.")
@hall_option(required=False)
@data_option()
def pair(
    code: str, role: str, device: str, window: str | None, zone: str | None, hall: str | None, data: Path
) -> None:
    """Let a device in that shows these six digits."""
    with _hub(data) as hub:
        code = code.replace(" ", "")
        found = pairings.by_code(hub.store.conn, code, hub.wall())
        room = hub.room(hall or (found.hall if found else next(iter(hub.rooms))))
        made = pairing.confirm(
            hub, room, code, BY, hub.wall(), role=role, device=device, window=window, zone=zone
        )
        click.echo(f"The {made.kind} is {device} of {room.id} now.")
