"""A past day's visitors from its journal: when they came, for what, and how long serving them took."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from server.domain.events import Entry
from server.domain.profile import Hall
from server.simulate.visitor import Visitor


@dataclass(slots=True)
class _Seen:
    """What the journal tells of one ticket; instants in milliseconds UTC."""

    taken: Entry
    started: int | None = None
    spent: int = 0
    ended: int | None = None
    fate: str = ""


def visitors(entries: Iterable[Entry], hall: Hall, midnight: int) -> list[Visitor]:
    """The day again: who was never served gets the middle duration of the service, else the profile's."""
    seen: dict[str, _Seen] = {}
    for e in entries:
        if e.kind == "ticket.taken" and e.data["services"][0] in hall.service:
            seen[e.data["ticket"]] = _Seen(e)
        elif e.data.get("ticket") in seen:
            _note(seen[e.data["ticket"]], e)
    typical = _typical(seen.values(), hall)
    return [_visitor(row, s, hall, midnight, typical) for row, s in enumerate(seen.values(), 1)]


def _note(s: _Seen, e: Entry) -> None:
    if e.kind in ("ticket.started", "ticket.resumed"):
        s.started, s.fate = e.at, ""
    elif e.kind in ("ticket.completed", "ticket.held", "ticket.transferred") and s.started is not None:
        s.spent += e.at - s.started
        s.started = None
    if e.kind == "ticket.completed":
        s.fate = "done"
    elif e.kind in ("ticket.no_show", "ticket.cancelled"):
        s.ended, s.fate = e.at, e.kind.removeprefix("ticket.")
    elif e.kind in ("ticket.requeued", "ticket.undone"):
        s.fate = ""


def _typical(seen: Iterable[_Seen], hall: Hall) -> dict[str, float]:
    spent: dict[str, list[int]] = {}
    for s in seen:
        if s.spent:
            spent.setdefault(s.taken.data["services"][0], []).append(s.spent)
    return {
        id: median(spent[id]) / 1000 if id in spent else service.typical_service * 60.0
        for id, service in hall.service.items()
    }


def _visitor(row: int, s: _Seen, hall: Hall, midnight: int, typical: dict[str, float]) -> Visitor:
    data, service = s.taken.data, s.taken.data["services"][0]
    slot = data.get("slot")
    left = s.fate == "cancelled" and s.ended is not None
    return Visitor(
        row, (s.taken.at - midnight) / 1000, s.spent / 1000 if s.spent else typical[service], service,
        tuple(c for c in data["classes"] if c in hall.klass),
        None if slot is None else (slot - midnight) / 1000,
        (s.ended - s.taken.at) / 1000 if left and s.ended is not None else None,
        tuple(data["needs"]), s.fate != "no_show",
    )  # fmt: skip
