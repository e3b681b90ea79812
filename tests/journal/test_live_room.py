"""The live room is what a plain count of everybody finds: the moment from the floor, the day from the tables."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from server.domain.errors import HallError
from server.domain.hours import local
from server.hub import live_room
from server.hub.hub import Hub
from server.web.room import room as pages
from server.web.room.room import Told
from tests.domain.hall import MINUTE
from tests.journal.hubs import HALL, Time, act, hub_in, room

DAY = 24 * 60 * MINUTE
STEP = 30 * MINUTE
PRESSES = (
    "call_next",
    "call_next",
    "start",
    "complete",
    "no_show",
    "hold",
    "pause",
    "open",
    "recall",
    "undo",
)


def press(hub: Hub, random: Random) -> None:
    """Somebody comes or somebody presses; what the hall refuses has not happened."""
    try:
        if random.random() < 0.45:
            services = random.sample(["permit", "licence", "tax", "passport"], random.choice([1, 1, 1, 2]))
            classes = {"elderly": "visible"} if random.random() < 0.2 else {}
            more = {"order": "any"} if random.random() < 0.3 else {}
            act(hub, "take", channel="guide", services=services, classes=classes, **more)
        else:
            verb, window = random.choice(PRESSES), random.choice(["w1", "w2", "w3"])
            act(
                hub,
                verb,
                window=window,
                person=f"clerk {window}",
                **({"reason": "left"} if verb == "no_show" else {}),
            )
    except HallError:
        pass


def day(hub: Hub, time: Time, seed: int, presses: int = 70) -> None:
    random = Random(seed)
    for w in ("w1", "w2", "w3"):
        act(hub, "open", window=w, person=f"clerk {w}")
    for _ in range(presses):
        press(hub, random)
        time.pass_(random.randrange(8 * MINUTE))


def told(hub: Hub) -> Told:
    return pages.counted(hub.store, pages.question(room(hub), None), None)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A hub after two Mondays, a Tuesday between them, and a Monday that goes on."""
    time = Time()
    hub = hub_in(tmp_path_factory.mktemp("room"), time)
    for seed, later in ((1, DAY), (2, 6 * DAY), (3, 7 * DAY), (4, 0)):
        begun = time.wall
        day(hub, time, seed)
        time.pass_(begun + later - time.wall if later else 0)
    # One who was passed and is let back in.
    passed = next(t for t in room(hub).floor.tickets.values() if t.status == "no_show")
    act(hub, "requeue", ticket=passed.id, channel="guide")
    # One person who stands twice where several zones may call.
    act(hub, "take", channel="guide", services=["permit", "licence"], order="any")
    yield hub
    hub.store.close()


def millis(instant: str) -> int:
    return round(datetime.fromisoformat(instant).timestamp() * 1000)


def slots_of(hub: Hub, days: tuple[str, ...]) -> dict[int, list[int]]:
    """Half hour of the hall's clock → arrivals, first calls, milliseconds waited: from the visits, one by one."""
    found: dict[int, list[int]] = {}
    sql = "select day, taken_at, first_called_at from visit where hall = :hall"
    for date, taken, called in hub.store.all(sql, hall=HALL):
        if date in days:
            for n, at in ((0, taken), (1, called)):
                if at is not None:
                    moment = local(room(hub).hall, at)
                    slot = found.setdefault((moment.hour * 60 + moment.minute) // 30, [0, 0, 0])
                    slot[n] += 1
                    slot[2] += called - taken if n else 0
    return found


def test_the_curve_of_a_day_and_of_the_same_weekdays_before_is_what_visits_say(hall: Hub) -> None:
    found = told(hall)
    assert found.before.days == ("2026-11-30", "2026-11-23"), "the newest first, and no Tuesday"
    mine = slots_of(hall, (found.asked.today.day,))
    assert {n: list(c) for n, c in found.counted.curve.items()} == mine
    assert {n: list(c) for n, c in found.before.curve.items()} == slots_of(hall, found.before.days)
    shown = pages.curve(room(hall), found, found.asked.now)
    first = (millis(shown["begin"]) - found.asked.today.begin) // STEP
    then = slots_of(hall, found.before.days)
    for n, mean in enumerate(shown["arrivals_before"]):
        assert mean == round(then.get(first + n, [0])[0] / 2, 1)
    for n, arrivals in enumerate(shown["arrivals"]):
        assert arrivals == (None if n > shown["present"] else mine.get(first + n, [0])[0])
    for n, wait in enumerate(shown["wait"]):
        _, calls, ms = mine.get(first + n, (0, 0, 0))
        assert wait == (round(ms / calls / 1000) if calls else None)


def test_this_moment_is_what_a_plain_count_of_the_floor_finds(hall: Hub) -> None:
    here = room(hall)
    now = live_room.now(hall, here, None, here.clock.now(here.floor.at))
    waiting = [t for t in here.floor.tickets.values() if t.status == "waiting"]
    assert now["waiting"] == len(waiting) == sum(q["waiting"] for q in now["queues"]) > 0
    assert now["longest"]["since"] == live_room.iso(min(t.part_since for t in waiting))
    stands: Counter[str | None] = Counter()
    for t in waiting:
        zones = [{here.hall.window[w].zone for w in here.hall.windows_of[s]} for s in t.awaited]
        stands.update({next(iter(z)) if len(z) == 1 else None for z in zones})
    assert {z["id"]: z["waiting"] for z in now["zones"] if z["waiting"]} == stands
    for queue in now["queues"]:
        mine = [t for t in waiting if t.line == queue["id"]]
        assert queue["waiting"] == len(mine)
        assert (queue["longest"] is None) == (not mine)
    serving = [t for t in here.floor.tickets.values() if t.status == "serving"]
    assert sorted(w["number"] for w in now["windows"] if w["state"] == "serving") == sorted(
        t.number for t in serving
    )
    assert sum(now["states"].values()) == len(here.hall.windows)
    assert now["held"] == sum(t.status == "held" for t in here.floor.tickets.values())


def test_figures_of_today_are_those_of_the_legs(hall: Hub) -> None:
    found = told(hall)
    legs = hall.store.all(
        "select began, ended, place, wait, sure_wait, let_back from leg where day = :day",
        day=found.asked.today.number,
    )
    of = found.counted.figures
    assert of["tickets"] == sum(leg[0] == "taken" for leg in legs) > 0
    assert of["served"] == sum(leg[1] == "completed" for leg in legs) > 0
    assert of["no_shows"] == sum(leg[1] == "no_show" for leg in legs)
    assert of["let_back"] == sum(leg[5] for leg in legs) > 0
    assert of["further"] == sum(leg[0] != "taken" for leg in legs) > 0
    waits = [leg[3] for leg in legs if leg[1] == "completed" and leg[4]]
    assert of["wait_mean"] == pytest.approx(sum(waits) / len(waits), abs=0.01)


def test_a_hall_without_a_day_or_anybody_has_an_empty_room(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    shown = pages.shown(hub, room(hub), None, told(hub))
    assert (shown["now"]["waiting"], shown["now"]["longest"], shown["today"]["curve"]["days"]) == (
        0,
        None,
        [],
    )
    assert shown["today"]["figures"]["tickets"] == 0
    assert shown["today"]["figures"]["wait_mean"] is None
    hub.store.close()
