"""A real terminal for tests: a program on a pseudo-terminal, its screen as pyte draws it."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import subprocess
import termios
import threading
import time

import pyte

SECONDS = 30.0
ARROWS = {"up": "\x1b[A", "down": "\x1b[B", "enter": "\r", "escape": "\x1b", "tab": "\t", "backspace": "\x7f"}


class Tty:
    """`type` keys, wait `until` something stands on the screen; bells are counted."""

    def __init__(self, *words: str, columns: int = 80, rows: int = 24) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.bells = 0
        self.screen.bell = self._bell  # type: ignore[method-assign]
        self._stream = pyte.ByteStream(self.screen)
        self._news = threading.Condition()
        self.master, slave = os.openpty()
        self._size(columns, rows)
        environment = os.environ | {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", "PYTHONUTF8": "1"}
        self.process = subprocess.Popen(
            words, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _bell(self) -> None:
        self.bells += 1

    def _size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self.master, 65536)
            except OSError:
                data = b""
            with self._news:
                if data:
                    self._stream.feed(data)
                self._news.notify_all()
            if not data:
                return

    def resize(self, columns: int, rows: int) -> None:
        with self._news:
            self.screen.resize(rows, columns)
        self._size(columns, rows)
        self.process.send_signal(signal.SIGWINCH)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def type(self, *keys: str) -> None:
        """Each is a named key, or characters."""
        for key in keys:
            os.write(self.master, ARROWS.get(key, key).encode())

    def until(self, *texts: str, gone: str = "") -> None:
        """Wait until all of these stand on the screen and `gone` does not."""
        end = time.monotonic() + SECONDS
        with self._news:
            while not (all(t in self.text for t in texts) and (not gone or gone not in self.text)):
                left = end - time.monotonic()
                assert left > 0 and self.process.poll() is None, (
                    f"no {texts} (without {gone!r}) on:\n{self.text}"
                )
                self._news.wait(min(left, 1.0))

    def ended(self) -> int:
        """Its exit code, once it has ended."""
        return self.process.wait(SECONDS)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)
        self._thread.join(5)
