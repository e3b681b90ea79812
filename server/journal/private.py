"""Personal data and free text, kept apart from the journal and erased when their time is over."""

from __future__ import annotations

import sqlite3

DAY = 24 * 3600 * 1000


def keep(conn: sqlite3.Connection, ref: str, kind: str, value: str, expires_at: int) -> None:
    conn.execute(
        """insert into private (ref, kind, value, expires_at) values (:ref, :kind, :value, :expires_at)
            on conflict (ref, kind) do update set value = excluded.value, expires_at = excluded.expires_at""",
        {"ref": ref, "kind": kind, "value": value, "expires_at": expires_at},
    )


def value(conn: sqlite3.Connection, ref: str, kind: str) -> str | None:
    row = conn.execute(
        "select value from private where ref = :ref and kind = :kind", {"ref": ref, "kind": kind}
    ).fetchone()
    return row[0] if row else None


def by_track(conn: sqlite3.Connection, code: str) -> str | None:
    """The ticket a track code belongs to."""
    row = conn.execute(
        "select ref from private where kind = 'track' and value = :code", {"code": code}
    ).fetchone()
    return row[0] if row else None


def erase(conn: sqlite3.Connection, ref: str) -> int:
    """Everything private about one visit; journal, chain and projections do not change."""
    return conn.execute("delete from private where ref = :ref", {"ref": ref}).rowcount


def prolong(conn: sqlite3.Connection, ref: str, expires_at: int) -> None:
    """What is private about something that was put off (ms)."""
    conn.execute(
        "update private set expires_at = :expires_at where ref = :ref", {"ref": ref, "expires_at": expires_at}
    )


def expire(conn: sqlite3.Connection, now: int) -> int:
    return conn.execute("delete from private where expires_at <= :now", {"now": now}).rowcount
