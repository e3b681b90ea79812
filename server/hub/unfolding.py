"""A journal older than its tables of figures: its hall opens at once, and its days are folded beside everything else.

The latest day is folded when the hall is held, what happens from then on is written as it happens, and the days before
follow one by one, the latest first. A day that cannot be read has no figures; it keeps nothing else from working.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from server.domain.errors import HallError
from server.domain.floor import Floor
from server.domain.profile import Hall
from server.hub.past import past
from server.hub.room import Room
from server.journal import legs, unfolding
from server.journal.store import Full, Store
from server.journal.unfolding import Day, Folded

if TYPE_CHECKING:
    from server.hub.hub import Hub

log = logging.getLogger("paihao.figures")
TOLD_EVERY = 20
"""Days between two lines of the log."""


def latest(store: Store, room: Room) -> None:
    """When a hall is held: the day that goes on, or the last one that did, as far as it is written."""
    if not legs.unfolded(store.conn, room.id):
        return
    with store.writing() as conn:
        for of in unfolding.days(conn, room.id)[:1]:
            unfolding.keep(conn, room.id, unfolding.fold(conn, room.id, of, Floor(room.hall), room.hall_on))
    log.info("%s: figures of the days before this release are being prepared", room.id)


def check(conn: sqlite3.Connection, hall: str, first: date, last: date) -> None:
    """Whether all days of a period are folded. Raises HallError(figures_preparing)."""
    left = unfolding.left(conn, hall)
    if any(first.isoformat() <= d.day <= last.isoformat() for d in left):
        raise HallError(
            "figures_preparing", "Figures of days before this release are being prepared; the latest come first.",
            days=len(left), retry_after=60,
        )  # fmt: skip


def one_day(hub: Hub, beside: Callable[..., Any]) -> bool:
    """Fold one day of each hall that has such days, by `beside` (another thread, where there is one)."""
    found = False
    for room in tuple(hub.rooms.values()):
        if not legs.unfolded(hub.store.conn, room.id):
            continue
        found = True
        of, count, made = beside(_made, hub.store, room.id, room.hall, frozenset(room.left_out))
        if of is not None and isinstance(made, str):
            room.left_out.add(of.day)
        with hub.store.writing() as conn:
            if of is None:
                unfolding.end(conn, room.id)
            elif isinstance(made, Folded):
                unfolding.keep(conn, room.id, made)
        _tell(room, of, count, made)
    return found


def _tell(room: Room, of: Day | None, count: int, made: Folded | str) -> None:
    if of is None:
        log.info("%s: figures of all its days are ready, without %d", room.id, len(room.left_out))
    elif isinstance(made, str):
        log.warning("%s: %s has no figures: %s (paihao verify tells more)", room.id, of.day, made)
    elif count % TOLD_EVERY == 1:
        log.info("%s: figures of %s are ready, %d days to go", room.id, of.day, count - 1)


def _made(
    store: Store, hall: str, now: Hall, without: frozenset[str]
) -> tuple[Day | None, int, Folded | str]:
    """The latest day that is not folded, how many there are, and its rows, or why there are none."""
    with store.beside() as conn:
        left = [d for d in unfolding.left(conn, hall) if d.day not in without]
        if not left:
            return None, 0, ""
        of, halls = left[0], {}

        def hall_on(floor: Floor) -> Hall:
            if floor.profile not in halls:
                halls[floor.profile] = past.profile(conn, hall, floor.profile)
            return past.today(halls[floor.profile], floor)

        try:
            return of, len(left), unfolding.fold(conn, hall, of, Floor(now), hall_on)
        except sqlite3.OperationalError as trouble:
            raise Full(str(trouble)) from trouble
        # Whatever was changed or written wrongly in an old day: today goes on.
        except Exception as wrong:
            return of, len(left), f"{type(wrong).__name__}: {wrong}"
