"""What a right profile becomes: defaults, runs of windows, classes, hours."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from server.domain import profile
from server.domain.profile import Hours, Window
from server.profiles import build, load
from server.profiles.keys import TABLES

Raw = dict[str, Any]
FACTS: dict[str, Any] = {
    "hall": profile.Hall,
    "zones": profile.Zone,
    "departments": profile.Department,
    "queues": profile.Queue,
    "services": profile.Service,
    "windows": profile.Window,
    "classes": profile.PriorityClass,
    "rules": profile.Rules,
    "voice": profile.Voice,
    "screens": profile.Screens,
}


def test_the_smallest_hall_needs_to_state_little(config: Path) -> None:
    hall = load(config / "village.toml")[1]
    assert hall.windows == (
        Window(
            "w1",
            1,
            "1号窗口",
            "一号窗口",
            "comprehensive",
            "room",
            ("certificate", "insurance"),
            (),
            "1",
            "Window 1",
            call_sign="1号窗口",
            call_sign_en="Window 1",
        ),
    )
    assert hall.queues[0].id == "A"
    assert {s.queue for s in hall.services} == {"A"}
    assert (hall.timezone, hall.day_ends_at, hall.languages) == ("Asia/Shanghai", 240, ("zh", "en"))


@pytest.mark.parametrize("table", FACTS)
def test_every_fact_of_the_domain_can_be_stated_and_every_key_leads_to_a_fact(table: str) -> None:
    facts = {f.name for f in fields(FACTS[table])}
    keys = set(TABLES[table].keys)
    worked_out = {"windows": {"numbers", "departments", "backup_departments"}}.get(table, set())
    own_tables = set(TABLES) if table == "hall" else set()
    assert facts - own_tables == keys - worked_out


def test_a_run_of_windows_becomes_one_window_a_number(raw: Raw) -> None:
    raw["windows"][1] |= {"numbers": "2-3, 12, 102", "sign": "税务{number}号", "spoken": "税务{number}号窗口"}
    hall = build(raw)
    assert [w.id for w in hall.windows] == ["w1", "w2", "w3", "w12", "w102"]
    assert [w.sign for w in hall.windows[3:]] == ["税务12号", "税务102号"]
    assert [w.spoken for w in hall.windows[3:]] == ["税务十二号窗口", "税务一零二号窗口"]
    assert hall.windows[4].sign_en == "Window 102"


@pytest.mark.parametrize(
    ("sign", "spoken"),
    [
        ("3号", "三号"),
        ("10号窗口", "十号窗口"),
        ("20", "二十"),
        ("B05窗", "B零五窗"),
        ("咨询台", "咨询台"),
        ("365", "三六五"),
    ],
)
def test_a_window_without_a_spoken_form_is_said_as_its_plate_reads(raw: Raw, sign: str, spoken: str) -> None:
    raw["windows"][0]["sign"] = sign
    assert build(raw).window["w1"].spoken == spoken


def test_departments_of_a_window_become_their_services_written_out(raw: Raw) -> None:
    raw["windows"][1] |= {"services": ["pay"], "backup": ["ask", "pay"], "backup_departments": ["tax"]}
    hall = build(raw)
    assert hall.window["w2"].services == ("pay", "file")
    assert hall.window["w2"].backup == ("ask",)


def test_a_window_is_on_the_floor_of_its_zone_unless_it_says_otherwise(raw: Raw) -> None:
    raw["windows"].append({"number": 9, "kind": "guide", "zone": "east", "services": ["ask"], "floor": "3"})
    hall = build(raw)
    assert [hall.window[w].floor for w in ("w1", "w2", "w9")] == ["2", "", "3"]


def test_a_hall_without_classes_has_the_usual_ones(raw: Raw) -> None:
    worth = {c.id: (c.head_start, c.rate, c.evidence) for c in build(raw).classes}
    assert worth == {
        "ordinary": (0, 1, "system"),
        "elderly": (10, 1.5, "id"),
        "reservation": (0, 1.5, "reservation"),
        "disabled": (20, 2, "staff"),
        "pregnant": (20, 2, "staff"),
        "military": (30, 2, "staff"),
        "returning": (10, 1.5, "system"),
        "requeued": (5, 1, "system"),
    }
    assert all(len(c.name) <= 4 for c in build(raw).classes)


def test_classes_of_its_own_take_the_place_of_the_usual_but_not_of_those_the_rules_give(raw: Raw) -> None:
    raw["classes"] = [
        {"id": "blood_donor", "name": "献血者", "head_start": 5, "shown": True},
        {"id": "requeued", "name": "恢复", "head_start": 2},
        {"id": "reservation", "name": "预约", "rate": 1.5},
    ]
    classes = build(raw).klass
    assert list(classes) == ["ordinary", "blood_donor", "requeued", "reservation", "returning"]
    assert (classes["blood_donor"].head_start, classes["blood_donor"].rate) == (5.0, 1.0)
    assert (classes["requeued"].head_start, classes["requeued"].evidence) == (2.0, "system")
    assert classes["reservation"].evidence == "reservation"


def hours(raw: Raw, **stated: Any) -> Hours:
    return build(raw | {"hours": stated}).hours


def test_hours_are_minutes_by_weekday(raw: Raw) -> None:
    found = hours(raw, workdays=["14:00-17:30", "08:30-12:00"], sat="09:00-12:00", wed=[])
    assert found.week[1] == ((510, 720), (840, 1050))
    assert (found.week[3], found.week[6], found.week[7]) == ((), ((540, 720),), ())


def test_a_lunch_break_is_cut_out_of_every_span(raw: Raw) -> None:
    found = hours(raw, workdays="09:00-17:00", sat="09:00-12:30", sun="12:00-13:00", lunch="12:00-13:00")
    assert found.week[1] == ((540, 720), (780, 1020))
    assert found.week[6] == ((540, 720),)
    assert found.week[7] == ()


def test_a_hall_without_hours_never_closes(raw: Raw) -> None:
    assert build(raw).hours.week == {day: ((0, 1440),) for day in range(1, 8)}
    assert hours(raw, closed_on="2026-10-01").week[1] == ((0, 1440),)


def test_runs_of_dates_are_days(raw: Raw) -> None:
    found = hours(
        raw, workdays="08:30-12:00", closed_on=["2026-10-01..2026-10-03", "2027-01-01"], open_on="2026-10-10"
    )
    assert found.closed_on == {date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 3), date(2027, 1, 1)}
    assert found.open_on == {date(2026, 10, 10)}


def test_spans_may_be_written_as_people_write_them(raw: Raw) -> None:
    for text in ("8:30-12:00", "08:30 – 12:00", "08:30~12:00", "08:30至12:00", "08:30-12:00"):
        assert hours(raw, mon=text).week[1] == ((510, 720),)


def test_the_end_of_a_day_may_be_a_time_of_toml(raw: Raw) -> None:
    raw["hall"]["day_ends_at"] = "03:30:00"
    assert build(raw).day_ends_at == 210
