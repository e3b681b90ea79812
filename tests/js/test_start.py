"""The start page: halls and their doors; in a demo what to try."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.js.cast import profile
from tests.js.wirehub import WireHub


@pytest.fixture
def halls(hub: WireHub) -> WireHub:
    listed = {"halls": [{"id": "hall", "name": "普宁市政务服务中心"}], "next": None}
    hub.answers[("GET", "/halls")] = lambda _key, _body: (200, listed)
    hub.answers[("GET", "/halls/hall")] = lambda _key, _body: (200, profile())
    return hub


def links(page: Page) -> set[str]:
    return set(page.evaluate("[...document.querySelectorAll('a')].map((a) => a.getAttribute('href'))"))


def test_each_hall_has_its_doors(page: Page, halls: WireHub) -> None:
    page.goto(halls.url + "/?lang=zh")
    page.wait_for_selector("details")
    wanted = {"/kiosk/hall", "/caller/hall", "/board/hall", "/window/hall/w1", "/caller/hall/w40", "/api/"}
    assert wanted <= links(page)
    assert page.locator(".demo").count() == 0


def test_english_pages_are_linked_in_english(page: Page, halls: WireHub) -> None:
    page.goto(halls.url + "/?lang=en")
    page.wait_for_selector("details")
    assert "/board/hall?lang=en" in links(page)
    assert "Puning Service Centre" in page.inner_text(".hall")


def demo(route: Any) -> None:
    hall = {
        "id": "hall", "name": "普宁", "kiosk": "/demo/kiosk/hall", "caller": "/caller/hall/w2",
        "board": "/demo/display/hall", "window": "/demo/display/hall/w2", "window_sign": "2号窗口", "service": "业务a",
    }  # fmt: skip
    signs = [{"name": "林小梅", "password": "demo-pass", "pin": "2468", "role": "clerk"}]
    route.fulfill(json={"halls": [hall], "sign_ins": signs, "slip": "/demo/slip.png"})


def test_a_demo_says_what_to_try_and_with_which_name(page: Page, halls: WireHub) -> None:
    page.route("**/demo.json", demo)
    page.goto(halls.url + "/?lang=zh")
    page.wait_for_selector(".demo")
    assert {"/demo/kiosk/hall", "/caller/hall/w2", "/demo/display/hall/w2", "/demo/slip.png"} <= links(page)
    text = page.inner_text(".demo")
    assert all(words in text for words in ("业务a", "2号窗口", "林小梅", "demo-pass", "2468", "窗口人员"))


def test_no_hub_is_said(page: Page, hub: WireHub) -> None:
    hub.answers[("GET", "/halls")] = lambda _key, _body: (503, {"code": "busy"})
    page.goto(hub.url + "/?lang=zh")
    page.wait_for_selector("[role=alert]")
    assert "系统繁忙" in page.inner_text("main")


def test_axe_finds_nothing_serious(page: Page, halls: WireHub, axe: str) -> None:
    page.route("**/demo.json", demo)
    page.goto(halls.url + "/?lang=zh")
    page.wait_for_selector(".demo")
    page.wait_for_selector("details")
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
