"""Every fault of a profile: which key is blamed, what is wrong, what would be right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.profiles import Fault, ProfileFaults, build, parse
from server.profiles.faults import MOST_FAULTS
from server.profiles.plates import MOST_ROWS
from server.profiles.saying import in_chinese

Raw = dict[str, Any]
Faults = Callable[[Any], dict[str, Fault]]
GONE = object()


def put(raw: Raw, path: tuple[str | int, ...], value: Any) -> None:
    """Set a value anywhere in the document, or take it out."""
    here: Any = raw
    for step in path[:-1]:
        here = here[step] if isinstance(here, list) else here.setdefault(step, {})
    if value is GONE:
        del here[path[-1]]
    else:
        here[path[-1]] = value


WRONG: list[tuple[tuple[str | int, ...], Any, str, str]] = [
    # shape
    (("windoes",), [], "windoes", "unknown"),
    (("rules", "undo_minuts"), 5, "rules.undo_minuts", "unknown"),
    (("windows", 0, "sgn"), "1号", "windows.w1.sgn", "unknown"),
    (("hall",), [], "hall", "not a table"),
    (("zones",), {}, "zones", "list of rows"),
    (("zones", 0), "east", "zones[1]", "not a table"),
    (("zones",), [], "zones", "at least 1"),
    (("hall", "name"), GONE, "hall.name", "missing"),
    (("windows", 0, "kind"), GONE, "windows.w1.kind", "missing"),
    (("windows", 0, "number"), GONE, "windows[1].number", "missing"),
    # kinds of value
    (("hall", "name"), 5, "hall.name", "not a text"),
    (("hall", "name"), " ", "hall.name", "empty"),
    (("hall", "name"), "厅" * 25, "hall.name", "too long"),
    (("hall", "name"), "普宁\n大厅", "hall.name", "U+000A"),
    (("hall", "name"), "普宁\u202e大厅", "hall.name", "U+202E"),
    (("screens", "notice"), "a\tb", "screens.notice", "U+0009"),
    (("departments", 0, "short_name"), "国家税务总局局", "departments.tax.short_name", "7 Hanzi wide"),
    (("windows", 0, "sign"), "一二三四五六七八九十一", "windows.w1.sign", "too long"),
    (("windows", 0, "sign"), "{n}号", "windows.w1.sign", "braces"),
    (("hall", "id"), "普宁", "hall.id", "no id"),
    (("hall", "id"), "a/b", "hall.id", "no id"),
    (("hall", "timezone"), "Asia/Puning", "hall.timezone", "unknown"),
    (("hall", "timezone"), 8, "hall.timezone", "unknown"),
    (("hall", "timezone"), "../etc/passwd", "hall.timezone", "unknown"),
    (("hall", "timezone"), "Asia", "hall.timezone", "unknown"),
    (("hall", "day_ends_at"), "25:00", "hall.day_ends_at", "not a time"),
    (("hall", "day_ends_at"), "04:60", "hall.day_ends_at", "not a time"),
    (("hall", "languages"), ["zh", "zn"], "hall.languages", '"zn" is not known'),
    (("hall", "languages"), [], "hall.languages", "0 entries"),
    (("hall", "languages"), ["zh", "zh"], "hall.languages", "twice"),
    (("hall", "languages"), "zh", "hall.languages", "not a list"),
    (("hall", "public_url"), "hall.cn", "hall.public_url", "not an address"),
    (("hall", "public_url"), "http://[", "hall.public_url", "not an address"),
    (("queues", 0, "cap"), -1, "queues.a.cap", "-1"),
    (("queues", 0, "cap"), True, "queues.a.cap", "true"),
    (("queues", 0, "width"), 2.5, "queues.a.width", "2.5"),
    (("voice", "chime"), "yes", "voice.chime", "neither"),
    (("screens", "board_distance_m"), float("nan"), "screens.board_distance_m", "nan"),
    (("windows", 0, "kind"), "guid", "windows.w1.kind", "not known"),
    (("windows", 0, "features"), ["lift"], "windows.w1.features", "not known"),
    (("windows", 1, "numbers"), "3-2", "windows.w3-2.numbers", "not a run"),
    (("windows", 1, "numbers"), "2-3, 3", "windows.w2-3, 3.numbers", "twice"),
    (("windows", 1, "numbers"), "1-9999", "windows.w1-9999.numbers", "not a run"),
    (("windows", 1, "numbers"), [2, 3], "windows[2].numbers", "not a run"),
    # queues
    (("queues", 0, "prefix"), "I", "queues.a.prefix", "cannot be a prefix"),
    (("queues", 0, "prefix"), "O", "queues.a.prefix", "cannot be a prefix"),
    (("queues", 0, "prefix"), "a", "queues.a.prefix", "cannot be a prefix"),
    (("queues", 0, "prefix"), "AB", "queues.a.prefix", "cannot be a prefix"),
    (("queues", 0, "prefix"), "1", "queues.a.prefix", "cannot be a prefix"),
    (("queues", 1, "prefix"), "A", "queues.b.prefix", "used twice"),
    # rows and each other
    (("zones", 1, "id"), "east", "zones.east.id", "used twice"),
    (("services", 1, "id"), "ask", "services.ask.id", "used twice"),
    (("windows", 0, "number"), 2, "windows.w2-3.id", "used twice"),
    (("windows", 1, "id"), "w9", "windows.w9.id", "cannot share"),
    (("windows", 0, "numbers"), "1-2", "windows.w1.numbers", "both stated"),
    (("services", 0, "queue"), "c", "services.ask.queue", 'no "c" among the queues'),
    (("services", 0, "queue"), GONE, "services.ask.queue", "missing"),
    (("services", 1, "department"), "taxx", "services.file.department", 'no "taxx"'),
    (("windows", 0, "zone"), "north", "windows.w1.zone", 'no "north" among the zones'),
    (("windows", 0, "zone"), GONE, "windows.w1.zone", "missing"),
    (("windows", 0, "services"), ["aks"], "windows.w1.services", 'no "aks" among the services'),
    (("windows", 1, "departments"), ["tex"], "windows.w2-3.departments", 'no "tex" among the departments'),
    (("windows", 1, "backup"), ["x"], "windows.w2-3.backup", 'no "x" among the services'),
    (("windows", 1, "backup_departments"), ["x"], "windows.w2-3.backup_departments", 'no "x"'),
    (("screens", "kiosk_frequent"), ["x"], "screens.kiosk_frequent", 'no "x" among the services'),
    (("windows", 0, "services"), [], "windows.w1.services", "no services"),
    (("windows", 1, "departments"), GONE, "windows.w2-3.services", "no services"),
    (("screens", "kiosk_warn_seconds"), 60, "screens.kiosk_warn_seconds", "longer than"),
    # short codes
    (("services", 0, "short"), "12a", "services.ask.short", "cannot be typed"),
    (("services", 0, "short"), "012", "services.ask.short", "cannot be typed"),
    (("services", 0, "short"), 12, "services.ask.short", "cannot be typed"),
    (("services", 0, "short"), "2", "services.ask.short", "number of a window"),
    # classes
    (("classes",), [{"id": "vip", "name": "贵宾", "rate": 0.9}], "classes.vip.rate", "0.9"),
    (("classes",), [{"id": "vip", "name": "贵宾", "head_start": -1}], "classes.vip.head_start", "-1"),
    (("classes",), [{"id": "vip", "name": "非常重要客人"}], "classes.vip.name", "too long"),
    (("classes",), [{"id": "ordinary", "name": "普通", "rate": 2}], "classes.ordinary.rate", "measure"),
    (
        ("classes",),
        [{"id": "ordinary", "name": "普通", "head_start": 1}],
        "classes.ordinary.head_start",
        "measure",
    ),
    (
        ("classes",),
        [{"id": "requeued", "name": "恢复", "evidence": "staff"}],
        "classes.requeued.evidence",
        "claim",
    ),
    # hours
    (("hours",), {"workdays": "8-12"}, "hours.workdays", "not a time"),
    (("hours",), {"workdays": 8}, "hours.workdays", "not a span"),
    (("hours",), {"mon": "12:00-08:30"}, "hours.mon", "ends before"),
    (("hours",), {"mon": "08:30-08:30"}, "hours.mon", "ends before"),
    (("hours",), {"mon": ["08:30-12:00", "11:59-17:00"]}, "hours.mon", "overlap"),
    (("hours",), {"workdays": []}, "hours", "no day"),
    (("hours",), {"lunch": "12:00"}, "hours.lunch", "not a span"),
    (("hours",), {"closed_on": "2026-02-30"}, "hours.closed_on", "not a date"),
    (("hours",), {"closed_on": ["2026-10-07..2026-10-01"]}, "hours.closed_on", "not a run"),
    (("hours",), {"closed_on": "2026-10-01", "open_on": "2026-10-01"}, "hours.open_on", "also in closed_on"),
]


@pytest.mark.parametrize(("path", "value", "key", "wrong"), WRONG, ids=[f"{w[2]}: {w[3]}" for w in WRONG])
def test_a_fault_names_the_key_and_says_what_is_wrong_and_what_is_right(
    raw: Raw, faults: Faults, path: tuple[str | int, ...], value: Any, key: str, wrong: str
) -> None:
    assert faults(raw) == {}
    put(raw, path, value)
    found = faults(raw)
    assert key in found, found
    assert wrong in found[key].wrong
    assert found[key].right


def test_a_short_code_leads_to_one_service_only(raw: Raw, faults: Faults) -> None:
    raw["services"][0]["short"] = "71"
    assert faults(raw) == {}
    raw["services"][1]["short"] = "71"
    assert "the short code of ask" in faults(raw)["services.file.short"].wrong


def test_a_service_that_no_window_serves_first_is_a_fault(raw: Raw, faults: Faults) -> None:
    raw["services"].append({"id": "new", "name": "新事项", "queue": "a"})
    raw["windows"][0]["backup"] = ["new"]
    assert faults(raw)["services.new"].wrong == "no window serves this service"


def test_a_window_that_is_itself_wrong_does_not_make_its_services_look_forgotten(
    raw: Raw, faults: Faults
) -> None:
    raw["windows"][0]["services"] = ["aks"]
    assert set(faults(raw)) == {"windows.w1.services"}


def test_a_misspelt_key_or_name_is_met_with_the_one_that_was_meant(raw: Raw, faults: Faults) -> None:
    raw["windows"][0]["sgn"] = "1号"
    raw["windows"][0]["zone"] = "eazt"
    raw["windows"][1]["kind"] = "dedicatd"
    raw["zone"] = []
    found = faults(raw)
    assert 'did you mean "sign"?' in found["windows.w1.sgn"].right
    assert 'did you mean "east"?' in found["windows.w1.zone"].right
    assert 'did you mean "dedicated"?' in found["windows.w2-3.kind"].right
    assert 'did you mean "zones"?' in found["zone"].right


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    text = """
[hall]
id = "h"
name = "厅"
tmezone = "UTC"
[[zones]]
id = "z"
[[queues]]
prefix = "O"
name = "综合"
[[services]]
id = "s"
name = "咨询"
[[windows]]
number = 1
kind = "gide"
services = ["t"]
"""
    with pytest.raises(ProfileFaults) as told:
        build(parse(text))
    assert [(fault.key, fault.line) for fault in told.value.faults] == [
        ("hall.tmezone", 5),
        ("zones.z.name", 6),
        ("queues.O.prefix", 9),
        ("windows.w1.kind", 16),
        ("windows.w1.services", 17),
    ]


@pytest.mark.parametrize("document", [None, [], "text", 5, {}])
def test_what_is_no_profile_at_all_is_refused_in_words(document: Any, faults: Faults) -> None:
    assert faults(document)


def test_no_more_faults_are_told_than_anybody_reads_and_no_more_rows_are_read_than_a_hall_has(
    raw: Raw, faults: Faults
) -> None:
    raw["services"] = [{"x": n} for n in range(MOST_ROWS)]
    with pytest.raises(ProfileFaults) as found:
        build(raw)
    *most, last = found.value.faults
    assert (len(most), last.wrong, in_chinese(last.wrong)) == (
        MOST_FAULTS,
        "and more is wrong",
        "还有更多问题",
    )
    raw["services"].append({})
    assert [f.wrong for f in faults(raw).values()] == ["2001 rows are too many"]
    raw["services"], raw["windows"] = [], [{"numbers": "1-300"}] * 4
    assert [f.right for f in faults(raw).values()] == ["give at most 1000 windows"]


def test_a_name_cannot_write_to_the_terminal(raw: Raw, faults: Faults) -> None:
    raw["\x1b[2J"] = 1
    assert all(key.isprintable() for key in faults(raw))
