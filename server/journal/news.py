"""Small facts where only the latest counts: device health, what became of a slip. Not part of the journal."""

from __future__ import annotations

import sqlite3
from typing import Any

import msgspec

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


def tell(conn: sqlite3.Connection, hall: str, key: str, value: dict[str, Any], now: int) -> None:
    """Latest wins; a new rev lets every process notice it."""
    conn.execute(
        "insert or replace into news (hall, key, at, value) values (:hall, :key, :at, :value)",
        {"hall": hall, "key": key, "at": now, "value": _encode(value).decode()},
    )


def forget(conn: sqlite3.Connection, before: int) -> None:
    """Let go of devices and slips not heard of since a moment."""
    conn.execute("delete from news where at < :before", {"before": before})


def since(conn: sqlite3.Connection, rev: int) -> list[tuple[int, str, str, int, dict[str, Any]]]:
    """(rev, hall, key, at, value) after a rev, in order."""
    rows = conn.execute(
        "select rev, hall, key, at, value from news where rev > :rev order by rev", {"rev": rev}
    )
    return [(r, h, k, at, _decode(v)) for r, h, k, at, v in rows]


def latest(conn: sqlite3.Connection) -> int:
    row = conn.execute("select coalesce(max(rev), 0) from news").fetchone()
    return int(row[0])


def under(conn: sqlite3.Connection, hall: str, prefix: str) -> list[tuple[str, int, dict[str, Any]]]:
    """(key, at, value) of every key that begins with the prefix."""
    rows = conn.execute(
        "select key, at, value from news where hall = :hall and substr(key, 1, length(:prefix)) = :prefix",
        {"hall": hall, "prefix": prefix},
    )
    return [(k, at, _decode(v)) for k, at, v in rows]
