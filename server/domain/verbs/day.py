"""The business day, the profile and the clock: what the hub itself commands."""

from __future__ import annotations

from server.domain.events import Command, Event
from server.domain.floor import Floor
from server.domain.verbs import alarm, booking
from server.domain.verbs.line import Facts, Verb, named

SETTLED = ("waiting", "called", "held", "no_show")


def change_profile(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    return [Event("profile.changed", {"version": facts["version"], "digest": facts["digest"]})]


def open_day(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """`facts`: the day, and what was already given on it: a day opened again goes on counting; or a rehearsal."""
    data = {"day": facts["day"], "profile": floor.profile, "numbers": facts["numbers"]}
    taken = {"taken": facts["taken"]} if facts.get("taken") else {}
    rehearsal = {"rehearsal": True} if facts.get("rehearsal") else {}
    return [Event("day.opened", data | taken | rehearsal)]


def close_day(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """Settle what is left: those waiting, called, held or passed expire; those served are completed, uncertain.

    Alarms are of the day, and end with it.
    """
    if floor.day is None:
        return []
    events = []
    for t in sorted(floor.tickets.values(), key=lambda t: t.turn):
        if t.status in SETTLED:
            events.append(
                Event(
                    "ticket.expired",
                    named(t, was=t.status, window=t.window if t.status == "called" else None),
                )
            )
        elif t.status == "serving":
            events.append(
                Event(
                    "ticket.completed",
                    named(
                        t, window=t.window, service=t.service, outcome="done", items=t.cases,
                        uncertain=True, next=None, line=t.line,
                    ),
                )
            )  # fmt: skip
    for w in floor.windows.values():
        if w.state != "closed":
            events.append(Event("window.closed", {"window": w.id, "reason": "day_end"}))
    events.extend(booking.unused(floor, facts.get("unused", ()), now))
    events.extend(alarm.over(floor.alarms.values()))
    events.append(Event("day.closed", {"day": floor.day}))
    return events


def accept_clock(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    return [Event("clock.accepted", {})]


VERBS: dict[str, Verb] = {
    "change_profile": change_profile, "open_day": open_day, "close_day": close_day, "accept_clock": accept_clock,
}  # fmt: skip
