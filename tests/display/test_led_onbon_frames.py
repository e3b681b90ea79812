"""Onbon frames byte for byte against the maker's printed examples, and what is never believed of an answer.

Each example is of «BX-5K/6K protocol, user version» 1.4 (doc.onbonbx.com/zh/k/potocol) or of the page the test names.
"""

from __future__ import annotations

import struct
from datetime import datetime

import pytest

from display.led import onbon, onbon5, onbon6, onbon6_card
from display.led.onbon5 import Area, Voice
from display.led.onbon5_card import Onbon5
from display.led.talk import CardError, Lit

HEADS = "a5" * 8
ACK = bytes.fromhex(HEADS + "0080feff000000000000fe020500a00000000014ac5a")
NACK = bytes.fromhex(HEADS + "0080feff000000000000fe020500a0010500000551 5a")


def framed(data: bytes, address: int = 1) -> str:
    return onbon.wrap(onbon5.packet(data, address)).hex()


def test_the_ping_is_the_documents_of_chapter_8_7() -> None:
    assert framed(onbon5.ping()) == HEADS + "01000080000000000000fe020500a20001000068f85a"


def test_setting_the_clock_is_the_documents_of_chapter_8_10() -> None:
    """It sets 08 in a byte its own table calls reserved, 0; the example is built with it, the driver keeps to 0."""
    printed = HEADS + "01000080000000000000fe020d00a203010800 1320 01 25 11 17 26 05 b03f5a"
    assert framed(onbon5.clock(datetime(2013, 1, 25, 11, 17, 26), b"\x08\0")) == printed.replace(" ", "")


def test_a_still_text_of_128_by_32_pixels_is_the_documents_example_8() -> None:
    area = Area("欢迎光临".encode("gb2312"), forget=10, speed=2, stay=10)
    printed = (
        HEADS
        + "feff0080000000000000fe022c00 a30601000000 01 2300 00 0080 0000 8080 2000 00 00 00 0a00 00 00 00"
        "02 01 01 00 02 0a 08000000 bbb6d3adb9e2c1d9 3c49 5a"
    )
    assert framed(onbon5.update([area]), onbon5.BROADCAST) == printed.replace(" ", "")


def test_the_dealers_example_330_verifies_once_its_width_is_18_again() -> None:
    """deanled.cn 330.html prints width 80; its CRC A8 7D is that of 18, twenty-four bytes of pixels."""
    area = Area(
        b"012345QRSTTV'B", width=24, eighths=True, forget=2, display=3, speed=4, stay=5, lines=2, wrap=2
    )
    printed = (
        HEADS
        + "01000080000000000000fe023200 a306012d0000 01 2900 00 0000 0000 1800 2000 00 00 00 0200 000000"
        "02 02 03 00 04 05 0e000000 303132333435515253545456 2742 a87d 5a"
    )
    assert framed(onbon5.update([area], reserved=b"\x2d\0")) == printed.replace(" ", "")


def test_clearing_and_status_have_the_checks_of_an_open_implementation() -> None:
    """LuckyKoala/BX5KProtocol prints them: A3 10 … 51 F8 and A1 02 … 2D 40."""
    assert framed(onbon5.clear()).endswith("a31001000051f85a")
    assert framed(onbon5.command(0xA1, 0x02)).endswith("a1020100002d405a")


def test_the_documents_acknowledgement_is_read_with_its_crc_ac14() -> None:
    assert onbon.crc(next(onbon.packets(ACK))[:-2]) == 0xAC14
    assert onbon5.heard(ACK) == "ok"


def test_the_documents_nack_says_that_the_checksum_was_wrong() -> None:
    with pytest.raises(CardError) as refused:
        onbon5.heard(NACK)
    assert refused.value.reason == "checksum" and refused.value.certain


def test_marks_inside_a_frame_are_escaped_as_the_makers_own_test_has_it() -> None:
    """onbonlab/bx.dual.dyn.java, BxFrameWrapperTest."""
    assert onbon.wrap(bytes.fromhex("a5a6005b005a")).hex() == HEADS + "a602a601005b01005b025a"
    assert list(onbon.packets(onbon.wrap(bytes.fromhex("a5a6005b005a")))) == [bytes.fromhex("a5a6005b005a")]


def test_an_answer_is_found_among_rubbish_and_behind_a_frame_that_was_cut() -> None:
    assert onbon5.heard(b"\x00\x5a" + ACK[:17] + b"\x13" + ACK) == "ok"


@pytest.mark.parametrize("at", range(8, len(ACK) - 1))
def test_no_answer_is_believed_with_a_bit_changed(at: int) -> None:
    spoilt = bytearray(ACK)
    spoilt[at] ^= 0x01
    assert onbon5.heard(bytes(spoilt)) is None


def test_ffff_is_no_check_for_the_makers_analyser_but_is_one_here() -> None:
    assert onbon5.heard(ACK[:-3] + b"\xff\xff\x5a") is None


def test_our_own_echo_and_another_cards_late_word_are_no_answer() -> None:
    echo = onbon.wrap(onbon5.packet(onbon5.ping(), 2))
    assert onbon5.heard(echo, 2) is None
    other = ACK[8:-3].replace(b"\xfe\xff", b"\x03\x00", 1)
    assert onbon5.heard(onbon.wrap(onbon.checked(other)), 2) is None
    assert onbon5.heard(onbon.wrap(onbon.checked(other)), 3) == "ok"


def test_a_sum_takes_the_place_of_the_crc_where_the_header_says_so() -> None:
    packet = onbon5.packet(onbon5.ping(), 1, onbon5.SUM)
    assert packet[8] == 1 and packet[-2:] == (sum(packet[:-2]) & 0xFFFF).to_bytes(2, "little")
    answer = bytearray(ACK[8:-3])
    answer[8] = 1
    good = bytes(answer) + (sum(answer) & 0xFFFF).to_bytes(2, "little")
    assert onbon5.heard(onbon.wrap(good)) == "ok"
    assert onbon5.heard(onbon.wrap(onbon.checked(bytes(answer)))) is None, "a CRC where a sum is said"


def test_what_is_spoken_stands_before_the_extension_byte_as_the_flag_says() -> None:
    silent = Area(b"A1").bytes()
    shown = Area(b"A1", voice=Voice(None, person=2, plays=1, volume=7, speed=4)).bytes()
    apart = Area(b"A1", voice=Voice(b"A 1", volume=5, speed=5)).bytes()
    assert silent[14:16] == b"\0\0"
    assert shown[14:19] == bytes([1, 0x12, 7, 4, 0])
    assert apart[14:26] == bytes([2, 0, 5, 5, 3, 0, 0, 0]) + b"A 1\0"


def test_the_driver_marks_font_and_colour_and_a_backslash_begins_no_mark_of_its_own() -> None:
    lit = Lit(3, ("A001", "二号\\窗口"), 0, 0, 64, 32, "green")
    assert Onbon5().marked(lit) == b"\\FO000\\FE000\\C2A001\\n" + "二号/窗口".encode("gb2312")
    assert Onbon5(encoding="gbk", font=0).marked(Lit(0, ("乗",))) == b"\\C1\x81\x5c", (
        "5C as the second byte of a Hanzi"
    )


def test_a_text_no_area_can_hold_is_refused_before_it_is_sent() -> None:
    with pytest.raises(CardError) as unfit:
        Onbon5().area(Lit(0, ("长" * 600,)))
    assert unfit.value.reason == "unfit"


def test_a_sixth_generation_frame_has_the_makers_header_and_lengths() -> None:
    """Field by field after onbonlab/bx.dual.dyn.java: there is no printed frame to hold it against."""
    area = onbon6.image_area(onbon6.Place(1, 8, 16, 32, 16), [bytes(32 * 16 * 3)])
    packet = onbon6.packet(onbon6.show_images([area]), device=onbon6.CARDS["6Q2"])
    head = struct.unpack_from("<HHBBH4sI", packet)
    assert head[:5] == (0xFFFF, 0x8000, 0xF0, 0, 0x0266) and head[6] == len(packet) - 18
    answer, group, number, areas, length = struct.unpack_from("<BBB2xHI", packet, 16)
    assert (answer, group, number, areas) == (1, 0xA7, 0x00, 1)
    parameters = packet[27 : 27 + length]
    assert len(packet) == 27 + length + 32 * 16 * 3 + 2
    assert parameters[0] == 1 and parameters[12] == 0x10
    assert struct.unpack_from("<HHHH", parameters, 13) == (8, 16, 32, 16)
    assert struct.unpack_from("<HI", parameters, 31) == (1, 26), (
        "one page of 26 bytes: the maker's parameters and 8"
    )
    assert struct.unpack_from("<II", parameters, 31 + 6 + 18) == (0, 32 * 16 * 3)


def test_pixels_are_bytes_of_three_or_bits_with_one_for_off() -> None:
    red, green, dark = (255, 0, 0), (0, 255, 0), (0, 0, 0)
    row = [red, green, dark, dark, dark, dark, dark, dark, red, dark]
    rgb = bytes(value for pixel in row for value in pixel)
    assert onbon6_card.pack("rgb", (10, 1), rgb) == rgb
    assert onbon6_card.pack("mono", (10, 1), rgb) == bytes([0b00111111, 0b01111111])
    assert onbon6_card.pack("double", (10, 1), rgb) == bytes([0b01111111, 0b01111111, 0b10111111, 0b11111111])
