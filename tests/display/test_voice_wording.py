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


TEMPLATES = {
    "teo": "请{number}号到{window}办理",
    "yue": "{number}号,{floor}{window}",
    "vi": "Mời số {number} đến quầy {window}",
    "ru": "Номер {number}, этаж {floor}, окно {window}",
    "zh": "请{number}号到第{window}",
    "en": "Number {number} to {window}",
}


@pytest.mark.parametrize(
    ("language", "change", "said"),
    [
        ("teo", {}, "请A零零一号到三号窗口办理"),
        ("teo", {"floor": "2"}, "请A零零一号到二楼三号窗口办理"),
        ("teo", {"one": "幺"}, "请A零零幺号到三号窗口办理"),
        ("yue", {"floor": "2"}, "A零零一号,二楼三号窗口"),
        ("yue", {"floor": None}, "A零零一号,三号窗口"),
        ("vi", {"sign": "3号窗口"}, "Mời số A 0 0 1 đến quầy 3"),
        ("vi", {"sign": "咨询台", "sign_en": "Information desk"}, "Mời số A 0 0 1 đến quầy Information desk"),
        ("ru", {"floor": "2", "sign": "3号窗口"}, "Номер A 0 0 1, этаж 2, окно 3"),
        ("zh", {"last": True}, "最后一次呼叫,请A零零一号到第三号窗口"),
        ("en", {"last": True}, "Last call. Number A 0 0 1 to 3"),
    ],
)
def test_a_hall_s_own_words_are_said_in_any_language(
    language: str, change: dict[str, Any], said: str
) -> None:
    call = CALL | change | {"languages": [language], "templates": TEMPLATES}
    assert phrase.sentences(call) == [(language, said)]


def test_a_language_of_templates_has_no_words_for_notices_and_a_notice_is_never_silent() -> None:
    notice = {"notice": "lunch", "resumes_at": "14:00", "templates": TEMPLATES}
    assert [tongue for tongue, _ in phrase.sentences(notice | {"languages": ["teo", "en"]})] == ["en"]
    assert [tongue for tongue, _ in phrase.sentences(notice | {"languages": ["teo"]})] == ["zh"]


def test_a_hall_s_own_pronunciations_are_noted_in_the_mandarin_sentence_only() -> None:
    call = CALL | {"spoken": "重庆路窗口", "languages": ["zh", "teo"], "templates": {"teo": TEMPLATES["teo"]}}
    noted, plain = phrase.sentences(call | {"pronounce": {"重庆": "x1", "重庆路": "chong2 qing4 lu4"}})
    assert noted == ("zh", "请A零零一号到{重庆路|chong2 qing4 lu4}窗口办理"), "the longest word counts"
    assert plain == ("teo", "请A零零一号到重庆路窗口办理") and feed.plain(noted[1]) == plain[1]


@pytest.mark.parametrize(
    ("text", "pronounce", "fed"),
    [
        ("重庆路", {"重庆路": "chong2 qing4 lu4"}, "chong2 qing4 lu4"),
        ("到长坑一号", {"长坑": "zhang3 keng1"}, "dao4 zhang3 keng1 yi1 hao4"),
        ("朝阳窗口", {"朝阳": "zhao1 yang2"}, "zhao1 yang2 chuang1 kou3"),
        ("A零一号", {"A": "ei1"}, "ei1 ling2 yi1 hao4"),
        ("VIP窗口", {"VIP": "V I P"}, "V I P chuang1 kou3"),
        ("一窗", {"一": "yi1"}, "yi1 chuang1"),
    ],
)
def test_a_hall_s_own_pronunciation_goes_before_every_book(
    text: str, pronounce: dict[str, str], fed: str
) -> None:
    settled = feed.settled(text, pronounce)
    assert feed.feed("zh", settled) == fed
    assert feed.syllables("zh", settled) == len(fed.split())
    assert feed.plain(settled) == text


@given(
    st.text("请到重庆路银行A一号,{}| ", max_size=20),
    st.dictionaries(st.sampled_from(["重庆", "一号", "银", "A"]), st.just("chong2")),
)
def test_whatever_is_settled_can_be_read_again(text: str, pronounce: dict[str, str]) -> None:
    plain = feed.plain(text)
    assert feed.plain(feed.settled(plain, pronounce)) == plain
    feed.pieces(feed.settled(plain, pronounce))


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
        ("请到会计窗口", "qing3 dao4 kuai4 ji4 chuang1 kou3"),
        ("号到处理中心", "hao4 dao4 chu3 li3 zhong1 xin1"),
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


POLYPHONES = {
    "银行": "yin2 hang2", "行政": "xing2 zheng4", "会计": "kuai4 ji4", "重庆路": "chong2 qing4 lu4",
    "重大": "zhong4 da4", "长安": "chang2 an1", "长者": "zhang3 zhe3", "调解": "tiao2 jie3", "调动": "diao4 dong4",
    "给付": "ji3 fu4", "办事处": "ban4 shi4 chu4", "处理": "chu3 li3", "畜牧": "xu4 mu4", "更正": "geng1 zheng4",
    "朝阳": "chao2 yang2", "参保": "can1 bao3", "乐昌": "le4 chang1", "六安": "lu4 an1", "番禺": "pan1 yu2",
    "东莞": "dong1 guan3", "台州": "tai1 zhou1", "丽水": "li2 shui3", "厦门": "xia4 men2", "大埔": "da4 bu4",
    "种植": "zhong4 zhi2", "种类": "zhong3 lei4", "建行": "jian4 hang2", "行业": "hang2 ye4", "差旅": "chai1 lv3",
    "应届": "ying1 jie4", "相片": "xiang4 pian4", "还款": "huan2 kuan3", "没收": "mo4 shou1", "绿色": "lv4 se4",
}  # fmt: skip


@pytest.mark.parametrize("word", POLYPHONES)
def test_words_of_windows_keep_their_reading_in_the_middle_of_a_call(word: str) -> None:
    call = CALL | {"spoken": f"{word}窗口"}
    assert f" dao4 {POLYPHONES[word]} chuang1 " in feed.feed("zh", phrase.chinese(call))


def test_the_engine_says_one_syllable_for_each_it_is_fed_with_the_tone_it_is_fed() -> None:
    """All polyphones at once; the contour of a third tone depends on what follows."""
    fed = " ".join(POLYPHONES.values())
    heard = phonemes("cmn-latn-pinyin", fed).split()
    contour = {"1": ("55",), "2": ("35",), "3": ("21", "214", "35"), "4": ("51",)}
    assert "(en)" not in " ".join(heard)
    assert [
        (said, sound)
        for said, sound in zip(fed.split(), heard, strict=True)
        if not any(tone in sound for tone in contour[said[-1]])
    ] == []


def test_every_letter_is_said_by_its_name_and_apart() -> None:
    fed = feed.feed("zh", "".join(chr(n) for n in range(ord("A"), ord("Z") + 1)))
    heard = phonemes("cmn-latn-pinyin", fed).split()
    assert len(set(heard)) == len(heard) == 26


def test_a_bank_is_no_walk() -> None:
    assert phonemes("cmn-latn-pinyin", feed.feed("zh", "银行")) != phonemes("cmn-latn-pinyin", "yin2 xing2")
