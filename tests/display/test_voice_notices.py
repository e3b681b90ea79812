"""What is said to everybody at once: lunch, and what becomes of those who wait for a business."""

from __future__ import annotations

from typing import Any

import pytest

from display.voice import feed, phrase
from display.voice.calls import Calls

LUNCH: dict[str, Any] = {"notice": "lunch", "resumes_at": "13:30", "languages": ["zh", "en"], "zone": "z1"}
MOVED = {
    "service_name": "发票代开", "service_name_en": "Invoices", "to_name": "社保缴费", "to_name_en": "Insurance",
    "languages": ["zh", "en"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        (LUNCH, [
            ("zh", "现在是午休时间,十三点三十分继续办理,您的号码保留"),
            ("en", "It is the lunch break. We go on at 13 30. Your number stays valid"),
        ]),
        ({**MOVED, "notice": "transfer"}, [
            ("zh", "办理发票代开的,您的号码已转到社保缴费,不用重新取号"),
            ("en", "If you wait for Invoices, your number has moved to Insurance. No new number is needed"),
        ]),
        ({**MOVED, "notice": "keep"}, [
            ("zh", "发票代开的窗口暂时没有开,您的号码保留,请继续等候"),
            ("en", "No window is open for Invoices now. Your number stays valid, please wait"),
        ]),
        ({**MOVED, "notice": "cancel"}, [
            ("zh", "发票代开今天不再办理,请到咨询台询问"),
            ("en", "Invoices is not available any more today. Please ask at the information desk"),
        ]),
    ],
)  # fmt: skip
def test_notices_are_said_in_the_halls_languages(
    payload: dict[str, Any], said: list[tuple[str, str]]
) -> None:
    assert phrase.sentences(payload) == said


@pytest.mark.parametrize(
    ("time", "said"),
    [("14:00", "十四点"), ("09:05", "九点零五分"), ("13:30", "十三点三十分"), ("12:45", "十二点四十五分")],
)
def test_a_time_is_said_as_people_say_it(time: str, said: str) -> None:
    assert phrase.time_of_day(time) == said


def test_a_notice_can_be_pronounced() -> None:
    text = phrase.sentences({**LUNCH, "languages": ["zh"]})[0][1]
    assert feed.syllables("zh", text) == len(text.replace(",", ""))


def test_a_notice_stands_whatever_the_board_shows() -> None:
    calls = Calls()
    calls.linked(True)
    job = {"id": "n1", "ticket": None, "number": None, "seq": 3, "payload": LUNCH}
    assert calls.over(job) is None
