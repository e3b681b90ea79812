"""The announcer of one zone: lease a call, say it, acknowledge it, one at a time, for ever.

Whatever fails (voice, speaker, hub) is told and tried again with pauses; it never ends the loop, and it
never reaches a call: the hub has long committed and shown it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from display.voice.calls import Calls
from display.voice.making import Maker, Voice
from display.voice.memory import Said
from display.voice.process import VoiceError
from display.voice.speakers import SpeakerError, Speakers, Utterance
from server.client import HubRefusal, HubUnreachable
from server.protocol import Json

LEASE_SECONDS = 30
"""Longer than most announcements; after a crash its job waits no longer. An answer after it still counts."""
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
    def done(
        self, job: str, detail: str | None = None, *, spoken_at: float | None = None, seconds: float | None = None
    ) -> Json: ...  # fmt: skip
    def failed(self, job: str, reason: str, permanent: bool = False) -> Json: ...
    def dropped(self, job: str, reason: str) -> Json: ...


class Told(Protocol):
    """Where the announcer tells how it is; a device's Beating is one."""

    def tell(self, state: str, detail: str = "") -> None: ...
    def shown(self, seq: int) -> None: ...


class Announcer:
    """Says one zone's calls until `stop`. `now` is the hub's time, `monotonic` a clock for pauses, both in seconds."""

    def __init__(
        self,
        jobs: Jobs,
        voice: Voice,
        speakers: Speakers,
        calls: Calls,
        told: Told,
        *,
        home: Path,
        zone: str | None = None,
        stop: threading.Event,
        now: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._jobs, self._speakers, self._calls, self._told = jobs, speakers, calls, told
        self._zone, self._stop, self._now = zone, stop, now
        name = zone or "all"
        self._maker = Maker(voice, home / f"now-{name}.wav", monotonic)
        self._said = Said(home / f"said-{name}")
        self._troubles = 0
        self._hub_trouble = False
        self._anew = True
        self._to_test = threading.Event()
        self._playing: threading.Event | None = None
        self._hurried = False

    def run(self) -> None:
        """Until `stop`. Each turn waits for one job and ends it."""
        while not self._stop.is_set():
            try:
                if self._to_test.is_set():
                    self._test()
                for job in self._lease():
                    self._handle(job)
            except (HubUnreachable, HubRefusal) as error:
                self._hub_trouble = True
                self._rest("warning", f"the hub gives no work: {error}")
            except Exception as error:
                log.exception("zone %s: an announcement went wrong", self._zone or "all")
                self._rest("fault", f"{type(error).__name__}: {error}")

    def test(self) -> None:
        """Say a sentence that is no call, when what is being said has ended. From any thread."""
        self._to_test.set()

    def cut(self) -> None:
        """End the sentence being said or made now; its job is given back. For a stop that takes too long."""
        self._stop.set()
        self._hurried = True
        if playing := self._playing:
            playing.set()

    def _lease(self) -> list[Json]:
        """One job. What this zone was given before we began, or in an answer that was lost, comes again first."""
        anew, self._anew = self._anew, True
        jobs = self._jobs.lease(
            ["speech"], wait=WAIT_SECONDS, seconds=LEASE_SECONDS, zone=self._zone, limit=1, anew=anew or None
        )
        self._anew = False
        if self._hub_trouble:
            self._well()
        return jobs

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
            said, trouble = self._maker.announcement(job)
            with self._speakers.turn():
                began = self._now()
                why = self._calls.over(job) or self._play(job, said)
        except VoiceError as error:
            self._give_back(job, f"the voice failed: {error}", False)
        except SpeakerError as error:
            self._give_back(job, f"the speaker failed: {error}", error.permanent)
        else:
            self._well("; ".join(filter(None, (trouble, self._speakers.trouble))))
            if why:
                self._end(job, "dropped", why)
            else:
                self._said.add(job["id"])
                self._told.shown(job["seq"])
                self._end(job, "done", said.text, spoken_at=began, seconds=round(said.seconds, 2))

    def _play(self, job: Json, said: Utterance) -> str | None:
        """Play it; None when it was heard whole, else why it was cut. Raises SpeakerError."""
        self._playing = cut = threading.Event()
        self._calls.playing(job, cut)
        if self._hurried:
            cut.set()
        try:
            if self._speakers.play(said, cut):
                return None
        finally:
            self._calls.playing(None, cut)
            self._playing = None
            self._maker.ended()
        if self._calls.over(job) == "undone":
            return "undone"
        raise SpeakerError("cut short: the announcer had to stop")

    def _test(self) -> None:
        self._to_test.clear()
        try:
            said = self._maker.test()
            with self._speakers.turn():
                self._speakers.play(said, threading.Event())
        except (VoiceError, SpeakerError) as error:
            self._told.tell("fault", f"the test was not heard: {error}")
        else:
            self._well(self._speakers.trouble)

    def _give_back(self, job: Json, reason: str, permanent: bool) -> None:
        """The job failed: it comes again, unless it has come too often already."""
        final = permanent or job.get("attempts", 1) >= TRIES
        log.warning("zone %s: %s not said: %s", self._zone or "all", job["number"] or job["id"], reason)
        self._end(job, "failed", reason, final)
        self._rest("fault", reason)

    def _end(self, job: Json, word: str, *facts: Any, **heard: Any) -> None:
        """Tell the hub until it knows: nothing can be leased meanwhile, and an untold job comes twice."""
        while True:
            try:
                getattr(self._jobs, word)(job["id"], *facts, **heard)
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
        self._told.tell(state, detail)
        pause = PAUSES[min(self._troubles, len(PAUSES) - 1)]
        self._troubles += 1
        self._stop.wait(pause)

    def _well(self, but: str = "") -> None:
        self._troubles, self._hub_trouble = 0, False
        self._told.tell("warning" if but else "ok", but)
