"""What people say of their visit at the kiosk: a card, several services, cases, collecting, a number they have."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.kioskhall import OPEN
from tests.browser.realhub import RealHub
from tests.browser.visithall import HALL, Visit, aged

Wrong = Callable[[str], str]
TYPED = """async (text) => {
  let at = performance.now();
  for (const key of [...text, 'Enter']) {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    Object.defineProperty(event, 'timeStamp', { value: at += 200 });
    document.body.dispatchEvent(event);
    for (let turn = 0; turn < 20; turn += 1) await null;
  }
}"""
"""By somebody at a real keyboard, at a person's pace, on a screen that is never drawn in time for the next key."""
STORES = "JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href])"


@pytest.fixture
def here(kiosk: OPEN, visit_hub: RealHub) -> Visit:
    found = kiosk(hub=visit_hub, hall=HALL, kind=Visit)
    assert isinstance(found, Visit)
    return found


def option(here: Visit, icon: str) -> None:
    here.page.locator(f".option.by-{icon}").click()


def test_an_elderly_visitor_types_the_number_and_is_given_priority(here: Visit) -> None:
    here.choose()
    expect(here.page.locator(".option.by-card")).to_contain_text("60 岁以上可优先")
    option(here, "card")
    here.press(aged(72)).go()
    here.take.click()
    expect(here.page.locator(".particulars")).to_contain_text("已按 60 岁以上优先安排")
    assert here.taken[0]["classes"] == ["elderly"]


def test_a_younger_visitor_gets_an_ordinary_number(here: Visit) -> None:
    here.choose().page.locator(".take").wait_for()
    here.scan(aged(30))
    expect(here.page.locator(".option.by-card")).to_contain_text("身份证已读")
    here.take.click()
    expect(here.number).to_be_visible()
    assert here.taken[0]["classes"] == []


def test_a_number_typed_is_dots_until_somebody_asks_to_see_it(here: Visit) -> None:
    here.choose()
    option(here, "card")
    here.press("440582")
    typed = here.page.locator(".typed .text")
    expect(typed).to_have_text("•••••2")
    here.page.get_by_role("button", name="显示数字").click()
    expect(typed).to_have_text("440582")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [(lambda n: n[:-1], "位数不对"), (lambda n: n[:-1] + ("1" if n[-1] != "1" else "2"), "有一位数字不对")],
)
def test_a_wrong_number_is_said_without_showing_it(here: Visit, wrong: Wrong, said: str) -> None:
    number = wrong(aged(50))
    here.choose()
    option(here, "card")
    here.press(number).go()
    expect(here.page.locator(".news.warn")).to_contain_text(said)
    assert number not in here.page.content()


def test_the_card_leaves_with_the_person_and_stands_nowhere(here: Visit) -> None:
    said: list[str] = []
    here.page.on("console", lambda message: said.append(message.text))
    number = aged(71, 3)
    here.choose()
    here.scan(number)
    here.take.click()
    expect(here.number).to_be_visible()
    here.go()
    page = here.page
    kept = page.evaluate(STORES)
    journal = here.hub.ask("GET", f"/halls/{HALL}/journal?limit=500", token=here.admin)
    assert number not in kept + page.content() + json.dumps(journal) + "".join(said)
    here.choose()
    expect(page.locator(".option.by-card")).to_contain_text("刷身份证")


def test_typing_ends_with_idling(kiosk: OPEN, visit_hub: RealHub) -> None:
    here = kiosk(hub=visit_hub, hall=HALL, clock=True, kind=Visit)
    assert isinstance(here, Visit)
    here.way("booking").answer(0).press("440582")
    here.page.clock.fast_forward(46_000)
    expect(here.page.locator(".start")).to_be_visible()
    here.way("booking").answer(0)
    expect(here.page.locator(".typed")).to_contain_text("18 位身份证号")


def test_a_service_by_name_asks_for_the_card_first_and_gives_one_number_a_person(here: Visit) -> None:
    who = aged(35, 4)
    here.choose(1)
    expect(here.take).to_have_text("先刷身份证")
    here.take.click()
    here.press(who).go()
    expect(here.take).to_have_text("取号")
    here.take.click()
    expect(here.number).to_have_text(re.compile(r"^P\d{3}$"))
    number = here.number.inner_text()
    here.go().choose(1)
    here.scan(who)
    here.take.click()
    expect(here.page.locator(".found-ticket h1")).to_contain_text("您已经有号了")
    expect(here.page.locator(".found-ticket .number")).to_have_text(number)
    here.go()
    expect(here.page.locator(".slip")).to_be_visible()
    assert len(here.taken) == 1


def test_several_services_go_on_one_number(here: Visit) -> None:
    here.choose()
    option(here, "plus")
    here.page.get_by_role("button", name="公安局", exact=True).click()
    here.page.get_by_role("button", name=re.compile("领取身份证")).click()
    expect(here.page.locator(".confirm h1")).to_have_text("一个号，办 2 项")
    expect(here.page.locator(".confirm .pages .name")).to_have_text(["申报纳税", "领取身份证"])
    here.take.click()
    expect(here.page.locator(".result .name")).to_have_text("申报纳税、领取身份证")
    taken = here.taken[0]
    assert (taken["services"], taken["any_order"]) == (["tax", "collect"], True)


def test_a_service_is_taken_off_the_list_again(here: Visit) -> None:
    here.choose()
    option(here, "plus")
    here.page.locator(".to-search, .way").first.click()
    expect(here.page.locator(".field input")).to_be_focused()
    here.page.keyboard.insert_text("invoices")
    here.page.locator(".found .row").click()
    here.page.get_by_role("button", name="去掉申报纳税").click()
    expect(here.page.locator(".confirm h1")).to_have_text("发票代开")
    here.take.click()
    expect(here.number).to_be_visible()
    assert here.taken[0]["services"] == ["invoice"]


def test_many_cases_go_to_the_agents_queue(here: Visit) -> None:
    here.choose()
    for _ in range(4):
        here.page.get_by_role("button", name="增加一件").click()
    expect(here.page.locator(".cases strong")).to_have_text("5 件")
    here.take.click()
    expect(here.number).to_have_text(re.compile(r"^G\d{3}$"))
    expect(here.page.locator(".particulars")).to_contain_text("这个号办 5 件")
    assert here.taken[0]["cases"] == 5


def test_collecting_is_on_the_first_screen_and_says_what_to_bring_and_where(here: Visit) -> None:
    here.way("collect")
    expect(here.page.locator(".services .name")).to_have_text(["领取身份证", "领取执照"])
    here.page.locator(".services .row").first.click()
    expect(here.page.locator(".facts")).to_contain_text("3号窗口")
    here.take.click()
    expect(here.number).to_have_text(re.compile(r"^C\d{3}$"))


def test_a_complaint_is_not_named_on_the_ticket(here: Visit) -> None:
    here.choose(3).take.click()
    expect(here.number).to_be_visible()
    shown = here.page.locator(".result").inner_text()
    assert "投诉" not in shown


def passed(here: Visit, service: str = "tax", window: str = "w2") -> str:
    """Take a number, have it called and missed."""
    taken = here.hub.ask("POST", f"/halls/{here.hall}/tickets", {"services": [service]}, here.admin)["ticket"]
    here.at(window, "open")
    here.at(window, "call", number=taken["number"], reason="test")
    here.at(window, "no-show", reason="absent")
    return str(taken["number"])


def test_a_passed_number_is_restored_by_typing_it(here: Visit) -> None:
    number = passed(here)
    here.way("slip").press(number).go()
    expect(here.page.locator(".say")).to_contain_text("您的号已过")
    here.go()
    expect(here.page.locator(".result h1")).to_contain_text("您已恢复排队")
    expect(here.number).to_have_text(number)
    expect(here.page.locator(".ahead")).to_contain_text("前面")


def test_a_number_typed_on_a_keyboard_is_whole_when_it_is_sent(here: Visit) -> None:
    body = {"services": ["tax"]}
    number = here.hub.ask("POST", f"/halls/{HALL}/tickets", body, here.admin)["ticket"]["number"]
    here.way("slip")
    here.page.evaluate(TYPED, number)
    expect(here.page.locator(".found-ticket .number")).to_have_text(number)


def test_a_slip_scanned_on_the_first_screen_shows_its_number_and_prints_again(here: Visit) -> None:
    answer = here.hub.ask("POST", f"/halls/{HALL}/tickets", {"services": ["tax"]}, here.admin)
    here.scan(answer["track_url"])
    expect(here.page.locator(".found-ticket .number")).to_have_text(answer["ticket"]["number"])
    expect(here.page.locator(".say")).to_contain_text("正在排队")
    here.go()
    expect(here.page.locator(".result h1")).to_contain_text("小票重新打印")


def test_who_lacked_a_paper_comes_back_with_the_same_number(here: Visit) -> None:
    taken = here.hub.ask("POST", f"/halls/{HALL}/tickets", {"services": ["collect"]}, here.admin)["ticket"]
    here.at("w3", "open")
    here.at("w3", "call", number=taken["number"], reason="test")
    here.at("w3", "start")
    here.at("w3", "complete", outcome="incomplete")
    here.scan(taken["number"])
    here.page.get_by_role("button", name="我来补件").click()
    expect(here.number).to_have_text(taken["number"])
    expect(here.page.locator(".particulars")).to_contain_text("补件不用从头排")


def test_where_a_passed_number_is_void_it_says_so_and_gives_a_new_one(
    kiosk: OPEN, visit_hub: RealHub
) -> None:
    here = kiosk(hub=visit_hub, hall="void", kind=Visit)
    assert isinstance(here, Visit)
    expect(here.page.locator(".way.to-slip small")).to_have_text("补件、重打小票")
    here.scan(passed(here))
    expect(here.page.locator(".say")).to_contain_text("作废")
    here.go().take.click()
    expect(here.number).to_be_visible()
    expect(here.page.locator(".todo")).to_contain_text("过号作废，请重新取号")


def test_an_unknown_number_and_an_unknown_code_say_so(here: Visit) -> None:
    here.scan("T998")
    expect(here.page.locator(".told h1")).to_have_text("没有找到这个号")
    here.scan("https://hall.example/?q=%20")
    expect(here.page.locator(".told h1")).to_have_text("没有认出这个码")
