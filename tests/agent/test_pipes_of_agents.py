"""Pipes over real sockets and a real terminal: silence, hanging up, unplugging, and opening again afterwards."""

from __future__ import annotations

import os
import socket
import tty
from collections.abc import Iterator

import pytest

from server.agent.pipe import PipeError, open_pipe


@pytest.fixture
def door() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(5)
        yield listening


def address(door: socket.socket) -> str:
    return f"tcp://127.0.0.1:{door.getsockname()[1]}"


def test_bytes_go_there_and_back_and_silence_is_no_error(door: socket.socket) -> None:
    pipe = open_pipe(address(door))
    pipe.write(b"hello")
    device, _ = door.accept()
    assert device.recv(10) == b"hello"
    assert pipe.read(10, 0.01) == b""
    device.sendall(b"world!")
    assert pipe.read(3, 5) + pipe.read(10, 5) == b"world!"
    pipe.close()
    device.close()


def test_a_device_that_hangs_up_is_told_and_found_again(door: socket.socket) -> None:
    pipe = open_pipe(address(door))
    pipe.write(b"1")
    device, _ = door.accept()
    device.close()
    with pytest.raises(PipeError) as gone:
        pipe.read(10, 5)
    assert gone.value.reason == "unplugged"
    pipe.write(b"2")
    again, _ = door.accept()
    assert again.recv(10) == b"2"
    again.close()


def test_a_device_that_is_not_there_is_offline_in_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    with pytest.raises(PipeError) as gone:
        open_pipe(f"tcp://127.0.0.1:{free}").write(b"1")
    assert gone.value.reason == "offline" and "Connection refused" in gone.value.detail


def test_a_device_that_takes_no_more_bytes_is_mute(door: socket.socket) -> None:
    pipe = open_pipe(address(door), seconds=0.1)
    with pytest.raises(PipeError) as gone:
        pipe.write(b"x" * 50_000_000)
    assert gone.value.reason == "mute"


def test_datagrams_go_and_come() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as card:
        card.bind(("127.0.0.1", 0))
        card.settimeout(5)
        pipe = open_pipe(f"udp://127.0.0.1:{card.getsockname()[1]}")
        pipe.write(b"show")
        data, sender = card.recvfrom(100)
        card.sendto(b"shown", sender)
        assert (data, pipe.read(100, 5)) == (b"show", b"shown")
        pipe.close()


def test_a_serial_line_speaks_is_unplugged_and_comes_back() -> None:
    strip, line = os.openpty()
    tty.setraw(line)
    pipe = open_pipe(f"serial://{os.ttyname(line)}?baud=19200&stop=2")
    pipe.write(b"\xff\x68\x0a")
    assert os.read(strip, 10) == b"\xff\x68\x0a"
    os.write(strip, b"\x16\x00")
    assert pipe.read(10, 5) == b"\x16\x00"
    assert pipe.read(10, 0.01) == b""
    os.close(strip)
    with pytest.raises(PipeError) as gone:
        while True:
            pipe.read(10, 0.01)
    assert gone.value.reason == "unplugged"
    os.close(line)
    with pytest.raises(PipeError) as gone:
        pipe.write(b"1")
    assert gone.value.reason == "offline"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("10.0.0.9:9100", "an address looks like"),
        ("tcp://10.0.0.9", "an address looks like"),
        ("tcp://10.0.0.9:1?baud=3", "no option baud"),
        ("tcp://10.0.0.9:99999", "'tcp://10.0.0.9:99999' is no address: Port out of range"),
        ("udp://10.0.0.9:five", "'udp://10.0.0.9:five' is no address"),
        ("serial:///dev/ttyS0?baud=fast", "are numbers"),
        ("serial:///dev/ttyS0?bits=9", "bits 5–8"),
        ("serial:///dev/ttyS0?speed=9", "no option speed"),
    ],
)
def test_an_address_that_is_none_is_refused_in_words(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        open_pipe(url)
