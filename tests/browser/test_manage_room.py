"""The live room and the big screen in Chromium, one hub: what happens is seen, in its place, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.guidehall import MANAGER, Scene, profile, started

CROWDED = '[[overload]]\nqueue = "T"\nwaiting = 2\n[reservations]\ncapacity = 2'
PLACES = """document.fonts.ready.then(() => [...document.querySelectorAll('.room > *, .room dt, .room-window')]
    .map((e) => e.getBoundingClientRect()).map((b) => [b.x, b.y, b.width, b.height].map(Math.round)))"""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Scene]:
    hub, token = started(tmp_path_factory.mktemp("room"), profile(more=CROWDED))
    found = Scene(hub, browser, token)
    yield found
    found.close()
    hub.kill()


def checked(page: Page, axe: str, size: tuple[int, int]) -> None:
    """Nothing to scroll to, and nothing that axe minds."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate(axe)
    found: list[Any] = page.evaluate("axe.run().then((r) => r.violations)")
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []
    whole = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert whole == list(size)


def test_a_manager_sees_the_hall_at_work_and_takes_a_warning_over(scene: Scene, axe: str) -> None:
    page = scene.page(MANAGER, f"/manage/{scene.hall}", (1366, 768))
    now, floor = page.locator(".room-now"), page.locator(".room-window")
    expect(now.locator("dd b").first).to_have_text("0")
    expect(floor).to_have_count(6)
    expect(page.locator(".room-calm")).to_have_text("没有需要处理的事")
    page.locator(".room-today .chart canvas, .room-today .chart-none").first.wait_for()
    empty = page.evaluate(PLACES)
    scene.ask("POST", "/windows/w1/open")
    for _ in range(4):
        scene.take("invoice")
    passed = scene.ask("POST", "/windows/w1/call-next")["ticket"]
    expect(now.locator("dd b").first).to_have_text("3")
    expect(now.locator("tbody tr", has_text="税务").locator("td").first).to_have_text("3")
    expect(floor.first).to_contain_text("叫号")
    expect(floor.first.locator(".room-number")).to_have_text("T001")
    expect(page.locator(".room-today dd b").first).to_have_text("4")
    warning = page.locator(".room-warning")
    expect(warning).to_contain_text("黄色预警")
    expect(warning).to_contain_text("税务：3 人等候")
    assert page.evaluate(PLACES) == empty, "what arrives moves nothing"
    checked(page, axe, (1366, 768))
    warning.get_by_role("button", name="我来处理").click()
    expect(warning).to_contain_text(f"{MANAGER} 已接手")
    expect(warning.locator(".room-taken")).to_be_focused()
    assert scene.ask("GET", "/alarms")["alarms"][0]["acknowledged"]["by"] == MANAGER
    page.get_by_role("button", name="指标说明").click()
    expect(page.locator(".room-meanings")).to_contain_text("平均等候")
    page.get_by_role("button", name="English").click()
    expect(floor.first).to_contain_text("Called")
    expect(warning).to_contain_text("Yellow warning")
    expect(page.locator(".room-meanings")).to_contain_text("Mean wait")
    scene.ask("POST", "/windows/w1/no-show", {"reason": "left"})
    scene.ask("POST", f"/tickets/{passed['id']}/requeue")
    scene.ask("POST", "/windows/w1/call-next")
    expect(page.locator(".room-today-figures")).to_contain_text("1 let back in")
    expect(page.locator(".room-today-figures")).to_contain_text("1 further")
    checked(page, axe, (1920, 1080))


def test_the_big_screen_names_nobody_offers_nothing_and_says_when_it_is_cut_off(
    scene: Scene, axe: str
) -> None:
    clerk = scene.ask("GET", "/room")["room"]["now"]["windows"][0]["person"]
    page = scene.page(MANAGER, f"/manage/{scene.hall}/big", (1920, 1080))
    expect(page.locator(".big-numbers dd b").first).to_have_text("3")
    expect(page.locator(".big-levels li", has_text="黄色预警").locator("b")).to_have_text("1")
    expect(page.locator(".big-cells li")).to_have_count(6)
    assert page.locator("button, a, nav").count() == 0
    assert clerk and clerk not in page.locator("body").inner_text()
    small = "[...document.querySelectorAll('.big *')].filter((e) => e.children.length === 0 && e.textContent.trim())"
    assert page.evaluate(f"Math.min(...{small}.map((e) => parseFloat(getComputedStyle(e).fontSize)))") >= 36
    checked(page, axe, (1920, 1080))
    left = scene.page(MANAGER, f"/manage/{scene.hall}", (1366, 768))
    expect(left.locator(".room-window")).to_have_count(6)
    left.evaluate("fetch('/api/v1/session', { method: 'DELETE', headers: { 'Paihao-As': 'staff' } })")
    expect(left.get_by_label("密码")).to_be_visible()
    room = scene.contexts[0].pages[0]
    scene.hub.kill()
    expect(page.locator(".big-cut")).to_contain_text("连接中断")
    expect(room.locator(".room-link")).to_contain_text("Connection lost; what follows was so")
    expect(room.locator(".room-window").first).to_contain_text("Called")
