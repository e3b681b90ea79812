"""The rating table: one row a rated visit, from the journal; lists, counts and what there was to rate.

A projection: `paihao rebuild` makes it anew. What somebody wrote stands apart, in `private`; `words` is its reference.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec

from server.domain.events import Entry
from server.journal import theirs

_json = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode

Row = dict[str, Any]
NAMES = (
    "ticket", "day", "number", "at", "level", "source", "service", "department", "window", "person", "reasons",
    "words", "case", "state",
)  # fmt: skip
KEEP = """insert into rating (hall, ticket, day, number, at, level, source, service, department, window, person,
        reasons, words, seq)
    values (:hall, :ticket, :day, :number, :at, :level, :source, :service, :department, :window, :person, :reasons,
        :words, :seq)"""
VISIT = "select day, service, window, person, series from visit where id = :ticket"
WHERE = (
    """ where r.hall = :hall and r.day between :from and :to
    and (:service is null or r.service = :service) and (:window is null or r.window = :window)
    and (:person is null or r.person = :person) and (:department is null or r.department = :department)
    and"""
    + theirs.OF_RATING
)
"""`asked` of every reading names the `reader` and `today` of `theirs`."""
LIST = (
    """select r.ticket, r.day, r.number, r.at, r.level, r.source, r.service, r.department, r.window, r.person,
        r.reasons, r.words, c.id, c.state
    from rating r left join case_file c on c.hall = r.hall and c.visit = r.ticket"""
    + WHERE
    + """ and (:level is null or r.level = :level) and (:source is null or r.source = :source)
    and (r.at, r.ticket) < (:before_at, :before) order by r.at desc, r.ticket desc limit :limit"""
)
EXPORT = (
    """select r.ticket, r.day, r.number, r.at, r.level, r.source, r.service, r.department, r.window, r.person,
        r.reasons, p.value
    from rating r left join private p on p.ref = r.ticket and p.kind = 'matter'"""
    + WHERE
    + " and (r.day, r.at, r.ticket) > (:day, :at, :ticket) order by r.day, r.at, r.ticket limit :limit"
)
TALLY = (
    "select r.level, r.source, r.reasons, count(*) from rating r"
    + WHERE
    + " group by r.level, r.source, r.reasons"
)
VISITS = """select v.day, count(*), sum(v.rating is not null) from visit v
    where v.hall = :hall and v.day between :from and :to and v.status = 'completed' and v.series <> :rehearsal
    and (:service is null or v.service = :service) and (:window is null or v.window = :window)
    and (:person is null or v.person = :person)
    and (:services is null or v.service in (select value from json_each(:services))) group by v.day"""


def project(conn: sqlite3.Connection, hall: str, entry: Entry) -> None:
    """Write the row of a rating; one of an older release names less, and its visit says the rest."""
    d = entry.data
    if entry.kind != "ticket.rated" or d.get("rehearsal"):
        return
    visit = conn.execute(VISIT, {"ticket": d["ticket"]}).fetchone()
    day, service, window, person, series = visit or (entry.day, "", None, None, "")
    if series == "rehearsal":
        return
    conn.execute(
        KEEP,
        {
            "hall": hall, "ticket": d["ticket"], "day": d.get("day") or day, "number": d["number"], "at": entry.at,
            "level": d["level"], "source": d.get("source", "phone"), "service": d.get("service") or service,
            "department": d.get("department", ""), "window": d.get("window") or window,
            "person": d.get("person") or person, "reasons": _json(d.get("reasons", [])).decode(),
            "words": d.get("reason_ref"), "seq": entry.seq,
        },
    )  # fmt: skip


def listed(
    conn: sqlite3.Connection, asked: Mapping[str, Any], before: tuple[int, str], limit: int
) -> list[Row]:
    """The newest first, from before (at, ticket)."""
    values = {**asked, "before_at": before[0], "before": before[1], "limit": limit}
    rows = (dict(zip(NAMES, row, strict=True)) for row in conn.execute(LIST, values))
    return [{**row, "reasons": _decode(row["reasons"])} for row in rows]


def of_visit(conn: sqlite3.Connection, hall: str, ticket: str) -> Row | None:
    """Why a visit was rated as it was."""
    row = conn.execute(
        "select reasons, words from rating where hall = :hall and ticket = :ticket",
        {"hall": hall, "ticket": ticket},
    ).fetchone()
    return {"reasons": _decode(row[0]), "words": row[1]} if row else None


def exported(
    conn: sqlite3.Connection, asked: Mapping[str, Any], after: tuple[str, int, str], limit: int
) -> list[Row]:
    """The oldest first, from after (day, at, ticket), with the `matter` that was named at the completion."""
    values = {**asked, "day": after[0], "at": after[1], "ticket": after[2], "limit": limit}
    rows = [dict(zip((*NAMES[:11], "matter"), row, strict=True)) for row in conn.execute(EXPORT, values)]
    return [{**row, "reasons": _decode(row["reasons"])} for row in rows]


def tally(conn: sqlite3.Connection, asked: Mapping[str, Any]) -> dict[str, dict[Any, int]]:
    """How many of each level, from each source, for each reason."""
    levels: Counter[int] = Counter({n: 0 for n in range(5, 0, -1)})
    sources: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for level, source, why, n in conn.execute(TALLY, asked):
        levels[level] += n
        sources[source] += n
        for reason in _decode(why):
            reasons[reason] += n
    return {"levels": levels, "sources": sources, "reasons": reasons}


def visits(
    conn: sqlite3.Connection, asked: Mapping[str, Any], services: list[str] | None, rehearsal: str
) -> list[tuple[str, int, int]]:
    """(day, visits completed, of them rated), a row a day; those rehearsed do not count."""
    given = {
        **asked,
        "services": None if services is None else _json(services).decode(),
        "rehearsal": rehearsal,
    }
    return conn.execute(VISITS, given).fetchall()
