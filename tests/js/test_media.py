"""Films, pictures and music on a wall: beside the calls, never in their place, and turned down while one is said."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.hubprocess import until
from tests.js.cast import profile, queue, snapshot, ticket, update, window
from tests.js.test_device import Registry
from tests.js.wirehub import WireHub

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="90"><rect width="160" height="90"/></svg>'
)


def wall(page: Page, hub: WireHub, *media: str, **screens: Any) -> Page:
    def answer(route: Route) -> None:
        if "missing" in route.request.url:
            return route.fulfill(status=404)
        return route.fulfill(body=PICTURE, content_type="image/svg+xml")

    Registry(hub)
    hub.answers["GET", "/halls/hall"] = lambda _key, _body: (200, profile(media=list(media), **screens))
    hub.snapshot = snapshot(10, [ticket(1, 9)], [window(1)], [queue(q, 3) for q in "abc"])
    page.route("**/media/*", answer)
    page.goto(f"{hub.url}/board/hall")
    page.wait_for_selector(".hero")
    return page


def test_a_picture_stands_below_the_queues_and_covers_nothing(page: Page, hub: WireHub) -> None:
    wall(page, hub, "spring.svg")
    box, queues, hero = (page.locator(s) for s in (".media", ".queue", ".hero"))
    expect(box.locator("img")).to_have_attribute("src", "/media/spring.svg")
    expect(queues).to_have_count(2)
    at, last, number = box.bounding_box(), queues.last.bounding_box(), hero.bounding_box()
    assert at and last and number
    assert at["y"] >= last["y"] + last["height"] - 1 and at["x"] >= number["x"] + number["width"] - 1
    assert at["width"] * at["height"] < number["width"] * number["height"]


def test_without_room_for_two_queues_there_is_no_box(page: Page, hub: WireHub) -> None:
    wall(page, hub, "spring.svg", board_distance_m=16, notice="请留意屏幕和广播")
    expect(page.locator(".notice")).to_have_text("请留意屏幕和广播")
    expect(page.locator(".queue")).not_to_have_count(0)
    expect(page.locator(".media")).to_have_count(0)


def test_what_cannot_be_shown_is_passed_over(page: Page, hub: WireHub) -> None:
    wall(page, hub, "missing.svg", "spring.svg")
    expect(page.locator(".media")).to_have_attribute("data-media", "spring.svg")


def test_music_has_no_box_and_is_turned_down_while_a_call_is_said(page: Page, hub: WireHub) -> None:
    page.clock.install()
    wall(page, hub, "music.mp3")
    expect(page.locator("audio")).to_have_count(1)
    expect(page.locator(".media")).to_have_count(0)
    expect(page.locator(".queue")).to_have_count(3)
    volume = "document.querySelector('audio').volume"
    until(lambda: page.evaluate(volume) == 1)
    hub.say("update", update(10, 11, [ticket(2, 11)]))
    expect(page.locator(".board")).to_have_attribute("data-ducked", "true")
    until(lambda: page.evaluate(volume) == pytest.approx(0.2))
    page.clock.run_for(30_000)
    expect(page.locator(".board")).to_have_attribute("data-ducked", "false")
    until(lambda: page.evaluate(volume) == 1)


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ("m.announcementMs({ voice: { times: 1, chime: false, syllables_a_minute: 180 } }, null)", 6800),
        ("m.announcementMs({ voice: { languages: ['zh', 'en'], times: 2, syllables_a_minute: 180 } }, null)", 26500),
        ("m.announcementMs({ zones: [{ id: 'a', voice: { volume: 0 } }] }, 'a')", 0),
        ("m.speakingUntil(0, two, 7000, 100)", 15600), ("m.speakingUntil(20000, two, 7000, 100)", 34000),
        ("m.speakingUntil(5, { events: [] }, 7000, 100)", 5), ("m.speakingUntil(0, two, 90000, 0)", 120000),
    ],
)  # fmt: skip
def test_announcements_are_reckoned_one_after_the_other(bench: Page, call: str, wanted: int) -> None:
    script = """async () => { const m = await import('/display/web/js/duck.js');
      const two = { events: [{ kind: 'ticket.called' }, { kind: 'ticket.recalled' }, { kind: 'ticket.started' }] };
      return %s; }"""
    assert bench.evaluate(script % call) == wanted
