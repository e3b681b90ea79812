"""`paihao webhook`: who is told of reservations or warnings over HTTP, and the messages that nobody took."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import click

from server.commands.data import data_option, must_know, open_store
from server.domain.alarms.steps import LEVELS
from server.hub.clock import wall_ms
from server.hub.entries import iso
from server.journal import webhooks

SHOWN = 100
TOPICS = ("reservations", "warnings", "ratings", "reports")


@click.group("webhook")
def command() -> None:
    """Add, list and remove addresses that are told of reservations or warnings."""


@command.command("add")
@click.argument("url")
@click.option("--hall", required=True, help="The hall whose reservations or warnings are told.")
@click.option("--tell", type=click.Choice(TOPICS), default=TOPICS[0], show_default=True, help="What of.")
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default=LEVELS[0],
    show_default=True,
    help="Warnings from this level on.",
)
@data_option()
def add(url: str, hall: str, tell: str, level: str, data: Path) -> None:
    """Tell an address of each change from now on. Prints the secret that signs messages; it is shown once."""
    checked(url)
    store = open_store(data)
    must_know(store, hall)
    with store.writing() as conn:
        hook = webhooks.register(conn, hall, url, wall_ms(), tell, level)
    store.close()
    click.echo(f"webhook {hook.id} of {hall}; its secret, on the next line, is shown only now:", err=True)
    click.echo(hook.secret)


def checked(url: str) -> None:
    """Raises click.ClickException for what cannot be told anything."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise click.ClickException(f"{url!r} is no address: {problem}.") from problem
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or port == 0
        or not url.isprintable()
        or " " in url
    ):
        raise click.ClickException("An address begins with http:// or https:// and names a computer.")
    if parts.username is not None or parts.fragment:
        raise click.ClickException(
            "Leave name, password and # out of the address: messages are signed instead."
        )


@command.command("list")
@data_option()
def list_(data: Path) -> None:
    """List addresses, and how many messages wait, were taken, were given up (never the secrets)."""
    store = open_store(data)
    for hook in webhooks.every(store.conn):
        counts = webhooks.counts(store.conn, hook.id)
        told = "  ".join(f"{counts.get(state, 0)} {state}" for state in ("ready", "done", "dead"))
        topic = f"{hook.topic} {hook.level}" if hook.topic == "warnings" else hook.topic
        click.echo(f"{hook.id}  {hook.hall}  {topic}  {iso(hook.made_at)}  {told}  {hook.url}")
    store.close()


@command.command("remove")
@click.argument("webhook")
@data_option()
def remove(webhook: str, data: Path) -> None:
    """Tell an address nothing more, by its id; what it was still owed is let go."""
    store = open_store(data)
    with store.writing() as conn:
        done = webhooks.end(conn, webhook, wall_ms())
    store.close()
    if not done:
        raise click.ClickException("There is no such webhook; `paihao webhook list` shows their ids.")
    click.echo(f"{webhook} is told nothing more.")


@command.command("dead")
@click.option("--hall", required=True, help="The hall.")
@click.option("--retry", is_flag=True, help="Try them all again, from the first attempt on.")
@data_option()
def dead(hall: str, retry: bool, data: Path) -> None:
    """Show messages that were given up after ten attempts, and why."""
    store = open_store(data)
    must_know(store, hall)
    for id, event, seq, made_at, attempts, reason in webhooks.dead(store.conn, hall, SHOWN):
        click.echo(f"{id}  {iso(made_at)}  seq {seq}  {event}  {attempts} attempts  {reason}")
    if retry:
        with store.writing() as conn:
            count = webhooks.retry(conn, hall, wall_ms())
        click.echo(f"{count} messages are tried again.")
    store.close()
