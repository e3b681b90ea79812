"""Cards over HTTP: listed, issued and revoked by people; and matters with due dates, brought in from a file."""

from __future__ import annotations

from typing import Any

from server import runtime, settings
from server.domain import hours
from server.domain.errors import HallError, unfit
from server.domain.profile import Hall
from server.domain.ratings import cards as rules
from server.hub import rated
from server.hub.entries import iso
from server.hub.past.named import PARTS
from server.hub.room import Room
from server.journal import access, cards, private
from server.journal.store import Store
from server.profiles import matters as file
from server.web import filters
from server.web.forms import Wrong
from server.web.ratings import shapes as shape
from server.web.ratings.ratings import LATEST, READERS, named, pages
from server.web.route import Ask, Route, arguments

ISSUING = ("lead", "manager", "admin")
BRINGING = ("manager", "admin")
Json = dict[str, Any]


def listed(ask: Ask) -> Json:
    room, query = ask.hub.room(ask.path["hall"]), ask.query
    if wrong := _misnamed(ask, room):
        raise unfit("query", **wrong)
    asked = {
        "hall": room.id, "from": query.from_, "to": query.to, "colour": query.colour, "kind": query.kind,
        "whose": query.whose, "state": query.state, "department": ask.department,
    }  # fmt: skip
    rows = cards.listed(ask.hub.store.conn, asked, pages(query.next, (LATEST, "")), query.limit + 1)
    page = rows[: query.limit]
    return {
        "cards": [shown(ask, row) for row in page],
        "rules": [{"id": r.id, "name": r.name, "name_en": r.name_en or r.name} for r in room.hall.card_rules],
        "next": f"{page[-1]['at']}:{page[-1]['id']}" if len(rows) > len(page) else None, "seq": room.floor.seq,
    }  # fmt: skip


def _misnamed(ask: Ask, room: Room) -> Wrong | None:
    """Whoever is asked for, or a window or department, that never was."""
    kind, whose = ask.query.kind, ask.query.whose
    if not whose or kind not in PARTS:
        return None
    return filters.misnamed(ask.hub, room.id, kind, whose, "whose")


def shown(ask: Ask, row: Json) -> Json:
    kind, whose = row["to"]
    revoked = row["revoked_at"] and {
        "at": iso(row["revoked_at"]), "by": row["revoked_by"], "reason": row["revoked"],
        "reason_words": _words(ask, row["revoked_ref"]),
    }  # fmt: skip
    kept = ("id", "day", "colour", "department", "matter", "rule", "reason", "by")
    return {k: row[k] for k in kept} | {
        "at": iso(row["at"]), "to": {kind: whose}, "rule_words": _words(ask, row["rule_ref"]),
        "reason_words": _words(ask, row["reason_ref"]), "revoked": revoked,
    }  # fmt: skip


def _words(ask: Ask, ref: str | None) -> str | None:
    return private.value(ask.hub.store.conn, ref, "reason") if ref else None


def issue(ask: Ask) -> Json:
    """A lead issues to what is of the department: itself, its windows, those who lately served its people."""
    room = ask.hub.room(ask.path["hall"])
    args = arguments(ask.body)
    kind = next(k for k in rules.TO if k in args)
    own = ask.department
    if own and not runtime.offload(settings.async_mode(), _own, ask.hub.store, room, kind, args[kind], own):
        raise HallError("wrong_department", "This is another department's; a lead issues cards in their own.")
    answer = ask.act("issue_card", args=args | {"of": own or _department(room.hall, kind, args[kind])})
    with ask.hub.reading():
        return answer | {"card": shown(ask, _of_event(ask, answer["seq"]))}


def _own(store: Store, room: Room, kind: str, id: str, department: str) -> bool:
    """Beside everything else: a month of legs may be read."""
    with store.beside() as conn:
        return rated.own(conn, room, kind, id, department)


def _of_event(ask: Ask, seq: int) -> Json:
    """The card of the entry that issued it, also on replay."""
    row = cards.issued_by(ask.hub.store.conn, ask.path["hall"], seq)
    if row is None:
        raise HallError("unknown_card", "There is no such card.")
    return row


def _department(hall: Hall, kind: str, id: str) -> str:
    """The one department whom a card concerns, if it is one."""
    if kind == "department":
        return id
    served = {hall.service[s].department for s in hall.could.get(id, ())} if kind == "window" else set()
    return served.pop() if len(served) == 1 else ""


def revoke(ask: Ask) -> Json:
    with ask.hub.reading():
        row = cards.found(ask.hub.store.conn, ask.path["hall"], ask.path["card"])
        if row is None or ask.department not in (None, row["department"]):
            raise HallError("unknown_card", "There is no such card.")
    answer = ask.act("revoke_card", args={"card": ask.path["card"], "reason": ask.body.reason})
    with ask.hub.reading():
        row = cards.found(ask.hub.store.conn, ask.path["hall"], ask.path["card"]) or row
        return answer | {"card": shown(ask, row)}


def matters(ask: Ask) -> Json:
    """By due date; what a date says of one is worked out now, and is never a card."""
    room, query = ask.hub.room(ask.path["hall"]), ask.query
    hall, today, seq = _now(ask, room)
    near = rules.near_until(hall, today)
    first, last = rules.due_between(query.state, today, near)
    asked = {
        "hall": room.id, "done": query.state == "done", "department": ask.department, "first": first, "last": last,
    }  # fmt: skip
    due, _, number = (query.next or ":").partition(":")
    rows = runtime.offload(
        settings.async_mode(), _matters, ask.hub.store, asked, (due, number), query.limit + 1
    )
    page = [_matter(row, hall, today, near) for row in rows[: query.limit]]
    more = f"{page[-1]['due']}:{page[-1]['matter']}" if len(rows) > len(page) else None
    return {"matters": page, "next": more, "seq": seq}


def _matters(store: Store, asked: Json, after: tuple[str, str], limit: int) -> list[Json]:
    with store.beside() as conn:
        return cards.matters(conn, asked, after, limit)


def _now(ask: Ask, room: Room) -> tuple[Hall, str, int]:
    """The hall, its business day and its last entry."""
    with ask.hub.reading():
        today = hours.business_day(room.hall, room.clock.now(room.floor.at)).isoformat()
        return room.hall, today, room.floor.seq


def _matter(row: Json, hall: Hall, today: str, near: str) -> Json:
    kept = {k: row[k] for k in ("matter", "department", "person", "due", "done")}
    return kept | named(row, hall) | {"state": rules.stands(row["due"], row["done"], today, near)}


def bring(ask: Ask) -> Json:
    """With errors nothing is brought in: `check` tells them, without it they are refused."""
    room = ask.hub.room(ask.path["hall"])
    rows, errors = _read(ask, room)
    if ask.body.check or not rows:
        hall, today, seq = _now(ask, room)
        return {"seq": seq, "ticket": None, **_preview(hall, today, rows, errors), "imported": 0}
    if errors:
        told = [
            {"at": f"line {e['line']}, {e['column']}", "wrong": e["wrong"], "wrong_zh": e["wrong_zh"]}
            for e in errors
        ]
        raise HallError("invalid", "Nothing was brought in: some rows are not right.", errors=told)
    answer = ask.act("bring_matters", args={"rows": rows})
    hall, today, _ = _now(ask, room)
    return answer | _preview(hall, today, rows, errors) | {"imported": len(rows)}


def _read(ask: Ask, room: Room) -> tuple[list[Json], list[Json]]:
    with ask.hub.reading():
        people = {p.name for p in access.people(ask.hub.store.conn) if p.hall in (None, room.id)}
    try:
        return file.read(ask.body.text, room.hall, people)
    except file.NoTable as wrong:
        english, chinese = wrong.wrong
        told = {"at": "$.text", "wrong": english, "wrong_zh": chinese}
        raise HallError("invalid", f"body: {english}", errors=[told]) from None


def _preview(hall: Hall, today: str, rows: list[Json], errors: list[Json]) -> Json:
    near = rules.near_until(hall, today)
    return {"matters": [_matter(row, hall, today, near) for row in rows], "errors": errors}


ROUTES: list[Route] = [
    Route("GET", "/halls/{hall}/cards", "Cards issued", listed, shape.Cards, READERS, query=shape.CardQuery),
    Route(
        "POST", "/halls/{hall}/cards", "Issue a card", issue, shape.OneCard, ISSUING, shape.Issue, status=201,
        errors=("wrong_department", "no_department"),
    ),
    Route(
        "POST", "/halls/{hall}/cards/{card}/revoke", "Take a card back", revoke, shape.OneCard, ISSUING, shape.Revoke,
        errors=("unknown_card", "card_revoked", "no_department"),
    ),
    Route(
        "GET", "/halls/{hall}/matters", "Matters by due date", matters, shape.Matters, READERS,
        query=shape.MatterQuery, slow=True,
    ),
    Route(
        "POST", "/halls/{hall}/matters", "Bring matters with due dates in from a file", bring, shape.Brought, BRINGING,
        shape.BringMatters,
    ),
]  # fmt: skip
