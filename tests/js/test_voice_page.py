"""A page that speaks: it leases calls of its zone, says each as the hub tells it, and tells what became of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.hubprocess import until
from tests.js.cast import gone, profile, snapshot, ticket, update, window
from tests.js.test_device import Registry
from tests.js.voices import VOICE
from tests.js.wirehub import SECONDS, WireHub

Json = dict[str, Any]


FEET = """window.feet = []; new MutationObserver(() => {
  const foot = document.querySelector('.foot');
  if (foot && foot.textContent !== feet[feet.length - 1]) feet.push(foot.textContent);
}).observe(document, { childList: true, subtree: true, characterData: true })"""
"""All that ever stood at the foot of the page."""


PUT_BACK = """async () => {
  const { Announcer } = await import('/display/web/voice/announcer.js');
  const { words } = await import('/static/js/i18n.js');
  const zh = words('zh', await (await fetch('/display/web/voice/i18n/zh.json')).json());
  const told = [];
  let hub = Date.parse('2026-11-22T02:03:10Z');
  const say = async () => { hub -= 6000; };
  const one = new Announcer({
    ask: async (path, body) => told.push(body), speech: { speaks: () => true, say }, spoken: { zh },
    over: () => null, languages: () => ['zh'], tell() {}, told() {}, now: () => hub,
  });
  await one.handle({ id: 's1', ticket: 't1', payload: { number: 'A001', sign: '1', languages: ['zh'] } });
  return told[0];
}"""


class Work:
    """The hub's jobs: given out one at a time, and what was answered."""

    def __init__(self, hub: WireHub) -> None:
        self.jobs: list[Json] = []
        self.leases: list[Json] = []
        self.ends: list[tuple[str, str, Json]] = []
        self._hub = hub
        self._news = threading.Condition()
        hub.answers["POST", "/halls/hall/jobs/lease"] = self._lease

    def add(self, n: int, **payload: Any) -> None:
        """A call of ticket n to window n, made with seq 10 + n."""
        call = {"number": f"A{n:03d}", "sign": f"{n}号窗口", "sign_en": "", "spoken": "", "window": f"w{n}",
                "floor": None, "last": False, "languages": ["zh"], "one": "一", "times": 1, "chime": False,
                "syllables_a_minute": 180,
                "volume": 60, **payload}  # fmt: skip
        job = {"id": f"s{n}", "ticket": f"t{n}", "number": call["number"], "seq": 10 + n, "attempts": 1,
               "payload": call}  # fmt: skip
        for word in ("done", "failed", "dropped"):
            self._hub.answers["POST", f"/halls/hall/jobs/s{n}/{word}"] = self._answered(f"s{n}", word)
        with self._news:
            self.jobs.append(job)
            self._news.notify_all()

    def _lease(self, _key: str, body: Json) -> tuple[int, Json]:
        with self._news:
            self.leases.append(body)
            self._news.wait_for(lambda: self.jobs, 0.3)
            return 200, {"jobs": [self.jobs.pop(0)] if self.jobs else [], "seq": 10}

    def _answered(self, id: str, word: str) -> Callable[[str, Json], tuple[int, Json]]:
        def answer(_key: str, body: Json) -> tuple[int, Json]:
            with self._news:
                self.ends.append((id, word, body))
                self._news.notify_all()
            return 200, {"seq": 10, "job": {"id": id, "state": word, "reason": None}}

        return answer

    def ended(self, count: int = 1, seconds: float = SECONDS) -> list[tuple[str, str, Json]]:
        with self._news:
            assert self._news.wait_for(lambda: len(self.ends) >= count, seconds), (self.ends, self.leases)
            return self.ends


@pytest.fixture
def work(hub: WireHub) -> Work:
    registry = Registry(hub)
    hub.registry = registry  # type: ignore[attr-defined]
    hub.snapshot = snapshot(10, [ticket(n, 10, window=n) for n in (1, 2, 3)], [window(n) for n in (1, 2, 3)])
    return Work(hub)


@pytest.fixture
def speaking(page: Page, hub: WireHub, work: Work) -> Page:
    """The page of zone east, in a browser with voices, touched once."""
    page.add_init_script(VOICE)
    page.goto(f"{hub.url}/voice/hall?zone=east")
    page.wait_for_selector(".voice")
    page.mouse.click(5, 5)
    page.wait_for_selector(".voice[data-state=ready][data-seq='10']")
    return page


def test_a_call_is_said_and_told_with_its_words_and_when(speaking: Page, work: Work) -> None:
    work.add(1)
    id, word, body = work.ended()[0]
    assert (id, word, body["detail"]) == ("s1", "done", "请A零零一号到一号窗口办理")
    assert body["spoken_at"].endswith("Z") and body["seconds"] >= 0
    asked = {"kinds": ["speech"], "limit": 1, "seconds": 30, "wait": 20, "zone": "east"}
    assert work.leases[0] == {**asked, "anew": True}
    work.add(2)
    work.ended(2)
    assert "anew" not in work.leases[-1]
    assert speaking.evaluate("heard.last") == {"rate": 0.75, "volume": 0.6, "voice": "Tingting"}
    expect(speaking.locator(".past li").last).to_contain_text("请A零零一号到一号窗口办理")


def test_calls_follow_one_another_and_are_said_as_often_as_the_hub_says(speaking: Page, work: Work) -> None:
    work.add(1, languages=["zh", "en"], sign_en="Window 1")
    work.add(2, last=True)
    work.add(3, times=2)
    work.ended(3)
    assert speaking.evaluate("heard.said") == [
        "请A零零一号到一号窗口办理", "Ticket A 0 0 1, please go to window 1", "最后一次呼叫，请A零零二号到二号窗口办理",
        *["请A零零三号到三号窗口办理"] * 2,
    ]  # fmt: skip
    assert speaking.evaluate("heard.overlapped") is None


def test_a_call_undone_while_it_is_said_is_cut_and_dropped(speaking: Page, work: Work, hub: WireHub) -> None:
    speaking.evaluate("heard.hold = true")
    work.add(1)
    speaking.wait_for_selector(".saying")
    expect(speaking.locator(".saying .number")).to_have_text("A001")
    undone = {"seq": 12, "kind": "ticket.undone", "ticket": "t1", "number": "A001", "window": "w1"}
    hub.say("update", update(10, 12, [gone(1)], [undone]))
    assert work.ended() == [("s1", "dropped", {"reason": "undone"})]
    assert speaking.evaluate("[heard.said, heard.cuts]") == [[], 1]


def test_a_call_that_is_over_already_is_not_said(speaking: Page, work: Work, hub: WireHub) -> None:
    served, moved = ticket(2, 12, "serving", window=2), ticket(1, 13, window=2)
    hub.say("update", update(10, 13, [served, moved, ticket(3, 13, window=3)], []))
    speaking.wait_for_selector(".voice[data-seq='13']")
    for n in (1, 2, 3):
        work.add(n)
    ends = [(id, word) for id, word, _ in work.ended(3)]
    assert ends == [("s1", "dropped"), ("s2", "dropped"), ("s3", "done")]
    assert speaking.evaluate("heard.said.length") == 1


def test_a_voice_that_fails_gives_the_call_back_and_is_a_fault_in_the_registry(
    speaking: Page, work: Work, hub: WireHub
) -> None:
    speaking.evaluate("heard.fail = 'synthesis-failed'")
    work.add(1)
    [(id, word, body)] = work.ended()
    assert (id, word, body["permanent"]) == ("s1", "failed", False)
    registry: Registry = hub.registry  # type: ignore[attr-defined]  # hung there by the fixture
    beat = registry.until(lambda b: b["state"] == "fault")
    assert (beat["kind"], beat["detail"], beat["zone"]) == ("voice", "voice_failed", "east")


def test_an_answer_that_was_lost_does_not_make_a_call_be_said_twice(speaking: Page, work: Work) -> None:
    work.add(1)
    work.ended()
    work.add(1)
    assert [(id, word) for id, word, _ in work.ended(2)] == [("s1", "done")] * 2
    assert speaking.evaluate("heard.said.length") == 1


def test_a_browser_without_a_voice_says_so_plainly_and_leases_nothing(
    page: Page, hub: WireHub, work: Work
) -> None:
    page.add_init_script(VOICE)
    page.add_init_script("heard.voices = []")
    page.goto(f"{hub.url}/voice/hall")
    expect(page.locator(".how")).to_have_text("这个浏览器没有中文语音")
    registry: Registry = hub.registry  # type: ignore[attr-defined]  # hung there by the fixture
    assert registry.until(lambda b: b["state"] == "fault")["detail"] == "no_voice"
    assert work.leases == []


def test_before_a_touch_it_asks_for_one_and_shows_as_a_warning(
    browser: Browser, hub: WireHub, work: Work
) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page.add_init_script(VOICE)
    page.add_init_script(FEET)
    page.goto(f"{hub.url}/board/hall?zone=east&voice=1")
    registry: Registry = hub.registry  # type: ignore[attr-defined]  # hung there by the fixture
    beat = registry.until(lambda b: b["kind"] == "voice" and b["state"] == "warning")
    assert (beat["device"], beat["detail"]) == ("wall-1-voice", "needs_touch")
    # Whatever Playwright does to the page from here on counts as a touch, and its words may go at once.
    assert work.leases == []
    page.wait_for_function("() => feet.some((words) => words.includes('请工作人员点一下屏幕'))")
    page.mouse.click(5, 5)
    work.add(1)
    assert work.ended()[0][1] == "done"
    expect(page.locator(".board")).to_have_attribute("data-ducked", "false")
    page.close()


def test_a_wall_whose_voice_begins_after_its_board_knows_what_is_over(
    page: Page, hub: WireHub, work: Work
) -> None:
    hub.snapshot = snapshot(
        13, [ticket(2, 12, "serving", window=2), ticket(3, 13, window=3)], [window(2), window(3)]
    )
    late: list[Route] = []
    page.add_init_script(VOICE)
    page.route("**/voice/i18n/en.json", lambda route: late.append(route))
    page.goto(f"{hub.url}/board/hall?zone=east&voice=1")
    page.wait_for_selector(".board[data-seq='13'][data-link=live]")
    page.mouse.click(5, 5)
    work.add(2)
    work.add(3)
    until(lambda: page.locator(".board").count() and late)
    late[0].continue_()
    assert [(id, word) for id, word, _ in work.ended(2)] == [("s2", "dropped"), ("s3", "done")]


def test_a_wall_that_was_switched_on_before_its_hub_has_its_voice_known_too(
    page: Page, hub: WireHub, work: Work
) -> None:
    registry: Registry = hub.registry  # type: ignore[attr-defined]  # hung there by the fixture
    known = hub.answers["GET", "/me"]
    hub.answers["GET", "/me"] = lambda _key, _body: (503, {"code": "starting"})
    page.clock.install()
    page.add_init_script(VOICE)
    page.goto(f"{hub.url}/board/hall?zone=east&voice=1")
    page.wait_for_selector(".board[data-seq='10']")
    assert registry.beats == []
    hub.answers["GET", "/me"] = known
    page.clock.run_for(10_000)
    registry.until(lambda b: b["kind"] == "board")
    page.clock.run_for(10_000)
    assert registry.until(lambda b: b["kind"] == "voice")["device"] == "wall-1-voice"


def test_the_hubs_time_put_right_in_mid_sentence_does_not_change_how_long_it_took(bench: Page) -> None:
    told = bench.evaluate(PUT_BACK)
    assert told["spoken_at"] == "2026-11-22T02:03:10.000Z" and told["seconds"] >= 0


def test_told_to_test_it_says_a_sentence_that_is_no_call(speaking: Page, work: Work, hub: WireHub) -> None:
    registry: Registry = hub.registry  # type: ignore[attr-defined]  # hung there by the fixture
    registry.order(hub, "test")
    assert "error" not in registry.until(lambda b: bool(b.get("did")))["did"][0]
    assert speaking.evaluate("heard.said") == ["播报测试，一二三四五"]


def test_it_reads_well_in_english_and_axe_finds_nothing_serious(
    page: Page, hub: WireHub, work: Work, axe: str
) -> None:
    hub.answers["GET", "/halls/hall"] = lambda _key, _body: (200, profile())
    page.add_init_script(VOICE)
    page.goto(f"{hub.url}/voice/hall?zone=east&lang=en")
    expect(page.locator("h1")).to_have_text("East")
    expect(page.locator("footer")).to_contain_text("Tingting, Daniel")
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
