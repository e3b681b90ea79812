"""A speech process and its parent's end of the line: JSON lines there and back, a time-out, an end whatever it does.

What is said and how it is judged is the engine's business; here is only that a process which hangs, dies or
chatters harms nobody.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import threading
from collections.abc import Sequence
from typing import Any


class VoiceError(Exception):
    """The voice could not say it. `missing` when nothing on this machine can."""

    def __init__(self, text: str, missing: bool = False) -> None:
        super().__init__(text)
        self.missing = missing


class Process:
    """One worker process, started when first asked. For one thread at a time; `close` from any."""

    def __init__(self, command: Sequence[str], seconds: float, first: float | None = None) -> None:
        """`seconds` bounds each answer, `first` the one that it is ready (a model takes longer to load)."""
        self._command, self._seconds, self._first = list(command), seconds, first or seconds
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._orders = 0

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        process = self._process  # another thread may end it meanwhile
        return process.pid if process else None

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        """The worker's answer to an order. Raises VoiceError; the process may then still be running."""
        self.start()
        process = self._process
        if process is None or process.stdin is None:
            raise VoiceError("the speech process was ended")
        self._orders += 1
        try:
            process.stdin.write(json.dumps({**order, "id": self._orders}) + "\n")
            process.stdin.flush()
        except (OSError, ValueError) as error:
            raise VoiceError("the speech process ended") from error
        return self._heard(self._seconds)

    def start(self) -> None:
        """Start the process if none runs, and hear that it is ready."""
        if self._process and self._process.poll() is None:
            return
        self.close()
        self._answers = queue.SimpleQueue()
        try:
            # A session of its own: Ctrl-C in a terminal must not cut the sentence being made.
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                text=True, encoding="utf-8", start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise VoiceError(f"the speech process cannot be started: {error}") from error
        threading.Thread(target=listen, args=(self._process.stdout, self._answers), daemon=True).start()
        self._heard(self._first)

    def close(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _heard(self, seconds: float) -> dict[str, Any]:
        try:
            line = self._answers.get(timeout=seconds)
        except queue.Empty:
            raise VoiceError(f"the speech process was silent for {seconds:g} s") from None
        if line is None:
            raise VoiceError("the speech process ended")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise VoiceError(answer["error"], missing=bool(answer.get("missing")))
        return answer


def listen(stdout: Any, answers: queue.SimpleQueue[str | None]) -> None:
    """Hand over each line; None when the process has ended."""
    with contextlib.suppress(OSError, ValueError):
        for line in stdout:
            answers.put(line)
    answers.put(None)
