"""The tables of cards and of matters with due dates: rows from the journal, and lists.

Projections: `paihao rebuild` makes them anew. Words stand apart, in `private`; `…_ref` is their reference.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from server.domain.events import Entry

Row = dict[str, Any]
COLUMNS = (
    "id", "at", "day", "colour", "kind", "whose", "department", "matter", "rule", "rule_ref", "reason", "reason_ref",
    "by", "revoked_at", "revoked_by", "revoked", "revoked_ref",
)  # fmt: skip
SELECT = "select " + ", ".join(COLUMNS) + " from card where hall = :hall "
ISSUE = """insert into card (hall, id, at, day, colour, kind, whose, department, matter, rule, rule_ref, reason,
        reason_ref, by, seq)
    values (:hall, :card, :at, :day, :colour, :kind, :whose, :department, :matter, :rule, :rule_ref, :reason,
        :reason_ref, :by, :seq)"""
REVOKE = """update card set revoked_at = :at, revoked_by = :by, revoked = :reason, revoked_ref = :reason_ref
    where hall = :hall and id = :card and revoked_at is null"""
LIST = (
    SELECT
    + """and (:from is null or day >= :from) and (:to is null or day <= :to)
    and (:colour is null or colour = :colour) and (:kind is null or kind = :kind)
    and (:whose is null or whose = :whose) and (:department is null or department = :department)
    and (:state is null or (revoked_at is null) = (:state = 'standing'))
    and (at, id) < (:at, :id) order by at desc, id desc limit :limit"""
)
BRING = """insert into matter (hall, number, service, department, person, due, done, imported_at)
    values (:hall, :matter, :service, :department, :person, :due, :done, :at)
    on conflict (hall, number) do update set service = excluded.service, department = excluded.department,
        person = excluded.person, due = excluded.due, done = excluded.done, imported_at = excluded.imported_at"""
MATTERS = """select number, service, department, person, due, done, imported_at from matter where hall = :hall
    and due between :first and :last and (:department is null or department = :department)
    and (due, number) > (:due, :number) and done is """
ORDER = " order by due, number limit :limit"
OPEN_MATTERS, DONE_MATTERS = MATTERS + "null" + ORDER, MATTERS + "not null" + ORDER
"""Said in so many words: only then the index of what is not done serves."""


def project(conn: sqlite3.Connection, hall: str, entry: Entry) -> None:
    """Write what one entry did to a card or to matters; entries about anything else do nothing."""
    d = {"rule_ref": None, "reason_ref": None, "matter": None, **entry.data, "hall": hall, "at": entry.at}
    if entry.kind == "card.issued":
        kind, whose = d["to"]
        conn.execute(ISSUE, d | {"kind": kind, "whose": whose, "day": entry.day, "seq": entry.seq})
    elif entry.kind == "card.revoked":
        conn.execute(REVOKE, d)
    elif entry.kind == "matters.imported":
        conn.executemany(BRING, [{**row, "hall": hall, "at": entry.at} for row in d["rows"]])


def found(conn: sqlite3.Connection, hall: str, id: str) -> Row | None:
    row = conn.execute(SELECT + "and id = :id", {"hall": hall, "id": id}).fetchone()
    return _row(row) if row else None


def issued_by(conn: sqlite3.Connection, hall: str, seq: int) -> Row | None:
    """The card of an entry."""
    row = conn.execute(SELECT + "and seq = :seq", {"hall": hall, "seq": seq}).fetchone()
    return _row(row) if row else None


def _row(values: tuple[Any, ...]) -> Row:
    row = dict(zip(COLUMNS, values, strict=True))
    return row | {"to": [row.pop("kind"), row.pop("whose")]}


def listed(
    conn: sqlite3.Connection, asked: Mapping[str, Any], before: tuple[int, str], limit: int
) -> list[Row]:
    """The newest first, from before (at, id)."""
    values = {**asked, "at": before[0], "id": before[1], "limit": limit}
    return [_row(row) for row in conn.execute(LIST, values)]


def matters(
    conn: sqlite3.Connection, asked: Mapping[str, Any], after: tuple[str, str], limit: int
) -> list[Row]:
    """Those due first come first, from after (due, number); those `done`, or those that are not."""
    names = ("matter", "service", "department", "person", "due", "done", "imported_at")
    values = {**asked, "due": after[0], "number": after[1], "limit": limit}
    sql = DONE_MATTERS if asked["done"] else OPEN_MATTERS
    return [dict(zip(names, row, strict=True)) for row in conn.execute(sql, values)]


def matter(conn: sqlite3.Connection, hall: str, number: str) -> bool:
    """Whether this matter was brought in."""
    sql = "select 1 from matter where hall = :hall and number = :number"
    return conn.execute(sql, {"hall": hall, "number": number}).fetchone() is not None


def has_served(conn: sqlite3.Connection, hall: str, person: str, department: str, since: int) -> bool:
    """Whether somebody has served a department's people since a day (a number like 20261122)."""
    row = conn.execute(
        """select 1 from leg where hall = :hall and day >= :since and person = :person and department = :department
            limit 1""",
        {"hall": hall, "since": since, "person": person, "department": department},
    )
    return row.fetchone() is not None
