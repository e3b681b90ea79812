"""A hall with a million past tickets on disk, made once and kept under build/bench: chained entries, visits, steps.

`python -m tests.bench.past DIR` makes it. The hub itself wrote the first lines; the rest follows their shape.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from server import profiles
from server.domain import hours
from server.domain.events import Entry
from server.domain.profile import Hall
from server.hub.hub import Hub
from server.hub.setup import importing
from server.journal import chain
from server.journal.store import Store
from tests.bench.processes import PUNING, ROOT

DAYS, A_DAY = 500, 2000
KEPT = ROOT / "build/bench"
VISIT = """insert into visit (id, hall, day, number, series, queue, n, services, service, status, classes, needs,
    channel, locale, taken_at, first_called_at, called_at, ended_at, held_ms, window, person, outcome, items,
    recalls, requeues, uncertain) values (?, ?, ?, ?, 'hub', ?, ?, ?, ?, 'completed', '[]', '[]', 'kiosk', 'zh',
    ?, ?, ?, ?, 0, ?, 'li', 'done', 1, 0, 0, 0)"""
STEP = """insert into step (ticket, leg, hall, day, service, window, person, called_at, ended_at, held_ms, ended,
    outcome, items, uncertain) values (?, 1, ?, ?, ?, ?, 'li', ?, ?, 0, 'completed', 'done', 1, 0)"""
JOURNAL = (
    "insert into journal (hall, seq, at, day, v, kind, actor, cause, data, hash) values (?,?,?,?,?,?,?,?,?,?)"
)
Row = tuple[Any, ...]
_encode = msgspec.json.Encoder(order="sorted").encode


def million() -> Path:
    """The data directory, made if it is not there; it belongs to this schema, profile and program of past days."""
    parts = [PUNING, ROOT / "server/journal/schema.py", ROOT / "server/journal/chain.py", Path(__file__)]
    version = hashlib.sha256(b"".join(p.read_bytes() for p in parts)).hexdigest()[:12]
    directory = KEPT / f"past-{version}"
    if not (directory / "made").exists():
        make(directory)
        (directory / "made").touch()
    return directory


def make(directory: Path) -> None:
    store = Store(directory, threading.RLock(), synchronous="OFF")
    hub = Hub(store)
    importing.bring_in(hub, *profiles.load(PUNING), replace=False)
    (room,) = hub.rooms.values()
    first, head = room.floor.seq, room.head
    conn = store.conn
    days = (past(room.hall, n) for n in range(DAYS, 0, -1))
    for day, begin in days:
        conn.execute("begin immediate")
        first, head = write_day(conn, room.hall, day, begin, first, head)
        conn.execute("commit")
    store.close()


def past(hall: Hall, ago: int) -> tuple[str, int]:
    """A business day so many days ago and its first millisecond. The hub's first entry stays the oldest."""
    day = (date.today() - timedelta(days=ago)).isoformat()
    return day, hours.day_begin(hall, day)


def write_day(
    conn: sqlite3.Connection, hall: Hall, day: str, begin: int, seq: int, head: str
) -> tuple[int, str]:
    visits = list(islice(tickets(hall, day, begin), A_DAY))
    rows = []
    for kind, at, data in happenings(hall, day, begin, visits):
        seq += 1
        text = _encode(data).decode()
        entry = Entry(seq, at, day, kind, "token:past", f"c_{seq:x}", data)
        head = chain.link(head, hall.id, entry, text)
        rows.append((hall.id, seq, at, day, 1, kind, "token:past", entry.cause, text, head))
    conn.executemany(JOURNAL, rows)
    conn.executemany(VISIT, [visit for visit, _ in visits])
    conn.executemany(STEP, [step for _, step in visits])
    return seq, head


def tickets(hall: Hall, day: str, begin: int) -> Iterator[tuple[Row, Row]]:
    """Rows of `visit` and `step`, spread over the windows and eight hours."""
    n: dict[str, int] = {}
    for turn in range(A_DAY):
        window = hall.windows[turn % len(hall.windows)]
        service = hall.service[window.services[turn % len(window.services)]]
        n[service.queue] = n.get(service.queue, 0) + 1
        id, taken = f"{day.replace('-', '')}{turn:08x}", begin + 4 * 3_600_000 + turn * 14_000
        number = f"{hall.queue[service.queue].prefix}{n[service.queue]:03d}"
        called, ended = taken + 240_000, taken + 700_000
        yield (
            (id, hall.id, day, number, service.queue, n[service.queue], f'["{service.id}"]', service.id,
             taken, called, called, ended, window.id),
            (id, hall.id, day, service.id, window.id, called, ended),
        )  # fmt: skip


def happenings(
    hall: Hall, day: str, begin: int, visits: list[tuple[Row, Row]]
) -> Iterator[tuple[str, int, Any]]:
    yield "day.opened", begin, {"day": day, "profile": 1, "numbers": []}
    found = []
    for visit, step in visits:
        id, number, queue, n, service, taken = visit[0], visit[3], visit[4], visit[5], visit[7], visit[8]
        window, called, ended = step[4], step[5], step[6]
        about = {"ticket": id, "number": number}
        ordinary = {"class": "ordinary", "head": 0.0, "rate": 1.0, "clock": taken}
        found += [
            ("ticket.taken", taken, about | {
                "series": "hub", "queue": queue, "n": n, "services": [service], "any_order": False, "classes": [],
                "needs": [], "standings": [ordinary], "channel": "kiosk", "device": "kiosk-1", "locale": "zh"}),
            ("ticket.called", called, about | {
                "window": window, "service": service, "line": queue, "person": "li",
                "why": {"class": "ordinary", "score": 4.0, "runner_up": None, "waiting": 9}}),
            ("ticket.completed", ended, about | {
                "window": window, "service": service, "outcome": "done", "items": 1, "uncertain": False,
                "next": None, "line": queue}),
        ]  # fmt: skip
    found.sort(key=lambda happening: happening[1])
    yield from found
    yield "day.closed", begin + 23 * 3_600_000, {"day": day}


if __name__ == "__main__":
    make(Path(sys.argv[1]))
