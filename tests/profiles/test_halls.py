"""The profiles of real halls say what their public documents state: Lu'an, Xiangxi, Dingcheng, Ziyang.

Numbers and names here are the documents'; what a profile adds of its own is not counted. Puning has its own file.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from server.domain.profile import Hall, Service, Window
from server.profiles import load, warnings
from tests.domain.play import Play

CONFIG = Path(__file__).resolve().parents[2] / "config"
FILES = {f.stem: f for f in sorted(CONFIG.glob("*.toml"))}
BOUND = [name for name in FILES if name != "village"]
"""Profiles that follow a document."""

LUAN = {
    "管委办公室": (11, 0), "组织人事部": (6, 4), "经贸科技（发改）局": (76, 6), "财政局": (16, 0),
    "社会发展局": (99, 32), "征收安置办公室": (1, 0), "应急管理局": (13, 3), "城市管理行政执法局": (8, 4),
}  # fmt: skip
"""Items of each department and how many of them are high-frequency; 0 where that is not stated."""

XIANGXI_ZONES = [
    "咨询服务区", "办事服务区", "自助服务区", "投诉受理区", "便民服务区", "政务公开服务区", "等候休息区",
]  # fmt: skip
XIANGXI_KINDS = [
    ("不动产|市场监管|税务|公安|人社|医保", "dedicated"), ("咨询", "guide"), ("投诉", "complaint"),
    ("综合", "comprehensive"), ("一件事", "theme"), ("行业综合", "theme"), ("工程建设", "theme"),
    ("招商引资", "theme"), ("政策兑现", "theme"), ("人才服务", "theme"), ("公共服务", "comprehensive"),
    ("帮代办", "theme"), ("中介服务", "theme"), ("其他服务", "comprehensive"),
]  # fmt: skip
"""The 14 kinds of window in the document's order: what their plates say between number and 窗口."""
TOWN = ["就业社保", "医疗保障", "不动产", "住房保障", "社会救助", "户籍管理", "乡村建设", "公共服务"]


@cache
def hall(name: str) -> Hall:
    return load(FILES[name])[1]


def window(name: str, sign: str) -> Window:
    [found] = [w for w in hall(name).windows if w.sign == sign]
    return found


def named(name: str, department: str) -> list[Service]:
    """The services of the department whose name ends so."""
    [id] = [d.id for d in hall(name).departments if d.name.endswith(department)]
    return [s for s in hall(name).services if s.department == id]


def plates(name: str) -> Counter[tuple[str, str]]:
    """How many windows there are of each plate, without its number, and kind."""
    return Counter((re.sub(r"^\d+号|窗口$", "", w.sign), w.kind) for w in hall(name).windows)


# -- Lu'an ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("department", LUAN)
def test_luan_has_as_many_items_of_each_department_as_stated(department: str) -> None:
    items, high = LUAN[department]
    found = named("luan", department)
    assert (len(found), sum(s.frequency == "high" for s in found)) == (items, high)


def test_luan_has_230_items_behind_its_comprehensive_windows_49_of_them_frequent() -> None:
    assert sum(n for n, _ in LUAN.values()) == 230
    first, second = window("luan", "综合窗口1"), window("luan", "综合窗口2")
    assert len({*first.services, *second.services}) == 230
    assert sum(hall("luan").service[s].frequency == "high" for s in {*first.services, *second.services}) == 49


def test_luan_has_123_and_2_windows() -> None:
    signs = Counter(w.kind for w in hall("luan").windows if not w.sign.startswith("综合窗口"))
    assert signs == {"theme": 2 + 2, "dedicated": 3}
    said = " ".join(w.sign for w in hall("luan").windows)
    for stated in ("企业开办", "工程建设", "税务", "不动产", "公安", "长三角", "帮办代办"):
        assert stated in said


def test_luan_takes_frequent_matters_first_at_window_1_and_rare_ones_at_window_2_each_helping_the_other() -> (
    None
):
    first, second = window("luan", "综合窗口1"), window("luan", "综合窗口2")
    assert {hall("luan").service[s].frequency for s in first.services} == {"high"}
    assert {hall("luan").service[s].frequency for s in second.services} == {"low"}
    assert set(first.backup) == set(second.services)
    assert set(second.backup) == set(first.services)


def test_luan_hands_out_results_at_window_3_only() -> None:
    third = window("luan", "综合窗口3")
    collecting = {s.id for s in hall("luan").services if s.purpose == "collect"}
    assert third.kind == "issue" and set(third.services) == collecting
    assert all(hall("luan").windows_of[s] == (third.id,) for s in collecting)


# -- Xiangxi -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["xiangxi-prefecture", "xiangxi-county"])
def test_xiangxi_has_14_kinds_of_window_in_7_zones(level: str) -> None:
    assert [z.name for z in hall(level).zones] == XIANGXI_ZONES
    assert len(XIANGXI_KINDS) == 14
    left = plates(level)
    for plate, kind in XIANGXI_KINDS:
        here = [key for key in left if re.fullmatch(plate, key[0])]
        assert here and {k for _, k in here} == {kind}, plate
        for key in here:
            del left[key]
    assert not left


@pytest.mark.parametrize("level", ["xiangxi-prefecture", "xiangxi-county"])
def test_xiangxi_asks_and_complains_in_zones_of_their_own(level: str) -> None:
    at = {w.kind: hall(level).zone[w.zone].name for w in hall(level).windows}
    assert (at["guide"], at["complaint"]) == ("咨询服务区", "投诉受理区")


@pytest.mark.parametrize("level", ["xiangxi-prefecture", "xiangxi-county"])
def test_a_complaint_is_not_called_by_its_name(level: str) -> None:
    [desk] = [w for w in hall(level).windows if w.kind == "complaint"]
    assert "投诉" in desk.sign and desk.call_sign == f"{desk.number}号窗口"


def test_a_county_widens_its_windows_when_more_than_10_wait() -> None:
    rules = hall("xiangxi-county").overload
    assert {(o.waiting, o.action) for o in rules} == {(10, "widen")}
    assert all(o.windows and not set(o.windows) & first_line(o.queue) for o in rules)


def first_line(queue: str) -> set[str]:
    county = hall("xiangxi-county")
    return {w for s in county.services_of_queue[queue] for w in county.windows_of[s]}


def test_a_town_has_8_windows_and_the_zones_it_must_have() -> None:
    assert [plate for plate, _ in plates("xiangxi-town")] == TOWN
    assert len(hall("xiangxi-town").windows) == 8
    must = {"办事服务区", "投诉受理区", "政务公开服务区", "等候休息区"}
    assert must <= {z.name for z in hall("xiangxi-town").zones} <= set(XIANGXI_ZONES)


def test_a_village_has_one_window_for_everything_and_three_zones() -> None:
    [only] = hall("xiangxi-village").windows
    assert (only.sign, only.kind) == ("综合政务便民服务窗口", "comprehensive")
    assert {z.name for z in hall("xiangxi-village").zones} == {"办事服务区", "政务公开服务区", "等候休息区"}
    assert hall("xiangxi-village").zone[only.zone].floor == "1"


def test_xiangxi_has_the_signs_over_its_doors() -> None:
    assert hall("xiangxi-prefecture").name == "湘西土家族苗族自治州政务服务大厅"
    assert re.fullmatch("湘西自治州.+县政务服务大厅", hall("xiangxi-county").name)
    assert re.fullmatch(".+县.+镇政务服务大厅", hall("xiangxi-town").name)
    assert re.fullmatch(".+县.+镇.+村便民服务大厅", hall("xiangxi-village").name)


# -- Dingcheng -----------------------------------------------------------------------------------------


def test_dingcheng_has_its_functional_areas() -> None:
    names = " ".join(z.name for z in hall("dingcheng").zones)
    areas = ("投资建设", "企业开办", "综合管理", "专属服务")
    parts = ("人社", "公安外部办事大厅", "中介服务", "便民服务", "自助服务")
    assert all(name in names for name in (*areas, *parts))
    assert names.count("专属服务") == len(parts)


def test_dingcheng_has_three_pilots_each_under_its_leading_department() -> None:
    led = {"工程报建": "调度办", "不动产": "国土资源局", "委托": "政务中心"}
    pilots = [w for w in hall("dingcheng").windows if w.kind == "comprehensive"]
    assert {re.sub(r"^\d+号|窗口$", "", w.sign) for w in pilots} == set(led)
    for w in pilots:
        leader = led[re.sub(r"^\d+号|窗口$", "", w.sign)]
        assert set(w.services) <= {s.id for s in named("dingcheng", leader)}


def test_dingcheng_and_ziyang_hand_out_results_at_issue_windows_and_take_reservations() -> None:
    for name in ("dingcheng", "ziyang"):
        issue = {w.id for w in hall(name).windows if w.kind == "issue"}
        collecting = [s.id for s in hall(name).services if s.purpose == "collect"]
        assert issue and all(set(hall(name).windows_of[s]) == issue for s in collecting)
        assert hall(name).reservations.capacity > 0


# -- Ziyang --------------------------------------------------------------------------------------------


def test_ziyang_has_51_departments_with_418_items() -> None:
    departments = [d.id for d in hall("ziyang").departments if d.id != "centre"]
    items = Counter(s.department for s in hall("ziyang").services if s.department != "centre")
    assert len(departments) == 51 and set(items) == set(departments)
    assert items.total() == 418


def test_ziyang_approves_45_and_15_items_jointly() -> None:
    joint = [s for s in hall("ziyang").services if s.kind == "联办件" and s.department != "centre"]
    assert Counter(s.queue for s in joint) == {"company": 45, "construction": 15}


def test_ziyang_takes_money_at_the_bank_only_and_has_a_guide_desk() -> None:
    kinds = Counter(w.kind for w in hall("ziyang").windows)
    assert kinds["cashier"] == 1 and window("ziyang", "咨询导引台").kind == "guide"
    [bank] = [w for w in hall("ziyang").windows if w.kind == "cashier"]
    assert "银行" in bank.sign


def test_ziyang_accepts_everything_at_one_kind_of_window_one_matter_a_number() -> None:
    every = {s.id for s in hall("ziyang").services if s.queue == "general"}
    for w in (w for w in hall("ziyang").windows if w.kind == "comprehensive"):
        assert set(w.services) == every
    assert {s.cases for s in hall("ziyang").services} == {1}


# -- Puning, beside what test_puning counts --------------------------------------------------------------


def test_puning_calls_reservations_first_and_promises_nine_in_ten_within_ten_minutes() -> None:
    online = hall("puning").reservations
    assert online.capacity > 0
    assert (online.promise_percent, online.promise_minutes) == (90, 10)
    klass = hall("puning").klass["reservation"]
    assert klass.rate > hall("puning").klass["ordinary"].rate and klass.clock == "slot"


def test_puning_collects_at_windows_that_issue() -> None:
    """At 证件发放, 打证 and 收费发证; a department's own windows may do it too, as they do all its matters."""
    collecting = {s.id for s in hall("puning").services if s.purpose == "collect"}
    issuing = [w for w in hall("puning").windows if w.kind in ("issue", "cashier")]
    assert len(issuing) == 1 + 5 + 1
    assert {s for w in issuing for s in w.services} == collecting


# -- All -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["luan", "ziyang"])
def test_what_no_document_names_is_marked_where_people_read_it(name: str) -> None:
    """An item without a stated name says so in both languages, on any screen; no other one does."""
    count = {"luan": 230, "ziyang": 418}[name]
    marked = [s for s in hall(name).services if "待定名" in s.name]
    assert len(marked) == count
    assert all(s.name_en.endswith("(name to come)") for s in marked)
    assert not any(s.id in hall(name).screens.kiosk_frequent for s in marked)
    unnamed = [d for d in hall(name).departments if "待定名" in d.name]
    assert all("待定" in d.short_name and "name to come" in d.name_en for d in unnamed)


@pytest.mark.parametrize("name", BOUND)
def test_the_head_of_each_file_says_what_is_stated_and_what_is_ours(name: str) -> None:
    lines = FILES[name].read_text("utf-8").splitlines()
    head = "\n".join(lines[: next(n for n, line in enumerate(lines) if not line.startswith("#"))])
    assert hall(name).name in head and re.search(r"20\d\d-\d\d-\d\d", head)
    assert "#   stated  " in head and "#   ours    " in head


@pytest.mark.parametrize("name", FILES)
def test_nothing_about_a_hall_is_doubtful_and_all_of_it_is_bilingual(name: str) -> None:
    assert warnings(hall(name)) == []
    here = hall(name)
    rows: list[Any] = [here, *here.zones, *here.departments, *here.queues, *here.services]
    assert [row.id for row in rows if not row.name_en] == []
    assert [w.id for w in here.windows if not w.sign_en] == []
    assert here.screens.notice_en or not here.screens.notice


@pytest.mark.parametrize("name", FILES)
def test_no_two_things_that_people_choose_between_have_one_name(name: str) -> None:
    here = hall(name)
    for names in (
        [s.name for s in here.services],
        [s.name_en for s in here.services],
        [d.short_name for d in here.departments],
        [q.name for q in here.queues],
        [w.sign_en for w in here.windows],
    ):
        assert [text for text, n in Counter(names).items() if n > 1] == []


@pytest.mark.parametrize("name", FILES)
def test_every_service_is_reached_on_the_kiosk_and_the_first_screen_is_chosen(name: str) -> None:
    """Through a department, from the first screen, as something to collect; or all stand on it."""
    here = hall(name)
    first = set(here.screens.kiosk_frequent)
    lost = [s.id for s in here.services if not s.department and s.id not in first and s.purpose != "collect"]
    assert len(here.services) <= 8 or (lost == [] and len(first) >= 4)


@pytest.mark.parametrize("name", FILES)
def test_every_service_gets_a_number_and_every_window_calls_one(name: str) -> None:
    here = hall(name)
    play = Play(*(w.id for w in here.windows), given=here)
    for service in here.services:
        at = here.windows_of[service.id][0]
        ticket = play.take(service.id, lax=True)
        play.at(at, "call_next")
        assert play.floor.windows[at].ticket == ticket
        play.at(at, "start")
        play.at(at, "complete")
    for w in here.windows:
        ticket = play.take(w.services[0], lax=True)
        play.at(w.id, "call_next")
        assert play.floor.windows[w.id].ticket == ticket
        play.at(w.id, "start")
        play.at(w.id, "complete")
