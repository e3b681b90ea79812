"""People as those who look after accounts see them: what they may serve, whom they stand in for, what is to be done.

Signing in and sessions are the business of `access`. No secret leaves this file: only whether there is one.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

COLUMNS = """select name, role, hall, number, department, skills, stands_in, given, pin is not null,
    password is not null, ended_at is not null, made_at from person """


@dataclass(frozen=True, slots=True)
class Staff:
    """`skills`: ids of all services they may serve, None: every one. `given`: their password is to be changed.

    `password` is the hash of a new one, None: as it was; `forget_pin`: they set another themselves.
    """

    name: str
    role: str
    hall: str | None
    number: str | None = None
    department: str | None = None
    skills: tuple[str, ...] | None = None
    stands_in: tuple[str, ...] = ()
    given: bool = False
    has_pin: bool = False
    has_password: bool = False
    ended: bool = False
    made_at: int = 0
    password: str | None = None
    forget_pin: bool = False


def one(conn: sqlite3.Connection, name: str) -> Staff | None:
    """The account of a name, also one that has ended."""
    row = conn.execute(COLUMNS + "where name = :name", {"name": name}).fetchone()
    return _read(row) if row else None


def of_hall(conn: sqlite3.Connection, hall: str) -> list[Staff]:
    """Who works there, people of all halls too."""
    rows = conn.execute(
        COLUMNS + "where ended_at is null and (hall is null or hall = :hall) order by name", {"hall": hall}
    )
    return [_read(row) for row in rows]


def may_serve(conn: sqlite3.Connection, name: str) -> list[str] | None:
    """What somebody may serve: their own and that of everybody they stand in for; None: everything."""
    own = one(conn, name)
    if own is None or own.skills is None:
        return None
    found = set(own.skills)
    for other in own.stands_in:
        person = one(conn, other)
        if person is None or person.ended:
            continue
        if person.skills is None:
            return None
        found |= set(person.skills)
    return sorted(found)


def keep(conn: sqlite3.Connection, who: Staff, now: int) -> None:
    """A new account, or a known one as it is to be. Sessions end that no longer fit: another role, hall, department,
    password, or an end. The number of somebody who has gone is free, and no secret of theirs opens a later account."""
    conn.execute(
        """insert into person (name, role, hall, made_at) values (:name, :role, :hall, :now)
            on conflict (name) do nothing""",
        {"name": who.name, "role": who.role, "hall": who.hall, "now": now},
    )
    conn.execute(
        """update credential set revoked_at = :now where person = :name and revoked_at is null and (:ended
            or :password is not null or exists (select 1 from person p where p.name = :name and (p.role <> :role
                or p.hall is not :hall or p.department is not :department)))""",
        {
            "now": now, "name": who.name, "ended": who.ended, "password": who.password, "role": who.role,
            "hall": who.hall, "department": who.department,
        },
    )  # fmt: skip
    conn.execute(
        """update person set role = :role, hall = :hall, number = :number, department = :department, skills = :skills,
                stands_in = :stands_in, given = :given,
                password = case when not :ended
                    then coalesce(:password, case when ended_at is null then password end) end,
                pin = case when not (:ended or :forget_pin) and ended_at is null then pin end,
                ended_at = case when :ended then coalesce(ended_at, :now) end
            where name = :name""",
        {
            "name": who.name, "role": who.role, "hall": who.hall, "number": None if who.ended else who.number,
            "department": who.department, "skills": None if who.skills is None else json.dumps(who.skills),
            "stands_in": json.dumps(who.stands_in) if who.stands_in else None, "given": who.given,
            "password": who.password, "forget_pin": who.forget_pin, "ended": who.ended, "now": now,
        },
    )  # fmt: skip


def choose_own(conn: sqlite3.Connection, name: str, password: str, pin: str | None, now: int) -> None:
    """A password (hashed) of one's own in the place of the one before, and perhaps a PIN; sessions before it end."""
    conn.execute(
        "update credential set revoked_at = :now where person = :name and revoked_at is null",
        {"name": name, "now": now},
    )
    conn.execute(
        "update person set password = :password, given = 0, pin = coalesce(:pin, pin) where name = :name",
        {"name": name, "password": password, "pin": pin},
    )


def _read(row: Any) -> Staff:
    name, role, hall, number, department, skills, stands_in, given, pin, password, ended, made_at = row
    return Staff(
        name, role, hall, number, department, None if skills is None else tuple(json.loads(skills)),
        tuple(json.loads(stands_in)) if stands_in else (), bool(given), bool(pin), bool(password), bool(ended), made_at,
    )  # fmt: skip
