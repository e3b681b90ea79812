"""How visits were rated, kept from a lead who served them: the one place that says what such a lead may not read.

`:reader` is the lead who asks, null for everybody else. Rows of visits are kept back until the rating is closed: its
day (`:today` is later) and its case are over. Sums, and the legs behind them, never tell the reader's own ratings.
"""

from __future__ import annotations

import sqlite3

_READABLE = """ (:reader is null or not exists (select 1 from rating own left join case_file of_own
        on of_own.hall = own.hall and of_own.visit = own.ticket
    where own.hall = :hall and own.person = :reader
        and (own.day >= :today or (of_own.id is not null and of_own.ended_at is null)) and own.ticket = """
OF_RATING = _READABLE + "r.ticket)) "
OF_VISIT = _READABLE + "visit.id)) "
OF_CASE = _READABLE + "case_file.visit)) "
"""Conditions on a row of `rating r`, `visit` and `case_file`."""
OTHERS = "(:reader is null or person <> :reader)"
"""Whether a leg was served by somebody else."""
LEG_RATING = "case when :reader is null or l.person <> :reader then l.rating end"
"""The rating of a leg `l`, of somebody else."""
NO_LEAD = "(:services is null or person not in (select name from person where role = 'lead'))"
"""Whether a leg was served by no lead, where what is counted is of a department and shown to all of its leads."""


def readable(conn: sqlite3.Connection, hall: str, visit: str, reader: str | None, today: str) -> bool:
    """Whether the reader may know how a visit was rated, and what became of it."""
    asked = {"hall": hall, "visit": visit, "reader": reader, "today": today}
    return bool(conn.execute("select" + _READABLE + ":visit))", asked).fetchone()[0])
