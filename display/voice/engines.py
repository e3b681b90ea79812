"""Which voice says what: a language's engines in order, the next one speaking when one cannot, and that told.

`make` gives one voice; zones of one agent share a `Workshop`, whose neural process and recordings are one for all.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Protocol

from display.voice import cut
from display.voice.clip_sync import keep_fresh
from display.voice.clips import Clips
from display.voice.config import USUAL as USUAL
from display.voice.config import VoiceFile as VoiceFile
from display.voice.config import check, voices_folder
from display.voice.engine import VOICES, Engine
from display.voice.kept import Kept
from display.voice.neural import Neural, Part
from display.voice.process import VoiceError
from display.voice.sound import Samples
from server.client import HubClient

HANZI = re.compile(r"[\u3400-\u9fff]")


class Speaks(Protocol):
    """An engine: a sentence to samples. Raises VoiceError."""

    def render(self, language: str, text: str, pace: int) -> Samples: ...


class Voices:
    """One zone's voice. For one thread. `trouble`: why the last sentence was not said as wished; `pace`: how fast."""

    def __init__(
        self, order: Mapping[str, tuple[str, ...]], engines: Mapping[str, Speaks], close: Callable[[], None]
    ) -> None:
        self._order, self._engines, self._close = order, engines, close
        self.trouble, self.pace = "", 0

    def render(self, language: str, text: str, pace: int) -> Samples:
        """The sentence by the first engine that can. Raises VoiceError when none of them can."""
        self.trouble, self.pace, failures = "", pace, []
        for name in self._order.get(language, USUAL):
            try:
                samples = self._engines[name].render(read_as(name, language, text), text, pace)
            except VoiceError as error:
                failures.append((name, error))
            else:
                if failures:
                    self.trouble = f"{told(failures)}: {name} spoke"
                return samples
        raise VoiceError(told(failures), missing=all(error.missing for _, error in failures))

    def close(self) -> None:
        self._close()


class Workshop:
    """What the zones of one agent share: the neural process with what it has made, and the recordings."""

    def __init__(self, config: VoiceFile, folder: Path) -> None:
        """Raises ValueError in words for an engine or speaker that does not exist."""
        check(config)
        self._config, self._folder = config, folder
        self.clips = Clips(Path(config.clips.folder) if config.clips.folder else folder / "clips")
        self.neural = self._neural() if config.uses("neural") else None
        self._own: list[Engine] = []

    def voice(self, close: Callable[[], None] | None = None) -> Voices:
        """A zone's own: an espeak that hangs holds up nobody else. `close`: what its own `close` ends instead."""
        espeak = Engine(self._folder / "sentences")
        self._own.append(espeak)
        engines: dict[str, Speaks] = {"espeak": espeak, "clips": self.clips}
        if self.neural:
            engines["neural"] = self.neural
        return Voices(self._config.order, engines, close or espeak.close)

    def expects(self, language: str) -> bool:
        """Whether sentences of this language are worth being made ahead."""
        return self.neural is not None and "neural" in self._config.order.get(language, USUAL)

    def expect(self, parts: list[Part], zone: str) -> None:
        """What a zone will want, the soonest first."""
        if self.neural:
            self.neural.expect(parts, zone)

    def prepare(self, sentences: Iterable[tuple[str, str, int]], seconds: float) -> None:
        """Have (language, sentence, pace) made now, for at most so long: a model takes seconds to load."""
        wanted = [
            Part(breath.text, pace, breath.last)
            for language, text, pace in sentences if self.expects(language)
            for breath in cut.phrases(text)
        ]  # fmt: skip
        if self.neural and wanted:
            self.neural.expect(wanted)
            self.neural.rested(seconds)

    def follow(self, hub: HubClient) -> None:
        """Keep the recordings fresh from now on, in a thread that ends with the client."""
        languages = [language for language, names in self._config.order.items() if "clips" in names]
        if languages and self._config.clips.from_hub:
            facts = (hub, self.clips.folder, languages, hub.stop)
            threading.Thread(target=keep_fresh, args=facts, name="recordings", daemon=True).start()

    def close(self) -> None:
        """End every process."""
        for espeak in self._own:
            espeak.close()
        if self.neural:
            self.neural.close()

    def _neural(self) -> Neural:
        own = self._config.neural
        return Neural(
            Kept(self._folder / "neural", own.megabytes * 1_000_000), voices_folder(own), own.speaker,
            threads=own.threads, patience=self._config.patience,
        )  # fmt: skip


def make(config: VoiceFile, folder: Path) -> Voices:
    """One voice by itself, with everything it needs; `close` ends it. Raises ValueError in words."""
    workshop = Workshop(config, folder)
    return workshop.voice(workshop.close)


def read_as(engine: str, language: str, text: str) -> str:
    """A dialect without a voice is read as Mandarin where its words are Hanzi: heard, if not as wished."""
    if engine == "clips" or language in VOICES or not HANZI.search(text):
        return language
    return "zh"


def told(failures: list[tuple[str, VoiceError]]) -> str:
    return "; ".join(f"{name}: {error}" for name, error in failures)
