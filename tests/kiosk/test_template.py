"""The layout of a slip is a file: what comes with Paihao, what a hall may change, and what is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from kiosk import drawing, fonts, slip, template
from kiosk.slip import Block, Code, Logo, Number, Row, Rule, Text
from kiosk.template import DEFAULT, Template, TemplateError
from kiosk.words import SAMPLE
from tests.kiosk.cast import PAYLOAD

NEEDED = "".join(f'[[block]]\nshow = "{show}"\n' for show in ("copy", "number", "warnings"))


def layout(folder: Path, text: str) -> Template:
    (folder / "slip.toml").write_text(text, "utf-8")
    return template.read(folder / "slip.toml")


def kinds(blocks: list[Block]) -> list[str]:
    """What stands on a slip in order: rows by their label, texts by their size."""
    found: list[str] = []
    for block in blocks:
        match block:
            case Row():
                found.append(f"{block.label[0].text} {block.lines[0].size}")
            case Text():
                found.append(f"text {block.size}")
            case _:
                found.append(type(block).__name__)
    return found


def test_the_layout_that_comes_with_paihao_is_the_slip_halls_know() -> None:
    assert kinds(slip.blocks(SAMPLE, copy=True)) == [
        "text 34", "Rule", "Badge", "text 24", "Number", "text 34", "text 28", "Rule", "窗口 42", "预约 28", "件数 34",
        "前面 34", "等候 34", "取号 28", "请备好 28", "Rule", "Code", "text 28", "text 24", "text 24",
    ]  # fmt: skip


def test_every_block_that_can_be_shown_stands_in_the_file_or_is_explained_there() -> None:
    shown = {piece.show for piece in template.default()}
    assert shown | {"text", "logo"} == set(template.BLOCKS)
    assert all(f'show = "{show}"' in DEFAULT.read_text("utf-8") for show in template.BLOCKS)


def test_a_hall_orders_its_blocks_leaves_some_out_and_adds_lines_of_its_own(tmp_path: Path) -> None:
    own = '[[block]]\nshow = "text"\nzh = "咨询电话 0663-1234567"\nen = "Phone 0663-1234567"\nsize = 40\nbold = true\n'
    mine = layout(tmp_path, own + NEEDED)
    assert slip.blocks(PAYLOAD, layout=mine) == [
        Text("咨询电话 0663-1234567", 40, bold=True), Text("您的号码", 24), Number("A001"),
    ]  # fmt: skip
    texts = [
        block.text
        for block in slip.blocks(PAYLOAD | {"locale": "en"}, layout=mine)
        if isinstance(block, Text)
    ]
    assert "Phone 0663-1234567" in texts


def test_sizes_are_the_halls_own(tmp_path: Path) -> None:
    mine = layout(tmp_path, NEEDED + '[[block]]\nshow = "windows"\nsize = 60\n[[block]]\nshow = "time"\n')
    windows, time = (block for block in slip.blocks(PAYLOAD, layout=mine) if isinstance(block, Row))
    assert (windows.lines[0].size, time.lines[0].size) == (60, 28)


def test_a_number_can_be_made_smaller_and_a_logo_put_above_it(tmp_path: Path) -> None:
    Image.new("RGBA", (300, 100), (0, 0, 0, 255)).save(tmp_path / "emblem.png")
    logo = '[[block]]\nshow = "logo"\nfile = "emblem.png"\nheight = 60\n'
    mine = layout(tmp_path, logo + NEEDED.replace('"number"', '"number"\nheight = 100'))
    head, _, number = slip.blocks(PAYLOAD, layout=mine)
    assert isinstance(head, Logo) and isinstance(number, Number) and number.height == 100
    picture = drawing.draw([head], 384, fonts.find(), edge=0).convert("L")
    assert picture.histogram()[0] == 180 * 60, "as wide as high, in black"
    low, high = (drawing.draw([Number("A1", height)], 576, fonts.find()).height for height in (100, 0))
    assert low < high


def test_a_logo_that_was_deleted_since_the_start_costs_nobody_a_slip(tmp_path: Path) -> None:
    Image.new("RGBA", (300, 100), (0, 0, 0, 255)).save(tmp_path / "emblem.png")
    mine = layout(tmp_path, '[[block]]\nshow = "logo"\nfile = "emblem.png"\nheight = 60\n' + NEEDED)
    whole = slip.blocks(PAYLOAD, layout=mine)
    (tmp_path / "emblem.png").unlink()
    left = drawing.draw(whole, 576, fonts.find())
    assert left.height < drawing.draw(whole[1:], 576, fonts.find()).height + 20


def test_a_slip_without_a_code_or_a_rule_is_possible(tmp_path: Path) -> None:
    assert not any(isinstance(b, Code | Rule) for b in slip.blocks(PAYLOAD, layout=layout(tmp_path, NEEDED)))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("block = 3", "a template is a list of [[block]]"),
        ("title = 1\n" + NEEDED, "a template is a list of [[block]]"),
        ("[[block]", "is not TOML"),
        (NEEDED.replace("number", "nubmer"), "block 2: show is 'nubmer'; did you mean number?"),
        (NEEDED + "[[block]]\nsize = 30\n", "block 4: show is missing; it is one of advice,"),
        (NEEDED.replace('[[block]]\nshow = "copy"\n', ""), "could not be told from the first"),
        (NEEDED.replace('[[block]]\nshow = "warnings"\n', ""), "rehearsal"),
        (NEEDED + '[[block]]\nshow = "number"\n', "stands there 2 times"),
        (NEEDED + '[[block]]\nshow = "hall"\nsize = 65\n', "block 4 (hall): size is 20 to 64 dots, not 65"),
        (NEEDED + '[[block]]\nshow = "hall"\nsize = "big"\n', "size is a whole number of dots, not 'big'"),
        (NEEDED + '[[block]]\nshow = "hall"\nsize = true\n', "size is a whole number of dots, not True"),
        (NEEDED + '[[block]]\nshow = "rule"\nsize = 30\n', "block 4 (rule): there is no key 'size' here"),
        (NEEDED.replace('"number"', '"number"\nheight = 90'), "height is 96 to 200 dots, not 90"),
        (NEEDED + '[[block]]\nshow = "text"\n', "zh is the line's text"),
        (
            NEEDED + '[[block]]\nshow = "text"\nzh = "x"\nalign = "right"\n',
            "align is left or center, not 'right'",
        ),
        (NEEDED + f'[[block]]\nshow = "text"\nzh = "{"x" * 201}"\n', "zh has 201 characters, more than 200"),
        (NEEDED + '[[block]]\nshow = "logo"\nfile = "no.png"\n', "no.png is no picture that can be read"),
        (NEEDED + '[[block]]\nshow = "logo"\n', "is no picture that can be read"),
        (NEEDED + '[[block]]\nshow = "rule"\n' * 60, "63 blocks are more than the 60"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_its_place_and_the_way_out(
    tmp_path: Path, wrong: str, words: str
) -> None:
    with pytest.raises(TemplateError) as caught:
        layout(tmp_path, wrong)
    assert words in str(caught.value) and "slip.toml" in str(caught.value)


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="cannot be read"):
        template.read(tmp_path / "none.toml")
    (tmp_path / "slip.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(TemplateError, match="UTF-8"):
        template.read(tmp_path / "slip.toml")
