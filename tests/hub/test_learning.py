"""What the last weeks teach: summed up as each day closes, read when one opens, the same in every process."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.hub import learning
from server.hub.hub import Hub
from server.journal.schema import m005_spent
from tests.domain.hall import DAY, MINUTE
from tests.journal.hubs import HALL, Time, act, hub_in, rebuilt, room

A_DAY = 24 * 60 * MINUTE


def served(hub: Hub, time: Time, minutes: int, number: int = 10, service: str = "permit") -> None:
    """So many tickets of so many minutes each at w1."""
    for _ in range(number):
        act(hub, "take", services=[service])
        act(hub, "call_next", window="w1")
        act(hub, "start", window="w1")
        time.pass_(minutes * MINUTE)
        act(hub, "complete", window="w1")


def spent(hub: Hub) -> list[tuple[object, ...]]:
    return hub.store.all("select day, service, tickets, ms from spent order by day, service")


def waited_for(hub: Hub, number: int = 6) -> int:
    """The high end of the range, in seconds, for one behind so many who want permits at w1."""
    for _ in range(number):
        act(hub, "take", services=["permit"])
    act(hub, "call_next", window="w1")
    wait = act(hub, "take", services=["permit"])["ticket"]["wait"]
    return int(wait["high"])


@pytest.mark.parametrize(("minutes", "least", "most"), [(10, 60, 100), (25, 140, 240), (3, 20, 55)])
def test_yesterday_teaches_how_long_things_take(tmp_path: Path, minutes: int, least: int, most: int) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    act(hub, "open", window="w1", person="lin")
    served(hub, time, minutes, number=16)
    time.pass_(A_DAY)
    act(hub, "open", window="w1", person="lin")
    assert room(hub).waiting.history.served == {"permit": (16, 16 * minutes * MINUTE)}
    assert least * 60 <= waited_for(hub) <= most * 60


def test_every_process_has_learnt_the_same(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    act(hub, "open", window="w1", person="lin")
    served(hub, time, 4)
    time.pass_(A_DAY)
    act(hub, "open", window="w1", person="lin")
    another = hub_in(tmp_path, time)
    assert (
        room(another).waiting.history
        == room(hub).waiting.history
        != learning.history(hub.store.conn, HALL, None)
    )


def test_what_is_uncertain_or_undone_teaches_nothing(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    act(hub, "open", window="w1", person="lin")
    act(hub, "take", services=["permit"])
    act(hub, "call_next", window="w1")
    act(hub, "start", window="w1", actor="system")
    act(hub, "complete", window="w1")
    served(hub, time, 4, number=1)
    act(hub, "undo", window="w1")
    time.pass_(A_DAY)
    act(hub, "open", window="w1", person="lin")
    assert room(hub).waiting.history.served == {}


def test_six_weeks_are_remembered(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    act(hub, "open", window="w1", person="lin")
    served(hub, time, 4)
    time.pass_(learning.DAYS * A_DAY)
    act(hub, "open", window="w1", person="lin")
    assert room(hub).waiting.history.served == {"permit": (10, 40 * MINUTE)}
    time.pass_(A_DAY)
    act(hub, "open", window="w1", person="lin")
    assert room(hub).waiting.history.served == {}


def test_a_day_closed_and_opened_again_is_summed_up_whole_and_a_rebuild_says_the_same(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    for _ in range(2):
        act(hub, "open", window="w1", person="lin")
        served(hub, time, 4, number=3)
        act(hub, "close_day")
    assert spent(hub) == [(DAY, "permit", 6, 24 * MINUTE)]
    rebuilt(hub)
    assert spent(hub) == [(DAY, "permit", 6, 24 * MINUTE)]


@pytest.mark.parametrize("closed", [True, False])
def test_an_older_database_is_summed_up_when_it_is_opened(tmp_path: Path, closed: bool) -> None:
    """All days but the one that is open, which is summed up as it closes."""
    time = Time()
    hub = hub_in(tmp_path, time)
    for _ in range(2):
        act(hub, "open", window="w1", person="lin")
        served(hub, time, 4)
        time.pass_(A_DAY)
    if closed:
        hub.turn(HALL)
    before = spent(hub)
    assert len(before) == (2 if closed else 1)
    hub.store.conn.execute("drop table spent")
    m005_spent(hub.store.db)
    assert spent(hub) == before
