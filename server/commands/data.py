"""The data directory for commands that need no running hub: opened beside one that runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from server.commands.serve import open_hub, settings_or_fail
from server.hub.hub import Hub
from server.journal.store import Store, StoreProblem

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def data_option() -> Decorator:
    return click.option(
        "--data",
        required=True,
        type=click.Path(path_type=Path, file_okay=False),
        help="The hub's data directory.",
    )


def open_store(data: Path) -> Store:
    """An existing data directory's store. Raises click.ClickException."""
    if not (data / "paihao.db").exists():
        raise click.ClickException(
            f"{data} holds no Paihao data. Start the hub there first: paihao serve --hall FILE --data {data}"
        )
    try:
        return Store(data, threading.RLock(), synchronous=settings_or_fail().synchronous)
    except StoreProblem as problem:
        raise click.ClickException(str(problem)) from problem


def hub_of(data: Path) -> Hub:
    """The hub as a second process on the same data."""
    open_store(data).close()
    return open_hub(data, (), False, settings_or_fail())


def must_know(store: Store, hall: str, window: str | None = None) -> None:
    """Raises click.ClickException for a hall (or window) that is not there."""
    import json

    row = store.one("select raw from profile where hall = :hall order by version desc limit 1", hall=hall)
    if row is None:
        halls = (
            ", ".join(h for (h,) in store.all("select distinct hall from profile order by hall")) or "none"
        )
        raise click.ClickException(f"There is no hall {hall!r} in this data directory; it has: {halls}.")
    if window is not None:
        from server import profiles

        known = profiles.build(json.loads(row[0])).window
        if window not in known:
            raise click.ClickException(
                f"The hall {hall} has no window {window!r}; it has: {', '.join(list(known)[:8])}, …"
            )
