"""The real hub's desk of speech in this process: its journal on disk, a clock the test sets, no HTTP and no waiting.

A hall of 60 windows in two zones, so that 60 calls can stand at once.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from server import profiles
from server.client import HubRefusal, HubUnreachable
from server.domain.errors import HallError
from server.hub.hub import Hub
from server.hub.setup.importing import bring_in
from server.journal.access import Credential
from server.protocol import Json, iso
from server.web import shapes, work
from server.web.route import Ask
from tests.domain.hall import window
from tests.journal.hubs import HALL, Time, act, store_in

WINDOWS = 60


def profile(voice: Json | None = None, **zones: Json) -> Json:
    """`voice` and, by the zone's id, what its own voice has otherwise; windows 1 to 50 are in the east."""
    return {
        "hall": {"id": HALL, "name": "Small hall"},
        "zones": [{"id": z, "name": z, "voice": zones.get(z, {})} for z in ("east", "west")],
        "queues": [{"prefix": "A", "name": "All"}],
        "services": [{"id": "all", "name": "All"}],
        "windows": [window(n, "east" if n <= 50 else "west", "all") for n in range(1, WINDOWS + 1)],
        "voice": {"times": 1} | (voice or {}),
        "rules": {"call_stale_seconds": 600},
    }


class Hall:
    """The hub and what its clerks press. `crash` forgets all that is not on disk."""

    def __init__(self, folder: Path, voice: Json | None = None, **zones: Json) -> None:
        self.folder, self.time, self.raw = folder, Time(), profile(voice, **zones)
        self.lock = threading.RLock()
        self.open()

    def open(self) -> None:
        self.hub = Hub(store_in(self.folder), self.time.clock)
        bring_in(self.hub, self.raw, profiles.build(self.raw), replace=False)

    def crash(self) -> None:
        with self.lock:
            self.hub.store.close()
            self.open()

    def call(self, *windows: int) -> list[str]:
        """Somebody is taken and called at each of these windows; their numbers."""
        numbers = []
        for n in windows:
            if self.hub.room(HALL).floor.window(f"w{n}").state != "open":
                act(self.hub, "open", window=f"w{n}", person="li")
            act(self.hub, "take", services=["all"])
            numbers.append(act(self.hub, "call_next", window=f"w{n}")["ticket"]["number"])
        return numbers

    def press(self, verb: str, window: int, **more: Any) -> Json:
        return act(self.hub, verb, window=f"w{window}", **more)

    def speech(self) -> list[tuple[Any, ...]]:
        """(number, state, reason) of every announcement ever owed, in the order of their making."""
        with self.lock:
            return self.hub.store.all(
                "select number, state, reason from job where kind = 'speech' order by seq"
            )


class Desk:
    """One agent's way to that hub, with the client's verbs. `cut` answers are lost on their way back."""

    def __init__(self, hall: Hall, agent: str = "1") -> None:
        self.hall = hall
        self.who = replace(NOBODY, id=agent)
        self.cut: list[str] = []
        self.idle = threading.Event()

    def lease(self, kinds: list[str], *, wait: float = 0, seconds: int = 30, **filters: Any) -> list[Json]:
        given = {name: value for name, value in filters.items() if value is not None}
        jobs: list[Json] = self._ask(
            "lease", work.lease, shapes.Lease(kinds=kinds, seconds=seconds, **given)
        )["jobs"]
        if not jobs:
            self.idle.set()
            threading.Event().wait(0.002)
        return jobs

    def done(self, job: str, detail: str | None = None, **heard: Any) -> Json:
        if heard:
            heard["spoken_at"] = iso(round(heard["spoken_at"] * 1000))
        return self._ask("done", work.done, shapes.JobDone(detail=detail, **heard), job)

    def failed(self, job: str, reason: str, permanent: bool = False) -> Json:
        return self._ask("failed", work.failed, shapes.JobFailed(reason=reason, permanent=permanent), job)

    def dropped(self, job: str, reason: str) -> Json:
        return self._ask("dropped", work.dropped, shapes.JobDropped(reason=reason), job)

    def _ask(self, word: str, handler: Any, body: Any, job: str = "") -> Json:
        ask = Ask(self.hall.hub, None, None, self.who, {"hall": HALL, "job": job}, body, None, None, 200)  # type: ignore[arg-type]
        with self.hall.lock:
            try:
                answer: Json = handler(ask)
            except HallError as error:
                raise HubRefusal(error.code, 409) from error
        if word in self.cut:
            self.cut.remove(word)
            raise HubUnreachable("the answer was lost")
        return answer


NOBODY = Credential("1", "token", "agent", HALL, None, None, None, None, 0, None, None)
