"""Which Chromium the tests open, in one place."""

from __future__ import annotations

import os
import shutil

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium-headless-shell", "chromium")
"""Debian's two builds of one engine. The shell has no windows, menus or profiles to draw: half the work a page."""


def path() -> str:
    """PAIHAO_CHROMIUM names another. Raises FileNotFoundError where there is none."""
    found = [os.environ.get("PAIHAO_CHROMIUM"), *map(shutil.which, NAMES)]
    for one in found:
        if one:
            return one
    raise FileNotFoundError(f"no browser for the tests: install {' or '.join(NAMES)}")


def launch(driver: Playwright, *options: str) -> Browser:
    """A browser; the caller closes it."""
    return driver.chromium.launch(executable_path=path(), args=["--no-sandbox", *options])
