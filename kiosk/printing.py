"""The printing of jobs: lease, print, answer. A slip is for the citizen who stands there now.

Nothing is printed twice unmarked: an answer the hub did not hear is said again before anything else is
leased, and a job that may have been printed before comes out marked as a copy.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from kiosk.printer.device import Label, Printer, PrinterError
from server.client import PASSING as HUB_AWAY
from server.client import HubRefusal, HubUnreachable
from server.protocol import Json, instant

log = logging.getLogger("paihao.kiosk")

STALE_SECONDS = 60.0
"""After this the citizen has noted the number and gone to sit down; a slip now would confuse the next one."""
PATIENCE_SECONDS = 6.0
"""How old a job may grow while an unreachable printer is tried again."""
RETRY_SECONDS = 1.0
LEASE_SECONDS = 20
"""Short, so that a slip lost with a crashed agent still meets its citizen."""
WAIT_SECONDS = 2
"""How long the hub holds an empty lease back: so long a SIGTERM waits for an idle agent, and so long an agent
that was killed may still be handed a slip, which comes again when an agent begins anew."""
PASSING = ("offline", "mute", "garbled")
"""What may pass by itself within seconds. Paper and covers need a hand: the citizen is told at once."""


class Hub(Protocol):
    """What is needed of `server.client.HubClient`."""

    def lease(self, kinds: list[str], *, wait: float, seconds: int, **filters: Any) -> list[Json]: ...
    def done(self, job: str) -> Json: ...
    def failed(self, job: str, reason: str, permanent: bool) -> Json: ...
    def dropped(self, job: str, reason: str) -> Json: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """How a job ended: `word` is done, failed or dropped."""

    word: str
    reason: str = ""
    permanent: bool = True


@dataclass
class Printing:
    """One agent's work. `draw` makes a payload's bytes, `now` is the hub's time in seconds since 1970, None while it is
    not known; `after` is called when a job has been tried, so that the printer's new state is told at once."""

    hub: Hub
    printer: Printer
    device: str
    draw: Callable[[Json, bool], bytes]
    stop: threading.Event
    now: Callable[[], float | None] = time.time
    after: Callable[[], None] = lambda: None
    monotonic: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self._begun: deque[str] = deque(maxlen=500)
        self._unheard: dict[str, Answer] = {}
        self._anew = True
        self._cut = False

    def run(self) -> None:
        """Until told to stop. A refused token ends it too: HubRefusal 401 or 403."""
        while not self.stop.is_set():
            try:
                self.turn()
                self._cut = False
            except HubUnreachable as error:
                # Said once: a hub may be away for a night.
                log.log(logging.DEBUG if self._cut else logging.WARNING, "%s; trying again", error)
                self._cut = True
                self.stop.wait(RETRY_SECONDS)
            except HubRefusal as refusal:
                if refusal.status in (401, 403):
                    raise
                log.warning("the hub refused: %s; trying again", refusal)
                self.stop.wait(RETRY_SECONDS)
            except Exception:
                log.exception("this turn went wrong; going on")
                self.stop.wait(RETRY_SECONDS)

    def turn(self) -> None:
        """Say what was not heard, lease one job, print it, answer."""
        for unheard, answer in list(self._unheard.items()):
            self._tell(unheard, answer)
        filters = {"device": self.device, "limit": 1, "anew": self._anew or None}
        self._anew = True  # a slip handed out in an answer that is lost comes again at once
        jobs = self.hub.lease(["print"], wait=WAIT_SECONDS, seconds=LEASE_SECONDS, **filters)
        self._anew = False
        for job in jobs:
            answer = self.end(job)
            self.after()
            self._unheard[job["id"]] = answer
            self._tell(job["id"], answer)

    def end(self, job: Json) -> Answer:
        """Print one job and say how it ended. Never raises: a broken job must not stop the next one."""
        try:
            answer = self._print(job)
        except Exception:
            log.exception("ticket %s: the slip could not be made", job.get("number"))
            answer = Answer("failed", "unknown")
        log.info("ticket %s: %s %s", job.get("number"), answer.word, answer.reason)
        return answer

    def _print(self, job: Json) -> Answer:
        age, leased = self._age(job), self.monotonic()
        if age > STALE_SECONDS:
            return Answer("dropped", "stale")
        copy = bool(job["repeat"] or job["payload"].get("copy") or job["id"] in self._begun)
        data = self.draw(job["payload"], copy)
        label = Label(str(job["id"]), job["number"], copy)
        log.info("ticket %s: printing%s", job["number"], " a copy" if copy else "")
        while True:
            try:
                self.printer.print(data, label)
            except PrinterError as error:
                if error.permanent:
                    self._begun.append(job["id"])
                elif error.reason in PASSING and age + self.monotonic() - leased < PATIENCE_SECONDS:
                    if not self.stop.wait(RETRY_SECONDS):
                        continue
                    return Answer("failed", error.reason, permanent=False)
                return Answer("failed", error.reason)
            self._begun.append(job["id"])
            return Answer("done")

    def _age(self, job: Json) -> float:
        """Seconds; 0 while the hub's time is not known: our clock may be hours off, and it hands out nothing stale."""
        now = self.now()
        return 0.0 if now is None else now - instant(job["made_at"]) / 1000

    def _tell(self, job: str, answer: Answer) -> None:
        """Until the hub has heard it; a hub that says the job has ended anyway has heard enough."""
        try:
            if answer.word == "done":
                self.hub.done(job)
            elif answer.word == "dropped":
                self.hub.dropped(job, answer.reason)
            else:
                self.hub.failed(job, answer.reason, permanent=answer.permanent)
        except HubRefusal as refusal:
            if refusal.status == 401 or refusal.status in HUB_AWAY:
                raise
            log.warning("job %s: the hub no longer wants «%s»: %s", job, answer.word, refusal)
        del self._unheard[job]
