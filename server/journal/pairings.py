"""Pairings: six digits that a device shows, the hash of its secret, and who let it in. A code lasts ten minutes."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass

COLUMNS = """select id, hall, code, hash, kind, device, page, address, made_at, expires_at, state, role, name, window,
    zone, by, credential from pairing """
INSERT = """insert into pairing (id, hall, code, hash, kind, device, page, address, made_at, expires_at, state)
    values (:id, :hall, :code, :hash, :kind, :device, :page, :address, :made_at, :expires_at, :state)"""
DECIDE = """update pairing set state = :state, role = :role, name = :name, window = :window, zone = :zone, by = :by,
    expires_at = :expires_at where id = :id and state = 'waiting'"""


@dataclass(frozen=True, slots=True)
class Pairing:
    """`state` is waiting, confirmed or refused. `device` is what it calls itself, `name` what it was confirmed as,
    `page` whether a browser asks, `by` who decided, `credential` what was granted. Instants are milliseconds UTC.
    """

    id: str
    hall: str
    code: str
    hash: str
    kind: str
    device: str
    page: int
    address: str
    made_at: int
    expires_at: int
    state: str = "waiting"
    role: str | None = None
    name: str | None = None
    window: str | None = None
    zone: str | None = None
    by: str | None = None
    credential: str | None = None


def add(conn: sqlite3.Connection, pairing: Pairing) -> None:
    conn.execute(INSERT, asdict(pairing))


def taken(conn: sqlite3.Connection, code: str) -> bool:
    """Whether the code is that of a pairing nobody has decided, of any hall; one that ran out is let go later."""
    row = conn.execute("select 1 from pairing where code = :code and state = 'waiting'", {"code": code})
    return row.fetchone() is not None


def waiting(conn: sqlite3.Connection, hall: str, now: int) -> list[Pairing]:
    rows = conn.execute(
        COLUMNS + "where hall = :hall and state = 'waiting' and expires_at > :now order by made_at, id",
        {"hall": hall, "now": now},
    )
    return [Pairing(*row) for row in rows]


def by_hash(conn: sqlite3.Connection, hash: str) -> Pairing | None:
    row = conn.execute(COLUMNS + "where hash = :hash", {"hash": hash}).fetchone()
    return Pairing(*row) if row else None


def by_code(conn: sqlite3.Connection, code: str, now: int) -> Pairing | None:
    """The open pairing of six digits, of whatever hall."""
    row = conn.execute(
        COLUMNS + "where code = :code and state = 'waiting' and expires_at > :now", {"code": code, "now": now}
    ).fetchone()
    return Pairing(*row) if row else None


def decide(conn: sqlite3.Connection, decided: Pairing) -> None:
    """Confirm or refuse what is still waiting for that."""
    conn.execute(DECIDE, asdict(decided))


def granted(conn: sqlite3.Connection, id: str, credential: str) -> None:
    conn.execute(
        "update pairing set credential = :credential where id = :id", {"id": id, "credential": credential}
    )


def forget(conn: sqlite3.Connection, before: int) -> None:
    """Let go of what nobody confirmed; whom somebody let in, and who did, stays."""
    conn.execute(
        "delete from pairing where state <> 'confirmed' and expires_at < :before", {"before": before}
    )
