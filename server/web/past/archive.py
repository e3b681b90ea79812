"""The hub's end of the archivist: asked when somebody wants to know of the past, begun with the first question.

Folding is Python's own work: in a thread of the hub it would hold up every press, in another process it does not.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from server import runtime, settings
from server.domain.errors import HallError
from server.hub.hub import Hub
from server.web.route import RAW

PATIENCE_SECONDS = 45.0
"""How long a question waits for those before it."""
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode
_archives: WeakKeyDictionary[Hub, Archive] = WeakKeyDictionary()


class Archive:
    """One process for one database; one question at a time."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._child: subprocess.Popen[bytes] | None = None
        # Through a pipe a long answer would cost both a turn of the processor for every few kilobytes.
        self._answers = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as this is
        self._turn = threading.Lock()

    def ask(self, what: str, **about: Any) -> dict[str, Any]:
        """A route's answer, encoded already. Raises HallError: the refusal, or `busy`."""
        if not self._turn.acquire(timeout=PATIENCE_SECONDS):
            raise HallError("busy", "Others are looking at the past; ask again in a moment.", retry_after=5)
        try:
            line = _encode({"ask": what, **about}) + b"\n"
            sign, told = runtime.converse(settings.async_mode(), self._told, line)
        finally:
            self._turn.release()
        if sign == b"=":
            return {RAW: told}
        refusal = _decode(told)
        raise HallError(refusal["code"], refusal["detail"], **refusal["facts"])

    def _told(self, line: bytes) -> tuple[bytes, bytes]:
        """Beside the hub's presses. An archivist that has ended meanwhile, idle or killed, is replaced once."""
        for _ in range(2):
            child = self._alive()
            assert child.stdin and child.stdout
            try:
                child.stdin.write(line)
                child.stdin.flush()
                told = child.stdout.readline()
            except BrokenPipeError:
                told = b""
            if told.endswith(b"\n"):
                sign, length = told.split()
                return sign, os.pread(self._answers.fileno(), int(length), 0)
            child.kill()
            child.wait()
        raise HallError("busy", "This took too long; the computer has too much to do.", retry_after=30)

    def _alive(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            answers = self._answers.fileno()
            command = [sys.executable, "-m", "server.web.past.archivist", self.file, str(answers)]
            pipe = subprocess.PIPE
            self._child = subprocess.Popen(command, stdin=pipe, stdout=pipe, pass_fds=(answers,))
        return self._child


def of(hub: Hub) -> Archive:
    if hub not in _archives:
        _archives[hub] = Archive(str(hub.store.path.absolute()))
    return _archives[hub]
