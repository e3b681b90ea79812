"""What must be true of a hall at any moment, counted anew from its tickets, journal and tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from server.domain.floor import Floor
from server.domain.lines import Lines
from server.domain.profile import NEED_FEATURES
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
    assert fold.floor.stretches == room.floor.stretches


def projections_equal_the_journal(hub: Hub) -> None:
    """Rebuilding checks the chain from the first entry, too."""
    before, counted = hubs.projections(hub), hubs.counted(hub)
    assert hubs.rebuilt(hub) == before
    assert hubs.counted(hub) == counted


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
            cases = floor.tickets[ticket].cases
            found[service] = (found[service][0] + cases, found[service][1] + max(0, ms))
    assert {s: f for s, f in floor.served.items() if f != (0, 0)} == dict(found)


def shown(snapshot: dict[str, Any]) -> dict[str, Any]:
    return {name: {entry["id"]: entry for entry in snapshot[name]} for name in LISTS}


def held_by(copy: ViewCopy) -> dict[str, Any]:
    return {name: getattr(copy, name) for name in LISTS}


def differing(known: dict[str, Any], anew: dict[str, Any]) -> dict[tuple[str, str], Any]:
    """(list, id) → what is known of it and what it is."""
    ids = {(name, id) for name in LISTS for id in {*known[name], *anew[name]}}
    return {
        (n, id): (known[n].get(id), anew[n].get(id)) for n, id in ids if known[n].get(id) != anew[n].get(id)
    }


def copy_equals_the_view(room: Room, kind: str, argument: str | None, copy: ViewCopy) -> None:
    anew = shown(views.new(kind, argument, room.floor).snapshot())
    for known in (shown(room.look(kind, argument)), held_by(copy)):
        wrong = differing(known, anew)
        assert not wrong, (kind, argument, wrong)
    assert not copy.waiting


def best_for(
    floor: Floor, window: str, now: int, finish: str | None = None, back: Iterable[Ticket] = ()
) -> tuple[Ticket, float] | None:
    """Who must be called: the rules of design.md §5 over every waiting ticket, knowing nothing of lines.

    With `finish` completed, whoever is at the window waits for their next service by then; so does who comes `back`.
    """
    hall, here = floor.hall, floor.hall.window[window]
    waiting = [*(t for t in floor.tickets.values() if t.status == "waiting"), *back]
    if finish == "completed" and (t := floor.tickets.get(floor.window(window).ticket or "")):
        waiting += then_waiting(floor, t)
    own = set(here.services)
    for rule in hall.overload:
        of = {s.id for s in hall.services if s.queue == rule.queue}
        longest = max((now - t.since for t in waiting if of & set(t.awaited)), default=-1)
        crowded = sum(t.line == rule.queue for t in waiting) > rule.waiting
        if (
            rule.action == "widen"
            and window in rule.windows
            and (crowded or 0 < rule.minutes * 60_000 <= longest)
        ):
            own |= of
    ways = [(t, s) for t in waiting for s in t.awaited if may_come(floor, t, s, window)]
    first = [t for t, s in ways if s in own]
    help_ = [(t, s) for t, s in ways if s in set(here.backup) - own]
    after = (hall.rules.help_after if here.help_after is None else here.help_after) * 60_000
    helped = {s for _, s in help_}
    overdue = after and any(now - t.since >= after for t in waiting if helped & set(t.awaited))
    able = [*first, *(t for t, _ in help_)] if overdue or not first else first
    merit = {
        t.id: max(s.head * 60_000 + s.rate * max(0, now - s.clock) for s in t.standings) / 60_000
        for t in able
    }
    best = min(able, key=lambda t: (-merit[t.id], t.turn), default=None)
    return (best, merit[best.id]) if best else None


def then_waiting(floor: Floor, t: Ticket) -> list[Ticket]:
    """As whom it waits when what it is at a window for is done: back where it was sent from if that window is not
    closed, else for what is left; nobody when nothing is."""
    hall, rules = floor.hall, floor.hall.rules
    back = t.back if t.back and t.back[0] in hall.service else None
    left = [s for s in t.services if s not in t.done and s != t.service and s in hall.service]
    if not back and not left:
        return []
    service = back[0] if back else left[0]
    if back and floor.window(back[1]).state == "closed":
        back = None
    done = [s for s in (*t.done, t.service) if s != service]
    agents = rules.agent_queue in hall.queue and t.cases >= rules.agent_cases > 0
    line = rules.agent_queue if agents else hall.service[service].queue
    where = ("window", back[1]) if back else None
    return [t.but(status="waiting", service=service, done=tuple(done), line=line, bound=where, back=back)]


def may_come(floor: Floor, t: Ticket, service: str, window: str) -> bool:
    """Not sent elsewhere; a need is met here, or by no window there is for the service."""
    hall = floor.hall
    if t.bound:
        return t.bound in (("window", window), ("zone", hall.window[window].zone))
    for need in t.needs:
        wanted = set(NEED_FEATURES[need])
        meet = [w.id for w in hall.windows if wanted & set(w.features) and service in hall.could[w.id]]
        if wanted and window not in meet and any(floor.window(w).state != "closed" for w in meet):
            return False
    return True
