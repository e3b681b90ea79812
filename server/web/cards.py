"""Cards over HTTP: listed, issued and revoked by people; and matters with due dates, brought in from a file."""

from __future__ import annotations

from typing import Any

from server.domain import cards as rules
from server.domain import hours
from server.domain.errors import HallError
from server.domain.profile import Hall
from server.hub import rated
from server.hub.entries import iso
from server.hub.room import Room
from server.journal import access, cards, private
from server.profiles import matters as file
from server.web import rating_shapes as shape
from server.web.ratings import LATEST, READERS, named, pages
from server.web.route import Ask, Route, arguments, invalid

ISSUING = ("lead", "manager", "admin")
BRINGING = ("manager", "admin")
MOST_MATTERS = 2000
Json = dict[str, Any]


def listed(ask: Ask) -> Json:
    room, query = ask.hub.room(ask.path["hall"]), ask.query
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
    with ask.hub.reading():
        own = ask.department
        now = room.clock.now(room.floor.at)
        if own and not rated.own(ask.hub.store.conn, room, kind, args[kind], own, now):
            raise HallError(
                "wrong_department", "This is another department's; a lead issues cards in their own."
            )
    answer = ask.act("issue_card", args=args | {"of": own or _department(room.hall, kind, args[kind])})
    with ask.hub.reading():
        return answer | {"card": shown(ask, _of_event(ask, answer["seq"]))}


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
    today = hours.business_day(room.hall, room.clock.now(room.floor.at)).isoformat()
    asked = {"hall": room.id, "all": int(query.state == "done"), "department": ask.department, "until": None}
    due, _, number = (query.next or ":").partition(":")
    found = []
    for row in cards.matters(ask.hub.store.conn, asked, (due, number), MOST_MATTERS):
        one = _matter(row, room.hall, today)
        if query.state in (None, one["state"]):
            found.append(one)
    page = found[: query.limit]
    more = f"{page[-1]['due']}:{page[-1]['matter']}" if len(found) > len(page) else None
    return {"matters": page, "next": more, "seq": room.floor.seq}


def _matter(row: Json, hall: Hall, today: str) -> Json:
    kept = {k: row[k] for k in ("matter", "department", "person", "due", "done")}
    return kept | named(row, hall) | {"state": rules.stands(hall, row["due"], row["done"], today)}


def bring(ask: Ask) -> Json:
    """With errors nothing is brought in: `check` tells them, without it they are refused."""
    room = ask.hub.room(ask.path["hall"])
    rows, errors = _read(ask, room)
    if ask.body.check or not rows:
        with ask.hub.reading():
            return {"seq": room.floor.seq, "ticket": None, **_preview(room, rows, errors), "imported": 0}
    if errors:
        told = [{"at": f"line {e['line']}, {e['column']}", "wrong": e["wrong"]} for e in errors]
        raise HallError("invalid", "Nothing was brought in: some rows are not right.", errors=told)
    answer = ask.act("bring_matters", args={"rows": rows})
    with ask.hub.reading():
        return answer | _preview(room, rows, errors) | {"imported": len(rows)}


def _read(ask: Ask, room: Room) -> tuple[list[Json], list[Json]]:
    with ask.hub.reading():
        people = {p.name for p in access.people(ask.hub.store.conn) if p.hall in (None, room.id)}
    try:
        return file.read(ask.body.text, room.hall, people)
    except file.NoTable as wrong:
        raise invalid("body", f"{wrong} - at `$.text`") from None


def _preview(room: Room, rows: list[Json], errors: list[Json]) -> Json:
    today = hours.business_day(room.hall, room.clock.now(room.floor.at)).isoformat()
    return {"matters": [_matter(row, room.hall, today) for row in rows], "errors": errors}


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
        query=shape.MatterQuery,
    ),
    Route(
        "POST", "/halls/{hall}/matters", "Bring matters with due dates in from a file", bring, shape.Brought, BRINGING,
        shape.BringMatters,
    ),
]  # fmt: skip
