"""Slips in the printer's own letters, read back from their bytes by this test and by software that is not ours."""

from __future__ import annotations

import re

import pytest
import zxingcpp
from PIL import Image

from kiosk import drawing, fonts, native, slip
from kiosk.native import Sheet, held
from kiosk.printer.commands import slip_bytes
from kiosk.printer.paper import Paper, Slip, slips
from server.protocol import Json
from tests.kiosk.cast import LONG, PAYLOAD, TRACK

WIDTHS = pytest.mark.parametrize("width", drawing.WIDTHS)
RARE = PAYLOAD | {"services": [{"name": "〇䶮镇社会事务"}]}


def sheet(width: int = 576, **more: object) -> Sheet:
    return Sheet(width, fonts.find(), **more)  # type: ignore[arg-type]


def native_bytes(payload: Json = PAYLOAD, width: int = 576, copy: bool = False, **more: object) -> bytes:
    return sheet(width, **more).written(slip.blocks(payload, copy=copy))


SMALL = re.compile(rb"\x1b@|\x1b[aEd].|\x1dB.|\x1dV.|\x1c[&.]", re.DOTALL)


def lines(data: bytes) -> list[list[tuple[int, str]]]:
    """The slip's lines as pieces of text and how wide their letters are: read by the documents, not by our code."""
    found: list[list[tuple[int, str]]] = [[]]
    at, wide = 0, 1
    while at < len(data):
        if small := SMALL.match(data, at):
            at = small.end()
        elif data[at : at + 2] == b"\x1d!":
            wide, at = (data[at + 2] >> 4) + 1, at + 3
        elif data[at : at + 3] == b"\x1d(k":
            at += 5 + int.from_bytes(data[at + 3 : at + 5], "little")
        elif data[at : at + 4] == b"\x1dv0\0":
            across, height = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (4, 6))
            at += 8 + across * height
        elif data[at] == 0x0A:
            found.append([])
            at += 1
        else:
            text = re.compile(rb"[\x20-\xff]+").match(data, at)
            assert text, data[at : at + 8]
            found[-1].append((wide, text[0].decode("gb18030")))
            at = text.end()
    return found


def plain_text(data: bytes) -> str:
    return "\n".join("".join(text for _, text in line) for line in lines(data))


@WIDTHS
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_what_a_drawn_slip_says_a_native_one_says_too(width: int, locale: str) -> None:
    blocks = slip.blocks(PAYLOAD | {"locale": locale}, copy=True)
    found = "".join(plain_text(sheet(width).written(blocks)).split())
    for block in blocks:
        for text in native._texts(block):
            assert all(
                "".join(word.translate(native.PLAIN).split()) in found for word in re.split("[，；、 ]", text)
            )


@WIDTHS
@pytest.mark.parametrize("payload", [PAYLOAD, LONG, LONG | {"locale": "en"}])
def test_no_line_is_wider_than_the_paper(payload: Json, width: int) -> None:
    """A printer that has to wrap by itself breaks words and numbers: each line sent fits."""
    mark = sheet(width).written([slip.Badge("补打 Copy " * 5)])
    for line in (*lines(native_bytes(payload, width, copy=True)), *lines(mark)):
        used = sum(wide * (12 if letter.isascii() else 24) for wide, text in line for letter in text)
        assert used <= width, line


@WIDTHS
def test_a_phone_reads_the_printers_own_code(width: int) -> None:
    data = native_bytes(width=width)
    stored = data[data.index(b"\x1d(k", data.index(b"1E")) :]
    assert stored[5:8] == b"1P0" and TRACK.encode() in stored
    (picture,) = slips(data, width)
    assert [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))] == [TRACK]


@WIDTHS
@pytest.mark.parametrize("number", ["A001", "W10240", "AB123456789"])
def test_the_number_is_the_largest_thing_on_the_slip(number: str, width: int) -> None:
    (picture,) = slips(sheet(width).written([slip.Number(number)]), width)
    box = picture.convert("L").point(lambda level: 255 - level).getbbox()
    assert box and box[3] - box[1] >= 96 and box[2] <= width


def test_a_rare_character_is_drawn_among_native_lines_and_never_sent() -> None:
    data = native_bytes(RARE)
    assert data.count(b"\x1dv0") == 1
    text = plain_text(data)
    assert "社会事务" not in text and "普宁市政务服务中心" in text
    assert all(held(letter, "gb2312") for letter in text if letter != "\n")
    (event,) = Paper(576).feed(data)
    assert isinstance(event, Slip) and "A001" in event.texts


@pytest.mark.parametrize(
    ("character", "fonts"),
    [("号", "gb2312 gbk gb18030"), ("，", "gb2312 gbk gb18030"), ("·", "gb2312 gbk gb18030"), ("镕", "gbk gb18030"),
     ("〇", "gbk gb18030"), ("䶮", "gb18030"), ("𠮷", "gb18030"), ("A", "gb2312 gbk gb18030"), ("\x1b", ""),
     ("\n", "")],
)  # fmt: skip
def test_what_a_printers_font_holds(character: str, fonts: str) -> None:
    assert [letters for letters in native.LETTERS if held(character, letters)] == fonts.split()


def test_a_printer_with_more_letters_is_sent_more() -> None:
    name = "镕基大厦"
    more = PAYLOAD | {"services": [{"name": name}]}
    assert name.encode("gb18030") not in native_bytes(more)
    assert name.encode("gb18030") in native_bytes(more, letters="gbk")


def test_a_control_byte_in_a_name_never_reaches_the_printer() -> None:
    data = native_bytes(PAYLOAD | {"services": [{"name": "企业\x1bp\x00登记"}]})
    assert b"\x1bp" not in data and len(list(slips(data))) == 1


def test_a_printer_without_codes_of_its_own_gets_a_drawn_one() -> None:
    data = native_bytes(code=False)
    assert b"\x1d(k" not in data
    (picture,) = slips(data)
    assert [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))] == [TRACK]


def test_a_native_slip_is_a_fiftieth_of_a_drawn_one() -> None:
    drawn = slip_bytes(drawing.draw(slip.blocks(PAYLOAD), 576, fonts.find()))
    assert len(native_bytes()) * 50 < len(drawn)


def test_a_copy_is_white_on_black_and_large() -> None:
    data = native_bytes(copy=True)
    mark = "补打".encode("gb18030")
    assert re.search(rb"\x1dB\x01\x1d!\x11 " + mark, data)
    assert mark not in native_bytes()


def test_a_logo_is_drawn_in_native_slips_too(tmp_path: object) -> None:
    file = f"{tmp_path}/emblem.png"
    Image.new("L", (100, 50), 0).save(file)
    assert b"\x1dv0" in sheet().written([slip.Logo(file, 50)])
