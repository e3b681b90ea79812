"""Lines that fit, break where a reader would, and lose nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.wrap import wrap

words = st.text(st.sampled_from("政务服务大厅ABC019 ，。、（）“”.-/ "), max_size=60)


@given(words, st.integers(2, 30))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = wrap(text, width, len)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(len(line) <= width for line in lines)


def test_a_sentence_breaks_after_its_punctuation_when_that_costs_no_line() -> None:
    assert wrap("请在附近等候，过号请到咨询台。", 9, len) == ["请在附近等候，", "过号请到咨询台。"]


def test_no_character_is_left_alone_on_the_last_line() -> None:
    assert wrap("一二三四五六七八九", 8, len) == ["一二三四五", "六七八九"]


def test_no_line_starts_with_closing_punctuation_or_ends_with_an_opening_one() -> None:
    lines = wrap("办理“小一门”分类服务区（一楼）事项", 6, len)
    assert not any(line[0] in "”）" or line[-1] in "“（" for line in lines)


def test_words_and_numbers_stay_whole() -> None:
    assert wrap("Please wait nearby 14:30", 11, len) == ["Please wait", "nearby", "14:30"]
    assert wrap("取号A001后请等候", 5, len)[0] == "取号"


def test_a_number_keeps_the_character_that_counts_it() -> None:
    assert wrap("到大厅东侧38号收费窗口", 7, len) == ["到大厅东侧", "38号收费窗口"]


def test_a_word_wider_than_the_line_falls_apart_rather_than_off_the_paper() -> None:
    assert wrap("abcdefghij", 4, len) == ["abcd", "efgh", "ij"]
