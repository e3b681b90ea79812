"""What was read at a kiosk: a card and a scan each in `private`, gone within minutes. Never a number, never a name.

A row holds what the next press may need: by which keyed hashes the person is known again, the age, the masked name.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

KIND = "reading"
FIRST, LAST = "reading ", "reading!"
"""Between these lie the refs of all readings, and of nothing else."""
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Reading:
    """`marks` are keyed hashes by purpose; `text` is what a scanner saw; `age` in full years, None for a scan."""

    hall: str
    kiosk: str
    kind: str
    handle: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    name: str = field(default="", repr=False)
    age: int | None = field(default=None, repr=False)
    marks: dict[str, str] = field(default_factory=dict, repr=False)
    text: str = field(default="", repr=False)

    @property
    def ref(self) -> str:
        return f"{FIRST}{self.hall} {self.kiosk}{' scan' if self.text else ''}"


def keep(conn: sqlite3.Connection, reading: Reading, expires_at: int) -> None:
    """In the place of the card, or the scan, that was read for this kiosk before."""
    conn.execute(
        """insert or replace into private (ref, kind, value, expires_at)
            values (:ref, :kind, :value, :expires_at)""",
        {
            "ref": reading.ref, "kind": KIND, "value": _encode(reading).decode(),
            "expires_at": expires_at,
        },
    )  # fmt: skip


def by_handle(conn: sqlite3.Connection, hall: str, handle: str, now: int) -> Reading | None:
    return next((r for r in _all(conn, now) if (r.hall, r.handle) == (hall, handle)), None)


def of_kiosk(conn: sqlite3.Connection, hall: str, kiosk: str, now: int) -> Reading | None:
    """What was read last."""
    return next((r for r in _all(conn, now) if (r.hall, r.kiosk) == (hall, kiosk)), None)


def _all(conn: sqlite3.Connection, now: int) -> Iterator[Reading]:
    """Those that count still, the newest first; there are two a kiosk at most."""
    rows = conn.execute(
        """select value from private where ref >= :first and ref < :last and kind = :kind and expires_at > :now
            order by expires_at desc""",
        {"first": FIRST, "last": LAST, "kind": KIND, "now": now},
    ).fetchall()
    return (_read(value) for (value,) in rows)


def _read(value: str) -> Reading:
    given: dict[str, Any] = msgspec.json.decode(value)
    return Reading(**given)


def erase(conn: sqlite3.Connection, reading: Reading) -> None:
    """Unless another has taken its place."""
    conn.execute(
        "delete from private where ref = :ref and kind = :kind and json_extract(value, '$.handle') = :handle",
        {"ref": reading.ref, "kind": KIND, "handle": reading.handle},
    )


def expire(conn: sqlite3.Connection, hall: str, now: int) -> list[str]:
    """Erase a hall's readings whose time is over; their kiosks."""
    rows = conn.execute(
        """delete from private where ref >= :first and ref < :last and kind = :kind and expires_at <= :now
            and json_extract(value, '$.hall') = :hall returning value""",
        {"first": FIRST, "last": LAST, "kind": KIND, "now": now, "hall": hall},
    ).fetchall()
    return [_read(value).kiosk for (value,) in rows]
