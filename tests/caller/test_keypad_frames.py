"""Frames of the RS-485 keypad, byte by byte: sums were added up by hand. What is spoilt is never acted on."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caller.keypad import frames
from caller.keypad.frames import Frame, Key, Reader, Value

KEYPAD_SENDS = [
    # 05 + 04 + 0C = 15
    ("FF 68 03 03 68 05 04 0C 15 16", Key("primary")),
    # 05 + 04 + 0D = 16: the sum may look like the end
    ("FF 68 03 03 68 05 04 0D 16 16", Key("recall")),
    # 05 + 04 + 0B = 14
    ("FF 68 03 03 68 05 04 0B 14 16", Key("rate")),
    # 05 + 04 + 12 = 1B
    ("FF 68 03 03 68 05 04 12 1B 16", Key("pause")),
    # 05 + 04 + 13 = 1C
    ("FF 68 03 03 68 05 04 13 1C 16", Key("transfer")),
    # 05 + 04 + 01 + 02 + 13 = 1F
    ("FF 68 05 05 68 05 04 01 02 13 1F 16", Key("transfer", "12")),
    # 05 + 04 + 06 + 0F = 1E
    ("FF 68 04 04 68 05 04 06 0F 1E 16", Key("no_show")),
    # 05 + 04 + 00 + 0F = 18
    ("FF 68 04 04 68 05 04 00 0F 18 16", Key("hold")),
    # 05 + 04 + 03 + 0F = 1B
    ("FF 68 04 04 68 05 04 03 0F 1B 16", Key("resume")),
    # 05 + 04 + 0E = 17: cancel, unused
    ("FF 68 03 03 68 05 04 0E 17 16", None),
    # FE + 11 + 03 = 112
    ("FF 68 03 03 68 FE 11 03 12 16", Value(3)),
    # 05 + 04 + 07 + 0F = 1F: confirm after a digit that means nothing
    ("FF 68 04 04 68 05 04 07 0F 1F 16", None),
]
PC_SENDS = [
    # 05 + 02 + 0A + 0A + 0A + 00 + 00 + 01 = 26
    (frames.ticket(5, "A001"), "FF 68 08 08 68 05 02 0A 0A 0A 00 00 01 26 16"),
    # 05 + 02 + 1E + 02 + 03 + 04 = 2E: the last three digits
    (frames.ticket(5, "B1234"), "FF 68 08 08 68 05 02 0A 0A 0A 02 03 04 2E 16"),
    (frames.ticket(5, ""), "FF 68 08 08 68 05 02 0A 0A 0A 00 00 00 25 16"),
    # 05 + 02 + 00 + 01 + 02 + 1E = 28
    (frames.waiting(5, 12), "FF 68 08 08 68 05 02 00 01 02 0A 0A 0A 28 16"),
    # 05 + 02 + 09 × 3 + 1E = 40
    (frames.waiting(5, 1000), "FF 68 08 08 68 05 02 09 09 09 0A 0A 0A 40 16"),
    # FF + 03 = 102
    (frames.beep(0xFF), "FF 68 02 02 68 FF 03 02 16"),
    # 05 + 01 + 0B = 11
    (frames.start_rating(5), "FF 68 03 03 68 05 01 0B 11 16"),
    # 05 + 02 + 05 = 0C
    (frames.stars(5), "FF 68 03 03 68 05 02 05 0C 16"),
]
PRESS = bytes.fromhex(KEYPAD_SENDS[0][0])


@pytest.mark.parametrize(("sent", "means"), KEYPAD_SENDS)
def test_each_frame_of_the_document_means_its_key(sent: str, means: object) -> None:
    (frame,) = Reader().feed(bytes.fromhex(sent))
    assert frames.meant(frame) == means


@pytest.mark.parametrize(("built", "documented"), PC_SENDS)
def test_what_a_keypad_is_shown_is_built_as_the_document_says(built: bytes, documented: str) -> None:
    assert built == bytes.fromhex(documented)


@pytest.mark.parametrize("sent", [sent for sent, _ in KEYPAD_SENDS if "68 FE 11" not in sent])
def test_a_press_is_acknowledged_by_its_own_echo(sent: str) -> None:
    (frame,) = Reader().feed(bytes.fromhex(sent))
    assert frames.acknowledged(frame) == bytes.fromhex(sent)


def test_a_rating_is_acknowledged_with_function_01_and_a_sum_smaller_by_10() -> None:
    (frame,) = Reader().feed(bytes.fromhex("FF 68 03 03 68 05 11 03 19 16"))
    assert frames.acknowledged(frame) == bytes.fromhex("FF 68 03 03 68 05 01 03 09 16")


def test_a_frame_comes_in_any_pieces() -> None:
    reader = Reader()
    assert [frame for byte in PRESS for frame in reader.feed(bytes((byte,)))] == [Frame(5, 4, b"\x0c")]


def test_a_wrong_sum_is_counted_and_not_acted_on() -> None:
    reader = Reader()
    assert reader.feed(PRESS[:-2] + b"\x99\x16") == []
    assert reader.spoilt == 1
    assert reader.feed(PRESS) == [Frame(5, 4, b"\x0c")]


@pytest.mark.parametrize("cut", range(1, len(PRESS)))
def test_a_frame_that_was_cut_off_does_not_take_the_next_one_with_it(cut: int) -> None:
    assert Reader().feed(PRESS[:cut] + PRESS) == [Frame(5, 4, b"\x0c")]


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=60), st.binary(max_size=60), st.integers(0, 2**32))
def test_noise_before_and_after_hides_no_press_for_long(before: bytes, after: bytes, seed: int) -> None:
    """A press right behind noise may look like its rest; a second one is found whatever came before."""
    reader, dice = Reader(), random.Random(seed)
    left, found = before + PRESS + PRESS + after, []
    while left:
        n = dice.randint(1, 7)
        found += reader.feed(left[:n])
        left = left[n:]
    assert found.count(Frame(5, 4, b"\x0c")) >= 1
    assert len(reader._rest) <= 12, "what is kept is never more than one frame"


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reader_and_what_it_finds_has_its_sum(data: bytes) -> None:
    for frame in Reader(frames.ANY).feed(data):
        assert frames.built(*frame) in data
        if len(frame.data):
            frames.meant(frame)


@settings(deadline=None, max_examples=100)
@given(st.sampled_from([sent for sent, _ in KEYPAD_SENDS]), st.data())
def test_a_mutated_byte_is_found_out_or_makes_another_good_frame(sent: str, data: st.DataObject) -> None:
    whole = bytes.fromhex(sent)
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != whole[at]))
    spoilt = whole[:at] + bytes((byte,)) + whole[at + 1 :]
    assert Reader().feed(spoilt) == [], "one changed byte never passes the sum"
