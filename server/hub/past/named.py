"""Whether a hall ever had something of a name: its present profile or any it had before, its accounts and figures.

Figures, visits and ratings of the past go by the names of their day; what a hall never had is a slip of the pen.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from server import typed
from server.domain.profile import Hall
from server.profiles.classing import ALWAYS, RESERVED, USUAL
from server.profiles.plates import numbers_of

_decode = msgspec.json.Decoder().decode
PERSON = "person"
CLASSES = {c.id for c in (*ALWAYS, RESERVED, *USUAL)}
"""Those a hall has without stating them, now or once."""
PARTS: dict[str, tuple[str, Callable[[Hall], Iterable[str]]]] = {
    "zone": ("zones", lambda hall: hall.zone),
    "department": ("departments", lambda hall: hall.department),
    "service": ("services", lambda hall: hall.service),
    "window": ("windows", lambda hall: hall.window),
    "class": ("classes", lambda hall: hall.klass),
    PERSON: ("", lambda hall: ()),
}
"""A filter's key → the table of the profile it names rows of, and their ids as the hall is now. It has no people."""
ACTORS = re.compile(r"(system|simulate|import|anyone)$|(token|session|device|holder):")
"""Who is no person, as entries of the journal name them: whoever reads one there may ask what else it did."""
WORKED = """select 1 from person where name = :name
    union all select 1 from shift where hall = :hall and person = :name
    union all select 1 from leg where hall = :hall and :name in (person, granter) limit 1"""
"""Accounts end and move between halls, and are never deleted. Who never had one is known from the windows they held."""


def known(hall: Hall, part: str, id: str) -> bool:
    """Whether the hall has it now: nothing need be read for that."""
    return id in PARTS[part][1](hall)


def unknown(hall: Hall, part: str, id: str) -> str:
    """What is said of an id that no profile of the hall has. Names of people are not given away."""
    if part == PERSON:
        return f"this hall has and had nobody called {id!r}"
    return f"this hall has and had no {part} {id!r}; {typed.meant(id, PARTS[part][1](hall))}"


def ever(conn: sqlite3.Connection, hall: str, part: str, id: str) -> bool:
    """`part`: a key of PARTS."""
    if part == PERSON:
        name = id.removeprefix("person:")
        return bool(ACTORS.match(id) or conn.execute(WORKED, {"hall": hall, "name": name}).fetchone())
    table = PARTS[part][0]
    if part == "class" and id in CLASSES:
        return True
    raws = conn.execute("select distinct raw from profile where hall = :hall", {"hall": hall})
    return any(id in _ids(_decode(raw), table) for (raw,) in raws)


def _ids(raw: Any, table: str) -> set[str]:
    rows = [row for row in raw.get(table) or () if isinstance(row, dict)]
    if table == "windows":
        return {str(row.get("id") or f"w{n}") for row in rows for n in numbers_of(row)}
    return {str(row.get("id")) for row in rows}
