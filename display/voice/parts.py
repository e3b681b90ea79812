"""Parts of sentences as Kokoro-82M makes them: one order to its process, looked at, kept. For one maker at a time."""

from __future__ import annotations

from typing import NamedTuple

from display.voice import feed, sound
from display.voice.engine import plausible
from display.voice.kept import Kept
from display.voice.process import Process, VoiceError
from display.voice.sound import Samples

RECIPE = 1
"""Raised when the same words are to sound otherwise: what was kept before is made anew."""


class Part(NamedTuple):
    """One breath to be made, at `pace` syllables a minute; `last` when the sentence ends with it."""

    text: str
    pace: int
    last: bool


class Refused(VoiceError):
    """This one part cannot be said; the voice itself is well."""


class Parts:
    """One speaker's parts, on disk or freshly made by `process`."""

    def __init__(self, kept: Kept, process: Process, speaker: str) -> None:
        self._kept, self._process, self._speaker = kept, process, speaker

    def has(self, part: Part) -> bool:
        return self._kept.has(*self._key(part))

    def find(self, part: Part) -> Samples:
        """Its sound without the silence around it. Raises VoiceError when it is not there."""
        samples = self._kept.find(*self._key(part))
        if samples is None:
            raise VoiceError(f"the sound of «{feed.plain(part.text)}» cannot be read")
        return sound.trimmed(samples)

    def close(self) -> None:
        self._process.close()

    def _key(self, part: Part) -> tuple[object, ...]:
        return (RECIPE, self._speaker, *part)

    def make(self, part: Part) -> None:
        """Into the kept ones, looked at first. Raises VoiceError."""
        path, length = self._kept.path(*self._key(part)), feed.syllables("zh", part.text)
        if not length:
            raise Refused(f"there is nothing to say in «{feed.plain(part.text)}»")
        fresh = path.with_suffix(".new")
        order = {
            "pieces": feed.pieces(part.text), "end": "." if part.last else ",", "speaker": self._speaker,
            "seconds": length * 60 / part.pace, "out": str(fresh),
        }  # fmt: skip
        if why := self._process.ask(order).get("refused"):
            raise Refused(why)
        try:
            samples = sound.read(fresh)
            if not plausible(samples, length, part.pace):
                said = sound.seconds(sound.trimmed(samples))
                raise Refused(f"{said:.1f} s cannot be the {length} syllables of «{feed.plain(part.text)}»")
            fresh.replace(path)
            self._kept.added(path)
        except (OSError, ValueError) as error:
            raise Refused(f"the neural voice's file cannot be read: {error}") from error
        finally:
            fresh.unlink(missing_ok=True)
