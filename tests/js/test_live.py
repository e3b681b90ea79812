"""live.js keeps a view true: snapshots, updates, gaps, silence, refusals, another wire version."""

from __future__ import annotations

import threading
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.js.cast import gone, snapshot, ticket, update
from tests.js.wirehub import SECONDS, WireHub

WATCH = """
async () => {
  const { live } = await import('/static/js/live.js');
  window.heard = { changes: [], states: [], links: [] };
  window.door = live({ hall: 'hall', view: 'board', as: 'display', zone: 'east' }, {
    change: (model, update) => heard.changes.push({ seq: model.seq, update: update && update.seq,
      tickets: [...model.tickets.keys()] }),
    state: (key, value) => heard.states.push([key, value]),
    link: (link) => heard.links.push(link),
  });
}
"""

LAST_WORDS = """addEventListener('beforeunload', () => requestAnimationFrame(() => requestAnimationFrame(() => {
  sessionStorage.setItem('last words', document.querySelectorAll('.refused').length);
  fetch('/api/v1/painted');
})))"""


def watch(bench: Page, hub: WireHub) -> None:
    bench.evaluate(WATCH)
    hub.watched()


def seq_becomes(bench: Page, seq: int) -> None:
    bench.wait_for_function("(seq) => window.door && door.model.seq === seq", arg=seq)


def last_change(bench: Page) -> dict[str, Any]:
    return dict(bench.evaluate("heard.changes[heard.changes.length - 1]"))


def test_it_joins_with_hall_view_zone_and_wire_version(bench: Page, hub: WireHub) -> None:
    hub.snapshot = snapshot(10, [ticket(1, 9)])
    watch(bench, hub)
    seq_becomes(bench, 10)
    wanted = {"hall": "hall", "view": "board", "as": "display", "zone": "east", "wire": 1}
    assert {k: hub.auths[0].get(k) for k in wanted} == wanted
    assert last_change(bench) == {"seq": 10, "update": None, "tickets": ["t1"]}
    assert bench.evaluate("heard.links.pop()") == {"connected": True, "age": 0, "refused": None}


def test_an_update_replaces_by_id_and_removes_what_left(bench: Page, hub: WireHub) -> None:
    hub.snapshot = snapshot(10, [ticket(1, 9), ticket(2, 10)])
    watch(bench, hub)
    seq_becomes(bench, 10)
    hub.say("update", update(10, 12, [gone(1), ticket(2, 10, "serving"), ticket(3, 12)]))
    seq_becomes(bench, 12)
    assert last_change(bench)["tickets"] == ["t2", "t3"]
    assert bench.evaluate("door.model.tickets.get('t2').status") == "serving"


def test_an_old_update_changes_nothing(bench: Page, hub: WireHub) -> None:
    hub.snapshot = snapshot(10)
    watch(bench, hub)
    seq_becomes(bench, 10)
    hub.say("update", update(8, 9, [ticket(1, 9)]))
    hub.say("update", update(5, 11, [ticket(2, 11)]))
    seq_becomes(bench, 11)
    assert last_change(bench)["tickets"] == ["t2"]


def test_a_gap_is_closed_by_a_new_snapshot(bench: Page, hub: WireHub) -> None:
    hub.snapshot = snapshot(10)
    watch(bench, hub)
    seq_becomes(bench, 10)
    hub.snapshot = snapshot(20, [ticket(5, 18)])
    hub.say("update", update(15, 20, [ticket(6, 20)]))
    assert hub.synced.wait(SECONDS)
    seq_becomes(bench, 20)
    assert last_change(bench) == {"seq": 20, "update": None, "tickets": ["t5"]}


def test_a_storm_after_a_gap_asks_for_one_snapshot(bench: Page, hub: WireHub) -> None:
    hub.snapshot = snapshot(10)
    watch(bench, hub)
    seq_becomes(bench, 10)
    hub.snapshot = snapshot(300)
    for n in range(100):
        hub.say("update", update(100 + n, 101 + n, []))
    seq_becomes(bench, 300)
    assert bench.evaluate("heard.changes.length") <= 3


def test_states_come_through(bench: Page, hub: WireHub) -> None:
    hub.snapshot = snapshot(10)
    watch(bench, hub)
    seq_becomes(bench, 10)
    hub.say("state", {"key": "waits", "at": "2026-11-22T02:03:04Z", "value": {"a": {"low": 60, "high": 300}}})
    bench.wait_for_function("() => heard.states.length === 1")
    assert bench.evaluate("heard.states[0]") == ["waits", {"a": {"low": 60, "high": 300}}]


def test_a_hub_that_dies_and_returns_is_joined_again(bench: Page, hub: WireHub) -> None:
    hub.snapshot = snapshot(10)
    watch(bench, hub)
    seq_becomes(bench, 10)
    hub.snapshot = snapshot(11, [ticket(1, 11)])
    hub.cut()
    bench.wait_for_function("() => heard.links.some((l) => !l.connected) && door.model.seq === 11")
    assert bench.evaluate("heard.links.pop().connected") is True


def test_fifteen_seconds_of_silence_are_a_cut_and_it_reconnects(page: Page, hub: WireHub) -> None:
    hub.snapshot = snapshot(10)
    page.clock.install()
    page.goto(hub.url + "/static/icon.svg")
    watch(page, hub)
    seq_becomes(page, 10)
    hub.joined.clear()
    page.clock.run_for(16_000)
    assert page.evaluate("heard.links.some((l) => !l.connected && l.age >= 15)")
    page.clock.run_for(3_000)
    hub.watched()


def test_a_refusal_is_told_with_its_code_and_asked_again(page: Page, hub: WireHub) -> None:
    hub.refusal = {"code": "unauthenticated", "detail": "Sign in."}
    page.clock.install()
    page.goto(hub.url + "/static/icon.svg")
    page.evaluate(WATCH)
    page.wait_for_function("() => heard.links.some((l) => l.refused && l.refused.code === 'unauthenticated')")
    hub.refusal, hub.snapshot = None, snapshot(3)
    page.clock.run_for(16_000)
    seq_becomes(page, 3)
    assert page.evaluate("heard.links.pop()") == {"connected": True, "age": 0, "refused": None}


def test_another_wire_version_reloads_once_then_says_so(page: Page, hub: WireHub) -> None:
    hub.refusal = {"code": "wire_version", "detail": "Another version."}
    hub.answers[("GET", "/halls/hall")] = lambda _key, _body: (200, {})
    painted = threading.Event()
    hub.answers[("GET", "/painted")] = lambda _key, _body: (200, {"told": painted.set()})
    pages: list[str] = []

    def slowly(route: Route) -> None:
        """The page that begins anew is served when the old one has had time to say something."""
        pages.append(route.request.url)
        if len(pages) > 1:
            assert painted.wait(SECONDS)
        route.continue_()

    page.add_init_script(LAST_WORDS)
    page.route("**/board/hall", slowly)
    page.goto(hub.url + "/board/hall", wait_until="commit")
    expect(page.locator(".refused")).to_contain_text("版本")
    assert page.evaluate("sessionStorage.getItem('last words')") == "0", "nothing is said of what may be over"
    assert (len(pages), len(hub.auths)) == (2, 2)


def test_closing_ends_everything(bench: Page, hub: WireHub) -> None:
    hub.snapshot = snapshot(10)
    watch(bench, hub)
    seq_becomes(bench, 10)
    bench.evaluate("door.close()")
    hub.say("update", update(10, 11, []))
    bench.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert bench.evaluate("door.model.seq") == 10
