"""Projections made anew from the journal: the same function that wrote them, over every entry."""

from __future__ import annotations

from server.domain.floor import Floor
from server.domain.happenings import apply
from server.journal import chain, projections
from server.journal.store import Store


def rebuild(store: Store, hall: str, floor: Floor) -> int:
    """Empty a hall's projections and fold the whole journal into them; returns the number of entries.

    One transaction: a reader sees the old tables or the new ones. Raises ChainBroken.
    """
    count = 0
    with store.writing() as conn:
        conn.execute("pragma defer_foreign_keys=on")
        conn.execute("delete from reservation where hall = :hall", {"hall": hall})
        conn.execute("delete from spent where hall = :hall", {"hall": hall})
        conn.execute("delete from step where hall = :hall", {"hall": hall})
        conn.execute("delete from visit where hall = :hall", {"hall": hall})
        for entry in chain.verified(conn, hall, 0):
            before = floor.tickets.get(entry.data.get("ticket", ""))
            apply(floor, entry)
            projections.project(conn, hall, floor, entry, before)
            count += 1
    return count
