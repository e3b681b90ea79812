"""The agent's file: what may stand in it, what is refused and how, and how strips, cards and lines come of it."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import pytest

from display.led import arrange
from display.led.file import LedFile, examined
from server.agent.config import ConfigError, read
from tests.display.ledcast import NOON, Told

BOARDS = """
[boards.hall]
card = "onbon5"
url = "tcp://10.0.0.9:5005"
width = 128
height = 64
texts = { paused = "暂停" }
brightness = [{ from = "07:00", percent = 90 }, { from = "19:00", percent = 30 }]

[boards.digits]
card = "template:rs485-digits"
url = "serial:///dev/ttyUSB0"
"""
TWO = (
    BOARDS
    + """
[[strips]]
window = "w1"
board = "hall"
height = 32

[[strips]]
window = "w2"
board = "hall"
y = 32
height = 32
texts = { paused = "稍候" }
"""
)


def loaded(text: str, folder: Path) -> LedFile:
    path = folder / "led.toml"
    path.write_text(text, "utf-8")
    file = read(path, LedFile)
    examined(file)
    return file


def arranged(text: str, folder: Path) -> tuple[list[arrange.Sign], list[arrange.Line]]:
    signs = arrange.signs(loaded(text, folder))
    return signs, arrange.lines(signs, lambda sign: Told(), lambda: NOON, threading.Event(), folder)


def test_strips_of_one_board_are_areas_of_one_card(tmp_path: Path) -> None:
    signs, lines = arranged(TWO, tmp_path)
    assert [(s.id, s.place.area, s.place.y, s.place.height) for s in signs] == [
        ("strip-w1", 0, 0, 32), ("strip-w2", 1, 32, 32),
    ]  # fmt: skip
    assert len(lines) == 1 and signs[0].station is signs[1].station
    assert [s.texts["paused"] for s in signs] == ["暂停", "稍候"], (
        "the strip, then its board, then the file, then ours"
    )
    assert signs[0].texts["lunch"] == "午间休息"
    assert signs[0].drives == "onbon5 tcp://10.0.0.9:5005"


def test_boards_of_one_bus_share_a_line_and_not_a_card(tmp_path: Path) -> None:
    rows = "".join(f'[[strips]]\nwindow = "w{n}"\nboard = "digits"\naddress = {n}\n' for n in (1, 2))
    signs, lines = arranged(BOARDS + rows, tmp_path)
    assert len(lines) == 1 and len(lines[0].stations) == 2
    assert [s.drives for s in signs] == [f"template:rs485-digits serial:///dev/ttyUSB0 #{n}" for n in (1, 2)]


def test_a_strip_with_a_url_of_its_own_is_a_card_of_its_own(tmp_path: Path) -> None:
    rows = "".join(
        f'[[strips]]\nwindow = "w{n}"\nboard = "hall"\nurl = "tcp://10.0.0.{n}:5005"\n' for n in (1, 2)
    )
    signs, lines = arranged(BOARDS + rows, tmp_path)
    assert len(lines) == 2 and signs[0].place.area == signs[1].place.area == 0


def test_a_window_may_have_two_strips(tmp_path: Path) -> None:
    signs, _ = arranged(TWO.replace('"w2"', '"w1"'), tmp_path)
    assert [s.id for s in signs] == ["strip-w1", "strip-w1-2"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (BOARDS, "strips: there is none"),
        (TWO.replace('card = "onbon5"', 'card = "onbon9"'), "there is no card 'onbon9'; known: onbon5, onbon6"),
        (TWO.replace('board = "hall"', 'board = "hal"', 1), r"strips\[0\].board: there is no \[boards.hal\]; known:"),
        (TWO.replace("y = 32", "y = 40"), r"strips\[1\]: it reaches beyond its board of 128 × 64"),
        (TWO.replace("y = 32", "y = 32\nx = 128"), r"strips\[1\]: it reaches beyond its board of 128 × 64"),
        (TWO.replace("width = 128", "width = 1000000"), "width and height are pixels, 1 to 32767"),
        (TWO.replace("width = 128", "width = 128\nforget = -1"), "boards.*forget: Expected `int` >= 0"),
        (TWO.replace("width = 128", "width = 128\nrefresh = nan"), "refresh: Expected `float`"),
        (TWO.replace("y = 32", "y = 32\naddress = 70000"), r"strips\[1\].address: Expected `int` <= 65535"),
        (TWO.replace("y = 32", "y = 16"), "strip-w2 and strip-w1 lie on one another"),
        (TWO.replace('"稍候"', '"{nubmer}"'), "there is no {nubmer}; known: {number}"),
        (TWO.replace('"稍候"', '"{number"'), "texts.paused"),
        (TWO.replace("percent = 30", "percent = 130"), "brightness"),
        (TWO.replace("width = 128", "widht = 128"), "did you mean width?"),
        (TWO.replace("tcp://10.0.0.9:5005", "10.0.0.9"), "an address looks like tcp://"),
        (TWO.replace("tcp://10.0.0.9:5005", "tcp://10.0.0.9:70000"), "'tcp://10.0.0.9:70000' is no address"),
        (TWO.replace("width = 128", 'width = 128\ncolour = "pinkish"'), "'pinkish'; this card knows red, green"),
        (TWO.replace("y = 32", 'y = 32\ncolour = "black"'), "strip-w2: there is no colour 'black'"),
        (TWO + '[[strips]]\nwindow = "w3"\nboard = "hall"\nid = "strip-w1"\nurl = "tcp://h:1"\n', "two are named"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_place(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=says):
        arranged(text, tmp_path)


def test_a_setting_a_template_lacks_is_refused_and_one_it_has_is_used(tmp_path: Path) -> None:
    digits = BOARDS + '[[strips]]\nwindow = "w1"\nboard = "digits"\n'
    with pytest.raises(ConfigError, match="has no setting 'speed'"):
        arranged(
            digits.replace('"serial', '"serial').replace(
                "[boards.digits]", "[boards.digits]\nsettings = { speed = 1 }"
            ),
            tmp_path,
        )


def test_a_template_of_ones_own_lies_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('name = "x"\nabout = "x"\n[frames.show]\nparts = [{ text = true }]\n')
    text = BOARDS.replace("template:rs485-digits", "template:./mine.toml")
    signs, _ = arranged(text + '[[strips]]\nwindow = "w1"\nboard = "digits"\n', tmp_path)
    assert signs[0].station.card.encoding == "gb2312"


@pytest.mark.parametrize(("hour", "percent"), [("06:59", 30), ("07:00", 90), ("18:59", 90), ("23:00", 30)])
def test_brightness_is_that_of_the_hour_that_has_begun(hour: str, percent: int, tmp_path: Path) -> None:
    board = loaded(TWO, tmp_path).boards["hall"]
    assert arrange.brightness(board, datetime.fromisoformat(f"2026-11-23T{hour}")) == percent


@pytest.mark.parametrize(
    "example",
    sorted(Path(__file__).parents[2].joinpath("docs/units").glob("led*.toml")),
    ids=lambda p: p.name,
)
def test_the_example_of_the_documents_is_one_that_runs(example: Path, tmp_path: Path) -> None:
    signs, lines = arranged(example.read_text("utf-8"), tmp_path)
    assert signs and lines
