"""The devices page in Chromium against the real hub: a browser is let in, told what to do, and the hall is checked."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.guidehall import CLERK, MANAGER, Scene, profile, started
from tests.browser.realhub import Json, RealHub
from tests.hubprocess import until
from tests.js.voices import VOICE


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RealHub, str]]:
    folder = tmp_path_factory.mktemp("devices")
    hub, token = started(folder, profile().replace("[screens]\n", '[screens]\nmedia = ["spring.svg"]\n'))
    (folder / "data" / "media").mkdir()
    (folder / "data" / "media" / "spring.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    yield hub, token
    hub.kill()


@pytest.fixture
def scene(hub: tuple[RealHub, str], browser: Browser) -> Iterator[Scene]:
    found = Scene(hub[0], browser, hub[1])
    yield found
    found.close()


def devices(
    scene: Scene, person: str = MANAGER, size: tuple[int, int] = (1366, 768), lang: str = "zh"
) -> Page:
    page = scene.page(person, f"/devices/{scene.hall}", size, lang)
    expect(page.locator(".devices .link.open")).to_be_visible()
    return page


def rows(hub: RealHub, sql: str, *values: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{hub.data}/paihao.db?mode=ro", uri=True)) as conn:
        return conn.execute(sql, values).fetchall()


def agent(scene: Scene) -> str:
    return scene.hub.cli("token", "new", "agent", "--hall", scene.hall)


def known(scene: Scene) -> Json:
    """The hall's devices by their names; a page is one from its first beat on, which comes when it may."""
    return {d["id"]: d for d in scene.ask("GET", "/devices")["devices"]}


def beat(scene: Scene, token: str, device: str, kind: str, state: str = "ok", **more: object) -> Json:
    body = {"device": device, "kind": kind, "state": state, **more}
    return scene.hub.ask("POST", f"/halls/{scene.hall}/beat", body, token)


def test_a_wall_is_let_in_by_its_digits_then_named_moved_and_retired(scene: Scene, browser: Browser) -> None:
    staff, context = devices(scene), browser.new_context(viewport={"width": 1920, "height": 1080})
    wall = context.new_page()
    wall.goto(f"{scene.hub.url}/board/{scene.hall}")
    expect(wall.locator(".pairing .code")).to_have_text(re.compile(r"\d{3} \d{3}"))
    code = wall.locator(".pairing .code").inner_text()
    expect(staff.locator("[data-pairing]")).to_contain_text("叫号大屏")
    staff.get_by_label("设备上显示的六位数字").fill(code)
    staff.get_by_label("给它起个名字").fill("wall-1")
    staff.get_by_role("button", name="确认", exact=True).click()
    expect(wall.locator(".board")).to_have_attribute("data-link", "live")
    expect(wall.locator(".media img")).to_have_attribute("src", "/media/spring.svg")
    assert wall.request.get(f"{scene.hub.url}/media/spring.svg").ok
    row = staff.locator("[data-device='wall-1']")
    expect(row).to_have_attribute("data-state", "ok")
    row.locator(".device-row").click()
    expect(row).to_contain_text("1920×1080 · Chrome")
    staff.get_by_role("button", name="显示名称").click()
    expect(wall.locator(".identify .name")).to_have_text("wall-1")
    expect(row).to_contain_text("已完成")
    wall.mouse.click(9, 9)
    staff.get_by_role("button", name="换区").first.click()
    staff.get_by_label("换到哪个区").select_option(label="不动产区")
    staff.locator(".ask .main").click()
    expect(wall.locator(".name")).to_have_text("桥头政务大厅")
    expect(row.locator(".place")).to_have_text("不动产区")
    staff.get_by_role("button", name="停用").click()
    staff.locator(".ask .danger").click()
    expect(row).to_have_count(0)
    context.close()


def test_a_wall_that_speaks_says_a_call_of_its_zone_and_the_hub_knows_when(
    scene: Scene, browser: Browser
) -> None:
    link = scene.hub.cli(
        "token", "link", "display", "--hall", scene.hall, "--device", "wall-9", "--base", scene.hub.url
    )
    with browser.new_context(viewport={"width": 1920, "height": 1080}) as context:
        wall = context.new_page()
        wall.add_init_script(VOICE)
        wall.goto(link)
        wall.goto(f"{scene.hub.url}/board/{scene.hall}?zone=a&voice=1")
        expect(wall.locator(".board")).to_have_attribute("data-link", "live")
        wall.mouse.click(9, 9)
        number = scene.take("household")["number"]
        scene.ask("POST", "/windows/w4/open", {})
        scene.ask("POST", "/windows/w4/call-next", {})
        expect(wall.locator(f".hero[data-number={number}]")).to_be_visible()
        until(lambda: "wall-9-voice" in known(scene))
        voice = known(scene)["wall-9-voice"]
        assert (voice["kind"], voice["zone"]) == ("voice", "a")
        spoken = "select json_extract(detail, '$.text') from job where number = ? and state = 'done'"
        until(lambda: rows(scene.hub, spoken, number))
        [(text,)] = rows(scene.hub, spoken, number)
        assert wall.evaluate("heard.said") == [text] * 2 and text.endswith("到一楼四号窗口办理")


def test_a_kiosk_in_use_reloads_only_when_nobody_is_at_it(scene: Scene, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 1080, "height": 1920}) as context:
        page = context.new_page()
        page.goto(
            scene.hub.cli(
                "token", "link", "kiosk", "--hall", scene.hall, "--device", "k9", "--base", scene.hub.url
            )
        )
        page.locator(".often .row").first.click()
        expect(page.locator(".take")).to_be_visible()
        until(lambda: "k9-page" in known(scene))
        scene.ask("POST", "/devices/k9-page/orders", {"do": "reload"})
        scene.ask("POST", "/devices/k9-page/orders", {"do": "identify"})
        expect(page.locator(".identify.band .name")).to_have_text("k9")
        page.locator(".identify").click()
        expect(page.locator(".take")).to_be_visible()
        with page.expect_navigation():
            page.locator(".bar button").nth(1).click()
        expect(page.locator(".often .row").first).to_be_visible()


def test_the_opening_check_says_what_to_mend_and_sees_it_mended(scene: Scene) -> None:
    token = agent(scene)
    for gone in known(scene):  # what other tests left falls silent in its own time, and would count meanwhile
        scene.ask("DELETE", f"/devices/{gone}")
    beat(scene, token, "kiosk-7", "printer", "fault", detail="paper_out", zone="a")
    page = scene.guide()
    page.get_by_role("link", name="设备").click()
    expect(page.locator("[data-device=kiosk-7]")).to_be_visible()
    expect(page.get_by_text("怎样加一台设备")).to_have_count(0)
    page.get_by_role("button", name="开门自检").click()
    paper = page.locator("[data-check=paper]")
    expect(paper).to_contain_text("kiosk-7 缺纸换一卷纸。")
    expect(page.locator(".verdict h2")).to_contain_text("处要处理")
    before = page.locator(".verdict h2").inner_text()
    beat(scene, token, "kiosk-7", "printer")
    expect(paper).to_have_attribute("data-state", "ok")
    expect(page.locator(".verdict h2")).not_to_have_text(before)
    page.get_by_role("button", name="全部试一遍").click()
    expect(page.locator(".opening .note")).to_contain_text("台没有回应")
    [order] = beat(scene, token, "kiosk-7", "printer")["orders"]
    beat(scene, token, "kiosk-7", "printer", did=[{"id": order["id"], "error": "jam"}])
    expect(page.locator(".opening .note")).to_contain_text("没做成：kiosk-7")


def test_a_clerk_sees_nothing_of_it(scene: Scene) -> None:
    page = scene.page(CLERK, f"/devices/{scene.hall}", (1366, 768))
    expect(page.get_by_role("alert")).to_contain_text("换引导员或管理员的账号登录")
    expect(page.locator(".device, .check")).to_have_count(0)


def test_axe_finds_nothing_serious_and_nothing_sticks_out(scene: Scene, axe: str) -> None:
    token = agent(scene)
    for kind, state in (("printer", "fault"), ("strip", "warning"), ("voice", "ok")):
        beat(
            scene, token, f"{kind}-with-a-very-long-name-that-somebody-gave-it", kind, state, detail="offline"
        )
    scene.hub.ask("POST", "/pairings", {"hall": scene.hall, "kind": "strip", "device": "led-box"})
    page = devices(scene, lang="en")
    expect(page.locator("[data-pairing]").first).to_be_visible()
    if not page.locator(".pairings form").count():
        page.locator("[data-pairing] .device-row").first.press("Enter")
    page.locator("[data-device^=voice-with] .device-row").press("Enter")
    page.get_by_role("button", name="Retire").press("Enter")
    page.evaluate(axe)
    for tab in ("All devices", "Opening check"):
        page.locator(".tabs button", has_text=tab).press("Enter")
        for width, height in ((1366, 768), (420, 800)):
            page.set_viewport_size({"width": width, "height": height})
            found = page.evaluate("axe.run().then((r) => r.violations)")
            bad = [
                (v["id"], [n["html"] for n in v["nodes"]])
                for v in found
                if v["impact"] in ("serious", "critical")
            ]
            assert bad == []
            assert page.evaluate("document.documentElement.scrollWidth") == width
