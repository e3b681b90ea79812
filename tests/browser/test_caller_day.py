"""The caller page on a day as halls have them: why this one, needs, coming back, holding, closing, ringing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.guidehall import CLERK, Scene, profile, rested, started

LOUD = """window.tones = 0; const make = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { window.tones += 1; return make.call(this); };"""


@pytest.fixture
def scene(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Scene]:
    """A hall of its own for each test, with the rules the test asks for."""
    hub, token = started(tmp_path_factory.mktemp("day"), profile(rules=getattr(request, "param", "")))
    found = Scene(hub, browser, token)
    yield found
    found.close()
    hub.kill()


def call(page: Page, number: str) -> None:
    page.locator(".primary .main").click()
    expect(page.locator(".current .number")).to_have_text(number)
    rested(page)


def serve(page: Page, number: str) -> None:
    call(page, number)
    page.keyboard.press("1")
    expect(page.locator(".progress")).to_contain_text("办理中")
    rested(page)


def waiting(page: Page, n: int) -> None:
    expect(page.locator("#waiting-title")).to_have_text(f"等候 {n}")


def test_the_page_says_why_this_one_and_who_granted_the_class(scene: Scene) -> None:
    page = scene.caller(1)
    scene.take("invoice")
    older = scene.take("invoice", classes=[{"class": "disabled", "reason": "certificate_seen"}])
    waiting(page, 2)
    call(page, older["number"])
    why = page.locator(".why")
    expect(why).to_contain_text("为什么是他 残疾人 · 相当于等了 20 分钟，T001 等了不到 1 分钟")
    why.get_by_role("button").click()
    expect(page.locator(".reasons-of")).to_contain_text("残疾人：系统管理员给予，看过证件")
    expect(page.locator(".reasons-of")).to_contain_text("叫号时一共 2 人等候")


def test_a_wheelchair_user_rings_the_guide_and_is_called_at_the_low_counter(scene: Scene) -> None:
    desk = scene.guide()
    low, other = scene.caller(2), scene.caller(1)
    ticket = scene.take("invoice", needs=["wheelchair"])
    expect(low.locator(".empty")).to_contain_text("有人等候，请叫号")
    expect(other.locator(".primary .main")).to_be_enabled()
    other.locator(".primary .main").click()
    expect(other.locator(".said")).to_contain_text("没有人等候")
    call(low, ticket["number"])
    expect(low.locator(".marks")).to_contain_text("轮椅")
    expect(low.locator(".marks svg.icon")).to_have_count(1)
    expect(low.locator(".current")).to_contain_text("已提醒引导员来协助")
    help_ = desk.locator(".attention")
    expect(help_).to_contain_text(ticket["number"])
    expect(help_).to_contain_text("2号窗口")
    expect(help_).to_contain_text("轮椅")
    help_.get_by_role("button", name="我去").click()
    expect(help_).to_have_count(0)


def test_who_is_sent_on_comes_back_to_the_same_window(scene: Scene) -> None:
    first, second = scene.caller(1), scene.caller(6)
    number = scene.take("invoice")["number"]
    waiting(first, 1)
    serve(first, number)
    first.keyboard.press("t")
    first.get_by_label("名称、编号或单位").fill("lz")
    first.get_by_label("办完后请他回到我这里").check()
    first.get_by_role("button", name="转到 领取证照").click()
    expect(first.locator(".current")).to_contain_text("没有人等候")
    waiting(second, 1)
    serve(second, number)
    expect(second.locator(".current")).to_contain_text("办完后回到1号窗口")
    second.keyboard.press("e")
    second.keyboard.press("Enter")
    expect(second.locator(".current .number")).to_have_count(0)
    waiting(first, 1)
    call(first, number)
    expect(first.locator(".business")).to_contain_text("发票代开")


def test_closing_the_last_window_asks_about_those_who_wait(scene: Scene) -> None:
    page, results = scene.caller(5), scene.caller(6)
    scene.take("estate"), scene.take("estate")
    waiting(page, 2)
    page.keyboard.press("l")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("“不动产转移登记”没有窗口办理了，还有 2 人在等")
    page.keyboard.press("2")
    dialog.get_by_label("转到哪项业务").fill("lz")
    dialog.locator(".options button").click()
    dialog.get_by_role("button", name="转走 2 个号").click()
    expect(page.locator(".said")).to_contain_text("2 个号已转走")
    expect(page.locator(".head")).to_contain_text("已关窗")
    waiting(results, 2)


def test_a_number_given_at_the_window_says_what_to_tell_the_visitor(scene: Scene) -> None:
    page = scene.caller(1)
    page.keyboard.press("n")
    page.keyboard.type("hkdj")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="轮椅").click()
    dialog.get_by_role("button", name="孕产妇").click()
    expect(dialog.get_by_role("button", name="取号", exact=True)).to_be_disabled()
    dialog.get_by_role("button", name="看得出来").click()
    dialog.get_by_role("button", name="＋ 再加一项业务").click()
    page.keyboard.type("lz")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="取号", exact=True).click()
    expect(dialog.locator(".number")).to_have_text("P001")
    expect(dialog).to_contain_text("3号窗口、4号窗口")
    ticket = scene.ask("GET", "/tickets?number=P001")["tickets"][0]
    assert (ticket["services"], ticket["needs"]) == (["household", "collect"], ["wheelchair"])
    assert ticket["classes"] == ["pregnant"] and ticket["granted"][0]["reason"] == "visible"
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)


@pytest.mark.parametrize("scene", ["hold_minutes = 20"], indirect=True)
def test_a_held_ticket_shows_when_it_is_to_be_remembered(scene: Scene) -> None:
    page = scene.caller(1)
    number = scene.take("invoice")["number"]
    waiting(page, 1)
    call(page, number)
    page.keyboard.press("h")
    expect(page.get_by_role("dialog").get_by_role("button", name="20 分钟")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#held-title")).to_have_text("挂起 1")
    expect(page.locator(".row time")).to_have_text(re.compile(r"^\d\d:\d\d 提醒$"))
    held = scene.ask("GET", f"/tickets?number={number}")["tickets"][0]
    assert held["hold_until"] > held["held_at"]


def test_who_was_told_what_is_missing_comes_back_on_the_same_number(scene: Scene) -> None:
    page = scene.caller(1)
    number = scene.take("invoice")["number"]
    waiting(page, 1)
    serve(page, number)
    page.keyboard.press("e")
    page.keyboard.press("3")
    expect(page.get_by_role("dialog")).to_contain_text("可凭原号返回")
    page.keyboard.press("Enter")
    expect(page.locator(".current .number")).to_have_count(0)
    page.keyboard.press("f")
    expect(page.get_by_role("dialog").locator("input")).to_be_focused()
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="恢复排队").click()
    expect(page.get_by_role("dialog")).to_contain_text("等候中")
    page.keyboard.press("Escape")
    waiting(page, 1)
    call(page, number)
    expect(page.locator(".marks")).to_contain_text("补件返回")


def test_an_idle_window_is_rung_once_for_a_new_arrival(scene: Scene) -> None:
    page = scene.page(CLERK, f"/caller/{scene.hall}/w1", (420, 760))
    page.context.add_init_script(LOUD)
    page.reload()
    page.locator(".primary .main", has_text="开窗").click()
    expect(page.locator(".empty")).to_contain_text("没有人等候")
    scene.take("invoice")
    expect(page.locator(".empty")).to_contain_text("有人等候，请叫号")
    expect(page).to_have_title("● 有人等候，请叫号")
    assert page.evaluate("window.tones") == 2
    scene.take("invoice")
    waiting(page, 2)
    assert page.evaluate("window.tones") == 2
    page.locator(".primary .main").click()
    expect(page.locator(".current .number")).to_have_text("T001")
    expect(page).to_have_title(re.compile("^T001"))


@pytest.mark.parametrize("scene", ["auto_call = true"], indirect=True)
def test_a_ready_clerk_is_given_the_next_one_without_a_press(scene: Scene) -> None:
    page = scene.caller(1)
    page.keyboard.press("y")
    expect(page.locator(".head").get_by_role("button", name="就绪")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".empty")).to_contain_text("已就绪")
    number = scene.take("invoice")["number"]
    expect(page.locator(".current .number")).to_have_text(number)


def test_ready_is_offered_only_where_the_hall_calls_by_itself(scene: Scene) -> None:
    page = scene.caller(1)
    expect(page.locator(".head").get_by_role("button", name="关窗")).to_be_visible()
    expect(page.locator(".head").get_by_role("button", name="就绪")).to_have_count(0)


@pytest.mark.parametrize("scene", ['[[overload]]\nqueue = "T"\nwaiting = 1'], indirect=True)
def test_an_alarm_is_one_slim_line_until_it_was_seen(scene: Scene) -> None:
    page = scene.caller(1)
    for _ in range(3):
        scene.take("invoice")
    expect(page.locator(".alarms")).to_contain_text(re.compile("税务：[23] 人等候"))
    page.keyboard.press("a")
    expect(page.locator(".alarms")).to_have_count(0)
    assert scene.ask("GET", "/alarms")["alarms"][0]["acknowledged"]["by"]
