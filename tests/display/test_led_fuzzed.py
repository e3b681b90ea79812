"""Whatever a line babbles: no parser crashes or hangs, none acts on a wrong check, on neither end of the line."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from display.led import huidu, kinds, onbon, onbon5, onbon6, shape
from display.led.answering import heard
from display.led.building import build
from display.led.file import Board
from display.led.talk import CardError, Lit
from display.led.virtual.rig import simulated
from display.led.virtual.screen import Screen

ACK5 = bytes.fromhex("a5" * 8 + "0080feff000000000000fe020500a00000000014ac5a")
ACK6 = onbon.wrap(onbon.checked(bytes.fromhex("0080feff f0006602 00000000 09000000 00a000 0000 0000 0000")))
GENERIC = shape.read("generic-text")
FACTS: dict[str, Any] = {"address": 1}
GENERIC_ACK = build(GENERIC.answers[0], FACTS | {"code": 0, "lines": ()}, "gb2312")
CARDS = ["onbon5", "onbon6-font", "huidu", *(f"template:{name}" for name in shape.names())]
quick = settings(deadline=None, max_examples=40)

LISTENERS: list[Callable[[bytes], Any]] = [
    onbon5.heard, onbon6.heard, huidu.answered, huidu.agreed, huidu.alive,
    *(partial(heard, shape.read(name).answers, FACTS | {"register": 0, "digits": 1, "info": 1})
      for name in shape.names()),
]  # fmt: skip


def quietly(listen: Callable[[bytes], Any], data: bytes) -> Any:
    """What it made of the bytes; a CardError is an answer too, anything else is a crash."""
    try:
        return listen(data)
    except CardError as error:
        return error


@quick
@given(st.binary(max_size=300))
def test_no_listener_crashes_on_random_bytes_or_takes_them_for_a_yes(data: bytes) -> None:
    for listen in LISTENERS:
        said = quietly(listen, data)
        assert said is None or isinstance(said, CardError) or listen in (huidu.alive, huidu.agreed)


@quick
@given(st.sampled_from([ACK5, ACK6]), st.data())
def test_no_bent_acknowledgement_is_believed(whole: bytes, data: st.DataObject) -> None:
    """Bytes changed, lost or doubled anywhere inside: 16 bits of CRC see every burst of up to 16."""
    at = data.draw(st.integers(8, len(whole) - 2))
    bent = bytearray(whole)
    way = data.draw(st.sampled_from(["change", "lose", "double"]))
    if way == "change":
        bent[at] ^= data.draw(st.integers(1, 255))
    elif way == "lose":
        del bent[at]
    else:
        bent.insert(at, bent[at])
    listen = onbon5.heard if whole == ACK5 else onbon6.heard
    assert listen(whole) == "ok"
    if bytes(bent) != whole:
        assert quietly(listen, bytes(bent)) is None


@quick
@given(st.integers(0, len(GENERIC_ACK) - 1), st.integers(1, 255))
def test_no_bent_answer_of_a_described_card_is_believed(at: int, change: int) -> None:
    data = bytearray(GENERIC_ACK)
    data[at] ^= change
    assert heard(GENERIC.answers, FACTS, GENERIC_ACK) == "ok"
    assert quietly(partial(heard, GENERIC.answers, FACTS), bytes(data)) is None


@pytest.mark.parametrize("card", CARDS)
@quick
@given(st.lists(st.binary(max_size=80), max_size=6))
def test_no_virtual_card_crashes_or_shows_what_rubbish_says(card: str, chunks: list[bytes]) -> None:
    seen = simulated(card, Screen(None))
    for chunk in chunks:
        for frame in seen.frames(chunk):
            seen.obey(frame, "")
    if card not in UNCHECKED:
        assert seen.screen.strips == {}


UNCHECKED = ("template:cxt-cxh", "template:rs485-digits", "template:xunpeng-3a")
"""No check, or a sum of eight bits, which one rubbish frame in 256 has."""


def spoken_frames(card: str, text: str) -> list[bytes]:
    """What the driver sends to show a text; a session is answered by the virtual card itself."""
    driver = kinds.make(Board(card=card), None, "x")
    seen, sent = simulated(card, Screen(None)), []
    talk, said = driver.show([Lit(0, (text,))], 0), None
    while True:
        try:
            ask = talk.send(said)
        except StopIteration:
            return sent
        sent.append(ask.data)
        answers = b"".join(seen.obey(frame, "") or b"" for frame in seen.frames(ask.data))
        said = ask.hear(answers) if ask.hear else None


@pytest.mark.parametrize("card", [card for card in CARDS if card not in UNCHECKED])
@quick
@given(st.randoms(use_true_random=False))
def test_a_mutated_frame_changes_no_virtual_strip(card: str, chance: random.Random) -> None:
    if card == "huidu":
        return mutated_session(chance)
    [frame] = spoken_frames(card, "A001")
    bent = bytearray(frame)
    bent[chance.randrange(len(bent))] ^= chance.randrange(1, 256)
    seen = simulated(card, Screen(None))
    for one in seen.frames(bytes(bent)):
        seen.obey(one, "")
    # Among the heads of an Onbon frame a byte may change: they are there to be lost.
    kept = bytes(bent).lstrip(b"\xa5")[-len(frame.lstrip(b"\xa5")) :] == frame.lstrip(b"\xa5")
    assert seen.screen.strips == {} or kept


def mutated_session(chance: random.Random) -> None:
    """Huidu has no checksum: a bent frame may be shown, but it never crashes and never hangs."""
    seen = simulated("huidu", Screen(None))
    for frame in spoken_frames("huidu", "A001"):
        bent = bytearray(frame)
        bent[chance.randrange(len(bent))] ^= chance.randrange(1, 256)
        for one in seen.frames(bytes(bent)):
            seen.obey(one, "")


@quick
@given(st.text(max_size=40))
def test_every_text_becomes_a_frame_its_card_understands(text: str) -> None:
    for card in ("onbon5", "onbon6-font", "huidu", "template:generic-text"):
        seen = simulated(card, Screen(None))
        lines = tuple(line.strip() for line in text.split("\n"))
        try:
            ask = next(kinds.make(Board(card=card), None, "x").show([Lit(0, lines)], 0))
        except CardError:
            continue
        for frame in seen.frames(ask.data):
            answer = seen.obey(frame, "")
            assert answer is None or card == "huidu" or (ask.hear and ask.hear(answer) == "ok")


def test_the_clock_of_every_month_is_one_a_card_takes() -> None:
    for month in range(1, 13):
        seen = simulated("onbon5", Screen(None))
        frame = onbon.wrap(onbon5.packet(onbon5.clock(datetime(2026, month, 28, 23, 59, 59))))
        [one] = seen.frames(frame)
        assert onbon5.heard(seen.obey(one, "") or b"") == "ok"
