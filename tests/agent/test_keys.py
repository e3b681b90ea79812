"""Keys of an input device, as the kernel writes them; a FIFO stands for the device."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis.strategies import binary

from server.agent import keys
from server.agent.keys import EVENT, KeysError, Press, open_keys


@pytest.fixture
def board(tmp_path: Path) -> str:
    os.mkfifo(tmp_path / "event0")
    return str(tmp_path / "event0")


def plugged(board: str) -> int:
    """The keyboard's own end; closing it is pulling the plug."""
    return os.open(board, os.O_RDWR)


def test_presses_come_by_name_in_pieces_of_any_size(board: str) -> None:
    with open_keys(board) as board_keys:
        end = plugged(board)
        typed = keys.event("KP5", True) + keys.event("KP5", False) + keys.event("ENTER", True)
        assert board_keys.read(0.01) == []
        os.write(end, typed[:30])
        assert board_keys.read(5) == [Press("KP5", True)]
        os.write(end, typed[30:])
        assert board_keys.read(5) == [Press("KP5", False), Press("ENTER", True)]
        os.close(end)
        with pytest.raises(KeysError) as gone:
            board_keys.read(5)
        assert gone.value.reason == "unplugged"


def test_a_held_key_is_pressed_once_and_what_is_no_key_is_passed_over() -> None:
    codes = keys.CODES
    events = [
        (1, codes["1"], 1),
        (1, codes["1"], 2),
        (4, 4, 458782),
        (0, 0, 0),
        (1, 300, 1),
        (1, codes["1"], 0),
    ]
    data = b"".join(EVENT.pack(1, 2, *event) for event in events)
    assert list(keys.presses(data)) == [Press("1", True), Press("KEY_300", True), Press("1", False)]
    assert list(keys.presses(EVENT.pack(0, 0, 0, 3, 0))) == [Press(keys.LOST, True)]


def test_codes_are_those_of_the_kernels_table() -> None:
    """linux/input-event-codes.h: KEY_1 is 2, KEY_Q 16, KEY_A 30, KEY_Z 44, KEY_KPENTER 96, and so on."""
    told = {"1": 2, "0": 11, "Q": 16, "P": 25, "ENTER": 28, "A": 30, "L": 38, "LEFTSHIFT": 42, "Z": 44, "M": 50,
            "/": 53, "RIGHTSHIFT": 54, "KP*": 55, "SPACE": 57, "CAPSLOCK": 58, "NUMLOCK": 69, "KP7": 71, "KP-": 74,
            "KP+": 78, "KP0": 82, "KP.": 83, "F12": 88, "KPENTER": 96, "KP/": 98, "UP": 103, "DELETE": 111}  # fmt: skip
    assert {name: keys.CODES[name] for name in told} == told
    assert len(keys.CODES) == len(keys.NAMES)


@settings(deadline=None, max_examples=60)
@given(binary(max_size=20 * EVENT.size))
def test_no_bytes_stop_it(data: bytes) -> None:
    for press in keys.presses(data[: len(data) - len(data) % EVENT.size]):
        assert press.key


def test_what_cannot_be_opened_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for where, reason in ((str(tmp_path / "none"), "unplugged"), (str(tmp_path / "file"), "unknown")):
        with pytest.raises(KeysError) as wrong:
            open_keys(where)
        assert wrong.value.reason == reason and where in wrong.value.text


def test_a_keyboard_is_found_by_a_part_of_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As sysfs shows a power button, a scanner and a keypad."""
    bits = {
        "event0": ("Power Button", "10000000000000 0"),
        "event3": ("Newland Scanner", "7 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe"),
        "event12": ("USB Keypad", "1000000000 0 0 100 0 e080ffdf01cfffff fffffffffffffffe"),
    }
    for folder, (name, pressed) in bits.items():
        (tmp_path / folder / "device/capabilities").mkdir(parents=True)
        (tmp_path / folder / "device/name").write_text(name + "\n")
        (tmp_path / folder / "device/capabilities/key").write_text(pressed + "\n")
    monkeypatch.setattr(keys, "INPUTS", tmp_path)
    assert keys.keyboards() == [
        ("/dev/input/event3", "Newland Scanner"),
        ("/dev/input/event12", "USB Keypad"),
    ]
    assert keys.named("keypad") == "/dev/input/event12"
    with pytest.raises(KeysError, match="Newland Scanner"):
        keys.named("power")
