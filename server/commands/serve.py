"""`paihao serve`: open the data directory, bring the profiles in, serve until told to stop."""

from __future__ import annotations

import errno
import logging
import os
import socket
from pathlib import Path

import click

from server import runtime, settings
from server.commands.data import open_hub, settings_or_fail
from server.hub import rehearsing
from server.hub.hub import Hub
from server.journal.store import Busy, Full
from server.web.app import Web, create_app


@click.command("serve")
@click.option(
    "--hall",
    "halls",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A hall profile (TOML); repeat for more halls.",
)
@click.option("--data", required=True, type=click.Path(path_type=Path), help="Where the journal is kept.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option("--replace", is_flag=True, help="Use a changed profile from now on.")
@click.option(
    "--always-open",
    is_flag=True,
    help="Ignore hours, calendar and limits on taking (demo, trying out, tests).",
)
@click.option(
    "--rehearsal",
    is_flag=True,
    help="Days opened from now on are rehearsals: numbers of their own, and no figure counts them.",
)
@click.option(
    "--reports",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where scheduled reports are written; without it DATA/reports. A profile can only name folders below it.",
)
def command(
    halls: tuple[Path, ...],
    data: Path,
    host: str,
    port: int,
    replace: bool,
    always_open: bool,
    rehearsal: bool,
    reports: Path | None,
) -> None:
    """Run the hub for one hall or several."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    given = settings_or_fail()
    # The port first: a start that fails must not have replaced a profile.
    sock = listen_or_fail(host, port)
    hub = open_hub(data, halls, replace, given)
    hub.lax = always_open
    hub.reports = reports or hub.reports
    rehearse_or_fail(hub, rehearsal)
    run(create_app(hub, given), hub, sock, given)


def rehearse_or_fail(hub: Hub, rehearsal: bool) -> None:
    try:
        rehearsing.begin(hub, rehearsal)
    except (rehearsing.Underway, Busy, Full) as problem:
        raise click.ClickException(str(problem)) from problem


def listen_or_fail(host: str, port: int) -> socket.socket:
    try:
        return runtime.listen(host, port)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            says = f"Port {port} is taken by another program; end it, or use --port with another number."
        elif problem.errno == errno.EACCES:
            says = f"Port {port} needs more rights; use a port above 1023."
        else:
            says = f"Cannot listen on {host}:{port}: {problem.strerror or problem}."
        raise click.ClickException(says) from problem


def run(web: Web, hub: Hub, sock: socket.socket, given: settings.Settings) -> None:
    """Serve until SIGTERM or Ctrl-C, having finished what was begun."""
    web.outbox.start()
    host, port = sock.getsockname()[:2]
    ready = f"Paihao is ready at http://{host}:{port}/ (pid {os.getpid()}, {given.async_mode})"
    runtime.serve(given.async_mode, web.app, sock, web.outbox.goodbye, lambda: click.echo(ready))
    with hub.store.lock:
        hub.store.close()
    click.echo("Paihao has stopped.")
