"""Key sequences of a numeric pad: the clerk's card, line by line, and what slips of the finger come to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caller.keypad.sequences import FORGET_SECONDS, Meant, Typing
from server.agent.keys import CODES, LOST

PAD = {c: f"KP{c}" for c in "0123456789+-*/."} | {"E": "KPENTER", "B": "BACKSPACE"}


def typed(keys: str, typing: Typing | None = None) -> list[Meant]:
    """What the keys mean, one after another a second apart."""
    pad = typing or Typing()
    return [m for n, key in enumerate(keys) if (m := pad.press(PAD[key], float(n)))]


CARD = [
    ("E", Meant("primary")),
    ("+", Meant("recall")),
    ("-", Meant("no_show")),
    (".", Meant("park")),
    ("/", Meant("undo")),
    ("0", Meant("pause")),
    ("1E", Meant("primary", {"outcome": "done"})),
    ("3E", Meant("primary", {"outcome": "incomplete"})),
    ("6E", Meant("primary", {"outcome": "advice"})),
    ("*12E", Meant("transfer", {"code": "12"})),
    ("*0E", Meant("close")),
    ("17*2468E", Meant("sign_in", {"number": "17", "pin": "2468"})),
]


@pytest.mark.parametrize(("keys", "means"), CARD)
def test_each_line_of_the_card_means_what_it_says(keys: str, means: Meant) -> None:
    assert typed(keys)[-1] == means


@pytest.mark.parametrize("keys", ["7E", "12E", "*E", "17*E", "3+", "17-", "**", "1*2*", "*1."])
def test_what_stands_on_no_card_is_said_and_forgotten(keys: str) -> None:
    pad = Typing()
    assert typed(keys, pad)[-1].name == "unknown"
    assert pad.press("KPENTER", 99.0) == Meant("primary"), "nothing of it is left"


def test_the_keys_of_a_keyboard_do_as_well() -> None:
    pad = Typing()
    assert [pad.press(key, 0.0) for key in ("4", "ENTER")][-1] == Meant("primary", {"outcome": "refused"})


def test_what_was_typed_and_left_is_forgotten() -> None:
    pad = Typing()
    pad.press("KP3", 0.0)
    assert pad.press("KPENTER", FORGET_SECONDS + 1) == Meant("primary")


def test_backspace_takes_back_a_key() -> None:
    assert typed("*12BB3E")[-1] == Meant("transfer", {"code": "3"})
    assert typed("1B")[-1] == Meant("forgotten")
    assert typed("B") == []


def test_presses_that_were_lost_take_the_sequence_with_them() -> None:
    pad = Typing()
    typed("17*24", pad)
    assert pad.press(LOST, 6.0) == Meant("unknown")
    assert pad.press("KPENTER", 7.0) == Meant("primary")


def test_a_pads_own_num_lock_around_each_key_changes_nothing() -> None:
    pad = Typing()
    keys = ("NUMLOCK", "KP*", "NUMLOCK", "KP1", "NUMLOCK", "KPENTER")
    assert [pad.press(key, 0.0) for key in keys][-1] == Meant("transfer", {"code": "1"})


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(sorted(CODES)), max_size=20))
def test_neither_a_pin_nor_a_number_is_ever_told(keys: list[str]) -> None:
    pad = Typing()
    for key in keys:
        meant = pad.press(key, 0.0)
        if meant and meant.name in ("typing", "unknown", "pin", "forgotten"):
            told = meant.args.get("typed", "")
            assert len(told) <= 1 or told.startswith("*")
