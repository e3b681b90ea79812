"""Pipes: bytes to a device and back, chosen by URL. Nothing here knows what the bytes mean.

A pipe opens when it is first used and again after an error, so whoever holds one only tries again. Every call ends
within its seconds. Not for threads: one pipe belongs to one thread.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import SplitResult, parse_qs, urlsplit

KINDS = "tcp://HOST:PORT, udp://HOST:PORT or serial:///dev/ttyUSB0?baud=9600"
SECONDS = 3.0


class PipeError(Exception):
    """The bytes did not go, or none can come. `reason` is `offline` (cannot be opened), `mute` (takes nothing)
    or `unplugged` (it was open and has gone)."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail


class Pipe(Protocol):
    """`url` is what it was opened by, for words to people."""

    url: str

    def write(self, data: bytes) -> None:
        """All of it. Raises PipeError."""

    def read(self, most: int, seconds: float) -> bytes:
        """What has come, at most so many bytes; waits for the first one, and b"" means silence. Raises PipeError."""

    def close(self) -> None:
        """Let go; the next use opens it anew."""


class SocketPipe:
    """TCP or UDP. `seconds` bounds connecting and writing."""

    def __init__(self, url: str, make: Callable[[], socket.socket], seconds: float) -> None:
        self.url, self._make, self._seconds = url, make, seconds
        self._line: socket.socket | None = None

    def write(self, data: bytes) -> None:
        line = self._opened()
        try:
            line.settimeout(self._seconds)
            line.sendall(data)
        except TimeoutError as error:
            self.close()
            raise PipeError("mute", f"{self.url} takes no bytes") from error
        except OSError as error:
            self.close()
            raise PipeError("unplugged", f"{self.url}: {said(error)}") from error

    def read(self, most: int, seconds: float) -> bytes:
        line = self._opened()
        try:
            line.settimeout(max(seconds, 0.001))
            data = line.recv(most)
        except TimeoutError:
            return b""
        except OSError as error:
            self.close()
            raise PipeError("unplugged", f"{self.url}: {said(error)}") from error
        if not data and line.type == socket.SOCK_STREAM:
            self.close()
            raise PipeError("unplugged", f"{self.url} hung up")
        return data

    def close(self) -> None:
        line, self._line = self._line, None
        if line:
            with contextlib.suppress(OSError):
                line.close()

    def _opened(self) -> socket.socket:
        if self._line is None:
            try:
                self._line = self._make()
            except OSError as error:
                raise PipeError("offline", f"{self.url}: {said(error)}") from error
        return self._line


class SerialPipe:
    """A serial line through pyserial; also a pseudo-terminal."""

    def __init__(self, url: str, make: Callable[[], Any]) -> None:
        self.url, self._make = url, make
        self._line: Any = None

    def write(self, data: bytes) -> None:
        import serial

        line = self._opened()
        try:
            # Not drained: a line whose device holds it back by flow control would never return from that.
            line.write(data)
        except serial.SerialTimeoutException as error:
            self.close()
            raise PipeError("mute", f"{self.url} takes no bytes") from error
        except serial_errors() as error:
            self.close()
            raise PipeError("unplugged", f"{self.url}: {said(error)}") from error

    def read(self, most: int, seconds: float) -> bytes:
        line = self._opened()
        try:
            if line.timeout != max(seconds, 0.001):  # setting it sets up the whole line again
                line.timeout = max(seconds, 0.001)
            first = line.read(1)
            more = min(most - 1, line.in_waiting) if first else 0
            return bytes(first + (line.read(more) if more > 0 else b""))
        except serial_errors() as error:
            self.close()
            raise PipeError("unplugged", f"{self.url}: {said(error)}") from error

    def close(self) -> None:
        line, self._line = self._line, None
        if line:
            with contextlib.suppress(*serial_errors()):
                line.close()

    def _opened(self) -> Any:
        if self._line is None:
            try:
                self._line = self._make()
            except serial_errors() as error:
                raise self._shut(error) from error
        return self._line

    def _shut(self, error: Exception) -> PipeError:
        """Why it cannot be opened."""
        return PipeError("offline", f"{self.url}: {said(error)}")


def serial_errors() -> tuple[type[Exception], ...]:
    """What a serial line that is gone or refuses its settings raises; termios has an error of its own kind."""
    import serial

    try:
        import termios
    except ImportError:  # Windows
        return OSError, serial.SerialException
    return OSError, serial.SerialException, termios.error


def open_pipe(url: str, seconds: float = SECONDS) -> Pipe:
    """The pipe of a URL; nothing is connected yet. Raises ValueError in words."""
    parts = parted(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    if parts.scheme in ("tcp", "udp") and parts.hostname and parts.port:
        _none_left(url, options)
        return SocketPipe(url, _connecting(parts, seconds), seconds)
    if parts.scheme == "serial" and parts.netloc + parts.path:
        return SerialPipe(url, _serial(url, parts, options, seconds))
    raise ValueError(f"an address looks like {KINDS}, not {url!r}")


def parted(url: str) -> SplitResult:
    """The parts of an address, of which host and port can be read. Raises ValueError that names it."""
    try:
        parts = urlsplit(url)
        _ = parts.port if parts.scheme in ("tcp", "udp") else None
        return parts
    except ValueError as error:
        raise ValueError(f"{url!r} is no address: {error}") from error


def _connecting(parts: SplitResult, seconds: float) -> Callable[[], socket.socket]:
    host, port = str(parts.hostname), int(parts.port or 0)

    def tcp() -> socket.socket:
        line = socket.create_connection((host, port), seconds)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        return line

    def udp() -> socket.socket:
        family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
        line = socket.socket(family, kind, number)
        line.connect(address)
        return line

    return tcp if parts.scheme == "tcp" else udp


def _serial(url: str, parts: SplitResult, options: dict[str, str], seconds: float) -> Callable[[], Any]:
    try:
        baud = int(options.pop("baud", "9600"))
        bits, stop = int(options.pop("bits", "8")), float(options.pop("stop", "1"))
        parity = options.pop("parity", "n").upper()
    except ValueError as error:
        raise ValueError(f"{url!r}: baud, bits and stop are numbers") from error
    if (
        baud <= 0
        or bits not in (5, 6, 7, 8)
        or stop not in (1, 1.5, 2)
        or parity not in ("N", "E", "O", "M", "S")
    ):
        raise ValueError(f"{url!r}: bits 5–8, stop 1, 1.5 or 2, parity n, e, o, m or s")
    _none_left(url, options)
    # serial://COM3 on Windows, serial:///dev/ttyUSB0 elsewhere.
    port = parts.netloc or parts.path

    def line() -> Any:
        import serial

        return serial.Serial(
            port, baud, bits, parity, stop, timeout=seconds, write_timeout=seconds, exclusive=exclusive()
        )

    return line


def exclusive() -> bool | None:
    """Two programs on one line spoil each other's bytes; Windows locks by itself and knows no such option."""
    return True if os.name == "posix" else None


def _none_left(url: str, options: dict[str, str]) -> None:
    if options:
        raise ValueError(f"{url!r} has no option {', '.join(sorted(options))}")


def said(error: BaseException) -> str:
    """An error's own words, without its class and number."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
