"""Rows of starting: `paihao serve` from its start to /readyz, with a million past tickets and with none."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.bench.past import million
from tests.bench.processes import HubRunning, folder, wait_for
from tests.bench.table import Row, delay, limit, middle, ms

ROUNDS, MOST = 5, 2.0


def starting() -> list[Row]:
    print("  a million past tickets: made once, kept under build/bench …", file=sys.stderr, flush=True)
    full = million()
    with folder() as at:
        empty = at / "empty"
        HubRunning(empty).stop()
        times: dict[Path, list[float]] = {full: [], empty: []}
        for _ in range(ROUNDS):
            for data, each in times.items():
                each.append(ready(data))
    ours, bound = middle(times[full]), middle(times[empty])
    return [
        delay("start with 1,000,000 past tickets against an empty hall", ours, bound),
        limit("… and as it is", ours, MOST, ms),
    ]


def ready(data: Path) -> float:
    """Seconds from the process's start to the first good /readyz."""
    start = time.monotonic()
    hub = HubRunning(data)
    try:
        wait_for("/readyz", hub.address, start + 60)
        return time.monotonic() - start
    finally:
        hub.stop()
