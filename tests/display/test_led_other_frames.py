"""Huidu packets and described frames, byte for byte where somebody has printed one."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from display.led import checks, huidu, shape
from display.led.building import build
from display.led.talk import CardError, Lit
from display.led.template import Template


def sent(card: Template, lit: Lit) -> bytes:
    return next(card.show([lit], 0)).data


def template(name: str, address: int = 1, **settings: int) -> Template:
    return Template(shape.read(name), address, settings)


def test_every_check_has_its_catalogued_value_of_123456789() -> None:
    """The values of the CRC catalogue's test string."""
    values = {name: check(b"123456789") for name, check in checks.CHECKS.items()}
    assert values["crc16-arc"] == 0xBB3D and values["crc16-modbus"] == 0x4B37
    assert values["crc16-ccitt"] == 0x29B1 and values["crc16-xmodem"] == 0x31C3
    assert values["sum8"] == 0xDD and values["sum16"] == 0x01DD and values["xor8"] == 0x31


def test_999_on_board_5_is_the_shops_example_05_03_e7_ef() -> None:
    assert sent(template("rs485-digits", 5), Lit(0, ("999",))).hex(" ") == "05 03 e7 ef"


def test_888_in_green_is_the_dealers_example_3a_00_78_03_01_b6_0a() -> None:
    assert sent(template("xunpeng-3a"), Lit(0, ("888",), colour="green")).hex(" ") == "3a 00 78 03 01 b6 0a"


def test_the_dealers_printed_answer_is_believed_and_no_other_number() -> None:
    ask = next(template("xunpeng-3a").show([Lit(0, ("888",), colour="green")], 0))
    assert ask.hear
    assert ask.hear(bytes.fromhex("2a 00 78 03 01 a6 0a")) == "ok"
    assert ask.hear(bytes.fromhex("3a 01 3b 0a")) == "ok", (
        "the answer of the text, which is not the example's"
    )
    assert ask.hear(bytes.fromhex("2a 00 79 03 01 a7 0a")) is None, "another number"
    assert ask.hear(bytes.fromhex("2a 00 78 03 01 a7 0a")) is None, "a wrong sum"


def test_two_hanzi_in_red_on_a_cxt_are_the_dealers_packet() -> None:
    card = template("cxt-cxh", effect=3, speed=8, stay=16)
    printed = "21 21 55 aa 00 01 03 08 10 00 00 00 04 00 b0 a1 b0 a2"
    assert sent(card, Lit(0, ("啊阿",), colour="red")).hex(" ") == printed


def test_a_modbus_display_is_written_and_its_exception_understood() -> None:
    ask = next(template("modbus-digits", 17, register=1).show([Lit(0, ("3",))], 0))
    assert ask.data[:6].hex(" ") == "11 06 00 01 00 03" and ask.hear
    assert ask.hear(ask.data) == "ok", "the answer is the command again"
    refusal = bytes.fromhex("11 86 02")
    check = checks.CHECKS["crc16-modbus"](refusal).to_bytes(2, "little")
    with pytest.raises(CardError, match="no such register"):
        ask.hear(refusal + check)


def written(**parts: Any) -> shape.Shape:
    return shape.shape({"name": "x", "about": "x", **parts})


def test_lengths_checks_escapes_and_number_forms_are_as_described() -> None:
    card = written(
        frames={
            "show": {
                "parts": [
                    {"hex": "02"},
                    {"length": True, "size": 2, "as": "ascii", "from": "a", "to": "z", "add": 1, "name": "a"},
                    {"field": "area", "size": 1, "as": "bcd"},
                    {"text": True, "size": 6, "pad": "00", "name": "z"},
                    {"check": "xor8", "from": "a", "to": "z", "as": "ascii", "size": 2, "name": "c"},
                    {"hex": "03"},
                ],
                "escape": {"03": "1b 83", "1b": "1b 9b"},
                "escape_from": "a",
                "escape_to": "c",
            }
        }
    )
    data = build(card.frames["show"], {"area": 3, "lines": ("A8",)}, "gb2312")
    assert data == b"\x02" + b"10" + b"\x1b\x83" + b"A8\0\0\0\0" + b"7B" + b"\x03"


def test_a_text_too_long_for_its_place_is_cut_between_characters() -> None:
    card = written(frames={"show": {"parts": [{"text": True, "size": 5, "pad": "20"}]}})
    assert build(card.frames["show"], {"lines": ("二号窗口",)}, "gb2312") == "二号".encode("gb2312") + b" "


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ([], "a frame has parts"),
        ([{"hex": "xy"}], "'xy' is not hex"),
        ([{"field": "widht", "size": 1}], "there is no field 'widht'"),
        ([{"field": "area"}], "a field needs its size"),
        ([{"hex": "01", "text": True}], "a part is exactly one of"),
        ([{"check": "sum8", "from": "nobody"}], "no part is named 'nobody'"),
        ([{"check": "crc32"}], "there is no check 'crc32'; known: sum8"),
        ([{"check": "sum8"}], "what a check covers"),
        ([{"hex": "01", "sise": 1}], "unknown field `sise`"),
    ],
)
def test_a_template_that_cannot_be_is_refused_with_the_place(parts: list[Any], says: str) -> None:
    with pytest.raises(shape.ShapeError, match=says):
        written(frames={"show": {"parts": parts}})


def test_an_unknown_template_names_those_there_are() -> None:
    with pytest.raises(shape.ShapeError, match="known: cxt-cxh, generic-text, modbus-digits"):
        shape.read("nonesuch")


def test_a_number_that_does_not_fit_its_bytes_is_never_sent_cut() -> None:
    with pytest.raises(CardError, match="unfit"):
        sent(template("rs485-digits"), Lit(0, ("70000",)))


def test_a_huidu_session_begins_with_the_open_implementations_packets() -> None:
    assert huidu.version_ask().hex(" ") == "08 00 01 20 05 00 00 01"
    assert huidu.heartbeat().hex(" ") == "04 00 5f 00"


def test_a_long_xml_goes_in_pieces_of_8000_with_length_and_offset() -> None:
    pieces = list(huidu.packets(huidu.fragments(b"x" * 20000)))
    heads = [(int.from_bytes(p.body[:4], "little"), int.from_bytes(p.body[4:8], "little")) for p in pieces]
    assert heads == [(20000, 0), (20000, 8000), (20000, 16000)]
    assert [len(p.body) - 8 for p in pieces] == [8000, 8000, 4000]
    assert {p.command for p in pieces} == {0x2003}


def test_a_programme_holds_every_strip_of_the_board_and_the_flashing_one_twice() -> None:
    board = [Lit(0, ("A<001>",), 0, 0, 64, 32, "green"), Lit(1, ("B2",), 64, 0, 64, 32, flashing=True)]
    screen = ElementTree.fromstring(huidu.programme(board, "SimSun", "x", 1))
    areas = screen.findall("program/area")
    assert [area.findtext("resources/text/string") for area in areas] == ["A<001>", "B2"]
    assert [len(area.findall("resources/text")) for area in areas] == [1, 2]
    assert areas[1].find("rectangle").attrib == {"x": "64", "y": "0", "width": "64", "height": "32"}  # type: ignore[union-attr]


def answer(xml: str, at: int = 0, whole: int | None = None) -> bytes:
    data = xml.encode()
    total = len(data) if whole is None else whole
    return huidu.packet(0x2004, total.to_bytes(4, "little") + at.to_bytes(4, "little") + data)


def test_an_sdk_answer_is_read_whole_also_from_two_pieces_out_of_order() -> None:
    xml = '<sdk guid="g"><out method="GetIFVersion" result="kSuccess"/></sdk>'
    halves = answer(xml[30:], 30, len(xml)), answer(xml[:30], 0, len(xml))
    assert huidu.answered(halves[0]) is None
    said = huidu.answered(b"".join(halves))
    assert said and (said.guid, said.method) == ("g", "GetIFVersion")


@pytest.mark.parametrize(
    ("heard", "reason"),
    [
        (huidu.packet(0x2000, b"\x04\x00"), "busy"),
        (huidu.packet(0x2000, b"\x16\x00"), "refused"),
        (answer('<sdk guid="g"><out method="x" result="kParseXmlFailed"/></sdk>'), "refused"),
        (answer('<!DOCTYPE a [<!ENTITY b "c">]><sdk guid="g"/>'), "garbage"),
        (answer("<sdk"), "garbage"),
        (b"\x01\x00\x04\x20", "garbage"),
    ],
)
def test_a_huidu_complaint_is_a_reason(heard: bytes, reason: str) -> None:
    with pytest.raises(CardError) as error:
        huidu.answered(heard)
    assert error.value.reason == reason
