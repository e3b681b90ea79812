"""Whether a hall ever had something of a name: its present profile, or any it had before.

Figures, visits and ratings of the past go by the names of their day; what a hall never had is a slip of the pen.
"""

from __future__ import annotations

import sqlite3
from typing import Any

import msgspec

from server.profiles.classing import ALWAYS, RESERVED, USUAL
from server.profiles.plates import numbers_of

_decode = msgspec.json.Decoder().decode
CLASSES = {c.id for c in (*ALWAYS, RESERVED, *USUAL)}
"""Those a hall has without stating them, now or once."""


def ever(conn: sqlite3.Connection, hall: str, part: str, id: str) -> bool:
    """`part`: a profile's table, such as `windows`."""
    if part == "classes" and id in CLASSES:
        return True
    raws = conn.execute("select distinct raw from profile where hall = :hall", {"hall": hall})
    return any(id in _ids(_decode(raw), part) for (raw,) in raws)


def _ids(raw: Any, part: str) -> set[str]:
    rows = [row for row in raw.get(part) or () if isinstance(row, dict)]
    if part == "windows":
        return {str(row.get("id") or f"w{n}") for row in rows for n in numbers_of(row)}
    return {str(row.get("id")) for row in rows}
