"""The parts of visits behind a figure, one row each, by the same filters: what a report narrows down to.

Numbers and times only; what happened to a ticket in full is its life. A page ends where the next one begins, so
that tickets taken meanwhile neither come twice nor push others out.
"""

from __future__ import annotations

from typing import Any

from server import runtime, settings
from server.hub.entries import iso
from server.hub.room import Room
from server.journal import theirs
from server.journal.questions import ABANDONED, FILTERS, LEG_CUTS, Question
from server.journal.store import Store
from server.web.figures import stats
from server.web.figures import tickets_shapes as shape
from server.web.route import Ask, Route

WHAT = {
    "served": "ended is 'completed'", "abandoned": ABANDONED, "waiting": "ended is null",
    "transferred": "ended is 'transferred'", "no_show": "ended is 'no_show'", "let_back": "let_back",
    "late": "ended is 'completed' and sure_wait and target > 0 and wait > target",
    "unsure": "ended is not null and (not sure_wait or not sure_spent)",
    "short": "ended is 'completed' and sure_spent and spent < :seconds", "held": "held >= :seconds and held > 0",
    "early": "ended is 'no_show' and absent < :seconds", "chosen": "chosen", "granted": "granter <> ''",
    "rated": "rating is not null and " + theirs.OTHERS, "bad": "rating <= 2 and " + theirs.OTHERS,
}  # fmt: skip
"""Which of the parts that the filters leave; `seconds` is the limit of those that have one. Of `granted` ones the
person is who granted it, else who served."""
ORDERS = {"time": "l.day", "wait": "coalesce(l.wait, -1)", "spent": "coalesce(l.spent, -1)"}
AFTER = ", v.taken_at, l.part, l.ticket) < (:place, :taken_at, :part, :ticket)"
ROW = (
    "ticket", "part", "began", "hour", "zone", "department", "service", "window", "person", "klass", "channel",
    "reserved", "ended", "outcome", "items", "wait", "reach", "spent", "held", "sure_wait", "sure_spent", "recalls",
    "chosen", "granted", "target", "rating", "let_back", "day", "profile",
)  # fmt: skip
SHOWN = {"rating": theirs.LEG_RATING}
FLAGS = ("reserved", "sure_wait", "sure_spent", "chosen", "granted", "let_back")


Row = dict[str, Any]


def tickets(ask: Ask) -> dict[str, Any]:
    room, query = ask.hub.room(ask.path["hall"]), ask.query
    only = {name: getattr(query, "klass" if name == "class" else name) for name in FILTERS} | stats.own(ask)
    given = {name: value for name, value in only.items() if value is not None}
    first, last = stats.period(ask, room, query.from_, query.to)
    asked = Question(room.id, stats.number(first), stats.number(last), only=given, reader=ask.reader)
    found = runtime.offload(settings.async_mode(), _found, ask.hub.store, asked, query)
    page, more = found[: query.limit], len(found) > query.limit
    with ask.hub.reading():
        rows = [_row(room, row) for row in page]
    after = _place(page[-1]) if more else None
    return {"tickets": rows, "from": first.isoformat(), "to": last.isoformat(), "next": after}


def _found(store: Store, asked: Question, query: shape.TicketsQuery) -> list[Row]:
    """One row more than the page holds, if there is one."""
    key = ORDERS[query.order]
    columns = LEG_CUTS | ({"person": "granter"} if query.what == "granted" else {})
    sql = (
        "select " + key + " as place, v.number, v.taken_at, " + ", ".join(SHOWN.get(name, "l." + name) for name in ROW)
        + " from (select * from leg" + asked.rows(columns) + (" and (" + WHAT[query.what] + ")" if query.what else "")
        + ") l join visit v on v.id = l.ticket"
        + (" where (" + key + AFTER if query.next else "")
        + " order by place desc, v.taken_at desc, l.part desc, l.ticket desc limit :most"
    )  # fmt: skip
    values = asked.values | {"seconds": query.seconds, "most": query.limit + 1}
    if query.next:
        place, taken_at, part, ticket = query.next.split(".", 3)
        values |= {"place": int(place), "taken_at": int(taken_at), "part": int(part), "ticket": ticket}
    with store.beside() as conn:
        rows = conn.execute(sql, values).fetchall()
    return [dict(zip(("place", "number", "taken_at", *ROW), row, strict=True)) for row in rows]


def _place(row: Row) -> str:
    return f"{row['place']}.{row['taken_at']}.{row['part']}.{row['ticket']}"


def _row(room: Room, row: Row) -> dict[str, Any]:
    hall = room.profile(row["profile"]) if row["profile"] else room.hall
    cuts = {"zone": row["zone"], "department": row["department"], "service": row["service"], "window": row["window"],
            "person": row["person"], "class": row["klass"]}  # fmt: skip
    names = {cut: stats.names(hall, cut, value or None) for cut, value in cuts.items()}
    kept = {name: value for name, value in row.items() if name not in ("place", "profile", "klass", *FLAGS)}
    return kept | {name: bool(row[name]) for name in FLAGS} | {
        "day": stats.said("day", row["day"]), "taken_at": iso(row["taken_at"]), "class": row["klass"],
        "name": {cut: zh for cut, (zh, _) in names.items()}, "name_en": {cut: en for cut, (_, en) in names.items()},
    }  # fmt: skip


ROUTES: list[Route] = [
    Route(
        "GET", "/halls/{hall}/stats/tickets", "The parts of visits behind a figure", tickets, shape.TicketParts,
        stats.READERS, query=shape.TicketsQuery, errors=("figures_preparing",), slow=True,
    ),
]  # fmt: skip
