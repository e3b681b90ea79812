"""What must be true of a hall at any moment, counted anew from its tickets, journal and tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import fields
from typing import Any

from server.domain.floor import Floor
from server.domain.lines import Lines
from server.domain.ticket import Ticket
from server.hub import views
from server.hub.hub import Hub
from server.hub.room import Room
from server.view import LISTS, ViewCopy
from tests.domain.play import floor_facts, standing_places
from tests.journal import hubs

AT_A_WINDOW = ("called", "serving")


def windows_and_tickets_agree(floor: Floor) -> None:
    here = {t.id: t.window for t in floor.tickets.values() if t.status in AT_A_WINDOW}
    there = {w.ticket: w.id for w in floor.windows.values() if w.ticket}
    assert here == there
    assert len(set(here.values())) == len(here)


def numbers_have_no_gap(hub: Hub) -> None:
    given: defaultdict[Any, list[int]] = defaultdict(list)
    rows = hub.store.all("select day, series, queue, n, number from visit order by day, series, queue, n")
    for day, series, queue, n, number in rows:
        given[day, series, queue].append(n)
        assert int(number.lstrip("ABC")) == n
    for line, found in given.items():
        assert found == list(range(1, len(found) + 1)), line


def counts_equal_a_recount(floor: Floor) -> None:
    waiting = [t for t in floor.tickets.values() if t.status == "waiting"]
    assert +Counter(floor.waiting) == Counter(t.line for t in waiting)
    again = Floor(floor.hall)
    again.lines = Lines()
    for t in waiting:
        assert t.awaited, t
        again.lines.add(t)
    assert standing_places(floor) == standing_places(again)
    for t in floor.tickets.values():
        assert vars(t).keys() == {f.name for f in fields(t)}, "an event gave it a field that no ticket has"
    assert floor.numbers == {t.number: t.id for t in floor.tickets.values()}


def a_fold_equals_the_floor(hub: Hub, room: Room) -> None:
    fold = Room(room.id, hub.store, hub.new_clock())
    assert floor_facts(fold.floor) == floor_facts(room.floor)
    assert fold.head == room.head


def projections_equal_the_journal(hub: Hub) -> None:
    """Rebuilding checks the chain from the first entry, too."""
    before = hubs.projections(hub)
    assert hubs.rebuilt(hub) == before


def tables_equal_the_floor(hub: Hub, floor: Floor) -> None:
    """The rows of today's tickets say what the floor says; a step stands open for each ticket in hand."""
    rows = hub.store.all(
        """select id, status, service, window, person, first_called_at, called_at, started_at, ended_at, held_ms,
            outcome, items, rating, requeues, recalls, uncertain from visit"""
    )
    table = {row[0]: row[1:] for row in rows}
    for t in floor.tickets.values():
        assert table[t.id] == (
            t.status, t.service, t.window, t.person, t.first_called_at, t.called_at, t.started_at, t.ended_at,
            t.held_ms, t.outcome, t.items, t.rating, t.requeues, t.recalls, t.uncertain,
        )  # fmt: skip
    open_steps = hub.store.all(
        """select ticket, leg, window, service, person, called_at, started_at, held_ms from step where ended is null"""
    )
    in_hand = [t for t in floor.tickets.values() if t.status in ("called", "serving", "held")]
    assert sorted(open_steps) == sorted(
        (t.id, t.leg, t.window, t.service, t.person, t.called_at, t.started_at, t.held_ms) for t in in_hand
    )


def served_equals_the_steps(hub: Hub, floor: Floor) -> None:
    """What estimates rest on: certain, completed, started steps of the day since it was opened (last)."""
    if floor.day is None:
        return
    ids = list(floor.tickets)
    rows = hub.store.all(
        """select ticket, service, ended_at - started_at - held_ms from step
            where ended = 'completed' and started_at is not null and uncertain = 0"""
    )
    found: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for ticket, service, ms in rows:
        if ticket in ids:
            line = floor.hall.service[service].queue
            found[line] = (found[line][0] + 1, found[line][1] + max(0, ms))
    assert {s: f for s, f in floor.served.items() if f != (0, 0)} == dict(found)


def shown(snapshot: dict[str, Any]) -> dict[str, Any]:
    return {name: {entry["id"]: entry for entry in snapshot[name]} for name in LISTS}


def held_by(copy: ViewCopy) -> dict[str, Any]:
    return {name: getattr(copy, name) for name in LISTS}


def copy_equals_the_view(room: Room, kind: str, argument: str | None, copy: ViewCopy) -> None:
    anew = shown(views.new(kind, argument, room.floor).snapshot())
    assert shown(room.look(kind, argument)) == anew
    assert held_by(copy) == anew, (kind, argument)
    assert not copy.waiting


def best_for(floor: Floor, window: str, now: int) -> tuple[Ticket, float] | None:
    """Who must be called: the rule of design.md §5 over every waiting ticket, knowing nothing of lines."""
    zone, serves = floor.hall.window[window].zone, floor.hall.window[window].services
    able = [
        t for t in floor.tickets.values()
        if t.status == "waiting" and set(serves) & set(t.awaited)
        and t.bound in (None, ("window", window), ("zone", zone))
    ]  # fmt: skip
    merit = {t.id: max(s.head + s.rate * max(0, now - s.clock) / 60_000 for s in t.standings) for t in able}
    best = min(able, key=lambda t: (-merit[t.id], t.turn), default=None)
    return (best, merit[best.id]) if best else None
