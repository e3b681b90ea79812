"""Replay is what was shown: folded from the journal at every seq it equals what the live views showed then."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.domain.errors import HallError
from server.domain.floor import Floor
from server.domain.forking import fork
from server.domain.happenings import apply
from server.domain.lines import Lines
from server.hub import views
from server.hub.hub import Hub
from server.hub.past import film, past
from server.hub.past.past import Past
from server.view import LISTS, ViewCopy
from tests.domain.play import floor_facts
from tests.hub.pastdays import lived
from tests.journal import hubs
from tests.journal.hubs import HALL, room


def shown(message: dict[str, Any]) -> dict[str, Any]:
    """A view's things by id, whatever their order."""
    return {name: {e["id"]: e for e in message[name]} for name in LISTS} | {"seq": message["seq"]}


@pytest.mark.parametrize("seed", range(3))
def test_replay_equals_what_was_shown_at_every_press(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "EVERY", 37)
    seen: dict[int, dict[str, Any]] = {}

    def watch(hub: Hub) -> None:
        seen[room(hub).floor.seq] = {k: shown(room(hub).look(k, None)) for k in film.KINDS}

    hub, _ = lived(tmp_path, seed, watch=watch)
    folds, conn = Past(), hub.store.conn
    for day in past.days(conn, HALL):
        copies = {kind: ViewCopy() for kind in film.KINDS}
        first = film.at(folds, conn, day, day.after + 1, None)
        for kind, copy in copies.items():
            copy.snapshot(first[kind])
        after: int | None = day.after + 1
        while after is not None:
            sent, after = film.updates(folds, conn, day, after, 23, None)
            for message in sent:
                copy = copies[message["view"]]
                getattr(copy, message["event"])(message["payload"])
                assert not copy.waiting, "an update did not follow on the one before"
        end = film.at(folds, conn, day, day.last, None)
        for kind, copy in copies.items():
            assert {n: getattr(copy, n) for n in LISTS} == {n: shown(end[kind])[n] for n in LISTS}
    for seq in sorted(seen, key=lambda s: (s * 7919) % 1009):
        told = film.at(folds, conn, past.day_of(conn, HALL, seq), seq, None)
        assert {kind: shown(told[kind]) for kind in film.KINDS} == seen[seq], seq


def test_a_floor_of_the_past_equals_the_journals_fold_at_every_seq(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "EVERY", 20)
    hub, _ = lived(tmp_path, 4, presses=160)
    folds, conn, floor = Past(), hub.store.conn, Floor(room(hub).profile(1))
    told = {}
    for entry in hubs.entries(hub):
        apply(floor, entry)
        told[entry.seq] = floor_facts(floor)
    for day in past.days(conn, HALL):
        for seq in [*range(day.last, day.after, -1), *range(day.after + 1, day.last + 1, 13)]:
            assert floor_facts(folds.floor(conn, day, seq)) == told[seq], seq


def test_a_lead_is_shown_no_other_departments_people(tmp_path: Path) -> None:
    hub, _ = lived(tmp_path, 1, presses=120)
    floor = room(hub).floor
    view = views.new("manage", "nobodys", floor)
    assert view.tickets == {}
    assert {w["person"] for w in view.windows.values()} == {None}
    assert any(w["person"] for w in views.new("manage", None, floor).windows.values())


def test_a_day_that_never_was_is_said_to_be_unknown(tmp_path: Path) -> None:
    hub, _ = lived(tmp_path, 2, presses=10)
    with pytest.raises(HallError) as refusal:
        past.day(hub.store.conn, HALL, "2020-01-01")
    assert refusal.value.code == "unknown_day"


def test_a_forked_floor_shares_nothing_that_changes(tmp_path: Path) -> None:
    hub, _ = lived(tmp_path, 2, presses=120)
    floor = room(hub).floor
    twin = fork(floor)
    assert floor_facts(twin) == floor_facts(floor)
    assert {id(c) for c in containers(vars(floor))}.isdisjoint(id(c) for c in containers(vars(twin)))


def containers(value: Any) -> Iterator[Any]:
    """What can be changed in place, however deep; what is frozen may be shared."""
    if isinstance(value, Lines):
        yield value
        value = vars(value)
    if isinstance(value, dict | list | set | deque):
        yield value
        for held in value.values() if isinstance(value, dict) else value:
            yield from containers(held)
