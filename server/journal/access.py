"""People and credentials: tokens, sessions, pairing links. Secrets are stored hashed; passwords by argon2."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass
from typing import Any

COLUMNS = """select id, kind, role, hall, window, person, device, label, made_at, expires_at, revoked_at,
    department from credential """
INSERT = """insert into credential (id, hash, kind, role, hall, window, person, device, label, made_at, expires_at,
        department)
    values (:id, :hash, :kind, :role, :hall, :window, :person, :device, :label, :made_at, :expires_at, :department)"""

NAME = r"^(?!\.+$)(?![\s\S]*[/\\\x00-\x1f\x7f])\S(.*\S)?$(?!\n)"
"""What a person may be called, in at most 64 characters. The name stands in an address: no slashes, nothing that
cannot be seen, no space around it, not only dots."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What a secret entitles to. `kind`: token, session, pairing or device; instants in milliseconds UTC.

    `department`: the one a lead looks into; no other role has one.
    """

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
    department: str | None = None

    def valid(self, now: int) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)

    @property
    def actor(self) -> str:
        return f"person:{self.person}" if self.person else f"{self.kind}:{self.id}"

    @property
    def windows(self) -> tuple[str, ...]:
        """The windows it is for: `window` holds one id, or several with commas; none means all of the hall."""
        return tuple(self.window.split(",")) if self.window else ()


@dataclass(frozen=True, slots=True)
class Person:
    """`number` is what they type where there are no letters; digits, once in a hall. `department`: a lead's own."""

    name: str
    password: str | None
    pin: str | None
    role: str
    hall: str | None
    number: str | None = None
    department: str | None = None


def digest(secret: str) -> str:
    """Secrets have 160 random bits, so a plain hash is enough to keep them from being read out of a backup."""
    return hashlib.sha256(secret.encode()).hexdigest()


def grant(conn: sqlite3.Connection, kind: str, role: str, now: int, **where: Any) -> tuple[str, str]:
    """A new credential; returns (id, secret). The secret is shown once and not kept.

    `where`: hall, window, person, device, label, department, expires_at (milliseconds UTC).
    """
    id = secrets.token_hex(4)
    secret = f"ph{kind[0]}_{id}_{secrets.token_urlsafe(20)}"
    keep(conn, id, secret, kind, role, now, **where)
    return id, secret


def keep(
    conn: sqlite3.Connection, id: str, secret: str, kind: str, role: str, now: int, **where: Any
) -> None:
    """A credential whose secret its holder can make again; `where` as for `grant`."""
    values = dict.fromkeys(("hall", "window", "person", "device", "label", "expires_at", "department"))
    values.update(where)
    conn.execute(
        INSERT, {"id": id, "hash": digest(secret), "kind": kind, "role": role, "made_at": now, **values}
    )


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


def of_device(conn: sqlite3.Connection, hall: str, role: str, device: str) -> list[Credential]:
    """What is still valid for a device of a name and role."""
    rows = conn.execute(
        COLUMNS
        + "where hall = :hall and role = :role and device = :device and revoked_at is null and kind <> 'pairing'",
        {"hall": hall, "role": role, "device": device},
    )
    return [Credential(*row) for row in rows]


def revoke(conn: sqlite3.Connection, id: str, now: int) -> bool:
    """Whether there was a valid one to revoke."""
    done = conn.execute(
        "update credential set revoked_at = :now where id = :id and revoked_at is null",
        {"id": id, "now": now},
    )
    return done.rowcount == 1


def person(conn: sqlite3.Connection, name: str) -> Person | None:
    row = conn.execute(
        """select name, password, pin, role, hall, number, department from person
            where name = :name and ended_at is null""",
        {"name": name},
    ).fetchone()
    return Person(*row) if row else None


def numbered(conn: sqlite3.Connection, number: str, hall: str | None) -> Person | None:
    """Who has this staff number in a hall (None: in any); somebody of all halls has it in each."""
    row = conn.execute(
        """select name, password, pin, role, hall, number, department from person
            where number = :number and ended_at is null and (hall is null or :hall is null or hall = :hall)""",
        {"number": number, "hall": hall},
    ).fetchone()
    return Person(*row) if row else None


def save_person(conn: sqlite3.Connection, who: Person, now: int) -> None:
    """A new person, or a known one changed; what is None of password, PIN and number stays, unless they had gone.

    Sessions of a role, hall, department or password that are no longer theirs end.
    """
    conn.execute(
        """update credential set revoked_at = :now where person = :name and revoked_at is null
            and (:password is not null or role <> :role or hall is not :hall or department is not :department)""",
        {
            "now": now, "name": who.name, "password": who.password, "role": who.role, "hall": who.hall,
            "department": who.department,
        },
    )  # fmt: skip
    conn.execute(
        """insert into person (name, password, pin, role, hall, number, department, made_at)
            values (:name, :password, :pin, :role, :hall, :number, :department, :now)
            on conflict (name) do update set
                password = coalesce(excluded.password, case when person.ended_at is null then person.password end),
                pin = coalesce(excluded.pin, case when person.ended_at is null then person.pin end),
                role = excluded.role, hall = excluded.hall,
                number = coalesce(excluded.number, person.number), department = excluded.department,
                given = case when excluded.password is null then person.given else 0 end, ended_at = null""",
        {
            "name": who.name,
            "password": who.password,
            "pin": who.pin,
            "role": who.role,
            "hall": who.hall,
            "number": who.number,
            "department": who.department,
            "now": now,
        },
    )


def end_person(conn: sqlite3.Connection, name: str, now: int) -> bool:
    """End an account and every session of it; whether there was one. Its number is free for somebody else."""
    conn.execute(
        "update credential set revoked_at = :now where person = :name and revoked_at is null",
        {"name": name, "now": now},
    )
    done = conn.execute(
        "update person set ended_at = :now, number = null, password = null, pin = null"
        " where name = :name and ended_at is null",
        {"name": name, "now": now},
    )
    return done.rowcount == 1


def people(conn: sqlite3.Connection) -> list[Person]:
    rows = conn.execute(
        "select name, null, null, role, hall, number, department from person where ended_at is null order by name"
    )
    return [Person(*row) for row in rows]
