"""Lunch, closing time and what is used up, at the kiosk of halls that keep their hours."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.kioskhall import OPEN
from tests.browser.realhub import RealHub
from tests.browser.visithall import Visit, aged

At = Callable[..., Visit]


@pytest.fixture
def at(kiosk: OPEN, noon_hub: RealHub) -> At:
    def open_(hall: str, lang: str = "zh") -> Visit:
        found = kiosk(hub=noon_hub, hall=hall, lang=lang, kind=Visit)
        assert isinstance(found, Visit)
        return found

    return open_


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "午休中，14:00 恢复取号"), ("en", "Numbers start again at 14:00")]
)
def test_at_lunch_the_first_screen_says_when_it_goes_on(at: At, lang: str, said: str) -> None:
    expect(at("lunch", lang).page.locator(".start .news")).to_contain_text(said)


def test_what_somebody_works_through_lunch_for_can_be_had_and_the_rest_not(at: At) -> None:
    here = at("lunch")
    here.page.get_by_role("button", name="看看午间可办的业务").click()
    expect(here.page.locator(".services .name")).to_have_text(["居民身份证办理"])
    here.page.locator(".services .row").click()
    here.scan(aged(40))
    here.take.click()
    expect(here.number).to_have_text(re.compile(r"^P\d{3}$"))
    here.go().choose().take.click()
    expect(here.page.locator(".news.warn")).to_contain_text("午休中，14:00 恢复取号")


def test_shortly_before_closing_the_ticket_warns_that_it_may_not_be_served(at: At) -> None:
    here = at("soon")
    here.at("w2", "open")
    for _ in range(2):
        here.hub.ask("POST", "/halls/soon/tickets", {"services": ["tax"]}, here.admin)
    here.choose().take.click()
    expect(here.page.locator(".particulars .of-warning")).to_contain_text("可能轮不到您")


def test_a_service_that_is_used_up_says_so(at: At) -> None:
    here = at("few")
    here.choose().take.click()
    expect(here.number).to_be_visible()
    here.go().choose().take.click()
    expect(here.page.locator(".news.warn")).to_contain_text("号已取完")


def test_too_many_nameless_numbers_in_a_minute_are_slowed_down_and_a_card_helps(at: At) -> None:
    here = at("few")
    for _ in range(2):
        here.choose(2).take.click()
        expect(here.page.locator(".result, .news.warn").first).to_be_visible()
        here.page.locator(".bar button").nth(1).click()
    here.choose(2).take.click()
    expect(here.page.locator(".news.warn")).to_contain_text(re.compile(r"请过 \d+ 秒再试"))
    here.scan(aged(33))
    here.take.click()
    expect(here.number).to_be_visible()


def test_a_service_with_its_own_hours_says_when_they_begin(at: At) -> None:
    here = at("late")
    here.choose().take.click()
    expect(here.page.locator(".news.warn")).to_contain_text("今天 15:00 开始")
