"""The screen above a window: sign, number, state, where else to go."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.js.cast import profile, snapshot, ticket, update, window
from tests.js.wirehub import WireHub

Show = Callable[..., Page]

FLASHES = """() => {
  window.flashed = [];
  const look = () => document.querySelectorAll('.middle.fresh').forEach((e) => flashed.push(e.dataset.number));
  const all = { childList: true, subtree: true, attributes: true };
  new MutationObserver(look).observe(document.querySelector('main'), all);
}"""
"""Keeps in `flashed` what has flashed: after three seconds it is over, and a look from outside may come later."""


@pytest.fixture
def show(page: Page, hub: WireHub) -> Show:
    def open_screen(*tickets: Any, windows: list[Any], query: str = "") -> Page:
        hub.answers[("GET", "/halls/hall")] = lambda _key, _body: (200, profile())
        hub.snapshot = snapshot(10, list(tickets), windows)
        page.goto(f"{hub.url}/window/hall/w1{query}")
        page.wait_for_selector(".middle")
        expect(page.locator("h1")).to_have_text("1号窗口")
        page.evaluate("document.fonts.ready.then(() => true)")  # others are wider
        return page

    return open_screen


def test_a_call_shows_the_number_as_large_as_fits(show: Show, hub: WireHub) -> None:
    page = show(windows=[window(1)])
    page.evaluate(FLASHES)
    hub.say("update", update(10, 11, [ticket(7, 11, window=1)], windows=[window(1, ticket="t7")]))
    page.wait_for_function("() => flashed.includes('A007')")
    assert "请到本窗口办理" in page.inner_text(".middle")
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.number')).fontSize)")
    assert size * 0.733 >= 150
    page.wait_for_selector(".middle:not(.fresh)[data-number=A007]")


def test_a_screen_that_starts_late_does_not_flash(show: Show) -> None:
    page = show(ticket(7, 9, window=1), windows=[window(1, ticket="t7")])
    expect(page.locator(".middle .number")).to_have_text("A007")
    assert page.locator(".fresh").count() == 0


def test_the_last_call_is_marked(show: Show) -> None:
    page = show(ticket(7, 9, window=1, last_call=True), windows=[window(1, ticket="t7")])
    assert page.inner_text(".last") == "最后一次呼叫"


def test_a_class_stands_beside_the_number_only_where_the_hall_shows_it(show: Show, hub: WireHub) -> None:
    shown = profile() | {"classes": [{"id": "military", "name": "军人优先", "name_en": "Military"}]}
    page = show(ticket(7, 9, window=1, classes=["military"]), windows=[window(1, ticket="t7")])
    assert page.inner_text(".shown") == "military"
    hub.answers[("GET", "/halls/hall")] = lambda _key, _body: (200, shown)
    page.reload()
    expect(page.locator(".shown")).to_have_text("军人优先")
    hub.say("update", update(10, 11, [ticket(8, 11, window=1)], windows=[window(1, ticket="t8")]))
    expect(page.locator(".middle .number")).to_have_text("A008")
    assert page.locator(".shown").count() == 0


@pytest.mark.parametrize(
    ("state", "words"), [("open", "请等候叫号"), ("paused", "暂停服务，请稍候"), ("closed", "窗口未开放")]
)
def test_each_state_has_its_sentence_and_shape(show: Show, state: str, words: str) -> None:
    page = show(windows=[window(1, state)])
    expect(page.locator(".say")).to_have_text(words)
    assert page.locator(f".mark.{state}").count() == 1


def test_serving_says_so(show: Show) -> None:
    page = show(ticket(7, 9, "serving", window=1), windows=[window(1, ticket="t7")])
    assert page.inner_text(".say") == "正在办理"


def test_a_paused_window_names_the_open_ones_that_serve_the_same(show: Show) -> None:
    places = [window(1, "paused"), window(2), window(3, "closed"), window(5)]
    page = show(windows=places)
    expect(page.locator(".elsewhere")).to_have_text("同类业务请到 2号窗口")


def test_cut_off_it_keeps_the_number_and_tells_the_age(show: Show, hub: WireHub) -> None:
    page = show(ticket(7, 9, window=1), windows=[window(1, ticket="t7")])
    hub.refusal = {"code": "busy", "detail": ""}
    hub.cut()
    page.wait_for_selector("footer:has-text('正在重新连接')")
    assert page.inner_text(".number") == "A007"


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920), (1024, 600)])
def test_everything_fits_any_screen(show: Show, page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    show(ticket(7, 9, window=1, last_call=True), windows=[window(1, ticket="t7")])
    expect(page.locator(".middle .number")).to_have_text("A007")
    boxes = page.evaluate("""() => [...document.querySelectorAll('h1, .number, .say, .last')]
      .map((e) => e.getBoundingClientRect()).map((r) => [r.left, r.top, r.right, r.bottom])""")
    assert all(b[0] >= 0 and b[2] <= width and b[3] <= height for b in boxes)
    assert all(a[3] <= b[1] + 12 for a, b in pairwise(boxes))


def test_axe_finds_nothing_serious(show: Show, axe: str) -> None:
    page = show(windows=[window(1, "paused"), window(2)])
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
