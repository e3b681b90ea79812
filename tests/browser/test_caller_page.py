"""The caller page in Chromium against the real hub: what a clerk does in a day, by mouse and by keyboard.

Each test has a window and a business of its own in a hall made for it, so tests do not disturb one another.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.clerk import CLERK, OTHER, PASSWORD, PIN, WINDOWS, Desks, Take
from tests.browser.realhub import RealHub


def test_a_clerk_signs_in_chooses_a_window_and_the_computer_remembers_it(
    clerk_hub: RealHub, narrow: BrowserContext
) -> None:
    page = narrow.new_page()
    page.goto(f"{clerk_hub.url}/caller/plain?lang=zh")
    page.get_by_label("姓名").fill(CLERK)
    page.get_by_label("密码").fill("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("不符")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("窗口号或名称").fill(f"{WINDOWS}")
    page.get_by_role("button", name=f"{WINDOWS}号窗口").click()
    expect(page).to_have_url(re.compile(f"/caller/plain/w{WINDOWS}"))
    expect(page.locator(".head")).to_contain_text("已关窗")
    page.goto(f"{clerk_hub.url}/caller/plain?lang=zh")
    expect(page.locator(".sign")).to_have_text(f"{WINDOWS}号窗口")


def test_a_whole_round_by_mouse(desk: Desks, take: Take) -> None:
    at = desk().open()
    expect(at.page.locator(".current")).to_contain_text("没有人等候")
    first, second = take(at, needs=["wheelchair"]), take(at)
    expect(at.big).to_contain_text("2 人等候")
    at.big.click()
    expect(at.number).to_have_text(first)
    expect(at.page.locator(".current")).to_contain_text("轮椅")
    expect(at.page).to_have_title(re.compile(f"{first} 已叫号"))
    at.button(re.compile("^已到")).click()
    expect(at.page.locator(".progress")).to_contain_text("办理中")
    at.big.click()
    expect(at.number).to_have_text(second)
    at.button(re.compile("^已到")).click()
    at.verb("办结").click()
    at.page.get_by_text("一次性告知补正").click()
    at.page.get_by_role("dialog").get_by_role("button", name="办结", exact=True).click()
    expect(at.page.locator(".current")).to_contain_text("没有人等候")
    at.button("关窗").click()
    expect(at.big).to_contain_text("开窗")


def test_a_whole_round_by_keyboard_alone(desk: Desks, take: Take) -> None:
    at = desk()
    at.press("Space")
    expect(at.big).to_contain_text("下一位")
    first, second = take(at), take(at)
    expect(at.big).to_contain_text("2 人等候")
    at.press("Space")
    expect(at.number).to_have_text(first)
    at.press("r")
    expect(at.page.locator(".progress")).to_contain_text("已重呼 1 次")
    at.press("1")
    expect(at.page.locator(".progress")).to_contain_text("办理中")
    at.press("F9")
    expect(at.number).to_have_text(second)
    at.press("1")
    expect(at.page.locator(".progress")).to_contain_text("办理中")
    at.press("e")
    expect(at.page.get_by_role("dialog")).to_be_visible()
    at.press("6", "Enter")
    expect(at.said).to_have_text(f"{second} 咨询")
    at.press("?")
    expect(at.page.get_by_role("dialog")).to_contain_text("键盘操作")
    at.press("Escape", "l")
    expect(at.big).to_contain_text("开窗")


def test_pressing_next_on_a_called_ticket_asks_whether_the_citizen_came(desk: Desks, take: Take) -> None:
    at = desk().open()
    first, second, third = take(at), take(at), take(at)
    expect(at.big).to_contain_text("3 人等候")
    at.press("Space")
    expect(at.number).to_have_text(first)
    at.press("Space")
    expect(at.said).to_contain_text(f"{first} 到了吗")
    expect(at.number).to_have_text(first)
    at.press("2")
    expect(at.number).to_have_text(second)
    expect(at.page.locator("#passed-title")).to_have_text("过号 1")
    at.press("3")
    expect(at.number).to_have_text(third)
    at.button(f"{first} 恢复排队").click()
    expect(at.page.locator("#waiting-title")).to_have_text("等候 1")


def test_a_held_ticket_waits_aside_and_is_resumed(desk: Desks, take: Take) -> None:
    at = desk().open()
    number = take(at)
    expect(at.big).to_contain_text("1 人等候")
    at.press("Space")
    expect(at.number).to_have_text(number)
    at.press("h", "Enter")
    expect(at.page.locator("#held-title")).to_have_text("挂起 1")
    at.button(f"恢复 {number}").click()
    expect(at.number).to_have_text(number)
    expect(at.page.locator(".progress")).to_contain_text("办理中")


def test_a_ticket_is_transferred_to_a_window_found_by_its_number(desk: Desks, take: Take) -> None:
    at = desk().open()
    number = take(at)
    expect(at.big).to_contain_text("1 人等候")
    at.press("Space")
    expect(at.number).to_have_text(number)
    at.press("t")
    at.page.get_by_role("dialog").get_by_role("button", name="窗口", exact=True).click()
    at.page.get_by_label("名称、编号或单位").fill(str(WINDOWS))
    at.button(f"转到 {WINDOWS}号窗口").click()
    expect(at.said).to_have_text(f"{number} 已转走")
    expect(at.page.locator(".current")).to_contain_text("没有人等候")


def test_a_chosen_call_needs_a_reason(desk: Desks, take: Take) -> None:
    at = desk().open()
    take(at)
    chosen = take(at)
    expect(at.big).to_contain_text("2 人等候")
    at.press("c")
    at.page.get_by_label("号码").fill(chosen.lower())
    at.press("Enter")
    dialog = at.page.get_by_role("dialog")
    expect(dialog).to_contain_text("请写明选呼原因")
    dialog.get_by_role("button", name="身体不适").click()
    dialog.get_by_role("button", name=f"选呼 {chosen}").click()
    expect(at.number).to_have_text(chosen)
    expect(at.page.locator(".why")).to_contain_text("为什么是他 选呼，原因是身体不适")


def test_a_pause_has_a_reason_and_the_same_place_ends_it(desk: Desks) -> None:
    at = desk().open()
    at.press("p")
    expect(at.page.get_by_role("dialog")).to_be_visible()
    at.press("1")
    expect(at.page.locator(".head")).to_contain_text("暂停服务 午休")
    expect(at.big).to_contain_text("恢复服务")
    at.big.click()
    expect(at.page.locator(".head")).to_contain_text("已开窗")


def test_a_pin_changes_the_person_in_the_middle_of_a_ticket(desk: Desks, take: Take) -> None:
    at = desk().open()
    number = take(at)
    expect(at.big).to_contain_text("1 人等候")
    at.press("Space")
    expect(at.number).to_have_text(number)
    at.press("u")
    at.page.get_by_label("姓名").fill(OTHER)
    for digit in PIN:
        at.page.locator(".pad").get_by_role("button", name=digit).click()
    at.button("换人并开窗").click()
    expect(at.said).to_have_text(f"现在由{OTHER}办理")
    expect(at.page.locator(".person")).to_contain_text(OTHER)
    expect(at.number).to_have_text(number)
    at.press("1")
    expect(at.page.locator(".progress")).to_contain_text("办理中")


def test_the_page_speaks_english_too(desk: Desks, take: Take) -> None:
    at = desk(lang="en")
    expect(at.big).to_contain_text("Open the window")
    at.big.click()
    expect(at.big).to_contain_text("Next")
    at.button("中文").click()
    expect(at.big).to_contain_text("下一位")


@pytest.mark.parametrize("size", [(360, 640), (1100, 800)])
def test_axe_finds_nothing_serious_on_any_state(
    desk: Desks, take: Take, axe: str, size: tuple[int, int]
) -> None:
    at = desk()
    at.page.set_viewport_size({"width": size[0], "height": size[1]})
    expect(at.big).to_be_enabled()
    serious(at.page, axe)
    at.open()
    take(at, needs=["wheelchair"])
    take(at)
    expect(at.big).to_contain_text("2 人等候")
    at.press("Space")
    expect(at.big).to_contain_text("已到")
    expect(at.big).to_be_enabled()
    serious(at.page, axe)
    for sheet in ("e", "t", "h", "p", "f", "n", "u", "?"):
        at.press(sheet)
        expect(at.page.get_by_role("dialog")).to_be_visible()
        serious(at.page, axe)
        at.page.keyboard.press("Escape")
        expect(at.page.get_by_role("dialog")).to_be_hidden()


def serious(page: Page, axe: str) -> None:
    page.evaluate(axe)
    found = page.evaluate("axe.run().then((r) => r.violations)")
    bad = [
        (v["id"], [n["html"] for n in v["nodes"]]) for v in found if v["impact"] in ("serious", "critical")
    ]
    assert bad == []


def test_nothing_sticks_out_of_a_narrow_window(desk: Desks, take: Take) -> None:
    at = desk(lang="en")
    at.big.click()
    take(at, needs=["wheelchair", "hearing", "language", "escort"])
    at.page.locator(".primary .main", has_text="1 waiting").click()
    expect(at.big).to_contain_text("Arrived")
    assert at.page.evaluate("document.documentElement.scrollWidth") == 360
