"""The wall: readable sizes, the newest call, bursts, undone calls, a hub that comes and goes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.js.cast import event, gone, profile, queue, snapshot, ticket, update, window
from tests.js.wirehub import WireHub

Show = Callable[..., Page]

NUMBERS = """() => [...document.querySelectorAll('[data-number]')].map((e) => e.dataset.number)"""
FRESH = """() => [...document.querySelectorAll('.fresh[data-number]')].map((e) => e.dataset.number)"""
WATCH = """([selector, name]) => {
  window.stood = [];
  const look = () => {
    const here = [...document.querySelectorAll(selector)].map((e) => (name ? e.getAttribute(name) : e.textContent));
    stood.push(...here.reverse().filter((one) => !stood.includes(one)));
  };
  look();
  const all = { childList: true, subtree: true, characterData: true, attributes: true };
  new MutationObserver(look).observe(document.querySelector('main'), all);
}"""
"""Keeps in `stood` what ever stood there, in order, the lowest first: a look from outside may come too late."""
TEXTS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (walk.currentNode.data.trim()) {
    found.push([walk.currentNode.data, parseFloat(getComputedStyle(walk.currentNode.parentElement).fontSize)]);
  }
  return found;
}"""


@pytest.fixture
def show(page: Page, hub: WireHub) -> Show:
    """Open the wall with a first snapshot."""

    def open_wall(first: dict[str, Any], query: str = "", **screens: Any) -> Page:
        hub.answers[("GET", "/halls/hall")] = lambda _key, _body: (200, profile(**screens))
        hub.snapshot = first
        page.goto(f"{hub.url}/board/hall{query}")
        page.wait_for_selector("[data-link=live]")
        expect(page.locator("h1")).to_contain_text(re.compile("普宁|Puning"))  # the date stands there before
        page.evaluate("document.fonts.ready.then(() => true)")  # others are wider
        return page

    return open_wall


def numbers(page: Page) -> list[str]:
    return list(page.evaluate(NUMBERS))


def fresh(page: Page) -> list[str]:
    return list(page.evaluate(FRESH))


def test_the_first_view_is_still_with_the_last_call_on_top(show: Show) -> None:
    page = show(snapshot(50, [ticket(1, 30, "serving"), ticket(2, 40), ticket(3, 35)]))
    assert numbers(page) == ["A002", "A003", "A001"]
    assert fresh(page) == []


def test_a_new_call_is_newest_at_once_and_flashes_at_most_three_times_a_second(
    show: Show, hub: WireHub
) -> None:
    page = show(snapshot(50, [ticket(1, 30)]))
    hub.say("update", update(50, 51, [ticket(9, 51, window=12)]))
    hero = page.locator(".hero.fresh[data-number=A009]")
    hero.wait_for()
    assert hero.locator(".sign").inner_text().replace("\n", "") == "12号窗口"
    style = "(e) => [getComputedStyle(e).animationDuration, getComputedStyle(e).animationIterationCount]"
    duration, times = hero.evaluate(style)
    assert float(duration.rstrip("s")) >= 1 / 3
    assert float(duration.rstrip("s")) * float(times) == pytest.approx(3)
    assert numbers(page) == ["A009", "A001"]


def test_reduced_motion_does_not_flash(show: Show, hub: WireHub, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    show(snapshot(50))
    hub.say("update", update(50, 51, [ticket(9, 51)]))
    page.wait_for_selector(".hero.fresh")
    assert page.evaluate("getComputedStyle(document.querySelector('.hero')).animationIterationCount") == "1"


def test_letters_are_as_high_as_ten_metres_ask(show: Show, hub: WireHub) -> None:
    page = show(
        snapshot(50, [ticket(n, 30 + n) for n in range(1, 9)], queues=[queue("a", 12)]), notice="请留意叫号。"
    )
    hub.say("state", {"key": "waits", "at": "x", "value": {"a": {"low": 900, "high": 1500}}})
    page.wait_for_selector(".range:has-text('15–25')")
    assert [t for t in page.evaluate(TEXTS) if t[1] < 95] == []
    number = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.hero .number')).fontSize)")
    assert number * 0.733 >= 190


@pytest.mark.parametrize(
    ("query", "least"), [("?distance_m=5", 46), ("?width_mm=2436", 46), ("?distance_m=12", 115)]
)
def test_sizes_follow_the_screen_and_the_distance(show: Show, query: str, least: int) -> None:
    page = show(snapshot(50, [ticket(n, 30 + n) for n in range(1, 9)]), query)
    text = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.clock')).fontSize)")
    assert least <= text <= least + 3


@pytest.mark.parametrize("query", ["", "?distance_m=5", "?distance_m=14", "?lang=en"])
def test_nothing_is_cut_off_or_overlaps(show: Show, query: str) -> None:
    calls = [ticket(n, 30 + n, window=n + 20) for n in range(1, 9)]
    page = show(
        snapshot(50, calls, queues=[queue("a", 12), queue("b", 128), queue("c", 3)]), query, notice="请留意。"
    )
    inside = """() => [...document.querySelectorAll('.hero, .row, .queue, .foot, header')].every((box) => {
      const frame = box.getBoundingClientRect();
      const parts = [...box.querySelectorAll('.number, .part, .clock, .waiting')].map((e) => e.getBoundingClientRect());
      const within = (r) => r.left >= frame.left - 1 && r.right <= frame.right + 1
        && r.top >= frame.top - 12 && r.bottom <= frame.bottom + 12;
      return frame.bottom <= innerHeight + 1 && parts.every(within);
    })"""
    assert page.evaluate(inside)


def test_a_burst_of_twenty_is_shown_whole_in_order(page: Page, show: Show, hub: WireHub) -> None:
    page.clock.install()
    show(snapshot(50))
    page.evaluate(WATCH, [".fresh[data-number]", "data-number"])
    calls = [ticket(n, 50 + n) for n in range(1, 21)]
    hub.snapshot = snapshot(70, calls[-12:])
    hub.say("update", update(50, 70, calls))
    page.wait_for_selector(".fresh")
    page.clock.run_for(25_000)
    assert page.evaluate("stood") == [f"A{n:03d}" for n in range(1, 21)]
    assert numbers(page)[0] == "A020"


def test_an_undone_call_is_withdrawn_from_screen_and_queue(page: Page, show: Show, hub: WireHub) -> None:
    page.clock.install()
    show(snapshot(50, [ticket(1, 30)]))
    calls = [ticket(2, 51), ticket(3, 52), ticket(4, 53)]
    hub.say("update", update(50, 53, calls))
    page.wait_for_selector(".fresh")
    undone = [{**event(calls[n], "ticket.undone"), "seq": 54 + n} for n in range(3)]
    hub.say("update", update(53, 56, [gone(2), gone(3), gone(4)], undone))
    expect(page.locator("[data-number=A002]")).to_have_count(0)
    page.clock.run_for(10_000)
    assert numbers(page) == ["A001"]


def test_an_undone_completion_leaves_the_call_where_it_is(show: Show, hub: WireHub) -> None:
    page = show(snapshot(50, [ticket(1, 30, "completed")]))
    back = ticket(1, 30, "serving")
    hub.say(
        "update",
        update(50, 51, [back, ticket(2, 52)], [event(back, "ticket.undone", 51), event(ticket(2, 52))]),
    )
    page.wait_for_selector("[data-number=A002]")
    assert numbers(page) == ["A002", "A001"]


def test_a_recall_flashes_again_and_says_so(show: Show, hub: WireHub) -> None:
    page = show(snapshot(50, [ticket(1, 30), ticket(2, 40)]))
    recalled = ticket(1, 51, recalls=1, last_call=True)
    hub.say("update", update(50, 51, [recalled], [event(recalled, "ticket.recalled")]))
    page.wait_for_selector(".hero.fresh[data-number=A001]")
    assert page.inner_text(".note") == "最后呼叫"
    assert numbers(page) == ["A001", "A002"]


def test_a_class_the_hall_shows_is_said_below_the_plate(page: Page, show: Show, hub: WireHub) -> None:
    show(snapshot(10))
    hub.say("update", update(10, 11, [ticket(1, 11, classes=["military"])]))
    expect(page.locator(".hero[data-number=A001] .note")).to_have_text("military")
    hub.say("update", update(11, 12, [ticket(2, 12)]))
    page.wait_for_selector(".hero[data-number=A002]")
    assert page.locator(".hero .note").count() == 0


def test_calls_missed_while_away_are_new_once(page: Page, show: Show, hub: WireHub) -> None:
    page.clock.install()
    show(snapshot(50, [ticket(1, 30)]))
    hub.snapshot = snapshot(60, [ticket(1, 30), ticket(2, 55), ticket(3, 58, "serving")])
    hub.cut()
    page.wait_for_selector(".fresh[data-number=A002]")  # only somebody who has come back hears of it
    assert "A003" in numbers(page)
    hub.say("snapshot", snapshot(60, [ticket(1, 30), ticket(2, 55), ticket(3, 58, "serving")]))
    hub.say("update", update(60, 61, [ticket(4, 61)]))
    page.clock.run_for(6_000)
    page.wait_for_selector(".fresh[data-number=A004]")
    assert sorted(numbers(page)) == ["A001", "A002", "A003", "A004"]
    assert numbers(page).index("A003") < numbers(page).index("A002")


def test_it_says_how_old_its_data_is_when_cut_off(page: Page, show: Show, hub: WireHub) -> None:
    page.clock.install()
    show(snapshot(50, [ticket(1, 30)]))
    hub.refusal = {"code": "busy", "detail": ""}
    hub.cut()
    page.wait_for_selector(".foot.cut")
    page.clock.run_for(152_000)
    expect(page.locator(".foot.cut")).to_have_text("3 分钟前的数据，正在重新连接")
    assert numbers(page) == ["A001"]


def test_queues_with_people_are_shown_and_paged_not_shrunk(page: Page, show: Show, hub: WireHub) -> None:
    page.clock.install()
    show(
        snapshot(50, queues=[queue("c", 3), queue("a", 12), queue("b", 0)]),
        "?distance_m=22",
        notice="请留意。",
    )
    expect(page.locator(".queue .letter")).to_have_text(["A", "C"])
    hub.say("update", update(50, 51, [], queues=[queue("b", 5)]))
    expect(page.locator(".queue .letter")).to_have_text(["A", "B"])
    page.clock.run_for(8_100)
    expect(page.locator(".queue .letter")).to_have_text(["C"])
    expect(page.locator(".queue .title")).to_have_text("不动产")


@pytest.mark.parametrize(
    ("state", "words"), [("open", "请留意叫号"), ("closed", "窗口尚未开放"), ("paused", "请留意叫号")]
)
def test_an_empty_wall_says_why(show: Show, state: str, words: str) -> None:
    page = show(snapshot(1, [], [window(1, state)]))
    assert words in page.inner_text(".nothing")
    assert page.inner_text(".nobody") == "现在无人等候"


def test_an_unpaired_wall_says_what_to_do(page: Page, hub: WireHub) -> None:
    hub.refusal = {"code": "unauthenticated", "detail": "Sign in."}
    hub.answers[("GET", "/halls/hall")] = lambda _key, _body: (200, profile())
    page.goto(hub.url + "/board/hall")
    page.wait_for_selector(".refused")
    assert "还没有配对" in page.inner_text(".refused")


def test_a_long_notice_is_turned_in_pieces_and_never_scrolls(page: Page, show: Show, hub: WireHub) -> None:
    page.clock.install()
    long = "请按号办理，听到叫号后带好材料到窗口。中午不休息。如需帮助，请到一楼咨询台，工作人员会帮您。"
    show(snapshot(50), notice=long)
    page.evaluate(WATCH, [".notice", ""])
    for seq in range(51, 55):
        hub.say("update", update(seq - 1, seq, []))  # a quarter of a minute without a word is a cut link
        page.wait_for_selector(f".board[data-seq='{seq}']")
        expect(page.locator(".notice")).not_to_be_empty()
        assert page.evaluate(
            "document.querySelector('.notice').scrollWidth <= document.querySelector('.foot').clientWidth"
        )
        page.clock.run_for(8_000)
    pieces = page.evaluate("stood")
    assert "".join(pieces) in (long, long[long.index(pieces[0]) :] + long[: long.index(pieces[0])])


def test_names_from_the_hub_are_text_never_markup(show: Show, hub: WireHub) -> None:
    page = show(snapshot(50))
    evil = {**ticket(9, 51), "number": "<img src=x onerror=alert(1)>"}
    hub.say("update", update(50, 51, [evil]))
    page.wait_for_selector(".hero")
    assert page.evaluate("document.querySelectorAll('.hero img').length") == 0


def test_axe_finds_nothing_serious(show: Show, axe: str) -> None:
    page = show(
        snapshot(50, [ticket(n, 30 + n) for n in range(1, 5)], queues=[queue("a", 12)]), notice="请留意。"
    )
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
