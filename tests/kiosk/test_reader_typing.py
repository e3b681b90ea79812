"""Devices that type: keys become lines, lines become what they mean, and half a line becomes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis.strategies import booleans, lists, sampled_from, text, tuples

from kiosk.reader import wedge
from kiosk.reader.table import Said
from kiosk.reader.wedge import Line, lines, meaning
from server.agent.keys import CODES, LOST, Press

PLAIN = {shifted: plain for plain, shifted in wedge.SHIFTED.items()} | {" ": "SPACE"}


def typed(words: str) -> list[Press]:
    """How a US keyboard types it, with Enter."""
    presses: list[Press] = []
    for letter in words:
        key = PLAIN.get(letter, letter.upper())
        shift = letter in wedge.SHIFTED.values() or letter.isupper()
        one = [Press(key, True), Press(key, False)]
        presses += [Press("LEFTSHIFT", True), *one, Press("LEFTSHIFT", False)] if shift else one
    return [*presses, Press("ENTER", True), Press("ENTER", False)]


@settings(deadline=None, max_examples=60)
@given(text(sorted({*wedge.SHIFTED, *wedge.SHIFTED.values(), *"abcXYZ0189 "}), min_size=1, max_size=60))
def test_what_is_typed_comes_out_letter_for_letter(words: str) -> None:
    line = Line()
    assert lines(line, typed(words) * 2) == [words, words]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("11010519491231002x", Said("id_card", "11010519491231002X")),
        ("810000195502100161", Said("permit", "810000195502100161")),
        ("91084019881024007X", Said("foreigner", "91084019881024007X")),
        ("USA110081111107", Said("foreigner", "USA110081111107")),
        ("K7X2-MQ9R", Said("scan", text="K7X2-MQ9R")),
        ("A012", Said("scan", text="A012")),
        ("https://hall.example/track/K7X2MQ9R4T", Said("scan", text="https://hall.example/track/K7X2MQ9R4T")),
        ("WIFI:S:hall;P:secret;;", None),
        ("hello, world", None),
        ("x" * 400, None),
        ("", None),
    ],
)
def test_a_line_is_a_number_of_a_card_a_code_an_address_or_nothing(words: str, said: Said | None) -> None:
    assert meaning(words) == said


def test_what_was_said_never_shows_whose_it_was() -> None:
    assert repr(meaning("11010519491231002X")) == "Said(id_card)"
    assert repr(meaning("K7X2MQ9R")) == "Said(scan)"


def test_half_a_line_is_forgotten_after_a_pause_and_after_lost_keys() -> None:
    line = Line()
    assert lines(line, typed("1101051949")[:-2]) == []
    line.pause()
    assert lines(line, typed("A012")) == ["A012"]
    lost = [*typed("11010519")[:-2], Press(LOST, True), *typed("49123100")]
    assert lines(line, lost) == []
    assert lines(line, typed("A013")) == ["A013"]


def test_capitals_the_number_pad_and_other_ends_are_understood() -> None:
    line = Line()
    pad = [Press(f"KP{n}", True) for n in "123"] + [Press("KPENTER", True)]
    assert lines(line, pad) == ["123"]
    assert lines(line, [Press("CAPSLOCK", True), *typed("aB1!")]) == ["Ab1!"]
    assert lines(line, [Press("CAPSLOCK", True), Press("A", True), Press("TAB", True)]) == ["a"]
    assert lines(line, [Press("ENTER", True)] * 3) == []


@settings(deadline=None, max_examples=60)
@given(lists(tuples(sampled_from([*CODES, LOST, "KEY_300"]), booleans()), max_size=80))
def test_no_keys_stop_it(pressed: list[tuple[str, bool]]) -> None:
    for found in lines(Line(), [Press(*one) for one in pressed]):
        assert 0 < len(found) <= wedge.LONGEST + 1
        meaning(found)
