"""Journal rows and their chain: hash = sha256(previous ‖ row). `data` is the canonical text that was hashed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from server.domain.events import EVENT_VERSION, Entry

_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder().decode

INSERT = """insert into journal (hall, seq, at, day, v, kind, actor, cause, data, hash)
    values (:hall, :seq, :at, :day, :v, :kind, :actor, :cause, :data, :hash)"""
COLUMNS = "select seq, at, day, v, kind, actor, cause, data, hash from journal "
AFTER = COLUMNS + "where hall = :hall and seq > :after order by seq limit :limit"


class ChainBroken(Exception):
    """The journal was changed outside Paihao."""

    def __init__(self, hall: str, seq: int) -> None:
        super().__init__(
            f"The journal of {hall} does not verify at seq {seq}: it was changed outside Paihao."
        )
        self.seq = seq


def text(data: Any) -> str:
    """The canonical text of an event's data, or of a value in it: sorted keys, no spaces, UTF-8."""
    return _encode(data).decode()


def link(previous: str, hall: str, e: Entry, data: str) -> str:
    row = f"{previous}\n{hall}\n{e.seq}\n{e.at}\n{e.day}\n{e.v}\n{e.kind}\n{e.actor}\n{e.cause}\n{data}"
    return hashlib.sha256(row.encode()).hexdigest()


def append(conn: sqlite3.Connection, hall: str, previous: str, entries: Iterable[Entry]) -> str:
    """Write entries after the row whose hash is `previous`; returns the new head. The caller holds the lock."""
    for e in entries:
        data = text(e.data)
        previous = link(previous, hall, e, data)
        conn.execute(
            INSERT,
            {
                "hall": hall, "seq": e.seq, "at": e.at, "day": e.day, "v": e.v, "kind": e.kind,
                "actor": e.actor, "cause": e.cause, "data": data, "hash": previous,
            },
        )  # fmt: skip
    return previous


def upcast(v: int, kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """Old event versions are lifted to today's on reading. There is one version so far."""
    if v != EVENT_VERSION:
        raise ValueError(f"event {kind} has version {v}; this Paihao knows {EVENT_VERSION}")
    return data


def read(
    conn: sqlite3.Connection, hall: str, after: int, limit: int = -1
) -> Iterator[tuple[Entry, str, str]]:
    """Entries after a seq in order, each with its data text and hash."""
    return entries(conn.execute(AFTER, {"hall": hall, "after": after, "limit": limit}))


def entries(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Entry, str, str]]:
    """Rows of `COLUMNS` as entries."""
    for seq, at, day, v, kind, actor, cause, data, digest in rows:
        yield Entry(seq, at, day, kind, actor, cause, upcast(v, kind, _decode(data)), v), data, digest


def head(conn: sqlite3.Connection, hall: str, seq: int) -> str:
    row = conn.execute(
        "select hash from journal where hall = :hall and seq = :seq", {"hall": hall, "seq": seq}
    )
    found = row.fetchone()
    return found[0] if found else ""


def day_start(conn: sqlite3.Connection, hall: str) -> int:
    """The seq before the last day.opened: where folding today's floor begins; 0 for a new hall."""
    row = conn.execute(
        "select seq from journal where hall = :hall and kind = 'day.opened' order by seq desc limit 1",
        {"hall": hall},
    ).fetchone()
    return row[0] - 1 if row else 0


def verified(conn: sqlite3.Connection, hall: str, after: int, last: int | None = None) -> Iterator[Entry]:
    """Entries after a seq (up to another one), each checked against the chain. Raises ChainBroken."""
    previous, expected = head(conn, hall, after), after + 1
    for entry, data, digest in read(conn, hall, after, -1 if last is None else last - after):
        if entry.seq != expected or link(previous, hall, entry, data) != digest:
            raise ChainBroken(hall, entry.seq)
        previous, expected = digest, expected + 1
        yield entry
