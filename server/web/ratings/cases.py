"""Cases over HTTP: what is open and by when, one with its steps, and one step further."""

from __future__ import annotations

from typing import Any

from server.domain.errors import HallError
from server.domain.profile import Hall
from server.domain.ratings import cases as rules
from server.hub.entries import iso
from server.journal import cases, private, ratings, theirs
from server.web.ratings import shapes as shape
from server.web.ratings.ratings import MANAGING, READERS, department, named, pages
from server.web.route import Ask, Route

HANDLING = ("lead", "manager", "admin")
Json = dict[str, Any]


def listed(ask: Ask) -> Json:
    """Those due first come first."""
    room, query = ask.hub.room(ask.path["hall"]), ask.query
    now = room.clock.now(room.floor.at)
    asked = {
        "hall": room.id, "from": query.from_, "to": query.to, "state": query.state, "open": int(query.open),
        "overdue": int(query.overdue), "now": now, "department": department(ask), "service": query.service,
        "window": query.window, "person": query.person, "reader": ask.reader, "today": room.date,
    }  # fmt: skip
    rows = cases.listed(ask.hub.store.conn, asked, pages(query.next, (-1, "")), query.limit + 1)
    page = rows[: query.limit]
    return {
        "cases": [shown(row, room.hall, now) for row in page],
        "next": f"{page[-1]['due']}:{page[-1]['id']}" if len(rows) > len(page) else None,
        "seq": room.floor.seq,
    }


def one(ask: Ask) -> Json:
    room, conn = ask.hub.room(ask.path["hall"]), ask.hub.store.conn
    row = _known(ask)
    said = ratings.of_visit(conn, room.id, row["visit"]) or {"reasons": [], "words": None}
    role = ask.who.role if ask.who else ""
    words = private.value(conn, said["words"], "reason") if said["words"] and role in MANAGING else None
    steps = [
        {**step, "at": iso(step["at"]), "note": _note(ask, step["note"], role)}
        for step in cases.steps(conn, room.id, row["id"])
    ]
    now = room.clock.now(room.floor.at)
    return {
        "case": shown(row, room.hall, now), "steps": steps, "reasons": said["reasons"], "words": words,
        "seq": room.floor.seq,
    }  # fmt: skip


def _note(ask: Ask, ref: str | None, role: str) -> str | None:
    """For those who may take steps themselves."""
    return private.value(ask.hub.store.conn, ref, "reason") if ref and role in HANDLING else None


def _known(ask: Ask) -> Json:
    """Raises HallError(unknown_case), also for a lead of another department or whom it is about."""
    room, conn = ask.hub.room(ask.path["hall"]), ask.hub.store.conn
    row = cases.found(conn, room.id, ask.path["case"])
    if (
        row is None
        or ask.department not in (None, row["department"])
        or not theirs.readable(conn, room.id, row["visit"], ask.reader, room.date)
    ):
        raise HallError("unknown_case", "There is no such case.")
    return row


def step(ask: Ask) -> Json:
    room = ask.hub.room(ask.path["hall"])
    with ask.hub.reading():
        _known(ask)
    args = {"case": ask.path["case"], "step": ask.body.step, "code": ask.body.code, "words": ask.body.note}
    answer = ask.act("case_step", args=args)
    with ask.hub.reading():
        return answer | {"case": shown(_known(ask), room.hall, room.clock.now(room.floor.at))}


def shown(row: Json, hall: Hall, now: int) -> Json:
    """A case as those who handle it see it."""
    kept = (
        "id",
        "number",
        "day",
        "level",
        "department",
        "person",
        "due_day",
        "state",
        "found",
        "called_back",
    )
    instants = {k: iso(row[k]) for k in ("opened_at", "due", "corrected_at", "ended_at")}
    overdue = row["ended_at"] is None and row["due"] <= now
    follow = list(rules.following(row["state"], row["found"], row["called_back"]))
    return (
        {k: row[k] for k in kept} | instants | named(row, hall)
        | {"overdue": overdue, "next": follow, "reopened": row["reopened"]}
    )  # fmt: skip


ROUTES: list[Route] = [
    Route(
        "GET", "/halls/{hall}/cases", "Cases of bad ratings, by deadline", listed, shape.Cases, READERS,
        query=shape.CaseQuery,
    ),
    Route(
        "GET", "/halls/{hall}/cases/{case}", "A case and its steps", one, shape.OneCase, READERS,
        errors=("unknown_case",),
    ),
    Route(
        "POST", "/halls/{hall}/cases/{case}/steps", "Take a case one step further", step, shape.StepTaken, HANDLING,
        shape.TakeStep, errors=("unknown_case", "case_step"),
    ),
]  # fmt: skip
