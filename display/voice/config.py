"""`[voice]` of an announcer's file: which engine says which language, and what each engine needs."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from display.voice.fetch import SPEAKERS

ENGINES = ("espeak", "neural", "clips")
USUAL = ("espeak",)


class NeuralFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[voice.neural]`: a speaker of `paihao voice list`, and `voices`, the folder that `paihao voice fetch` filled."""

    speaker: str = "zf_xiaoxiao"
    voices: str = ""
    threads: int = 1
    megabytes: int = 200


class ClipsFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[voice.clips]`: a folder with one folder a language; `from_hub`: what is recorded in the browser comes there."""

    folder: str = ""
    from_hub: bool = True


class VoiceFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[voice]` of an announcer's file. `order`: language → engines, the first that can speaks; others by espeak.

    `patience`: seconds a call waits for a better voice before the next one speaks.
    """

    order: dict[str, tuple[str, ...]] = {}
    patience: float = 1.5
    neural: NeuralFile = NeuralFile()
    clips: ClipsFile = ClipsFile()

    def uses(self, engine: str) -> bool:
        return any(engine in names for names in self.order.values())


def voices_folder(own: NeuralFile) -> Path:
    """Where the speakers' files lie."""
    return Path(own.voices) if own.voices else Path(click.get_app_dir("paihao")) / "voices"


def check(config: VoiceFile) -> None:
    """Raises ValueError in words."""
    for language, names in config.order.items():
        odd = [name for name in names if name not in ENGINES]
        if odd or not names:
            what = f"{odd[0]!r} is no engine" if odd else "no engine is named"
            raise ValueError(f"voice.order.{language}: {what}; there are {', '.join(ENGINES)}")
    if config.neural.speaker not in SPEAKERS:
        raise ValueError(
            f"voice.neural.speaker: there is no {config.neural.speaker!r}; there are {', '.join(SPEAKERS)}"
        )
    if not 1 <= config.neural.threads <= 8 or config.neural.megabytes < 1 or not 0 <= config.patience <= 60:
        raise ValueError("voice: threads is 1 to 8, megabytes at least 1, patience 0 to 60 seconds")
