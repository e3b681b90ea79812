"""What each window's strip has to say: from the hub's live view, its hours and the hall's profile. Pure, no clock.

A call flashes once: `Seen` remembers up to which seq calls are known, so a snapshot after a cut brings back the state
and not the flashing, and a hub restored from an older copy starts anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from display.led import words
from server.protocol import Json, instant

FRESH_SECONDS = 30.0
"""A call older than this, by the hub's clock, is shown but not flashed: nobody is looking for it any more."""
GUARD_SECONDS = 5.0
"""A number called again so soon by the same window is a double press, and does not flash twice."""


@dataclass(frozen=True, slots=True)
class Say:
    """A strip's state and the facts its text may use. `call`: the seq of the call it shows, None without one."""

    state: str
    facts: Mapping[str, str]
    call: int | None = None
    called_at: float = 0.0

    def text(self, texts: Mapping[str, str], key: str = "") -> tuple[str, ...]:
        """The lines of its text, blanks at their ends taken off."""
        return tuple(line.strip() for line in texts[key or self.state].format_map(self.facts).split("\n"))


def say(window: Json | None, ticket: Json | None, hours: Json | None, place: Mapping[str, Any]) -> Say | None:
    """None when the hall has no such window. `place` is the window in the hall's profile, {} while unknown."""
    if window is None:
        return None
    if ticket:
        state = "serving" if ticket["status"] == "serving" else "call"
        facts = facts_of(window, place, state, ticket["number"])
        at = ticket.get("called_at")
        return Say(state, facts, ticket.get("called_seq"), instant(at) / 1000 if at else 0.0)
    state = _without_ticket(window, hours, bool(place.get("works_lunch")))
    return Say(state, facts_of(window, place, state, ""))


def _without_ticket(window: Json, hours: Json | None, works_lunch: bool) -> str:
    # Closing time stops the taking of numbers, not the serving: only the window itself says that it is closed.
    if hours and hours.get("reason") == "lunch" and not works_lunch:
        return "lunch"
    return {"closed": "closed", "paused": "paused"}.get(window["state"], "idle")


def cut(known: Say) -> Say:
    """The same window when the hub has not been heard for too long: no number, for it may be another's turn."""
    bare = {"number": "", "digits": "", "letter": "", "state": words.STATES["cut"]}
    return Say("cut", {**known.facts, **bare})


def facts_of(window: Json, place: Mapping[str, Any], state: str, number: str) -> dict[str, str]:
    """What stands for `{number}`, `{sign}` and the rest; a fact that is unknown is empty."""
    return {
        "number": number,
        "digits": re.sub(r"\D", "", number),
        "letter": re.sub(r"[\d-]", "", number),
        "sign": str(window.get("sign") or ""),
        "window": str(window.get("number") or ""),
        "department": str(place.get("department") or ""),
        "state": words.STATES[state],
    }


def places(hall: Json) -> dict[str, dict[str, Any]]:
    """By window: whether it works through lunch, and the short name of its department if it has only one."""
    short = {d["id"]: d.get("short_name") or d.get("name", "") for d in hall.get("departments", ())}
    of = {s["id"]: s.get("department") for s in hall.get("services", ())}
    found = {}
    for window in hall.get("windows", ()):
        serves = {of.get(id) for id in window.get("services", ())}
        only = short.get(next(iter(serves)), "") if len(serves) == 1 else ""
        found[window["id"]] = {"works_lunch": window.get("works_lunch", False), "department": only}
    return found


class Seen:
    """Which calls are old news. Begins with the first snapshot: what was called before it never flashes."""

    def __init__(self) -> None:
        self._seq: int | None = None
        self._last: dict[str, tuple[str, float]] = {}

    def snapshot(self, seq: int) -> None:
        """A hub that counts lower than it did was restored: what it calls from here on is new."""
        if self._seq is None or seq < self._seq:
            self._seq = seq
            self._last.clear()

    def is_news(self, window: str, said: Say, now: float) -> bool:
        """Whether this call is to flash; `now` is the hub's time. Asked again about the same call: no."""
        if said.state != "call" or said.call is None or self._seq is None or said.call <= self._seq:
            return False
        number = said.facts["number"]
        before, at = self._last.get(window, ("", 0.0))
        if now - said.called_at > FRESH_SECONDS:
            return False
        again = before == number and said.called_at - at < GUARD_SECONDS
        self._last[window] = (number, said.called_at)
        return not again

    def upto(self, seq: int) -> None:
        """All calls to here have been looked at."""
        self._seq = max(self._seq or seq, seq)
