"""The guide's page in Chromium against the real hub: whatever somebody says or shows, one field finds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Browser, Page, Route, expect

from tests.browser.guidehall import CLERK, MANAGER, Scene, profile, rested, started
from tests.browser.realhub import RealHub


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RealHub, str]]:
    hub, token = started(tmp_path_factory.mktemp("guide"), profile())
    yield hub, token
    hub.kill()


@pytest.fixture
def scene(hub: tuple[RealHub, str], browser: Browser) -> Iterator[Scene]:
    found = Scene(hub[0], browser, hub[1])
    yield found
    found.close()


def look(page: Page, text: str) -> None:
    page.locator("#search").fill(text)
    page.keyboard.press("Enter")


def test_a_business_found_by_its_pinyin_becomes_a_number(scene: Scene) -> None:
    page = scene.guide()
    look(page, "bdc")
    page.get_by_role("button", name="军人优先").click()
    page.get_by_placeholder("其他依据").fill("现役军人证")
    page.get_by_role("button", name="多一件").click()
    page.get_by_role("button", name="取号", exact=True).click()
    number = str(page.locator(".taken .number").text_content())
    expect(page.locator(".taken")).to_contain_text("不动产区 · 5号窗口")
    ticket = scene.ask("GET", f"/tickets?number={number}")["tickets"][0]
    assert ticket["classes"] == ["military"] and ticket["cases"] == 2
    assert ticket["granted"][0]["reason"] == "text" and "现役" not in str(ticket)
    page.keyboard.press("Enter")
    expect(page.locator("#search")).to_be_focused()


def test_a_business_of_real_names_needs_a_number_or_a_reason(scene: Scene) -> None:
    page = scene.guide()
    look(page, "sfz")
    go = page.get_by_role("button", name="取号", exact=True)
    expect(go).to_be_disabled()
    page.get_by_placeholder("身份证号").fill("11010519491231002x")
    expect(go).to_be_enabled()
    page.get_by_placeholder("身份证号").fill("")
    page.get_by_role("button", name="没带身份证").click()
    go.click()
    expect(page.locator(".taken .number")).to_be_visible()


def test_a_passed_number_is_let_back_in(scene: Scene) -> None:
    desk, clerk = scene.guide(), scene.caller(4)
    number = scene.take("household")["number"]
    clerk.locator(".primary .main", has_text="1 人等候").click()
    expect(clerk.locator(".current .number")).to_have_text(number)
    rested(clerk)
    clerk.keyboard.press("x")
    expect(clerk.locator("#passed-title")).to_have_text("过号 1")
    look(desk, number.lower())
    card = desk.locator(".found")
    expect(card).to_contain_text("在4号窗口过号，可以恢复排队")
    card.get_by_role("button", name="恢复排队").click()
    expect(card).to_contain_text("前面没有人")
    expect(clerk.locator("#waiting-title")).to_have_text("等候 1")
    card.get_by_role("button", name="取消这个号").click()
    card.get_by_role("button", name="人已离开").click()
    expect(card).to_contain_text("已取消")


def test_priority_is_granted_taken_away_and_a_number_moved(scene: Scene) -> None:
    page = scene.guide()
    number = scene.take("filing")["number"]
    look(page, number)
    card = page.locator(".found")
    card.get_by_role("button", name="优先").click()
    card.get_by_role("button", name="残疾人").click()
    card.get_by_role("button", name="看过证件").click()
    card.get_by_role("button", name="给予优先").click()
    expect(card.locator(".facts")).to_contain_text("残疾人：李引导给予，看过证件")
    card.get_by_role("button", name="优先").click()
    late: list[tuple[Route, APIResponse]] = []
    page.route("**/classes", lambda route: late.append((route, route.fetch())))
    card.get_by_role("button", name="取消“残疾人”").click()
    expect(card.locator(".facts")).not_to_contain_text("残疾人")
    move = card.get_by_role("button", name="转业务")
    move.press("Enter")
    late[0][0].fulfill(response=late[0][1])
    expect(move).to_be_enabled()
    card.get_by_label("转到哪项业务").fill("lz")
    card.locator(".options button").click()
    card.get_by_role("button", name="转到 领取证照").click()
    expect(card.locator(".business")).to_have_text("领取证照")
    expect(card).to_contain_text("6号窗口")


def test_a_reservation_is_found_by_its_code_and_by_phone_and_checked_in(scene: Scene) -> None:
    page = scene.guide()
    start = next_half_hour()
    made = scene.ask(
        "POST", "/reservations", {"service": "household", "start": start, "phone": "13800138000"}
    )
    code = made["reservation"]["code"]
    page.locator("#search").fill("13800138000")
    page.get_by_role("button", name="按手机号查今天的预约").click()
    expect(page.locator(".booking")).to_contain_text(code)
    page.locator("#search").fill(code.lower())
    page.get_by_role("button", name="按预约码查预约").click()
    page.get_by_role("button", name="报到取号").click()
    expect(page.locator(".taken .number")).to_be_visible()
    page.keyboard.press("Enter")
    page.locator("#search").fill(code)
    page.get_by_role("button", name="按预约码查预约").click()
    expect(page.locator(".booking")).to_contain_text("已报到，号码")


def next_half_hour() -> str:
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    return (now + timedelta(minutes=30 - now.minute % 30)).isoformat().replace("+00:00", "Z")


def test_a_clerk_is_told_that_this_page_is_not_theirs(scene: Scene) -> None:
    page = scene.page(CLERK, f"/guide/{scene.hall}", (1366, 900))
    expect(page.get_by_role("alert")).to_contain_text("换引导员的账号登录")


def test_only_a_manager_changes_windows_and_the_hub_asks_before_it_strands_anybody(scene: Scene) -> None:
    expect(scene.guide().get_by_role("button", name="窗口设置")).to_have_count(0)
    page, clerk = scene.guide(person=MANAGER), scene.caller(4)
    helped = scene.take("household")["number"]
    page.get_by_role("button", name="窗口设置").click()
    page.get_by_role("button", name="4号窗口").click()
    page.get_by_role("button", name="户口登记 主办").click()
    page.get_by_role("button", name="领取证照 主办").click()
    page.get_by_role("button", name="保存，马上生效").click()
    expect(page.locator(".editor [role=alert]")).to_contain_text(re.compile("户口登记：\\d 人在等"))
    page.get_by_role("button", name="再想想").click()
    page.get_by_role("button", name="户口登记 支援").click()
    page.get_by_role("button", name="保存，马上生效").click()
    expect(page.locator(".said")).to_contain_text("已改，马上生效")
    expect(page.locator(".window-row", has_text="4号窗口")).to_contain_text("1 项 · 支援 1 项")
    waiting = clerk.locator(".block", has=clerk.locator("#waiting-title"))
    expect(waiting).to_contain_text(scene.take("collect")["number"])
    expect(waiting).to_contain_text(helped)


def test_a_service_never_loses_its_only_window(scene: Scene) -> None:
    page = scene.guide(person=MANAGER)
    page.get_by_role("button", name="窗口设置").click()
    page.get_by_role("button", name="5号窗口").click()
    page.get_by_role("button", name="不动产转移登记 主办").click()
    page.get_by_role("button", name="领取证照 主办").click()
    page.get_by_role("button", name="保存，马上生效").click()
    expect(page.locator(".editor [role=alert]")).to_contain_text("不动产转移登记：今天没有窗口办理")
    expect(page.get_by_role("button", name="仍然这样改")).to_have_count(0)


def test_a_day_of_the_calendar_turns_with_a_touch(scene: Scene) -> None:
    page = scene.guide(person=MANAGER)
    page.get_by_role("button", name="窗口设置").click()
    page.get_by_role("button", name="日历").click()
    page.get_by_role("button", name="下个月").click()
    day = page.locator(".day").nth(9)
    expect(day).to_contain_text("上班")
    day.click()
    expect(day).to_contain_text("休息")
    page.get_by_role("button", name="保存日历").click()
    expect(page.locator(".said")).to_contain_text("已改，马上生效")
    closed = scene.ask("GET", "/calendar")["closed_on"]
    assert [date[8:] for date in closed] == ["10"]


def test_a_manager_keeps_the_hall_open_longer_today(browser: Browser, tmp_path: Path) -> None:
    hub, token = started(tmp_path, profile().replace("00:00-24:00", "00:00-22:00"))
    scene = Scene(hub, browser, token)
    page = scene.guide(person=MANAGER)
    page.get_by_role("button", name="窗口设置").click()
    page.get_by_role("button", name="延时服务").click()
    page.get_by_role("button", name="22:30").click()
    page.get_by_role("button", name="延长到 22:30").click()
    expect(page.locator(".extend .now")).to_have_text("今天延长到 22:30")
    assert scene.ask("GET", "/calendar")["extended"]["until"] == "22:30"
    page.get_by_role("button", name="恢复平常时间").click()
    expect(page.locator(".extend .now")).to_have_text("今天平常 22:00 停止取号")
    scene.close()
    hub.kill()


def test_a_hall_that_is_changed_is_so_on_every_page_that_stands_open(scene: Scene) -> None:
    guide, caller = scene.guide(), scene.caller(5)
    big = scene.page(MANAGER, f"/manage/{scene.hall}/big", (1920, 1080))
    devices = scene.page(MANAGER, f"/devices/{scene.hall}", (1366, 900))
    for page in (guide, big, devices):
        expect(page.locator("body")).to_contain_text("桥头政务大厅")
    expect(caller.locator("h1")).to_contain_text("5号窗口")
    was = scene.ask("GET", "/setup")
    hall = was["document"]["hall"] | {"name": "桥头便民大厅"}
    windows = [w | ({"sign": "咨询台"} if w["number"] == 5 else {}) for w in was["document"]["windows"]]
    now = {"version": was["version"], "document": {"hall": hall, "windows": windows}}
    scene.ask("PUT", "/setup", now)
    for page in (guide, big, devices):
        expect(page.locator("body")).to_contain_text("桥头便民大厅")
    expect(caller.locator("h1")).to_contain_text("咨询台")
    back = {part: was["document"][part] for part in ("hall", "windows")}
    scene.ask("PUT", "/setup", {"version": was["version"] + 1, "document": back})
    expect(caller.locator("h1")).to_contain_text("5号窗口")


@pytest.mark.parametrize("size", [(1366, 900), (390, 844)])
def test_axe_finds_nothing_serious_and_nothing_sticks_out(
    scene: Scene, axe: str, size: tuple[int, int]
) -> None:
    page = scene.guide(size=size, lang="en")
    scene.take("invoice", needs=["hearing"])
    for text in ("", "fpdk"):
        look(page, text) if text else page.locator("#search").fill("")
        page.evaluate(axe)
        found = page.evaluate("axe.run().then((r) => r.violations)")
        bad = [
            (v["id"], [n["html"] for n in v["nodes"]])
            for v in found
            if v["impact"] in ("serious", "critical")
        ]
        assert bad == []
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
