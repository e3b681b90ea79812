"""All pages of one hall together, with the real voice: a number's way from the kiosk to the end, seen and heard."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.clerk import CLERK, PASSWORD, PIN
from tests.browser.realhub import RealHub
from tests.hubprocess import until

PAIHAO = Path(sys.executable).parent / "paihao"


class Scene:
    """Puning with one service's window at work: a kiosk, a clerk, a wall, a window screen, an announcer."""

    def __init__(self, hub: RealHub, browser: Browser, folder: Path) -> None:
        self.hub, self.browser, self.folder = hub, browser, folder
        hall = hub.ask("GET", "/halls/puning")
        self.service = hall["screens"]["kiosk_frequent"][0]
        self.window = next(w for w in hall["windows"] if self.service in w["services"])
        self.pages: dict[str, Page] = {}

    def device(self, name: str, role: str, size: tuple[int, int], *words: str) -> Page:
        """A browser of its own, paired by a link as a hall's technician would."""
        link = self.hub.cli("token", "link", role, "--hall", "puning", "--base", self.hub.url, *words)
        return self.browse(name, link, size)

    def browse(self, name: str, address: str, size: tuple[int, int]) -> Page:
        context = self.browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
        self.pages[name] = context.new_page()
        self.pages[name].goto(address)
        return self.pages[name]

    def spoken(self) -> list[str]:
        """What the virtual loudspeaker said, from its log."""
        log = next(self.folder.glob("speech/*.jsonl"), None)
        return [json.loads(line)["text"] for line in log.read_text().splitlines()] if log else []


@pytest.fixture
def scene(root: Path, browser: Browser, tmp_path: Path) -> Iterator[Scene]:
    hub = RealHub(tmp_path / "data", root / "config/puning.toml")
    hub.start()
    hub.cli("user", "add", CLERK, "--role", "clerk", "--hall", "puning", "--password", PASSWORD, "--pin", PIN)
    (tmp_path / "agent.token").write_text(hub.cli("token", "new", "agent", "--hall", "puning"))
    at = ["--hub", hub.url, "--hall", "puning", "--token-file", str(tmp_path / "agent.token")]
    speaker = f"virtual://{tmp_path}/speech"
    voice = subprocess.Popen(
        [PAIHAO, "announce", *at, "--speaker", speaker, "--data", str(tmp_path / "voice")]
    )
    yield Scene(hub, browser, tmp_path)
    voice.terminate()
    voice.wait(20)
    hub.kill()


def test_a_number_is_taken_called_seen_heard_and_served(scene: Scene, axe: str) -> None:
    window = scene.window["id"]
    kiosk = scene.device("kiosk", "kiosk", (1080, 1920), "--device", "k1")
    wall = scene.device("wall", "display", (1920, 1080))
    screen = scene.device("screen", "display", (1920, 1080), "--window", window)
    desk = scene.browse("desk", f"{scene.hub.url}/caller/puning/{window}", (400, 760))

    kiosk.locator(".often .row").first.click()
    kiosk.locator(".take").click()
    number = str(kiosk.locator(".result .number").text_content())
    expect(kiosk.locator(".result")).to_contain_text("前方人数可能变化")

    desk.locator("input[type=password]").fill(PASSWORD)
    desk.locator("input:not([type=password])").first.fill(CLERK)
    desk.keyboard.press("Enter")
    desk.locator(".primary .main").click()  # opens the window
    expect(desk.locator(".primary .main")).to_contain_text("下一位")
    desk.locator(".primary .main").click()

    expect(desk.locator(".current .number")).to_have_text(number)
    expect(wall.locator(f".hero[data-number='{number}']")).to_contain_text(scene.window["sign"])
    expect(screen.locator(".middle .number")).to_have_text(number)
    until(lambda: scene.spoken())
    spelt = number[0] + "".join("零一二三四五六七八九"[int(d)] for d in number[1:])
    assert f"请{spelt}号到" in scene.spoken()[0] and scene.window["spoken"] in scene.spoken()[0]

    for name, page in scene.pages.items():
        page.evaluate(axe)
        found = page.evaluate("axe.run()")["violations"]
        assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == [], name

    expect(desk.locator(".primary .main").first).to_be_enabled()
    desk.keyboard.press("s")
    expect(screen.locator(".middle")).to_contain_text("正在办理")
    expect(desk.locator(".verbs button", has_text="办结")).to_be_enabled()
    desk.keyboard.press("e")
    desk.keyboard.press("Enter")
    expect(screen.locator(".middle .number")).to_have_count(0)
    events = [e["kind"] for e in map(json.loads, scene.hub.cli("journal", "--hall", "puning").splitlines())]
    assert [kind for kind in events if kind.startswith(("ticket.", "window."))] == [
        "ticket.taken", "window.opened", "ticket.called", "ticket.started", "ticket.completed",
    ]  # fmt: skip
