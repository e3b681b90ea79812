"""Somebody records the pieces of a dialect in the browser; an announcer says a call out of them."""

from __future__ import annotations

import math
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, Playwright, expect

from display.voice import clip_sync, sound
from display.voice.clips import Clips
from display.voice.recording import recording
from server.client import HubClient
from server.protocol import API
from tests.chromium import launch
from tests.hubprocess import HubProcess

NOISE = 0.4
WARNING = "http://localhost"


def spoken(path: Path) -> Path:
    """What the pretended microphone hears, again and again: half a second of silence, then a tone."""
    rate = 48000
    tone = (round(9000 * math.sin(math.tau * 300 * n / rate)) for n in range(round(NOISE * rate)))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes((array("h", bytes(rate)) + array("h", tone) + array("h", bytes(rate))).tobytes())
    return path


@pytest.fixture(scope="module")
def studio(driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium with a microphone that hears our file, and nobody asked whether it may."""
    file = spoken(tmp_path_factory.mktemp("mic") / "tone.wav")
    chromium = launch(
        driver, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={file}",
    )  # fmt: skip
    yield chromium
    chromium.close()


BY_EAR = """() => new Promise((done) => {
  const meter = document.querySelector('.level');
  const space = () => new KeyboardEvent('keydown', { key: ' ', bubbles: true, cancelable: true });
  const press = () => document.body.dispatchEvent(space());
  const loud = () => meter.value > 0.1;
  const silent = () => meter.value < 0.02;
  const steps = [[loud], [silent, press], [loud], [silent, press]];
  new MutationObserver((_, watch) => {
    const [heard, then] = steps[0];
    if (!heard()) return;
    steps.shift();
    if (then) then();
    if (steps.length) return;
    watch.disconnect();
    done();
  }).observe(meter, { attributes: true });
})"""
"""Space when a tone has ended, and again when the next one has: by what the page hears, however late it hears it."""


def record(page: Page) -> None:
    """The microphone is opened; then one whole tone, whatever was heard of one while it was."""
    for state in ("recording", "ready"):
        page.keyboard.press(" ")
        expect(page.locator(".studio")).to_have_attribute("data-state", state)
    page.evaluate(BY_EAR)
    expect(page.locator(".studio")).to_have_attribute("data-state", "ready")


def test_a_piece_is_recorded_trimmed_kept_and_said(studio: Browser, hub: HubProcess, tmp_path: Path) -> None:
    name = f"recorder of {hub.hall}"
    hub.cli("user", "add", name, "--role", "guide", "--hall", hub.hall, "--password", "long-enough-secret")
    page = studio.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{hub.url}/record/{hub.hall}")
    page.get_by_label("姓名").fill(name)
    page.get_by_label("密码").fill("long-enough-secret")
    page.get_by_role("button", name="登录").click()
    expect(page.locator(".words")).to_have_text("A")
    record(page)
    expect(page.locator(".result")).to_contain_text("录了 0.")
    page.get_by_role("button", name="听一遍").click()
    expect(page.locator(".studio")).to_have_attribute("data-state", "ready")
    page.locator("h1").click()
    page.keyboard.press("Enter")
    expect(page.locator(".progress")).to_have_attribute("data-done", "1")
    expect(page.locator(".words")).not_to_have_text("A")
    page.locator(".pieces button").first.click()
    page.get_by_role("button", name="听已录的").click()
    expect(page.locator(".studio")).to_have_attribute("data-state", "ready")
    assert faults == []
    page.close()

    agent = HubClient(hub.url, hub.token("agent"), hub.hall)
    assert clip_sync.bring(agent, tmp_path / "zh", "zh") == 1
    kept = sound.seconds(recording(tmp_path / "zh" / "letter_a.wav"))
    assert kept == pytest.approx(NOISE + 0.12, abs=0.1), "the silence was cut off, the sound was not"
    whole = Clips(tmp_path).render("zh", "A", 170)
    assert sound.seconds(whole) == pytest.approx(NOISE, abs=0.1)


def test_without_a_microphone_the_page_says_so_and_takes_files(
    browser: Browser, hub: HubProcess, tmp_path: Path
) -> None:
    """An address that is no secure place to a browser: a hall's plain network."""
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    context.add_cookies([{"name": "paihao_staff", "value": hub.token("manager"), "url": hub.url}])
    page = context.new_page()
    page.goto(f"{hub.url}/record/{hub.hall}?lang=en")
    expect(page.locator(".note")).to_contain_text(WARNING)
    expect(page.get_by_role("button", name="Record", exact=True)).to_be_disabled()
    page.locator("input[type=file]").set_input_files(spoken(tmp_path / "mine.wav"))
    expect(page.locator(".progress")).to_have_attribute("data-done", "1")
    answer = requests.get(
        f"{hub.url}{API}/halls/{hub.hall}/clips/zh/letter_a", timeout=30,
        headers={"Authorization": f"Bearer {hub.token('agent')}"},
    )  # fmt: skip
    assert answer.content == (tmp_path / "mine.wav").read_bytes()
    context.close()
