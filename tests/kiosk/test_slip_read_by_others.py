"""What is printed is read back from its bytes by software that is not ours: Chinese by rapidocr, codes by zxing-cpp.

The picture comes out of the printer's bytes through the virtual printer's paper, drawn and native, on both widths.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

import numpy
import pytest
import zxingcpp
from PIL import Image

from kiosk.config import KioskFile, PrinterTable, SlipTable
from kiosk.making import Making
from kiosk.printer.paper import slips
from server.protocol import Json
from tests.kiosk.cast import LONG, PAYLOAD, TRACK

READ = (
    "普宁市政务服务中心", "您的号码", "A001", "企业设立登记", "1-3号窗口", "1楼分类服务区", "7人", "约15-25分钟",
    "11月22日星期日14:30", "身份证原件", "手机扫码", "过号请到咨询台", "预约和优先人员穿插叫号",
)  # fmt: skip
PAPERS = [("raster", 576), ("raster", 384), ("text", 576), ("text", 384)]


@cache
def reader() -> Any:
    """The models come in its wheel; loading takes a second."""
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR()


def printed(payload: Json, mode: str, width: int, copy: bool = False) -> Image.Image:
    """The slip's picture from its bytes, with a margin as paper on a table has."""
    how = SlipTable(mode=mode, follow="always")  # type: ignore[arg-type]
    config = KioskFile(printer=PrinterTable(width=width), slip=how)  # type: ignore[arg-type]
    (slip,) = slips(Making(config).slip(payload, copy), width)
    table = Image.new("L", (slip.width + 80, slip.height + 80), 255)
    table.paste(slip.convert("L"), (40, 40))
    return table


def read(picture: Image.Image) -> str:
    found = reader()(numpy.array(picture.convert("RGB")))
    return "".join("".join(found.txts).split())


def everything_stands_on_it(mode: str, width: int) -> None:
    picture = printed(PAYLOAD, mode, width)
    text = read(picture)
    assert [words for words in READ if words not in text.replace("–", "-")] == []
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [TRACK]


@pytest.mark.parametrize(("mode", "width"), [("raster", 384), ("text", 576)])
def test_a_stranger_reads_the_slip(mode: str, width: int) -> None:
    everything_stands_on_it(mode, width)


@pytest.mark.long
@pytest.mark.parametrize(("mode", "width"), [("raster", 576), ("text", 384)])
def test_a_stranger_reads_the_slip_on_the_other_papers(mode: str, width: int) -> None:
    everything_stands_on_it(mode, width)


@pytest.mark.long
@pytest.mark.parametrize(("mode", "width"), PAPERS)
def test_a_long_copy_in_two_languages_is_readable(mode: str, width: int) -> None:
    picture = printed(
        LONG | {"locale": "en", "slot": LONG["taken_at"], "arrival": "late"}, mode, width, copy=True
    )
    text = read(picture)
    for words in (
        "补打",
        "W10240",
        "契税申报",
        "Deedtax",
        "预约",
        "老年人优先",
        "B03-B18号",
        "Scanwithyourphone",
    ):
        assert words in text.replace("–", "-"), words
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [LONG["track_url"]]


@pytest.mark.long
@pytest.mark.parametrize("width", [576, 384])
def test_rare_characters_are_readable_among_native_lines(width: int) -> None:
    rare = PAYLOAD | {"services": [{"name": "堃垚镕社会事务"}]}
    text = read(printed(rare, "text", width))
    assert "堃垚镕社会事务" in text and "普宁市政务服务中心" in text
