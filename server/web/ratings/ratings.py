"""Ratings over HTTP: a period's list and summary, counted beside everything else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from server import runtime, settings
from server.domain.errors import HallError, unfit
from server.domain.profile import Hall
from server.domain.ratings.rated import BAD, FAIR
from server.hub.entries import iso
from server.hub.facts import REHEARSAL
from server.hub.room import Room
from server.journal import cases, counting, private, ratings
from server.journal.store import Store
from server.profiles.platform import CHANNELS
from server.web import filters
from server.web.ratings import shapes as shape
from server.web.route import Ask, Route

READERS = ("lead", "manager", "auditor", "admin")
MANAGING = ("manager", "admin")
"""Who may read what somebody wrote."""
MOST_DAYS = 3700
LATEST = 2**62
OF_SOURCE = "select 1 from rating where hall = :hall and source = :value limit 1"
Json = dict[str, Any]


def listed(ask: Ask) -> Json:
    room, query = ask.hub.room(ask.path["hall"]), ask.query
    _check_source(ask)
    first, last, today, now = period(ask, room)
    asked = {
        "hall": room.id, "from": first, "to": last, "service": query.service, "window": query.window,
        "person": query.person, "department": department(ask), "level": query.level, "source": query.source,
        "today": today, "now": now, "reader": ask.reader,
    }  # fmt: skip
    before = pages(query.next, (LATEST, ""))
    words = ask.who is not None and ask.who.role in MANAGING
    work = (ask.hub.store, room.hall, asked, before, query.limit + 1, query.next is None, words)
    rows, summary, seq = runtime.offload(settings.async_mode(), _counted, *work)
    page = rows[: query.limit]
    more = f"{page[-1]['at']}:{page[-1]['ticket']}" if len(rows) > len(page) else None
    return {
        "ratings": [shown(row, room.hall) for row in page], "summary": summary, "from": first, "to": last,
        "next": more, "seq": seq,
    }  # fmt: skip


def _check_source(ask: Ask) -> None:
    """Where a rating was given: our own words, and what devices of this hall called it. Raises HallError(invalid)."""
    hall, source = ask.path["hall"], ask.query.source
    if source and (wrong := filters.unheard(ask.hub, hall, "source", source, CHANNELS, OF_SOURCE)):
        raise unfit("query", **wrong)


def _counted(
    store: Store, hall: Hall, asked: Json, before: tuple[int, str], limit: int, whole: bool, words: bool
) -> tuple[list[Json], Json | None, int]:
    """A page of rows, with what people wrote where whoever asks may read it; the summary; the seq of both."""
    with store.beside() as conn:
        rows = ratings.listed(conn, asked, before, limit)
        for row in rows:
            ref = row["words"] if words else None
            row["words"] = private.value(conn, ref, "reason") if ref else None
        summary = None
        if whole:
            services = [s.id for s in hall.services if s.department == asked["department"]]
            visits = ratings.visits(conn, asked, services if asked["department"] else None, REHEARSAL)
            summary = summed(hall, asked, ratings.tally(conn, asked), visits, cases.counts(conn, asked))
        return rows, summary, counting.seq(conn, asked["hall"])


def summed(
    hall: Hall, asked: Json, tally: dict[str, dict[Any, int]], visits: list[tuple[str, int, int]], filed: Json
) -> Json:
    """The period in figures; whoever did not rate is counted apart, whatever the hall counts them as."""
    rules, levels = hall.ratings, tally["levels"]
    rated, everybody = sum(levels.values()), sum(n for _, n, _ in visits)
    satisfied = sum(n for level, n in levels.items() if level >= FAIR)
    awaits = (date.fromisoformat(asked["today"]) - timedelta(days=rules.unrated_after_days)).isoformat()
    unrated = everybody - sum(n for _, _, n in visits)
    awaited = sum(n - done for day, n, done in visits if day >= awaits)
    default = unrated - awaited if rules.unrated_counts_as == "satisfied" else 0
    return {
        "visits": everybody, "rated": rated, "unrated": unrated, "awaited": awaited, "by_default": default,
        "after_days": rules.unrated_after_days, "counts_as": rules.unrated_counts_as,
        "bad": sum(n for level, n in levels.items() if level <= BAD),
        "rated_share": share(everybody - unrated, everybody), "satisfied_share": share(satisfied, rated),
        "satisfied_share_with_default": share(satisfied + default, rated + default),
        "levels": {str(level): n for level, n in levels.items()}, "sources": dict(tally["sources"]),
        "reasons": dict(tally["reasons"]), "cases": _cases(filed),
    }  # fmt: skip


def _cases(filed: Json) -> Json:
    judged = filed.pop("judged")
    return filed | {
        "open": filed["opened"] - filed["ended"],
        "corrected_share": share(filed["corrected"], filed["founded"]),
        "in_time_share": share(filed["in_time"], judged),
        "called_back_share": share(filed["reached"], filed["opened"]),
    }


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def shown(row: Json, hall: Hall) -> Json:
    """A rating as managers see it."""
    case = {"id": row["case"], "state": row["state"]} if row["case"] else None
    kept = ("ticket", "number", "day", "level", "source", "department", "person", "reasons", "words")
    return {k: row[k] for k in kept} | {"at": iso(row["at"]), "case": case} | named(row, hall)


def named(row: Json, hall: Hall) -> Json:
    """A row's business and window, with the words of the profile as it is now; ids where it has them no more."""
    service, window = hall.service.get(row["service"]), hall.window.get(row.get("window") or "")
    return {
        "service": row["service"], "service_name": service.name if service else row["service"],
        "service_name_en": (service.name_en or service.name) if service else row["service"],
        **({"window": row["window"], "sign": window.sign if window else row["window"]} if "window" in row else {}),
    }  # fmt: skip


def department(ask: Ask) -> str | None:
    """The one that is asked for; a lead asks for their own. Raises HallError(wrong_department)."""
    own, wanted = ask.department, getattr(ask.query, "department", None)
    if own is not None and wanted not in (None, own):
        raise HallError(
            "wrong_department", "This is another department's; an account of a lead sees its own."
        )
    return own or wanted


def period(ask: Ask, room: Room) -> tuple[str, str, str, int]:
    """(from, to, today, now); business days. Raises HallError(invalid)."""
    query = ask.query
    with ask.hub.reading():
        now, today = room.clock.now(room.floor.at), room.date
    first, last = query.from_ or query.to or today, query.to or query.from_ or today
    if not 0 <= (date.fromisoformat(last) - date.fromisoformat(first)).days <= MOST_DAYS:
        wrong = f"`to` is not before `from`, and at most {MOST_DAYS} days later"
        raise unfit("query", "$.to", "period", wrong, n=MOST_DAYS)
    return first, last, today, now


def pages(next: str | None, begin: tuple[int, str]) -> tuple[int, str]:
    """Where a page begins: `next` is `number:id`."""
    if next is None:
        return begin
    number, _, id = next.partition(":")
    return int(number), id


ROUTES: list[Route] = [
    Route(
        "GET", "/halls/{hall}/ratings", "Ratings of a period, and what they come to", listed, shape.Ratings, READERS,
        query=shape.RatingsQuery, slow=True,
    ),
]  # fmt: skip
