"""What a strip has to say of a window, and which calls flash: once, when new, and never after a cut."""

from __future__ import annotations

from typing import Any

import pytest

from display.led import face, file, letters, scene
from display.led.scene import Say, Seen
from server.protocol import Json, iso

OPEN = {"id": "w1", "number": 1, "sign": "1号综合窗口", "state": "open", "ticket": None}
TICKET = {"id": "t1", "number": "A001", "status": "called", "called_seq": 9, "called_at": iso(1_000_000)}
PLACE = {"works_lunch": False, "department": "医保局"}
LUNCH = {"open": False, "reason": "lunch"}
TEXTS = file.texts(file.Texts(call="{number} {sign}", idle="{department}\n{sign}"))


def text(window: Json | None, ticket: Json | None = None, hours: Json | None = None, **place: Any) -> str:
    say = scene.say(window, ticket, hours, PLACE | place)
    assert say
    return f"{say.state}: " + "|".join(say.text(TEXTS))


def test_each_state_has_its_text() -> None:
    assert text(OPEN | {"ticket": "t1"}, TICKET) == "call: A001 1号综合窗口"
    assert text(OPEN | {"ticket": "t1"}, TICKET | {"status": "serving"}) == "serving: A001"
    assert text(OPEN) == "idle: 医保局|1号综合窗口"
    assert text(OPEN | {"state": "paused"}) == "paused: 暂停服务"
    assert text(OPEN | {"state": "closed"}) == "closed: 1号综合窗口"
    assert text(OPEN, hours=LUNCH) == "lunch: 午间休息"
    assert text(OPEN, hours=LUNCH, works_lunch=True).startswith("idle")
    assert text(OPEN, hours={"open": False, "reason": "closed"}).startswith("idle"), (
        "those who wait are served"
    )
    assert text(OPEN | {"ticket": "t1"}, TICKET, LUNCH).startswith("call"), "who has been called is served"
    assert scene.say(None, None, None, PLACE) is None


def test_a_number_gives_its_letter_and_its_digits() -> None:
    say = scene.say(OPEN, TICKET, None, PLACE)
    assert say and say.text({"call": "{letter}-{digits}-{window}-{state}"}) == ("A-001-1-请到窗口",)


def test_a_cut_link_takes_the_number_away_and_leaves_the_sign() -> None:
    say = scene.say(OPEN, TICKET, None, PLACE)
    assert say and scene.cut(say).text(TEXTS) == ("1号综合窗口",) and scene.cut(say).call is None


def test_only_a_window_of_one_department_has_its_short_name() -> None:
    hall = {
        "departments": [{"id": "med", "short_name": "医保局"}, {"id": "tax", "short_name": "税务局"}],
        "services": [{"id": "a", "department": "med"}, {"id": "b", "department": "tax"}],
        "windows": [
            {"id": "w1", "services": ["a"], "works_lunch": True},
            {"id": "w2", "services": ["a", "b"]},
        ],
    }
    assert scene.places(hall) == {
        "w1": {"works_lunch": True, "department": "医保局"},
        "w2": {"works_lunch": False, "department": ""},
    }


def call(seq: int, at: float = 1000.0, number: str = "A001") -> Say:
    return Say("call", {"number": number}, seq, at)


def test_a_call_is_news_once_and_what_was_called_before_the_start_never() -> None:
    seen = Seen()
    seen.snapshot(10)
    assert not seen.is_news("w1", call(9), 1000)
    assert seen.is_news("w1", call(11), 1000)
    seen.upto(11)
    assert not seen.is_news("w1", call(11), 1000)


def test_a_snapshot_after_a_cut_brings_only_calls_of_the_cut_and_only_fresh_ones() -> None:
    seen = Seen()
    seen.snapshot(10)
    seen.upto(20)
    seen.snapshot(30)
    assert not seen.is_news("w1", call(19), 1001), "known before"
    assert seen.is_news("w2", call(25, at=995), 1001), "made while we were away"
    assert not seen.is_news("w3", call(26, at=900), 1001), (
        "but nobody looks for one of a minute and a half ago"
    )


def test_a_hub_restored_from_an_older_copy_begins_anew() -> None:
    seen = Seen()
    seen.snapshot(100)
    seen.snapshot(40)
    assert not seen.is_news("w1", call(39), 1000) and seen.is_news("w1", call(41), 1000)


def test_a_double_press_does_not_flash_twice_but_a_recall_does() -> None:
    seen = Seen()
    seen.snapshot(1)
    assert seen.is_news("w1", call(2, 1000), 1000)
    assert not seen.is_news("w1", call(3, 1003), 1003), "the same number again within five seconds"
    assert seen.is_news("w2", call(4, 1003), 1003), "another window's"
    assert seen.is_news("w1", call(5, 1004, "A002"), 1004), "another number"
    assert seen.is_news("w1", call(6, 1030, "A002"), 1030), "a recall"


@pytest.mark.parametrize(
    ("encoding", "given", "shown", "lost"),
    [
        ("gb2312", "3号窗口", "3号窗口", ""),
        ("gb2312", "镕䶮", "〓〓", "镕䶮"),
        ("gbk", "镕䶮", "镕〓", "䶮"),
        ("gb2312", "㎏", "kg", ""),
        ("ascii", "A号", "A?", "号"),
        ("digits", "A001", "001", "A"),
        ("utf-8", "䶮", "䶮", ""),
        ("gb2312", "A\x07", "A〓", "\x07"),
    ],
)
def test_what_a_font_lacks_is_replaced_visibly(encoding: str, given: str, shown: str, lost: str) -> None:
    found = letters.fit(given, encoding)
    assert (found.text, found.lost) == (shown, lost)
    assert encoding == "digits" or found.data.decode(encoding) == shown


def test_a_face_ends_light_and_exactly_after_three_seconds() -> None:
    wanted = face.Wanted(("A1",), 1, 10.0, 1)
    assert face.face(wanted, 9.9, 0, False).until is None
    assert face.face(wanted, 10.3, 0, False).lines == ("",)
    assert face.face(wanted, 12.99, 0, False).lines == ("A1",)
    assert face.face(wanted, 13.0, 0, False) == face.Face(("A1",), False, None)
