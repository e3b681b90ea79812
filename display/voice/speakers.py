"""Loudspeakers by URL: `alsa://default` plays, `virtual://name` writes numbered WAV files and a log.

A speaker's error says whether it is permanent or temporary, and nothing else. One speaker serves several
zones one after the other.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from display.voice import sound

GRACE_SECONDS = 10.0
"""How much longer than its sound a playback may take before the device counts as stuck."""


class SpeakerError(Exception):
    """The speaker did not play it. Temporary unless said otherwise."""

    def __init__(self, text: str, permanent: bool = False) -> None:
        super().__init__(text)
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Utterance:
    """One announcement to play; `seconds` is how long it sounds."""

    path: Path
    seconds: float
    job: str
    number: str
    text: str
    repeat: bool = False


class Speaker(Protocol):
    """Plays one utterance at a time."""

    def play(self, said: Utterance, abort: threading.Event) -> bool:
        """Play to the end: True; False when `abort` cut it short. Raises SpeakerError."""


class AlsaSpeaker:
    """A sound card through `aplay`, in a process that can be killed."""

    def __init__(self, device: str, *, command: str = "aplay", grace: float = GRACE_SECONDS) -> None:
        self._device, self._command, self._grace = device, command, grace
        self._one = threading.Lock()

    def play(self, said: Utterance, abort: threading.Event) -> bool:
        with self._one:
            try:
                process = subprocess.Popen(
                    [self._command, "-q", "-D", self._device, str(said.path)],
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                    start_new_session=True,
                )  # fmt: skip
            except OSError as error:
                raise SpeakerError(f"{self._command} cannot be started: {error.strerror}") from error
            return self._attend(process, said.seconds + self._grace, abort)

    def _attend(self, process: subprocess.Popen[bytes], longest: float, abort: threading.Event) -> bool:
        """Wait for the end, the abort or the time-out, whichever is first; never leave it running."""
        end = time.monotonic() + longest
        while process.poll() is None:
            cut = abort.wait(0.05)
            if cut or time.monotonic() > end:
                process.kill()
                process.communicate()
                if cut:
                    return False
                raise SpeakerError(f"{self._device} did not finish within {longest:.0f} s")
        complaint = process.communicate()[1]
        if process.returncode:
            raise SpeakerError(f"{self._device}: {first_line(complaint)}")
        return True


class VirtualSpeaker:
    """A folder instead of a loudspeaker: 000001.wav, 000002.wav, … and log.jsonl. Fails on command.

    `fail=after:N` plays N and then fails, `fail=first:N` fails N times and then plays, `kind=permanent`
    makes those failures permanent, `realtime=1` takes as long as the sound. A file named `fail` in the
    folder makes it fail too, with the file's text as reason, until it is removed.
    """

    def __init__(
        self, folder: Path, *, fail: str = "", permanent: bool = False, realtime: bool = False
    ) -> None:
        self._folder, self._permanent, self._realtime = folder, permanent, realtime
        self._mode, self._limit = failing(fail)
        self._asked = 0
        self._one = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        self._number = max((int(p.stem) for p in folder.glob("*.wav") if p.stem.isdigit()), default=0)

    def play(self, said: Utterance, abort: threading.Event) -> bool:
        with self._one:
            self._asked += 1
            self._fail_if_told()
            whole = not (abort.wait(said.seconds) if self._realtime else abort.is_set())
            self._number += 1
            path = self._folder / f"{self._number:06d}.wav"
            try:
                sound.write(path, sound.read(said.path))
                self._note(said, path, whole)
            except OSError as error:
                raise SpeakerError(f"{self._folder}: {error.strerror}") from error
            return whole

    def _fail_if_told(self) -> None:
        if self._asked > self._limit if self._mode == "after" else self._asked <= self._limit:
            raise SpeakerError("the virtual speaker was told to fail", self._permanent)
        with contextlib.suppress(FileNotFoundError):
            reason = (self._folder / "fail").read_text("utf-8").strip()
            raise SpeakerError(reason or "the virtual speaker was told to fail", self._permanent)

    def _note(self, said: Utterance, path: Path, whole: bool) -> None:
        line = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"), "job": said.job,
            "number": said.number, "text": said.text, "file": path.name, "seconds": round(said.seconds, 2),
            "repeat": said.repeat, "whole": whole,
        }  # fmt: skip
        with (self._folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line, ensure_ascii=False) + "\n")


def open_speaker(url: str, home: Path) -> Speaker:
    """The speaker of a URL; a virtual one without a path lives below `home`. Raises ValueError."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    name = unquote(parts.netloc + parts.path)
    if parts.scheme in ("alsa", "aplay"):
        if not shutil.which("aplay"):
            raise ValueError("aplay is not installed: apt install alsa-utils")
        refuse_unknown(options, ())
        return AlsaSpeaker(name or "default")
    if parts.scheme == "virtual" and name:
        refuse_unknown(options, ("fail", "kind", "realtime"))
        return VirtualSpeaker(
            home / name,
            fail=options.get("fail", ""),
            permanent=chosen(options, "kind", ("temporary", "permanent")) == "permanent",
            realtime=chosen(options, "realtime", ("0", "1")) == "1",
        )
    raise ValueError(f"a speaker is alsa://default or virtual://name, not {url!r}")


def chosen(options: dict[str, str], name: str, values: tuple[str, ...]) -> str:
    """One of the values; the first when the option is absent. Raises ValueError."""
    value = options.get(name, values[0])
    if value not in values:
        raise ValueError(f"{name} is one of {', '.join(values)}, not {value!r}")
    return value


def refuse_unknown(options: dict[str, str], known: tuple[str, ...]) -> None:
    if odd := sorted(options.keys() - set(known)):
        listed = ", ".join(known) or "none"
        raise ValueError(f"this speaker has no option {odd[0]!r}; its options: {listed}")


def failing(text: str) -> tuple[str, int]:
    """`after:3` or `first:2` → the mode and its number; nothing never fails. Raises ValueError."""
    if not text:
        return "first", 0
    mode, _, number = text.partition(":")
    if mode not in ("after", "first") or not number.isdigit():
        raise ValueError(f"fail is after:N or first:N, not {text!r}")
    return mode, int(number)


def first_line(text: bytes) -> str:
    lines = text.decode("utf-8", "replace").strip().splitlines()
    return lines[0] if lines else "aplay failed"
