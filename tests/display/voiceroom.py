"""An announcer at work, with stand-ins for what is around it: the hub's desk in memory, a health book, a clock."""

from __future__ import annotations

import json
import queue
import threading
from pathlib import Path
from typing import Any

from display.voice.announcer import Announcer
from display.voice.calls import Calls
from display.voice.engine import Engine
from display.voice.speakers import Speaker, Speakers, Utterance, open_speaker
from server.client import ViewCopy
from server.protocol import Json


def job(seq: int, number: str = "A001", **change: Any) -> Json:
    payload = {"number": number, "sign": "3", "spoken": "三号窗口", "window": "w3", "zone": "z1", "times": 1,
               "languages": ["zh"], "chime": False, "one": "一", "syllables_a_minute": 170, "last": False}  # fmt: skip
    return {"id": f"s{seq}", "ticket": f"t-{number}", "number": number, "seq": seq, "attempts": 1,
            "repeat": False, "payload": payload} | change  # fmt: skip


class Desk:
    """The hub's job desk in memory: hands out by seq, takes temporary failures back. `ends` tells each word."""

    def __init__(self, *jobs: Json) -> None:
        self.ready = list(jobs)
        self.leased: dict[str, Json] = {}
        self.ends: queue.Queue[tuple[Any, ...]] = queue.Queue()
        self.troubles: list[Exception] = []
        self.deaf: list[Exception] = []
        self.asked: list[Any] = []
        self.heard: dict[str, Any] = {}

    def lease(self, kinds: list[str], *, wait: float = 0, seconds: int = 30, **filters: Any) -> list[Json]:
        self.asked.append(filters.pop("anew"))
        assert kinds == ["speech"] and filters == {"zone": "z1", "limit": 1} and not self.leased
        if self.troubles:
            raise self.troubles.pop(0)
        if not self.ready:
            threading.Event().wait(0.01)
            return []
        job = self.ready.pop(0)
        self.leased[job["id"]] = job
        return [job]

    def _end(self, id: str, *word: Any) -> Json:
        if self.deaf:
            raise self.deaf.pop(0)
        job = self.leased.pop(id)
        if word[0] == "failed" and not word[2]:
            self.ready.insert(0, job | {"attempts": job["attempts"] + 1})
        self.ends.put((id, *word))
        return {}

    def done(self, job: str, detail: str | None = None, **heard: Any) -> Json:
        self.heard = {"detail": detail, **heard}
        return self._end(job, "done")

    def failed(self, job: str, reason: str, permanent: bool = False) -> Json:
        return self._end(job, "failed", reason, permanent)

    def dropped(self, job: str, reason: str) -> Json:
        return self._end(job, "dropped", reason)

    def end(self) -> tuple[Any, ...]:
        return self.ends.get(timeout=60)


class Room:
    """An announcer at work in its thread, with a real voice and the virtual speaker unless told otherwise."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.stop = folder, threading.Event()
        self.calls, self.health, self.shown_to = Calls(), queue.Queue[tuple[str, str]](), -1
        self.engine = Engine(folder / "sentences")
        self.thread: threading.Thread | None = None
        self.time = 0.0

    def tell(self, state: str, detail: str = "") -> None:
        self.health.put((state, detail))

    def shown(self, seq: int) -> None:
        self.shown_to = seq

    def work(
        self, desk: Any, voice: Any = None, speaker: Speaker | None = None, url: str = "virtual://x"
    ) -> Announcer:
        speakers = Speakers([(url, speaker or open_speaker(url, self.folder))])
        made = Announcer(
            desk, voice or self.engine, speakers, self.calls, self, home=self.folder, zone="z1", stop=self.stop,
            now=lambda: 1_700_000_000.0, monotonic=lambda: self.time,
        )  # fmt: skip
        self.thread = threading.Thread(target=made.run, daemon=True)
        self.thread.start()
        return made

    def close(self) -> None:
        self.stop.set()
        if self.thread:
            self.thread.join(60)
            assert not self.thread.is_alive()
        self.engine.close()

    def log(self) -> list[Json]:
        return [json.loads(line) for line in (self.folder / "x/log.jsonl").read_text("utf-8").splitlines()]

    def board(self, seq: int, *tickets: Json, events: tuple[Json, ...] = ()) -> None:
        """The zone's board as it is now."""
        copy = ViewCopy()
        copy.snapshot({"seq": seq, "tickets": list(tickets)})
        self.calls.changed(copy, {"seq": seq, "events": list(events)} if events else None)


def called(number: str, window: str = "w3", status: str = "called") -> Json:
    return {"id": f"t-{number}", "number": number, "status": status, "window": window}


class Slow:
    """A loudspeaker that is still sounding until told; `begun` tells when it has started."""

    def __init__(self) -> None:
        self.begun: queue.Queue[Utterance] = queue.Queue()
        self.finish = threading.Event()

    def play(self, said: Utterance, abort: threading.Event) -> bool:
        self.begun.put(said)
        while not self.finish.is_set():
            if abort.wait(0.005):
                return False
        return True
