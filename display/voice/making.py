"""From a speech job to one sound to be played: its sentences rendered, levelled, repeated, with or without a chime."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from display.voice import feed, phrase, sound
from display.voice.process import VoiceError
from display.voice.sound import Samples
from display.voice.utterance import Utterance
from server.protocol import Json

STRAIGHT_ON_SECONDS = 3.0
"""In a burst the chime is left out when the announcement before ended less than this ago: ears are still open."""
PACE = 170


class Voice(Protocol):
    """What is needed of an engine. It may have `trouble`: why the last sentence was not said as wished."""

    def render(self, language: str, text: str, pace: int) -> Samples:
        """A sentence of `phrase.sentences` as sound, at about so many syllables a minute. Raises VoiceError."""


class Maker:
    """Makes one zone's announcements, each in the same file: they are played one after the other."""

    def __init__(self, voice: Voice, file: Path, monotonic: Callable[[], float]) -> None:
        self._voice, self._file, self._monotonic = voice, file, monotonic
        self._ended_at = float("-inf")

    def ended(self) -> None:
        """An announcement has just ended, or was cut."""
        self._ended_at = self._monotonic()

    def announcement(self, job: Json) -> tuple[Utterance, str]:
        """What is to be played, and what is wrong with a language of it. Raises VoiceError."""
        payload = job["payload"]
        texts = phrase.sentences(payload)
        parts, trouble = self._rendered(texts, payload.get("syllables_a_minute") or PACE)
        straight_on = self._monotonic() - self._ended_at < STRAIGHT_ON_SECONDS
        chime = payload.get("chime", True) and not (payload.get("short") and straight_on)
        whole = sound.announcement(parts, payload.get("times") or 1, chime, payload.get("volume", 100))
        text = " ".join(feed.plain(text) for _, text in texts)
        return self._written(whole, job["id"], job["number"] or "", text, bool(job.get("repeat"))), trouble

    def test(self) -> Utterance:
        """A sentence that nobody waiting takes for a call. Raises VoiceError."""
        text = phrase.TEST["zh"]
        whole = sound.announcement([self._voice.render("zh", text, PACE)], 1, True)
        return self._written(whole, "test", "", text)

    def _rendered(self, texts: list[tuple[str, str]], pace: int) -> tuple[list[Samples], str]:
        """Every sentence as sound. One that cannot be said holds up no other; when none can: VoiceError."""
        parts: list[Samples] = []
        troubles: list[str] = []
        for language, text in texts:
            try:
                parts.append(self._voice.render(language, text, pace))
            except VoiceError as error:
                troubles.append(f"nothing is said in {language}: {error}")
                lost = error
            else:
                troubles.append(getattr(self._voice, "trouble", ""))
        if not parts:
            raise lost
        return parts, "; ".join(filter(None, troubles))

    def _written(self, whole: Samples, *facts: Any) -> Utterance:
        try:
            sound.write(self._file, whole)
        except OSError as error:
            raise VoiceError(f"{self._file}: {error.strerror}") from error
        return Utterance(self._file, sound.seconds(whole), *facts)
