"""Setting up the hall in Chromium against the real hub: one admin's afternoon, from a business to a colleague."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.cast import Clerk, Guide
from tests.hubprocess import HubProcess
from tests.web.test_setup import Admin

PASSWORD = "long-enough-secret"
UNSEEN = """() => new MutationObserver((_, watch) => {
  if (!document.querySelector('.said').textContent.includes('刚刚改过')) return;
  watch.disconnect();
  window.unseen = !!document.querySelector('.setup-preview');
}).observe(document.body, { subtree: true, childList: true, characterData: true })"""
"""Whether the old preview stands there still when it is said that somebody else has changed the hall."""


@pytest.fixture
def page(browser: Browser, hub: HubProcess) -> Iterator[Page]:
    """The page with somebody signed in; whatever it complains of fails the test."""
    hub.cli(
        "user", "add", f"chief of {hub.hall}", "--role", "admin", "--hall", hub.hall, "--password", PASSWORD
    )
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{hub.url}/manage/{hub.hall}/setup#services")
    page.get_by_label("姓名").fill(f"chief of {hub.hall}")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".setup-main table")).to_be_visible()
    yield page
    context.close()
    assert faults == []


def clean(page: Page, axe: str) -> None:
    """Nothing that hinders people, nothing that must be scrolled sideways."""
    page.evaluate(axe)
    found: list[Any] = page.evaluate(
        "axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations)"
    )
    assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def press(page: Page, name: str) -> None:
    """By keyboard, as somebody without a mouse."""
    page.get_by_role("button", name=name, exact=True).press("Enter")


def into_effect(page: Page) -> None:
    press(page, "看看会改变什么")
    press(page, "现在生效")


def go(page: Page, part: str) -> None:
    """To another part; the browser tells the page of a new address a moment after the press."""
    way = page.locator(f'.setup-ways a[href="#{part}"]')
    way.press("Enter")
    expect(way).to_have_attribute("aria-current", "page")


def test_an_admin_sets_up_a_hall_without_seeing_a_file(
    page: Page, hub: HubProcess, browser: Browser, axe: str, tmp_path: Path
) -> None:
    clerk, other = Clerk(hub, "w1"), Admin(hub)

    # A business that lacks its name is not kept; the fault stands at the field.
    clean(page, axe)
    press(page, "新增")
    press(page, "记下修改")
    expect(page.locator(".setup-field.wrong", has_text="名称").first).to_contain_text("没有填")
    clean(page, axe)
    page.get_by_label("编号").fill("notary")
    page.locator("#f-services-name").fill("公证")
    page.get_by_label("队列").select_option("all")
    press(page, "记下修改")
    expect(page.locator(".setup-field.wrong", has_text="办理窗口")).to_contain_text("没有窗口办理这项业务")
    page.get_by_role("group", name="办理窗口").get_by_label("1号窗口", exact=True).check()
    pressed_again_before_the_first_was_judged(page)
    expect(page.locator(".setup-bar")).to_contain_text("有 2 部分改过")

    both_changes_are_kept(page, other, axe)
    number = Guide(hub).take("notary")["ticket"]["number"]
    assert clerk.next() == number
    for verb in ("start", "complete"):
        clerk.press(verb)
    clean(page, axe)
    it_can_be_undone(page, other)
    a_table_with_a_wrong_cell_then_a_right_one(page, tmp_path)
    a_wednesday_is_closed(page, other)
    name = f"李静 {hub.hall}"
    somebody_is_added(page, name, axe)
    signed_in_with_given_password(browser, hub, name)
    nothing_typed_is_lost(page)
    a_session_ends_and_the_form_stays(page)
    a_lost_answer_is_found_again(page, other)
    returning_waits_for_a_draft_and_sees_what_others_did(page, other)
    a_section_that_could_not_be_had_is_asked_for_again(page)
    press(page, "English")
    expect(page.locator(".setup-ways")).to_contain_text("Priority classes")
    for part, seen in (("windows", "Window 1"), ("voice", "Words of a call"), ("media", "Upload")):
        go(page, part)
        expect(page.locator(".setup-main")).to_contain_text(seen)
    clean(page, axe)
    go(page, "windows")
    press(page, "Change Window 1")
    expect(page.locator("#f-windows-sign_en")).to_have_attribute("placeholder", "Window 1 by default")


def pressed_again_before_the_first_was_judged(page: Page) -> None:
    """A letter more and another press while the hub still judges: the later row is the one that counts."""
    name, held = page.locator("#f-services-name"), list[Route]()
    name.fill("公证处")
    page.route("**/setup/preview", lambda route: held.append(route), times=1)
    with page.expect_request("**/setup/preview"):
        press(page, "记下修改")
    name.fill("公证")
    press(page, "记下修改")
    held[0].continue_()


def both_changes_are_kept(page: Page, other: Admin, axe: str) -> None:
    """Somebody else changes the hall meanwhile; the admin looks once more."""
    press(page, "看看会改变什么")
    expect(page.locator(".setup-preview")).to_contain_text("业务：新增「公证」")
    clean(page, axe)
    other.put(1, rules={"recalls": 1})
    page.evaluate(UNSEEN)
    press(page, "现在生效")
    expect(page.locator(".said")).to_contain_text("刚刚改过大厅设置")
    expect(page.locator(".setup-preview")).to_contain_text("业务：新增「公证」")
    assert not page.evaluate("window.unseen"), "what nobody has looked at is not offered"
    press(page, "现在生效")
    expect(page.locator(".setup-version").first).to_contain_text("第 3 版")
    assert other.now()["document"]["rules"]["recalls"] == 1


def it_can_be_undone(page: Page, other: Admin) -> None:
    old = page.locator(".setup-version", has_text="第 2 版")
    old.get_by_role("button", name="回到第 2 版").press("Enter")
    expect(page.locator(".manage-card")).to_contain_text("业务：去掉「公证」")
    press(page, "回到第 2 版")
    expect(page.locator(".setup-version").first).to_contain_text("第 4 版")
    assert "notary" not in str(other.now()["document"])


def a_table_with_a_wrong_cell_then_a_right_one(page: Page, folder: Path) -> None:
    go(page, "files")
    table, file = folder / "业务.csv", page.locator('.setup-file input[accept=".xlsx,.csv"]')
    table.write_text("名称,单位,办理窗口\n公证,无此局,1\n", "utf-8-sig")
    file.set_input_files(table)
    expect(page.locator(".setup-preview")).to_contain_text('第 2 行 单位 「单位」里没有 "无此局"')
    table.write_text("名称,单位,队列,办理窗口\n公证,民政局,A,1\n", "utf-8-sig")
    file.set_input_files(table)
    expect(page.locator(".setup-preview")).to_contain_text("业务：新增「公证」")
    press(page, "放弃修改")


def a_wednesday_is_closed(page: Page, other: Admin) -> None:
    """Whoever goes on before the change is judged is left where they went."""
    go(page, "hours")
    page.get_by_label("周三").fill("休")
    held: list[Route] = []
    page.route("**/setup/preview", lambda route: held.append(route), times=1)
    with page.expect_request("**/setup/preview"):
        press(page, "记下修改")
    look = page.get_by_role("button", name="看看会改变什么", exact=True)
    look.focus()
    held[0].continue_()
    expect(page.locator(".setup-bar")).to_contain_text("有 1 部分改过")
    expect(look).to_be_focused()
    into_effect(page)
    expect(page.locator(".setup-version").first).to_contain_text("第 5 版")
    assert other.now()["document"]["hours"]["wed"] == []


def somebody_is_added(page: Page, name: str, axe: str) -> None:
    go(page, "people")
    press(page, "新增人员")
    page.get_by_label("姓名").fill(name)
    page.get_by_label("角色").select_option("guide")
    page.get_by_label("给一个密码").fill("given-once")
    page.get_by_label("结婚登记").check()
    clean(page, axe)
    press(page, "保存")
    expect(page.locator("tr", has_text=name)).to_contain_text("密码未换")


def nothing_typed_is_lost(page: Page) -> None:
    """By the skip link, by another part, by giving up a row that was just added."""
    go(page, "zones")
    press(page, "新增")
    page.locator("#f-zones-name").fill("二楼")
    expect(page.locator(".setup-bar")).to_contain_text("正在填的还没有按「记下修改」")
    page.locator(".manage-skip").press("Enter")
    expect(page.locator("#manage-main")).to_be_focused()
    expect(page.locator("#f-zones-name")).to_have_value("二楼")
    go(page, "departments")
    expect(page.locator(".setup-main h2")).to_have_text("单位")
    expect(page.locator('.setup-ways a[href="#zones"]')).to_contain_text("已改")
    go(page, "zones")
    press(page, "修改 二楼")
    expect(page.locator(".setup-title")).to_be_focused()
    press(page, "返回")
    expect(page.get_by_role("button", name="修改 二楼")).to_be_focused()
    press(page, "修改 二楼")
    press(page, "放弃修改")
    expect(page.locator(".setup-main table")).not_to_contain_text("二楼")
    page.evaluate("location.hash = 'no-such-part'")
    expect(page.locator(".setup-main h2")).to_have_text("业务")


def a_session_ends_and_the_form_stays(page: Page) -> None:
    go(page, "zones")
    press(page, "新增")
    page.locator("#f-zones-name").fill("三楼")
    page.context.clear_cookies()
    press(page, "记下修改")
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("登录已到期")
    sheet.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(sheet).to_have_count(0)
    expect(page.locator("#f-zones-name")).to_have_value("三楼")
    press(page, "记下修改")
    press(page, "退出登录")
    expect(sheet).to_contain_text("有修改还没有生效")
    press(page, "继续修改")
    expect(page.locator(".setup-bar")).to_contain_text("有 1 部分改过")


def a_lost_answer_is_found_again(page: Page, other: Admin) -> None:
    """The hub has done it, its answer never arrived: pressed again it is the same press."""
    version = other.now()["version"]

    def lose(route: Route) -> None:
        if route.request.method == "PUT":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/setup", lose)
    into_effect(page)
    expect(page.locator(".said.problem")).to_contain_text("网络中断")
    page.unroute("**/setup", lose)
    press(page, "现在生效")
    expect(page.locator(".setup-version").first).to_contain_text(f"第 {version + 1} 版")
    assert other.now()["version"] == version + 1


def returning_waits_for_a_draft_and_sees_what_others_did(page: Page, other: Admin) -> None:
    version = other.now()["version"]
    go(page, "zones")
    press(page, "删除 三楼")
    go(page, "history")
    expect(page.locator(".setup-main .note")).to_contain_text("请先生效或放弃")
    expect(page.get_by_role("button", name="回到第 2 版")).to_have_count(0)
    press(page, "放弃修改")
    press(page, "回到第 2 版")
    expect(page.locator(".manage-card")).to_contain_text("三楼")
    other.put(version, rules={"recalls": 2})
    press(page, "回到第 2 版")
    expect(page.locator(".said.problem")).to_contain_text("请再看一次")
    expect(page.locator(".setup-version").first).to_contain_text(f"第 {version + 1} 版")
    press(page, "回到第 2 版")
    expect(page.locator(".manage-card")).to_contain_text("三楼")
    press(page, "回到第 2 版")
    expect(page.locator(".setup-version").first).to_contain_text(f"第 {version + 2} 版")


def a_section_that_could_not_be_had_is_asked_for_again(page: Page) -> None:
    page.route("**/setup/section.js", lambda route: route.abort())
    page.reload()
    expect(page.locator(".setup-version").first).to_be_visible()


def signed_in_with_given_password(browser: Browser, hub: HubProcess, name: str) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{hub.url}/guide/{hub.hall}")
    page.get_by_label("姓名").fill(name)
    page.get_by_label("密码", exact=True).fill("given-once")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("请先设一个自己的密码")
    page.get_by_label("新密码（至少 6 位）").fill("my-own-words")
    page.get_by_label("再输一次新密码").fill("my-own-words")
    page.keyboard.press("Enter")
    expect(page.get_by_text("退出登录")).to_be_visible()
    context.close()
