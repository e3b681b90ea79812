"""Warnings over HTTP: who asked for them is told from their level on, and then also how each ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from server.hub.hub import Hub
from server.journal import webhooks
from tests.domain.hall import MINUTE
from tests.journal.hubs import HALL, Time, act, entries, hub_in, room


def tick(hub: Hub, time: Time, minutes: float) -> None:
    time.pass_(round(minutes * MINUTE))
    hub.tick()


def told(hub: Hub, hook: webhooks.Webhook) -> list[tuple[str, str]]:
    rows = hub.store.all("select event, body from delivery where webhook = :id order by seq", id=hook.id)
    return [(event, json.loads(body)["warning"]["level"]) for event, body in rows]


def waited_too_long(hub: Hub, time: Time) -> None:
    """A window is idle for eleven minutes, which the hall's defaults warn of; somebody cares; it is over."""
    act(hub, "open", window="w1", person="lin")
    act(hub, "take", services=["permit"], channel="guide")
    for _ in range(11):
        tick(hub, time, 1)
    act(hub, "acknowledge", key="window_idle:w1", person="wang")
    act(hub, "call_next", window="w1")
    tick(hub, time, 1)


@pytest.mark.parametrize(
    ("level", "first"), [("remind", ("warning.raised", "remind")), ("red", ("warning.level_changed", "red"))]
)
def test_an_address_is_told_from_its_level_on_and_how_it_ends(
    tmp_path: Path, level: str, first: tuple[str, str]
) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    with hub.store.writing() as conn:
        mine = webhooks.register(conn, HALL, "http://127.0.0.1:9/", 1, "warnings", level)
        other = webhooks.register(conn, HALL, "http://127.0.0.1:9/", 1)
    waited_too_long(hub, time)
    events = told(hub, mine)
    assert events[0] == first
    assert events[-2:] == [("warning.acknowledged", "red"), ("warning.cleared", "red")]
    assert told(hub, other) == [], "who asked for reservations is told of nothing else"
    hub.store.close()


def test_a_warning_is_in_the_journal_with_its_levels_and_a_restart_knows_it(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    act(hub, "open", window="w1", person="lin")
    act(hub, "take", services=["permit"], channel="guide")
    for _ in range(7):
        tick(hub, time, 1)
    facts: list[Any] = [(e.kind, e.data["level"]) for e in entries(hub) if e.kind.startswith("alarm.")]
    assert facts == [("alarm.raised", "remind"), ("alarm.level_changed", "yellow")]
    before = room(hub).floor.alarms
    room(hub).fold()
    assert room(hub).floor.alarms == before
    assert before["window_idle:w1"].peak == "yellow"
    hub.store.close()
