"""Recorded clips joined together: a sentence is laid out of recordings by what they say.

A folder a language: WAV files of any rate, and `clips.toml`, which says what a file says where its name does not:

    name = "潮汕话"
    gap = 0.04          # seconds between two recordings of one breath
    [texts]
    digit_0 = "零"      # digit_0.wav; a file 办理.wav needs no line
"""

from __future__ import annotations

import contextlib
import re
import threading
import tomllib
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from display.voice import cut, feed, sound
from display.voice.process import VoiceError
from display.voice.recording import NotWav, recording
from display.voice.sound import Samples

MANIFEST = "clips.toml"
FADE_SECONDS = 0.005
"""A recording cut in a breath or a hum would click."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`clips.toml`. `gap` 0–0.5 s between recordings of one breath; `stop` after a comma, `number` after a number."""

    name: str = ""
    gap: float = 0.04
    stop: float = cut.AT_STOP
    number: float = cut.AFTER_NUMBER
    texts: dict[str, str] = {}


class Clips:
    """All languages below a folder. Safe for several threads; files may change at any time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._ready: dict[tuple[Path, int, int], Samples] = {}

    def render(self, language: str, text: str, pace: int) -> Samples:
        """The sentence out of recordings, at the pace they have. Raises VoiceError with the words that lack one."""
        folder = self.folder / language
        manifest = read(folder)
        recorded = files(folder, manifest)
        if not recorded:
            raise VoiceError(f"{folder} holds no recordings", missing=True)
        whole: Samples = array("h")
        for breath in cut.phrases(feed.plain(text)):
            laid = laid_out(breath.text, recorded)
            if isinstance(laid, str):
                raise VoiceError(f"no recording says «{laid}»")
            for at, words in enumerate(laid):
                whole += (sound.silence(manifest.gap) if at else array("h")) + self._one(recorded[words])
            whole += sound.silence(pause(breath, manifest))
        return whole

    def _one(self, path: Path) -> Samples:
        """A recording as it is joined: our rate, no silence around it, the level of all others."""
        try:
            known = path.stat()
            key = (path, known.st_mtime_ns, known.st_size)
            with self._lock:
                if key in self._ready:
                    return self._ready[key]
            made = joined_up(recording(path))
        except (OSError, NotWav) as error:
            raise VoiceError(f"the recording {path.name} cannot be read: {error}") from error
        with self._lock:
            for old in [k for k in self._ready if k[0] == path]:
                del self._ready[old]
            self._ready[key] = made
        return made


def read(folder: Path) -> Manifest:
    """The folder's manifest; the usual one when there is none. Raises VoiceError in words."""
    path = folder / MANIFEST
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Manifest)
    except FileNotFoundError:
        return Manifest()
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise VoiceError(f"{path}: {error}") from error


def files(folder: Path, manifest: Manifest) -> dict[str, Path]:
    """What is said → its file."""
    found = {}
    with contextlib.suppress(OSError):
        for path in sorted(folder.glob("*.wav")):
            found[bare(manifest.texts.get(path.stem, path.stem))] = path
    return found


def bare(text: str) -> str:
    """Words as they are compared: capital and small letters, and spaces, make no sound."""
    return re.sub(r"\s+", "", text).casefold()


def laid_out(text: str, recorded: Mapping[str, Any]) -> list[str] | str:
    """The fewest recordings that say it, in order; or the words from which on there is none."""
    text = bare(text)
    longest = max(map(len, recorded), default=0)
    best: list[list[str] | None] = [[]] + [None] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - longest), end):
            before = best[start]
            if before is not None and text[start:end] in recorded:
                here = best[end]
                if here is None or len(before) + 1 < len(here):
                    best[end] = [*before, text[start:end]]
    whole = best[-1]
    if whole is not None:
        return whole
    return text[max(at for at, way in enumerate(best) if way is not None) :]


def pause(breath: cut.Phrase, manifest: Manifest) -> float:
    usual = {cut.AT_STOP: manifest.stop, cut.AFTER_NUMBER: manifest.number}
    return usual.get(breath.pause, breath.pause)


def joined_up(samples: Samples) -> Samples:
    """Without silence, at the level of all, and without a click at either end."""
    made = sound.levelled(sound.trimmed(samples))
    fade = min(round(FADE_SECONDS * sound.RATE), len(made) // 2)
    for at in range(fade):
        made[at] = round(made[at] * at / fade)
        made[-1 - at] = round(made[-1 - at] * at / fade)
    return made
