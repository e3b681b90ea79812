"""What is said, word by word, and what the engine is fed so that it says it in Mandarin."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.voice import feed, phrase

CALL: dict[str, Any] = {
    "number": "A001", "sign": "3", "sign_en": "", "spoken": "三号窗口", "window": "w3", "zone": "z1",
    "floor": None, "recall": 0, "last": False, "languages": ["zh"], "one": "一",
}  # fmt: skip


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("A001", "A零零一"),
        ("B120", "B一二零"),
        ("N9999", "N九九九九"),
        ("VIP07", "VIP零七"),
        ("a-1 2", "a一二"),
        ("86", "八六"),
    ],
)
def test_a_ticket_is_spelt_sign_by_sign(number: str, said: str) -> None:
    assert phrase.spell(number) == said


def test_one_is_said_as_the_hall_likes() -> None:
    assert phrase.spell("A101", "幺") == "A幺零幺"
    call = CALL | {"number": "A101", "one": "幺", "spoken": "十一号窗口"}
    assert phrase.chinese(call) == "请A幺零幺号到十一号窗口办理", "the window's words are the profile's"


@given(st.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", min_size=1, max_size=8))
def test_spelling_loses_no_sign_and_leaves_no_digit(number: str) -> None:
    said = phrase.spell(number)
    assert len(said) == len(number)
    back = {word: str(digit) for digit, word in enumerate(phrase.DIGITS)}
    assert "".join(back.get(sign, sign) for sign in said) == number


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "零"), (7, "七"), (10, "十"), (12, "十二"), (20, "二十"), (63, "六十三"), (99, "九十九")],
)
def test_a_window_is_counted(number: int, said: str) -> None:
    assert phrase.counted(number) == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "请A零零一号到三号窗口办理"),
        ({"floor": "二楼"}, "请A零零一号到二楼三号窗口办理"),
        ({"floor": "2F"}, "请A零零一号到二楼三号窗口办理"),
        ({"floor": "2"}, "请A零零一号到二楼三号窗口办理"),
        ({"floor": "B1"}, "请A零零一号到负一楼三号窗口办理"),
        ({"floor": "二楼", "spoken": "二楼三号窗口"}, "请A零零一号到二楼三号窗口办理"),
        ({"last": True, "recall": 2}, "最后一次呼叫,请A零零一号到三号窗口办理"),
        ({"recall": 1}, "请A零零一号到三号窗口办理"),
        ({"spoken": "12号窗口"}, "请A零零一号到十二号窗口办理"),
        ({"spoken": "102号窗口"}, "请A零零一号到一零二号窗口办理"),
        ({"spoken": "", "sign": "12"}, "请A零零一号到十二号窗口办理"),
        ({"spoken": "", "sign": "不动产综合窗口"}, "请A零零一号到不动产综合窗口办理"),
    ],
)
def test_a_call_in_chinese(change: dict[str, Any], said: str) -> None:
    assert phrase.chinese(CALL | change) == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "Ticket A 0 0 1, please go to window 3"),
        ({"sign_en": "Window 3"}, "Ticket A 0 0 1, please go to window 3"),
        ({"sign_en": "Information desk"}, "Ticket A 0 0 1, please go to information desk"),
        ({"sign_en": "VISA desk"}, "Ticket A 0 0 1, please go to VISA desk"),
        ({"sign": "C12"}, "Ticket A 0 0 1, please go to window C12"),
        ({"sign": "3号窗口"}, "Ticket A 0 0 1, please go to window 3"),
        ({"sign": "咨询台"}, "Ticket A 0 0 1, please go to the window shown on the screen"),
        ({"last": True}, "Last call, ticket A 0 0 1, please go to window 3"),
    ],
)
def test_a_call_in_english(change: dict[str, Any], said: str) -> None:
    assert phrase.english(CALL | change) == said


@pytest.mark.parametrize(
    ("languages", "said"), [(["zh"], ["zh"]), (["zh", "en"], ["zh", "en"]), (["en", "zh", "en"], ["en", "zh"]),
                            (["bo"], ["zh"]), ([], ["zh"]), (["bo", "en"], ["en"])],
)  # fmt: skip
def test_languages_come_in_the_hall_s_order_and_a_call_is_never_silent(
    languages: list[str], said: list[str]
) -> None:
    assert [language for language, _ in phrase.sentences(CALL | {"languages": languages})] == said


@pytest.mark.parametrize(
    ("text", "fed"),
    [
        ("请A零零一号到三号窗口办理", "qing3 A ling2 ling2 yi1 hao4 dao4 san1 hao4 chuang1 kou3 ban4 li3"),
        ("银行窗口", "yin2 hang2 chuang1 kou3"),
        ("行政审批", "xing2 zheng4 shen3 pi1"),
        ("绿色通道", "lv4 se4 tong1 dao4"),
        ("VIP一号", "V I P yi1 hao4"),
        ("幺幺零", "yao1 yao1 ling2"),
        ("最后一次呼叫,请", "zui4 hou4 yi2 ci4 hu1 jiao4, qing3"),
        ("一件事窗口", "yi2 jian4 shi4 chuang1 kou3"),
        ("一窗通办", "yi4 chuang1 tong1 ban4"),
        ("一楼十一号", "yi1 lou2 shi2 yi1 hao4"),
        ("不动产", "bu2 dong4 chan3"),
        ("办不成事", "ban4 bu4 cheng2 shi4"),
    ],
)
def test_mandarin_is_fed_as_pinyin_with_its_tones(text: str, fed: str) -> None:
    assert feed.feed("zh", text) == fed


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [("zh", "请A零零一号到三号窗口办理", 13), ("zh", "最后一次呼叫,请", 7), ("en", "Ticket A 0 0 1", 6)],
)
def test_syllables_are_counted(language: str, text: str, count: int) -> None:
    assert feed.syllables(language, text) == count


def phonemes(voice: str, text: str) -> str:
    ran = subprocess.run(
        ["espeak-ng", "-q", "-x", "-v", voice, text], capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


def test_the_engine_hears_mandarin_in_what_it_is_fed() -> None:
    """Each syllable sounds with its tone's contour; read as English it would have none."""
    fed = feed.feed("zh", phrase.chinese(CALL))
    heard = phonemes("cmn-latn-pinyin", fed)
    assert "(en)" not in heard
    contour = {"1": "55", "2": "35", "3": "21", "4": "51", "A": "51"}
    pairs = list(zip(fed.split(), heard.split(), strict=True))
    assert [(said, sound) for said, sound in pairs if contour[said[-1]] not in sound] == []


def test_a_bank_is_no_walk() -> None:
    assert phonemes("cmn-latn-pinyin", feed.feed("zh", "银行")) != phonemes("cmn-latn-pinyin", "yin2 xing2")
