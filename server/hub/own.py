"""What concerns one department, for its lead: tickets, windows and alarms of its services, and no other's people.

`department` None is the whole hall. Which department somebody has is the gate's business.
"""

from __future__ import annotations

from collections.abc import Iterable

from server.domain.floor import Alarm, Floor, WindowState
from server.domain.profile import Hall
from server.hub import entries
from server.hub.entries import Entry


def serves(hall: Hall, department: str | None, services: Iterable[str]) -> bool:
    """Whether one of these services is the department's. The hall's own matters are no department's."""
    known = hall.service
    return department is None or any(s in known and known[s].department == department for s in services)


def window_of(hall: Hall, department: str | None, window: str) -> bool:
    """Whether the window ever serves the department's people."""
    return serves(hall, department, hall.could.get(window, ()))


def staff_window(state: WindowState, hall: Hall, department: str | None) -> Entry:
    """As staff see it; of another department's window what everybody sees."""
    if window_of(hall, department, state.id):
        return entries.staff_window(state, hall)
    return {**entries.public_window(state, hall), "person": None, "ready": False, "undo": None}


def alarm(floor: Floor, a: Alarm, department: str | None) -> bool:
    """Whether the department should know: of what is nobody's in particular everybody should."""
    hall, facts = floor.hall, a.facts
    if a.kind == "exception":
        return department is None  # of a colleague, and of no department
    if "department" in facts:
        return department in (None, facts["department"])
    if facts.get("window"):
        return window_of(hall, department, facts["window"])
    if facts.get("service"):
        return serves(hall, department, (facts["service"],))
    if facts.get("queue"):
        return serves(hall, department, hall.services_of_queue.get(facts["queue"], ()))
    return True
