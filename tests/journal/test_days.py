"""The business day turns by itself, once, whoever comes first; numbers begin anew and never repeat."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from server.domain.errors import HallError
from server.hub.hub import Hub
from tests.domain.hall import MINUTE
from tests.journal import hubs
from tests.journal.hubs import Time, act, entries, hub_in, room

HOUR = 60 * MINUTE


def numbers(hub: Hub) -> list[str]:
    return [e.data["number"] for e in entries(hub) if e.kind == "ticket.taken"]


def kinds_of_days(hub: Hub) -> list[str]:
    return [f"{e.kind} {e.data['day']}" for e in entries(hub) if e.kind.startswith("day.")]


def test_the_first_command_after_four_closes_yesterday_and_opens_today(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    act(hub, "open", window="w1")
    act(hub, "take", services=["permit"])
    time.pass_(20 * HOUR)
    act(hub, "take", services=["permit"])
    assert numbers(hub) == ["A001", "A001"]
    assert kinds_of_days(hub)[-3:] == [
        "day.opened 2026-11-23",
        "day.closed 2026-11-23",
        "day.opened 2026-11-24",
    ]
    assert [(e.kind, e.actor, e.day) for e in entries(hub)][-5:-2] == [
        ("ticket.expired", "system", "2026-11-23"), ("window.closed", "system", "2026-11-23"),
        ("day.closed", "system", "2026-11-23"),
    ]  # fmt: skip


def test_the_day_turns_without_anybody_pressing(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    act(hub, "take", services=["permit"])
    time.pass_(20 * HOUR)
    hub.tick()
    assert room(hub).floor.day == "2026-11-24"
    hub.tick()
    assert kinds_of_days(hub).count("day.opened 2026-11-24") == 1


def test_a_day_opened_again_goes_on_counting(tmp_path: Path) -> None:
    """The clock ran a day ahead, somebody set it right and accepted it."""
    time = Time()
    hub = hub_in(tmp_path, time)
    act(hub, "take", services=["permit"])
    time.pass_(24 * HOUR)
    act(hub, "take", services=["permit"])
    time.wall -= 24 * HOUR
    act(hub, "accept_clock")
    act(hub, "take", services=["permit"])
    assert numbers(hub) == ["A001", "A001", "A002"]
    assert kinds_of_days(hub)[-1] == "day.opened 2026-11-23"
    assert hubs.rebuilt(hub) == hubs.projections(hub)


def test_a_refused_command_after_midnight_still_turns_the_day(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    act(hub, "take", services=["permit"])
    time.pass_(20 * HOUR)
    with pytest.raises(HallError, match="window_closed"):
        act(hub, "call_next", window="w1")
    assert room(hub).floor.day == "2026-11-24"
    assert entries(hub)[-1].kind == "day.opened"


def test_yesterdays_visit_can_be_rated_once(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    act(hub, "open", window="w1")
    id = act(hub, "take", services=["permit"])["ticket"]["id"]
    act(hub, "call_next", window="w1")
    act(hub, "complete", window="w1")
    time.pass_(24 * HOUR)
    act(hub, "rate", ticket=id, level=5)
    assert hub.store.one("select rating from visit where id = :id", id=id) == (5,)
    with pytest.raises(HallError, match="already_rated"):
        act(hub, "rate", ticket=id, level=4)
    with pytest.raises(HallError, match="illegal_move"):
        act(hub, "rate", ticket="nobody", level=4)
    assert hubs.rebuilt(hub) == hubs.projections(hub)


def test_the_head_of_a_closed_day_is_exported(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    act(hub, "take", services=["permit"])
    time.pass_(24 * HOUR)
    hub.tick()
    lines = [line.split() for line in (tmp_path / "heads" / "small.txt").read_text().splitlines()]
    _, seq, head = next(line for line in lines if line[0] == "2026-11-23")
    assert hub.store.one("select hash from journal where seq = :seq", seq=int(seq)) == (head,)
    assert entries(hub, int(seq) - 1)[0].kind == "day.closed"


def test_two_processes_at_midnight_turn_the_day_once(tmp_path: Path) -> None:
    times = [Time(), Time()]
    both = [hub_in(tmp_path, time) for time in times]
    nights, troubles = 25, []
    meet = threading.Barrier(2)

    def work(hub: Hub, time: Time) -> None:
        try:
            for _ in range(nights):
                time.pass_(24 * HOUR)
                meet.wait(60)
                act(hub, "take", services=["permit"])
        except Exception as trouble:
            troubles.append(trouble)
            meet.abort()

    threads = [threading.Thread(target=work, args=pair) for pair in zip(both, times, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert troubles == []
    opened = [k for k in kinds_of_days(both[0]) if k.startswith("day.opened")]
    assert len(opened) == len(set(opened)) == nights
    assert numbers(both[0]) == ["A001", "A002"] * nights
