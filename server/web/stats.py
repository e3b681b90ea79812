"""Figures over HTTP: what is asked becomes a question to the tables, counted beside everything else."""

from __future__ import annotations

from datetime import date
from typing import Any

from server import runtime, settings
from server.domain import hours
from server.domain.figures import Cell, figures
from server.domain.profile import Hall
from server.hub.room import Room
from server.journal import counting, legs
from server.journal.counting import FILTERS, LEG_CUTS, Question
from server.journal.store import Store
from server.profiles import figures as meanings
from server.web import stats_shapes as shape
from server.web.route import Ask, Route, invalid

READERS = ("manager", "auditor", "admin")
MOST_DAYS = 3700
NAMED = {"zone": "zone", "department": "department", "service": "service", "class": "klass"}


def stats(ask: Ask) -> dict[str, Any]:
    room, query = ask.hub.room(ask.path["hall"]), ask.query
    with ask.hub.reading():
        today = hours.business_day(room.hall, room.clock.now(room.floor.at)).isoformat()
    first, last = query.from_ or query.to or today, query.to or query.from_ or today
    asked = Question(room.id, *_period(first, last), _cuts(query.by), _only(query))
    cells, seq = runtime.offload(settings.async_mode(), _counted, ask.hub.store, asked)
    total = Cell()
    for cell in cells.values():
        total.add(cell)
    begin = int(query.next or 0)
    page = list(cells.items())[begin : begin + query.limit]
    with ask.hub.reading():
        rows = [_row(room, asked.by, key, cell) for key, cell in page]
    more = begin + query.limit if begin + query.limit < len(cells) else None
    return {
        "rows": rows, "total": figures(total), "uncertain": _uncertain(total), "from": first, "to": last,
        "next": more and str(more), "seq": seq,
    }  # fmt: skip


def definitions(ask: Ask) -> dict[str, Any]:
    seq = ask.hub.room(ask.path["hall"]).floor.seq
    return {"definitions": meanings.definitions(), "cuts": list(LEG_CUTS), "seq": seq}


def _counted(store: Store, asked: Question) -> tuple[dict[counting.Key, Cell], int]:
    with store.beside() as conn:
        return counting.count(conn, asked), counting.seq(conn, asked.hall)


def _period(first: str, last: str) -> tuple[int, int]:
    """Raises HallError(invalid)."""
    try:
        days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    except ValueError as wrong:
        raise invalid("query", f"{wrong} - at `$.from`") from None
    if not 0 <= days <= MOST_DAYS:
        raise invalid("query", f"a period has 1 to {MOST_DAYS} days - at `$.to`")
    return legs.number(first), legs.number(last)


def _cuts(by: str) -> tuple[str, ...]:
    """Raises HallError(invalid)."""
    cuts = tuple(by.split(","))
    if not set(cuts) <= set(LEG_CUTS) or len(set(cuts)) != len(cuts):
        raise invalid("query", f"cuts are one or two of {', '.join(LEG_CUTS)} - at `$.by`")
    return cuts


def _only(query: shape.StatsQuery) -> dict[str, Any]:
    given = {name: getattr(query, "klass" if name == "class" else name) for name in FILTERS}
    return {name: value for name, value in given.items() if value is not None}


def _row(room: Room, by: tuple[str, ...], key: counting.Key, cell: Cell) -> dict[str, Any]:
    """Names are those of the profile that the last of the row's days went by."""
    hall = room.profile(cell.profile) if cell.profile else room.hall
    values = {cut: _said(cut, value) for cut, value in zip(by, key, strict=True)}
    names = {cut: _names(hall, cut, value) for cut, value in values.items()}
    return {
        "key": values, "name": {cut: zh for cut, (zh, _) in names.items()},
        "name_en": {cut: en for cut, (_, en) in names.items()},
        "figures": figures(cell), "uncertain": _uncertain(cell),
    }  # fmt: skip


def _said(cut: str, value: Any) -> Any:
    """A day or month as people write it; what has none is null."""
    if cut == "day":
        return f"{value // 10000:04d}-{value // 100 % 100:02d}-{value % 100:02d}"
    if cut == "month":
        return f"{value // 100:04d}-{value % 100:02d}"
    return None if value == "" else value


def _names(hall: Hall, cut: str, value: Any) -> tuple[str, str]:
    if value is None:
        return "", ""
    if cut == "hall":
        return hall.name, hall.name_en or hall.name
    if cut == "window":
        plate = hall.window.get(value)
        return (plate.sign, plate.sign_en or plate.sign) if plate else (value, value)
    thing = getattr(hall, NAMED[cut]).get(value) if cut in NAMED else None
    return (thing.name, thing.name_en or thing.name) if thing else (str(value), str(value))


def _uncertain(cell: Cell) -> dict[str, int]:
    return {"wait": cell.sums["unsure_wait"], "spent": cell.sums["unsure_spent"]}


ROUTES: list[Route] = [
    Route(
        "GET", "/halls/{hall}/stats", "Figures of a period", stats, shape.Stats, READERS, query=shape.StatsQuery,
        slow=True,
    ),
    Route(
        "GET", "/halls/{hall}/stats/definitions", "What each figure means", definitions, shape.Definitions, READERS
    ),
]  # fmt: skip
