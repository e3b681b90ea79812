"""Fixtures for the pages' tests: Chromium, a hub that says what a test wants, a page on its origin."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.chromium import launch
from tests.js.wirehub import WireHub


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    chromium = launch(driver, "--js-flags=--expose-gc")
    yield chromium
    chromium.close()


@pytest.fixture
def hub() -> Iterator[WireHub]:
    with WireHub() as hub:
        yield hub


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page the size of a wall; a script error in it fails the test."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    page.close()
    assert wrong == []


@pytest.fixture
def bench(page: Page, hub: WireHub) -> Page:
    """An empty page on the hub's origin, for trying a module by itself."""
    page.goto(hub.url + "/static/icon.svg")
    return page
