"""The row of memory: the hub with Puning, 100 walls and an hour's work behind it."""

from __future__ import annotations

import json

from server.protocol import API
from tests.bench.load import HALL, TICKETS, Line, Loop, connect, service_of, storm
from tests.bench.processes import HubRunning, folder
from tests.bench.table import Row, limit

SCREENS, MOST = 100, 120.0


def memory() -> list[Row]:
    with folder() as at:
        hub = HubRunning(at / "hub")
        try:
            loop = Loop()
            connect(
                loop, hub.address, {"token": hub.token("display"), "hall": HALL, "view": "board"}, SCREENS
            )
            _work(loop, hub)
            loop.rest(1.0)
            used = hub.memory()
            loop.close()
        finally:
            hub.stop()
    return [
        limit(f"memory with {SCREENS} screens, {key.upper()}", used[key], MOST, lambda mb: f"{mb:.0f} MB")
        for key in ("Rss", "Pss")
    ]


def _work(loop: Loop, hub: HubRunning) -> None:
    """Two seconds of taking, then two hundred calls."""
    clerk, kiosks = (
        Line(hub.address, hub.token("clerk")),
        [Line(hub.address, hub.token("kiosk")) for _ in "ab"],
    )
    loop.add(clerk, *kiosks)
    storm(loop, kiosks, TICKETS, json.dumps({"services": [service_of("w1", hub.address)]}).encode(), 2.0)
    clerk.ask(loop, "POST", f"{API}/halls/{HALL}/windows/w1/open", {})
    for _ in range(200):
        clerk.ask(loop, "POST", f"{API}/halls/{HALL}/windows/w1/call-next", {"finish": "completed"})
