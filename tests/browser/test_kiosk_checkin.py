"""Checking in a reservation at the kiosk: by code, scan, card and phone; every way it can turn out has its own page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Route, expect

from tests.browser.kioskhall import OPEN, UPRIGHT
from tests.browser.realhub import RealHub
from tests.browser.visithall import HALL, Visit, aged, zone


@pytest.fixture
def here(kiosk: OPEN, visit_hub: RealHub) -> Visit:
    found = kiosk(hub=visit_hub, hall=HALL, kind=Visit)
    assert isinstance(found, Visit)
    return found


def arrivals(here: Visit) -> list[str | None]:
    return [t.get("arrival") for t in here.taken]


@pytest.mark.parametrize(
    ("minutes", "arrival", "said"),
    [(90, "early", "您来早了"), (-5, "on_time", "您很准时"), (-20, "late", "晚了一些，仍会照顾"),
     (-60, "too_late", "这是现场号")],
)  # fmt: skip
def test_a_scanned_code_gives_a_number_and_says_how_the_time_was_kept(
    here: Visit, minutes: int, arrival: str, said: str
) -> None:
    here.scan(here.book(minutes))
    expect(here.number).to_be_visible()
    expect(here.page.locator(".particulars")).to_contain_text(said)
    assert arrivals(here) == [arrival]


def test_who_comes_early_is_told_from_when_the_reservation_counts(here: Visit) -> None:
    code = here.book(90)
    here.scan(code)
    start = here.hub.ask("GET", f"/halls/{HALL}/reservations/{code}", token=here.admin)["reservation"][
        "start"
    ]
    slot = datetime.fromisoformat(start).astimezone(ZoneInfo(zone()))
    said = here.page.locator(".particulars")
    expect(said).to_contain_text(f"{slot:%H:%M} 的预约从 {slot - timedelta(minutes=20):%H:%M} 起优先")


def test_a_code_is_typed_on_the_screen(here: Visit) -> None:
    here.way("booking").answer(2).press(here.book(-5)).go()
    expect(here.number).to_be_visible()


def test_the_only_reservation_of_a_phone_is_checked_in_at_once(here: Visit) -> None:
    here.book(-5, phone="13800001111")
    here.way("booking").answer(1).press("13800001111").go()
    expect(here.number).to_be_visible()


def test_of_several_reservations_one_is_chosen(here: Visit) -> None:
    who = aged(40, 7)
    here.book(-5, id_number=who)
    here.book(30, service="invoice", id_number=who)
    here.way("booking").answer(0).press(who).go()
    rows = here.page.locator(".booked")
    expect(rows).to_have_count(2)
    rows.nth(1).click()
    expect(here.page.locator(".result .name")).to_have_text("发票代开")
    assert arrivals(here) == ["early"]


def test_a_card_laid_down_on_the_first_screen_finds_todays_reservation(here: Visit) -> None:
    who = aged(70, 8)
    here.book(-5, id_number=who)
    here.scan(who)
    here.page.locator(".booked").click()
    expect(here.page.locator(".particulars")).to_contain_text("您很准时")
    expect(here.page.locator(".particulars")).to_contain_text("已按 60 岁以上优先安排")


def test_a_card_without_a_reservation_is_still_good_for_a_number(here: Visit) -> None:
    here.scan(aged(66, 9))
    expect(here.page.locator(".told h1")).to_have_text("今天没有找到您的预约")
    here.go()
    expect(here.page.locator(".read")).to_contain_text("已读到身份证")
    here.choose().take.click()
    expect(here.page.locator(".particulars")).to_contain_text("60 岁以上")


def used(here: Visit) -> str:
    code = here.book(-5)
    here.hub.ask("POST", f"/halls/{HALL}/reservations/{code}/check-in", {}, here.admin)
    return code


def cancelled(here: Visit) -> str:
    code = here.book(-5)
    here.hub.ask("DELETE", f"/halls/{HALL}/reservations/{code}", None, here.admin)
    return code


def elsewhere(here: Visit) -> str:
    other = Visit(here.page, here.hub, "other", here.hub.cli("token", "new", "admin", "--hall", "other"))
    return other.book(-5)


@pytest.mark.parametrize(
    ("prepare", "said"),
    [(lambda here: here.book(26 * 60), "这个预约不是今天的"), (used, "这个预约已经取过号"),
     (cancelled, "这个预约已经取消"), (elsewhere, "这是另一个大厅的预约"),
     (lambda here: "ZZZZ9999", "没有找到这个预约")],
    ids=["wrong day", "used", "cancelled", "another hall", "unknown"],
)  # fmt: skip
def test_each_way_it_cannot_be_has_its_own_page(
    here: Visit, prepare: Callable[[Visit], str], said: str
) -> None:
    code = prepare(here)
    before = len(here.taken)
    here.scan(code)
    expect(here.page.locator(".told h1")).to_have_text(said)
    assert len(here.taken) == before


def test_a_used_reservation_says_its_number_and_prints_it_again(here: Visit) -> None:
    here.scan(used(here))
    number = here.taken[-1]["number"]
    expect(here.page.locator(".told")).to_contain_text(number)
    here.go()
    expect(here.number).to_have_text(number)


def test_a_code_that_nobody_knows_leads_to_the_other_ways_of_checking_in(here: Visit) -> None:
    here.scan("ZZZZ9999")
    expect(here.page.locator(".told h1")).to_have_text("没有找到这个预约")
    here.go()
    expect(here.page.locator(".answer")).to_have_count(3)


def test_a_lost_answer_to_a_check_in_is_asked_for_again_and_gives_one_number(here: Visit) -> None:
    code = here.book(-5)
    lost = []

    def lose(route: Route) -> None:
        lost.append(route.request.headers["idempotency-key"])
        route.fetch()
        route.abort() if len(lost) == 1 else route.continue_()

    here.page.route("**/check-in", lose)
    here.scan(code)
    expect(here.number).to_be_visible()
    assert len(set(lost)) == 1 and len(here.taken) == 1


def test_a_scan_in_english_is_answered_in_english(kiosk: OPEN, visit_hub: RealHub) -> None:
    here = kiosk(hub=visit_hub, hall=HALL, size=UPRIGHT, lang="en", kind=Visit)
    assert isinstance(here, Visit)
    here.scan(here.book(-20))
    expect(here.page.locator(".particulars")).to_contain_text("It still counts")
