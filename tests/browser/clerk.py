"""A clerk of the browser tests: a hall made for them and a page at a window, with words for what a test looks at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.realhub import RealHub
from tests.hubprocess import zone_at

WINDOWS = 40
CLERK, OTHER = "陈小红", "李雷"
PASSWORD, PIN = "long-enough-secret", "2468"


def profile(id: str, rules: str = "") -> str:
    """A hall where window n serves business s{n} only, and the last window all of them."""
    services = "".join(
        f'[[services]]\nid = "s{n}"\nname = "业务{n}"\nname_en = "Business {n}"\n' for n in range(1, WINDOWS)
    )
    windows = "".join(
        f'[[windows]]\nnumber = {n}\nkind = "dedicated"\nservices = ["s{n}"]\n' for n in range(1, WINDOWS)
    )
    everything = ", ".join(f'"s{n}"' for n in range(1, WINDOWS))
    return (
        f'[hall]\nid = "{id}"\nname = "桥头大厅"\nname_en = "Qiaotou Hall"\n'
        f'timezone = "{zone_at(10)}"\n{rules}\n'
        '[[zones]]\nid = "room"\nname = "大厅"\nname_en = "Hall"\nfloor = "1"\n'
        '[[queues]]\nprefix = "A"\nname = "综合"\nname_en = "All"\n'
        f'{services}{windows}[[windows]]\nnumber = {WINDOWS}\nkind = "comprehensive"\nservices = [{everything}]\n'
        '[hours]\nworkdays = ["08:30-12:00"]\n'
    )


class Desk:
    """A clerk's page at a window, with words for what a test looks at."""

    def __init__(self, page: Page, hub: RealHub, n: int, hall: str, lang: str) -> None:
        self.page, self.hub, self.n, self.hall = page, hub, n, hall
        page.goto(f"{hub.url}/caller/{hall}/w{n}?lang={lang}")

    @property
    def number(self) -> Any:
        return self.page.locator(".current .number")

    @property
    def big(self) -> Any:
        return self.page.locator(".primary .main")

    @property
    def said(self) -> Any:
        return self.page.locator(".said [role=status]")

    def verb(self, label: str) -> Any:
        return self.page.locator(".verbs button", has_text=label)

    def button(self, label: str | re.Pattern[str]) -> Any:
        return self.page.get_by_role("button", name=label)

    def press(self, *keys: str) -> None:
        """Keys, as fast as the page lets a hand be: it ignores the second half of a double press."""
        for key in keys:
            if self.page.locator("dialog").count() == 0:
                expect(self.big).to_be_enabled()
            self.page.keyboard.press(key)

    def open(self) -> Desk:
        expect(self.big).to_contain_text("开窗")
        self.big.click()
        expect(self.big).to_contain_text("下一位")
        return self


Desks = Callable[..., Desk]
Take = Callable[..., str]


@pytest.fixture(scope="session")
def clerk_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealHub]:
    folder = tmp_path_factory.mktemp("caller")
    files = {
        "plain": "",
        "patient": "[rules]\nno_show_recalls = 1\n",
        "hasty": "[rules]\nauto_start_seconds = 1\n",
    }
    for id, rules in files.items():
        (folder / f"{id}.toml").write_text(profile(id, rules))
    hub = RealHub(folder / "data", *(folder / f"{id}.toml" for id in files))
    hub.start()
    for name in (CLERK, OTHER):
        hub.cli("user", "add", name, "--role", "clerk", "--password", PASSWORD, "--pin", PIN)
    yield hub
    hub.kill()


@pytest.fixture(scope="session")
def take(clerk_hub: RealHub) -> Take:
    """Take a number for a desk's business; returns the number."""
    tokens = {
        hall: clerk_hub.cli("token", "new", "admin", "--hall", hall) for hall in ("plain", "patient", "hasty")
    }

    def take(desk: Desk, **more: Any) -> str:
        body = {"services": [f"s{desk.n}"], **more}
        answer = clerk_hub.ask("POST", f"/halls/{desk.hall}/tickets", body, tokens[desk.hall])
        return str(answer["ticket"]["number"])

    return take


@pytest.fixture(scope="session")
def own_windows() -> Iterator[int]:
    return count(1)


@pytest.fixture
def narrow(browser: Browser) -> Iterator[BrowserContext]:
    """A narrow window beside the clerk's other programs. A page's exception fails its test, whatever else was seen."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    context.set_default_timeout(30_000)
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context
    context.close()
    assert errors == []


@pytest.fixture
def desk(clerk_hub: RealHub, narrow: BrowserContext, own_windows: Iterator[int]) -> Desks:
    """A signed-in clerk at a window nobody else uses."""

    def desk(hall: str = "plain", lang: str = "zh") -> Desk:
        signed = narrow.request.post(
            f"{clerk_hub.url}/api/v1/session", data={"name": CLERK, "password": PASSWORD}
        )
        assert signed.ok, signed.text()
        return Desk(narrow.new_page(), clerk_hub, next(own_windows), hall, lang)

    return desk
