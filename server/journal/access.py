"""People and credentials: tokens, sessions, pairing links. Secrets are stored hashed; passwords by argon2."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass
from typing import Any

COLUMNS = """select id, kind, role, hall, window, person, device, label, made_at, expires_at, revoked_at
    from credential """
INSERT = """insert into credential (id, hash, kind, role, hall, window, person, device, label, made_at, expires_at)
    values (:id, :hash, :kind, :role, :hall, :window, :person, :device, :label, :made_at, :expires_at)"""


@dataclass(frozen=True, slots=True)
class Credential:
    """What a secret entitles to. `kind`: token, session, pairing or device; instants in milliseconds UTC."""

    id: str
    kind: str
    role: str
    hall: str | None
    window: str | None
    person: str | None
    device: str | None
    label: str | None
    made_at: int
    expires_at: int | None
    revoked_at: int | None

    def valid(self, now: int) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)

    @property
    def actor(self) -> str:
        return f"person:{self.person}" if self.person else f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    password: str | None
    pin: str | None
    role: str
    hall: str | None


def digest(secret: str) -> str:
    """Secrets have 160 random bits, so a plain hash is enough to keep them from being read out of a backup."""
    return hashlib.sha256(secret.encode()).hexdigest()


def grant(conn: sqlite3.Connection, kind: str, role: str, now: int, **where: Any) -> tuple[str, str]:
    """A new credential; returns (id, secret). The secret is shown once and not kept.

    `where`: hall, window, person, device, label, expires_at (milliseconds UTC).
    """
    id = secrets.token_hex(4)
    secret = f"ph{kind[0]}_{id}_{secrets.token_urlsafe(20)}"
    values = dict.fromkeys(("hall", "window", "person", "device", "label", "expires_at"))
    values.update(where)
    conn.execute(
        INSERT, {"id": id, "hash": digest(secret), "kind": kind, "role": role, "made_at": now, **values}
    )
    return id, secret


def by_secret(conn: sqlite3.Connection, secret: str) -> Credential | None:
    row = conn.execute(COLUMNS + "where hash = :hash", {"hash": digest(secret)}).fetchone()
    return Credential(*row) if row else None


def by_id(conn: sqlite3.Connection, id: str) -> Credential | None:
    row = conn.execute(COLUMNS + "where id = :id", {"id": id}).fetchone()
    return Credential(*row) if row else None


def listed(conn: sqlite3.Connection, kind: str) -> list[Credential]:
    return [
        Credential(*row)
        for row in conn.execute(COLUMNS + "where kind = :kind order by made_at", {"kind": kind})
    ]


def revoke(conn: sqlite3.Connection, id: str, now: int) -> bool:
    """Whether there was a valid one to revoke."""
    done = conn.execute(
        "update credential set revoked_at = :now where id = :id and revoked_at is null",
        {"id": id, "now": now},
    )
    return done.rowcount == 1


def person(conn: sqlite3.Connection, name: str) -> Person | None:
    row = conn.execute(
        "select name, password, pin, role, hall from person where name = :name and ended_at is null",
        {"name": name},
    ).fetchone()
    return Person(*row) if row else None


def save_person(conn: sqlite3.Connection, who: Person, now: int) -> None:
    """A new person, or a known one changed; what is None of password and PIN stays.

    Sessions of a role, hall or password that are no longer theirs end.
    """
    conn.execute(
        """update credential set revoked_at = :now where person = :name and revoked_at is null
            and (:password is not null or role <> :role or hall is not :hall)""",
        {"now": now, "name": who.name, "password": who.password, "role": who.role, "hall": who.hall},
    )
    conn.execute(
        """insert into person (name, password, pin, role, hall, made_at)
            values (:name, :password, :pin, :role, :hall, :now)
            on conflict (name) do update set password = coalesce(excluded.password, person.password),
                pin = coalesce(excluded.pin, person.pin), role = excluded.role, hall = excluded.hall,
                ended_at = null""",
        {
            "name": who.name,
            "password": who.password,
            "pin": who.pin,
            "role": who.role,
            "hall": who.hall,
            "now": now,
        },
    )


def end_person(conn: sqlite3.Connection, name: str, now: int) -> bool:
    """End an account and every session of it; whether there was one."""
    conn.execute(
        "update credential set revoked_at = :now where person = :name and revoked_at is null",
        {"name": name, "now": now},
    )
    done = conn.execute(
        "update person set ended_at = :now where name = :name and ended_at is null",
        {"name": name, "now": now},
    )
    return done.rowcount == 1


def people(conn: sqlite3.Connection) -> list[Person]:
    rows = conn.execute(
        "select name, null, null, role, hall from person where ended_at is null order by name"
    )
    return [Person(*row) for row in rows]
