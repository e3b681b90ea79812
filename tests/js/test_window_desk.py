"""Words to the clerk on the window's screen: for a while, in the hall's words, nothing citizens should not read."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.hubprocess import until
from tests.js.cast import AT, profile, snapshot, window
from tests.js.wirehub import WireHub


@pytest.fixture
def screen(page: Page, hub: WireHub) -> Page:
    hall = profile()
    hall["services"].append({"id": "complain", "name": "投诉建议", "queue": "a", "purpose": "complain"})
    hub.answers[("GET", "/halls/hall")] = lambda _key, _body: (200, hall)
    hub.snapshot = snapshot(10, [], [window(1)])
    page.clock.install()
    with page.expect_response("**/api/v1/halls/hall"):
        page.goto(f"{hub.url}/window/hall/w1")
    expect(page.locator("h1")).to_have_text("1号窗口")
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 5)
    return page


def shown(page: Page, *sentences: str) -> None:
    """Looked at while the page's clock stands still but for single pictures: its seconds are the test's."""
    until(lambda: page.clock.run_for(20) or page.locator(".desk").all_inner_texts() == [*sentences])


def say(hub: WireHub, code: str, **facts: Any) -> None:
    hub.say("state", {"key": "desk", "at": AT, "value": {"code": code, "facts": facts}})


def test_the_clerk_reads_what_a_press_came_to(screen: Page, hub: WireHub) -> None:
    shown(screen)
    for code, facts, sentence in (
        ("nobody", {}, "没有人等候"),
        ("transfer", {"number": "A012", "service": "sc"}, "A012 已转到业务c"),
        ("transfer", {"number": "A012", "window": "w3"}, "A012 已转到3号窗口"),
        ("transfer", {"number": "A012", "service": "complain"}, "A012 已转走"),
        ("typing", {"typed": "*12", "window": "w12"}, "*12 转到12号窗口，按 Enter"),
        ("refused", {"error": "too_early"}, "还不能过号，请再等等或重呼"),
        ("refused", {"error": "from_a_newer_hub"}, "操作没有成功"),
    ):
        say(hub, code, **facts)
        shown(screen, sentence)
    say(hub, "from_a_newer_agent")
    shown(screen)


def test_a_word_goes_by_itself_and_said_again_it_stays_as_long_again(screen: Page, hub: WireHub) -> None:
    say(hub, "nobody")
    shown(screen, "没有人等候")
    size = screen.evaluate("parseFloat(getComputedStyle(document.querySelector('.desk')).fontSize)")
    assert size >= screen.evaluate("Math.min(innerWidth, innerHeight) * 0.052"), (
        "as large as the smallest text here"
    )
    screen.clock.run_for(4000)
    say(hub, "no_ticket")
    shown(screen, "窗口现在没有号")
    screen.clock.run_for(4000)
    shown(screen, "窗口现在没有号")
    screen.clock.run_for(4000)
    shown(screen)
