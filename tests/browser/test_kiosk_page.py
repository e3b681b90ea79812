"""The kiosk page against the real hub: a number taken, exactly once, whatever the network and the finger do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.kioskhall import DEVICE, HALL, OPEN, PAPERLESS, Kiosk, profile, strict
from tests.browser.realhub import RealHub
from tests.hubprocess import zone_at

PAPER = "打印机缺纸，请记下您的号码"


def test_a_frequent_service_is_two_touches_from_a_number(kiosk: OPEN) -> None:
    here = kiosk()
    here.choose().take.click()
    expect(here.number).to_have_text(re.compile(r"^P\d{3}$"))
    expect(here.page.locator(".ahead")).to_contain_text(re.compile("前面(还有|没有)"))
    expect(here.page.locator(".go")).to_contain_text("1号窗口")
    expect(here.page.locator(".mixed")).to_have_text(
        "不同业务分别排队，预约和优先人员穿插叫号，前方人数可能变化。"
    )
    assert [t["number"] for t in here.taken] == [here.number.inner_text()]


def test_a_service_of_a_department_is_three_touches_from_a_number(kiosk: OPEN) -> None:
    here = kiosk()
    here.page.get_by_role("button", name="公安局", exact=True).click()
    here.page.get_by_role("button", name="居民身份证办理").click()
    here.take.click()
    expect(here.number).to_be_visible()


def test_a_double_tap_gives_one_ticket(kiosk: OPEN) -> None:
    here = kiosk()
    here.choose().take.evaluate("button => { button.click(); button.click(); button.click(); }")
    expect(here.number).to_be_visible()
    assert len(here.taken) == 1


def test_a_lost_answer_is_asked_for_again_with_the_same_key(kiosk: OPEN) -> None:
    here = kiosk()
    keys = here.lose_answers(times=1)
    here.choose().take.click()
    expect(here.number).to_be_visible()
    assert len(keys) == 2 and len(set(keys)) == 1
    assert [t["number"] for t in here.taken] == [here.number.inner_text()]


def test_a_slow_answer_is_explained_and_the_button_rests(kiosk: OPEN) -> None:
    here = kiosk(clock=True)
    here.lose_answers()
    here.choose().take.click()
    expect(here.take).to_be_disabled()
    expect(here.page.locator(".news")).to_contain_text("正在为您取号")
    here.page.clock.run_for(3000)
    expect(here.page.locator(".news")).to_contain_text("不会重复取号")


def test_without_a_network_it_says_what_to_do_and_the_next_try_gives_one_ticket(kiosk: OPEN) -> None:
    here = kiosk(clock=True)
    keys = here.lose_answers(reaching=False)
    here.choose().take.click()
    here.wait_until_given_up()
    expect(here.page.locator(".news.warn")).to_contain_text("到咨询台取号")
    assert here.taken == []
    here.page.unroute_all(behavior="wait")
    here.take.click()
    expect(here.number).to_be_visible()
    assert len(set(keys)) == 1 and len(here.taken) == 1


def test_after_lost_answers_going_home_and_choosing_again_finds_the_same_ticket(kiosk: OPEN) -> None:
    here = kiosk(clock=True)
    here.lose_answers()
    here.choose().take.click()
    here.wait_until_given_up()
    here.page.unroute_all(behavior="wait")
    here.bar(1).click()
    here.choose().take.click()
    expect(here.number).to_be_visible()
    assert [t["number"] for t in here.taken] == [here.number.inner_text()]


def test_two_people_one_after_the_other_get_two_tickets(kiosk: OPEN) -> None:
    here = kiosk()
    for _ in range(2):
        here.choose().take.click()
        expect(here.number).to_be_visible()
        here.page.locator(".pair .primary").click()
    assert len({t["number"] for t in here.taken}) == 2


def test_needs_go_with_the_ticket_and_classes_cannot_be_claimed(kiosk: OPEN) -> None:
    here = kiosk()
    here.choose().page.get_by_role("button", name="我需要帮助").click()
    here.page.get_by_role("checkbox", name=re.compile("轮椅")).click()
    here.page.get_by_role("button", name="选好了").click()
    here.take.click()
    expect(here.number).to_be_visible()
    expect(here.page.locator(".particulars")).to_contain_text("已记下：轮椅")
    assert (here.taken[0]["needs"], here.taken[0]["classes"]) == (["wheelchair"], [])


@pytest.fixture(scope="module")
def agent(kiosk_hub: RealHub) -> str:
    """The token of the box beside the kiosk."""
    return kiosk_hub.cli("token", "new", "agent", "--hall", HALL)


def print_job(here: Kiosk, agent: str) -> str:
    """The job of the slip just owed, leased; slips that other tests left unprinted come before it."""
    body = {"kinds": ["print"], "device": DEVICE, "limit": 20}
    while jobs := here.hub.ask("POST", f"/halls/{HALL}/jobs/lease", body, agent)["jobs"]:
        for job in jobs:
            if job["number"] == here.number.inner_text():
                return str(job["id"])
    raise AssertionError("no slip is owed")


@pytest.mark.parametrize(
    ("verb", "body", "said"),
    [("done", {}, "请取走小票"), ("failed", {"reason": "paper_out", "permanent": True}, PAPER)],
)
def test_the_screen_says_what_became_of_the_slip(
    kiosk: OPEN, agent: str, verb: str, body: dict[str, object], said: str
) -> None:
    here = kiosk()
    here.choose().take.click()
    expect(here.page.locator(".slip")).to_contain_text("正在打印小票")
    job = print_job(here, agent)
    here.hub.ask("POST", f"/halls/{HALL}/jobs/{job}/{verb}", body, agent)
    expect(here.page.locator(".slip")).to_contain_text(said)


def test_without_word_of_the_slip_it_says_what_to_do_after_a_while(kiosk: OPEN) -> None:
    here = kiosk(clock=True)
    here.choose().take.click()
    expect(here.page.locator(".slip")).to_contain_text("正在打印小票")
    here.page.clock.run_for(9000)
    expect(here.page.locator(".slip")).to_contain_text("如果没有小票，请记下您的号码")


def test_a_printer_out_of_paper_is_told_before_and_the_number_is_given_all_the_same(kiosk: OPEN) -> None:
    here = kiosk(hall=PAPERLESS)
    agent = here.hub.cli("token", "new", "agent", "--hall", PAPERLESS)
    beat = {"device": DEVICE, "kind": "printer", "state": "fault", "detail": "paper_out"}
    here.hub.ask("POST", f"/halls/{PAPERLESS}/beat", beat, agent)
    expect(here.choose().page.locator(".news.warn")).to_contain_text("打印机暂时不能用")
    here.take.click()
    expect(here.number).to_be_visible()
    expect(here.page.locator(".slip")).to_contain_text(PAPER)


def test_the_people_waiting_follow_the_hall(kiosk: OPEN) -> None:
    here = kiosk()
    people = here.choose(1).page.locator(".line-now dd").first
    expect(people).to_have_text(re.compile(r"^\d+ 人$"))
    before = int(people.inner_text().split()[0])
    here.hub.ask("POST", f"/halls/{HALL}/tickets", {"services": ["tax"]}, here.admin)
    expect(people).to_have_text(f"{before + 1} 人")


def test_a_kiosk_that_is_not_paired_shows_six_digits_and_who_is_to_read_them(kiosk: OPEN) -> None:
    here = kiosk(known=False)
    expect(here.page.locator(".pairing .code")).to_have_text(re.compile(r"\d{3} \d{3}"))
    expect(here.page.locator(".pairing")).to_contain_text("请管理员打开“设备”页")
    expect(here.page.locator(".pairing")).to_contain_text(f"{here.hub.url}/devices/{HALL}")


@pytest.fixture(scope="module")
def strict_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealHub]:
    """Two halls: one closed today, one with a single number left."""
    folder, today = tmp_path_factory.mktemp("strict"), datetime.now(ZoneInfo(zone_at(12))).date()
    every_day = ", ".join(f'"{day}"' for day in ("00:00-24:00",))
    closed = (
        f"[hours]\nworkdays = [{every_day}]\nsat = [{every_day}]\nsun = [{every_day}]\nclosed_on = [{today}]"
    )
    (folder / "closed.toml").write_text(profile("closed", closed))
    (folder / "full.toml").write_text(profile("full", cap=1))
    hub = strict(folder, folder / "closed.toml", folder / "full.toml")
    hub.start()
    yield hub
    hub.kill()


def test_a_closed_hall_says_when_it_opens_before_and_after_the_touch(
    kiosk: OPEN, strict_hub: RealHub
) -> None:
    here = kiosk(hub=strict_hub, hall="closed")
    expect(here.page.locator(".start .news")).to_contain_text("今天不办公")
    here.choose().take.click()
    expect(here.page.locator(".act .news.warn")).to_contain_text("00:00 开始取号")
    assert here.taken == []


def test_a_full_queue_is_said_kindly(kiosk: OPEN, strict_hub: RealHub) -> None:
    here = kiosk(hub=strict_hub, hall="full")
    here.choose().take.click()
    expect(here.number).to_have_text("P001")
    here.page.locator(".pair .primary").click()
    here.choose().take.click()
    expect(here.page.locator(".news.warn")).to_contain_text("今天的号已取完")
