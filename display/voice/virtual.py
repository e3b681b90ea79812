"""A loudspeaker to test and rehearse with: it enters by the same door, can be read and heard, and fails on command."""

from __future__ import annotations

import contextlib
import json
import threading
from datetime import UTC, datetime
from pathlib import Path

from display.voice import sound
from display.voice.utterance import SpeakerError, Utterance

LOOK_SECONDS = 0.02


class VirtualSpeaker:
    """A folder instead of a loudspeaker: 000001.wav, 000002.wav, … and log.jsonl. Fails on command.

    A file is there as soon as it sounds, its line in the log when it has ended.

    `fail=after:N` plays N and then fails, `fail=first:N` fails N times and then plays, `kind=permanent`
    makes those failures permanent, `realtime=1` takes as long as the sound. A file named `fail` in the
    folder makes it fail too, with the file's text as reason, until it is removed; one named `hold` makes it
    sound on until it is removed.
    """

    def __init__(
        self, folder: Path, *, fail: str = "", permanent: bool = False, realtime: bool = False
    ) -> None:
        self._folder, self._permanent, self._realtime = folder, permanent, realtime
        self._mode, self._limit = failing(fail)
        self._asked = 0
        folder.mkdir(parents=True, exist_ok=True)
        self._number = max((int(p.stem) for p in folder.glob("*.wav") if p.stem.isdigit()), default=0)

    def play(self, said: Utterance, abort: threading.Event) -> bool:
        self._asked += 1
        self._fail_if_told()
        began = datetime.now(UTC)
        self._number += 1
        path = self._folder / f"{self._number:06d}.wav"
        try:
            sound.write(path, sound.read(said.path))
            whole = self._sounded(said.seconds, abort)
            self._note(said, path, whole, began)
        except OSError as error:
            raise SpeakerError(f"{self._folder}: {error.strerror}") from error
        return whole

    def _sounded(self, seconds: float, abort: threading.Event) -> bool:
        """Whether it sounded to its end."""
        while (self._folder / "hold").exists():
            if abort.wait(LOOK_SECONDS):
                return False
        return not (abort.wait(seconds) if self._realtime else abort.is_set())

    def _fail_if_told(self) -> None:
        if self._asked > self._limit if self._mode == "after" else self._asked <= self._limit:
            raise SpeakerError("the virtual speaker was told to fail", self._permanent)
        with contextlib.suppress(FileNotFoundError):
            reason = (self._folder / "fail").read_text("utf-8").strip()
            raise SpeakerError(reason or "the virtual speaker was told to fail", self._permanent)

    def _note(self, said: Utterance, path: Path, whole: bool, began: datetime) -> None:
        line = {
            "began": began.isoformat(timespec="milliseconds"),
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"), "job": said.job,
            "number": said.number, "text": said.text, "file": path.name, "seconds": round(said.seconds, 2),
            "repeat": said.repeat, "whole": whole,
        }  # fmt: skip
        with (self._folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line, ensure_ascii=False) + "\n")


def failing(text: str) -> tuple[str, int]:
    """`after:3` or `first:2` → the mode and its number; nothing never fails. Raises ValueError."""
    if not text:
        return "first", 0
    mode, _, number = text.partition(":")
    if mode not in ("after", "first") or not number.isdigit():
        raise ValueError(f"fail is after:N or first:N, not {text!r}")
    return mode, int(number)
