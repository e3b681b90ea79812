"""Figures over HTTP: what is asked becomes a question to the tables, answered beside everything else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from server import runtime, settings
from server.domain import hours
from server.domain.counting import belonging
from server.domain.counting.figures import parts
from server.domain.counting.periods import earlier
from server.domain.errors import unfit
from server.domain.profile import Hall
from server.hub import unfolding
from server.hub.room import Room
from server.journal.counting import FILTERS, LEG_CUTS, Question
from server.profiles import figures as meanings
from server.reports.asked import unfigured
from server.web.figures import shapes as shape
from server.web.figures.answer import Asked, Line, answered
from server.web.figures.answer import number as number
from server.web.route import Ask, Route

READERS = ("lead", "manager", "auditor", "admin")
MOST_DAYS = 3700
NAMED = {"zone": "zone", "department": "department", "service": "service", "class": "klass"}


def stats(ask: Ask) -> dict[str, Any]:
    room, query = ask.hub.room(ask.path["hall"]), ask.query
    only = _only(query) | own(ask)
    first, last = period(ask, room, query.from_, query.to)
    asked = _asked(room, query, only, first, last, ask.reader)
    if asked.against:
        unfolding.check(ask.hub.store.conn, room.id, asked.against.first, asked.against.last)
    told = runtime.offload(settings.async_mode(), answered, ask.hub.store, asked)
    more = asked.begin + asked.limit if asked.begin + asked.limit < told.count else None
    with ask.hub.reading():
        rows = [_row(room, asked.question.by, line) for line in told.lines]
    against = asked.against
    return {
        "rows": rows, "total": told.total.figures, "uncertain": told.total.uncertain, "from": first.isoformat(),
        "to": last.isoformat(), "before": told.total.before, "before_from": against and against.first.isoformat(),
        "before_to": against and against.last.isoformat(), "next": more and str(more), "seq": told.seq,
    }  # fmt: skip


def definitions(ask: Ask) -> dict[str, Any]:
    seq = ask.hub.room(ask.path["hall"]).floor.seq
    return {"definitions": meanings.definitions(), "cuts": list(LEG_CUTS), "seq": seq}


def period(ask: Ask, room: Room, from_: str | None, to: str | None) -> tuple[date, date]:
    """Both days counted; without any today. Raises HallError(invalid, figures_preparing)."""
    with ask.hub.reading():
        today = hours.business_day(room.hall, room.clock.now(room.floor.at)).isoformat()
    first, last = (date.fromisoformat(day) for day in (from_ or to or today, to or from_ or today))
    if not 0 <= (last - first).days <= MOST_DAYS:
        wrong = f"`to` is not before `from`, and at most {MOST_DAYS} days later"
        raise unfit("query", "$.to", "period", wrong, n=MOST_DAYS)
    unfolding.check(ask.hub.store.conn, room.id, first, last)
    return first, last


def own(ask: Ask) -> dict[str, Any]:
    """A lead's department, whatever was asked. Raises HallError(no_department, wrong_department)."""
    department = ask.gate.check_department(ask.who, ask.query.department)
    return {} if department is None else {"department": department}


def _asked(
    room: Room, query: shape.StatsQuery, only: dict[str, Any], first: date, last: date, reader: str | None
) -> Asked:
    """Raises HallError(invalid)."""
    wanted = tuple(query.figures.split(",")) if query.figures else meanings.IDS
    if set(wanted) - set(meanings.IDS):
        raise unfit("query", "$.figures", "no_figure", unfigured(wanted))
    question = Question(
        room.id, number(first), number(last), _cuts(query.by), only, parts(wanted),
        belonging.services(room.hall), belonging.windows(room.hall), reader,
    )  # fmt: skip
    try:
        against = earlier(first, last, query.compare) if query.compare else None
    except (ValueError, OverflowError):
        raise unfit("query", "$.compare", "no_period", "there is no period before it") from None
    before = None
    if against:
        before = replace(question, first=number(against.first), last=number(against.last))
    return Asked(question, before, against, wanted, int(query.next or 0), query.limit)


def _cuts(by: str) -> tuple[str, ...]:
    """Raises HallError(invalid)."""
    cuts = tuple(by.split(","))
    if not set(cuts) <= set(LEG_CUTS) or len(set(cuts)) != len(cuts) or len(cuts) > 2:
        wrong = f"cuts are one or two of {', '.join(LEG_CUTS)}"
        raise unfit("query", "$.by", "cuts", wrong, allowed=list(LEG_CUTS))
    return cuts


def _only(query: shape.StatsQuery) -> dict[str, Any]:
    given = {name: getattr(query, "klass" if name == "class" else name) for name in FILTERS}
    return {name: value for name, value in given.items() if value is not None}


def _row(room: Room, by: tuple[str, ...], line: Line) -> dict[str, Any]:
    """Names are those of the profile that the last of the row's days went by."""
    hall = room.profile(line.profile) if line.profile else room.hall
    values = {cut: said(cut, value) for cut, value in zip(by, line.key, strict=True)}
    called = {cut: names(hall, cut, value) for cut, value in values.items()}
    return {
        "key": values, "name": {cut: zh for cut, (zh, _) in called.items()},
        "name_en": {cut: en for cut, (_, en) in called.items()},
        "figures": line.figures, "uncertain": line.uncertain, "before": line.before,
    }  # fmt: skip


def said(cut: str, value: Any) -> Any:
    """A day or month as people write it; what has none is null."""
    if cut == "day":
        return f"{value // 10000:04d}-{value // 100 % 100:02d}-{value % 100:02d}"
    if cut == "month":
        return f"{value // 100:04d}-{value % 100:02d}"
    return None if value == "" else value


def names(hall: Hall, cut: str, value: Any) -> tuple[str, str]:
    if value is None:
        return "", ""
    if cut == "hall":
        return hall.name, hall.name_en or hall.name
    if cut == "window":
        plate = hall.window.get(value)
        return (plate.sign, plate.sign_en or plate.sign) if plate else (value, value)
    thing = getattr(hall, NAMED[cut]).get(value) if cut in NAMED else None
    return (thing.name, thing.name_en or thing.name) if thing else (str(value), str(value))


ROUTES: list[Route] = [
    Route(
        "GET", "/halls/{hall}/stats", "Figures of a period", stats, shape.Stats, READERS, query=shape.StatsQuery,
        errors=("figures_preparing",), slow=True,
    ),
    Route(
        "GET", "/halls/{hall}/stats/definitions", "What each figure means", definitions, shape.Definitions, READERS
    ),
]  # fmt: skip
