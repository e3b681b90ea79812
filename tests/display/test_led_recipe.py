"""«To add an LED card: three edits», followed: a class, a line in KINDS, and this test. Nothing else is touched."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from display.led import arrange, kinds
from display.led.file import Board, LedFile, examined
from display.led.letters import fit
from display.led.talk import Ask, Card, CardError, Lit, Talk
from display.led.wire import drive
from server.agent.config import read
from tests.display.ledcast import NOON, Told

FILE = """
[boards.b]
card = "{card}"
url = "{url}"

[[strips]]
window = "w1"
board = "b"
"""


def answered(data: bytes) -> str | None:
    """A card that answers a line: OK, or NO and why."""
    line, end, _ = data.partition(b"\r\n")
    if not end:
        return None
    if line.startswith(b"NO "):
        raise CardError("refused", line[3:].decode("ascii", "replace"), certain=True)
    return "OK" if line == b"OK" else None


@dataclass
class TextLine:
    """The card that is added: one line of GBK over TCP, `SHOW n text`."""

    encoding: str = "gbk"
    whole = False
    flashes = False
    blanks = True
    cell = 0
    answers = True
    pace = 0.0

    def greet(self, now: datetime) -> None:
        return None

    def show(self, board: Sequence[Lit], at: int) -> Talk:
        lit = board[at]
        text = fit(" ".join(lit.lines), self.encoding).data
        return (yield Ask(b"SHOW %d %b\r\n" % (lit.area, text), answered, seconds=60))

    def ping(self) -> None:
        return None

    def bright(self, percent: int) -> None:
        return None

    def hung_up(self) -> None:
        return None


def text_line(board: Board, address: int | None, name: str) -> Card:
    return TextLine()


@pytest.fixture
def door() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(60)
        yield listening


def test_a_card_of_ones_own_is_a_class_a_line_and_a_test(
    tmp_path: Path, door: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(kinds.KINDS, "text-line", text_line)
    path = tmp_path / "led.toml"
    path.write_text(FILE.format(card="text-line", url=f"tcp://127.0.0.1:{door.getsockname()[1]}"))
    file = read(path, LedFile)
    examined(file)
    [sign] = signs = arrange.signs(file)
    [line] = arrange.lines(signs, lambda sign: Told(), lambda: NOON, threading.Event())
    heard: list[bytes] = []

    def card() -> None:
        device, _ = door.accept()
        with device:
            heard.append(device.recv(100))
            device.sendall(b"OK\r\n")

    thread = threading.Thread(target=card)
    thread.start()
    said = drive(line.pipe, sign.station.card.show([Lit(0, ("请A001",))], 0))
    thread.join(60)
    assert said == "OK" and heard == ["SHOW 0 请A001\r\n".encode("gbk")]


def test_a_described_card_is_a_file_and_a_test(tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_text(
        'name = "shop"\nabout = "a paper from a shop"\nencoding = "ascii"\n[frames.show]\nparts = [\n'
        '  { hex = "02" },\n  { field = "address", size = 2, as = "ascii", name = "a" },\n'
        '  { text = true, size = 5, name = "z" },\n'
        '  { check = "xor8", from = "a", to = "z" },\n  { hex = "03" },\n]\n'
    )
    card = kinds.make(Board(card="template:./shop.toml"), 7, "x", tmp_path)
    assert next(card.show([Lit(0, ("A12",))], 0)).data == b"\x0207A12  " + bytes([0x45]) + b"\x03"
