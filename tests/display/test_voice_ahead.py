"""What is made ahead: places first, then the next numbers of every queue, and nothing that is not said."""

from __future__ import annotations

from typing import Any

from display.voice import cut, phrase
from display.voice.ahead import Ahead, highest, manner, places
from display.voice.neural import Part
from server.client import ViewCopy
from server.profiles import build, parse, public
from server.protocol import Json

HALL = """
[hall]
id = "two"
name = "两区大厅"
[voice]
languages = ["zh", "en"]
[[zones]]
id = "east"
name = "东区"
[[zones]]
id = "west"
name = "西区"
voice = { syllables_a_minute = 150, languages = ["en"] }
[[queues]]
id = "A"
prefix = "A"
name = "综合"
[[queues]]
id = "B"
prefix = "B"
name = "社保"
width = 4
[[services]]
id = "all"
name = "综合业务"
queue = "A"
[[services]]
id = "some"
name = "社保"
queue = "B"
[[windows]]
numbers = "1-3"
kind = "comprehensive"
zone = "east"
services = ["all", "some"]
[[windows]]
number = 9
kind = "comprehensive"
zone = "west"
services = ["all"]
"""


def hall(text: str = HALL) -> Json:
    known: Json = public(build(parse(text)))
    return known


class Zone:
    """Ahead of one zone, and what it expected each time."""

    def __init__(self, zone: str | None = "east", tongues: tuple[str, ...] = ("zh",)) -> None:
        self.expected: list[list[Part]] = []
        self.pace = 0
        self.ahead = Ahead(hall(), zone, tongues.__contains__, self.expect, lambda: self.pace)

    def expect(self, parts: list[Part], zone: str) -> None:
        self.expected.append(parts)

    def board(self, waiting: dict[str, int], *called: str) -> list[str]:
        copy = ViewCopy()
        queues: Any = [{"id": p, "prefix": p, "waiting": n} for p, n in waiting.items()]
        tickets: Any = [{"id": n, "number": n} for n in called]
        copy.snapshot({"seq": 1, "tickets": tickets, "windows": [], "queues": queues})
        self.ahead.changed(copy, None)
        return [part.text for part in self.expected[-1]] if self.expected else []


def test_the_next_numbers_of_all_queues_come_by_turns_after_one_another() -> None:
    said = Zone().board({"A": 9, "B": 0}, "A007", "A012", "B0003")
    numbers = [text for text in said if text.endswith("号")]
    assert numbers[:4] == ["请A零一三号", "请B零零零四号", "请A零一四号", "请B零零零五号"]
    assert [n for n in numbers if n.startswith("请A")][-2:] == ["请A零一七号", "请A零一八号"]
    assert "请B零零零六号" in numbers and "请B零零零七号" not in numbers, "nobody waits there: three will do"


def test_every_window_of_the_zone_and_the_last_call_are_made() -> None:
    said = Zone().board({"A": 0}, "A001")
    assert [t for t in said if t.startswith("到")] == ["到一号窗口办理", "到二号窗口办理", "到三号窗口办理"]
    assert said[-1] == "最后一次呼叫"
    assert "到九号窗口办理" in Zone(None).board({"A": 0})


def test_at_the_beginning_of_a_day_the_first_numbers_are_made() -> None:
    assert Zone().board({"A": 0, "B": 0})[:2] == ["请A零零一号", "到一号窗口办理"]
    assert highest([]) == {} and highest(["A001", "A010", "12", "?"]) == {"A": 10, "": 12}


def test_a_call_that_comes_is_the_one_that_was_made() -> None:
    zone = Zone()
    zone.board({"A": 3, "B": 0}, "A004")
    payload = {**manner(hall(), "east"), **places(hall(), "east")[1], "number": "A005", "languages": ["zh"]}
    ((_, text),) = phrase.sentences(payload)
    wanted = {Part(b.text, 170, b.last) for b in cut.phrases(text)}
    assert wanted <= set(zone.expected[-1])


def test_nothing_is_foreseen_twice_and_a_new_pace_is() -> None:
    zone = Zone()
    zone.board({"A": 3}, "A004")
    zone.board({"A": 3}, "A004")
    assert len(zone.expected) == 1
    zone.pace = 200
    zone.board({"A": 3}, "A004")
    assert {part.pace for part in zone.expected[1]} == {200}


def test_what_no_engine_wants_ahead_is_not_made() -> None:
    assert Zone(tongues=()).board({"A": 3}, "A004") == []
    assert Zone("west").board({"A": 3}, "A004") == [], "this zone speaks English only"
    assert manner(hall(), "west")["syllables_a_minute"] == 150
