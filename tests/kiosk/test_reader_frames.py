"""SAM_V byte for byte: the documents' own examples, and whatever a bad line makes of them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis.strategies import binary, data, integers, lists, sampled_from

from kiosk.reader import samv
from kiosk.reader.emulator import MODULE, NOISE
from kiosk.reader.samv import Frames

FAST = settings(deadline=None, max_examples=60)
BODIES = lists(binary(min_size=3, max_size=60), min_size=1, max_size=4)


def hexed(text: str) -> bytes:
    return bytes.fromhex(text)


def test_requests_are_those_of_the_published_protocol() -> None:
    """Find, select and read as in every copy of the protocol (such as CSDN 85242964), state as open drivers have it."""
    assert samv.request(samv.FIND) == hexed("AA AA AA 96 69 00 03 20 01 22")
    assert samv.request(samv.SELECT) == hexed("AA AA AA 96 69 00 03 20 02 21")
    assert samv.request(samv.READ) == hexed("AA AA AA 96 69 00 03 30 01 32")
    assert samv.request(samv.STATE) == hexed("AA AA AA 96 69 00 03 11 FF ED")


def test_answers_of_the_published_examples_are_understood() -> None:
    """Card found and card selected, as the user of a Huashi 100D on a serial line has printed them."""
    line = hexed("AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97")
    line += hexed("AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C")
    found, selected = (samv.answer(body) for body in Frames().feed(line))
    assert found and selected
    assert (found.word, found.data) == ("found", bytes(4))
    assert (selected.word, selected.data) == ("ok", bytes(8))
    assert samv.reply(samv.FOUND, bytes(4)) + samv.reply(samv.OK, bytes(8)) == line


def test_a_card_makes_an_answer_of_1295_bytes_and_never_shows_in_a_log() -> None:
    whole = samv.reply(samv.OK, b"\x01\x00\x04\x00" + bytes(256 + 1024))
    assert len(whole) == 1295
    assert whole[5:7] == hexed("05 08")
    secret = samv.Answer(samv.OK, "张秀英".encode("utf-16-le"))
    assert "张" not in repr(secret) and repr(secret) == "Answer(ok, 6 bytes)"


def test_status_words_have_names_whatever_the_card_adds() -> None:
    named = {sw3: samv.Answer(bytes([0x12, 0x34, sw3]), b"").word for sw3 in (0x81, 0x41, 0x66, 0x10)}
    assert named == {0x81: "select_failed", 0x41: "read_failed", 0x66: "not_authorised", 0x10: "checksum"}
    assert samv.Answer(b"\x01\x02\x77", b"").word == "sw_010277"


def test_the_modules_number_is_written_as_vendors_do() -> None:
    assert samv.sam_number(MODULE) == "05.03-20150312-0001234567-0123456789"
    assert samv.sam_number(b"\x05") == ""


@FAST
@given(BODIES, data())
def test_frames_come_out_whole_however_the_line_cuts_them(bodies: list[bytes], draw: object) -> None:
    line, frames, out = b"".join(samv.frame(body) for body in bodies), Frames(), []
    while line:
        size = draw.draw(integers(1, len(line)))  # type: ignore[attr-defined]
        out += frames.feed(line[:size])
        line = line[size:]
    assert out == bodies and frames.broken == 0


@FAST
@given(binary(max_size=40), BODIES)
def test_rubbish_before_and_between_is_passed_over(rubbish: bytes, bodies: list[bytes]) -> None:
    frames, out = Frames(), []
    for body in bodies:
        out += frames.feed(rubbish.replace(samv.PREAMBLE, b"") + samv.frame(body))
    assert out == bodies


def test_half_a_preamble_before_a_frame_and_a_frame_inside_a_broken_one_lose_nothing() -> None:
    frames = Frames()
    assert list(frames.feed(NOISE + samv.reply(samv.OK) + NOISE)) == [samv.OK]
    broken = samv.PREAMBLE + b"\x00\x0d" + samv.reply(samv.FOUND)[:-1] + b"\x55\x00\x00"
    assert list(frames.feed(broken + samv.reply(samv.OK))) == [samv.OK]
    assert frames.broken >= 1


@FAST
@given(binary(min_size=3, max_size=60), data())
def test_one_wrong_bit_is_never_acted_on(body: bytes, draw: object) -> None:
    whole = bytearray(samv.frame(body))
    at = draw.draw(integers(len(samv.PREAMBLE), len(whole) - 1))  # type: ignore[attr-defined]
    whole[at] ^= 1 << draw.draw(integers(0, 7))  # type: ignore[attr-defined]
    frames = Frames()
    assert list(frames.feed(bytes(whole))) == []
    frames.clear()
    assert list(frames.feed(samv.frame(body))) == [body], "and the next one is heard"


@FAST
@given(lists(binary(max_size=80) | sampled_from([samv.PREAMBLE, samv.reply(samv.OK), NOISE]), max_size=30))
def test_no_bytes_stop_the_parser_or_make_it_hold_more_than_a_frame(pieces: list[bytes]) -> None:
    frames = Frames()
    for piece in pieces:
        for body in frames.feed(piece):
            assert samv.frame(body) in b"".join(pieces)
    assert len(frames._held) <= samv.HEAD + samv.MOST
