"""Screens survive months: after many updates the page's heap is where it was."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page

from tests.js.cast import profile, queue, snapshot, ticket
from tests.js.wirehub import WireHub

ALLOWED = 700_000
"""Bytes of growth that are noise: compiled code, caches of the engine."""


def heap(cdp: CDPSession) -> int:
    """Bytes of JavaScript in use after collecting what nobody holds."""
    for _ in range(3):
        cdp.send("HeapProfiler.collectGarbage")
    metrics = {m["name"]: m["value"] for m in cdp.send("Performance.getMetrics")["metrics"]}
    return int(metrics["JSHeapUsedSize"])


def message(seq: int) -> dict[str, Any]:
    call = {**ticket(seq, seq, window=seq % 40 + 1), "number": f"A{seq % 1000:03d}"}
    return {
        "seq": seq, "prev": seq - 1, "at": f"2026-11-22T02:03:04.{seq % 1000:03d}Z",
        "events": [{"seq": seq, "kind": "ticket.called", "ticket": call["id"], "number": call["number"],
                    "window": call["window"]}],
        "tickets": [call, {"id": f"t{seq - 20}", "gone": True}], "windows": [],
        "queues": [queue("a", seq % 90)],
    }  # fmt: skip


def feed(page: Page, hub: WireHub, first: int, count: int) -> None:
    """Real messages over the real socket, awaited in portions so that none waits in a buffer."""
    for start in range(first, first + count, 500):
        last = min(start + 500, first + count) - 1
        for seq in range(start, last + 1):
            hub.say("update", message(seq))
        page.wait_for_selector(f".board[data-seq='{last}']", timeout=60_000)


def grown(page: Page, hub: WireHub, updates: int) -> int:
    hub.answers[("GET", "/halls/hall")] = lambda _key, _body: (200, profile(board_show_seconds=1))
    hub.snapshot = snapshot(1000)
    page.goto(hub.url + "/board/hall")
    page.wait_for_selector("[data-link=live]")
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable")
    feed(page, hub, 1001, 2000)
    before = heap(cdp)
    feed(page, hub, 3001, updates)
    after = heap(cdp)
    print(f"heap {before:,} → {after:,} bytes after {updates:,} updates")
    return after - before


def test_ten_thousand_updates_leave_the_heap_where_it_was(page: Page, hub: WireHub) -> None:
    assert grown(page, hub, 10_000) < ALLOWED


@pytest.mark.long
def test_a_hundred_thousand_updates_leave_the_heap_where_it_was(page: Page, hub: WireHub) -> None:
    assert grown(page, hub, 100_000) < ALLOWED
