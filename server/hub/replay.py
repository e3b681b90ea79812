"""Exactly once: a success is stored with its key in the same transaction and answered again for 7 days."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from typing import Any

import msgspec

from server.domain.errors import HallError

DAYS = 7
_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder().decode


@dataclass(frozen=True, slots=True)
class Replay:
    """A client's key and the hash of what it asked with it."""

    key: str
    body_hash: str
    status: int = 200


def asked(key: str, method: str, path: str, body: Any, status: int = 200) -> Replay:
    """The replay for a request; the same method, path and canonical body give the same hash."""
    text = f"{method} {path}\n".encode() + _encode(body)
    return Replay(key, hashlib.sha256(text).hexdigest(), status)


def remembered(conn: sqlite3.Connection, hall: str, actor: str, replay: Replay) -> dict[str, Any] | None:
    """The stored answer, or None. Raises HallError(key_reused) when the key was used for something else."""
    row = conn.execute(
        "select body_hash, answer from command where hall = :hall and actor = :actor and key = :key",
        {"hall": hall, "actor": actor, "key": replay.key},
    ).fetchone()
    if row is None:
        return None
    if row[0] != replay.body_hash:
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
            "hall": hall, "actor": actor, "key": replay.key, "body_hash": replay.body_hash, "status": replay.status,
            "answer": _encode(answer).decode(), "first": first if last >= first else None,
            "last": last if last >= first else None, "now": now,
        },
    )  # fmt: skip


def forget(conn: sqlite3.Connection, now: int) -> None:
    conn.execute("delete from command where at < :before", {"before": now - DAYS * 24 * 3600 * 1000})
