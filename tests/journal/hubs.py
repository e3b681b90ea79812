"""Real hubs on a real data directory, with a clock that the test sets.

Two hubs on one directory are two processes as the disk sees them: each has its own connection and floor.
"""

from __future__ import annotations

import shutil
import threading
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from server import profiles
from server.domain.events import Command
from server.domain.floor import Floor
from server.hub.clock import Clock
from server.hub.hub import Hub
from server.hub.room import Room
from server.hub.setup.importing import bring_in
from server.journal import chain
from server.journal.rebuild import rebuild
from server.journal.store import Store
from tests.domain.hall import MORNING, raw

HALL = "small"
FIELDS = ("window", "ticket", "person", "channel", "device", "lax")
Rows = list[tuple[Any, ...]]


class Time:
    """The computer's clock and one that cannot jump, in milliseconds; tests move them."""

    def __init__(self, now: int = MORNING) -> None:
        self.wall = now
        self.steady = 0

    def pass_(self, ms: int) -> None:
        self.wall += ms
        self.steady += ms

    def clock(self) -> Clock:
        return Clock(lambda: self.wall, lambda: self.steady)


def store_in(directory: Path) -> Store:
    return Store(directory, threading.RLock(), synchronous="OFF")


def hub_in(directory: Path, time: Time | None = None, **profile: Any) -> Hub:
    """A hub of the small hall; `profile` as for `tests.domain.hall.raw`."""
    hub = Hub(store_in(directory), (time or Time()).clock)
    given = raw(**profile)
    bring_in(hub, given, profiles.build(given), replace=False)
    return hub


@lru_cache(maxsize=1)
def fresh_database() -> bytes:
    """A data directory with the small hall just imported: migrating once saves time in long runs."""
    directory = Path(mkdtemp(prefix="paihao-"))
    hub = hub_in(directory)
    hub.store.conn.execute("pragma wal_checkpoint(truncate)")
    hub.store.close()
    content = (directory / "paihao.db").read_bytes()
    shutil.rmtree(directory)
    return content


def act(hub: Hub, verb: str, **given: Any) -> dict[str, Any]:
    """One command in the small hall; what is not a field of Command is an argument of the verb.

    `believed` is the argument `ticket`, `to` the argument `window`: those the fields of that name leave free.
    """
    fields = {k: given.pop(k) for k in FIELDS if k in given}
    for name, argument in (("believed", "ticket"), ("to", "window")):
        if name in given:
            given[argument] = given.pop(name)
    return hub.act(HALL, Command(verb, given.pop("actor", "clerk"), given, **fields))


def room(hub: Hub) -> Room:
    return hub.room(HALL)


def journal(hub: Hub) -> Rows:
    return hub.store.all("select * from journal order by hall, seq")


def entries(hub: Hub, after: int = 0) -> list[Any]:
    return [entry for entry, _, _ in chain.read(hub.store.conn, HALL, after)]


def counted(hub: Hub) -> tuple[Rows, Rows]:
    """What figures are made of."""
    legs = hub.store.all("select * from leg order by hall, day, ticket, part")
    return legs, hub.store.all("select * from shift order by hall, day, hour, window, zone, person")


def projections(hub: Hub) -> tuple[Rows, Rows]:
    visits = hub.store.all("select * from visit order by id")
    return visits, hub.store.all("select * from step order by ticket, leg")


def rebuilt(hub: Hub) -> tuple[Rows, Rows]:
    """The projections made anew from the journal; raises ChainBroken where it was changed."""
    rebuild(hub.store, HALL, Floor(room(hub).profile(1)), room(hub).hall_on)
    return projections(hub)
