"""The phone page of somebody who complains says where to go, and not what for."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.js.cast import AT, profile
from tests.js.test_track import mine
from tests.js.wirehub import WireHub

SHOUTED = ("投诉", "Complain")


def hall() -> dict[str, Any]:
    here = profile()
    here["zones"].append({"id": "c", "name": "投诉接待区", "name_en": "Complaints area", "floor": "2"})
    told = {"name": "投诉举报", "name_en": "Complaints"}
    here["services"].append({"id": "sc", "purpose": "complain", "queue": "a", **told})
    plate = {"id": "w50", "number": 50, "zone": "c", "kind": "complaint", "services": ["sc"]}
    signs = {"sign": "50号投诉窗口", "sign_en": "Complaints window 50"}
    here["windows"].append({**plate, **signs, "call_sign": "50号窗口", "call_sign_en": "Window 50"})
    return here


@pytest.mark.parametrize(("query", "sign"), [("", "50号窗口"), ("?lang=en", "Window 50")])
@pytest.mark.parametrize("status", ["waiting", "called", "serving"])
def test_a_phone_left_on_a_table_does_not_tell(
    browser: Browser, hub: WireHub, status: str, query: str, sign: str
) -> None:
    at = {"window": "w50", "sign": "50号窗口", "zone": "c"} if status != "waiting" else {}
    ticket = mine(
        status, service="sc", services=["sc"], service_name="50号窗口", service_name_en="Window 50", **at
    )
    answer = {"seq": 10, "hall": "hall", "ticket": ticket, "ahead": 7, "wait": None}
    hub.answers[("GET", "/track/code")] = lambda _key, _body: (200, answer)
    hub.answers[("GET", "/halls/hall")] = lambda _key, _body: (200, hall())
    hub.snapshot = {"view": "ticket", "hall": "hall", "seq": 10, "at": AT, "tickets": [ticket], "windows": [],
                    "queues": []}  # fmt: skip
    page = browser.new_page(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page.goto(f"{hub.url}/track/code{query}")
    page.wait_for_selector(".ticket")
    page.wait_for_function("() => document.querySelector('.hall').textContent")
    page.wait_for_function(f"() => document.body.textContent.includes('{sign}')")
    assert [word for word in SHOUTED if word in page.content()] == []
    page.close()
