"""What happened to one ticket, today's or of a day long gone: its steps from the journal, its parts from the tables.

Figures of its parts are those that reports count, so that both tell the same. Words of a profile are those of its day.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import msgspec

from server.domain.errors import HallError
from server.domain.events import Entry
from server.domain.ratings import cases
from server.hub import own
from server.hub.past import past
from server.hub.past.past import Day
from server.hub.past.whying import Json, about, names
from server.journal import access, chain, searching, theirs
from server.journal.legs import number
from server.protocol import instant, iso

_decode = msgspec.json.Decoder().decode
NAMES = (
    "id", "day", "number", "queue", "service", "services", "status", "classes", "needs", "channel", "taken_at",
    "first_called_at", "called_at", "started_at", "ended_at", "held_ms", "window", "person", "outcome", "recalls",
    "requeues", "uncertain", "rating", "reservation", "slot", "arrival",
)  # fmt: skip
SHOWN = {"rating": "case when" + theirs.OF_VISIT + "then rating end"}
VISIT = "select " + ", ".join(SHOWN.get(name, name) for name in NAMES) + " from visit where hall = :hall "
"""Asked with the `reader` and `today` of `theirs`."""
INSTANTS = {"taken_at", "first_called_at", "called_at", "started_at", "ended_at", "slot"}
LISTS = {"services", "classes", "needs"}
LEG = ("part", "began", "ended", "service", "window", "person", "klass", "wait", "reach", "spent", "held", "sure_wait",
       "sure_spent", "recalls", "chosen", "target", "outcome", "profile")  # fmt: skip
OF_RATING = ("ticket.rated", "case.")
RARELY = chain.COLUMNS + searching.BY_KIND + "and kind = :kind and seq > :after and instr(data, :named)"
"""What came after a ticket's day, found without reading the days between."""


def life(
    conn: sqlite3.Connection, hall: str, ticket: str, department: str | None, reader: str | None, today: str
) -> Json:
    """`reader`, `today`: as in `theirs`. Raises HallError(unknown_ticket, wrong_department)."""
    asked = {"hall": hall, "id": ticket, "reader": reader, "today": today}
    row = next(_visits(conn, VISIT + "and id = :id", asked), None)
    if row is None:
        raise HallError("unknown_ticket", "There is no such ticket.")
    day = past.day(conn, hall, row["day"])
    legs = _legs(conn, hall, row)
    last = legs[-1]["profile"] if legs else _profile(conn, day)
    made = past.profile(conn, hall, last)
    if not own.serves(made, department, row["services"]):
        raise HallError(
            "wrong_department", "This is another department's; an account of a lead sees its own."
        )
    entries = sorted([*about(conn, day, ticket), *_afterwards(conn, day, ticket)], key=lambda e: e.seq)
    if not theirs.readable(conn, hall, ticket, reader, today):
        entries = [e for e in entries if not e.kind.startswith(OF_RATING)]
    actors = _actors(conn, entries)
    steps = [_step(e, actors) for e in entries]
    windows = {s["window"] for s in steps if s["window"]} | {leg["window"] for leg in legs if leg["window"]}
    return {
        "seq": past.last(conn, hall), "ticket": row, "steps": steps, "legs": legs,
        "names": names(made, windows, {*row["services"], *(leg["service"] for leg in legs)}),
    }  # fmt: skip


def visits(
    conn: sqlite3.Connection, hall: str, wanted: dict[str, Any], services: list[str] | None
) -> list[Json]:
    """Tickets of a day in the order of taking, after (`taken`, `id`), at most `limit`.

    `wanted` names those too, and number, service, window, person, status, each None for any, and `reader` and `today`
    of `theirs`; `services`: only visits for one of these.
    """
    sql = (
        VISIT
        + """and day = :day and (:number is null or number = :number) and (:status is null or status = :status)
            and (:service is null or exists (select 1 from json_each(visit.services) where value = :service))
            and (:window is null or window = :window) and (:person is null or person = :person)
            and (:services is null or exists (select 1 from json_each(visit.services) as mine
                join json_each(:services) as those on mine.value = those.value))
            and (taken_at, id) > (:taken, :id) order by taken_at, id limit :limit"""
    )
    values = wanted | {"hall": hall, "services": None if services is None else chain.text(services)}
    return list(_visits(conn, sql, values))


def place(row: Json) -> str:
    """Where a list goes on after a row."""
    return f"{instant(row['taken_at'])}.{row['id']}"


def _visits(conn: sqlite3.Connection, sql: str, values: dict[str, Any]) -> Iterator[Json]:
    for row in conn.execute(sql, values):
        told = dict(zip(NAMES, row, strict=True))
        told |= {name: iso(told[name]) for name in INSTANTS} | {name: _decode(told[name]) for name in LISTS}
        yield told | {"held": told.pop("held_ms") // 1000, "uncertain": bool(told["uncertain"])}


def _legs(conn: sqlite3.Connection, hall: str, row: Json) -> list[Json]:
    found = conn.execute(
        "select "
        + ", ".join(LEG)
        + " from leg where hall = :hall and day = :day and ticket = :ticket order by part",
        {"hall": hall, "day": number(row["day"]), "ticket": row["id"]},
    ).fetchall()
    return [_leg(dict(zip(LEG, leg, strict=True))) for leg in found]


def _leg(leg: Json) -> Json:
    """Durations in seconds; what does not rest on a press is not sure."""
    flags = {name: bool(leg[name]) for name in ("sure_wait", "sure_spent", "chosen")}
    leg["class"] = leg.pop("klass")
    return leg | flags | {"window": leg["window"] or None, "person": leg["person"] or None}


def _profile(conn: sqlite3.Connection, day: Day) -> int:
    """The version that a day was opened with, for a ticket that has no part: one of a rehearsal."""
    (entry, _, _) = next(chain.read(conn, day.hall, day.after, 1))
    return int(entry.data["profile"])


def _afterwards(conn: sqlite3.Connection, day: Day, ticket: str) -> list[Entry]:
    """What came after the ticket's day, and what became of a bad rating, whenever that was."""
    found = list(_rarely(conn, day.hall, "ticket.rated", day.last, "ticket", ticket))
    for opened in list(_rarely(conn, day.hall, "case.opened", day.after, "visit", ticket)):
        found.append(opened)
        for kind in sorted(cases.STEPS.values()):
            found += _rarely(conn, day.hall, kind, opened.seq, "case", opened.data["case"])
    return found


def _rarely(
    conn: sqlite3.Connection, hall: str, kind: str, after: int, field: str, value: str
) -> Iterator[Entry]:
    named = f'"{field}":{chain.text(value)}'
    rows = conn.execute(RARELY, {"hall": hall, "kind": kind, "after": after, "named": named})
    return (entry for entry, _, _ in chain.entries(rows))


def _step(e: Entry, actors: dict[str, Json]) -> Json:
    d = e.data
    return {
        "seq": e.seq, "at": iso(e.at), "kind": e.kind, "window": d.get("window"), "person": d.get("person"),
        "actor": e.actor, "by": actors[e.actor], "channel": d.get("channel"), "why": d.get("why"),
        "data": {key: value for key, value in d.items() if key not in BULKY},
    }  # fmt: skip


BULKY = ("standings", "why", "ticket", "number", "private")


def _actors(conn: sqlite3.Connection, entries: list[Entry]) -> dict[str, Json]:
    return {actor: who(conn, actor) for actor in {e.actor for e in entries}}


def who(conn: sqlite3.Connection, actor: str) -> Json:
    """`{kind, name}`: a person by name, a device by its own or its label, the holder of a slip, or the hub itself."""
    kind, _, id = actor.partition(":")
    if kind in ("token", "session", "device"):
        known = access.by_id(conn, id)
        return {
            "kind": "device",
            "name": known and (known.device or known.label),
            "role": known and known.role,
        }
    return {
        "kind": kind if kind in ("person", "holder", "system") else "other",
        "name": id or None,
        "role": None,
    }
