"""Measurements inside a process of their own, on green threads as the hub runs: commands, and long lines.

`python -m tests.bench.inside commands|lines DIR` prints one line of JSON.
"""

import sys

from server import runtime

runtime.patch()

import json  # noqa: E402
import sqlite3  # noqa: E402
import threading  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable, Iterator  # noqa: E402
from itertools import count, cycle  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from server import profiles  # noqa: E402
from server.domain.events import Command  # noqa: E402
from server.hub.hub import Hub  # noqa: E402
from server.hub.replay import asked  # noqa: E402
from server.hub.setup import importing  # noqa: E402
from server.journal.store import Store  # noqa: E402
from tests.bench.processes import HALL, PUNING  # noqa: E402
from tests.bench.table import middle  # noqa: E402

ROUNDS, EACH = 75, 48
WINDOWS = ("w1", "w2", "w3")
Write = tuple[str, Any]
keys = count()


class Recording:
    """A connection that notes what is written through it, one list a transaction."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self.transactions: list[list[Write]] = []

    def execute(self, sql: str, values: Any = ()) -> sqlite3.Cursor:
        if sql == "begin immediate":
            self.transactions.append([])
        elif sql.lstrip()[:6] in ("insert", "update", "delete"):
            self.transactions[-1].append((sql, dict(values)))
        return self._conn.execute(sql, values)

    @property
    def in_transaction(self) -> bool:
        return self._conn.in_transaction


def hub(directory: Path) -> Hub:
    made = Hub(Store(directory, threading.RLock(), runtime.sleep))
    importing.bring_in(made, *profiles.load(PUNING), replace=False)
    for window in WINDOWS:
        act(made, "open", window)
    made.catch_up()
    return made


def act(hub: Hub, verb: str, window: str | None = None, **args: Any) -> dict[str, Any]:
    """As the web asks for it: with a key, so that the answer is stored."""
    command = Command(verb, "token:bench", args, window=window, channel="kiosk", device="kiosk-1", lax=True)
    return hub.act(HALL, command, asked(f"k{next(keys)}", "POST", f"/{verb}", args))


def day(hub: Hub) -> Iterator[Callable[[], Any]]:
    """A hall at work: somebody takes a number, a clerk calls the next, the next is served."""
    room = hub.room(HALL)
    services = cycle(room.hall.window[WINDOWS[0]].services)
    for window in cycle(WINDOWS):
        yield lambda: act(hub, "take", services=[next(services)])
        yield lambda w=window: act(hub, "call_next", w, finish="completed")
        yield lambda w=window: act(hub, "start", w)


def commands(at: Path) -> dict[str, Any]:
    """Hub and plain statements in turn: seconds and processor seconds a command, medians of the rounds."""
    recorded = record(hub(at / "recorded"), ROUNDS * EACH)
    ours, plain = hub(at / "ours"), Store(at / "plain", threading.RLock(), runtime.sleep)
    work, rows = day(ours), iter(recorded)
    timed: dict[str, list[tuple[float, float]]] = {"ours": [], "plain": []}
    for _ in range(ROUNDS):
        timed["plain"].append(clocked(lambda: write(plain.conn, [next(rows) for _ in range(EACH)])))
        timed["ours"].append(clocked(lambda: [next(work)() for _ in range(EACH)]))
    return {
        name: {"seconds": middle(t for t, _ in each) / EACH, "cpu": middle(c for _, c in each) / EACH}
        for name, each in timed.items()
    } | {"statements": sum(map(len, recorded)) / len(recorded)}


def record(hub: Hub, number: int) -> list[list[Write]]:
    """What the hub writes for so many commands, as the plain side can write again into an empty database."""
    hub.store.conn = recording = Recording(hub.store.conn)  # type: ignore[assignment]
    work = day(hub)
    for _ in range(number):
        next(work)()
    return recording.transactions


def write(conn: sqlite3.Connection, transactions: list[list[Write]]) -> None:
    for statements in transactions:
        conn.execute("begin immediate")
        for sql, values in statements:
            conn.execute(sql, values)
        conn.execute("commit")


def clocked(work: Callable[[], Any]) -> tuple[float, float]:
    start, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - cpu


def lines(at: Path) -> dict[str, Any]:
    """Call-next with ten waiting and with ten thousand at the same windows, in turn; medians in seconds."""
    halls = {number: filled(at / str(number), number) for number in (10, 10_000)}
    timed: dict[int, list[tuple[float, float]]] = {number: [] for number in halls}
    for turn in range(400):
        for number, hub in halls.items():
            window = WINDOWS[turn % len(WINDOWS)]
            timed[number].append(clocked(lambda h=hub, w=window: act(h, "call_next", w, finish="completed")))
            take(hub)
    return {
        str(number): {"seconds": middle(t for t, _ in each), "cpu": sum(c for _, c in each) / len(each)}
        for number, each in timed.items()
    }


def filled(at: Path, number: int) -> Hub:
    made = hub(at)
    made.store.conn.execute("pragma synchronous=off")
    for _ in range(number):
        take(made)
    made.store.conn.execute("pragma synchronous=full")
    return made


def take(hub: Hub) -> None:
    services = hub.room(HALL).hall.window[WINDOWS[0]].services
    act(hub, "take", services=[services[next(keys) % len(services)]])


if __name__ == "__main__":
    print(json.dumps({"commands": commands, "lines": lines}[sys.argv[1]](Path(sys.argv[2]))))
