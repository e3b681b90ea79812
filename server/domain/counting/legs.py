"""Legs: the parts of visits that figures count, told from each entry and its ticket before and after.

A leg is one service of a visit: from when it began to wait to what ended it, also if it was never called. What
changed is told as `Change`s, which the tables and a fold in memory take in alike; a rehearsal has no legs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from server.domain import hours
from server.domain.counting import closures, overtaking
from server.domain.events import Entry
from server.domain.floor import Floor
from server.domain.ticket import ENDED, Ticket

ENDS = {
    "ticket.completed": "completed", "ticket.no_show": "no_show", "ticket.transferred": "transferred",
    "ticket.cancelled": "cancelled", "ticket.expired": "expired",
}  # fmt: skip
STANDS = {
    "ticket.taken", "ticket.called", "ticket.resumed", "ticket.classes_changed", "ticket.transferred",
    "ticket.undone", "ticket.requeued",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leg:
    """One row. `day` is yyyymmdd; durations are whole seconds, None where there is none; flags are 0 or 1.

    `began`: taken, next (of one visit), transferred, requeued (after a no-show), returned (with what was missing).
    `ended`: None while it goes on. `place`: 0 not called, 1 the visit's first window, 2 another one, 3 one it was at.
    `wait` ends at the first call that stands, else with the leg; `reach` is from there to the start; `spent` leaves
    `held` out. `sure_wait`, `sure_spent`: 0 where it rests on a moment that nobody pressed. `target`: seconds,
    0 = none. `klass` is the class that counted at the call, of who was not called the first it claims.
    `net` is `wait` without `closures`; `promise`: within how many seconds a call was promised, 0 = none; `overtaken`,
    `delayed` (seconds): see `overtaking`; `absent`: from the last call to the no-show; `granter`: who granted a class.
    """

    day: int
    ticket: str
    part: int
    began: str
    hour: int
    weekday: int
    zone: str
    department: str
    service: str
    window: str
    person: str
    klass: str
    priority: int
    channel: str
    reserved: int
    ended: str | None
    outcome: str | None
    items: int
    cases: int
    wait: int | None
    reach: int | None
    spent: int | None
    held: int
    sure_wait: int
    sure_spent: int
    place: int
    recalls: int
    chosen: int
    granted: int
    target: int
    profile: int
    net: int | None
    promise: int
    overtaken: int
    delayed: int
    absent: int | None
    granter: str


@dataclass(frozen=True, slots=True)
class Change:
    """`put` a leg (its rating and `let_back` stay), `drop` those after a part, `back`: whether a part was let back in,
    `rate` the last part."""

    do: str
    ticket: str
    part: int = 0
    value: int = 0
    leg: Leg | None = None


def changes(floor: Floor, entry: Entry, before: Ticket | None) -> Iterator[Change]:
    """What one entry, already applied, changed; `before` is its ticket as it was."""
    if entry.kind == "ticket.rated":
        yield Change("rate", entry.data["ticket"], value=entry.data["level"])
    after = floor.tickets.get(entry.data.get("ticket", ""))
    if floor.rehearsal or after is None or not entry.kind.startswith("ticket."):
        return
    if entry.kind == "ticket.undone":
        yield Change("drop", after.id, after.part)
        yield Change("back", after.id, after.part, 0)
    ended = ENDS.get(entry.kind) if before else None
    if before and ended and before.status not in ENDED and not _moved_in_line(before, entry):
        yield Change("put", after.id, leg=leg(floor, entry, before, ended))
        if after.part != before.part:
            yield Change("put", after.id, leg=leg(floor, entry, after, None))
    elif entry.kind in STANDS and after.status not in ENDED:
        if entry.kind == "ticket.requeued" and after.part_of == "requeued":
            yield Change("back", after.id, after.part - 1, 1)
        yield Change("put", after.id, leg=leg(floor, entry, after, None))


def _moved_in_line(before: Ticket, entry: Entry) -> bool:
    """Sent elsewhere while it waits: the same leg waits on."""
    return entry.kind == "ticket.transferred" and before.status == "waiting"


def leg(floor: Floor, e: Entry, t: Ticket, ended: str | None) -> Leg:
    """The row of a ticket's part: as it ended with this entry, or as it stands (`ended` None)."""
    day, called = date.fromisoformat(e.day), t.part_called is not None
    service = floor.hall.service.get(t.service)
    klass = t.why["class"] if called and t.why else (*t.classes, "ordinary")[0]
    at_window = (t.window or "") if called else ""
    overtaken, delayed = overtaking.cost(floor, t) if called else (0, 0)
    return Leg(
        day=int(f"{day:%Y%m%d}"), ticket=t.id, part=t.part, began=t.part_of,
        hour=hours.local(floor.hall, t.part_since).hour, weekday=day.isoweekday(),
        zone=_zone(floor, t, at_window), department=service.department if service else "", service=t.service,
        window=at_window, person=(t.person or "") if called else "",
        klass=klass, priority=int(overtaking.first(floor, klass)), channel=t.channel,
        reserved=int(t.reservation is not None), ended=ended,
        outcome=e.data.get("outcome") if ended == "completed" else None,
        items=e.data.get("items", 0) if ended == "completed" else 0, cases=t.cases, **_times(floor, e, t, ended),
        place=(1 if not t.been else 3 if t.window in t.been else 2) if called else 0,
        recalls=t.recalls if called else 0, chosen=int(called and "chosen" in (t.why or {})),
        granted=int(bool(t.granted)), target=60 * service.target_wait if service else 0, profile=floor.profile,
        promise=_promise(floor, t), overtaken=overtaken, delayed=delayed // 1000,
        absent=_seconds(t.called_at or e.at, e.at) if ended == "no_show" else None, granter=_granter(t),
    )  # fmt: skip


def _times(floor: Floor, e: Entry, t: Ticket, ended: str | None) -> dict[str, Any]:
    """The durations of a leg that has ended, and whether they are certain; of one that goes on there are none."""
    if ended is None:
        return {
            "wait": None,
            "net": None,
            "reach": None,
            "spent": None,
            "held": 0,
            "sure_wait": 1,
            "sure_spent": 1,
        }
    called, started = t.part_called, t.started_at
    waited = e.at if called is None else called
    closed = closures.within(floor, t.service, t.part_since, waited)
    until = t.held_at if t.status == "held" and t.held_at is not None else e.at
    held = t.held_ms + max(0, e.at - until)
    unsure = t.uncertain or bool(e.data.get("uncertain")) or ended == "expired"
    return {
        "wait": _seconds(t.part_since, waited), "net": _seconds(t.part_since + closed, waited),
        "reach": None if called is None or started is None else _seconds(called, started),
        "spent": None if started is None else _seconds(started + t.held_ms, until),
        "held": held // 1000,
        "sure_wait": int(called is not None or ended != "expired"), "sure_spent": int(not unsure),
    }  # fmt: skip


def _promise(floor: Floor, t: Ticket) -> int:
    """Of who came with a reservation and not late, until let in anew."""
    kept = t.part == 1 and t.slot is not None and t.arrival in ("early", "on_time")
    return 60 * floor.hall.reservations.promise_minutes if kept else 0


def _granter(t: Ticket) -> str:
    by = next((g["by"] for g in t.granted if g.get("by", "id") != "id"), "")
    return str(by).partition(":")[2]


def _seconds(since: int, until: int) -> int:
    return max(0, until - since) // 1000


def _zone(floor: Floor, t: Ticket, window: str) -> str:
    """The window's; of who was never called the one where the service is, if that is one alone."""
    plates = floor.hall.window
    if window:
        return plates[window].zone if window in plates else ""
    zones = {plates[w].zone for w in floor.hall.able.get(t.service, ()) if w in plates}
    return zones.pop() if len(zones) == 1 else ""


class Fold:
    """Legs by (ticket, part) in memory: what the table must hold."""

    def __init__(self) -> None:
        self.legs: dict[tuple[str, int], dict[str, Any]] = {}

    def take(self, change: Change) -> None:
        mine = sorted(key for key in self.legs if key[0] == change.ticket)
        if change.leg is not None:
            key = (change.ticket, change.leg.part)
            kept = self.legs.get(key, {"rating": None, "let_back": 0})
            self.legs[key] = asdict(change.leg) | {k: kept[k] for k in ("rating", "let_back")}
        elif change.do == "drop":
            for key in mine:
                if key[1] > change.part:
                    del self.legs[key]
        elif change.do == "back" and (change.ticket, change.part) in self.legs:
            self.legs[change.ticket, change.part]["let_back"] = change.value
        elif change.do == "rate" and mine:
            self.legs[mine[-1]]["rating"] = change.value
