"""`paihao calendar`: holidays, days worked instead and today's closing time, on the hub's computer."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from server.commands.data import data_option, hub_of
from server.domain import hours
from server.domain.errors import HallError
from server.domain.events import Command
from server.hub.hub import Hub
from server.profiles.faults import Wrong
from server.profiles.times import Clock, Days


@click.command("calendar")
@click.option("--hall", required=True, help="The hall's id.")
@data_option()
@click.option(
    "--close",
    "closed",
    multiple=True,
    help="A holiday: a date, or a run 2026-10-01..2026-10-07; repeat for more.",
)
@click.option(
    "--open", "opened", multiple=True, help="A day worked although its weekday is closed; dates as above."
)
@click.option("--until", help="Give numbers until then today, such as 18:30; `usual` takes it back.")
def command(
    hall: str, data: Path, closed: tuple[str, ...], opened: tuple[str, ...], until: str | None
) -> None:
    """Show a hall's calendar; change it beside the running hub. What is added goes out of the other list."""
    hub = hub_of(data)
    try:
        if closed or opened:
            _amend(hub, hall, closed, opened)
        if until:
            act(hub, hall, "extend", until=None if until == "usual" else _minutes(until))
        _show(hub, hall)
    except HallError as refusal:
        raise click.ClickException(refusal.detail) from refusal
    finally:
        hub.store.close()


def act(hub: Hub, hall: str, verb: str, **args: Any) -> None:
    hub.act(hall, Command(verb, "system", args))


def _amend(hub: Hub, hall: str, closed: tuple[str, ...], opened: tuple[str, ...]) -> None:
    """Both lists as they are, with these dates moved into the one that was asked for."""
    given = hub.room(hall).hall.hours
    off, on = _dates(closed), _dates(opened)
    lists = {"closed_on": (given.closed_on | off) - on, "open_on": (given.open_on | on) - off}
    act(hub, hall, "amend", edit={"calendar": {key: runs(days) for key, days in lists.items()}})


def _dates(texts: tuple[str, ...]) -> frozenset[date]:
    try:
        return frozenset(day for text in texts for day in Days().reads(text))
    except Wrong as fault:
        raise click.ClickException(f"{fault.wrong}; {fault.right}.") from fault


def runs(days: frozenset[date]) -> list[str]:
    """Dates as a profile writes them, neighbours together: `2026-10-01..2026-10-07`."""
    found: list[list[date]] = []
    for day in sorted(days):
        if found and (day - found[-1][-1]).days == 1:
            found[-1].append(day)
        else:
            found.append([day])
    return [f"{r[0]}..{r[-1]}" if len(r) > 1 else f"{r[0]}" for r in found]


def _minutes(text: str) -> int:
    try:
        return Clock().reads(text)
    except Wrong as fault:
        raise click.ClickException(f"{fault.wrong}; {fault.right}.") from fault


def _show(hub: Hub, hall: str) -> None:
    given = hub.room(hall).hall.hours
    for word, days in (("closed on", given.closed_on), ("open on", given.open_on)):
        click.echo(f"{word:<10} {', '.join(runs(days)) or 'no days beside the weekdays'}")
    if given.extended:
        click.echo(f"extended   {given.extended[0]} until {hours.said(given.extended[1])}")
