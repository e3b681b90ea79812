"""The rows of the live room: the look for warnings each second, and the room, late on a day of 20,000 tickets.

5,000 of them still wait and every window of Puning works; four Mondays before have as many visits.
"""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from server import profiles
from server.domain.alarms import alarms
from server.domain.alarms.watching import Seen
from server.domain.events import Command, Entry
from server.domain.happenings import apply
from server.hub.hub import Hub
from server.hub.room import Room
from server.hub.setup import importing
from server.journal.store import Store
from server.web.room import room as pages
from tests.bench.estimating import act, timed
from tests.bench.processes import PUNING, folder
from tests.bench.table import Row, limit, middle, ms

TICKETS, WAITING, ROUNDS = 20_000, 5_000, 15
LOOK, FLOOR, ALL = 0.02, 0.05, 0.1


def watching() -> list[Row]:
    with folder() as at:
        raw, _ = profiles.load(PUNING)
        for service in raw["services"]:
            service["target_wait"] = 15
        store = Store(Path(at), threading.RLock(), synchronous="OFF")
        hub = Hub(store)
        hall = importing.bring_in(hub, raw, profiles.build(raw), replace=False) and raw["hall"]["id"]
        room = hub.room(str(hall))
        now = crowded(room)
        with store.writing() as conn:
            for weeks in range(5):
                visits(conn, room, date.fromisoformat(str(room.floor.day)) - timedelta(weeks=weeks))
        asked = pages.question(room, None)
        told = pages.counted(store, asked, None)
        rows = [
            row("the look for warnings, 5,000 waiting", lambda: alarms.changes(room.floor, now, Seen()), LOOK),
            row("the room, of the floor", lambda: pages.shown(hub, room, None, told), FLOOR),
            row("the room with its day, 20,000 tickets",
                lambda: pages.shown(hub, room, None, pages.counted(store, asked, told.before)), ALL),
        ]  # fmt: skip
        store.close()
    return rows


def row(figure: str, work: Callable[[], object], most: float) -> Row:
    return limit(figure, middle([timed(work) for _ in range(ROUNDS)]), most, ms)


def crowded(room: Room) -> int:
    """The floor late on such a day; now, in milliseconds."""
    floor, draw = room.floor, random.Random(1)
    now = room.clock.now(floor.at)
    day = {"day": date.fromtimestamp(now / 1000).isoformat(), "profile": 1, "numbers": []}
    apply(floor, Entry(floor.seq + 1, now, day["day"], "day.opened", "bench", "c", day))
    for window in room.hall.windows:
        act(floor, Command("open", "bench", {}, window=window.id, person="lin"), now)
    services = [s.id for s in room.hall.services]
    for n in range(WAITING):
        wanted = {"services": [draw.choice(services)]}
        act(floor, Command("take", "bench", wanted, channel="guide", lax=True), now + n * 500, ticket=f"t{n}")
    return now + WAITING * 500 + 30 * 60_000


def visits(conn: sqlite3.Connection, room: Room, day: date) -> None:
    """As many visits and legs of a day as the tables would hold; what the room does not read is left empty."""
    draw, begin = random.Random(day.toordinal()), round(time.mktime(day.timetuple()) * 1000) + 9 * 3_600_000
    services = [s.id for s in room.hall.services]
    visit, part = least(conn, "visit"), least(conn, "leg")
    for n in range(TICKETS):
        taken = begin + draw.randrange(8 * 3_600_000)
        called = taken + draw.randrange(1_800_000)
        own = {"id": f"{day}-{n}", "hall": room.id, "day": day.isoformat(), "n": n, "service": draw.choice(services),
               "taken_at": taken, "first_called_at": called}  # fmt: skip
        filled(conn, "visit", visit | own)
        leg = {"hall": room.id, "day": int(day.strftime("%Y%m%d")), "ticket": own["id"], "part": 1, "began": "taken",
               "ended": "completed", "sure_wait": 1, "wait": (called - taken) // 1000, "place": 1, "target": 900,
               "service": own["service"]}  # fmt: skip
        filled(conn, "leg", part | leg)


def least(conn: sqlite3.Connection, table: str) -> dict[str, object]:
    """The least in every column that must have something."""
    columns = conn.execute("select * from pragma_table_info(:table)", {"table": table})
    return {
        name: 0 if kind == "INTEGER" else ""
        for _, name, kind, must, default, _ in columns
        if must and default is None
    }


def filled(conn: sqlite3.Connection, table: str, made: dict[str, object]) -> None:
    conn.execute(
        "insert into " + table + " (" + ", ".join(made) + ") values (" + ", ".join(":" + n for n in made) + ")", made
    )  # fmt: skip
