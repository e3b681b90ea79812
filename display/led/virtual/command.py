"""`paihao virtual-led`: a card made of software behind a real line, to be tried, looked at and broken."""

from __future__ import annotations

from pathlib import Path

import click

from server.agent.enter import until_told


@click.command("virtual-led")
@click.option("--card", required=True, help="onbon5, onbon6, onbon6-font, huidu or template:NAME.")
@click.option("--listen", required=True, help="127.0.0.1:5005, udp://127.0.0.1:8453, pty or pty://LINK.")
@click.option("--folder", required=True, type=click.Path(path_type=Path, file_okay=False),
              help="Gets strips.json and lit.png; a state.json there breaks the card.")  # fmt: skip
@click.option("--address", type=int, help="Its number on a bus; without it, it hears every number.")
@click.option("--name", default="", help="Its name in strips.json, where cards share a folder.")
@click.option(
    "--fail",
    default="",
    help="Begin with a trouble: mute, slow, half_open, garbage, wrong_crc, busy, unplugged.",
)
def command(card: str, listen: str, folder: Path, address: int | None, name: str, fail: str) -> None:
    """Be an LED card until Ctrl-C: show what is sent in a folder, answer, and fail on command."""
    from display.led.virtual.rig import Rig, simulated
    from display.led.virtual.screen import Screen
    from display.led.virtual.serve import Server

    stop = until_told()
    try:
        rig = Rig(simulated(card, Screen(folder, name), address), folder, fail)
        server = Server(rig, listen, stop)
    except (ValueError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"a virtual {card} at {server.address}, seen in {folder}: stop with Ctrl-C")
    server.serve()
