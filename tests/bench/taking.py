"""Rows of taking numbers over HTTP without screens, against the bare handler that commits one row."""

from __future__ import annotations

import json
import time

from tests.bench.load import TICKETS, Line, Loop, service_of, storm
from tests.bench.processes import Running, both
from tests.bench.table import Row, middle, rate

ROUNDS, SECONDS = 7, 1.5


def taking() -> list[Row]:
    with both() as (hub, bare):
        token, loop = hub.token("kiosk"), Loop()
        body = json.dumps({"services": [service_of("w1", hub.address)], "locale": "zh"}).encode()
        rows = []
        for clients in (1, 16):
            sides = [(hub, token, TICKETS), (bare, None, "/row")]
            lines = [[Line(p.address, t) for _ in range(clients)] for p, t, _ in sides]
            for each in lines:
                loop.add(*each)
            timed = [
                [_round(loop, s, ls, body) for s, ls in zip(sides, lines, strict=True)] for _ in range(ROUNDS)
            ]
            ours, theirs = zip(*timed, strict=True)
            many = "1 client" if clients == 1 else f"{clients} clients"
            (speed, cpu), (bound, bound_cpu) = _middle(ours), _middle(theirs)
            rows.append(rate(f"tickets over HTTP, {many}", speed, bound, cpu, bound_cpu, 0.6))
        loop.close()
    return rows


def _round(
    loop: Loop, side: tuple[Running, str | None, str], lines: list[Line], body: bytes
) -> tuple[float, float]:
    """(answers a second, processor seconds an answer)."""
    running, _, path = side
    start, cpu = time.perf_counter(), running.cpu()
    count = storm(loop, lines, path, body, SECONDS)
    return count / (time.perf_counter() - start), (running.cpu() - cpu) / count


def _middle(rounds: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    return middle(r for r, _ in rounds), middle(c for _, c in rounds)
