"""The parent of the speech process: time-outs, restarts, checks of voice and duration, a bounded cache.

One Engine belongs to one zone's worker thread, so a voice that hangs holds up nobody else.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from display.voice import feed, sound
from display.voice.process import Process
from display.voice.process import VoiceError as VoiceError
from display.voice.sound import Samples

VOICES = {
    "zh": "sit/cmn-latn-pinyin", "en": "gmw/en", "yue": "sit/yue", "vi": "aav/vi", "ru": "zle/ru", "ug": "trk/ug",
    "kk": "trk/kk", "ko": "ko",
}  # fmt: skip
"""By language. Never `sit/cmn`: in espeak-ng 1.51 it reads Mandarin as English. How well the others of templates
are spoken nobody here can judge; `hak` and `ja` spell Hanzi in English and are left out."""
WORKER = (sys.executable, "-P", str(Path(__file__).with_name("worker.py")))
ANSWER_SECONDS = 8.0
TRIES = 3
CACHE_FILES = 256


class Engine:
    """Sentences to samples through pyttsx3 in a process of its own. For one thread."""

    def __init__(
        self, folder: Path, *, worker: Sequence[str] = WORKER, seconds: float = ANSWER_SECONDS
    ) -> None:
        self._folder, self._process = folder, Process(worker, seconds)
        self.restarts = 0
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def pid(self) -> int | None:
        """The speech process, while there is one."""
        return self._process.pid

    def render(self, language: str, text: str, pace: int) -> Samples:
        """The sentence as sound at about `pace` syllables a minute. Raises VoiceError after three tries."""
        if language not in VOICES:
            raise VoiceError(f"espeak-ng has no voice for {language!r}: give it another engine", missing=True)
        fed = feed.feed(language, text)
        order: dict[str, Any] = {"text": fed, "voice": VOICES[language], "rate": words_a_minute(pace)}
        if not fed.strip():
            raise VoiceError(f"there is nothing to say in {text!r}")
        length = feed.syllables(language, text)
        path = self._folder / f"{hashlib.sha256(repr(sorted(order.items())).encode()).hexdigest()[:24]}.wav"
        if (known := self._cached(path, length, pace)) is not None:
            return known
        for left in reversed(range(TRIES)):
            try:
                return self._fresh(order, path, length, pace)
            except VoiceError as error:
                self.close()
                if error.missing or not left:
                    raise
                self.restarts += 1
        raise AssertionError("the last try raises")

    def close(self) -> None:
        """End the speech process, whatever it is doing."""
        self._process.close()

    def _cached(self, path: Path, length: int, pace: int) -> Samples | None:
        try:
            samples = sound.read(path)
            path.touch()
        except (OSError, ValueError):
            return None
        return samples if plausible(samples, length, pace) else None

    def _fresh(self, order: dict[str, Any], path: Path, length: int, pace: int) -> Samples:
        used = self._process.ask({**order, "out": str(path)}).get("voice")
        try:
            if used != order["voice"]:
                raise VoiceError(
                    f"the engine spoke with {used}, not {order['voice']}: install espeak-ng's voices"
                )
            try:
                samples = sound.read(path)
            except (OSError, ValueError) as error:
                raise VoiceError(f"the engine's file cannot be read: {error}") from error
            if not plausible(samples, length, pace):
                said = sound.seconds(sound.trimmed(samples))
                raise VoiceError(f"{said:.1f} s cannot be {length} syllables")
        except VoiceError:
            path.unlink(missing_ok=True)
            raise
        self._prune()
        return samples

    def _prune(self) -> None:
        """Keep the newest sentences; the folder never grows beyond its bound."""
        files = sorted(self._folder.glob("*"), key=used_at)
        for path in files[:-CACHE_FILES]:
            path.unlink(missing_ok=True)


def used_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another zone's engine pruned it
        return 0.0


def words_a_minute(pace: int) -> int:
    """espeak's rate for a pace in syllables a minute: measured on Mandarin calls, linear from 110 to 160."""
    return round((pace + 28) / 1.4)


def plausible(samples: Samples, length: int, pace: int) -> bool:
    """Whether this can be the sentence: one in 250 comes out of pyttsx3 almost empty."""
    said = sound.seconds(sound.trimmed(samples))
    expected = length * 60 / pace
    return expected * 0.5 <= said <= expected * 2 + 1
