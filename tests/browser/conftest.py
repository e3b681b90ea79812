"""Fixtures of the browser tests: one Chromium for the session; each surface brings its own hall and people."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright

from tests.browser.clerk import clerk_hub, desk, narrow, own_windows, take  # noqa: F401
from tests.browser.kioskhall import kiosk, kiosk_hub, paired  # noqa: F401
from tests.browser.visithall import noon_hub, visit_hub  # noqa: F401 - fixtures for all tests here
from tests.chromium import launch


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    chromium = launch(driver)
    yield chromium
    chromium.close()
