"""The hall as its manager sees it now: who waits where and how long, what each window does, what is wrong.

Of the floor alone, so that it costs the same on a quiet morning and late on a full day. For a lead only what concerns
the department (`own`); clerks are named as they signed in, citizens never.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from server.domain.alarms import alarms, warnings
from server.domain.alarms.steps import LEVELS
from server.domain.floor import Alarm, Floor, WindowState
from server.domain.lines import Place
from server.domain.ticket import Ticket
from server.hub import entries, own, watch
from server.hub.entries import iso
from server.hub.room import Room
from server.hub.waiting import span

if TYPE_CHECKING:
    from server.hub.hub import Hub

WINDOW_STATES = ("serving", "called", "idle", "paused", "closed")
MOST_SERVICES = 12
"""The services with most people, each with what a newcomer would wait: every one costs a look at the whole hall."""
Part = dict[str, Any]


def now(hub: Hub, room: Room, department: str | None, at: int) -> Part:
    """Everything of this moment; `at` is milliseconds UTC. The floor must be held still."""
    floor = room.floor
    queues, services = _queues(room, department, at), _services(room, department, at)
    windows = [
        _window(floor, floor.window(w)) for w in floor.hall.window if own.window_of(floor.hall, department, w)
    ]
    return {
        "waiting": _people(floor, department), "longest": _longest([q["longest"] for q in queues]),
        "zones": _zones(floor, department, windows), "queues": queues, "services": services, "windows": windows,
        "states": {s: sum(w["state"] == s for w in windows) for s in WINDOW_STATES},
        "held": sum(own.serves(floor.hall, department, floor.tickets[id].services) for id in floor.held),
        "devices": _devices(hub, room, at), "warnings": _warnings(hub, room, department, at),
    }  # fmt: skip


# -- people ---------------------------------------------------------------------------------------


def _people(floor: Floor, department: str | None) -> int:
    if department is None:
        return sum(floor.waiting.values())
    return len({id for s in _own(floor, department) for _, _, id in floor.lines.since.get(s, ())})


def _own(floor: Floor, department: str | None) -> list[str]:
    """The services that somebody waits for, in the profile's order."""
    waited = floor.lines.since
    return [s for s in floor.hall.service if s in waited and own.serves(floor.hall, department, (s,))]


def _queues(room: Room, department: str | None, at: int) -> list[Part]:
    floor, longest = room.floor, dict[str, Ticket]()
    for service in _own(floor, department):
        ticket = warnings.longest(floor, service)
        if ticket and (ticket.line not in longest or ticket.part_since < longest[ticket.line].part_since):
            longest[ticket.line] = ticket
    waits = room.waiting.newcomers(floor, at)
    shown = [
        q
        for q, services in floor.hall.services_of_queue.items()
        if own.serves(floor.hall, department, services)
    ]
    return [
        {
            "id": q, "waiting": floor.waiting.get(q, 0), "wait": waits.get(q),
            "longest": _waiter(longest[q]) if q in longest else None,
        }
        for q in floor.hall.queue if q in shown or (department is None and floor.waiting.get(q, 0))
    ]  # fmt: skip


def _services(room: Room, department: str | None, at: int) -> list[Part]:
    floor = room.floor
    most = sorted(_own(floor, department), key=lambda s: -len(floor.lines.since[s]))[:MOST_SERVICES]
    shown = sorted(most, key=list(floor.hall.service).index)
    return [
        {
            "id": s, "waiting": len(floor.lines.since[s]),
            "longest": _waiter(ticket) if (ticket := warnings.longest(floor, s)) else None,
            "wait": span(room.waiting.newcomer(floor, s, at)),
        }
        for s in shown
    ]  # fmt: skip


def _waiter(ticket: Ticket) -> Part:
    return {"number": ticket.number, "since": iso(ticket.part_since)}


def _longest(found: list[Part | None]) -> Part | None:
    return min((f for f in found if f), key=lambda f: str(f["since"]), default=None)


def _zones(floor: Floor, department: str | None, windows: list[Part]) -> list[Part]:
    """Who waits is counted where the windows are that may call them; `several`: in more zones than one."""
    hall, waiting = floor.hall, Counter[str]()
    where = {p: _zone(floor, p) for p in floor.lines.places if own.serves(hall, department, (p[0],))}
    for place, zone in where.items():
        waiting[zone] += sum(map(len, floor.lines.places[place].values()))
    for spots in floor.lines.several.values():
        # Spots are counted above, and this is one person.
        for zone, n in Counter(where[place] for place, _, _ in spots if place in where).items():
            waiting[zone] -= n - 1
    several = waiting.pop("", 0)
    zones = [
        {"id": z, "waiting": waiting[z], "open": sum(w["zone"] == z and w["state"] != "closed" for w in windows)}
        for z in hall.zone if waiting[z] or any(w["zone"] == z for w in windows)
    ]  # fmt: skip
    return [*zones, *([{"id": None, "waiting": several, "open": 0}] if several else ())]


def _zone(floor: Floor, place: Place) -> str:
    """Where the windows of a place are; "" when in several zones."""
    hall, (service, bound, _) = floor.hall, place
    if bound is not None and bound[0] == "zone":
        return bound[1]
    windows = (bound[1],) if bound is not None else hall.windows_of.get(service, ())
    zones = {hall.window[w].zone for w in windows if w in hall.window}
    return zones.pop() if len(zones) == 1 else ""


# -- windows --------------------------------------------------------------------------------------


def _window(floor: Floor, state: WindowState) -> Part:
    """What a window does, since when and with whom: `serving`, `called`, `idle`, `paused` or `closed`."""
    ticket = floor.tickets.get(state.ticket or "")
    doing, since = state.state if state.state != "open" else "idle", state.since
    if ticket is not None and ticket.status == "called":
        doing, since = "called", ticket.part_called or ticket.called_at
    elif ticket is not None and ticket.status == "serving":
        doing, since = "serving", ticket.started_at
    elif doing == "idle":
        since = max(state.since or 0, state.freed_at or 0)
    return {
        "id": state.id, "zone": floor.hall.window[state.id].zone, "state": doing, "since": iso(since),
        "person": state.person, "reason": state.reason, "number": ticket.number if ticket else None,
        "service": ticket.service if ticket else None,
    }  # fmt: skip


# -- what is wrong ----------------------------------------------------------------------------------


def _devices(hub: Hub, room: Room, at: int) -> Part:
    """How many of those that are needed are well, and the others by name."""
    known = [entries.device(d, at, room.listening) for d in hub.devices.all(room.id) if d.needed]
    names = ("id", "kind", "label", "zone", "window", "state", "detail")
    wrong = [{name: d[name] for name in names} for d in known if d["state"] in ("fault", "silent", "warning")]
    return {"ok": sum(d["state"] == "ok" for d in known), "all": len(known), "wrong": wrong}


def _warnings(hub: Hub, room: Room, department: str | None, at: int) -> Part:
    """The worst first, with the minutes of now rather than of when the level was reached."""
    floor = room.floor
    shown = [a for a in floor.alarms.values() if own.alarm(floor, a, department)]
    fresh = alarms.due(floor, at, alarms.EASE, watch.seen(hub, room, at)) if shown else {}
    listed = [
        entries.alarm(a) | ({"facts": a.facts | told} if (told := _fresh(fresh, a.key)) else {})
        for a in sorted(shown, key=lambda a: (-LEVELS.index(a.level), a.at))
    ]
    counts = {level: sum(a["level"] == level for a in listed) for level in LEVELS}
    return {"levels": counts, "unseen": sum(a["acknowledged"] is None for a in listed), "alarms": listed}


def _fresh(fresh: dict[str, Alarm], key: str) -> Part:
    return {k: v for k, v in fresh[key].facts.items() if v is not None} if key in fresh else {}
