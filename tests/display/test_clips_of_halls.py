"""The list of recordings a hall needs, held to what its announcer really says, for every hall there is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from display.voice import ahead, clips, cut, feed, phrase
from server.domain.profile import Hall
from server.profiles import load, parse, public, spoken

HALLS = sorted(p for p in (Path(__file__).parents[2] / "config").glob("*.toml"))
TEMPLATES = """
[voice]
languages = ["zh", "teo", "vi"]
one = "幺"
[voice.templates]
teo = "{number}号,来{floor}{window}"
vi = "Mời số {number} đến quầy {window}"
"""
WITH_FLOORS = """
[hall]
id = "two"
name = "两层大厅"
[[zones]]
id = "z1"
name = "一区"
floor = "1"
[[zones]]
id = "z2"
name = "二区"
floor = "B2"
[[queues]]
prefix = "A"
name = "综合"
[[services]]
id = "all"
name = "综合业务"
[[windows]]
numbers = "1-12"
kind = "comprehensive"
zone = "z1"
services = ["all"]
[[windows]]
number = 105
sign = "105室"
kind = "comprehensive"
zone = "z2"
services = ["all"]
"""


def everything_said(hall: Hall, language: str) -> list[str]:
    """Every call to every window, the first and the last one, as sentences."""
    known: Any = public(hall)
    manner = {**ahead.manner(known, None), "languages": [language]}
    numbers = [f"{queue.prefix}{digits}" for queue in hall.queues for digits in ("017", "234", "5689")]
    return [
        text
        for place in ahead.places(known, None)
        for number in numbers
        for last in (False, True)
        for _, text in phrase.sentences({**manner, **place, "number": number, "last": last})
    ]


def unsaid(hall: Hall, language: str) -> list[str]:
    recorded = {clips.bare(piece.text): piece.id for piece in spoken.pieces(hall, language)}
    breaths = {b.text for text in everything_said(hall, language) for b in cut.phrases(feed.plain(text))}
    return [b for b in sorted(breaths) if isinstance(clips.laid_out(b, recorded), str)]


@pytest.mark.parametrize("file", HALLS, ids=lambda file: file.stem)
def test_every_call_of_a_hall_can_be_joined_out_of_the_list(file: Path) -> None:
    _, hall = load(file)
    for language in spoken.languages(hall):
        assert unsaid(hall, language) == [], language


@pytest.mark.parametrize("language", ["zh", "teo", "vi"])
def test_templates_floors_and_the_other_one_are_in_the_list(language: str) -> None:
    hall = built(WITH_FLOORS + TEMPLATES)
    assert spoken.languages(hall) == ["zh", "teo", "vi"]
    assert unsaid(hall, language) == []


def test_a_notice_and_the_test_can_be_joined_too() -> None:
    hall = built(WITH_FLOORS)
    recorded = {clips.bare(piece.text): piece.id for piece in spoken.pieces(hall, "zh")}
    notices = [{"notice": "lunch", "resumes_at": time} for time in ("13:30", "14:00", "13:05", "14:15")]
    said = [phrase.sentence("zh", notice) or "" for notice in notices] + [phrase.TEST["zh"]]
    for text in said:
        assert [b.text for b in cut.phrases(text) if isinstance(clips.laid_out(b.text, recorded), str)] == []


def test_other_words_for_a_window_are_another_recording() -> None:
    first, second = (built(WITH_FLOORS.replace("105室", sign)) for sign in ("105室", "会计室"))
    told = [{p.text: p.id for p in spoken.pieces(hall, "zh")} for hall in (first, second)]
    assert told[0]["一零五室"] != told[1]["会计室"]
    assert told[0]["三号窗口"] == told[1]["三号窗口"]
    assert all(len(set(ids.values())) == len(ids) for ids in told)


def built(text: str) -> Hall:
    from server.profiles import build

    return build(parse(text))
