"""The load generator's loop: keep-alive HTTP lines and raw websocket screens on one epoll, no library between."""

from __future__ import annotations

import json
import os
import select
import socket
import time
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from server.protocol import API, NAMESPACE

Address = tuple[str, int]
HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
)
"""What Chromium offers, so that the server's choice about compression is measured too."""
SILENT = 30.0
HALL = "puning"
TICKETS = f"{API}/halls/{HALL}/tickets"


class Silent(Exception):
    """What was waited for did not come for half a minute."""


class Watched(Protocol):
    """Something with a socket that can be read."""

    sock: socket.socket
    loop: Loop | None

    def readable(self) -> None: ...


class Loop:
    """One turn reads whatever has come, everywhere."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._by_fd: dict[int, Watched] = {}

    def add(self, *watched: Watched) -> None:
        for one in watched:
            one.sock.setblocking(False)
            one.loop = self
            self._by_fd[one.sock.fileno()] = one
            self._epoll.register(one.sock.fileno(), select.EPOLLIN)

    def drop(self, one: Watched) -> None:
        del self._by_fd[one.sock.fileno()]
        self._epoll.unregister(one.sock.fileno())

    def turn(self, timeout: float = SILENT) -> None:
        ready = self._epoll.poll(timeout)
        if not ready and timeout == SILENT:
            raise Silent
        for fd, _ in ready:
            self._by_fd[fd].readable()

    def rest(self, seconds: float) -> None:
        """Go on answering pings meanwhile."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.turn(left)

    def close(self) -> None:
        for one in self._by_fd.values():
            one.sock.close()
        self._epoll.close()


class Line:
    """A keep-alive HTTP connection: one request at a time, `answer` None until it has come."""

    def __init__(self, address: Address, token: str | None = None) -> None:
        self._address = address
        self._connect()
        who = f"Authorization: Bearer {token}\r\n" if token else ""
        self._fixed = f"Host: {address[0]}:{address[1]}\r\nContent-Type: application/json\r\n{who}"
        self._came = b""
        self.status = 0
        self.answer: bytes | None = None
        self.loop: Loop | None = None
        self._asked = False

    def _connect(self) -> None:
        self.sock = socket.create_connection(self._address)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, method: str, path: str, body: bytes) -> None:
        if self.sock.fileno() < 0 and self.loop is not None:
            self._connect()
            self.loop.add(self)
        self.answer, self._came, self._asked = None, b"", True
        head = f"{method} {path} HTTP/1.1\r\n{self._fixed}Idempotency-Key: {os.urandom(12).hex()}\r\n"
        self.sock.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def readable(self) -> None:
        came = self.sock.recv(65536)
        if not came:
            return self._gone()
        self._came += came
        head, _, body = self._came.partition(b"\r\n\r\n")
        at = head.lower().find(b"content-length: ")
        if at >= 0 and len(body) >= int(head[at + 16 :].partition(b"\r\n")[0]):
            self.status, self.answer = int(head[9:12]), body

    def _gone(self) -> None:
        """A server may end what has long been idle; the next request connects again."""
        idle = self.loop is None or self.answer is not None or not self._asked
        if not idle:
            raise ConnectionError("the server closed a connection in the middle of an answer")
        if self.loop is not None:
            self.loop.drop(self)
        self.sock.close()

    def ask(self, loop: Loop, method: str, path: str, body: Any = None) -> Any:
        """Send, wait, decode. Raises AssertionError unless it was a success."""
        self.send(method, path, b"" if body is None else json.dumps(body).encode())
        while self.answer is None:
            loop.turn()
        assert self.status < 300, self.answer
        return json.loads(self.answer)


class Screen:
    """A display's websocket: `seq` is the newest it has shown; it answers pings and nothing else."""

    def __init__(self, address: Address, auth: dict[str, Any]) -> None:
        self.sock = socket.create_connection(address)
        self.loop: Loop | None = None
        self._came, self._auth = b"", auth
        self._open = False
        self.seq = -1
        self.last = b""
        key = "AAAAAAAAAAAAAAAAAAAAAA=="
        self.sock.sendall(HANDSHAKE.format(host=f"{address[0]}:{address[1]}", key=key).encode())

    def readable(self) -> None:
        came = self._came + self.sock.recv(1 << 20)
        if not self._open:
            head, found, came_after = came.partition(b"\r\n\r\n")
            if not found:
                self._came = came
                return
            assert head.startswith(b"HTTP/1.1 101"), head
            assert b"permessage-deflate" not in head, "the server compresses; this screen cannot"
            self._open, came = True, came_after
        at = 0
        while (end := _frame_end(came, at)) is not None:
            start, stop = end
            self._take(came[start:stop])
            at = stop
        self._came = came[at:]

    def _take(self, text: bytes) -> None:
        if text.startswith(b'42/hall,["update"') or text.startswith(b'42/hall,["snapshot"'):
            at = text.index(b'"seq":') + 6
            self.seq, self.last = int(text[at : text.index(b",", at)]), text
        elif text == b"2":
            self._say("3")
        elif text.startswith(b"0{"):
            self._say(f"40{NAMESPACE}," + json.dumps(self._auth))
        elif text.startswith(b"40/hall") and self.seq < 0:
            self.seq = 0
        elif text.startswith(b"44/hall"):
            raise PermissionError(text.decode())

    def _say(self, text: str) -> None:
        """A masked frame whose mask is zero."""
        data = text.encode()
        head = (
            bytes((0x81, 0x80 | len(data))) if len(data) < 126 else b"\x81\xfe" + len(data).to_bytes(2, "big")
        )
        self.sock.sendall(head + bytes(4) + data)


def _frame_end(data: bytes, at: int) -> tuple[int, int] | None:
    """Where the payload of the frame at `at` begins and ends, or None when it has not all come."""
    if len(data) < at + 2:
        return None
    size, start = data[at + 1], at + 2
    wide = {126: 2, 127: 8}.get(size, 0)
    if wide:
        size = int.from_bytes(data[start : start + wide], "big")
        start += wide
    return (start, start + size) if len(data) >= start + size else None


def connect(loop: Loop, address: Address, auth: dict[str, Any], count: int) -> list[Screen]:
    """So many screens, each with its first snapshot (the bare one's with its welcome)."""
    made = []
    for _ in range(count):
        made.append(Screen(address, auth))
        loop.add(made[-1])
        while made[-1].seq < 0:
            loop.turn()
    return made


def behind(screens: Iterable[Screen], seq: int) -> list[Screen]:
    return [s for s in screens if s.seq < seq]


def storm(loop: Loop, lines: Sequence[Line], path: str, body: bytes, seconds: float) -> int:
    """Each line asks again as soon as it is answered; how many answers came. Raises AssertionError on a refusal."""
    end, count = time.perf_counter() + seconds, 0
    for line in lines:
        line.send("POST", path, body)
    while lines:
        loop.turn()
        going = time.perf_counter() < end
        waiting = False
        for line in lines:
            if line.answer is None:
                waiting = True
            elif line.answer:
                assert line.status == 201, line.answer
                count += 1
                line.answer = b""
                if going:
                    line.send("POST", path, body)
                    waiting = True
        if not waiting:
            return count
    return count


def service_of(window: str, address: Address) -> str:
    """A service that a window of the hall serves first."""
    loop, line = Loop(), Line(address)
    loop.add(line)
    windows = line.ask(loop, "GET", f"{API}/halls/{HALL}")["windows"]
    loop.close()
    return next(str(w["services"][0]) for w in windows if w["id"] == window)
