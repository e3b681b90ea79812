"""Takes the pictures of docs/pictures from the real pages: `python tools/pictures.py [FOLDER]`.

Plays a morning in the Puning hall by the hub's own rules, then runs `paihao demo` on it at a free port, with the
clock of hub and browser set to that morning, and does at kiosk, window and desk what the pictures
show. Needs `make dev`.
"""

from __future__ import annotations

import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import requests
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from server import profiles
from server.domain.events import Command
from server.hub import work
from server.hub.clock import Clock
from server.hub.hub import Hub
from server.hub.setup import importing
from server.journal import jobs
from server.journal.store import Store

ROOT = Path(__file__).resolve().parents[1]
PROFILE = ROOT / "config" / "puning.toml"
MORNING = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
HALL, DESK, PAUSED = "puning", "w17", "w18"
PASSWORD = "only-for-pictures"
WHY = json.loads((ROOT / "static/manage/life/i18n/zh.json").read_text("utf-8"))["life.why"]
MINUTE = 60_000
SHOWN_SECONDS = 4.5
"""A call is shown large for `board_show_seconds`; it flashes for three."""
CHROMIUM = os.environ.get("PAIHAO_CHROMIUM", "/usr/bin/chromium")
DEMO_LATER = """
import sys, time
moment, began, real = int(sys.argv.pop(1)) * 10**6, time.time_ns(), time.time_ns
time.time_ns = lambda: moment + real() - began
from server import runtime
runtime.patch()
from server.commands.group import paihao
paihao(prog_name="paihao")
"""
"""`paihao demo` whose clock begins at a moment (milliseconds UTC) and goes on from there."""
BROWSER_LATER = """(() => {
  const Real = Date, ahead = %d - Real.now();
  window.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
})()"""


def moment(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


class Morning:
    """The hub's own rules over a made-up morning, minute by minute; `now` is its clock in milliseconds UTC."""

    def __init__(self, data: Path) -> None:
        self.now = moment(MORNING["opens"])
        self.chance = random.Random(MORNING["seed"])
        store = Store(data, threading.RLock(), synchronous="OFF")
        self.hub = Hub(store, lambda: Clock(lambda: self.now, lambda: self.now))
        raw, hall = profiles.load(PROFILE)
        importing.bring_in(self.hub, raw, hall, replace=False)
        self.windows = {w["id"]: w for w in MORNING["windows"]}
        self.busy_until = dict.fromkeys(self.windows, 0)

    def act(self, verb: str, who: str, window: str | None = None, **args: Any) -> dict[str, Any]:
        channel = "clerk" if window else "guide" if who == MORNING["guide"] else who
        person = None if channel == who else who
        command = Command(verb, who, args, window=window, person=person, channel=channel, lax=True)
        return self.hub.act(HALL, command)

    def play(self) -> None:
        for id, window in self.windows.items():
            self.act("open", window["person"], id)
        while self.now < moment(MORNING["now"]) - MINUTE // 2:
            for service, minutes in MORNING["people"].items():
                if self.chance.random() < 1 / minutes:
                    self.arrive(service)
            for id in self.windows:
                self.serve(id)
            self.announce()
            self.now += MINUTE
        if self.hub.room(HALL).floor.window(PAUSED).ticket:
            self.act("complete", self.windows[PAUSED]["person"], PAUSED)
        self.act("pause", self.windows[PAUSED]["person"], PAUSED, reason="materials")
        self.hub.store.close()

    def announce(self) -> None:
        """Every call is said as it is made; the demo's announcer begins with the pictures only."""
        with self.hub.store.writing() as conn:
            for job in jobs.open_jobs(conn, HALL, "speech", None, None, self.now, len(self.windows)):
                work.end(conn, job, "done", None, self.now)

    def arrive(self, service: str) -> None:
        """Most take their number themselves; the guide gives some older people theirs."""
        if self.chance.random() < 0.08:
            self.act("take", MORNING["guide"], services=[service], classes=["elderly"])
        else:
            self.act("take", "kiosk", services=[service])

    def serve(self, id: str) -> None:
        """One minute at a window: who was called begins, who is finished goes, the next one is called."""
        window, state = self.windows[id], self.hub.room(HALL).floor.window(id)
        here = state.ticket and self.hub.room(HALL).floor.tickets[state.ticket]
        if here and here.status == "called" and self.chance.random() < 0.02:
            self.act("no_show", window["person"], id, reason="left")
        elif here and here.status == "called":
            self.act("start", window["person"], id)
        elif self.now >= self.busy_until[id]:
            finish = {"finish": "completed"} if here else {}
            self.act("call_next", window["person"], id, **finish)
            self.busy_until[id] = self.now + round(window["minutes"] * self.chance.uniform(0.5, 1.5) * MINUTE)


@contextmanager
def demo(data: Path) -> Iterator[str]:
    """A running demo on this data; its address."""
    words = [
        sys.executable,
        "-c",
        DEMO_LATER,
        str(moment(MORNING["now"])),
        "demo",
        "--data",
        str(data),
        "--port",
        "0",
    ]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        said = next(line for line in process.stdout if "http://" in line)
        yield said.split()[-1].rstrip("/")
    finally:
        process.terminate()
        process.wait(30)


def paihao(data: Path, *words: str) -> str:
    """A `paihao` command on this data; what it printed."""
    all_words = [sys.executable, "-m", "server.commands", *words, "--hall", HALL, "--data", str(data)]
    return subprocess.run(all_words, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


class Camera:
    """Browsers at the demo, each with a screen of its own; pictures are made small enough to keep."""

    def __init__(self, browser: Browser, base: str, folder: Path) -> None:
        self.browser, self.base, self.folder = browser, base, folder

    def screen(self, width: int, height: int, sharp: float = 1) -> BrowserContext:
        screen = self.browser.new_context(
            viewport={"width": width, "height": height}, device_scale_factor=sharp, locale="zh-CN"
        )
        screen.add_init_script(BROWSER_LATER % moment(MORNING["now"]))
        return screen

    def at(self, path: str, width: int, height: int, sharp: float = 1) -> Page:
        page = self.screen(width, height, sharp).new_page()
        page.goto(self.base + path)
        return page

    def take(self, page: Page, name: str, width: int) -> None:
        page.wait_for_load_state("networkidle")
        self.keep(Image.open(io.BytesIO(page.screenshot())), name, width)

    def keep(self, image: Image.Image, name: str, width: int) -> None:
        """At most `width` pixels wide, 256 colours: those of small marks as well."""
        image = image.convert("RGB")
        if image.width > width:
            image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
        file = self.folder / f"{name}.png"
        image.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(file, optimize=True)
        print(f"{file}  {image.width} × {image.height}, {file.stat().st_size / 1000:.0f} kB")


class Scene:
    """The demo hall as the pictures show it."""

    def __init__(self, camera: Camera, data: Path) -> None:
        self.camera, self.data = camera, data
        self.clerk, self.taker = (paihao(data, "token", "new", role) for role in ("admin", "guide"))
        for name, role in ((self.person(), "clerk"), (MORNING["manager"], "manager")):
            paihao(data, "user", "add", name, "--role", role, "--password", PASSWORD)
        self.names = {s.id: s.name for s in profiles.load(PROFILE)[1].services}

    def post(self, path: str, body: dict[str, Any], secret: str) -> dict[str, Any]:
        url = f"{self.camera.base}/api/v1/halls/{HALL}{path}"
        answer = requests.post(url, json=body, headers={"Authorization": f"Bearer {secret}"}, timeout=20)
        answer.raise_for_status()
        return dict(answer.json())

    def kiosk(self) -> None:
        """Three touches from the start page to a number; the slip comes out of the virtual printer."""
        page = self.camera.at(f"/demo/kiosk/{HALL}", 1080, 1920)
        row = page.locator(".often .row", has_text=self.names["invoice_issue"])
        expect(row).to_be_visible()
        self.camera.take(page, "kiosk", 540)
        row.click()
        page.locator("main.confirm .primary").click()
        expect(page.locator(".result .slip.done")).to_be_visible(timeout=30_000)
        self.camera.take(page, "kiosk-number", 540)
        slip = requests.get(f"{self.camera.base}/demo/slip.png", timeout=20)
        self.camera.keep(Image.open(io.BytesIO(slip.content)), "slip", 400)

    def caller(self) -> None:
        page = self.camera.at(f"/caller/{HALL}/{DESK}", 400, 860, sharp=1.5)
        self.sign_in(page, self.person())
        expect(page.locator(".current .number")).to_be_visible()
        self.camera.take(page, "caller", 600)

    def sign_in(self, page: Page, name: str) -> None:
        page.locator("input[name=username]").fill(name)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("form.signin button.main").click()

    def person(self) -> str:
        return str(next(w["person"] for w in MORNING["windows"] if w["id"] == DESK))

    def phone(self) -> None:
        url = self.post("/tickets", {"services": ["property_transfer"]}, self.taker)["track_url"]
        page = self.camera.at("/track/" + url.rpartition("/")[2], 390, 760, sharp=1.5)
        expect(page.locator("body")).to_contain_text(re.compile(r"E\d\d\d"))
        self.camera.take(page, "phone", 585)

    def screens(self) -> None:
        """Three calls, one after the other, as the wall and a window screen show them."""
        wall = self.camera.at(f"/demo/display/{HALL}", 1920, 1080)
        window = self.camera.at(f"/demo/display/{HALL}/{DESK}", 1920, 1080)
        for id in ("w1", "w22", DESK):
            called = self.post(f"/windows/{id}/call-next", {"finish": "completed"}, self.clerk)["ticket"][
                "number"
            ]
            expect(wall.locator("body")).to_contain_text(called, timeout=30_000)
            time.sleep(SHOWN_SECONDS)
        expect(window.locator("body")).to_contain_text(called)
        self.camera.take(wall, "wall", 1280)
        self.camera.take(window, "window", 640)
        paused = self.camera.at(f"/demo/display/{HALL}/{PAUSED}", 1920, 1080)
        expect(paused.locator(".mark.paused").first).to_be_visible()
        self.camera.take(paused, "window-paused", 640)

    def manager(self) -> None:
        """What goes on now, the morning's figures by service, and why one of its calls was that number."""
        page = self.camera.at(f"/manage/{HALL}", 1366, 768)
        self.sign_in(page, MORNING["manager"])
        expect(page.locator(".room-today canvas")).to_be_visible()
        self.camera.take(page, "manage-room", 1093)
        page.goto(f"{self.camera.base}/manage/{HALL}/reports?by=service&sort=-tickets")
        expect(page.locator("tbody tr").nth(5)).to_be_visible()
        self.camera.take(page, "manage-reports", 1093)
        page.goto(f"{self.camera.base}/manage/{HALL}/replay")
        page.locator("#replay-to").fill(MORNING["disputed"])
        page.locator(".replay-jump button").click()
        page.locator(".replay-panel button", has_text=WHY).first.click()
        expect(page.locator(".life-said")).to_be_visible()
        self.camera.take(page, "manage-replay", 1093)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="paihao-pictures-") as temporary, sync_playwright() as playwright:
        data = Path(temporary) / "data"
        Morning(data).play()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with demo(data) as base:
            scene = Scene(Camera(browser, base, folder), data)
            scene.kiosk()
            scene.caller()
            scene.phone()
            scene.screens()
            scene.manager()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
