"""What a slip says, block by block, without pixels."""

from __future__ import annotations

import pytest

from kiosk import slip
from kiosk.slip import Badge, Block, Code, Number, Row, Text
from server.protocol import Json
from tests.kiosk.cast import LONG, PAYLOAD, TRACK


def said(blocks: list[Block]) -> list[str]:
    """Every text on the slip, from top to bottom."""
    found: list[str] = []
    for block in blocks:
        match block:
            case Text() | Number() | Badge():
                found.append(block.text)
            case Row():
                found += [text.text for text in (*block.label, *block.lines)]
            case Code():
                found += [text.text for text in block.caption]
    return found


def chinese(**changes: object) -> list[str]:
    return said(slip.blocks(PAYLOAD | changes))


def english(**changes: object) -> list[str]:
    return said(slip.blocks(PAYLOAD | {"locale": "en"} | changes))


def test_a_slip_reads_from_the_hall_down_to_the_advice() -> None:
    texts = chinese()
    wanted = [
        "普宁市政务服务中心", "A001", "企业设立登记", "1–3号窗口", "1楼 分类服务区", "7 人", "约 15–25 分钟",
        "11月22日 星期日 14:30", "身份证原件", "请在附近等候，留意屏幕和广播；过号请到咨询台。",
        "不同业务分别排队，预约和优先人员穿插叫号，前方人数可能变化",
    ]  # fmt: skip
    assert [text for text in texts if text in wanted] == wanted


def test_a_chinese_slip_has_no_english_line() -> None:
    assert [text for text in chinese() if text.isascii()] == ["A001"]


def test_an_english_slip_says_everything_in_both_languages() -> None:
    texts = english()
    assert set(chinese()) - {"您的号码"} <= set(texts)
    beside = {
        "Puning Government Service Centre", "Company registration", "Floor 1, Departments", "7 people",
        "About 15–25 minutes", "Sun 22 Nov 14:30", "您的号码 Your number",
    }  # fmt: skip
    assert beside <= set(texts)


def test_every_row_of_an_english_slip_is_labelled_twice() -> None:
    rows = [block for block in slip.blocks(PAYLOAD | {"locale": "en"}) if isinstance(block, Row)]
    assert [row.label[1].text for row in rows] == ["Window", "Ahead", "Wait", "Taken", "Bring"]


def test_an_unknown_language_gets_the_chinese_slip() -> None:
    assert chinese(locale="fr") == chinese() == chinese(locale=None)


def test_a_copy_says_so_above_the_number() -> None:
    for blocks in (slip.blocks(PAYLOAD, copy=True), slip.blocks(PAYLOAD | {"copy": True})):
        badge = next(at for at, block in enumerate(blocks) if isinstance(block, Badge))
        assert blocks[badge] == Badge("补打")
        assert badge < next(at for at, block in enumerate(blocks) if isinstance(block, Number))
    assert not any(isinstance(block, Badge) for block in slip.blocks(PAYLOAD))


def test_the_code_is_there_only_when_there_is_somewhere_to_go() -> None:
    assert [block.url for block in slip.blocks(PAYLOAD) if isinstance(block, Code)] == [TRACK]
    assert not any(isinstance(block, Code) for block in slip.blocks(PAYLOAD | {"track_url": None}))


def test_a_wait_that_cannot_be_said_is_not_said() -> None:
    assert "等候" in chinese()
    assert "等候" not in chinese(wait=None)


def test_a_range_of_wait_promises_no_less_than_it_knows() -> None:
    def wait(low: int, high: int) -> str:
        texts = chinese(wait={"low": low, "high": high})
        return texts[texts.index("等候") + 1]

    assert wait(119, 181) == "约 1–4 分钟"
    assert wait(600, 600) == "约 10 分钟"
    assert wait(0, 20) == "约 1 分钟"
    assert wait(30, 300) == "约 5 分钟"


def test_a_break_within_the_wait_says_when_work_goes_on() -> None:
    resumes_at = "2026-11-22T06:00:00.000Z"
    assert "中间有午休，14:00 继续办理" in chinese(resumes_at=resumes_at)
    assert "There is a break; work goes on at 14:00" in english(resumes_at=resumes_at)
    assert "午休" not in "".join(chinese()) + "".join(chinese(wait=None, resumes_at=resumes_at))


def test_people_ahead_are_counted_in_words_that_fit() -> None:
    assert "没有人" in chinese(ahead=0)
    assert "Nobody" in english(ahead=0)
    assert "1 person" in english(ahead=1)
    assert "前面" not in chinese(ahead=None)


def test_the_time_is_the_halls_own_also_past_midnight() -> None:
    assert "11月23日 星期一 00:30" in chinese(taken_at="2026-11-22T16:30:00.000Z")
    assert "11月22日 星期日 22:30" in chinese(taken_at="2026-11-22T16:30:00.000Z", timezone="Asia/Urumqi")


def test_all_services_and_places_of_a_long_visit_stand_on_it() -> None:
    texts = said(slip.blocks(LONG))
    assert {LONG["services"][0]["name"], "契税申报", "B03–B18号窗口"} <= set(texts)
    assert "二楼西侧 自然资源与规划一体化办理专区" in texts


def test_a_ticket_without_a_place_is_told_to_watch_the_screens() -> None:
    assert "请看大屏，听叫号" in chinese(where=[])


def test_notes_with_words_are_printed_and_others_are_not() -> None:
    texts = chinese(notes=["reservation", "x-17", "elderly"])
    assert "预约 · 老年人优先" in texts
    assert not any("x-17" in text for text in texts)
    assert "Reservation · Priority: older person" in english(notes=["reservation", "elderly"])


@pytest.mark.parametrize(
    ("arrival", "said"),
    [("early", "14:30，来早了，请先休息"), ("on_time", "14:30，准时，优先叫号"), ("late", "14:30，稍晚，仍有照顾"),
     ("too_late", "14:30，已过，按现场号排队")],
)  # fmt: skip
def test_a_kept_reservation_says_its_time_and_how_it_was_kept(arrival: str, said: str) -> None:
    facts = {"slot": "2026-11-22T06:30:00.000Z", "arrival": arrival, "notes": ["reservation", "elderly"]}
    assert said in chinese(**facts)
    assert "老年人优先" in chinese(**facts)
    assert any(text.startswith("14:30, ") for text in english(**facts))


def test_cases_are_counted_from_two_on() -> None:
    assert "3 件" in chinese(cases=3)
    assert "件数" not in chinese(cases=1)


def test_who_may_not_be_served_today_is_told_on_paper_too() -> None:
    assert any("今天可能办不上" in text for text in chinese(warnings=["may_not_be_served"]))
    assert chinese(warnings=["a_new_one"]) == chinese()
    assert any("may not be served" in text for text in english(warnings=["may_not_be_served"]))


def test_a_hall_without_a_help_desk_sends_nobody_there() -> None:
    assert not any("咨询台" in text for text in chinese(guide=False))
    assert any("告诉窗口工作人员" in text for text in chinese(guide=False))
    assert any("咨询台" in text for text in chinese(guide=True))


def test_a_payload_with_only_what_must_be_there_makes_a_slip() -> None:
    least: Json = {key: PAYLOAD[key] for key in ("hall", "number", "taken_at", "timezone")}
    assert "A001" in said(slip.blocks(least))
