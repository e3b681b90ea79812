"""Who somebody is, as a keyed hash only: enough to know the same person again, too little to know who it is.

Each hall and purpose has a random key of its own, so that hashes of two purposes cannot be laid side by side. A key
goes when the last thing hashed with it is over; after that nobody, not even we, can test a guess against a copy.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3

KEY_BYTES = 32


def keep(
    conn: sqlite3.Connection, hall: str, purpose: str, value: str, ref: str, at: int, expires_at: int
) -> None:
    """Remember until `expires_at` (ms) that `ref` (a ticket, a reservation's code) is of who shows `value`.

    A purpose that must not be linked from day to day carries the day in its name: `ticket 2026-11-22`.
    """
    keep_hash(conn, hall, purpose, made(conn, hall, purpose, value, at, expires_at), ref, at, expires_at)


def keep_hash(
    conn: sqlite3.Connection, hall: str, purpose: str, hash: str, ref: str, at: int, expires_at: int
) -> None:
    """The same where the hash was made before, and the value is not at hand any more."""
    conn.execute(
        """insert into identity (hall, purpose, hash, ref, at, expires_at)
            values (:hall, :purpose, :hash, :ref, :at, :expires_at)
            on conflict (hall, purpose, hash, ref) do update set expires_at = excluded.expires_at""",
        {
            "hall": hall, "purpose": purpose, "hash": hash, "ref": ref, "at": at, "expires_at": expires_at,
        },
    )  # fmt: skip


def refs(conn: sqlite3.Connection, hall: str, purpose: str, value: str, now: int) -> list[str]:
    """What is remembered of who shows `value`, oldest first."""
    return refs_of(conn, hall, purpose, found(conn, hall, purpose, value), now)


def refs_of(conn: sqlite3.Connection, hall: str, purpose: str, hash: str | None, now: int) -> list[str]:
    """What is remembered of whose hash this is, oldest first."""
    rows = conn.execute(
        """select ref from identity where hall = :hall and purpose = :purpose and hash = :hash
            and expires_at > :now order by at, ref""",
        {"hall": hall, "purpose": purpose, "hash": hash, "now": now},
    )
    return [ref for (ref,) in rows]


def others(conn: sqlite3.Connection, ref: str, now: int) -> list[str]:
    """What else is remembered of whose this is, for the same purpose; nothing when that is not known."""
    rows = conn.execute(
        """select b.ref from identity a join identity b
            on b.hall = a.hall and b.purpose = a.purpose and b.hash = a.hash and b.ref <> a.ref
            where a.ref = :ref and b.expires_at > :now order by b.at, b.ref""",
        {"ref": ref, "now": now},
    )
    return [other for (other,) in rows]


def made(conn: sqlite3.Connection, hall: str, purpose: str, value: str, at: int, expires_at: int) -> str:
    """The hash of a value; its key is made if there is none, and lives until `expires_at` at least."""
    key, until = _key(conn, hall, purpose)
    if key is None or until < expires_at:
        key = key or secrets.token_bytes(KEY_BYTES)
        conn.execute(
            """insert into secret (hall, purpose, key, made_at, expires_at)
                values (:hall, :purpose, :key, :at, :expires_at)
                on conflict (hall, purpose) do update set expires_at = excluded.expires_at""",
            {"hall": hall, "purpose": purpose, "key": key, "at": at, "expires_at": expires_at},
        )
    return _hash(key, value)


def found(conn: sqlite3.Connection, hall: str, purpose: str, value: str) -> str | None:
    """The hash of a value, or None when there is no key, and so nothing to compare it with."""
    key, _ = _key(conn, hall, purpose)
    return _hash(key, value) if key else None


def _key(conn: sqlite3.Connection, hall: str, purpose: str) -> tuple[bytes | None, int]:
    row = conn.execute(
        "select key, expires_at from secret where hall = :hall and purpose = :purpose",
        {"hall": hall, "purpose": purpose},
    ).fetchone()
    return (row[0], row[1]) if row else (None, 0)


def _hash(key: bytes, value: str) -> str:
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def prolong(conn: sqlite3.Connection, ref: str, expires_at: int) -> None:
    """Remember whose this is until another moment (ms): it was put off."""
    values = {"ref": ref, "expires_at": expires_at}
    conn.execute("update identity set expires_at = :expires_at where ref = :ref", values)
    conn.execute(
        """update secret set expires_at = max(expires_at, :expires_at)
            where (hall, purpose) in (select hall, purpose from identity where ref = :ref)""",
        values,
    )


def erase(conn: sqlite3.Connection, ref: str) -> int:
    """Forget whose this is."""
    return conn.execute("delete from identity where ref = :ref", {"ref": ref}).rowcount


def expire(conn: sqlite3.Connection, now: int) -> int:
    """Hashes whose time is over, and the keys nothing is hashed with any more."""
    conn.execute("delete from secret where expires_at <= :now", {"now": now})
    return conn.execute("delete from identity where expires_at <= :now", {"now": now}).rowcount
