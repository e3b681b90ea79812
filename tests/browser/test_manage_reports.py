"""The reports page in Chromium against the real hub: weeks of legs, narrowed down to a single ticket and back."""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from server import profiles
from server.journal.store import Store
from tests.browser.guidehall import HALL, MANAGER, PASSWORD, Scene, profile
from tests.browser.realhub import RealHub
from tests.reports.filled import fill

WEEKS, MONDAY = 3, date(2024, 3, 4)
PERIOD = "from=2024-03-11&to=2024-03-17"
SHOWS = {
    "Table": ("table", "tfoot"), "Chart": ("chart", "canvas"), "Course": ("trend", "canvas"),
    "Heat map": ("heat", ".chart-scale"), "Tickets": ("tickets", "tbody tr"),
    "Exceptions": ("exceptions", "tbody tr"), "Daily": ("daily", "textarea"),
}  # fmt: skip
"""Each view by its name: its class, and what is there when it has been answered."""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RealHub, str]]:
    """Three past weeks in its tables, which no journal tells of: reports only read them."""
    folder = tmp_path_factory.mktemp("reports")
    (folder / "hall.toml").write_text(profile())
    hub = RealHub(folder / "data", folder / "hall.toml")
    hub.start()
    hub.cli("user", "add", MANAGER, "--role", "manager", "--password", PASSWORD)
    token = hub.cli("token", "new", "kiosk", "--hall", HALL, "--device", "k1")
    _, hall, *_ = profiles.load(folder / "hall.toml")
    with closing(Store(hub.data, threading.RLock(), synchronous="OFF")) as store:
        fill(store, hall, MONDAY, 7 * WEEKS, 50)
    yield hub, token
    hub.kill()


@pytest.fixture
def scene(hub: tuple[RealHub, str], browser: Browser) -> Iterator[Scene]:
    found = Scene(hub[0], browser, hub[1])
    yield found
    found.close()


def reports(scene: Scene, query: str, lang: str = "zh") -> Page:
    page = scene.page(MANAGER, "/healthz", (1366, 768), lang)
    page.goto(f"{scene.hub.url}/manage/{HALL}/reports?{query}&lang={lang}")
    expect(page.locator(".reports-title h2")).to_be_visible()
    return page


def column(page: Page, figure: str) -> list[str]:
    return page.locator(f"tbody [data-figure={figure}]").all_inner_texts()


def asked(page: Page) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(page.url).query).items()}


def words(seconds: float) -> str:
    """As the page says them."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} 分 {rest} 秒" if rest else f"{minutes} 分"


def test_a_figure_is_explained_exported_as_shown_and_followed_down_to_its_tickets(scene: Scene) -> None:
    page = reports(scene, f"{PERIOD}&by=service&sort=-served")
    expect(page.locator("tbody tr")).to_have_count(6)
    table = page.locator(".reports-table").inner_text()
    assert column(page, "served") == sorted(column(page, "served"), key=int, reverse=True)
    file = page.request.get(scene.hub.url + str(page.get_by_role("link", name="CSV").get_attribute("href")))
    exported = {r["业务"]: r for r in csv.DictReader(io.StringIO(file.text().removeprefix("\ufeff")))}
    for n, name in enumerate(page.locator("tbody .reports-name").all_inner_texts()):
        assert exported[name]["办结量"] == column(page, "served")[n]
        assert words(float(exported[name]["平均等候时间 (秒)"])) == column(page, "wait_mean")[n]
        assert f"{float(exported[name]['等候达标率']):.1%}" == column(page, "within_target")[n]
    left = page.locator("tbody .reports-left .plain-button").all_inner_texts()
    assert sum(map(int, left)) == int(page.locator("tfoot .reports-left").inner_text().split()[0]) > 0
    expect(page.locator(".reports-foot")).to_contain_text("由系统推定，未计入平均与比例")
    page.get_by_role("button", name="「办结量」是什么意思").last.click()
    expect(page.get_by_role("dialog")).to_contain_text("在窗口办理结束的人次。")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    served = int(page.locator("tr", has_text="居民身份证办理").locator("[data-figure=served]").inner_text())
    page.get_by_role("button", name="居民身份证办理", exact=True).click()
    page.get_by_role("button", name="3号窗口", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(2)
    assert asked(page) | {"service": "identity", "window": "w3", "by": "person"} == asked(page)
    assert sum(map(int, column(page, "served"))) == served
    page.get_by_role("tab", name="号票").click()
    page.get_by_label("哪些号票").select_option(label="办结")
    expect(page.locator("tbody tr")).to_have_count(served)
    sent = page.url
    page.reload()
    expect(page.locator("tbody tr")).to_have_count(served)
    assert page.url == sent
    for _ in range(4):
        page.go_back()
    expect(page.locator("tbody tr")).to_have_count(6)
    assert page.locator(".reports-table").inner_text() == table


def test_a_late_answer_never_stands_where_a_newer_one_does(scene: Scene) -> None:
    page = reports(scene, f"{PERIOD}&by=service")
    by, first = page.get_by_label("按", exact=True), page.locator("tbody .reports-name").first
    held: list[Route] = []
    page.route(re.compile(r"/stats\?.*by=window"), lambda route: held.append(route))
    by.select_option("window")
    expect(page.locator(".reports-rows")).to_have_attribute("aria-busy", "true")
    expect(page.locator("tbody tr")).to_have_count(6)
    by.select_option("weekday")
    expect(first).to_have_text("周一")
    with page.expect_response(re.compile(r"/stats\?.*by=window")) as late:
        held[0].continue_()
    late.value.finished()
    page.evaluate("fetch('/healthz').then((r) => r.text()).then(() => new Promise(requestAnimationFrame))")
    assert first.inner_text() == "周一"
    page.route(
        re.compile(r"/stats\?.*by=zone"), lambda route: route.fulfill(status=503, json={"code": "busy"})
    )
    by.select_option("zone")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(first).to_have_text("周一")
    page.unroute(re.compile(r"/stats\?.*by=zone"))
    page.get_by_role("alert").get_by_role("button").click()
    expect(first).to_have_text("综合区")


def test_every_view_fits_its_screen_and_axe_finds_nothing(scene: Scene, axe: str) -> None:
    page = reports(scene, f"{PERIOD}&by=service&compare=period", "en")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for view in SHOWS:
        page.get_by_role("tab", name=view, exact=True).click()
        expect(page.locator(f".reports-view.is-{SHOWS[view][0]} {SHOWS[view][1]}").first).to_be_visible()
        for size in ((1920, 1080), (1366, 768)):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            assert page.evaluate("document.documentElement.scrollWidth") == size[0], view
        assert faults(page, axe, "html" if view == "Table" else ".reports-view") == [], view
        look(page, view)
    assert said == []


def look(page: Page, view: str) -> None:
    """What each view is for."""
    if view == "Table":
        assert len(column(page, "tickets")) == 6
        expect(page.locator("tfoot .reports-change").first).to_contain_text(
            re.compile(r"(more|less) than the period before")
        )
    elif view in ("Chart", "Course"):
        expect(page.locator(".chart-canvas canvas")).to_be_visible()
        expect(page.locator(".chart-canvas")).to_have_attribute(
            "aria-label", re.compile("Mean wait.*lowest .* highest")
        )
        page.get_by_role("button", name="Numbers").click()
        expect(page.locator(".chart-numbers tbody tr")).to_have_count(6 if view == "Chart" else 7)
    elif view == "Heat map":
        cell = page.locator(".chart-heat button").first
        expect(cell).to_have_text(re.compile(r"^[\d.]+ Mon 9:00: \d+ min"))
        assert cell.evaluate("(c) => getComputedStyle(c.parentNode).backgroundColor") != "rgba(0, 0, 0, 0)"
        cell.click()
        expect(page.locator(".reports-chip")).to_have_text(["Weekday Mon", "Hour 9:00–10:00"])
        page.go_back()
    elif view == "Exceptions":
        expect(page.locator("tbody tr")).to_have_count(2)


def faults(page: Page, axe: str, where: str) -> list[Any]:
    page.evaluate(axe)
    found = page.evaluate("(where) => axe.run(where).then((r) => r.violations)", where)
    return [
        (v["id"], [n["html"] for n in v["nodes"]]) for v in found if v["impact"] in ("serious", "critical")
    ]


def test_a_ticket_of_today_tells_its_life_and_the_day_is_copied_in_words(scene: Scene) -> None:
    number = scene.take("invoice")["number"]
    page = reports(scene, "view=tickets")
    page.get_by_role("button", name=number, exact=True).click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text(f"{number}")
    expect(sheet.get_by_role("link", name="回放当天")).to_have_attribute(
        "href", re.compile(rf"/manage/{HALL}/replay\?ticket=\w+&day=")
    )
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    page.get_by_role("tab", name="日报").click()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_text("日报已复制")).to_be_visible()
    assert (
        page.evaluate("navigator.clipboard.readText()")
        == page.locator(".reports-daily textarea").input_value()
    )
