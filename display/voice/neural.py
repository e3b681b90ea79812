"""The neural voice: parts of sentences made by Kokoro-82M in a process of its own, mostly before they are needed.

A call waits for it as long as the patience lasts and not longer: what is late is finished all the same and kept,
so that it is there when the number is called again. One Neural serves all zones of an announcer.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from array import array
from collections import deque
from collections.abc import Iterable, Sequence
from pathlib import Path

from display.voice import cut, feed, sound
from display.voice.kept import Kept
from display.voice.parts import Part as Part
from display.voice.parts import Parts, Refused
from display.voice.process import Process, VoiceError
from display.voice.sound import Samples

ANSWER_SECONDS, LOAD_SECONDS = 30.0, 60.0
"""A busy small computer takes long; a process that takes longer hangs."""
REST_SECONDS = 60.0
"""After a failure of the process the voice rests: something else speaks, and the next start may go better."""
NOTICE_SECONDS = 10.0
"""How long a sentence that calls nobody may be waited for."""
MOST_REFUSED = 500
log = logging.getLogger(__name__)


class Neural:
    """Mandarin by one speaker. Safe for several threads."""

    def __init__(
        self, kept: Kept, voices: Path, speaker: str, *, threads: int = 1, patience: float = 1.5,
        worker: Sequence[str] | None = None, seconds: float = ANSWER_SECONDS,
    ) -> None:  # fmt: skip
        self._patience = patience
        command = worker or (
            sys.executable, "-P", "-m", "display.voice.neural_worker", str(voices), str(threads),
        )  # fmt: skip
        self._parts = Parts(kept, Process(command, seconds, LOAD_SECONDS), speaker)
        self._news = threading.Condition(threading.RLock())
        self._urgent: deque[Part] = deque()
        self._later: dict[str, deque[Part]] = {}
        self._refused: dict[Part, str] = {}
        self._trouble, self._missing, self._rests_until = "", False, 0.0
        self._maker: threading.Thread | None = None
        self._stop = self._busy = False

    def render(self, language: str, text: str, pace: int) -> Samples:
        """The sentence, waited for as long as the patience lasts. Raises VoiceError."""
        if language != "zh":
            raise VoiceError(f"the neural voice speaks Mandarin, not {language}")
        until = time.monotonic() + (self._patience if cut.calls(text) else NOTICE_SECONDS)
        breaths = cut.phrases(text)
        parts = [Part(phrase.text, pace, phrase.last) for phrase in breaths]
        wanted = [part for part in parts if not self._parts.has(part)]
        self._ask(wanted)
        whole = array("h")
        for part, breath in zip(parts, breaths, strict=True):
            whole += self._wait(part, until, fresh=part in wanted) + sound.silence(breath.pause)
        if not whole:
            raise VoiceError(f"there is nothing to say in {text!r}")
        return whole

    def expect(self, parts: Iterable[Part], zone: str = "") -> None:
        """What a zone will want, the soonest first; takes the place of what it expected before."""
        later = [part for part in dict.fromkeys(parts) if not self._parts.has(part)]
        with self._news:
            self._later[zone] = deque(part for part in later if part not in self._refused)
            self._begin()

    @property
    def idle(self) -> bool:
        """Whether everything that was expected has been made, or cannot be."""
        with self._news:
            return self._missing or not (self._urgent or self._busy or any(self._later.values()))

    def rested(self, seconds: float) -> bool:
        """Wait until everything expected is made, or so long; whether it is."""
        end = time.monotonic() + seconds
        with self._news:
            while not self.idle and (left := end - time.monotonic()) > 0:
                self._news.wait(left)
            return self.idle

    def close(self) -> None:
        """End the process and the thread."""
        with self._news:
            self._stop = True
            self._news.notify_all()
        self._parts.close()
        if self._maker:
            self._maker.join(5)

    # -- asking -----------------------------------------------------------------------------------

    def _ask(self, wanted: list[Part]) -> None:
        if not wanted:
            return
        with self._news:
            self._fail_if_resting()
            self._urgent.extend(part for part in wanted if part not in self._urgent)
            self._begin()

    def _wait(self, part: Part, until: float, fresh: bool) -> Samples:
        with self._news:
            while fresh and not self._parts.has(part):
                if part in self._refused:
                    raise VoiceError(self._refused[part])
                self._fail_if_resting()
                left = until - time.monotonic()
                if left <= 0:
                    raise VoiceError(f"«{feed.plain(part.text)}» was not ready")
                self._news.wait(left)
        return self._parts.find(part)

    def _fail_if_resting(self) -> None:
        if self._stop:
            raise VoiceError("the neural voice was ended")
        if self._missing or time.monotonic() < self._rests_until:
            raise VoiceError(self._trouble, self._missing)

    # -- making -----------------------------------------------------------------------------------

    def _begin(self) -> None:
        """The thread is started by the first wish. With the lock held."""
        if self._maker is None and not self._stop:
            self._maker = threading.Thread(target=self._run, name="neural", daemon=True)
            self._maker.start()
        self._news.notify_all()

    def _run(self) -> None:
        while (part := self._next()) is not None:
            try:
                self._parts.make(part)
            except VoiceError as error:
                self._failed(part, error)
            except Exception as error:
                log.exception("the neural voice: %s", part.text)
                self._failed(part, VoiceError(f"{type(error).__name__}: {error}"))
            with self._news:
                self._news.notify_all()

    def _next(self) -> Part | None:
        """The next part that is not made yet, as soon as there is one and the voice has rested; None at the end."""
        with self._news:
            while not self._stop:
                rest = self._rests_until - time.monotonic()
                part = None if rest > 0 or self._missing else self._pick()
                if part is None:
                    self._busy = False
                    self._news.notify_all()
                    self._news.wait(rest if rest > 0 and not self._missing else None)
                elif part not in self._refused and not self._parts.has(part):
                    self._busy = True
                    return part
        return None

    def _pick(self) -> Part | None:
        """A call's part first; else the soonest of the zones by turns. With the lock held."""
        if self._urgent:
            return self._urgent.popleft()
        for zone, later in list(self._later.items()):
            if later:
                self._later[zone] = self._later.pop(zone)
                return later.popleft()
        return None

    def _failed(self, part: Part, error: VoiceError) -> None:
        """Of one part: it is not tried again. Of the process: it is ended, and everything rests for a while."""
        with self._news:
            if self._stop:
                return
            log.warning("the neural voice: %s", error)
            if isinstance(error, Refused):
                if len(self._refused) >= MOST_REFUSED:
                    self._refused.clear()
                self._refused[part] = str(error)
                return
            self._trouble, self._missing = str(error), error.missing
            self._rests_until = time.monotonic() + REST_SECONDS
            self._urgent.clear()
        self._parts.close()
