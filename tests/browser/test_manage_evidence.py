"""Replay, the why of a call, a ticket's life and the audit, in Chromium on one hub with a disputed call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from server.hub.clock import wall_ms
from server.journal import access
from server.journal.access import Person
from tests.cast import Clerk, Guide, Kiosk
from tests.hubprocess import SMALL, HubProcess, zone_at
from tests.web.test_sign_in import HASHES, PASSWORD


@pytest.fixture(scope="module")
def hall(house: HubProcess) -> HubProcess:
    """A001 waits; A004, an elder who came later, is called before it, then A003 because a clerk chose it."""
    if not house.run.alive:
        house.restart()
    hub = house.with_hall("evident")
    kiosk, guide = Kiosk(hub), Guide(hub)
    for _ in range(3):
        kiosk.take("marriage")
    guide.take("marriage", classes=[{"class": "elderly", "reason": "certificate_seen"}])
    kiosk.take("invoice")
    clerk = Clerk(hub, "w1")
    clerk.next()
    clerk.press("complete")
    clerk.press("call", number="A003", reason="asked")
    other = Clerk(hub, "w5")
    other.next()
    other.press("complete")
    other.press("pause", reason="lunch")
    store = hub.store()
    with store.writing() as conn:
        access.save_person(conn, Person("evident-auditor", *HASHES, "auditor", hub.hall), wall_ms())
    store.close()
    return hub


@pytest.fixture
def page(browser: Browser, hall: HubProcess) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.set_default_timeout(30_000)
    signed = context.request.post(
        f"{hall.url}/api/v1/session", data={"name": "evident-auditor", "password": PASSWORD}
    )
    assert signed.ok, signed.text()
    yield context.new_page()
    context.close()


def judged(page: Page, axe: str) -> None:
    """No serious finding of axe, nothing sticks out at the side."""
    page.evaluate(axe)
    found = page.evaluate("axe.run().then((r) => r.violations)")
    bad = [(v["id"], [n["html"] for n in v["nodes"]]) for v in found]
    assert bad == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_day_is_replayed_and_a_disputed_call_explained(page: Page, hall: HubProcess, axe: str) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{hall.url}/manage/evident/replay")
    windows, events = page.locator(".replay-windows"), page.locator(".replay-events")
    expect(windows.locator("li")).to_have_count(8)
    expect(events).to_contain_text("营业日开始")
    assert windows.locator("li.open").count() == 0, "the day begins with every window closed"
    page.get_by_role("button", name="下一次叫号").click()
    expect(page.locator(".replay-wall li").first).to_contain_text("A004")
    expect(windows.locator("li.called")).to_contain_text("A004")
    page.select_option(".replay-speed select", "100")
    page.get_by_role("button", name="播放").click()
    expect(windows.locator("li.paused")).to_contain_text("午休")
    expect(page.locator(".replay-wall li")).to_have_count(3)
    expect(page.get_by_role("button", name="播放")).to_be_enabled()
    judged(page, axe)
    page.get_by_label("号码或时间").fill("a001")
    page.keyboard.press("Enter")
    panel = page.locator(".replay-panel")
    expect(panel.locator(".life-number")).to_have_text("A001")
    panel.get_by_role("button", name="查一查后取的号").click()
    expect(panel.locator(".life-calls li")).to_have_count(2)
    expect(panel.locator(".life-calls li").first).to_contain_text("A004 分数更高")
    expect(panel.locator(".life-calls li").last).to_contain_text("窗口人员选呼")
    judged(page, axe)
    panel.locator(".life-calls li").first.get_by_role("button").click()
    expect(panel.locator(".life-said")).to_contain_text("分数最高")
    expect(panel.locator("tbody tr").first).to_contain_text("A004")
    expect(panel.locator(".life-away")).to_contain_text("不办这项业务")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.get_by_role("button", name="English").click()
    expect(panel.locator(".life-said")).to_contain_text("had the highest score")
    judged(page, axe)
    panel.get_by_role("button", name="Close").click()
    expect(events.locator("ol")).to_be_focused()
    slider = page.get_by_role("slider")
    slider.press("Home")
    slider.evaluate("(e) => { e.value = 600; e.dispatchEvent(new Event('input', { bubbles: true })); }")
    page.wait_for_timeout(0)
    expect(slider).to_have_value("600")
    slider.evaluate("(e) => e.dispatchEvent(new Event('change', { bubbles: true }))")
    expect(page.locator(".replay-main")).to_have_attribute("aria-busy", "false")
    expect(slider).to_have_value("600")
    assert "seq=" in page.url and wrong == []


def test_an_auditor_finds_entries_and_runs_a_verification(page: Page, hall: HubProcess, axe: str) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    before = hall.seq()
    page.goto(f"{hall.url}/manage/evident/evidence")
    rows = page.locator(".evidence-list tbody")
    expect(page.locator(".evidence-more")).to_contain_text("条")
    seqs = [int(n) for n in rows.locator("td:first-child").all_inner_texts()]
    assert seqs == list(range(2, seqs[-1] + 1)) and seqs[-1] >= before, "the hub writes by itself, too"
    expect(page.locator(".evidence-list")).to_contain_text("A004 叫到")
    page.get_by_role("button", name="开始核对").click()
    expect(page.locator(".evidence-well")).to_contain_text("全部与当初写下的一致")
    judged(page, axe)
    page.get_by_label("号码", exact=True).fill("a003")
    page.get_by_label("哪一类").select_option("ticket.called")
    page.get_by_role("button", name="查找").click()
    expect(rows).to_have_count(1)
    with page.expect_request("**/journal?*number=A003*"):
        page.get_by_role("button", name="查找").click()
    expect(rows).to_have_count(1)
    rows.get_by_role("button", name="原文").click()
    expect(page.locator(".life-raw")).to_contain_text('"chosen": "asked"')
    export = page.get_by_role("link", name="导出 CSV").get_attribute("href")
    assert export and "number=A003" in export and "kind=ticket.called" in export
    (head,) = [e for e in hall.rows("select seq, hash from journal where hall = 'evident' and seq = 3")]
    kept = {"name": "mail.txt", "mimeType": "text/plain", "buffer": f"2026-01-01 3 {'0' * 64}\n".encode()}
    page.locator(".evidence-file input").set_input_files(kept)  # type: ignore[arg-type]
    expect(page.locator(".evidence-check .manage-fault")).to_contain_text("2026-01-01 的日终指纹与流水不符")
    kept["buffer"] = f"2026-01-01 {head[0]} {head[1][:20]}\n".encode()
    page.locator(".evidence-file input").set_input_files(kept)  # type: ignore[arg-type]
    expect(page.locator(".evidence-check")).to_contain_text("文件里的 1 个日终指纹也都相符")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.get_by_role("button", name="English").click()
    expect(page.locator(".evidence-well")).to_contain_text("are as they were written")
    judged(page, axe)
    assert wrong == []


def test_after_midnight_an_audit_begins_with_the_day_that_goes_on(
    browser: Browser, hall: HubProcess, tmp_path: Path
) -> None:
    night = tmp_path / "night.toml"
    zoned = f'id = "small"\ntimezone = "{zone_at(2)}"\n'
    night.write_text(SMALL.read_text("utf-8").replace('id = "small"\n', zoned, 1), "utf-8")
    hub = hall.with_hall("evident-night", night)
    number = Kiosk(hub).take("marriage")["ticket"]["number"]
    with browser.new_context(locale="zh-CN") as context:
        context.add_cookies([{"name": "paihao_staff", "value": hub.token("auditor"), "url": hub.url}])
        page = context.new_page()
        page.goto(f"{hub.url}/manage/evident-night/evidence")
        expect(page.locator(".evidence-list")).to_contain_text(number)
