"""Exactly once: a success is stored with its key in the same transaction and answered again for 7 days.

What was asked is kept as a keyed hash only, since a phone or ID number in it could be guessed from a plain one; each
day's key goes when that day's answers do.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import Any

import msgspec

from server.domain.errors import HallError
from server.journal import identity

DAYS = 7
DAY = 24 * 3600 * 1000
_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder().decode


@dataclass(frozen=True, slots=True)
class Replay:
    """A client's key and the text of what it asked with it."""

    key: str
    text: str = field(repr=False)
    status: int = 200


def asked(key: str, method: str, path: str, body: Any, status: int = 200, query: str = "") -> Replay:
    """The replay for a request; the same method, path, query and body give the same text."""
    where = f"{path}?{query}" if query else path
    return Replay(key, f"{method} {where}\n{_encode(body).decode()}", status)


def remembered(conn: sqlite3.Connection, hall: str, actor: str, replay: Replay) -> dict[str, Any] | None:
    """The stored answer, or None. Raises HallError(key_reused) when the key was used for something else."""
    row = conn.execute(
        "select body_hash, answer, at from command where hall = :hall and actor = :actor and key = :key",
        {"hall": hall, "actor": actor, "key": replay.key},
    ).fetchone()
    if row is None:
        return None
    hash = identity.found(conn, hall, _purpose(row[2]), replay.text)
    if row[0] and hash is not None and row[0] != hash:
        raise HallError("key_reused", "This Idempotency-Key was used for another request; make a new one.")
    answer: dict[str, Any] = _decode(row[1])
    return answer


def remember(
    conn: sqlite3.Connection,
    hall: str,
    actor: str,
    replay: Replay,
    answer: dict[str, Any],
    first: int,
    last: int,
    now: int,
) -> None:
    conn.execute(
        """insert into command (hall, actor, key, body_hash, status, answer, first_seq, last_seq, at)
            values (:hall, :actor, :key, :body_hash, :status, :answer, :first, :last, :now)""",
        {
            "hall": hall, "actor": actor, "key": replay.key, "status": replay.status,
            "body_hash": identity.made(conn, hall, _purpose(now), replay.text, now, (now // DAY + DAYS + 1) * DAY),
            "answer": _encode(answer).decode(), "first": first if last >= first else None,
            "last": last if last >= first else None, "now": now,
        },
    )  # fmt: skip


def forget(conn: sqlite3.Connection, now: int) -> None:
    conn.execute("delete from command where at < :before", {"before": now - DAYS * DAY})


def _purpose(at: int) -> str:
    """A key for each day's requests (UTC)."""
    return f"replay {at // DAY}"
