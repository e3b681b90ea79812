"""Rows of the estimate: what a phone's glance at its wait costs in a short line and in a long one."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import cycle, islice

from server.domain.events import Command, Entry
from server.domain.floor import Floor
from server.domain.happenings import apply
from server.domain.profile import Hall
from server.domain.verbs import decide
from server.domain.waits.estimate import History, Outlook
from server.profiles import load
from tests.bench.processes import PUNING
from tests.bench.table import Row, delay, middle

ROUNDS, EACH = 40, 25
AIM = 2.0
"""Of the same order: a bisection of ten thousand looks at ten more places, and they are farther apart in memory."""
WINDOWS = ("w1", "w2", "w3")
CLASSES = ([], [], [], ["elderly"], [], [], ["disabled"], [], [], ["military"])


def estimating() -> list[Row]:
    hall = load(PUNING)[1]
    floors = {number: filled(hall, number) for number in (10, 10_000)}
    alone: dict[int, list[float]] = {number: [] for number in floors}
    many: dict[int, list[float]] = {number: [] for number in floors}
    for _ in range(ROUNDS):
        for number, floor in floors.items():
            last = list(floor.tickets.values())[-1]
            outlook = Outlook(floor, History(), floor.at)
            alone[number].append(
                timed(lambda f=floor, o=outlook, t=last: Outlook(f, History(), f.at, o.staff).of(t))
            )
            outlook.of(last)
            many[number].append(timed(lambda o=outlook, t=last: [o.of(t) for _ in range(EACH)]) / EACH)
    return [
        delay(f"{figure}, 10,000 waiting against 10", middle(times[10_000]), middle(times[10]), AIM)
        for figure, times in (("the wait of a number just taken", alone), ("of one phone among many", many))
    ]


def filled(hall: Hall, number: int) -> Floor:
    floor = Floor(hall)
    # The same places and slopes in both: what a longer line costs, not what more kinds of business cost.
    services = cycle(hall.window[WINDOWS[0]].services[:2])
    apply(floor, Entry(1, 0, "2026-11-23", "day.opened", "bench", "c", {"day": "2026-11-23", "profile": 1}))
    for n, window in enumerate(WINDOWS):
        act(floor, Command("open", "bench", {}, window=window, person="lin"), n)
    for n, classes in enumerate(islice(cycle(CLASSES), number)):
        wanted = {"services": [next(services)], "classes": classes}
        facts = {"ticket": f"t{n}", "reasons": {c: {"reason": "seen"} for c in classes}}
        act(floor, Command("take", "bench", wanted, channel="guide", lax=True), 1000 * n, **facts)
    return floor


def act(floor: Floor, command: Command, now: int, **facts: object) -> None:
    for event in decide(floor, command, {"series": "hub", **facts}, now):
        apply(floor, Entry(floor.seq + 1, now, "2026-11-23", event.kind, "bench", "c", event.data))


def timed(work: Callable[[], object]) -> float:
    start = time.thread_time()
    work()
    return time.thread_time() - start
