"""The monthly bulletin opened as pictures and as text: every part is there, in ink that a grey printer can print."""

from __future__ import annotations

import re
import subprocess
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from PIL import Image

from server.journal.counting import Question, count
from server.reports import fonts
from server.reports.charts import scale
from server.reports.words_bulletin import change
from tests.journal.hubs import HALL
from tests.reports.desk import made, month


@lru_cache(maxsize=2)
def printed(lang: str) -> Path:
    path = Path(mkdtemp(prefix="paihao-bulletin-")) / "bulletin.pdf"
    path.write_bytes(made(month(), "bulletin", "pdf", lang=lang))
    return path


def tool(*words: str) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.mark.parametrize(("lang", "parts"), [
    ("zh", ("每月通报", "2026年10月", "取号量", "较上月", "较去年同月 无数据", "每日取号量", "九成值", "周一",
            "每日等候达标率", "各单位", "各业务", "各窗口忙闲", "空闲（有人等）", "需要留意",
            "说明", "指标含义", "第 1 页，共")),
    pytest.param("en", ("Monthly bulletin", "October 2026", "vs last month", "Tickets a day", "Monday", "Departments",
                        "Windows: busy and idle", "Worth a look", "What the figures mean", "Page 1 of"),
                 marks=pytest.mark.long),
])  # fmt: skip
def test_every_part_of_a_bulletin_can_be_read(lang: str, parts: tuple[str, ...]) -> None:
    text = tool("pdftotext", "-layout", str(printed(lang)), "-")
    assert [part for part in parts if part not in text] == []
    first = tool("pdftotext", "-l", "1", str(printed(lang)), "-")
    figures = (
        ("过号量", "过号恢复量", "续办人次", "周一")
        if lang == "zh"
        else ("No-shows", "Let back in", "Further legs")
    )
    assert [name for name in figures if name not in first] == [], "on the first page, the heat map too"
    (cell,) = count(month().store.conn, Question(HALL, 20261001, 20261031)).values()
    assert f"{cell.sums['tickets']:,}" in text


def test_it_is_a4_and_carries_its_font_with_it() -> None:
    told = tool("pdfinfo", str(printed("zh")))
    assert re.search(r"Page size: +595\.\d+ x 841\.\d+ pts \(A4\)", told)
    assert "Small hall 每月通报 2026年10月" in told
    fonts_of = tool("pdffonts", str(printed("zh"))).splitlines()[2:]
    assert fonts_of and all(re.search(r"\byes yes yes\b", line) for line in fonts_of)
    assert printed("zh").stat().st_size < 400_000


def test_its_pictures_lose_nothing_on_a_grey_printer(tmp_path: Path) -> None:
    """What a window did is drawn in fills that differ in grey; nothing is red or green only."""
    tool("pdftoppm", "-r", "60", "-png", "-f", "1", "-l", "1", str(printed("zh")), str(tmp_path / "page"))
    with Image.open(next(tmp_path.glob("page*.png"))) as page:
        pixels = page.convert("RGB").getcolors(1 << 20) or []
    coloured = [rgb for _, rgb in pixels if max(rgb) - min(rgb) > 90]  # type: ignore[arg-type, operator]
    assert coloured and all(rgb[2] > rgb[0] for rgb in coloured), "blues only"  # type: ignore[index]


@pytest.mark.long
def test_a_month_with_nothing_is_one_page_that_says_so() -> None:
    path = printed("zh").with_name("nothing.pdf")
    path.write_bytes(made(month(), "bulletin", "pdf", "2020-02-01", "2020-02-01"))
    text = tool("pdftotext", str(path), "-")
    assert "本月没有记录。" in text and "2020年2月" in text


def test_a_computer_without_a_chinese_font_is_told_which_package_to_install(tmp_path: Path) -> None:
    with pytest.raises(fonts.NoFont, match="fonts-noto-cjk"):
        fonts.find([tmp_path])


@pytest.mark.parametrize(
    ("values", "top"),
    [([None], (1.0, 2)), ([3], (3.0, 3)), ([95, 20], (100.0, 2)), ([1240], (1500.0, 3)), ([0.3], (0.3, 3))],
)
def test_a_scale_ends_just_above_the_greatest_value(
    values: list[float | None], top: tuple[float, int]
) -> None:
    end, steps = scale(values)
    assert (round(end, 6), steps) == top


@pytest.mark.parametrize(
    ("unit", "now", "before", "zh", "en"),
    [
        ("count", 110, 100, "+10%", "+10%"), ("count", 5, 0, "无数据", "no data"), ("count", 5, 5, "持平", "the same"),
        ("seconds", 600, 675, "−1 分 15 秒", "−1 min 15 s"), ("share", 0.915, 0.9, "+1.5 个百分点", "+1.5 points"),
        ("share", None, 0.9, "无数据", "no data"),
    ],
)  # fmt: skip
def test_changes_are_told_in_the_unit_of_the_figure(
    unit: str, now: float | None, before: float, zh: str, en: str
) -> None:
    assert (change(unit, now, before, "zh"), change(unit, now, before, "en")) == (zh, en)
