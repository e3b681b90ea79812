"""Cards behind real lines: TCP, UDP and a pseudo-terminal, with every trouble a line has."""

from __future__ import annotations

import json
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from display.led import kinds
from display.led.file import Board
from display.led.line import Line
from display.led.station import Station
from display.led.talk import Ask, CardError, Lit
from display.led.virtual.serve import Server
from display.led.wire import drive, open_line
from server.agent.pipe import Pipe
from tests.display.ledcast import board, rig, want
from tests.display.test_led_onbon_frames import ACK

Serve = Callable[..., Server]
TEXT = "template:generic-text"
LONG = 60.0
"""Seconds for what works, however busy the machine is."""
A001 = [Lit(0, ("A001",), 0, 0, 64, 32, "green")]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """A virtual card behind a line, until the test is over."""
    stop = threading.Event()
    threads = []

    def start(card: str = "onbon5", listen: str = "127.0.0.1:0", address: int | None = None) -> Server:
        server = Server(rig(card, address, tmp_path), listen, stop)
        threads.append(server.start())
        return server

    yield start
    stop.set()
    for thread in threads:
        thread.join(LONG)


class Patient:
    """A pipe whose first word is waited for however busy the machine is; from then on the seconds count."""

    def __init__(self, pipe: Pipe) -> None:
        self.pipe, self.url, self.heard = pipe, pipe.url, False

    def write(self, data: bytes) -> None:
        self.pipe.write(data)

    def read(self, most: int, seconds: float) -> bytes:
        data = self.pipe.read(most, seconds if self.heard or not seconds else LONG)
        self.heard = self.heard or bool(data)
        return data

    def close(self) -> None:
        self.pipe.close()


def say(
    server: Server, card: str = "onbon5", seconds: float = LONG, patient: bool = False, **more: Any
) -> str:
    pipe: Pipe = open_line(server.address)
    if patient:
        pipe = Patient(pipe)
    try:
        return drive(pipe, kinds.make(Board(card=card, seconds=seconds, **more), None, "x").show(A001, 0))
    finally:
        pipe.close()


def shown(server: Server) -> list[str]:
    return server.rig.card.screen.strips[0].lines


@pytest.mark.parametrize("listen", ["127.0.0.1:0", "udp://127.0.0.1:0", "pty"])
@pytest.mark.parametrize("card", ["onbon5", "onbon6", "template:generic-text"])
def test_a_card_is_reached_by_tcp_udp_and_serial(serve: Serve, card: str, listen: str) -> None:
    server = serve(card, listen)
    assert say(server, card) == "ok"
    assert card == "onbon6" or shown(server) == ["A001"]


def test_what_is_lit_can_be_read_and_looked_at(serve: Serve, tmp_path: Path) -> None:
    assert say(serve("onbon6"), "onbon6", pixels="double") == "ok"
    seen(lambda: json.loads((tmp_path / "strips.json").read_text("utf-8"))["strips"])
    [strip] = json.loads((tmp_path / "strips.json").read_text("utf-8"))["strips"]
    assert (strip["id"], strip["flashing"], strip["picture"]) == ("0", False, True)
    seen(lambda: Image.open(tmp_path / "lit.png").size == (64 * 4, 32 * 4))
    picture = Image.open(tmp_path / "lit.png")
    assert {colour for _, colour in picture.getcolors() or ()} == {(0, 0, 0), (0, 255, 0)}


def test_a_card_that_is_spoken_to_with_sums_understands_too(serve: Serve) -> None:
    server = serve()
    assert say(server, check="sum") == "ok" and shown(server) == ["A001"]


@pytest.mark.parametrize(
    ("fail", "reason"),
    [
        ("mute", "mute"),
        ("half_open", "mute"),
        ("garbage", "garbage"),
        ("wrong_crc", "garbage"),
        ("busy", "busy"),
    ],
)
def test_each_trouble_of_a_card_is_a_reason_and_ends_in_time(serve: Serve, fail: str, reason: str) -> None:
    server = serve()
    server.rig.command(fail=fail)
    with pytest.raises(CardError) as trouble:
        say(server, seconds=0.2, patient=reason != "mute")
    assert trouble.value.reason == reason and trouble.value.certain == (fail == "busy")


def test_a_slow_card_is_waited_for_within_its_time_only(serve: Serve) -> None:
    server = serve()
    server.rig.command(fail="slow", seconds=0.1)
    assert say(server) == "ok"
    server.rig.command(fail="slow", seconds=5)
    with pytest.raises(CardError, match="mute"):
        say(server, seconds=0.1)


@pytest.mark.parametrize("listen", ["127.0.0.1:0", "pty"])
def test_a_line_unplugged_in_the_middle_of_a_frame_is_told_and_nothing_half_is_shown(
    serve: Serve, listen: str
) -> None:
    server = serve("onbon5", listen)
    server.rig.command(fail="unplugged", after=10)
    with pytest.raises(CardError) as trouble:
        say(server, seconds=0.5)
    assert trouble.value.reason in ("unplugged", "mute")
    assert server.rig.card.screen.strips == {}


def test_a_tcp_card_that_was_unplugged_is_found_again(serve: Serve) -> None:
    server, station = serve(TEXT), board(TEXT, seconds=2)
    line = Line(open_line(server.address), [station], threading.Event())
    station.spots[0].want(want("A001", 1))
    until(line, lambda: station.spots[0].shown is not None)
    server.rig.command(fail="unplugged")
    station.spots[0].want(want("A002", 2))
    until(line, lambda: station.fails > 0)
    server.rig.command()
    until(line, lambda: shown(server) == ["A002"])


def until(line: Line, holds: Callable[[], bool], seconds: float = LONG) -> None:
    """Turns of the line, with the pauses it asks for, until it holds."""
    pause, end = threading.Event(), time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "not in time"
        pause.wait(min(line.turn(), 0.2))


def test_a_mute_tcp_card_delays_no_call_of_another(serve: Serve) -> None:
    ill, well = serve(TEXT), serve(TEXT)
    ill.rig.command(fail="half_open")
    stop = threading.Event()
    stations = [board(TEXT, seconds=10 * LONG), board(TEXT, seconds=5)]
    lines = [Line(open_line(s.address), [st], stop) for s, st in zip((ill, well), stations, strict=True)]
    for line in lines:
        line.start()
    for n in range(1, 6):
        for station, line in zip(stations, lines, strict=True):
            station.spots[0].want(want(f"A{n:03d}", n))
            line.wake()
        # Long before the ill one's time is over.
        seen(lambda n=n: well.rig.card.screen.strips and shown(well) == [f"A{n:03d}"])
    stop.set()


def seen(holds: Callable[[], Any], seconds: float = LONG) -> None:
    pause, end = threading.Event(), time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "not in time"
        pause.wait(0.01)


def test_two_boards_of_one_bus_take_turns_on_one_line(serve: Serve) -> None:
    server = serve("template:rs485-digits", "pty")
    stations = [board("template:rs485-digits", n) for n in (3, 4)]
    line = Line(open_line(server.address), stations, threading.Event())
    for n, station in enumerate(stations, 1):
        station.spots[0].want(want(f"A00{n}", n))
    until(line, lambda: set(server.rig.card.screen.strips) == {3, 4})
    assert [server.rig.card.screen.strips[n].lines for n in (3, 4)] == [["1"], ["2"]]


class Babbling:
    """A line that never stops."""

    url = "tcp://babbling"

    def write(self, data: bytes) -> None:
        pass

    def read(self, most: int, seconds: float) -> bytes:
        return b"\xa5\x00\x7e" * 1000

    def close(self) -> None:
        pass


@pytest.mark.parametrize("card", ["onbon5", "huidu", "template:generic-text", "template:modbus-digits"])
def test_a_line_that_never_stops_babbling_ends_in_time(card: str) -> None:
    began = time.monotonic()
    with pytest.raises(CardError) as trouble:
        drive(Babbling(), kinds.make(Board(card=card, seconds=0.05), None, "x").show(A001, 0))
    assert trouble.value.reason == "garbage" and time.monotonic() - began < LONG


def test_a_late_answer_is_not_taken_for_that_of_the_next_question() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        pipe = open_line(f"tcp://127.0.0.1:{door.getsockname()[1]}")
        card = kinds.make(Board(card="onbon5", seconds=0.05), None, "x")
        with pytest.raises(CardError, match="mute"):
            drive(pipe, card.show(A001, 0))
        device, _ = door.accept()
        device.sendall(ACK)
        line = pipe._line  # type: ignore[attr-defined]  # a TCP pipe's socket
        assert select.select([line], [], [], LONG)[0], "it has come"
        with pytest.raises(CardError, match="mute"):
            drive(pipe, card.show(A001, 0))
        pipe.close()
        device.close()


def test_a_card_of_software_enters_by_the_same_door(tmp_path: Path) -> None:
    station: Station = board(TEXT)
    line = Line(open_line(f"virtual://{tmp_path}?card={TEXT}&name=strip-w1"), [station], threading.Event())
    station.spots[0].want(want("A001", 1))
    until(line, lambda: station.spots[0].shown is not None)
    [strip] = json.loads((tmp_path / "strips.json").read_text("utf-8"))["strips"]
    assert (strip["id"], strip["lines"], strip["colour"]) == ("strip-w1", ["A001"], "red")
    (tmp_path / "state.json").write_text('{"fail": "unplugged"}')
    station.spots[0].want(want("A002", 2))
    until(line, lambda: station.fails > 0)
    (tmp_path / "state.json").write_text("{}")
    until(line, lambda: station.spots[0].seq == 2)


def test_an_address_of_no_card_is_refused_in_words(tmp_path: Path) -> None:
    for url, says in (
        (f"virtual://{tmp_path}?crad=onbon5", "looks like virtual://FOLDER"),
        (f"virtual://{tmp_path}?card=onbon9", "there is no virtual card 'onbon9'; known: onbon5"),
        ("http://10.0.0.1", "an address looks like tcp://"),
    ):
        with pytest.raises(ValueError, match=says):
            open_line(url)
    for listen in ("127.0.0.1:99999", "127.0.0.1:x"):
        with pytest.raises(ValueError, match="listen looks like"):
            Server(rig(folder=tmp_path), listen, threading.Event())


def test_a_question_without_an_answer_expected_only_writes(serve: Serve) -> None:
    server = serve("template:rs485-digits", "udp://127.0.0.1:0")
    pipe = open_line(server.address)

    def talk() -> Any:
        yield Ask(bytes.fromhex("0503e7ef"))
        return ""

    assert drive(pipe, talk()) == "sent"
    seen(lambda: server.rig.card.screen.strips.get(5))
    pipe.close()


def test_a_number_of_the_file_that_no_frame_holds_is_said_and_not_a_fault_of_our_own(tmp_path: Path) -> None:
    pipe = open_line(f"virtual://{tmp_path}?card=onbon5&name=a")
    card = kinds.make(Board(card="onbon5", forget=70_000), None, "a")
    with pytest.raises(CardError, match="unfit: a number of its row or board") as caught:
        drive(pipe, card.show([Lit(0, ("A001",))], 0))
    assert caught.value.certain
