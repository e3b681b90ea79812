"""kill -9 in the middle of everything, and exactly between commit and emit."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from server.client import HubClient
from tests.cast import Agent, Clerk, Kiosk, Wall
from tests.hub.storm import WIDE, Storm, sound
from tests.hubprocess import SERVE, HubProcess, Json, until
from tests.reserving import at_noon

NewHub = Callable[..., HubProcess]
CRASHING = str(Path(__file__).with_name("crashing.py"))


@pytest.mark.parametrize("kills", [3, pytest.param(20, marks=pytest.mark.long)])
def test_what_was_acknowledged_survives_kill_9_in_the_middle_of_a_storm(
    new_hub: NewHub, tmp_path: Path, kills: int
) -> None:
    hub = new_hub(profile=at_noon(tmp_path, WIDE)).start()
    storm, voice = Storm([hub], kiosks=4, clerks=4, each=7 * kills), Announcer(hub)
    seen: list[Json] = []
    wall = HubClient(hub.url, hub.token("display"), hub.hall).follow(
        "board", on_change=lambda copy, _: seen.append({"seq": copy.seq, "tickets": dict(copy.tickets)})
    )
    storm.start()
    for n in range(1, kills + 1):
        until(lambda n=n: len(storm.heard.called) > 6 * n)
        hub.kill()
        hub.restart()
    storm.finish(300)
    assert storm.heard.refused == []
    sound(hub, storm.heard)
    fresh = Wall(hub)
    fresh.until(lambda s: s.snapshots)
    # Both show one more press: what a wall has shown last may be older than the entry a new one begins with.
    last = storm.clerks[0].press("pause")["seq"]
    fresh.reaches(last)
    until(lambda: seen and seen[-1]["seq"] >= last)
    assert seen[-1]["tickets"] == fresh.tickets, "the wall found back by itself"
    wall.close()
    voice.finish()
    spoken = Counter(id for id, repeat in voice.said if not repeat)
    assert set(spoken.values()) <= {1}, "said twice without a mark"
    assert len([id for id, repeat in voice.said if repeat]) <= kills
    left = hub.rows("select count(*) from job where kind = 'speech' and state in ('ready', 'leased')")
    calls = [e for e in hub.journal() if e["kind"] == "ticket.called"]
    assert left == [(0,)] and hub.rows("select count(*) from job where kind = 'speech'") == [(len(calls),)]


class Announcer:
    """Leases one call after the other, says it, and tells the hub, until told to finish."""

    def __init__(self, hub: HubProcess) -> None:
        self.agent, self.over = Agent(hub), threading.Event()
        self.said: list[tuple[str, bool]] = []
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        while not self.over.is_set() or self._owed():
            try:
                jobs = self.agent.lease(seconds=5, wait=0.2)
            except requests.RequestException:
                self.over.wait(0.05)
                continue
            for job in jobs:
                self.said.append((job["id"], job["repeat"]))
                self._tell(job)

    def _tell(self, job: Json) -> None:
        """Until the hub has heard it."""
        while True:
            try:
                self.agent.end(job)
                return
            except requests.RequestException:
                self.over.wait(0.05)

    def _owed(self) -> bool:
        return bool(
            self.agent.hub.rows("select 1 from job where kind = 'speech' and state in ('ready', 'leased')")
        )

    def finish(self) -> None:
        self.over.set()
        self.thread.join(60)
        assert not self.thread.is_alive(), "something is still owed"


def test_a_crash_between_commit_and_emit_costs_no_call(new_hub: NewHub, tmp_path: Path) -> None:
    hub = new_hub(profile=at_noon(tmp_path, WIDE), entry=(sys.executable, CRASHING, "2", "serve")).start()
    kiosk, clerk, voice = Kiosk(hub), Clerk(hub, "w1"), Agent(hub)
    for _ in range(3):
        kiosk.take("one")
    wall = Wall(hub)
    assert clerk.next() == "A001"
    voice.end(voice.lease()[0])
    wall.until(lambda s: s.numbers("called") == ["A001"])
    with pytest.raises(requests.ConnectionError):
        clerk.press("call-next", "the-key", finish="completed")
    wall.until(lambda s: s.over)
    assert wall.numbers("called") == ["A001"], "nobody heard of the second call"
    hub.run.entry = SERVE
    hub.restart()
    back = Wall(hub)
    back.until(lambda s: s.snapshots)
    assert back.numbers("called") == ["A002"] and back.windows["w1"]["called_seq"] > wall.seq
    (job,) = voice.lease(limit=5)
    assert (job["number"], job["repeat"]) == ("A002", False)
    again = clerk.press("call-next", "the-key", finish="completed")
    assert again["ticket"]["number"] == "A002", "the key answers what was done"
    assert clerk.next(finish="completed") == "A003"
    calls = [e["data"]["number"] for e in hub.journal() if e["kind"] == "ticket.called"]
    assert calls == ["A001", "A002", "A003"]
