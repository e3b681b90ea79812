"""The engine's own process: JSON lines in, a WAV file each, JSON lines out. Run by `engine`, not imported.

pyttsx3 prints to stdout, forgets its voice, writes only the last of several files, swallows errors and can
hang for ever. espeak works in a thread of its own, and runAndWait cancels what that thread still has to do:
a rate set just before is lost, the file is empty. Here each order is one file, spoken once espeak is at rest
and waited for to its end, and what was really done is told; the parent has the time-out and kills this process.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, TextIO

END_SECONDS = 5.0
VOLUME = 0.6
"""espeak clips its own loud syllables at full volume; the level is made even afterwards."""


def main() -> None:
    # The library's prints must not mix with the answers.
    answers = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        import pyttsx3  # type: ignore[import-untyped]
        from pyttsx3.drivers import _espeak  # type: ignore[import-untyped]

        speaker = Speaker(pyttsx3.init("espeak"), _espeak.IsPlaying)
    except Exception as error:
        tell(answers, {"error": f"the speech engine did not start: {first_line(error)}", "missing": True})
        return
    tell(answers, {"ready": True})
    for line in sys.stdin:
        tell(answers, obey(speaker, json.loads(line)))


class Speaker:
    """pyttsx3's engine, used in the one order in which it does what it is told."""

    def __init__(self, engine: Any, working: Callable[[], bool]) -> None:
        self._engine, self._working = engine, working
        self._ended = threading.Event()
        self._whole = False
        engine.connect("finished-utterance", self._end)
        # Until a first run properties are only queued, to be set and cancelled in one go.
        self._rest()
        engine.runAndWait()

    def _end(self, name: str | None, completed: bool) -> None:
        self._whole = completed
        self._ended.set()

    def save(self, text: str, path: str, voice: str, rate: int) -> str:
        """Speak into the file; answers the voice that was really used. Raises RuntimeError."""
        self._rest()
        # The voice is set each time: the engine falls back to English without a word.
        self._engine.setProperty("voice", voice)
        self._engine.setProperty("rate", rate)
        self._engine.setProperty("volume", VOLUME)
        self._rest()
        self._engine.save_to_file(text, path)
        self._ended.clear()
        self._engine.runAndWait()
        if not self._ended.wait(END_SECONDS) or not self._whole:
            raise RuntimeError("the sentence was not finished")
        used: str = self._engine.getProperty("voice")
        return used

    def _rest(self) -> None:
        """Wait until espeak's thread has done what it was told, and nothing is left to be cancelled."""
        late = time.monotonic() + END_SECONDS
        while self._working():
            if time.monotonic() > late:
                raise RuntimeError("espeak does not come to rest")
            time.sleep(0.001)


def obey(speaker: Speaker, order: dict[str, Any]) -> dict[str, Any]:
    """Write `out` (by way of a .part file) and say with which voice; or say what went wrong."""
    part = order["out"] + ".part"
    try:
        # Opened here first: a file that cannot be written would hang the engine for ever.
        with open(part, "wb"):
            pass
        voice = speaker.save(order["text"], part, order["voice"], order["rate"])
        os.replace(part, order["out"])
    except Exception as error:
        return {"id": order["id"], "error": first_line(error)}
    return {"id": order["id"], "voice": voice}


def tell(answers: TextIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")


def first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


if __name__ == "__main__":
    main()
