"""How a hall writes down its voices: zones, hours, templates, pronunciations, and what is refused of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.domain.voice import VoiceHour, ZoneVoice, voice_at
from server.profiles import Fault, build, parse, public, warnings

Raw = dict[str, Any]
Faults = Callable[[Any], dict[str, Fault]]
LUNCH = {"from": "12:00", "to": "14:00", "volume": 60}


def test_zones_and_hours_read_as_the_domain_holds_them(raw: Raw) -> None:
    raw["voice"] = {"by_hour": [LUNCH]}
    raw["zones"][0]["voice"] = {"times": 1, "by_hour": [LUNCH | {"volume": 40}]}
    hall = build(raw)
    assert hall.voice.by_hour == (VoiceHour(720, 840, volume=60),)
    assert hall.zone["east"].voice == ZoneVoice(times=1, by_hour=(VoiceHour(720, 840, volume=40),))
    assert hall.zone["west"].voice == ZoneVoice()


@pytest.mark.parametrize(
    ("hall", "zone", "minute", "volume"),
    [
        ({}, {}, 720, 100),
        ({"volume": 90}, {}, 720, 90),
        ({"volume": 90, "by_hour": [LUNCH]}, {}, 719, 90),
        ({"volume": 90, "by_hour": [LUNCH]}, {}, 720, 60),
        ({"volume": 90, "by_hour": [LUNCH]}, {}, 839, 60),
        ({"volume": 90, "by_hour": [LUNCH]}, {}, 840, 90),
        ({"volume": 90, "by_hour": [LUNCH]}, {"volume": 80}, 720, 80),
        ({"by_hour": [LUNCH]}, {"volume": 80, "by_hour": [LUNCH | {"volume": 50}]}, 720, 50),
        ({"by_hour": [LUNCH]}, {"times": 1}, 720, 60),
    ],
)
def test_a_zone_goes_before_its_hall_and_an_hour_before_the_rest_of_the_day(
    raw: Raw, hall: Raw, zone: Raw, minute: int, volume: int
) -> None:
    raw["voice"], raw["zones"][0]["voice"] = hall, zone
    built = build(raw)
    assert voice_at(built.voice, built.zone["east"].voice, minute).volume == volume


@pytest.mark.parametrize(
    ("change", "value"),
    [("languages", ["en", "zh"]), ("times", 1), ("chime", False), ("syllables_a_minute", 200), ("shorten_after", 9)],
)  # fmt: skip
def test_whatever_a_zone_states_is_its_own(raw: Raw, change: str, value: Any) -> None:
    raw["zones"][0]["voice"] = {change: value}
    hall = build(raw)
    east, west = (voice_at(hall.voice, hall.zone[z].voice, 600) for z in ("east", "west"))
    assert getattr(east, change) == (tuple(value) if isinstance(value, list) else value)
    assert west == voice_at(hall.voice, ZoneVoice(), 600) != east


WRONG: list[tuple[str, Any, str, str]] = [
    ("by_hour", [LUNCH | {"to": "25:00"}], "voice.by_hour[1].to", "not a time"),
    ("by_hour", [{"from": "12:00", "volume": 3}], "voice.by_hour[1].to", "missing"),
    ("by_hour", [LUNCH | {"to": "11:00"}], "voice.by_hour[1].to", "ends before"),
    ("by_hour", [LUNCH | {"volum": 3}], "voice.by_hour[1].volum", "unknown"),
    ("by_hour", [LUNCH | {"volume": 101}], "voice.by_hour[1].volume", "101"),
    ("by_hour", [{"from": "12:00", "to": "14:00"}], "voice.by_hour[1]", "nothing is otherwise"),
    ("by_hour", [LUNCH, LUNCH | {"from": "13:59", "to": "15:00"}], "voice.by_hour", "overlap"),
    ("by_hour", ["12:00"], "voice.by_hour[1]", "not a table"),
    ("by_hour", LUNCH, "voice.by_hour", "no list"),
    ("languages", ["zh", "Teo"], "voice.languages", "no language code"),
    ("languages", ["zh", "teo"], "voice.languages", 'no words for "teo"'),
    ("templates", {"teo": "请{numbre}号到{window}"}, "voice.templates.teo", "{numbre} is no field"),
    ("templates", {"teo": "请{number}号"}, "voice.templates.teo", "does not say {window}"),
    ("templates", {"teo": "请{number号到{window}"}, "voice.templates.teo", "expected"),
    ("templates", {"teo": "请{number!r}号到{window}"}, "voice.templates.teo", "no field"),
    ("templates", {"潮州": "请{number}号到{window}"}, "voice.templates.潮州", "no language code"),
    ("pronounce", {"重庆路": "chogn2 qing4 lu4"}, "voice.pronounce.重庆路", "chogn2"),
    ("pronounce", {"重庆路": "chong qing lu"}, "voice.pronounce.重庆路", "chong"),
    ("pronounce", {"重庆路": ""}, "voice.pronounce.重庆路", "no pinyin"),
    ("pronounce", [], "voice.pronounce", "no table"),
]


@pytest.mark.parametrize(("key", "value", "blamed", "wrong"), WRONG)
def test_what_is_wrong_is_told_where_it_stands(
    raw: Raw, faults: Faults, key: str, value: Any, blamed: str, wrong: str
) -> None:
    raw["voice"] = {key: value}
    found = faults(raw)
    assert blamed in found, found
    assert wrong in found[blamed].wrong and found[blamed].right


def test_a_zone_s_language_needs_words_too(raw: Raw, faults: Faults) -> None:
    raw["zones"][0]["voice"] = {"languages": ["teo"]}
    assert "no words" in faults(raw)["zones.east.voice.languages"].wrong
    raw["voice"] = {"templates": {"teo": "请{number}号到{window}办理"}}
    assert faults(raw) == {}


def test_a_fault_inside_a_row_is_told_with_its_line() -> None:
    with pytest.raises(Exception) as found:
        build(parse('[hall]\nid = "h"\nname = "厅"\n[[voice.by_hour]]\nfrom = "12:00"\nto = "1400"\n'))
    assert "line 6: voice.by_hour[1].to" in str(found.value)


def test_templates_and_words_that_are_never_said_are_warned_of(raw: Raw) -> None:
    raw["voice"] = {"templates": {"teo": "请{number}号到{window}"}, "pronounce": {"重庆路口": "chong2"}}
    told = {w.key for w in warnings(build(raw))}
    assert {"voice.templates.teo", "voice.pronounce.重庆路口"} <= told
    raw["voice"]["languages"], raw["windows"][0]["sign"] = ["teo"], "重庆路口{number}"
    assert not {w.key for w in warnings(build(raw))} & {"voice.templates.teo", "voice.pronounce.重庆路口"}


def test_anyone_may_know_how_a_hall_speaks(raw: Raw) -> None:
    raw["voice"] = {"by_hour": [LUNCH], "pronounce": {"长": "chang2"}}
    raw["zones"][0]["voice"] = {"times": 1}
    known = public(build(raw))
    assert known["voice"]["by_hour"] == [LUNCH] and known["voice"]["pronounce"] == {"长": "chang2"}
    assert [zone["voice"] for zone in known["zones"]] == [{"times": 1, "by_hour": []}, {"by_hour": []}]


def test_the_document_s_own_examples_are_right(raw: Raw, faults: Faults, config: Path) -> None:
    text = (config / "README.md").read_text("utf-8")
    section = text[text.index("### `[voice]`") : text.index("### `[screens]`")]
    blocks = re.findall(r"(?:^    .*\n|^\n(?=    ))+", section, re.MULTILINE)
    examples = [parse("\n".join(line.strip() for line in block.splitlines())) for block in blocks]
    raw["voice"] = examples[0]["voice"] | {"languages": ["zh", "teo", "vi"]}
    raw["zones"][0]["voice"] = examples[1]["zones"][0]["voice"]
    assert len(examples) == 2 and faults(raw) == {}
