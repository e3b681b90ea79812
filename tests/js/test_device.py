"""A page as a device: it asks to be let in, beats, carries out orders, and leaves nobody in the middle of something."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.js.cast import profile, snapshot, window
from tests.js.wirehub import SECONDS, WireHub

Json = dict[str, Any]


class Registry:
    """The hub's side of a page: who it says the page is, what it beats, which orders it is given."""

    def __init__(self, hub: WireHub, device: str | None = "wall-1", assigned: Json | None = None) -> None:
        self.me: Json | None = {"actor": "device:ab12", "role": "display", "hall": "hall", "window": None,
                                "device": device, "assigned": assigned, "version": "0.4.0"}  # fmt: skip
        self.beats: list[Json] = []
        self.orders: list[Json] = []
        self.assigned = assigned
        self.loads = self.given = 0
        self.deaf = False
        self._news = threading.Condition()
        hub.answers |= {("GET", "/me"): self._who, ("POST", "/halls/hall/beat"): self._beat,
                        ("GET", "/halls/hall"): lambda _key, _body: (200, profile())}  # fmt: skip
        hub.snapshot = snapshot(10, windows=[window(1)])

    def _who(self, _key: str, _body: Json) -> tuple[int, Json]:
        self.loads += 1
        return (200, self.me) if self.me else (401, {"code": "unauthenticated"})

    def _beat(self, _key: str, body: Json) -> tuple[int, Json]:
        with self._news:
            self.beats.append(body)
            done = {d["id"] for d in body.get("did", ())}
            if not self.deaf:
                self.orders = [o for o in self.orders if o["id"] not in done]
            self._news.notify_all()
            return 200, {"seq": 10, "at": "2026-11-22T02:03:04Z", "wire": 1, "orders": list(self.orders),
                         "assigned": self.assigned}  # fmt: skip

    def order(self, hub: WireHub, do: str, **args: Any) -> str:
        """As staff give one: the page is nudged and comes for it. Its id."""
        with self._news:
            self.given += 1
            id = f"o{self.given}"
            self.orders.append({"id": id, "do": do, "args": args})
        hub.say("state", {"key": "order:wall-1", "at": None, "value": {"id": "o"}})
        return id

    def until(self, true: Callable[[Json], bool], seconds: float = SECONDS) -> Json:
        """The first beat that says this."""
        with self._news:
            assert self._news.wait_for(lambda: any(true(b) for b in self.beats), seconds), self.beats
            return next(b for b in self.beats if true(b))


@pytest.fixture
def registry(hub: WireHub) -> Registry:
    return Registry(hub)


def wall(page: Page, hub: WireHub, query: str = "") -> Page:
    page.goto(f"{hub.url}/board/hall{query}")
    page.wait_for_selector(".board[data-seq='10']")
    return page


def test_a_wall_is_known_by_its_first_beat(page: Page, hub: WireHub, registry: Registry) -> None:
    wall(page, hub, "?zone=east")
    beat = registry.until(lambda b: True)
    assert {k: beat[k] for k in ("device", "kind", "state", "version", "wire", "zone")} == {
        "device": "wall-1", "kind": "board", "state": "ok", "version": "0.4.0", "wire": 1, "zone": "east"
    }  # fmt: skip
    assert re.fullmatch(r"1920×1080 · Chrome \d+", beat["drives"])


def test_a_page_goes_where_staff_have_put_it_whatever_its_address_says(page: Page, hub: WireHub) -> None:
    Registry(hub, assigned={"zone": "east"})
    wall(page, hub, "?zone=west")
    assert hub.auths[-1]["zone"] == "east"


def test_an_order_to_another_zone_is_answered_and_then_followed(
    page: Page, hub: WireHub, registry: Registry
) -> None:
    wall(page, hub)
    registry.me["assigned"] = registry.assigned = {"zone": "east"}  # type: ignore[index]
    with page.expect_navigation():
        registry.order(hub, "zone", zone="east")
    assert registry.until(lambda b: bool(b.get("did")))["did"] == [{"id": "o1"}]
    registry.until(lambda b: b.get("zone") == "east")


def test_told_to_reload_it_says_so_first_and_does_it_once(
    page: Page, hub: WireHub, registry: Registry
) -> None:
    wall(page, hub)
    with page.expect_navigation():
        registry.order(hub, "reload")
    page.wait_for_selector(".board[data-seq='10']")
    assert registry.until(lambda b: bool(b.get("did")))["did"] == [{"id": "o1"}]
    assert registry.loads == 2 and registry.orders == []


def test_told_to_identify_itself_it_shows_its_name_until_it_is_touched(
    page: Page, hub: WireHub, registry: Registry
) -> None:
    wall(page, hub)
    registry.order(hub, "identify", label="大厅东屏", where="东区")
    expect(page.locator(".identify .name")).to_have_text("大厅东屏")
    expect(page.locator(".identify .where")).to_have_text("东区")
    page.mouse.click(300, 300)
    expect(page.locator(".identify")).to_have_count(0)


def test_an_order_nobody_knows_is_answered_in_words(page: Page, hub: WireHub, registry: Registry) -> None:
    wall(page, hub)
    registry.order(hub, "sing")
    assert registry.until(lambda b: bool(b.get("did")))["did"] == [{"id": "o1", "error": "unknown order"}]


def test_an_order_that_comes_again_because_its_answer_was_lost_is_carried_out_once(
    page: Page, hub: WireHub, registry: Registry
) -> None:
    wall(page, hub)
    registry.deaf = True
    registry.order(hub, "identify", label="东屏", where="")
    page.locator(".identify").click()
    seen = len(registry.beats)
    registry.order(hub, "sing")
    registry.until(lambda b: any(d.get("error") for d in b.get("did", ())))
    expect(page.locator(".identify")).to_have_count(0)
    assert len(registry.beats) > seen


PAIRED = {"state": "confirmed", "token": None, "role": "display", "hall": "hall", "window": None, "zone": "east",
          "device": "wall-1"}  # fmt: skip


def test_a_stranger_shows_six_digits_and_goes_on_by_itself(
    page: Page, hub: WireHub, registry: Registry
) -> None:
    known, registry.me = registry.me, None
    secret = {"code": "493027", "secret": "s", "expires_at": "2026-11-22T02:13:04Z", "hall": "hall"}
    asked: list[Json] = []

    def claim(_key: str, body: Json) -> tuple[int, Json]:
        asked.append(body)
        if len(asked) == 1:
            return 200, {"state": "waiting"}
        registry.me = known
        return 200, PAIRED

    hub.answers["POST", "/pairings"] = lambda _key, body: (asked.clear(), (200, secret))[1]
    hub.answers["POST", "/pairings/claim"] = claim
    page.clock.install()
    page.goto(f"{hub.url}/board/hall?lang=en&zone=west")
    expect(page.locator(".pairing .code")).to_have_text("493 027")
    expect(page.locator(".pairing")).to_contain_text("Ask an administrator")
    page.clock.run_for(2100)
    page.clock.run_for(2100)
    page.wait_for_url("**/board/hall?lang=en&zone=east")
    registry.until(lambda b: b["device"] == "wall-1")
    assert asked == [{"secret": "s"}] * 2
    assert page.evaluate("[location.href, document.cookie, JSON.stringify(localStorage)]")[1:] == ["", "{}"]


def test_a_code_that_is_over_makes_room_for_another(page: Page, hub: WireHub, registry: Registry) -> None:
    registry.me = None
    codes = iter(["111222", "333444"])

    def pairing(_key: str, _body: Json) -> tuple[int, Json]:
        code = next(codes)
        return 200, {"code": code, "secret": f"of {code}"}

    def claim(_key: str, body: Json) -> tuple[int, Json]:
        over = body["secret"] == "of 111222"
        return (404, {"code": "unknown_pairing"}) if over else (200, {"state": "waiting"})

    hub.answers["POST", "/pairings"] = pairing
    hub.answers["POST", "/pairings/claim"] = claim
    page.clock.install()
    page.goto(f"{hub.url}/window/hall/w1")
    expect(page.locator(".pairing .code")).to_have_text("111 222")
    page.clock.run_for(2100)
    expect(page.locator(".pairing .code")).to_have_text("333 444")


def test_a_credential_taken_away_while_it_works_leads_back_to_the_digits(
    page: Page, hub: WireHub, registry: Registry
) -> None:
    wall(page, hub)
    hub.answers["POST", "/halls/hall/beat"] = lambda _key, _body: (401, {"code": "unauthenticated"})
    hub.answers["POST", "/pairings"] = lambda _key, _body: (200, {"code": "493027", "secret": "s"})
    registry.order(hub, "reload")
    expect(page.locator(".pairing .code")).to_have_text("493 027")


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ("d.nameOf('kiosk', { device: 'k1' })", "k1-page"),
        ("d.nameOf('board', { device: 'wall' })", "wall"),
        ("d.nameOf('board', { device: null, actor: 'device:ab12' })", "board-ab12"),
        ("d.nameOf('window', { device: null, actor: 'device:ab12' }, 'w3')", "window-ab12-w3"),
        ("d.engine('Mozilla Chrome/120.0 Safari Edg/121.0', 800, 600)", "800×600 · Edge 121"),
        ("d.engine('curl', 800, 600)", "800×600"),
        ("p.homeOf('window', { hall: 'h', window: 'w2', zone: 'z' })", "/window/h/w2"),
        ("p.homeOf('board', { hall: 'h', zone: null }, '?zone=a&voice=1')", "/board/h?voice=1"),
        ("p.homeOf('kiosk', { hall: 'h', zone: 'z' }, '')", "/kiosk/h"),
    ],
)
def test_names_and_ways(bench: Page, call: str, wanted: str) -> None:
    script = """async () => {
      const d = await import('/static/js/device.js');
      const p = await import('/static/js/pairing.js');
      return %s;
    }"""
    assert bench.evaluate(script % call) == wanted
