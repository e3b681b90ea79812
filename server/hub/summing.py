"""Closed days are summed up for figures, one after another, beside everything else: no press waits for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from server.journal import summing
from server.journal.store import Store

if TYPE_CHECKING:
    from server.hub.hub import Hub

Made = summing.Made | None


def one_day(hub: Hub, beside: Callable[[Callable[[Store, str], Made], Store, str], Made]) -> bool:
    """Sum up one day of each hall, counted by `beside` (another thread, where there is one); whether there was any."""
    found = False
    for hall in tuple(hub.rooms):
        if summing.due(hub.store.conn, hall) is None:
            continue
        made = beside(_made, hub.store, hall)
        if made is not None:
            with hub.store.writing() as conn:
                summing.keep(conn, hall, made)
            found = True
    return found


def _made(store: Store, hall: str) -> Made:
    with store.beside() as conn:
        return summing.made(conn, hall)
