"""Fixtures of the browser tests: one Chromium for the session; each surface brings its own hall and people."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright

from tests.browser.clerk import clerk_hub, desk, narrow, own_windows, take  # noqa: F401
from tests.browser.kioskhall import kiosk, kiosk_hub, paired  # noqa: F401
from tests.browser.visithall import noon_hub, visit_hub  # noqa: F401 - fixtures for all tests here


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """The system's Chromium; PAIHAO_CHROMIUM names another."""
    path = os.environ.get("PAIHAO_CHROMIUM", "/usr/bin/chromium")
    chromium = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield chromium
    chromium.close()
