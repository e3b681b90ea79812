"""What an operator is shown when a file no longer says what the hub has stored."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from server.profiles import difference, differences

Raw = dict[str, Any]


def test_the_same_profile_has_no_difference(raw: Raw) -> None:
    assert difference(raw, deepcopy(raw)) == []


def test_a_changed_key_shows_both_values(raw: Raw) -> None:
    new = deepcopy(raw)
    new["windows"][0]["sign"] = "1号窗口"
    raw["windows"][0]["sign"] = "1号"
    assert difference(raw, new) == ['windows.w1.sign: "1号" → "1号窗口"']


def test_a_key_or_table_that_comes_or_goes_is_not_stated_on_the_other_side(raw: Raw) -> None:
    new = raw | {"rules": {"recalls": 3}}
    assert difference(raw, new) == ["rules.recalls: not stated → 3"]
    assert difference(new, raw) == ["rules.recalls: 3 → not stated"]


def test_a_row_that_comes_or_goes_is_told_once(raw: Raw) -> None:
    new = deepcopy(raw)
    new["zones"].append({"id": "north", "name": "北区"})
    assert difference(raw, new) == ["zones.north: added (北区)"]
    assert difference(new, raw) == ["zones.north: removed (北区)"]


def test_splitting_a_run_of_windows_changes_no_window(raw: Raw) -> None:
    new = deepcopy(raw)
    new["windows"][1:] = [new["windows"][1] | {"numbers": n} for n in ("2", "3")]
    assert difference(raw, new) == ["written differently, meaning the same"]
    new["windows"][2]["zone"] = "east"
    assert difference(raw, new) == ['windows.w3.zone: "west" → "east"']


@pytest.mark.parametrize("number", [-300, 10**30, True, "3", None])
def test_a_window_whose_number_is_none_is_told_of_as_it_was_written(raw: Raw, number: Any) -> None:
    """The preview of a draft shows what would change beside the draft's faults."""
    changed = deepcopy(raw)
    changed["windows"][0]["number"] = number
    assert difference(raw, changed)


def test_rows_in_another_order_are_told_because_pages_show_that_order(raw: Raw) -> None:
    new = deepcopy(raw)
    new["zones"].reverse()
    assert difference(raw, new) == ["zones: the order of the rows changed"]


def test_a_queue_is_named_by_its_letter_where_it_has_no_id(raw: Raw) -> None:
    old, new = deepcopy(raw), deepcopy(raw)
    for document, cap in ((old, 10), (new, 20)):
        document["queues"] = [{"prefix": "C", "name": "领证", "cap": cap}]
    assert difference(old, new) == ["queues.C.cap: 10 → 20"]


def test_english_readers_are_told_the_english_name_of_a_row_that_goes(raw: Raw) -> None:
    rows = {
        "zones": {"id": "north", "name": "北区", "name_en": "North"},
        "departments": {"id": "tax2", "name": "税二"},
        "windows": {"number": 9, "sign": "{number}号", "zone": "west"},
    }
    old = raw | {part: [*raw.get(part, []), row] for part, row in rows.items()}
    told = {one.part: (one.title, one.title_en) for one in differences(old, raw)}
    assert told["zones"] == ("北区", "North")
    assert told["windows"] == ("9号", "Window 9")
    plain = differences(raw | {"windows": [*raw["windows"], {"number": 9}]}, raw)
    assert [(one.title, one.title_en) for one in plain] == [("9号窗口", "Window 9")], "the usual plate"
    assert told["departments"] == ("税二", "")
