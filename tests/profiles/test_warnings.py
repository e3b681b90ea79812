"""What is heard as one: plates, spoken forms and letters, and other things that will trouble people."""

from __future__ import annotations

from typing import Any

import pytest

from server.profiles import build, warnings
from server.profiles.ear import heard

Raw = dict[str, Any]


def told(raw: Raw) -> dict[str, str]:
    return {w.key: w.says for w in warnings(build(raw)) if not w.key.endswith("name_en")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("四号窗口", "十号窗口"),
        ("十四号", "四十号"),
        ("4号", "10号"),
        ("新区", "兴区"),
        ("陈家", "程家"),
        ("南区", "兰区"),
        ("早窗", "找窗"),
        ("女厅", "旅厅"),
        ("A窗", "a窗"),
    ],
)
def test_southern_ears_hear_these_as_one(one: str, other: str) -> None:
    assert heard(one) == heard(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("一号", "七号"), ("六号", "九号"), ("税务三号", "三号"), ("A窗", "B窗"), ("东区", "西区")],
)
def test_these_stay_different_to_the_ear(one: str, other: str) -> None:
    assert heard(one) != heard(other)


def test_windows_4_and_10_sound_alike_unless_one_is_said_differently(raw: Raw) -> None:
    raw["windows"][1]["numbers"] = "4, 10"
    assert "十号窗口" in told(raw)["windows.w4.spoken"]
    raw["windows"].append(raw["windows"][1] | {"numbers": "10", "spoken": "税务{number}号窗口"})
    raw["windows"][1]["numbers"] = "4"
    assert told(raw) == {}


def test_the_same_plate_or_the_same_spoken_form_twice_is_warned_of(raw: Raw) -> None:
    raw["windows"][1] |= {"sign": "税务", "spoken": "税务窗口"}
    assert "w3" in told(raw)["windows.w2.sign"]
    assert "w3" in told(raw)["windows.w2.spoken"]


@pytest.mark.parametrize(("one", "other"), ["MN", "PB", "DT", "FS", "JG"])
def test_letters_that_sound_alike_are_warned_of(raw: Raw, one: str, other: str) -> None:
    raw["queues"][0]["prefix"], raw["queues"][1]["prefix"] = one, other
    [key] = told(raw)
    assert key in ("queues.a.prefix", "queues.b.prefix")


def test_queues_and_departments_without_services_are_warned_of(raw: Raw) -> None:
    raw["queues"].append({"prefix": "X", "name": "空"})
    raw["departments"].append({"id": "empty", "name": "空局", "short_name": "空"})
    assert set(told(raw)) == {"queues.X", "departments.empty"}


def test_missing_english_names_are_told_once_a_table_and_only_where_english_is_shown(raw: Raw) -> None:
    keys = [w.key for w in warnings(build(raw))]
    assert keys == [
        "zones.east.name_en",
        "departments.tax.name_en",
        "queues.a.name_en",
        "services.ask.name_en",
    ]
    raw["hall"]["languages"] = ["zh"]
    assert warnings(build(raw)) == []
