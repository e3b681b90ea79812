"""made: which scheduled reports were made, and which must be tried again. One process at a time makes each."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

NAMES = "report, first, last, state, attempts, due_at, detail, at"
OF_ONE = (
    "select "
    + NAMES
    + " from made where hall = :hall and report = :report and first = :first and last = :last"
)
LATEST = (
    "select " + NAMES + " from made where hall = :hall and report = :report order by last desc, first limit 1"
)
CLAIM = """insert into made (hall, report, first, last, state, attempts, due_at, detail, at)
    values (:hall, :report, :first, :last, 'making', 1, :until, '', :now)
    on conflict (hall, report, first, last) do update set state = 'making', attempts = attempts + 1, due_at = :until,
        at = :now
    where state in ('making', 'failed') and due_at <= :now"""
END = """update made set state = :state, due_at = :due_at, detail = :detail, at = :now
    where hall = :hall and report = :report and first = :first and last = :last"""

PUT_OFF = """update made set attempts = attempts - 1, due_at = :due_at, at = :now
    where hall = :hall and report = :report and first = :first and last = :last"""


@dataclass(frozen=True, slots=True)
class Made:
    """`state`: making, made, failed (tried again at `due_at`), given_up. `detail`: the file's name, or why not.

    `first` and `last` are days as written; instants are milliseconds UTC.
    """

    report: str
    first: str
    last: str
    state: str
    attempts: int
    due_at: int | None
    detail: str
    at: int


def of_one(conn: sqlite3.Connection, hall: str, report: str, first: str, last: str) -> Made | None:
    values = {"hall": hall, "report": report, "first": first, "last": last}
    row = conn.execute(OF_ONE, values).fetchone()
    return Made(*row) if row else None


def latest(conn: sqlite3.Connection, hall: str, report: str) -> Made | None:
    row = conn.execute(LATEST, {"hall": hall, "report": report}).fetchone()
    return Made(*row) if row else None


def claim(
    conn: sqlite3.Connection, hall: str, report: str, first: str, last: str, now: int, until: int
) -> bool:
    """Whether this process makes it now; whoever does not end it by `until` leaves it to be made again."""
    values = {"hall": hall, "report": report, "first": first, "last": last, "now": now, "until": until}
    return conn.execute(CLAIM, values).rowcount == 1


def put_off(conn: sqlite3.Connection, hall: str, made: Made, due_at: int, now: int) -> None:
    """It was not even begun: the attempt does not count."""
    values = {"hall": hall, "report": made.report, "first": made.first, "last": made.last}
    conn.execute(PUT_OFF, values | {"due_at": due_at, "now": now})


def end(
    conn: sqlite3.Connection, hall: str, made: Made, state: str, detail: str, due_at: int | None, now: int
) -> None:
    values = {"hall": hall, "report": made.report, "first": made.first, "last": made.last}
    conn.execute(END, values | {"state": state, "detail": detail, "due_at": due_at, "now": now})
