"""The phone page: what the holder of a ticket is told and may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.js.cast import AT, profile, update
from tests.js.wirehub import WireHub

Json = dict[str, Any]
Show = Callable[..., Page]


def mine(status: str, **more: Any) -> Json:
    return {
        "id": "t7", "number": "A007", "status": status, "service": "sa", "services": ["sa"], "queue": "a",
        "window": None, "sign": None, "zone": None, "taken_at": AT, "called_at": None, "called_seq": None,
        "recalls": 0, "last_call": False, "ended_at": None, "outcome": None, "rating": None, **more,
    }  # fmt: skip


def becomes(hub: WireHub, ticket: Json) -> tuple[int, Json]:
    """The answer of a verb that made the ticket so. As the real hub does, it tells whoever watches it as well."""
    hub.watched()
    hub.snapshot = {**(hub.snapshot or {}), "seq": 11, "tickets": [ticket]}
    hub.say("update", update(10, 11, [ticket], []))
    return 200, {"seq": 11, "hall": "hall", "ticket": ticket, "ahead": None, "wait": None}


@pytest.fixture
def show(browser: Browser, hub: WireHub) -> Any:
    page = browser.new_page(viewport={"width": 360, "height": 740}, locale="zh-CN")

    def open_phone(ticket: Json, query: str = "") -> Page:
        answer = {"seq": 10, "hall": "hall", "ticket": ticket, "ahead": 7, "wait": {"low": 840, "high": 1490}}
        hub.answers[("GET", "/track/code")] = lambda _key, _body: (200, answer)
        hub.answers[("GET", "/halls/hall")] = lambda _key, _body: (200, profile())
        hub.snapshot = {"view": "ticket", "hall": "hall", "seq": 10, "at": AT, "tickets": [ticket], "windows": [],
                        "queues": []}  # fmt: skip
        page.goto(f"{hub.url}/track/code{query}")
        page.wait_for_selector(".ticket")
        page.wait_for_function("() => document.querySelector('.hall').textContent")
        return page

    yield open_phone
    page.close()


def test_waiting_tells_people_ahead_range_and_place(show: Show, hub: WireHub) -> None:
    page = show(mine("waiting"))
    text = page.inner_text("main")
    assert all(
        words in text for words in ("A007", "请等候叫号", "7 人", "约 14–25 分钟", "2 楼", "东区", "业务a")
    )
    assert hub.auths == [] or hub.auths[0]["view"] == "ticket"
    hub.watched()
    assert {k: hub.auths[0][k] for k in ("hall", "view", "code")} == {
        "hall": "hall",
        "view": "ticket",
        "code": "code",
    }
    hub.say("state", {"key": "ahead", "at": AT, "value": {"ahead": 0, "wait": None}})
    expect(page.locator(".next")).to_have_text("下一个就是您")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("lunch", "中间有午休，14:00 继续办理"),
        ("window_closed", "有窗口停止办理"),
        ("window_paused", "有窗口暂停"),
        ("priority", "前面有优先办理的人"),
        ("slow", "办得比预计久"),
        ("moved", "已转到别的窗口"),
    ],
)
def test_a_wait_that_has_risen_says_why(show: Show, hub: WireHub, reason: str, words: str) -> None:
    page = show(mine("waiting"))
    hub.watched()
    expect(page.locator(".why")).to_have_count(0)
    told = {"ahead": 7, "wait": {"low": 900, "high": 1800}, "reason": reason, "resumes_at": None}
    if reason == "lunch":
        told["resumes_at"] = "2026-11-22T06:00:00.000Z"
    hub.say("state", {"key": "ahead", "at": AT, "value": told})
    expect(page.locator(".why")).to_contain_text(words)
    hub.say("state", {"key": "ahead", "at": AT, "value": told | {"reason": None, "resumes_at": None}})
    expect(page.locator(".why")).to_have_count(0)


def test_a_call_arrives_live_with_window_zone_and_floor(show: Show, hub: WireHub) -> None:
    page = show(mine("waiting"))
    hub.watched()
    page.wait_for_selector(".linked .mark.open")
    called = mine("called", window="w3", sign="3号窗口", zone="east", called_at=AT, called_seq=11)
    hub.say("update", update(10, 11, [called], []))
    page.wait_for_selector("[data-status=called]")
    assert "请现在到 3号窗口" in page.inner_text(".lead")
    assert "2 楼 · 东区" in page.inner_text(".where")
    assert page.locator(".figures").count() == 0


@pytest.mark.parametrize(
    ("ticket", "words"),
    [
        (mine("serving", sign="3号窗口", window="w3"), "正在 3号窗口 办理"),
        (mine("held"), "不用重新取号"),
        (mine("no_show"), "请到咨询台恢复排队"),
        (mine("cancelled"), "这个号已取消"),
        (mine("expired"), "这个号已过期"),
        (mine("completed", outcome="incomplete"), "材料需要补充"),
        (mine("completed", outcome="incomplete"), "本次办理结束"),
        (mine("completed", outcome="done"), "已办结"),
        (mine("called", sign="3号窗口", last_call=True), "最后一次呼叫"),
    ],
)
def test_each_state_is_a_sentence(show: Show, ticket: Json, words: str) -> None:
    assert words in show(ticket).inner_text(".ticket")


def test_cancelling_asks_first_and_is_sent_once(show: Show, hub: WireHub) -> None:
    sent: list[str] = []

    def cancel(key: str, _body: Json) -> tuple[int, Json]:
        sent.append(key)
        return becomes(hub, mine("cancelled"))

    hub.answers[("POST", "/track/code/cancel")] = cancel
    page = show(mine("waiting"))
    page.click("text=不办了")
    assert sent == []
    page.click("text=不取消")
    page.click("text=不办了")
    page.dblclick("button.grave")
    page.wait_for_selector("[data-status=cancelled]")
    assert len(sent) == 1


@pytest.mark.parametrize("status", ["called", "serving", "completed", "cancelled"])
def test_what_cannot_be_cancelled_has_no_button(show: Show, status: str) -> None:
    assert "不办了" not in show(mine(status, sign="3号窗口", window="w3")).inner_text("main")


def test_rating_has_five_levels_and_none_preset(show: Show, hub: WireHub) -> None:
    sent: list[Json] = []

    def rate(_key: str, body: Json) -> tuple[int, Json]:
        sent.append(body)
        return becomes(hub, mine("completed", rating=2))

    hub.answers[("POST", "/track/code/rate")] = rate
    page = show(mine("completed", outcome="done"))
    assert page.locator(".level").all_inner_texts() == [
        "非常满意",
        "满意",
        "基本满意",
        "不满意",
        "非常不满意",
    ]
    assert page.locator("input:checked").count() == 0
    assert page.is_disabled("button.main")
    page.get_by_label("不满意", exact=True).check()
    page.click("button.main")
    page.wait_for_selector(".thanks")
    assert sent == [{"level": 2}]


def test_a_refused_verb_is_told_in_words(show: Show, hub: WireHub) -> None:
    hub.answers[("POST", "/track/code/cancel")] = lambda _key, _body: (409, {"code": "illegal_move"})
    page = show(mine("waiting"))
    page.click("text=不办了")
    page.click("button.grave")
    expect(page.locator(".wrong")).to_have_text("这个号现在不能这样操作")


def test_an_unknown_code_is_a_calm_page(page: Page, hub: WireHub) -> None:
    hub.answers[("GET", "/track/nope")] = lambda _key, _body: (404, {"code": "unknown_ticket"})
    page.goto(hub.url + "/track/nope")
    page.wait_for_selector("[role=alert]")
    assert "没有找到这个号" in page.inner_text("main")


def test_english_is_a_press_away(show: Show) -> None:
    page = show(mine("waiting"))
    page.click("text=English")
    page.wait_for_selector("text=Please wait to be called")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "7 people" in page.inner_text("main")


def test_text_is_at_least_16_px_and_targets_are_large(show: Show) -> None:
    page = show(mine("completed"))
    small = """() => [...document.querySelectorAll('main *')].filter((e) => e.childNodes.length
      && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
      && parseFloat(getComputedStyle(e).fontSize) < 16).map((e) => e.textContent)"""
    assert page.evaluate(small) == []
    heights = (
        "() => [...document.querySelectorAll('button, .level')].map((e) => e.getBoundingClientRect().height)"
    )
    assert min(page.evaluate(heights)) >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("status", ["waiting", "called", "completed", "no_show"])
def test_axe_finds_nothing_serious(show: Show, axe: str, status: str) -> None:
    page = show(mine(status, sign="3号窗口", window="w3", zone="east"))
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
