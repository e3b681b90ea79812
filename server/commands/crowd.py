"""`paihao crowd`: visitors and clerks over the wire, many times faster than people: a hall to be seen at work.

They leave a window to whoever else acts there, and begin another day when one is over.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from heapq import heappop, heappush
from pathlib import Path
from time import monotonic
from typing import Any

import click

from server.client import HubClient, HubRefusal, HubUnreachable
from server.domain.profile import Hall
from server.profiles import ProfileFaults, load
from server.simulate.demand import drawn, usual
from server.simulate.visitor import Visitor

OPEN = ((8.5 * 3600.0, 16.0 * 3600.0),)
WALK, AWAY = 20.0, 900.0
"""Seconds of the crowd's own day: to the window, and of a window left to others."""
Act = Callable[[float], None]


@click.command("crowd")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--hub", required=True, help="The hub's address, such as http://127.0.0.1:8080.")
@click.option(
    "--token-file", required=True, type=click.Path(path_type=Path, exists=True), help="A manager's token."
)
@click.option(
    "--speed", default=20.0, show_default=True, type=click.FloatRange(1, 1000), help="So many times faster."
)
@click.option(
    "--visitors", default=1200, show_default=True, type=click.IntRange(1, 100_000), help="How many a day."
)
@click.option(
    "--seed", default=1, show_default=True, help="Of the first day; each day after it has the next."
)
@click.option(
    "--leave", multiple=True, metavar="WINDOW", help="A window the crowd leaves to you; may be repeated."
)
@click.option("--days", type=click.IntRange(1), help="End after so many days; without it, when told to stop.")
def command(
    file: Path,
    hub: str,
    token_file: Path,
    speed: float,
    visitors: int,
    seed: int,
    leave: tuple[str, ...],
    days: int | None,
) -> None:
    """Fill a demo or a rehearsal with visitors and clerks, many times faster than people. Not for a day that counts."""
    try:
        hall = load(file)[1]
    except ProfileFaults as faults:
        raise click.ClickException("\n".join(fault.told(str(file)) for fault in faults.faults)) from faults
    stop = threading.Event()
    client = HubClient(hub, token_file.read_text("utf-8").strip(), hall.id, stop=stop)
    crowd = Crowd(client, hall, speed, stop, frozenset(leave))
    day = 0
    try:
        while not stop.is_set() and (days is None or day < days):
            crowd.play(drawn(usual(hall, visitors, OPEN), seed + day))
            day += 1
    except KeyboardInterrupt:
        stop.set()
    except (HubRefusal, HubUnreachable) as problem:
        raise click.ClickException(f"The hub does not take the crowd: {problem}") from problem


class Crowd:
    """One thread, one heap of what is due. `speed` seconds of the crowd's day pass in one second."""

    def __init__(
        self,
        client: HubClient,
        hall: Hall,
        speed: float,
        stop: threading.Event,
        leave: frozenset[str] = frozenset(),
    ) -> None:
        self.client, self.hall, self.speed, self.stop = client, hall, speed, stop
        self._left = set(leave)
        self._person: dict[str, str] = {}
        self._heap: list[tuple[float, int, Act]] = []
        self._turn = 0
        self._visitors: dict[str, Visitor] = {}
        self._idle: set[str] = set()
        self.served = 0

    def play(self, visitors: list[Visitor]) -> None:
        """One day, to the last visitor served; then the windows are as they were left."""
        self._heap.clear()
        self._idle.clear()
        start = visitors[0].at
        for window in self.hall.windows:
            known = window.id in self._person
            self._later(start, self._next(window.id) if known else self._opening(window.id))
        for visitor in visitors:
            self._later(visitor.at, self._coming(visitor))
        end = visitors[-1].at + 3600.0
        began = monotonic()
        while self._heap and self._heap[0][0] < end:
            at, _, act = heappop(self._heap)
            if self.stop.wait(max(0.0, began + (at - start) / self.speed - monotonic())):
                return
            act(at)

    def _later(self, at: float, act: Act) -> None:
        self._turn += 1
        heappush(self._heap, (at, self._turn, act))

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self.client.post(self.client.path + path, body)

    # -- visitors ----------------------------------------------------------------------------------

    def _coming(self, visitor: Visitor) -> Act:
        def come(at: float) -> None:
            classes = [{"class": c, "reason": "rehearsal"} for c in visitor.classes if c != "reservation"]
            try:
                taken = self._post(
                    "/tickets", {"services": [visitor.service], "classes": classes, "reason": "rehearsal"}
                )
            except HubRefusal:
                return
            self._visitors[taken["ticket"]["id"]] = visitor
            for window in self._idle.intersection(self.hall.able[visitor.service]):
                self._later(at, self._next(window))
            self._idle.difference_update(self.hall.able[visitor.service])

        return come

    # -- clerks ------------------------------------------------------------------------------------

    def _opening(self, window: str) -> Act:
        """Whoever is still there from another day is finished first."""

        def sit_down(at: float) -> None:
            answer = self._at(at, window, "open", {})
            if answer is not None:
                self._person[window] = answer["window"]["person"]
                ticket = answer["window"]["ticket"]
                self._next(window, ticket)(at)

        return sit_down

    def _next(self, window: str, finishes: str | None = None) -> Act:
        """Press «next», having finished the ticket that is named."""

        def press(at: float) -> None:
            body = {"ticket": finishes, **({"finish": "completed"} if finishes else {})}
            answer = self._at(at, window, "call-next", body)
            if answer is None:
                return
            self.served += finishes is not None
            ticket = answer["ticket"]
            if ticket is None or ticket["id"] == finishes:
                self._idle.add(window)
            else:
                self._later(at + WALK, self._serving(window, ticket["id"]))

        return press

    def _serving(self, window: str, ticket: str) -> Act:
        def start(at: float) -> None:
            visitor = self._visitors.pop(ticket, None)
            if self._at(at, window, "start", {"ticket": ticket}) is not None:
                self._later(at + (visitor.duration if visitor else 300.0), self._next(window, ticket))

        return start

    def _at(self, at: float, window: str, verb: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """The hub's answer; None when somebody else acts there.

        Where another person has sat down the crowd's clerk does not come back; after a refusal, later.
        """
        if window in self._left:
            return None
        try:
            answer = self._post(f"/windows/{window}/{verb}", body)
            if self._person.setdefault(window, answer["window"]["person"]) != answer["window"]["person"]:
                self._left.add(window)
            return None if window in self._left else answer
        except HubRefusal as refusal:
            if refusal.status in (401, 403):
                raise
            self._idle.discard(window)
            self._later(at + AWAY, self._next(window))
            return None
