"""The announcer of one zone: lease a call, say it, acknowledge it, one at a time, for ever.

Whatever fails (voice, speaker, hub) is told and tried again with pauses; it never ends the loop, and it
never reaches a call: the hub has long committed and shown it.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from display.voice import phrase, sound
from display.voice.calls import Calls
from display.voice.engine import VoiceError
from display.voice.sound import Samples
from display.voice.speakers import Speaker, SpeakerError, Utterance
from server.client import HubRefusal, HubUnreachable
from server.protocol import Json

LEASE_SECONDS = 30
"""Longer than most announcements; after a crash its job waits this long. An answer after it still counts."""
WAIT_SECONDS = 2.0
"""How long one question for work is held: short, because nothing can interrupt it when we are to stop."""
TRIES = 5
"""Leases of one job after which its failure is final: the next call must get its turn."""
PAUSES = (1.0, 2.0, 5.0, 10.0, 20.0)

log = logging.getLogger(__name__)


class Jobs(Protocol):
    """What the announcer needs of the hub; HubClient is one."""

    def lease(
        self, kinds: list[str], *, wait: float = 0, seconds: int = 30, **filters: Any
    ) -> list[Json]: ...
    def done(self, job: str, detail: str | None = None) -> Json: ...
    def failed(self, job: str, reason: str, permanent: bool = False) -> Json: ...
    def dropped(self, job: str, reason: str) -> Json: ...


class Voice(Protocol):
    """What the announcer needs of an engine; raises VoiceError."""

    def render(self, language: str, text: str, pace: int) -> Samples: ...


class Announcer:
    """Says one zone's calls. `tell(state, detail)` hears how it is, `stop` ends it after the sentence."""

    def __init__(
        self,
        jobs: Jobs,
        voice: Voice,
        speaker: Speaker,
        calls: Calls,
        tell: Callable[[str, str], None],
        *,
        file: Path,
        zone: str | None = None,
        stop: threading.Event,
    ) -> None:
        self._jobs, self._voice, self._speaker, self._calls, self._tell = jobs, voice, speaker, calls, tell
        self._file, self._zone, self._stop = file, zone, stop
        self._said: deque[str] = deque(maxlen=64)
        self._troubles = 0
        self._hub_trouble = False
        self._playing: threading.Event | None = None

    def run(self) -> None:
        """Until `stop`. Each turn waits for one job and ends it."""
        while not self._stop.is_set():
            try:
                jobs = self._lease()
                if self._hub_trouble:
                    self._well()
                for job in jobs:
                    self._handle(job)
            except (HubUnreachable, HubRefusal) as error:
                self._hub_trouble = True
                self._rest("warning", f"no work from the hub: {error}")
            except Exception as error:
                log.exception("zone %s: an announcement went wrong", self._zone or "all")
                self._rest("fault", f"{type(error).__name__}: {error}")

    def cut(self) -> None:
        """End the sentence being said now; its job is given back. For a stop that takes too long."""
        self._stop.set()
        if playing := self._playing:
            playing.set()

    def _lease(self) -> list[Json]:
        return self._jobs.lease(
            ["speech"], wait=WAIT_SECONDS, seconds=LEASE_SECONDS, zone=self._zone, limit=1
        )  # fmt: skip

    def _handle(self, job: Json) -> None:
        """Say it or not, and tell the hub which."""
        if self._stop.is_set():
            self._end(job, "failed", "the announcer is stopping")
        elif job["id"] in self._said:
            # Said, but the hub never heard so: its restart or the network swallowed the answer.
            self._end(job, "done")
        elif why := self._calls.over(job):
            self._end(job, "dropped", why)
        else:
            self._say(job)

    def _say(self, job: Json) -> None:
        try:
            said = self._make(job)
            why = self._calls.over(job) or self._play(job, said)
        except VoiceError as error:
            self._give_back(job, f"the voice failed: {error}", False)
        except SpeakerError as error:
            self._give_back(job, f"the speaker failed: {error}", error.permanent)
        else:
            self._well()
            if why:
                self._end(job, "dropped", why)
            else:
                self._said.append(job["id"])
                self._end(job, "done", said.text)

    def _make(self, job: Json) -> Utterance:
        """The announcement as a WAV file. Raises VoiceError."""
        payload = job["payload"]
        texts = phrase.sentences(payload)
        pace = payload.get("syllables_a_minute") or 170
        parts = [self._voice.render(language, text, pace) for language, text in texts]
        whole = sound.announcement(parts, payload.get("times") or 1, payload.get("chime", True))
        try:
            sound.write(self._file, whole)
        except OSError as error:
            raise VoiceError(f"{self._file}: {error.strerror}") from error
        text = " ".join(text for _, text in texts)
        return Utterance(
            self._file, sound.seconds(whole), job["id"], job["number"] or "", text, bool(job.get("repeat"))
        )  # fmt: skip

    def _play(self, job: Json, said: Utterance) -> str | None:
        """Play it; None when it was heard whole, else why it was cut. Raises SpeakerError."""
        self._playing = cut = threading.Event()
        self._calls.playing(job, cut)
        try:
            if self._speaker.play(said, cut):
                return None
        finally:
            self._calls.playing(None, cut)
            self._playing = None
        if self._calls.over(job) == "undone":
            return "undone"
        raise SpeakerError("cut short: the announcer had to stop")

    def _give_back(self, job: Json, reason: str, permanent: bool) -> None:
        """The job failed: it comes again, unless it has come too often already."""
        final = permanent or job.get("attempts", 1) >= TRIES
        log.warning("zone %s: %s not said: %s", self._zone or "all", job["number"] or job["id"], reason)
        self._end(job, "failed", reason, final)
        self._rest("fault", reason)

    def _end(self, job: Json, word: str, *facts: Any) -> None:
        """Tell the hub until it knows: nothing can be leased meanwhile, and an untold job comes twice."""
        while True:
            try:
                getattr(self._jobs, word)(job["id"], *facts)
                return
            except (HubUnreachable, HubRefusal) as error:
                if isinstance(error, HubRefusal) and error.status < 500:
                    log.info("job %s was over already: %s", job["id"], error)
                    return
                self._rest("warning", f"the hub cannot be told of {job['number'] or job['id']}: {error}")
                if self._stop.is_set():
                    log.warning("job %s: the hub could not be told «%s»", job["id"], word)
                    return

    def _rest(self, state: str, detail: str) -> None:
        """Say what is wrong and wait, longer each time, or until stopped."""
        self._tell(state, detail)
        pause = PAUSES[min(self._troubles, len(PAUSES) - 1)]
        self._troubles += 1
        self._stop.wait(pause)

    def _well(self) -> None:
        self._troubles, self._hub_trouble = 0, False
        self._tell("ok", "")
