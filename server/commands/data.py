"""The data directory: opened to serve from it, or beside a hub that runs. Without Flask, so commands start fast."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from server import profiles, runtime, settings
from server.hub.hub import Hub
from server.hub.setup import importing
from server.journal.chain import ChainBroken
from server.journal.store import Busy, Full, Store, StoreProblem

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def data_option() -> Decorator:
    return click.option(
        "--data",
        required=True,
        type=click.Path(path_type=Path, file_okay=False),
        help="The hub's data directory.",
    )


def settings_or_fail() -> settings.Settings:
    try:
        return settings.from_environment()
    except settings.SettingsProblem as problem:
        raise click.ClickException(str(problem)) from problem


def open_hub(data: Path, halls: tuple[Path, ...], replace: bool, given: settings.Settings) -> Hub:
    """The hub with its profiles. Raises click.ClickException with a sentence that says what to do."""
    loaded = []
    for path in halls:
        try:
            loaded.append(profiles.load(path))
        except profiles.ProfileFaults as faults:
            raise click.ClickException(
                f"{path} does not load:\n{faults}\nTry: paihao check {path}"
            ) from faults
    try:
        store = Store(data, threading.RLock(), runtime.sleep, given.synchronous)
        hub = Hub(store)
        for raw, hall in loaded:
            outcome = importing.bring_in(hub, raw, hall, replace)
            logging.getLogger("paihao").info("hall %s: profile %s", hall.id, outcome)
    except (StoreProblem, importing.Refused) as problem:
        raise click.ClickException(str(problem)) from problem
    except ChainBroken as problem:
        raise click.ClickException(f"{problem} Look with: paihao verify --data {data}") from problem
    except profiles.ProfileFaults as faults:
        raise click.ClickException(
            f"A stored profile is not understood by this version:\n{faults}"
        ) from faults
    except Busy as problem:
        raise click.ClickException(
            f"{data} is locked by another program; end it and start again."
        ) from problem
    except Full as problem:
        raise click.ClickException(
            f"{data} cannot be written: {problem}. Free space or rights are missing."
        ) from problem
    if not hub.rooms:
        raise click.ClickException("No hall is known yet; start with --hall config/puning.toml.")
    return hub


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


def must_know(store: Store, hall: str, window: str | None = None, department: str | None = None) -> None:
    """Raises click.ClickException for a hall (or window, or department) that is not there."""
    import json

    row = store.one("select raw from profile where hall = :hall order by version desc limit 1", hall=hall)
    if row is None:
        halls = (
            ", ".join(h for (h,) in store.all("select distinct hall from profile order by hall")) or "none"
        )
        raise click.ClickException(f"There is no hall {hall!r} in this data directory; it has: {halls}.")
    if window is None and department is None:
        return
    from server import profiles

    made = profiles.build(json.loads(row[0]))
    for what, id, known in (("window", window, made.window), ("department", department, made.department)):
        if id is not None and id not in known:
            raise click.ClickException(
                f"The hall {hall} has no {what} {id!r}; it has: {', '.join(list(known)[:8])}, …"
            )
