"""Lunch, closing and what was decided for all: on the wall's foot, above a window, on the phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.js.cast import AT, profile, snapshot, window
from tests.js.test_track import mine
from tests.js.wirehub import WireHub

LUNCH = {
    "open": False,
    "reason": "lunch",
    "resumes_at": "2026-11-23T05:30:00Z",
    "closes_at": "2026-11-23T09:30:00Z",
}
OPEN = {"open": True, "reason": None, "resumes_at": None, "closes_at": "2026-11-23T09:30:00Z"}
MOVED = {
    "seq": 9, "at": AT, "do": "transfer", "service": "sa", "service_name": "业务甲", "service_name_en": "Matter A",
    "to": "sb", "to_name": "业务乙", "to_name_en": "Matter B",
}  # fmt: skip
TOMORROW, LATER = "2026-11-24T00:30:00Z", "2026-11-23T00:30:00Z"


def state(hub: WireHub, key: str, value: Any) -> None:
    hub.watched()
    hub.say("state", {"key": key, "at": AT, "value": value})


def board(page: Page, hub: WireHub, query: str = "") -> Page:
    quiet = profile()
    quiet["screens"] = {**quiet.get("screens", {}), "notice": "", "notice_en": ""}
    hub.answers[("GET", "/halls/hall")] = lambda _key, _body: (200, quiet)
    hub.snapshot = snapshot(10, [], [window(1)])
    page.goto(f"{hub.url}/board/hall{query}")
    page.wait_for_selector(".board[data-link=live]")
    return page


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "午休中，13:30 继续叫号"), ("?lang=en", "Lunch break until 13:30.")],
)
def test_the_wall_says_when_it_goes_on_and_is_quiet_again(
    page: Page, hub: WireHub, query: str, words: str
) -> None:
    board(page, hub, query)
    expect(page.locator(".foot")).to_have_count(0)
    state(hub, "hours", LUNCH)
    expect(page.locator(".foot")).to_contain_text(words)
    state(hub, "hours", OPEN)
    expect(page.locator(".foot")).to_have_count(0)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ({"open": False, "reason": "closed", "resumes_at": TOMORROW, "closes_at": None}, "今天已停止取号"),
        ({"open": False, "reason": "closed", "resumes_at": LATER, "closes_at": "2026-11-23T09:30:00Z"},
         "08:30 开始"),
        ({"open": False, "reason": "day_off", "resumes_at": None, "closes_at": None}, "今天不对外办理"),
        ({"open": True, "reason": "extended", "resumes_at": None, "closes_at": "2026-11-23T10:30:00Z"},
         "今天取号延长到 18:30"),
    ],
)  # fmt: skip
def test_the_wall_says_each_state_in_a_sentence(page: Page, hub: WireHub, hours: Any, words: str) -> None:
    board(page, hub)
    state(hub, "hours", hours)
    expect(page.locator(".foot")).to_contain_text(words)


def test_the_wall_says_where_a_number_went_that_was_moved_for_all(page: Page, hub: WireHub) -> None:
    board(page, hub)
    state(hub, "notices", {"notices": [MOVED]})
    expect(page.locator(".foot")).to_contain_text("“业务甲”的号码已转到“业务乙”")


def test_a_window_screen_pauses_for_lunch_unless_its_window_works_through_it(
    page: Page, hub: WireHub
) -> None:
    known = profile()
    hub.answers[("GET", "/halls/hall")] = lambda _key, _body: (200, known)
    hub.snapshot = snapshot(10, [], [window(1)])
    page.goto(f"{hub.url}/window/hall/w1")
    page.wait_for_selector(".middle[data-state=open]")
    state(hub, "hours", LUNCH)
    expect(page.locator(".say")).to_have_text("午休中，13:30 继续办理")
    state(hub, "hours", OPEN)
    expect(page.locator(".say")).to_have_text("请等候叫号")
    next(w for w in known["windows"] if w["id"] == "w1")["works_lunch"] = True
    page.reload()
    page.wait_for_selector(".middle[data-state=open]")
    state(hub, "hours", LUNCH)
    state(hub, "desk", {"code": "nobody", "facts": {}})
    # The hours have come, too: they were said before.
    expect(page.locator(".desk")).to_have_text("没有人等候")
    expect(page.locator(".say")).to_have_text("请等候叫号")


def test_the_phone_says_lunch_a_move_and_a_wait_that_may_be_too_long(page: Page, hub: WireHub) -> None:
    ticket = mine("waiting", reason="no_window", service_name="业务乙", service_name_en="Matter B")
    answer = {"seq": 10, "hall": "hall", "ticket": ticket, "ahead": 7, "wait": None}
    hub.answers[("GET", "/track/code")] = lambda _key, _body: (200, answer)
    hub.answers[("GET", "/halls/hall")] = lambda _key, _body: (200, profile())
    hub.snapshot = {"view": "ticket", "hall": "hall", "seq": 10, "at": AT, "tickets": [ticket], "windows": [],
                    "queues": []}  # fmt: skip
    page.goto(f"{hub.url}/track/code")
    expect(page.locator(".told p")).to_have_text(
        ["原来的业务现在没有窗口，您的号码已转到“业务乙”，不用重新取号。"]
    )
    state(hub, "hours", LUNCH)
    state(hub, "ahead", {"ahead": 30, "wait": None, "warnings": ["may_not_be_served"]})
    expect(page.locator(".told p")).to_have_count(3)
    expect(page.locator(".told")).to_contain_text("午休中，13:30 继续叫号，您的号码保留。")
    expect(page.locator(".told")).to_contain_text("下班前可能轮不到您")
