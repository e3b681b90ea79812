"""What belongs to a department, for counts that know no department of their own: reservations, hours of windows.

As the hall has it now; what was another department's then is counted with those it is of today.
"""

from __future__ import annotations

from server.domain.profile import Hall


def services(hall: Hall) -> dict[str, str]:
    """Service → its department, "" for the hall's own."""
    return {s.id: s.department for s in hall.services}


def windows(hall: Hall) -> dict[str, str]:
    """Window → the department it never serves anybody else for. The hours of shared windows are no department's."""
    found = {w: {hall.service[s].department for s in able} for w, able in hall.could.items()}
    return {w: next(iter(of)) for w, of in found.items() if len(of) == 1 and "" not in of}
