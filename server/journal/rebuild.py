"""Projections made anew from the journal: the same function that wrote them, over every entry."""

from __future__ import annotations

from collections.abc import Callable

from server.domain.counting import shifts
from server.domain.floor import Floor
from server.domain.happenings import apply
from server.domain.profile import Hall
from server.journal import chain, projections
from server.journal.store import Store


def rebuild(store: Store, hall: str, floor: Floor, hall_on: Callable[[Floor], Hall] | None = None) -> int:
    """Empty a hall's projections and fold the whole journal into them; returns the number of entries.

    `hall_on`: the hall as the profile that a floor names has it on its day; without it `floor.hall`
    stays. One transaction: a reader sees the old tables or the new ones. Raises ChainBroken.
    """
    count = 0
    with store.writing() as conn:
        conn.execute("pragma defer_foreign_keys=on")
        conn.execute("delete from reservation where hall = :hall", {"hall": hall})
        conn.execute("delete from spent where hall = :hall", {"hall": hall})
        conn.execute("delete from rating where hall = :hall", {"hall": hall})
        conn.execute("delete from case_file where hall = :hall", {"hall": hall})
        conn.execute("delete from case_step where hall = :hall", {"hall": hall})
        conn.execute("delete from card where hall = :hall", {"hall": hall})
        conn.execute("delete from matter where hall = :hall", {"hall": hall})
        conn.execute("delete from leg where hall = :hall", {"hall": hall})
        conn.execute("delete from shift where hall = :hall", {"hall": hall})
        conn.execute("delete from summed where hall = :hall", {"hall": hall})
        conn.execute("delete from summary where hall = :hall", {"hall": hall})
        conn.execute("delete from unfolded where hall = :hall", {"hall": hall})
        conn.execute("delete from step where hall = :hall", {"hall": hall})
        conn.execute("delete from visit where hall = :hall", {"hall": hall})
        for entry in chain.verified(conn, hall, 0):
            before = floor.tickets.get(entry.data.get("ticket", ""))
            touched = apply(floor, entry)
            if touched.everything and floor.profile and hall_on:
                floor.hall = hall_on(floor)
            shifts.advance(floor, entry, touched)
            projections.project(conn, hall, floor, entry, before)
            count += 1
    return count
