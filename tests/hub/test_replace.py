"""A profile replaced in the middle of a day, and by a process that ends half-way: nobody is lost, nothing stops."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from server import profiles
from server.domain.errors import HallError
from server.hub.hub import Hub
from server.hub.setup.importing import Refused, bring_in
from server.protocol import canonical
from tests.domain.hall import raw
from tests.journal.hubs import Time, act, hub_in, room, store_in

DAY = 24 * 3600 * 1000


def without(service: str = "", window: int = 0, prefix: str = "") -> dict[str, Any]:
    """The small hall's profile lacking a service, a window, or with its queue's letter changed."""
    profile = deepcopy(raw())
    profile["services"] = [s for s in profile["services"] if s["id"] != service]
    profile["windows"] = [w for w in profile["windows"] if w["number"] != window]
    for w in profile["windows"]:
        w["services"] = [s for s in w["services"] if s != service]
    for thing in [*profile["queues"], *profile["services"]]:
        for key in ("prefix", "queue"):
            if thing.get(key) == prefix:
                thing[key] = "Z"
    return profile


def replace(hub: Hub, profile: dict[str, Any]) -> str:
    return bring_in(hub, profile, profiles.build(profile), replace=True)


def test_a_profile_whose_bringer_was_killed_half_way_comes_into_force_at_the_next_start(
    tmp_path: Path,
) -> None:
    hub = hub_in(tmp_path)
    changed = without(service="passport")
    with hub.store.writing() as conn:
        conn.execute(
            "insert into profile (hall, version, raw, digest, at, actor) values ('small', 2, :raw, 'd', 0, 'system')",
            {"raw": canonical(changed)},
        )
    hub.store.close()
    hub = Hub(store_in(tmp_path), Time().clock)
    assert "passport" in room(hub).hall.service, "the journal has not named it yet"
    assert replace(hub, changed) == "replaced"
    assert "passport" not in room(hub).hall.service
    assert replace(hub, changed) == "same"


def test_a_window_that_went_while_open_does_not_keep_the_day_from_ending(tmp_path: Path) -> None:
    time = Time()
    hub = hub_in(tmp_path, time)
    act(hub, "open", window="w2")
    assert replace(hub, without(window=2)) == "replaced"
    for kind in ("manage", "caller", "board", "window"):
        room(hub).view(kind, "w1" if kind in ("caller", "window") else None)
    time.pass_(DAY)
    assert act(hub, "take", services=["permit"])["ticket"]["number"] == "A001"


def test_nobody_may_wait_in_a_queue_the_new_profile_lacks(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    ticket = act(hub, "take", services=["tax"])["ticket"]
    with pytest.raises(Refused, match="B01 is waiting and needs B"):
        replace(hub, without(prefix="B"))
    act(hub, "cancel", ticket=ticket["id"])
    assert replace(hub, without(prefix="B")) == "replaced"
    assert act(hub, "take", services=["tax"])["ticket"]["queue"] == "Z"


@pytest.mark.parametrize("verb", ["requeue", "reprint"])
def test_a_passed_ticket_does_not_come_back_for_what_the_hall_no_longer_does(
    tmp_path: Path, verb: str
) -> None:
    hub = hub_in(tmp_path)
    ticket = act(hub, "take", services=["passport"])["ticket"]["id"]
    act(hub, "open", window="w4")
    act(hub, "call_next", window="w4")
    act(hub, "no_show", window="w4", reason="left")
    assert replace(hub, without(service="passport")) == "replaced"
    with pytest.raises(HallError, match="unknown_service"):
        act(hub, verb, ticket=ticket)
