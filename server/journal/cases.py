"""The tables of cases and their steps: rows from the journal, one fact for a decision, lists and counts.

Projections: `paihao rebuild` makes them anew. Notes stand apart, in `private`; `note` is their reference.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from server.domain.events import Entry
from server.domain.ratings.cases import STEPS, Overdue, following
from server.journal import theirs

Row = dict[str, Any]
COLUMNS = (
    "id", "visit", "number", "day", "level", "service", "department", "window", "person", "opened_at", "due",
    "due_day", "state", "found", "called_back", "corrected_at", "ended_at", "reopened",
)  # fmt: skip
SELECT = "select " + ", ".join(COLUMNS) + " from case_file where hall = :hall "
OPEN = """insert into case_file (hall, id, visit, number, day, level, service, department, window, person, opened_at,
        due, due_day, state)
    values (:hall, :case, :visit, :number, :day, :level, :service, :department, :window, :person, :at, :due, :due_day,
        'opened')"""
MOVE = {
    "case.verified": "state = 'verified', found = :code",
    "case.corrected": "state = 'corrected', corrected_at = :at",
    "case.fed_back": "state = 'fed_back', called_back = :code",
    "case.reviewed": "state = 'reviewed', ended_at = :at",
    "case.reopened": """state = 'reopened', due = :due, due_day = :due_day, corrected_at = null, called_back = null,
        ended_at = null, reopened = reopened + 1""",
}
STEP = """insert into case_step (hall, case_file, seq, at, step, code, person, note)
    values (:hall, :case, :seq, :at, :step, :code, :person, :note_ref)"""
WANTED = (
    """ and (:department is null or department = :department) and (:service is null or service = :service)
    and (:window is null or window = :window) and (:person is null or person = :person) and"""
    + theirs.OF_CASE
)
"""`asked` names the `reader` and `today` of `theirs`."""
LIST = (
    SELECT
    + WANTED
    + """and (:state is null or state = :state)
    and (not :open or ended_at is null) and (not :overdue or (ended_at is null and due <= :now))
    and (:from is null or day >= :from) and (:to is null or day <= :to)
    and (due, id) > (:due, :id) order by due, id limit :limit"""
)
COUNTS = (
    """select count(*), sum(ended_at is null and due <= :now), sum(ended_at is not null),
        sum(found is null or found <> 'unfounded'), sum(corrected_at is not null),
        sum(corrected_at is not null and corrected_at <= due), sum(called_back = 'reached'),
        sum(corrected_at is not null or (found is not 'unfounded' and due <= :now))
    from case_file where hall = :hall and day between :from and :to """
    + WANTED
)
OVERDUE = """select id, due, due_day, department, state, found, called_back from case_file
    where hall = :hall and ended_at is null and due <= :now order by due limit 50"""


def project(conn: sqlite3.Connection, hall: str, entry: Entry) -> None:
    """Write what one entry did to a case; entries about anything else do nothing."""
    values = {"window": None, "person": None, "note_ref": None, **entry.data, "hall": hall, "at": entry.at}
    if entry.kind == "case.opened":
        conn.execute(OPEN, values)
    elif entry.kind in MOVE:
        conn.execute(
            "update case_file set " + MOVE[entry.kind] + " where hall = :hall and id = :case", values
        )
        step = next(name for name, kind in STEPS.items() if kind == entry.kind)
        conn.execute(STEP, values | {"seq": entry.seq, "step": step})


def found(conn: sqlite3.Connection, hall: str, id: str) -> Row | None:
    row = conn.execute(SELECT + "and id = :id", {"hall": hall, "id": id}).fetchone()
    return dict(zip(COLUMNS, row, strict=True)) if row else None


def of_visit(conn: sqlite3.Connection, hall: str, ticket: str) -> Row | None:
    row = conn.execute(SELECT + "and visit = :ticket", {"hall": hall, "ticket": ticket}).fetchone()
    return dict(zip(COLUMNS, row, strict=True)) if row else None


def listed(
    conn: sqlite3.Connection, asked: Mapping[str, Any], after: tuple[int, str], limit: int
) -> list[Row]:
    """Those due first come first, from after (due, id)."""
    values = {**asked, "due": after[0], "id": after[1], "limit": limit}
    return [dict(zip(COLUMNS, row, strict=True)) for row in conn.execute(LIST, values)]


def steps(conn: sqlite3.Connection, hall: str, id: str) -> list[Row]:
    rows = conn.execute(
        """select seq, at, step, code, person, note from case_step where hall = :hall and case_file = :id
            order by seq""",
        {"hall": hall, "id": id},
    )
    return [dict(zip(("seq", "at", "step", "code", "person", "note"), row, strict=True)) for row in rows]


def notes(conn: sqlite3.Connection, hall: str, ticket: str) -> list[tuple[str]]:
    """The references of what was noted about a visit's case."""
    return conn.execute(
        """select s.note from case_step s join case_file c on c.hall = s.hall and c.id = s.case_file
            where s.hall = :hall and c.visit = :ticket and s.note is not null""",
        {"hall": hall, "ticket": ticket},
    ).fetchall()


def counts(conn: sqlite3.Connection, asked: Mapping[str, Any]) -> dict[str, int]:
    """Of the cases of visits in a period: all, overdue now, ended, to be corrected, corrected, of these in time, called
    back; and those of which it can be told whether they were in time."""
    row = conn.execute(COUNTS, asked).fetchone()
    names = ("opened", "overdue", "ended", "founded", "corrected", "in_time", "reached", "judged")
    return dict(zip(names, (n or 0 for n in row), strict=True))


def overdue(conn: sqlite3.Connection, hall: str, now: int) -> tuple[Overdue, ...]:
    """Those past their deadline that have not ended, the oldest first; at most fifty."""
    rows = conn.execute(OVERDUE, {"hall": hall, "now": now})
    return tuple(Overdue(id, due, day, following(*state)[0], of) for id, due, day, of, *state in rows)
