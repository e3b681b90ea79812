"""`paihao version`."""

from __future__ import annotations

import platform

import click

from server.protocol import VERSION, WIRE


@click.command("version")
def command() -> None:
    """Print the versions of Paihao, of its wire and of Python."""
    click.echo(f"paihao {VERSION}, wire {WIRE}, Python {platform.python_version()}")
