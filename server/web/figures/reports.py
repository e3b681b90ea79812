"""Reports over HTTP: files made by `paihao report` in a process of its own, and a day in words.

A large workbook keeps a processor busy for seconds: here that would make every press of «next» wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any, BinaryIO
from urllib.parse import quote

from server import runtime, settings
from server.domain import hours
from server.domain.errors import HallError, unfit
from server.hub import unfolding
from server.journal import counting
from server.journal import reports as journal
from server.journal.counting import FILTERS
from server.journal.store import Store
from server.protocol import iso
from server.reports import daily, making
from server.reports.asked import Asked, Unaskable, asked, day_of
from server.reports.asked import month as whole_month
from server.reports.source import Source
from server.web.figures import child
from server.web.figures import reports_shapes as shape
from server.web.route import STREAM, Ask, Route

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}
PIECE = 64 * 1024
WHOLE_HALL = ("manager", "auditor", "admin")
OWN_TOO = ("lead", *WHOLE_HALL)


def table(kind: str, format: str, ask: Ask) -> dict[str, Any]:
    """A table as a file; a lead's is of the own department, whatever was asked."""
    query = ask.query
    only = {name: getattr(query, "klass" if name == "class" else name) for name in FILTERS}
    only["department"] = ask.gate.check_department(ask.who, query.department)
    filters = [f"{name}={value}" for name, value in only.items() if value is not None]
    today = _today(ask)
    first, last = query.from_ or query.to or today, query.to or query.from_ or today
    what = _asked(
        kind,
        format,
        ask.path["hall"],
        first,
        last,
        query.lang,
        query.by,
        filters,
        query.figures or "",
        query.compare or "",
        ask.reader,
    )
    return _file(ask, kind, format, what, filters)


def bulletin(ask: Ask) -> dict[str, Any]:
    day = _day(f"{ask.query.month}-01" if ask.query.month else _today(ask), "month")
    first, last = whole_month(day)
    return _file(ask, "bulletin", "pdf", Asked(ask.path["hall"], first, last, ask.query.lang), [])


def of_day(ask: Ask) -> dict[str, Any]:
    """A day in words, with what they were made from."""
    room, today = ask.hub.room(ask.path["hall"]), _today(ask)
    day = _day(ask.query.day or today, "day")
    unfolding.check(ask.hub.store.conn, room.id, day - timedelta(weeks=daily.WEEKS), day)
    now = hours.local(room.hall, room.clock.now(room.floor.at)).replace(tzinfo=None)
    told, seq = runtime.offload(
        settings.async_mode(),
        _told,
        ask.hub.store,
        room.id,
        partial(daily.told, day=day, lang=ask.query.lang, now=now),
    )
    found = told.day
    return {
        "day": day.isoformat(), "lang": ask.query.lang, "words": told.words, "over": day < date.fromisoformat(today),
        "missing": found.missing or None, "figures": found.figures, "no_shows": found.no_shows,
        "peak": found.peak and {
            "from": hours.said(found.peak[0]), "to": hours.said(found.peak[0] + daily.HALF_HOUR),
            "tickets": found.peak[1],
        },
        "reservations": found.booked, "alarms": found.alarms, "compared": [d.isoformat() for d in found.compared],
        "usual": found.usual if found.compared else None, "seq": seq,
    }  # fmt: skip


def scheduled(ask: Ask) -> dict[str, Any]:
    """What is made by itself, and what became of the latest of each."""
    room, conn = ask.hub.room(ask.path["hall"]), ask.hub.store.conn
    found = []
    for report in room.hall.reports:
        made = journal.latest(conn, room.id, report.key)
        found.append({
            "kind": report.kind, "format": report.format, "every": report.every, "at": hours.said(report.at),
            "by": list(report.by), "lang": report.lang, "to": report.to, "folder": report.folder,
            "last": made and {
                "from": made.first, "to": made.last, "state": made.state, "attempts": made.attempts,
                "detail": made.detail, "at": iso(made.at), "due_at": iso(made.due_at),
            },
        })  # fmt: skip
    return {"reports": found, "next": None, "seq": room.floor.seq}


def _told(store: Store, hall: str, tell: Callable[[Source], daily.Told]) -> tuple[daily.Told, int]:
    with store.beside() as conn:
        return tell(Source(conn, hall)), counting.seq(conn, hall)


def _today(ask: Ask) -> str:
    room = ask.hub.room(ask.path["hall"])
    with ask.hub.reading():
        return hours.business_day(room.hall, room.clock.now(room.floor.at)).isoformat()


def _day(text: str, at: str) -> date:
    """Raises HallError(invalid)."""
    try:
        return day_of(text, at)
    except Unaskable as wrong:
        raise _refused(wrong) from None


def _asked(kind: str, format: str, *words: Any) -> Asked:
    """Raises HallError(invalid)."""
    try:
        what = asked(*words)
        making.judge(kind, format, what)
        return what
    except Unaskable as wrong:
        raise _refused(wrong) from None


def _refused(wrong: Unaskable) -> HallError:
    return unfit("query", f"$.{wrong.at}" if wrong.at else "$", wrong.form, str(wrong), **wrong.facts)


def _file(ask: Ask, kind: str, format: str, what: Asked, filters: list[str]) -> dict[str, Any]:
    """Raises HallError(report_failed, no_font, busy)."""
    words = child.words(ask.hub.store.directory, kind, format, what, filters)
    file, size = child.made(words)
    name = quote(making.named(what.hall, kind, what.first, what.last, format))
    headers = {
        "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Content-Length": str(size),
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
    }  # fmt: skip
    return {STREAM: _pieces(file), "$headers": headers}


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


SAYS = {
    "figures": "Figures of a period as a file",
    "tickets": "Every leg of a period as a file",
    "exceptions": "What was unusual about each person's work, as a file",
}
ROUTES: list[Route] = [
    *(
        Route(
            "GET", f"/halls/{{hall}}/reports/{kind}.{format}", SAYS[kind], partial(table, kind, format), bytes, OWN_TOO,
            query=shape.TableQuery, errors=("report_failed", "no_department", "wrong_department"), gives=MEDIA[format],
            slow=True,
        )
        for kind in making.TABLES for format in making.KINDS[kind]
    ),
    Route(
        "GET", "/halls/{hall}/reports/bulletin.pdf", "A month to be printed", bulletin, bytes, WHOLE_HALL,
        query=shape.MonthQuery, errors=("report_failed", "no_font"), gives=MEDIA["pdf"], slow=True,
    ),
    Route(
        "GET", "/halls/{hall}/reports", "Reports that are made by themselves", scheduled, shape.ScheduledReports,
        WHOLE_HALL,
    ),
    Route(
        "GET", "/halls/{hall}/daily", "A day in words", of_day, shape.Daily, WHOLE_HALL, query=shape.DayQuery,
        errors=("figures_preparing",), slow=True,
    ),
]  # fmt: skip
