"""Window signs written short, and never wrongly."""

from __future__ import annotations

from kiosk.signs import short


def test_three_or_more_in_a_row_become_a_span() -> None:
    assert short([f"{n}号窗口" for n in range(1, 10)]) == "1–9号窗口"


def test_two_neighbours_are_named_apart() -> None:
    assert short(["3号窗口", "4号窗口"]) == "3、4号窗口"


def test_spans_and_single_ones_share_their_word() -> None:
    assert short(["1号窗口", "2号窗口", "3号窗口", "7号窗口"]) == "1–3、7号窗口"


def test_letters_stay_with_their_numbers() -> None:
    assert short(["B03", "B04", "B05", "C01"]) == "B03–B05、C01"


def test_signs_without_a_number_are_left_as_the_plate_says() -> None:
    assert short(["投诉", "综合受理1", "办不成事反映"]) == "投诉、综合受理1、办不成事反映"


def test_the_order_given_is_kept() -> None:
    assert short(["5", "4", "3"]) == "5、4、3"
    assert short([]) == ""
