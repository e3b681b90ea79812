"""Filters of lists by what a hall has: a name it never had is refused, or a slip of the pen would find nothing.

Names of former profiles and of people who have gone pass: the past goes by them. Numbers and parts of reasons are
searched for, not named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from server import runtime, settings, typed
from server.hub.hub import Hub
from server.hub.past import named
from server.web.forms import Wrong
from server.web.gate import STAFF

CHANNELS = ("kiosk", *STAFF)
OF_CHANNEL = "select 1 from leg where hall = :hall and channel = :value limit 1"


def unknown(hub: Hub, hall: str, query: Any, errors: Iterable[str]) -> Wrong | None:
    """The first filter of a query that names nothing the hall has or had.

    `errors` are those of the row: one that says `unknown_zone` looks for its zone itself.
    """
    kind: Any = type(query)
    for field in typed.fields(kind):
        key, value = field.encode_name, getattr(query, field.name)
        if value is None or f"unknown_{key}" in errors:
            continue
        if key in named.PARTS:
            wrong = misnamed(hub, hall, key, value)
        elif key == "channel":
            wrong = unheard(hub, hall, key, value, CHANNELS, OF_CHANNEL)
        else:
            wrong = None
        if wrong:
            return wrong
    return None


def misnamed(hub: Hub, hall: str, part: str, value: str, key: str = "") -> Wrong | None:
    """What is wrong with a value that should name one of the hall's `part`s; `key`: where it is not called so."""
    now = hub.room(hall).hall
    if named.known(now, part, value) or _beside(hub, lambda conn: named.ever(conn, hall, part, value)):
        return None
    return {"at": f"$.{key or part}", "wrong": named.unknown(now, part, value), "form": f"no_{part}"}


def unheard(hub: Hub, hall: str, key: str, value: str, known: Iterable[str], sql: str) -> Wrong | None:
    """The same for words that are ours, or that the hall's devices brought: `sql` finds a row that has one."""
    if value in known:
        return None
    if _beside(hub, lambda conn: conn.execute(sql, {"hall": hall, "value": value}).fetchone()):
        return None
    wrong = f"there is no {key} {value!r}; {typed.meant(value, known)}"
    return {"at": f"$.{key}", "wrong": wrong, "form": f"no_{key}"}


def _beside(hub: Hub, work: Callable[[Any], Any]) -> bool:
    """Beside everything else: all former profiles may be read."""

    def read() -> bool:
        with hub.store.beside() as conn:
            return bool(work(conn))

    return runtime.offload(settings.async_mode(), read)
