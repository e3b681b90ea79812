"""A visit is rated at the window and on the phone; a manager looks at it, takes the case on, and issues a card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.cast import Caller, Clerk, Kiosk
from tests.hubprocess import HubProcess
from tests.web.test_ratings import WORDS, Staff

AXE = """async () => (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'best-practice'] })).violations
    .map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' | '))"""
FILE = "办件编号,事项编码,截止日期\nM1,marriage,2020-01-02\nM2,marriage,2999-01-02\n"


class Hall:
    """A hall, its window 1, and browsers for whoever looks in."""

    def __init__(self, hub: HubProcess, browser: Browser, axe: str) -> None:
        self.hub, self.browser, self.axe, self.open = hub, browser, axe, []
        self.clerk, self.kiosk, self.manager = Clerk(hub, "w1"), Kiosk(hub), Staff(hub, "chen", "manager")

    def page(
        self, path: str, size: tuple[int, int], cookie: tuple[str, str] | None = None, **more: Any
    ) -> Page:
        context: BrowserContext = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, **more
        )
        self.open.append(context)
        context.set_default_timeout(30_000)
        if cookie:
            context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": self.hub.url}])
        page = context.new_page()
        page.goto(self.hub.url + path)
        return page

    def finish(self) -> str:
        """Somebody comes and is served; the address on their slip."""
        address: str = self.kiosk.take("marriage")["track_url"]
        self.clerk.next()
        self.clerk.press("complete")
        return address

    def clean(self, page: Page) -> None:
        page.evaluate(self.axe)
        assert page.evaluate(AXE) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing scrolls sideways"


@pytest.fixture
def hall(hub: HubProcess, browser: Browser, axe: str) -> Iterator[Hall]:
    found = Hall(hub, browser, axe)
    yield found
    for context in found.open:
        context.close()


def rate_at_the_window(hall: Hall) -> None:
    """The screen asks, holds nothing ready, and is silent again when the next one is called."""
    display = ("paihao_display", hall.hub.token("display", window="w1", device="screen-1"))
    screen = hall.page(f"/window/{hall.hub.hall}/w1", (1920, 1080), display, has_touch=True)
    hall.finish()
    expect(screen.locator(".rating .level")).to_have_count(5)
    assert screen.locator("[aria-pressed=true]").count() == 0, "no answer is preset"
    assert min(b["height"] for b in boxes(screen, ".level")) >= 80
    screen.locator(".level[data-level='1']").tap()
    screen.locator(".reason").first.tap()
    hall.clean(screen)
    held: list[Route] = []
    screen.route("**/windows/w1/rate", lambda route: held.append(route))
    with screen.expect_request("**/windows/w1/rate"):
        screen.locator(".send").tap()
    expect(screen.locator(".send")).to_be_disabled()
    assert screen.locator(".level:enabled, .reason:enabled").count() == 0, "said once"
    other = Caller(hall.hub, display[1])
    other.must("POST", f"{other.here}/windows/w1/rate", held[0].request.post_data_json)
    held[0].continue_()
    expect(screen.locator(".thanks")).to_be_visible()
    hall.finish()
    expect(screen.locator(".rating")).to_contain_text("A002")
    hall.kiosk.take("marriage")
    hall.clerk.next()
    expect(screen.locator(".rating")).to_have_count(0)
    expect(screen.locator(".middle .number")).to_have_text("A003")
    hall.clerk.press("complete")


def boxes(page: Page, selector: str) -> list[dict[str, float]]:
    return [box for one in page.locator(selector).all() if (box := one.bounding_box())]  # type: ignore[misc]


def rate_on_the_phone(hall: Hall) -> None:
    phone = hall.page(hall.finish().removeprefix(hall.hub.url), (390, 844), locale="zh-CN")
    phone.get_by_text("不满意", exact=True).click()
    phone.locator("textarea").fill(WORDS)
    hall.clean(phone)
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.locator(".thanks")).to_contain_text("不满意")
    phone.reload()
    expect(phone.locator(".thanks")).to_have_text("您已评价，谢谢。")


def test_from_the_window_and_the_phone_to_the_case_and_the_card(hall: Hall) -> None:
    rate_at_the_window(hall)
    rate_on_the_phone(hall)
    staff = ("paihao_staff", str(hall.manager.token))
    page = hall.page(f"/manage/{hall.hub.hall}/ratings", (1366, 768), staff)
    expect(page.locator(".ratings-words")).to_have_text(WORDS)
    expect(page.locator(".ratings-figures")).to_contain_text("50.0%")
    hall.clean(page)
    page.locator(".ratings-spread button").nth(3).click()
    expect(page.locator(".manage-table tbody tr")).to_have_count(1)
    page.get_by_role("tab", name=re.compile("差评整改")).click()
    expect(page.locator(".ratings-cases li")).to_have_count(2)
    for step in ("核实", "整改", "反馈评价人", "复核办结"):
        page.get_by_label("说明（只有管理人员能看到）").first.fill(f"{step}的说明")
        page.locator("button.main", has_text=step).click()
        expect(page.locator(".ratings-steps")).to_contain_text(f"{step}的说明")
    hall.clean(page)
    expect(page.locator(".ratings-cases li")).to_have_count(1)
    page.get_by_role("tab", name="亮牌").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "m.csv", "mimeType": "text/csv", "buffer": FILE.encode("gb18030")}
    )
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.locator(".ratings-matters tbody tr")).to_have_count(2)
    expect(page.locator(".ratings-issueds")).to_have_count(0)
    page.locator(".ratings-matters").get_by_role("button", name="发牌").click()
    expect(page.locator(".ratings-issue")).to_be_focused()
    page.get_by_label("登录名").fill(hall.manager.name)
    expect(page.locator(".ratings-issue")).to_contain_text("不能给自己发牌")
    page.get_by_role("button", name="黄牌").click()
    page.get_by_role("button", name="窗口", exact=True).click()
    page.locator(".ratings-issue select").first.select_option("w1")
    page.get_by_label("依据的规定").fill("管理办法第八条")
    page.get_by_label("事由").fill("办件超时")
    page.locator(".ratings-issue .main").click()
    page.get_by_role("button", name="确认发牌").click()
    expect(page.locator(".ratings-issueds li")).to_contain_text("办件 M1")
    expect(page.locator(".ratings-list").get_by_role("button", name="发牌")).to_be_focused()
    english = hall.page(f"/manage/{hall.hub.hall}/ratings?lang=en#cards", (1366, 768), staff)
    expect(english.locator(".ratings-issueds li")).to_contain_text("Yellow card")
    english.locator(".ratings-list").get_by_role("button", name="Issue a card").click()
    hall.clean(english)
