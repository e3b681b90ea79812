"""Rows of request → last display: a real call, against the bare handler that broadcasts a payload of the same size."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from server.protocol import API
from tests.bench.load import HALL, TICKETS, Line, Loop, Screen, behind, connect, service_of, storm
from tests.bench.processes import HubRunning, Running, both
from tests.bench.table import Row, delay, limit, middle, ms, percentile

WINDOW = "w1"
ROUNDS, EACH = 15, 20
STORM_ROUNDS, STORM_EACH, KIOSKS = 8, 15, 16
STORM_MOST = 0.1
GAP = 0.03
LONGEST = 45.0


@dataclass
class Side:
    """The hub or the bare handler: the request that is timed, and what a kiosk of the storm asks."""

    running: Running
    asks: str
    body: bytes
    auth: dict[str, str]
    kiosk: str
    token: str | None = None
    kiosk_token: str | None = None
    kiosk_body: bytes = b"{}"
    screens: list[Screen] = field(default_factory=list)
    kiosks: list[Line] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def begin(self, loop: Loop) -> None:
        self.line = Line(self.running.address, self.token)
        self.kiosks = [Line(self.running.address, self.kiosk_token) for _ in range(KIOSKS)]
        loop.add(self.line, *self.kiosks)

    def grow(self, loop: Loop, count: int) -> None:
        self.screens += connect(loop, self.running.address, self.auth, count - len(self.screens))
        self.times, self.cpu = [], []

    def one(self, loop: Loop, kiosks: list[Line]) -> float:
        """Seconds from sending a request until the last display has its update; `kiosks` go on meanwhile."""
        start = time.perf_counter()
        self.line.send("POST", self.asks, self.body)
        while self.line.answer is None:
            self._turn(loop, kiosks)
        assert self.line.status < 300, self.line.answer
        said = json.loads(self.line.answer)
        assert said.get("ticket", True), "nobody waited: the hall was filled with too few"
        while left := behind(self.screens, said["seq"]):
            while left[-1].seq < said["seq"]:
                self._turn(loop, kiosks)
        return time.perf_counter() - start

    def _turn(self, loop: Loop, kiosks: list[Line]) -> None:
        loop.turn()
        for line in kiosks:
            if line.answer is not None:
                line.send("POST", self.kiosk, self.kiosk_body)

    def alone(self, loop: Loop) -> None:
        cpu = self.running.cpu()
        self.times += [self.one(loop, []) for _ in range(EACH)]
        self.cpu.append((self.running.cpu() - cpu) / EACH)

    def stormed(self, loop: Loop) -> None:
        for line in self.kiosks:
            line.send("POST", self.kiosk, self.kiosk_body)
        for _ in range(STORM_EACH):
            end = time.perf_counter() + GAP
            while time.perf_counter() < end:
                self._turn(loop, self.kiosks)
            self.times.append(self.one(loop, self.kiosks))
        while any(line.answer is None for line in self.kiosks):
            loop.turn()
        loop.rest(0.2)


def in_turn(rounds: int, works: list[Callable[[], None]]) -> None:
    """Each in every round; on a slow machine fewer rounds, so that `make bench` ends."""
    end = time.monotonic() + LONGEST
    for n in range(rounds):
        if n < 3 or time.monotonic() < end:
            for work in works:
                work()


def displays() -> list[Row]:
    with both() as (hub, bare):
        loop, rows = Loop(), []
        sides = _hub_side(loop, hub), _bare_side(bare)
        for side in sides:
            side.begin(loop)
        _same_payload(loop, *sides)
        for count in (1, 100, 500):
            for side in sides:
                side.grow(loop, count)
            in_turn(ROUNDS, [partial(side.alone, loop) for side in sides])
            rows += _alone_rows(count, *sides)
            if count == 100:
                rows += _storm_rows(loop, *sides)
        loop.close()
    return rows


def _hub_side(loop: Loop, hub: HubRunning) -> Side:
    """An open window and as many waiting as will be called."""
    clerk, kiosk = hub.token("clerk"), hub.token("kiosk")
    service = json.dumps({"services": [service_of(WINDOW, hub.address)]}).encode()
    side = Side(
        hub, f"{API}/halls/{HALL}/windows/{WINDOW}/call-next", b'{"finish": "completed"}',
        {"token": hub.token("display"), "hall": HALL, "view": "board"}, TICKETS, clerk, kiosk, service,
    )  # fmt: skip
    line, kiosks = Line(hub.address, clerk), [Line(hub.address, kiosk) for _ in range(4)]
    loop.add(line, *kiosks)
    line.ask(loop, "POST", f"{API}/halls/{HALL}/windows/{WINDOW}/open", {})
    taken = 0
    while taken < 3 * ROUNDS * EACH + 10:
        taken += storm(loop, kiosks, TICKETS, service, 0.5)
    return side


def _bare_side(bare: Running) -> Side:
    return Side(
        bare, "/tell", b'{"finish": "completed"}', {}, "/row", kiosk_body=b'{"services": ["collect"]}'
    )


def _same_payload(loop: Loop, ours: Side, theirs: Side) -> None:
    """What a real call sends to a wall is what the bare handler will send."""
    ours.grow(loop, 1)
    for _ in range(2):
        ours.one(loop, [])
    event, payload = json.loads(ours.screens[0].last.partition(b",")[2])
    assert event == "update"
    del payload["seq"]
    theirs.line.ask(loop, "PUT", "/payload", payload)


def _alone_rows(count: int, ours: Side, theirs: Side) -> list[Row]:
    cpu = {"cpu": middle(ours.cpu), "bound_cpu": middle(theirs.cpu)}
    many = "1 display" if count == 1 else f"{count} displays"
    return [
        delay(f"call → last of {many}, {name}", percentile(ours.times, p), percentile(theirs.times, p), **cpu)
        for name, p in (("p50", 0.5), ("p99", 0.99))
    ]


def _storm_rows(loop: Loop, ours: Side, theirs: Side) -> list[Row]:
    ours.times, theirs.times = [], []
    in_turn(STORM_ROUNDS, [partial(side.stormed, loop) for side in (ours, theirs)])
    worst, bound = percentile(ours.times, 0.99), percentile(theirs.times, 0.99)
    middles = percentile(ours.times, 0.5), percentile(theirs.times, 0.5)
    return [
        delay(f"… in a storm of {KIOSKS} kiosks, p50", *middles, aim=None),
        limit(
            f"… in a storm of {KIOSKS} kiosks, p99", worst, STORM_MOST, ms,
            bound=ms(bound), ratio=f"{worst / bound:.2f} ×",
        ),
    ]  # fmt: skip
