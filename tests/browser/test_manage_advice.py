"""The advice page, the public page and its snippet on another site, in Chromium against one hub with a known past."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from server import profiles
from server.hub.hub import Hub
from server.hub.setup import importing
from server.journal.store import Store
from tests import advising
from tests.cast import Clerk, Guide
from tests.hubprocess import HubProcess

MANAGER, PASSWORD = "王主任", "long-enough-secret"


def morning() -> str:
    """A time zone in which it is past ten now, and not yet eleven."""
    ahead = 10 - datetime.now(UTC).hour
    ahead += 24 if ahead < -12 else 0
    return "Etc/GMT" if ahead == 0 else f"Etc/GMT{-ahead:+d}"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """Three weeks of every day; 30 people wait today, and three windows for taxes work."""
    data, zone = tmp_path_factory.mktemp("advising") / "data", morning()
    raw = advising.raw(hours={"workdays": advising.SPANS, "weekend": advising.SPANS})
    raw["hall"]["timezone"] = zone
    store = Store(data, threading.RLock(), synchronous="OFF")
    made = Hub(store)
    importing.bring_in(made, raw, profiles.build(raw), replace=False)
    today = datetime.now(ZoneInfo(zone)).date()
    with store.writing() as conn:
        days = [today - timedelta(days=n) for n in range(1, 25)]
        advising.write(conn, made.rooms["advised"].hall, days, scale=1.2)
    store.close()
    process = HubProcess(data, None, options=()).start()
    process.hall = "advised"
    process.cli("user", "add", MANAGER, "--role", "manager", "--password", PASSWORD, "--pin", "2468")
    guide = Guide(process)
    for n in range(30):
        guide.take("tax" if n % 3 else "card")
    for window in ("w1", "w2", "w3", "w9"):
        Clerk(process, window).press("call-next")
    yield process
    process.kill()


@pytest.fixture
def context(browser: Browser, hub: HubProcess) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.set_default_timeout(30_000)
    signed = context.request.post(f"{hub.url}/api/v1/session", data={"name": MANAGER, "password": PASSWORD})
    assert signed.ok, signed.text()
    yield context
    context.close()


def judged(page: Page, axe: str) -> list[object]:
    """What axe finds that is serious, and what sticks out at the side."""
    page.evaluate(axe)
    found = page.evaluate("axe.run().then((r) => r.violations)")
    bad = [
        (v["id"], [n["html"] for n in v["nodes"]]) for v in found if v["impact"] in ("serious", "critical")
    ]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return bad + (["scrolls sideways"] if wide else [])


def test_a_manager_reads_what_to_open_tries_it_and_is_told_a_range(
    hub: HubProcess, context: BrowserContext, axe: str
) -> None:
    page = context.new_page()
    page.goto(f"{hub.url}/manage/advised/advice")
    expect(page.locator(".advice-list li").first).to_contain_text("需再开")
    expect(page.locator(".advice-basis")).to_contain_text("过去 3 个同一星期几的日子")
    expect(page.locator(".advice-day canvas")).to_be_visible()
    page.locator(".advice-list button").first.click()
    expect(page.locator(".advice-result")).to_contain_text("九成的人最长等候", timeout=60_000)
    expect(page.locator(".advice-result")).to_contain_text("试了")
    assert judged(page, axe) == []
    page.get_by_role("button", name="现在").click()
    expect(page.locator(".advice-day")).to_contain_text("人在等")
    expect(page.locator(".advice-note", has_text="现在开着的窗口")).to_be_visible()
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.get_by_role("button", name="English").click()
    expect(page.locator(".advice-list li").first).to_contain_text("open")
    page.locator(".chart-top button").click()
    expect(page.locator(".chart-numbers")).to_contain_text("Needed")
    assert judged(page, axe) == []


def test_anybody_sees_the_wait_and_when_to_come_on_a_phone(
    hub: HubProcess, browser: Browser, axe: str
) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN") as phone:
        page = phone.new_page()
        page.goto(f"{hub.url}/public/advised")
        expect(page.locator("h1")).to_contain_text("分钟")
        expect(page.locator(".counts")).to_contain_text("人在等")
        expect(page.locator(".best").first).to_contain_text("人少")
        expect(page.locator(".queues li")).to_have_count(2)
        page.locator(".tabs button").nth(2).click()
        expect(page.locator(".stretches")).to_contain_text("人多")
        assert judged(page, axe) == []
        page.locator(".lang").click()
        expect(page.locator(".counts")).to_contain_text("waiting")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert judged(page, axe) == []


@pytest.fixture
def town(hub: HubProcess) -> Iterator[str]:
    """The address of another site that shows the snippet."""
    words = [sys.executable, "-m", "tests.browser.town", hub.url]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as site:
        assert site.stdout
        yield f"http://localhost:{int(site.stdout.readline())}"
        site.terminate()


def test_the_snippet_shows_the_wait_on_another_site_even_under_a_strict_policy(
    hub: HubProcess, town: str, browser: Browser
) -> None:
    with browser.new_context(viewport={"width": 800, "height": 600}) as visitor:
        page = visitor.new_page()
        said: list[str] = []
        page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
        for lang, word in (("zh", "分钟"), ("en", "waiting")):
            page.goto(f"{town}/{lang}")
            box = page.locator("section")
            expect(box).to_contain_text(word)
            expect(box.get_by_role("link")).to_have_attribute(
                "href", f"{hub.url}/public/advised{'?lang=en' if lang == 'en' else ''}"
            )
        assert [s for s in said if "favicon" not in s] == []
        assert visitor.cookies() == []
