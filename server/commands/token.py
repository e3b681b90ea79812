"""`paihao token`: credentials for devices, partners and scripts; pairing links for browsers."""

from __future__ import annotations

import time
from pathlib import Path

import click

from server.commands.data import data_option, must_know, open_store
from server.hub.clock import wall_ms
from server.hub.entries import iso
from server.journal import access
from server.protocol import ROLES

PAIRING_MINUTES = 30


@click.group("token")
def command() -> None:
    """Make, list and revoke tokens for devices and partners."""


@command.command("new")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--hall", required=True, help="The hall it is for.")
@click.option(
    "--window",
    "windows",
    multiple=True,
    help="It may act at this window only; again for more. An agent needs it.",
)
@click.option("--device", help="The device's name, such as kiosk-1: its slips and health go by it.")
@click.option("--label", help="What you will know it by in the list.")
@click.option("--department", help="Of a lead: the department it looks into.")
@data_option()
def new(
    role: str,
    hall: str,
    windows: tuple[str, ...],
    device: str | None,
    label: str | None,
    department: str | None,
    data: Path,
) -> None:
    """Print a new token. It is shown once; only its hash is stored."""
    store = open_store(data)
    for window in windows or (None,):
        must_know(store, hall, window, department)
    with store.writing() as conn:
        _, secret = access.grant(
            conn, "token", role, wall_ms(), hall=hall, window=",".join(windows) or None, device=device, label=label,
            department=department,
        )  # fmt: skip
    store.close()
    click.echo(secret)


@command.command("link")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--hall", required=True, help="The hall it is for.")
@click.option("--window", help="The window, for a window screen or a caller.")
@click.option("--device", help="The device's name, such as kiosk-1.")
@click.option(
    "--base", default="http://127.0.0.1:8080", show_default=True, help="How the browser reaches the hub."
)
@data_option()
def link(role: str, hall: str, window: str | None, device: str | None, base: str, data: Path) -> None:
    """Print a link that makes one browser a kiosk, wall or window screen. It works once, for 30 minutes."""
    store = open_store(data)
    must_know(store, hall, window)
    until = wall_ms() + PAIRING_MINUTES * 60_000
    with store.writing() as conn:
        _, secret = access.grant(
            conn, "pairing", role, wall_ms(), hall=hall, window=window, device=device, expires_at=until
        )
    store.close()
    click.echo(f"{base.rstrip('/')}/pair/{secret}")


@command.command("list")
@data_option()
def list_(data: Path) -> None:
    """List tokens and paired browsers (never the secrets)."""
    store = open_store(data)
    for kind in ("token", "device"):
        for c in access.listed(store.conn, kind):
            state = "revoked" if c.revoked_at else "valid" if c.valid(int(time.time() * 1000)) else "ended"
            name = c.device or c.label or ""
            click.echo(
                f"{c.id}  {kind:6}  {c.role:8}  {c.hall or '*'}  {c.window or '-':6}  {state:8}  "
                f"{iso(c.made_at)}  {name}"
            )
    store.close()


@command.command("revoke")
@click.argument("token")
@data_option()
def revoke(token: str, data: Path) -> None:
    """Revoke a token by its id (see `paihao token list`) or by the token itself."""
    store = open_store(data)
    found = access.by_secret(store.conn, token) or access.by_id(store.conn, token)
    if found is None:
        raise click.ClickException("There is no such token; `paihao token list` shows their ids.")
    with store.writing() as conn:
        done = access.revoke(conn, found.id, wall_ms())
    store.close()
    click.echo(f"{found.id} is revoked." if done else f"{found.id} was revoked before.")
