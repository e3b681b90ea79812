"""The reservation table: rows by code, slot and person, and how each entry of the journal writes them.

A projection: `paihao rebuild` makes it anew. Whose a reservation is stands apart, as a keyed hash (`identity`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from server.domain.events import Entry
from server.journal import identity, private

_json = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode

NAMES = (
    "code", "hall", "service", "day", "start", "end", "status", "ticket", "arrival", "source", "needs", "locale",
    "made_at", "changed_at", "number",
)  # fmt: skip
COLUMNS = """select r.code, r.hall, r.service, r.day, r.slot_start, r.slot_end, r.status, r.ticket, r.arrival, r.source,
    r.needs, r.locale, r.made_at, r.changed_at, v.number
    from reservation r left join visit v on v.id = r.ticket """
MADE = """insert into reservation (code, hall, service, day, slot_start, slot_end, status, source, needs, locale,
        made_at, changed_at)
    values (:code, :hall, :service, :day, :start, :end, 'booked', :source, :needs, :locale, :at, :at)"""
CHANGED = """update reservation set service = :service, day = :day, slot_start = :start, slot_end = :end,
        changed_at = :at
    where code = :code and status = 'booked'"""
ENDED = "update reservation set status = :status, changed_at = :at where code = :code and status = 'booked'"
USED = """update reservation set status = 'used', ticket = :ticket, arrival = :arrival, changed_at = :at
    where code = :code and status = 'booked'"""

Row = dict[str, Any]
"""A reservation: NAMES → values; instants in milliseconds UTC, `number` its ticket's."""


def project(conn: sqlite3.Connection, hall: str, entry: Entry) -> None:
    """Write what one entry did to a reservation; entries about anything else do nothing.

    Raises sqlite3.IntegrityError rather than give one reservation two tickets.
    """
    d = {**entry.data, "hall": hall, "at": entry.at}
    if entry.kind == "reservation.made":
        conn.execute(MADE, d | {"needs": _json(d["needs"]).decode()})
        return
    if entry.kind == "ticket.taken" and d.get("reservation"):
        done = conn.execute(USED, d | {"code": d["reservation"]})
    elif entry.kind == "reservation.changed":
        done = conn.execute(CHANGED, d)
    elif entry.kind in ("reservation.cancelled", "reservation.missed"):
        done = conn.execute(ENDED, d | {"status": entry.kind.partition(".")[2]})
    else:
        return
    if done.rowcount != 1:
        raise sqlite3.IntegrityError(f"entry {entry.seq}: this reservation is no longer open")


def found(conn: sqlite3.Connection, code: str) -> Row | None:
    """The reservation with this code, of whatever hall of the hub."""
    return next(_rows(conn.execute(COLUMNS + "where r.code = :code", {"code": code})), None)


def _rows(cursor: sqlite3.Cursor) -> Iterator[Row]:
    for values in cursor:
        row = dict(zip(NAMES, values, strict=True))
        yield {**row, "needs": _decode(row["needs"])}


def of_codes(conn: sqlite3.Connection, codes: Iterable[str]) -> list[Row]:
    """Those with these codes, in the order of their slots."""
    text = _json(list(codes)).decode()
    sql = COLUMNS + "where r.code in (select value from json_each(:codes)) order by r.slot_start, r.code"
    return list(_rows(conn.execute(sql, {"codes": text})))


def booked(
    conn: sqlite3.Connection, hall: str, service: str, day: str, span: tuple[int, int], without: str = ""
) -> int:
    """How many places of a span (ms) are given away; slots that another profile cut count where they overlap."""
    row = conn.execute(
        """select count(*) from reservation where hall = :hall and service = :service and day = :day
            and status <> 'cancelled' and slot_start < :end and slot_end > :start and code <> :without""",
        {"hall": hall, "service": service, "day": day, "start": span[0], "end": span[1], "without": without},
    ).fetchone()
    return int(row[0])


def spans(conn: sqlite3.Connection, hall: str, service: str, day: str) -> list[tuple[int, int, int]]:
    """(start, end, how many) of what is given away on a business day."""
    return conn.execute(
        """select slot_start, slot_end, count(*) from reservation where hall = :hall and service = :service
            and day = :day and status <> 'cancelled' group by slot_start, slot_end""",
        {"hall": hall, "service": service, "day": day},
    ).fetchall()


def listed(
    conn: sqlite3.Connection,
    hall: str,
    wanted: dict[str, Any],
    after: tuple[int, str],
    limit: int,
    services: list[str] | None = None,
) -> list[Row]:
    """In the order of slots, from after (start, code). `wanted`: day, service, status, each None for any.

    Only those for `services`, if they are named.
    """
    sql = (
        COLUMNS
        + ("where r.hall = :hall and r.day = :day" if wanted["day"] else "where r.hall = :hall")
        + """ and (:service is null or r.service = :service) and (:status is null or r.status = :status)
        and (:services is null or r.service in (select value from json_each(:services)))
        and (r.slot_start, r.code) > (:start, :code) order by r.slot_start, r.code limit :limit"""
    )
    values = {**wanted, "hall": hall, "start": after[0], "code": after[1], "limit": limit}
    values["services"] = None if services is None else _json(services).decode()
    return list(_rows(conn.execute(sql, values)))


def unused(conn: sqlite3.Connection, hall: str, day: str) -> list[Row]:
    """Those still open when a day closes: its own, and of days that never came."""
    sql = (
        COLUMNS
        + """where r.hall = :hall and r.status = 'booked' and r.day <= :day order by r.slot_start, r.code"""
    )
    return list(_rows(conn.execute(sql, {"hall": hall, "day": day})))


def erase(conn: sqlite3.Connection, hall: str, code: str) -> int:
    """What is private about one: name, phone, whose it is, and what the request that made it could be guessed from."""
    conn.execute(
        """update command set body_hash = '' where hall = :hall and first_seq in (select seq from journal
            where hall = :hall and kind = 'reservation.made' and json_extract(data, '$.code') = :code)""",
        {"hall": hall, "code": code},
    )
    return private.erase(conn, code) + identity.erase(conn, code)
