"""A day foreseen: what its forecast rests on is read, the windows thought to work are found, and what it needs.

Runs beside the hub, in any thread, with a connection that only reads; of the present it is handed a copy.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from math import sqrt

from server.domain import hours
from server.domain.floor import Floor
from server.domain.foresight import advice, forecast, halves
from server.domain.foresight.advice import Group, Habits, More, Need
from server.domain.foresight.forecast import Forecast, Like, Past
from server.domain.foresight.halves import Cell, Half
from server.domain.profile import Hall, Span
from server.domain.waits.estimate import History
from server.domain.waits.pace import Pace
from server.hub.foresight.present import Present
from server.journal import demand
from server.journal.legs import number

LEARNT_DAYS = 42
KEPT, KEPT_OF = 9, 10
"""Where little is known, as if nine of ten reservations had been kept; people and service times are calmed alike."""
ABSENT, ABSENT_OF = 1, 50
WALKED = (200.0, 10)
VARIES, VARIES_OF = 0.8, 20


@dataclass(frozen=True, slots=True)
class Foresight:
    """`manned`: half hour → the windows thought to work; `open_`: the half hours in which anybody works."""

    hall: Hall
    day: date
    forecast: Forecast
    habits: Habits
    open_: tuple[Half, ...]
    manned: Mapping[int, frozenset[str]]
    known: bool
    present: Present | None = None
    groups: tuple[Group, ...] = ()
    needs: Mapping[str, Sequence[Need]] = field(default_factory=dict)

    def more(self) -> list[More]:
        """What to open, the earliest first; nothing where there is too little to go by."""
        if self.forecast.thin:
            return []
        each = {g.id: advice.more(g, self.needs[g.id]) for g in self.groups}
        found = [m for g in self.groups for m in each[g.id] if not _covered(m, each.get(g.part_of, ()))]
        return sorted(found, key=lambda m: (m.start, -m.count, m.group))


def foresee(
    conn: sqlite3.Connection, hall: Hall, day: date, now: int, present: Present | None = None
) -> Foresight:
    """`hall` as it is on the day; with `present` the rest of today."""
    habits = learn(conn, hall, min(day, hours.business_day(hall, now)))
    found, open_ = expect(conn, hall, day, now, habits.kept)
    likes = found.days
    manned = _manned(conn, hall, day, likes, open_)
    if present is not None:
        found = _rest(conn, hall, found, present, open_)
        manned = _as_now(manned if likes else {}, present, open_)
    groups = tuple(part for g in advice.groups(hall) for part in (g, *advice.parts(hall, g)))
    waiting: dict[str, int] = {}
    for w in present.waiting if present else ():
        waiting[w.service] = waiting.get(w.service, 0) + 1
    since = present.minute if present else 0
    needs = {g.id: advice.needs(hall, g, found, habits, manned, since, waiting) for g in groups}
    known = present is not None or bool(likes)
    return Foresight(hall, day, found, habits, open_, manned, known, present, groups, needs)


def _covered(part: More, whole: Iterable[More]) -> bool:
    """Whether the advice for the whole group says as much."""
    return any(m.start <= part.start and m.end >= part.end and m.count >= part.count for m in whole)


def expect(
    conn: sqlite3.Connection, hall: Hall, day: date, now: int, kept: float
) -> tuple[Forecast, tuple[Half, ...]]:
    """Who will come on a day, and its half hours."""
    open_ = halves.of_windows(hall, [w.id for w in hall.windows if w.services], day)
    before = min(day, hours.business_day(hall, now))
    likes = forecast.resembling(hall, day, before, hall.advice.weeks, partial(_seen, conn, hall.id))
    return _forecast(conn, hall, day, now, likes, kept, open_), open_


def _seen(conn: sqlite3.Connection, hall: str, day: date) -> bool:
    return demand.seen(conn, hall, number(day.isoformat()))


def _midnight(hall: Hall, day: date) -> int:
    return round(hours.at(hall, day, 0).timestamp() * 1000)


def _forecast(
    conn: sqlite3.Connection, hall: Hall, day: date, now: int, likes: Sequence[Like], kept: float,
    open_: Sequence[Half],
) -> Forecast:  # fmt: skip
    days = [day, *(like.day for like in likes)]
    rows = demand.bookings(conn, hall.id, [d.isoformat() for d in days])
    ahead = hours.day_begin(hall, day.isoformat()) - now
    past = []
    for like in likes:
        name, midnight = like.day.isoformat(), _midnight(hall, like.day)
        cut = hours.day_begin(hall, name) - ahead
        later = [r for r in rows if r.day == name and r.status == "used" and r.made_at > cut]
        walk = _served(hall, demand.came(conn, hall.id, number(name), midnight))
        past.append(Past(like, halves.inside(walk, open_), _cells(hall, later, midnight, open_)))
    due = [r for r in rows if r.day == day.isoformat() and r.status == "booked"]
    return forecast.foreseen(hall, day, past, _cells(hall, due, _midnight(hall, day), open_), kept)


def _served(hall: Hall, cells: Mapping[Cell, float]) -> dict[Cell, float]:
    """Without what the hall has no more, or no window for."""
    return {c: n for c, n in cells.items() if hall.windows_of.get(c[0])}


def _cells(
    hall: Hall, rows: Sequence[demand.Booking], midnight: int, open_: Sequence[Half]
) -> dict[Cell, float]:
    found: dict[Cell, float] = {}
    for r in rows:
        cell = (r.service, (r.slot - midnight) // demand.HALF_MS)
        found[cell] = found.get(cell, 0.0) + 1
    return halves.inside(_served(hall, found), open_)


def _rest(
    conn: sqlite3.Connection, hall: Hall, found: Forecast, present: Present, open_: Sequence[Half]
) -> Forecast:
    """The rest of today, knowing what came."""
    at = present.minute // halves.LENGTH
    now = next((h for h in open_ if h.n == at), None)
    rest = 1.0 if now is None else min(1.0, max(0.0, now.end - present.second / 60) / now.minutes)
    came = demand.came(conn, hall.id, number(found.day.isoformat()), _midnight(hall, found.day))
    return forecast.resumed(hall, found, halves.inside(_served(hall, came), open_), at, rest)


# -- windows --------------------------------------------------------------------------------------


def _manned(
    conn: sqlite3.Connection, hall: Hall, day: date, likes: Sequence[Like], open_: Sequence[Half]
) -> dict[int, frozenset[str]]:
    """As many windows of each group as worked on the days like it, those first that worked most; else all."""
    shares = _shares(conn, hall, likes)
    if not shares:
        return {h.n: frozenset(hall.window) for h in open_}
    found: dict[int, frozenset[str]] = {}
    for half in open_:
        windows: set[str] = set()
        for group in advice.groups(hall):
            mine = {w: shares.get((w, half.n // 2), 0.0) for w in group.windows}
            count = int(sum(mine.values()) + 0.5)
            windows |= set(sorted(mine, key=lambda w: -mine[w])[:count])
        found[half.n] = frozenset(windows)
    return found


def _as_now(
    usual: Mapping[int, frozenset[str]], present: Present, open_: Sequence[Half]
) -> dict[int, frozenset[str]]:
    """Until the next break those that work now; after it the usual ones, as far as they are known."""
    found, before, end = {}, True, None
    for half in open_:
        past = half.end * 60 <= present.second
        before = before and (past or end is None or half.start == end)
        end = None if past else half.end
        found[half.n] = present.open if before else usual.get(half.n, present.open)
    return found


def _shares(conn: sqlite3.Connection, hall: Hall, likes: Sequence[Like]) -> dict[tuple[str, int], float]:
    """(window, hour) → the share of its working time it was open, over these days."""
    whole = sum(like.weight for like in likes)
    found: dict[tuple[str, int], float] = {}
    for like in likes:
        spans = {w: halves.worked(hall, w, like.day) for w in hall.window}
        for (w, hour), ms in demand.manned(conn, hall.id, number(like.day.isoformat())).items():
            due = _overlap(spans[w], hour) if w in spans else 0
            if due:
                share = min(1.0, ms / due / 60_000) * like.weight / whole
                found[w, hour] = found.get((w, hour), 0.0) + share
    return found


def _overlap(spans: Collection[Span], hour: int) -> int:
    return sum(max(0, min(end, hour * 60 + 60) - max(start, hour * 60)) for start, end in spans)


# -- habits ---------------------------------------------------------------------------------------


def learn(conn: sqlite3.Connection, hall: Hall, before: date) -> Habits:
    """What the six weeks before a day teach; where they teach little, what the profile says counts."""
    first = (before - timedelta(days=LEARNT_DAYS)).isoformat()
    found = demand.learnt(conn, hall.id, first, (before - timedelta(days=1)).isoformat())
    history = History({s: (x.number, round(x.total * 1000)) for s, x in found.spent.items()})
    pace = Pace(Floor(hall), history)
    walked = (found.walked[0] + WALKED[0]) / (found.walked[1] + WALKED[1])
    absent = (found.absent + ABSENT) / (found.first + ABSENT_OF)
    kept = (found.kept + KEPT) / (found.due + KEPT_OF)
    classes = {c: n / found.first for c, n in found.classes.items() if c in hall.klass}
    return Habits({s: pace.usual(s) for s in hall.service}, _cv(found), walked, absent, kept, classes)


def _cv(found: demand.Learnt) -> float:
    """The coefficient of variation of service times within a service, over all of them."""
    own, number = VARIES**2 * VARIES_OF, float(VARIES_OF)
    for x in found.spent.values():
        mean = x.total / x.number
        if x.number > 1 and mean > 0:
            own += max(0.0, x.squares - x.number * mean**2) / mean**2
            number += x.number - 1
    return min(3.0, sqrt(own / number))
