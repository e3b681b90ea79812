"""Where a sentence is cut, and that what is cut says the same."""

from __future__ import annotations

import pytest

from display.voice import cut
from display.voice.cut import Phrase, phrases


def test_number_and_place_are_two_breaths() -> None:
    assert phrases("请A零零一号到三号窗口办理") == [
        Phrase("请A零零一号", cut.AFTER_NUMBER),
        Phrase("到三号窗口办理", 0.0),
    ]


@pytest.mark.parametrize("comma", [",", "\uff0c", "\u3002", ";"])
def test_every_stop_is_a_breath_whether_wide_or_narrow(comma: str) -> None:
    said = phrases(f"最后一次呼叫{comma}请K零七七号到银行窗口办理")
    assert [p.text for p in said] == ["最后一次呼叫", "请K零七七号", "到银行窗口办理"]
    assert [p.pause for p in said] == [cut.AT_STOP, cut.AFTER_NUMBER, 0.0]


@pytest.mark.parametrize(
    "text", ["到一零二号窗口办理", "请到幺零幺号室", "三号窗口", "您的号码保留", "请到二二零号楼"]
)
def test_the_number_of_a_room_is_no_ticket(text: str) -> None:
    assert phrases(text) == [Phrase(text, 0.0)]
    assert not cut.calls(text)


def test_only_the_last_breath_falls_and_nothing_has_none() -> None:
    assert [p.last for p in phrases("A零零一号,来三号窗口")] == [False, True]
    assert phrases("") == [] == phrases(", ,")


def test_sounds_written_into_a_sentence_stay_whole() -> None:
    said = phrases("请A零零一号到{重庆路|chong2 qing4 lu4}窗口办理")
    assert said[1].text == "到{重庆路|chong2 qing4 lu4}窗口办理"
    assert "".join(p.text for p in said) == "请A零零一号到{重庆路|chong2 qing4 lu4}窗口办理"


def test_a_call_is_told_from_a_notice() -> None:
    assert cut.calls("请A零零一号到三号窗口办理") and cut.calls("零零一号,来三号窗口")
    assert not cut.calls("现在是午休时间,十三点三十分继续办理")
