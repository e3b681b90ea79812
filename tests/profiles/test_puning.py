"""The Puning profile says what the document of 2019 states: 63 counted windows, 12 + 17 departments."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from server.domain.profile import Hall
from server.profiles import load, warnings

# Short names as the document writes them; service windows; functional windows by kind.
ZONE_2 = {
    "市场监督管理局": (9, {"issue": 3}),
    "税务局": (5, {}),
    "自然资源局": (16, {"cashier": 1, "guide": 1}),
    "住房和城乡建设局": (1, {}),
    "生态环境局普宁分局": (2, {}),
    "卫生健康局": (5, {"issue": 1}),
    "应急管理局": (1, {}),
    "消防": (1, {}),
    "发展和改革局": (1, {}),
    "残疾人联合会": (2, {}),
    "城市管理和综合执法局": (2, {}),
    "人力资源和社会保障局": (1, {}),
    "教育局": (1, {}),
    "广播电视台": (1, {"issue": 1}),
    "交通运输局": (2, {}),
    "供水局": (1, {}),
    "公安局": (1, {}),
}
ZONE_1 = (
    "气象局", "人民防空办公室", "文广旅游体育局", "工业和信息化局", "民政局", "财政局",
    "水利局", "农业农村局", "林业局", "统计局", "国资局", "供电局",
)  # fmt: skip


@pytest.fixture(scope="module")
def hall(config: Path) -> Hall:
    return load(config / "puning.toml")[1]


def department(hall: Hall, name: str) -> str:
    [id] = [d.id for d in hall.departments if d.name.endswith(name) or (name == "消防" and name in d.name)]
    return id


def matters(hall: Hall, *departments: str) -> set[str]:
    return {s.id for s in hall.services if s.department in departments}


def test_sixty_three_windows_are_counted_and_one_information_window_is_not(hall: Hall) -> None:
    counted = [w for w in hall.windows if w.id != "guide"]
    assert len(counted) == 63
    assert sorted(w.number for w in counted) == list(range(1, 64))
    assert Counter((w.zone, w.kind) for w in counted) == {
        ("z1", "comprehensive"): 3,
        ("z1", "issue"): 1,
        ("z2", "dedicated"): 52,
        ("z2", "issue"): 5,
        ("z2", "cashier"): 1,
        ("z2", "guide"): 1,
    }
    assert (hall.window["guide"].zone, hall.window["guide"].kind) == ("z1", "guide")


def test_three_zones_of_which_the_third_has_no_windows(hall: Hall) -> None:
    assert [z.id for z in hall.zones] == ["z1", "z2", "z3"]
    assert "z3" not in {w.zone for w in hall.windows}
    assert hall.zone["z3"].floor == "1"


def test_twelve_departments_share_the_comprehensive_windows_which_take_all_their_matters(hall: Hall) -> None:
    served = {department(hall, name) for name in ZONE_1}
    assert len(served) == 12
    for window in (w for w in hall.windows if w.kind == "comprehensive"):
        assert set(window.services) == matters(hall, *served)


@pytest.mark.parametrize("name", ZONE_2)
def test_each_department_of_zone_2_has_its_windows_and_every_one_takes_all_its_matters(
    hall: Hall, name: str
) -> None:
    service_windows, functional = ZONE_2[name]
    own = matters(hall, department(hall, name))
    here = [w for w in hall.windows if set(w.services) & own]
    dedicated = [w for w in here if w.kind == "dedicated"]
    assert len(dedicated) == service_windows
    assert all(set(w.services) == own for w in dedicated)
    assert Counter(w.kind for w in here if w.kind != "dedicated") == functional


def test_twenty_nine_departments_with_short_names_and_two_to_seven_matters_each(hall: Hall) -> None:
    assert len(hall.departments) == 12 + 17
    assert sum(n for n, _ in ZONE_2.values()) == 52
    assert all(len(d.short_name) <= 6 for d in hall.departments)
    assert {2 <= len(matters(hall, d.id)) <= 7 for d in hall.departments} == {True}


def test_zone_2_has_a_queue_a_department_and_no_letter_looks_like_a_digit(hall: Hall) -> None:
    queues = {
        d: {s.queue for s in hall.services if s.department == d} for d in (d.id for d in hall.departments)
    }
    assert sum(q == {d} for d, q in queues.items()) == 17
    assert sum(q == {"comprehensive"} for q in queues.values()) == 12
    assert hall.queue["comprehensive"].prefix == "A"
    assert not {"I", "O"} & {q.prefix for q in hall.queues}


def test_everything_can_be_read_in_both_languages_and_found_by_first_letters(hall: Hall) -> None:
    rows = [*hall.zones, *hall.departments, *hall.queues, *hall.services]
    assert [row.id for row in rows if not row.name_en] == []
    assert all(s.search.split()[0].isascii() and s.kind in ("即办件", "承诺件") for s in hall.services)
    assert next(s for s in hall.services if s.name == "发票代开").search.startswith("fpdk")


def test_results_of_the_comprehensive_windows_are_collected_at_the_issue_window(hall: Hall) -> None:
    assert hall.windows_of["collect"] == ("w4",)
    assert hall.service["collect"].department == ""


def test_frequent_services_fill_the_first_screen_of_the_kiosk(hall: Hall) -> None:
    assert 6 <= len(hall.screens.kiosk_frequent) <= 8


def test_the_profiles_we_ship_have_nothing_doubtful(config: Path) -> None:
    for file in config.glob("*.toml"):
        assert warnings(load(file)[1]) == [], file.name
