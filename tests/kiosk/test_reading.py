"""Bytes of any kind: the paper reads slips whatever pieces they come in, and rubbish ends in one named error."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk import fonts, slip
from kiosk.native import Sheet
from kiosk.printer.asking import Asking, TwoWay
from kiosk.printer.commands import AT_ONCE, IN_TURN, Status, at_once, in_turn, judge, judge_paper
from kiosk.printer.device import REASONS
from kiosk.printer.paper import Paper, RubbishError, Slip, slips
from kiosk.printer.reading import Asked, Raster, Reader, command_at
from tests.kiosk.cast import PAYLOAD, paper_bytes

NATIVE = Sheet(384, fonts.find()).written(slip.blocks(PAYLOAD, copy=True))
DRAWN = paper_bytes()[:4000]
BITS = st.binary(max_size=60)
SMALL = st.sampled_from(
    [b"\x1b@", b"\x1c&", b"\x1c.", b"\x1d!", b"\x1dv0\0", b"\x1dV\x42\0", b"\x1d(k\x03\x001C\x05", b"\x1d(k",
     b"\x1d(k\x03\x001Q0", b"\n", "号码".encode("gb18030"), *AT_ONCE]
)  # fmt: skip


def raster(across: int, height: int, bits: bytes) -> bytes:
    return b"\x1dv0\0" + bytes([across, 0, height, 0]) + bits[: across * height].ljust(across * height, b"x")


def stored(data: bytes) -> bytes:
    """A QR code of these bytes, kept and printed."""
    return b"\x1d(k" + (len(data) + 3).to_bytes(2, "little") + b"1P0" + data + b"\x1d(k\x03\x001Q0"


PIECE = st.one_of(
    BITS, SMALL, st.builds(raster, st.integers(0, 3), st.integers(0, 3), BITS), st.builds(stored, BITS)
)
PIECES = st.lists(PIECE, max_size=12).map(b"".join)


def read(data: bytes, size: int | None = None) -> list[object]:
    """Everything a paper makes of bytes that come in pieces of this size."""
    paper, found = Paper(384), []
    for at in range(0, len(data), size or max(1, len(data))):
        found += list(paper.feed(data[at : at + (size or len(data))]))
    return found


@settings(deadline=None, max_examples=100)
@given(PIECES)
def test_no_bytes_do_more_than_make_slips_or_one_error(data: bytes) -> None:
    with contextlib.suppress(RubbishError):
        assert all(isinstance(event, Slip | Asked) for event in read(data))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(NATIVE) - 1), st.integers(1, 255), st.sampled_from([NATIVE, DRAWN]))
def test_a_slip_with_one_byte_changed_is_a_slip_or_rubbish(at: int, change: int, slip_bytes: bytes) -> None:
    at %= len(slip_bytes)
    data = slip_bytes[:at] + bytes([slip_bytes[at] ^ change]) + slip_bytes[at + 1 :]
    with contextlib.suppress(RubbishError):
        list(slips(data, 384))


@settings(deadline=None, max_examples=15)
@given(st.integers(1, 40))
def test_a_slip_in_pieces_is_the_same_slip(size: int) -> None:
    (whole,), (pieced,) = read(NATIVE), read(NATIVE, size)
    assert isinstance(whole, Slip) and isinstance(pieced, Slip)
    assert (whole.texts, whole.codes) == (pieced.texts, pieced.codes)
    assert whole.picture.tobytes() == pieced.picture.tobytes()


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=200))
def test_a_command_never_ends_before_it_begins_or_after_its_bytes(data: bytes) -> None:
    reader, left = Reader(), len(data)
    try:
        for _ in reader.feed(data):
            left -= 1
            assert left >= 0, "more commands than bytes"
    except RubbishError:
        pass
    assert reader.waiting <= len(data)


def test_a_question_within_a_slip_is_answered_in_its_place() -> None:
    data = paper_bytes()
    events = read(data + IN_TURN + data)
    assert [type(event) for event in events] == [Slip, Asked, Slip]
    raster, _ = command_at(data, 2)
    assert isinstance(raster, Raster)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(0, 255), min_size=4, max_size=4))
def test_status_bytes_of_any_kind_are_a_status(answers: list[int]) -> None:
    for status in (judge(*answers[:3]), judge_paper(answers[3])):
        assert status.reason is None or status.reason in REASONS


class Answers(Asking):
    """A printer that answers each question with the next of these."""

    def __init__(self, answers: list[bytes], asks: str = "on") -> None:
        super().__init__(asks)
        self.answers = answers

    def ask(self, request: bytes, settling: bool = False) -> bytes:
        return self.answers.pop(0) if self.answers else b""


@settings(deadline=None, max_examples=100)
@given(st.lists(st.binary(max_size=20), max_size=8), st.sampled_from(["on", "paper", "off"]))
def test_answers_of_any_kind_are_a_status(answers: list[bytes], asks: str) -> None:
    printer = Answers(answers, asks)
    for _ in range(3):
        status = printer.look()
        assert status.reason is None or status.reason in REASONS
        assert status.known or asks == "off"


class Flood:
    """A line that never stops saying the same bytes, a second each; `now` is its clock."""

    url = "flood://"

    def __init__(self, data: bytes) -> None:
        self.data, self.now = data, 0.0

    def write(self, data: bytes) -> None: ...

    def read(self, most: int, seconds: float) -> bytes:
        self.now += 1.0
        return self.data[:most]

    def close(self) -> None: ...


@settings(deadline=None, max_examples=50)
@given(st.binary(min_size=1, max_size=200))
def test_a_line_full_of_noise_is_listened_to_for_seconds_and_no_longer(noise: bytes) -> None:
    line = Flood(noise)
    status = TwoWay(line, seconds=3.0, monotonic=lambda: line.now).look()
    assert line.now <= 4 * 6
    heard = noise[:64]
    if at_once(heard) is None and in_turn(heard) is None:
        assert status == Status("garbled")


class Prompt:
    """A line that answers at once, to a box that takes an hour between two of its own steps."""

    url = "prompt://"

    def __init__(self) -> None:
        self.now, self.answer = 0.0, b""

    def write(self, data: bytes) -> None:
        self.answer = b"\x12"

    def read(self, most: int, seconds: float) -> bytes:
        answer, self.answer = self.answer, b""
        return answer

    def close(self) -> None: ...

    def monotonic(self) -> float:
        self.now += 3600.0
        return self.now


def test_a_box_that_was_held_up_does_not_call_a_printer_mute_that_has_answered() -> None:
    line = Prompt()
    assert TwoWay(line, monotonic=line.monotonic).look() == Status()


@pytest.mark.parametrize("size", [b"\xff\xff\x01\0", b"\x01\0\xff\xff", b"\0\0\x01\0"])
def test_a_picture_of_no_size_a_slip_can_have_does_not_swallow_the_slips_behind_it(size: bytes) -> None:
    with pytest.raises(RubbishError):
        list(Reader().feed(b"\x1dv0\0" + size))
