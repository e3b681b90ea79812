"""The clerk's card of a numeric pad: every key that is understood stands on it, with the codes, on one printed page."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from caller.keypad.pad import WORDS
from caller.keypad.sequences import AT_ONCE, Typing
from tests.js.cast import profile
from tests.js.wirehub import WireHub

TYPED = {"工号": "17", "PIN": "2468", "代码": "12", "1–6": "3", "Enter": ["ENTER"]}
"""What stands on the card, and what somebody would press for it."""


def card(page: Page, hub: WireHub, query: str, title: str) -> None:
    hall = profile()
    hall["services"][1]["short"] = "105"
    hub.answers[("GET", "/halls/hall")] = lambda _key, _body: (200, hall)
    page.goto(f"{hub.url}/keypad/hall{query}")
    expect(page.locator("h1")).to_have_text(title)


def test_each_row_of_the_card_is_a_sequence_that_is_understood(page: Page, hub: WireHub) -> None:
    card(page, hub, "", "普宁市政务服务中心 · 按键器")
    meanings = set()
    for row in page.locator("tr").all():
        pad, meant = Typing(), None
        keys = [key for shown in row.locator("kbd").all_inner_texts() for key in TYPED.get(shown, shown)]
        for key in keys:
            meant = pad.press(f"KP{key}", 0.0)
        assert meant and meant.name not in WORDS, row.inner_text()
        meanings.add((meant.name, bool(meant.args)))
    assert {name for name, _ in meanings} == {*AT_ONCE.values(), "primary", "sign_in", "transfer", "close"}
    assert len(meanings) == page.locator("tr").count()


def test_the_halls_codes_and_outcomes_stand_on_it_in_both_languages(page: Page, hub: WireHub) -> None:
    card(page, hub, "", "普宁市政务服务中心 · 按键器")
    assert page.locator(".codes").nth(0).locator("li").all_inner_texts()[2] == "3一次性告知补正"
    expect(page.locator(".codes").nth(1)).to_have_text("105业务b")
    card(page, hub, "?lang=en", "Puning Service Centre · Keypad")
    expect(page.locator(".codes").nth(1)).to_have_text("105Service b")


def test_it_prints_on_one_small_page(page: Page, hub: WireHub) -> None:
    card(page, hub, "", "普宁市政务服务中心 · 按键器")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
