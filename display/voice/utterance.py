"""What every loudspeaker plays and how it fails: the words between the announcer and the speakers."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


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
