"""Slips as pictures: the code can be read, the number is large, nothing leaves the paper."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops

from kiosk import drawing, fonts, slip
from server.protocol import Json
from tests.kiosk.cast import LONG, PAYLOAD, TRACK

WIDTHS = pytest.mark.parametrize("width", drawing.WIDTHS)
SLIPS = pytest.mark.parametrize(
    "payload", [PAYLOAD, PAYLOAD | {"locale": "en"}, LONG, LONG | {"locale": "en"}]
)


@pytest.fixture(scope="module")
def face() -> fonts.Face:
    return fonts.find()


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box around everything black."""
    box = ImageChops.invert(picture.convert("L")).getbbox()
    assert box is not None
    return box


@WIDTHS
@SLIPS
def test_a_phone_reads_the_code(payload: Json, width: int, face: fonts.Face) -> None:
    picture = drawing.draw(slip.blocks(payload), width, face)
    assert [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))] == [payload["track_url"]]


@WIDTHS
@SLIPS
def test_nothing_touches_the_edges_of_the_paper(payload: Json, width: int, face: fonts.Face) -> None:
    picture = drawing.draw(slip.blocks(payload, copy=True), width, face)
    left, top, right, bottom = ink(picture)
    assert picture.width == width
    assert left >= width // 36 and right <= width - width // 36
    assert top >= 10 and bottom <= picture.height - 10


@WIDTHS
@pytest.mark.parametrize("number", ["A001", "Z9999", "W10240", "AB123456789"])
def test_the_number_is_at_least_96_dots_high_and_fits(number: str, width: int, face: fonts.Face) -> None:
    left, top, right, bottom = ink(drawing.draw([slip.Number(number)], width, face))
    assert bottom - top >= 96
    assert left >= width // 36 and right <= width - width // 36


@WIDTHS
def test_every_line_of_a_long_text_is_drawn_whole(width: int, face: fonts.Face) -> None:
    """A text's ink is that of its characters drawn one by one: none is cut at a line's end or below it."""
    text = slip.Text("国政务服务大厅不动产登记一件事一次办综合受理国", slip.VALUE, bold=True, align="left")
    alone = sum(black(drawing.draw([slip.Text(c, slip.VALUE, bold=True)], width, face)) for c in text.text)
    assert abs(black(drawing.draw([text], width, face)) - alone) <= alone * 0.02


def black(picture: Image.Image) -> int:
    return picture.convert("L").histogram()[0]


@WIDTHS
def test_a_long_mark_is_white_on_black_whole(width: int, face: fonts.Face) -> None:
    mark = "补打 Copy 补打 Copy 补打 Copy 补打"
    strip = drawing.draw([slip.Badge(mark)], width, face)
    alone = sum(white(drawing.draw([slip.Badge(word)], 576, face)) for word in mark.split())
    assert abs(white(strip) - alone) <= alone * 0.02


def white(picture: Image.Image) -> int:
    """White dots within the black."""
    inside = picture.convert("L").crop(ink(picture))
    return inside.histogram()[255]


@WIDTHS
def test_an_address_without_a_break_stays_on_the_paper(width: int, face: fonts.Face) -> None:
    left, _, right, _ = ink(drawing.draw([slip.Text("x" * 200, slip.BODY)], width, face))
    assert left >= width // 36 and right <= width - width // 36


def test_values_stand_under_one_another_whatever_their_labels(face: fonts.Face) -> None:
    mark = (slip.Text("█", slip.BODY, align="left"),)
    rows = [slip.Row((slip.Text(label, slip.SMALL, align="left"),), mark) for label in (".", "请备好 Bring")]
    alone = [drawing.draw([row, rows[1]], 576, face) for row in rows]
    tops = [picture.crop((0, 0, 576, 60)) for picture in alone]
    assert ink(tops[0])[2] == ink(tops[1])[2]


def test_a_slip_is_black_and_white(face: fonts.Face) -> None:
    assert drawing.draw(slip.blocks(PAYLOAD), 576, face).mode == "1"


def test_a_test_slip_can_be_drawn_and_is_no_ticket(face: fonts.Face) -> None:
    blocks = slip.trial("tcp://10.0.0.9:9100", datetime(2026, 11, 22, 8, 0))
    picture = drawing.draw(blocks, 384, face)
    (code,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert code.text.startswith("paihao ") and TRACK not in code.text


def test_a_machine_without_a_chinese_font_is_told_which_package_to_install(tmp_path: Path) -> None:
    with pytest.raises(fonts.FontError, match="fonts-noto-cjk"):
        fonts.find([tmp_path])


def test_the_font_is_the_simplified_chinese_one(face: fonts.Face) -> None:
    assert str(face.font(20).getname()[0]).endswith("SC")
    assert "Bold" in str(face.font(20, bold=True).getname()[1])
