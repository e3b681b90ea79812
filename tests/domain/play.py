"""A day in the small hall, played on the pure domain alone: decide, apply, look.

Times are given in minutes; each verb returns what happened, as the kinds of its events.
"""

from __future__ import annotations

from typing import Any

import pytest

from server.domain.errors import HallError
from server.domain.events import Command, Entry, Event
from server.domain.floor import Floor, WindowState
from server.domain.happenings import apply
from server.domain.profile import Hall
from server.domain.ticket import Ticket
from server.domain.verbs import decide
from tests.domain.hall import DAY, MINUTE, MORNING, hall


class Play:
    """`now` is milliseconds UTC; `written` is the journal so far. Windows named in `open` are open."""

    def __init__(self, *open: str, given: Hall | None = None, now: int = MORNING) -> None:
        self.floor = Floor(given or hall())
        self.now = now
        self.written: list[Entry] = []
        self.append([Event("day.opened", {"day": DAY, "profile": 1, "numbers": []})], "system", "c0")
        for window in open:
            self.at(window, "open", person=f"clerk {window}")

    def append(self, events: list[Event], actor: str, cause: str) -> list[str]:
        for event in events:
            day = event.data["day"] if event.kind == "day.opened" else self.floor.day or ""
            entry = Entry(self.floor.seq + 1, self.now, day, event.kind, actor, cause, event.data)
            apply(self.floor, entry)
            self.written.append(entry)
        return [e.kind for e in events]

    def do(self, command: Command, **facts: Any) -> list[str]:
        facts.setdefault("reasons", {k: {"reason": "seen"} for k in command.args.get("classes") or ()})
        events = decide(self.floor, command, facts, self.now)
        return self.append(events, command.actor, f"c{self.floor.seq}")

    def wait(self, minutes: float) -> None:
        self.now += round(minutes * MINUTE)

    # -- what people do ----------------------------------------------------------------------------

    def take(self, *services: str, channel: str = "guide", lax: bool = False, **args: Any) -> str:
        """The new ticket's id; ids are t1, t2, … in the order of taking."""
        id = f"t{len(self.floor.tickets) + 1}"
        command = Command("take", "guide", {"services": list(services), **args}, channel=channel, lax=lax)
        self.do(command, ticket=id, series="hub")
        return id

    def at(
        self, window: str, verb: str, why: str | None = None, person: str | None = None, **args: Any
    ) -> list[str]:
        """A clerk's press at a window; `why` is a reason's code."""
        facts = {"reason": {"reason": why}} if why else {}
        by, channel = args.pop("actor", "clerk"), args.pop("channel", "staff")
        return self.do(Command(verb, by, args, window=window, person=person, channel=channel), **facts)

    def of(self, ticket: str, verb: str, why: str | None = None, **args: Any) -> list[str]:
        """A guide's verb on a ticket, wherever it is."""
        facts = {"reason": {"reason": why}} if why else {}
        return self.do(Command(verb, "guide", args, ticket=ticket), **facts)

    def serve(self, window: str) -> None:
        self.at(window, "call_next")
        self.at(window, "start")

    def close_day(self) -> list[str]:
        return self.do(Command("close_day", "system"))

    def refuses(self, code: str) -> Any:
        """`with play.refuses(code):` what is inside is refused so, and leaves no trace."""
        return Refusal(self, code)

    # -- what is seen ------------------------------------------------------------------------------

    def __getitem__(self, id: str) -> Ticket:
        return self.floor.tickets[id]

    def window(self, id: str) -> WindowState:
        return self.floor.window(id)

    @property
    def state(self) -> dict[str, Any]:
        return floor_facts(self.floor)


class Refusal:
    def __init__(self, play: Play, code: str) -> None:
        self.play, self.code = play, code
        self.raises = pytest.raises(HallError)
        self.facts: dict[str, Any] = {}

    def __enter__(self) -> Refusal:
        self.before = self.play.state
        self.error = self.raises.__enter__()
        return self

    def __exit__(self, *what: Any) -> bool:
        caught = bool(self.raises.__exit__(*what))
        assert self.error.value.code == self.code
        assert self.play.state == self.before
        self.facts = self.error.value.facts
        return caught


def floor_facts(floor: Floor) -> dict[str, Any]:
    """All a floor holds, as values that do not change with it."""
    return {
        "seq": floor.seq, "at": floor.at, "profile": floor.profile, "day": floor.day, "hall": floor.hall,
        "tickets": dict(floor.tickets), "numbers": dict(floor.numbers), "windows": dict(floor.windows),
        "lines": standing_places(floor), "waiting": dict(floor.waiting), "last": dict(floor.last),
        "calls": list(floor.calls), "served": dict(floor.served), "called_in": dict(floor.called_in),
        "passed": {line: dict(ids) for line, ids in floor.passed.items()}, "held": set(floor.held),
        "alarms": dict(floor.alarms), "taken": {s: list(at) for s, at in floor.taken.items()},
        "extended": floor.extended, "notices": list(floor.notices),
    }  # fmt: skip


def standing_places(floor: Floor) -> dict[Any, Any]:
    return {
        (*place, *slope): list(spots)
        for place, slopes in floor.lines.places.items()
        for slope, spots in slopes.items()
    }
