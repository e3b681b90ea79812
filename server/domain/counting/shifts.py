"""What windows do with their time: closed, paused, idle while somebody waits for them, serving.

`advance` follows each entry beside `apply`, with the day's profile at hand: only the profile says whose services
a window serves. It keeps running stretches on the floor and leaves there what the entry ended, hour by hour; and
what `closures` and `overtaking` keep there.
"""

from __future__ import annotations

from collections.abc import Iterator

from server.domain import hours
from server.domain.counting import closures, overtaking
from server.domain.events import Entry
from server.domain.floor import Floor, Shift, Stretch, Touched, WindowState
from server.domain.routing import reaches, skilled

STATES = ("closed", "paused", "idle", "idle_waited", "held", "called", "serving", "unsure")
"""`held`: nobody is there, somebody was put aside, nobody else waits. `unsure`: what the day's end found going on."""
HOUR = 3_600_000


def advance(floor: Floor, entry: Entry, touched: Touched) -> None:
    """Take one entry in, after `apply` and with the profile it names. Rehearsals and closed days have no stretches."""
    floor.shifts = []
    closures.follow(floor, entry, touched)
    overtaking.follow(floor, entry)
    if floor.day is None or floor.rehearsal:
        floor.stretches = {}
    elif touched.everything or touched.windows or touched.queues or touched.tickets:
        for window in floor.windows.values():
            _follow(floor, entry, window)


def _follow(floor: Floor, entry: Entry, window: WindowState) -> None:
    what, old = _doing(floor, window), floor.stretches.get(window.id)
    new = Stretch(what, entry.at, window.person)
    if old is not None and (old.what, old.person) == (what, new.person):
        return
    if old is not None:
        floor.shifts.extend(_hourly(floor, window.id, old, entry))
    floor.stretches[window.id] = new


def _doing(floor: Floor, window: WindowState) -> str:
    ticket = floor.tickets.get(window.ticket or "")
    if ticket is not None and ticket.status in ("called", "serving"):
        return ticket.status
    if window.state != "open":
        return window.state
    if _waited_for(floor, window.id):
        return "idle_waited"
    return "held" if any(floor.tickets[id].window == window.id for id in floor.held) else "idle"


def _waited_for(floor: Floor, window: str) -> bool:
    """Whether somebody waits who may come here for a service of the window's first line that its clerk may serve."""
    own = skilled(floor, window, floor.hall.serves.get(window, frozenset()))
    return any(place[0] in own and reaches(floor, place, window) for place in floor.lines.places)


def _hourly(floor: Floor, window: str, old: Stretch, entry: Entry) -> Iterator[Shift]:
    """A stretch that is over, cut at full hours of the hall's clock."""
    plate = floor.hall.window.get(window)
    what, since = "unsure" if _nobody_pressed(entry) else old.what, old.since
    while since < entry.at:
        local = hours.local(floor.hall, since)
        gone = (local.minute * 60 + local.second) * 1000 + local.microsecond // 1000
        until = min(entry.at, since + HOUR - gone)
        yield Shift(window, plate.zone if plate else "", old.person or "", local.hour, what, until - since)
        since = until


def _nobody_pressed(entry: Entry) -> bool:
    """Whether the stretch ended only because the day did."""
    d = entry.data
    return entry.kind == "ticket.expired" or d.get("uncertain") is True or d.get("reason") == "day_end"
