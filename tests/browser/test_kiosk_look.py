"""How the kiosk looks and is worked: sizes in millimetres, letters, contrast, English, keyboard, paging, idling."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.kioskhall import DEVICE, MANY, OPEN, PAPERLESS, SIZES, UPRIGHT, Kiosk, Size

WIDTH_MM = 268
HAN = re.compile("[\u3400-\u9fff]")

BUTTONS = """async (mm) => {
  for (let frame = 0; frame < 3; frame += 1) await new Promise((done) => requestAnimationFrame(done));
  const boxes = [...document.querySelectorAll('button, .field')].map((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const free = Boolean(there) && (element.contains(there) || there.contains(element));
    return { name: element.textContent.trim() || element.className, left, top, right, bottom, free };
  });
  const wrong = [];
  for (const a of boxes) {
    const inside = a.left >= 0 && a.top >= 0 && a.right <= innerWidth && a.bottom <= innerHeight;
    if (!inside || !a.free) wrong.push(`${a.name} is covered or outside`);
    if (Math.min(a.right - a.left, a.bottom - a.top) < 20 / mm - 0.5) wrong.push(`${a.name} is small`);
    for (const b of boxes) {
      const across = Math.max(b.left - a.right, a.left - b.right);
      const down = Math.max(b.top - a.bottom, a.top - b.bottom);
      if (a !== b && Math.max(across, down) < 4 / mm - 0.5) wrong.push(`${a.name} is too near ${b.name}`);
    }
  }
  const main = document.querySelector('main');
  if (main.scrollHeight > main.clientHeight + 1) wrong.push('the screen is longer than the glass');
  return wrong;
}"""

SMALLEST = """() => Math.min(...[...document.querySelectorAll('body *')]
  .filter((e) => e.offsetParent && !e.closest('.aside'))
  .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  .map((e) => parseFloat(getComputedStyle(e).fontSize)))"""


def screens(here: Kiosk) -> Iterator[str]:
    """Walk through every screen, in the end to a number."""
    page = here.page
    expect(page.locator(".row.department").first).to_be_visible()
    yield "start"
    page.locator(".row.department").last.click()
    yield "services"
    here.bar(1).click()
    yield from typing(here)
    page.locator(".way").first.click()
    page.locator(".key").filter(has_text=re.compile("^S$")).click()
    yield "search"
    here.bar(1).click()
    here.choose()
    yield "confirm"
    page.locator(".option.by-help").click()
    yield "needs"
    page.locator(".needs .primary").click()
    page.locator(".option.by-plus").click()
    yield "one more"
    page.locator(".row.department").first.click()
    page.locator(".services .row").first.click()
    yield "several services"
    here.bar(4).click()
    yield "guide"
    page.locator(".guide .primary").click()
    here.take.click()
    expect(here.number).to_be_visible()
    yield "result"


def typing(here: Kiosk) -> Iterator[str]:
    """The screens on which somebody types, and what they lead to."""
    page, big = here.page, here.page.locator("main .primary")
    page.locator(".way.to-booking").click()
    yield "arrive"
    page.locator(".answer").first.click()
    press(here, "440582195501011234")
    yield "card"
    big.click()
    expect(page.locator(".news.warn")).to_be_visible()
    yield "wrong card"
    here.bar(0).click()
    page.locator(".answer").last.click()
    yield "code"
    here.bar(1).click()
    page.locator(".way.to-slip").click()
    yield "number"
    press(here, "P99")
    big.click()
    expect(page.locator(".told h1")).to_be_visible()
    yield "told"
    here.bar(0).click()
    page.get_by_role("button", name=re.compile("清空|Clear")).click()
    ticket = here.hub.ask("POST", f"/halls/{here.hall}/tickets", {"services": ["identity"]}, here.admin)[
        "ticket"
    ]
    press(here, ticket["number"])
    big.click()
    expect(page.locator(".found-ticket")).to_be_visible()
    yield "found"
    here.bar(1).click()


def press(here: Kiosk, text: str) -> None:
    """Type on the screen's keys, turning their pages where it has some."""
    for letter in text:
        for _ in range(4):
            key = here.page.locator(".pad").get_by_role("button", name=letter, exact=True)
            if key.count():
                break
            here.page.get_by_role("button", name=re.compile("更多按键|More keys")).click()
        key.click()


@pytest.mark.parametrize(("lang", "large"), [("zh", False), ("en", True)])
@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_every_target_is_20_mm_and_4_mm_apart_and_nothing_covers_it(
    kiosk: OPEN, size: Size, lang: str, large: bool
) -> None:
    here = kiosk(size=size, lang=lang)
    if large:
        here.bar(2).click()
    pitch = WIDTH_MM / (size[1] if size == (1920, 1080) else size[0])
    found = {screen: here.page.evaluate(BUTTONS, pitch) for screen in screens(here)}
    assert found == {screen: [] for screen in found}


def test_what_is_said_of_the_printer_leaves_every_target_its_place(kiosk: OPEN) -> None:
    here = kiosk(hall=PAPERLESS, size=(800, 1280), lang="en")
    agent = here.hub.cli("token", "new", "agent", "--hall", PAPERLESS)
    beat = {"device": DEVICE, "kind": "printer", "state": "fault", "detail": "paper_out"}
    here.hub.ask("POST", f"/halls/{PAPERLESS}/beat", beat, agent)
    here.bar(2).click()
    here.choose()
    expect(here.page.locator(".news.warn")).to_be_visible()
    assert here.page.evaluate(BUTTONS, WIDTH_MM / 800) == []
    here.page.locator(".option.by-plus").click()
    here.page.locator(".row.department").first.click()
    here.page.locator(".services .row").first.click()
    assert here.page.evaluate(BUTTONS, WIDTH_MM / 800) == []


def test_no_letter_is_smaller_than_30_pixels_and_44_in_large_letters(kiosk: OPEN) -> None:
    here = kiosk()
    assert min(here.page.evaluate(SMALLEST) for _ in screens(here)) >= 30
    here.page.locator(".pair .primary").click()
    here.bar(2).click()
    sizes = {screen: here.page.evaluate(SMALLEST) for screen in screens(here)}
    assert min(sizes.values()) >= 44, sizes


@pytest.mark.parametrize("size", [UPRIGHT, (1280, 800)], ids=["upright", "tablet"])
def test_axe_finds_nothing_and_every_text_has_seven_to_one(kiosk: OPEN, axe: str, size: Size) -> None:
    here = kiosk(size=size)
    here.page.evaluate(axe)
    rules = "{ rules: { 'color-contrast-enhanced': { enabled: true } } }"
    for screen in screens(here):
        found = here.page.evaluate(f"axe.run(document, {rules}).then((r) => r.violations)")
        assert [(v["id"], v["nodes"][0]["html"]) for v in found] == [], screen


def test_in_english_every_word_is_english(kiosk: OPEN) -> None:
    here = kiosk(lang="en")
    for screen in screens(here):
        shown = here.page.locator("#kiosk").inner_text().replace("中文", "").replace("户口簿", "")
        assert HAN.search(shown) is None, (screen, shown)
    assert here.page.evaluate("document.documentElement.lang") == "en"
    assert here.taken[-1]["locale"] == "en"


def test_the_language_can_be_changed_on_any_screen_and_keeps_its_place(kiosk: OPEN) -> None:
    here = kiosk()
    here.choose().bar(3).click()
    expect(here.take).to_have_text("Take a number")
    expect(here.page.locator("h1")).to_have_text("Identity card")


def test_a_number_can_be_taken_by_keyboard_alone(kiosk: OPEN) -> None:
    here = kiosk()
    press = here.page.keyboard.press
    press("Tab")
    press("Enter")
    expect(here.page.locator("main h1")).to_be_focused()
    for _ in range(1 + here.page.locator(".option").count()):
        press("Tab")
    expect(here.take).to_be_focused()
    press("Enter")
    expect(here.page.locator(".result h1")).to_be_focused()


@pytest.mark.parametrize(
    ("typed", "first"),
    [("jmsf", "居民身份证办理"), ("SBNS", "申报纳税"), ("invoices", "发票代开"), ("4403", "申报纳税"),
     ("公安", "居民身份证办理")],
)  # fmt: skip
def test_search_finds_by_pinyin_english_code_and_department(kiosk: OPEN, typed: str, first: str) -> None:
    here = kiosk()
    here.page.locator(".way").first.click()
    expect(here.page.locator(".field input")).to_be_focused()
    here.page.keyboard.insert_text(typed)
    expect(here.page.locator(".found .row .name").first).to_have_text(first)


def test_the_keys_on_the_screen_type_and_erase(kiosk: OPEN) -> None:
    here = kiosk()
    here.page.locator(".way").first.click()
    for letter in "LQX":
        here.page.get_by_role("button", name=letter, exact=True).click()
    expect(here.page.locator(".found")).to_contain_text("没有找到")
    here.page.get_by_role("button", name="退格").click()
    expect(here.page.locator(".found .row")).to_have_count(1)
    expect(here.page.locator(".found .row .name")).to_have_text("领取身份证")


def test_a_long_list_is_paged_and_shows_every_service_once(kiosk: OPEN) -> None:
    here = kiosk()
    here.page.get_by_role("button", name="税务局", exact=True).click()
    seen: list[str] = []
    while True:
        seen += here.page.locator(".services .row .name").all_inner_texts()
        after = here.page.locator(".pager button").last
        if after.is_disabled():
            break
        after.click()
    assert len(seen) == len(set(seen)) == MANY + 2


def test_it_warns_goes_on_with_one_touch_and_returns_to_start_by_itself(kiosk: OPEN) -> None:
    here = kiosk(clock=True)
    here.bar(3).click()
    here.choose()
    here.page.clock.fast_forward(26_000)
    expect(here.page.locator(".idle")).to_contain_text("Are you still there?")
    here.page.locator(".idle .primary").click()
    expect(here.page.locator(".idle")).to_have_count(0)
    here.page.clock.fast_forward(35_000)
    expect(here.page.locator(".idle")).to_be_visible()
    here.page.clock.fast_forward(11_000)
    expect(here.page.locator(".start h1")).to_have_text("您今天要办什么？")


def test_large_letters_give_twice_the_time(kiosk: OPEN) -> None:
    here = kiosk(clock=True)
    here.bar(2).click()
    here.choose()
    here.page.clock.fast_forward(60_000)
    expect(here.page.locator(".idle")).to_have_count(0)
    here.page.clock.fast_forward(12_000)
    expect(here.page.locator(".idle")).to_be_visible()


def test_a_number_stays_its_own_time_and_longer_when_asked(kiosk: OPEN) -> None:
    here = kiosk(clock=True)
    here.choose().take.click()
    expect(here.number).to_be_visible()
    here.page.clock.fast_forward(30_000)
    here.page.get_by_role("button", name="再看看").click()
    here.page.clock.fast_forward(30_000)
    expect(here.number).to_be_visible()
    here.page.clock.fast_forward(16_000)
    expect(here.page.locator(".start")).to_be_visible()
