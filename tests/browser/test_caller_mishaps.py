"""The caller page when something goes wrong: pressed twice, taken back, cut off, signed out, too early."""

from __future__ import annotations

import json
import re
import shutil
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, WebSocketRoute, expect

from tests.browser.clerk import CLERK, PASSWORD, Desk, Desks, Take
from tests.browser.realhub import RealHub

ONCE_MORE = """() => new MutationObserver((_, watch) => {
  if (!document.querySelector('.verbs [data-verb=recall][aria-disabled=false]')) return;
  watch.disconnect();
  document.body.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyZ', bubbles: true, cancelable: true }));
}).observe(document.body, { subtree: true, childList: true, attributes: true })"""
"""The second half of a double press, the moment the first is answered: from here it might come too late for one."""


class Late:
    """Between the hub and a page's live view, from its next load on: what comes while `holding` never arrives."""

    def __init__(self, at: Desk) -> None:
        self.holding = False
        at.page.route_web_socket(re.compile("socket.io"), self._carry)

    def _carry(self, page: WebSocketRoute) -> None:
        page.connect_to_server().on_message(lambda said: None if self.holding else page.send(said))


def test_a_double_press_of_next_calls_one_ticket(desk: Desks, take: Take) -> None:
    at = desk().open()
    first = take(at)
    take(at)
    expect(at.big).to_contain_text("2 人等候")
    at.page.clock.install()
    at.page.clock.pause_at(datetime.now() + timedelta(seconds=5))  # however slow: no time between the clicks
    box = at.big.bounding_box()
    at.big.dblclick()
    expect(at.number).to_have_text(first)
    at.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    at.page.clock.resume()
    expect(at.big).to_be_enabled()
    expect(at.page.locator("#waiting-title")).to_have_text("等候 1")
    expect(at.page.locator(".progress")).to_contain_text("已叫号")


def test_a_ticket_is_looked_for_while_the_last_press_is_still_on_its_way(desk: Desks, take: Take) -> None:
    at = desk().open()
    first = take(at)
    expect(at.big).to_contain_text("1 人等候")
    held: list[Any] = []
    path = f"/api/v1/halls/plain/windows/w{at.n}/call-next"
    at.page.route(f"**{path}", lambda route: held.append(route))
    with at.page.expect_request(f"**{path}"):
        at.big.click()
    at.page.keyboard.press("f")
    looking = at.page.get_by_role("dialog").locator("input")
    expect(looking).to_be_focused()
    close = at.page.locator(".head button", has_text="关窗")
    expect(close).to_be_disabled()
    held[0].continue_()
    expect(at.number).to_have_text(first)
    expect(looking).to_be_focused()


def test_who_was_called_waits_no_longer_although_the_live_view_is_late(desk: Desks, take: Take) -> None:
    at = desk().open()
    number = take(at)
    late = Late(at)
    at.page.reload()
    expect(at.big).to_contain_text("1 人等候")
    late.holding = True
    at.big.click()
    expect(at.number).to_have_text(number)
    expect(at.page.locator("#waiting-title")).to_have_text("等候 0")
    at.press("h", "Enter")
    expect(at.page.locator(".current")).to_contain_text("没有人等候")
    expect(at.said).to_have_text(f"{number} 已挂起")


def test_two_computers_at_one_window_call_one_ticket_and_the_slower_one_is_told(
    desk: Desks, take: Take, narrow: BrowserContext
) -> None:
    at = desk().open()
    first = take(at)
    take(at)
    expect(at.big).to_contain_text("2 人等候")
    path = f"/api/v1/halls/plain/windows/w{at.n}/call-next"
    held: list[Any] = []
    at.page.route(f"**{path}", lambda route: held.append(route))
    with at.page.expect_request(f"**{path}"):
        at.big.click()
    assert narrow.request.post(f"{at.hub.url}{path}", data={"ticket": None}).ok
    held[0].continue_()
    expect(at.said).to_contain_text("看清后再操作")
    expect(at.number).to_have_text(first)
    expect(at.page.locator("#waiting-title")).to_have_text("等候 1")


def test_undo_takes_the_last_press_back_whole(desk: Desks, take: Take) -> None:
    at = desk().open()
    first, second = take(at), take(at)
    expect(at.big).to_contain_text("2 人等候")
    at.big.click()
    at.button(re.compile("^已到")).click()
    expect(at.page.locator(".progress")).to_contain_text("办理中")
    at.big.click()
    expect(at.number).to_have_text(second)
    at.button(re.compile("^撤回")).click()
    expect(at.number).to_have_text(first)
    expect(at.page.locator(".progress")).to_contain_text("办理中")
    expect(at.page.locator("#waiting-title")).to_have_text("等候 1")


def test_a_double_press_of_undo_takes_one_press_back(desk: Desks, take: Take) -> None:
    at = desk().open()
    number = take(at)
    expect(at.big).to_contain_text("1 人等候")
    at.press("Space", "e", "Enter")
    expect(at.said).to_have_text(f"{number} 办结")
    at.page.evaluate(ONCE_MORE)
    at.press("z")
    expect(at.number).to_have_text(number)
    expect(at.said).to_have_text(f"已撤回 {number}")
    at.press("r")
    expect(at.page.locator(".progress")).to_contain_text("已重呼 1 次")


def test_no_key_acts_while_somebody_types(desk: Desks, take: Take) -> None:
    at = desk().open()
    take(at)
    expect(at.big).to_contain_text("1 人等候")
    at.press("c")
    at.page.get_by_label("其他原因").press_sequentially("her px 1")
    expect(at.page.get_by_label("其他原因")).to_have_value("her px 1")
    at.press("Escape")
    expect(at.big).to_contain_text("1 人等候")


def test_a_lost_hub_is_told_at_once_and_work_goes_on_when_it_is_back(
    desk: Desks, take: Take, clerk_hub: RealHub
) -> None:
    at = desk().open()
    number = take(at)
    expect(at.big).to_contain_text("1 人等候")
    clerk_hub.kill()
    try:
        expect(at.page.locator(".head")).to_contain_text("连接中断")
        expect(at.big).to_be_disabled()
        at.page.keyboard.press("c")
        expect(at.said).to_have_text("连接中断")
    finally:
        clerk_hub.start()
    expect(at.page.locator(".head")).to_contain_text("已开窗")
    at.big.click()
    expect(at.number).to_have_text(number)


@pytest.mark.parametrize("told", [True, False])
def test_a_hub_that_begins_again_from_an_older_copy_is_believed(
    desk: Desks, take: Take, clerk_hub: RealHub, told: bool
) -> None:
    """Whether or not the live view had told of the press that the copy knows nothing of."""
    at = desk().open()
    number = take(at)
    late = Late(at)
    copy = clerk_hub.data.parent / "yesterday's copy"
    clerk_hub.kill()
    shutil.copytree(clerk_hub.data, copy)
    clerk_hub.start()
    at.page.reload()
    expect(at.big).to_contain_text("1 人等候")
    late.holding = not told
    queues = at.page.locator(".queues").inner_text()
    at.big.click()
    expect(at.number).to_have_text(number)
    if told:
        expect(at.page.locator(".queues")).not_to_have_text(queues, use_inner_text=True)
    clerk_hub.kill()
    late.holding = False
    shutil.rmtree(clerk_hub.data)
    copy.rename(clerk_hub.data)
    clerk_hub.start()
    expect(at.big).to_contain_text("1 人等候")
    at.big.click()
    expect(at.number).to_have_text(number)


def test_a_press_whose_answer_is_lost_acts_once(desk: Desks, take: Take) -> None:
    at = desk().open()
    number = take(at)
    take(at)
    expect(at.big).to_contain_text("2 人等候")
    lost: list[int] = []

    def lose_first(route: Any) -> None:
        answer = route.fetch()
        if lost:
            route.fulfill(response=answer)
        else:
            lost.append(answer.status)
            route.abort()

    at.page.route("**/call-next", lose_first)
    at.big.click()
    expect(at.number).to_have_text(number)
    expect(at.said).to_have_text(f"已叫 {number}")
    assert lost == [200]
    expect(at.page.locator("#waiting-title")).to_have_text("等候 1")


def test_an_ended_session_asks_to_sign_in_and_goes_on(
    desk: Desks, take: Take, narrow: BrowserContext
) -> None:
    at = desk().open()
    number = take(at)
    expect(at.big).to_contain_text("1 人等候")
    narrow.clear_cookies()
    at.big.click()
    dialog = at.page.get_by_role("dialog")
    expect(dialog).to_contain_text("登录已到期")
    dialog.get_by_label("姓名").fill(CLERK)
    dialog.get_by_label("密码").fill(PASSWORD)
    at.page.route("**/api/v1/session", lambda route: route.abort(), times=1)
    at.press("Enter")
    expect(dialog).to_contain_text("网络中断")
    at.press("Enter")  # what was typed stands there still
    expect(dialog).to_be_hidden()
    at.big.click()
    expect(at.number).to_have_text(number)


def test_a_guide_is_told_that_windows_are_for_clerks_and_can_change_the_sign_in(
    clerk_hub: RealHub, narrow: BrowserContext
) -> None:
    clerk_hub.cli("user", "add", "王导", "--role", "guide", "--password", PASSWORD)
    narrow.request.post(f"{clerk_hub.url}/api/v1/session", data={"name": "王导", "password": PASSWORD})
    page = narrow.new_page()
    page.goto(f"{clerk_hub.url}/caller/plain/w1?lang=zh")
    expect(page.get_by_role("alert")).to_contain_text("「引导员」账号不能在窗口叫号")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_label("密码")).to_be_visible()


def test_a_no_show_before_its_time_needs_a_reason(desk: Desks, take: Take) -> None:
    at = desk("patient").open()
    first, second = take(at), take(at)
    expect(at.big).to_contain_text("2 人等候")
    at.big.click()
    expect(at.number).to_have_text(first)
    at.button(re.compile("^未到")).click()
    expect(at.page.get_by_role("dialog")).to_contain_text(f"{first} 过号")
    at.press("2")
    expect(at.number).to_have_text(second)


def test_a_ticket_the_hub_started_says_so(desk: Desks, take: Take) -> None:
    at = desk("hasty").open()
    take(at)
    expect(at.big).to_contain_text("1 人等候")
    at.big.click()
    expect(at.page.locator(".progress")).to_contain_text("自动开始")


def test_a_recall_pressed_twice_in_a_hurry_is_one_recall(desk: Desks, take: Take) -> None:
    at = desk().open()
    take(at)
    at.press("Space")
    at.press("r")
    expect(at.page.locator(".progress")).to_contain_text("已重呼 1 次")
    at.press("r")
    at.press("s")
    expect(at.page.locator(".current")).to_contain_text("办理中")
    told = map(json.loads, at.hub.cli("journal", "--hall", at.hall).splitlines())
    recalls = [e for e in told if e["kind"] == "ticket.recalled" and e["data"]["window"] == f"w{at.n}"]
    assert len(recalls) == 1
