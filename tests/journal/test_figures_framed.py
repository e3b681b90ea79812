"""Every figure against pandas, on days of the real domain: over midnight and the end of summer time, with windows
closed and opened again, transfers, several services, reservations, a lunch break and a crash in the middle.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from server import profiles
from server.domain.counting import belonging
from server.domain.counting.figures import Cell, figures
from server.domain.errors import HallError
from server.hub import summing
from server.hub.hub import Hub
from server.hub.setup.importing import bring_in
from server.journal import counting
from tests.domain.hall import MINUTE, SERVICES, WINDOWS, raw
from tests.journal import hubs
from tests.journal.framed import Frames, Told
from tests.journal.hubs import act
from tests.journal.test_figures import PAIRS, press

EVENING = 1_792_873_800_000
"""Saturday 24 October 2026, 22:30 in Berlin; at three that night the clock goes back an hour."""
SLOT = 30 * MINUTE
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CUTS = [(cut,) for cut in counting.LEG_CUTS]
ENDS = ("served", "abandoned", "let_back", "transferred", "waiting")
PRESSES = 420


def given() -> dict[str, Any]:
    """The small hall in Berlin, open day and night but for lunch."""
    hall = raw(
        hours={day: ["00:00-11:30", "13:00-23:59"] for day in DAYS}, no_show_recalls=0, no_show_seconds=0
    )
    hall["hall"]["timezone"] = "Europe/Berlin"
    hall["reservations"] = {"capacity": 9, "promise_minutes": 10}
    hall["departments"] = [{"id": "civil", "name": "Civil", "short_name": "Civil"}]
    for service, target in zip(hall["services"], (10, 30, 0, 0), strict=True):
        service |= {"target_wait": target} | ({"department": "civil"} if target else {})
    return hall


def wild_days(directory: Path, seed: int, presses: int = PRESSES) -> Hub:
    chance, time = random.Random(seed), hubs.Time(EVENING)
    hub = Hub(hubs.store_in(directory), time.clock)
    bring_in(hub, given(), profiles.build(given()), replace=False)
    codes: list[str] = []
    for n in range(presses):
        if n == presses // 2:
            hub = Hub(hubs.store_in(directory), time.clock)  # the first one is gone without a word
        if n % 40 == 0:
            for window in WINDOWS:
                act(hub, "open", window=window, person=chance.choice(("chen", "lin")))
        time.pass_(chance.choice((0, 7_123, MINUTE, 4 * MINUTE, 9 * MINUTE, 12 * MINUTE)))
        what = chance.random()
        try:
            if what < 0.12:
                reserve(hub, chance, time, codes)
            elif what < 0.6:
                press(hub, chance)
            else:
                work(hub, chance)
        except HallError:
            continue
    time.pass_(24 * 60 * MINUTE)
    act(hub, "open", window="w1", person="chen")
    return hub


def reserve(hub: Hub, chance: random.Random, time: hubs.Time, codes: list[str]) -> None:
    """Somebody reserves, somebody else comes for what was reserved."""
    if codes and chance.random() < 0.5:
        act(hub, "take", reservation=codes.pop(), channel="kiosk")
        return
    start = (time.wall // SLOT + chance.randint(1, 3)) * SLOT
    answer = act(hub, "book", service=chance.choice(SERVICES), start=start, channel="partner")
    codes.insert(0, answer["reservation"]["code"])


def work(hub: Hub, chance: random.Random) -> None:
    """What a clerk presses next."""
    window = chance.choice(WINDOWS)
    ticket = hubs.room(hub).floor.tickets.get(hubs.room(hub).floor.window(window).ticket or "")
    status = ticket.status if ticket else "none"
    verb = {
        "none": "call_next",
        "called": chance.choice(("start", "start", "no_show")),
        "serving": "complete",
    }[status]
    act(hub, verb, window=window)


def told(hub: Hub, by: tuple[str, ...]) -> Told:
    """The product's figures, without those that cannot be told."""
    departments = {s.id: s.department for s in hubs.room(hub).hall.services}
    asked = counting.Question(hubs.HALL, 0, 99991231, by, departments=departments)
    cells = counting.count(hub.store.conn, asked)
    whole = Cell()
    for cell in cells.values():
        whole.add(cell)
    found = {key: figures(cell, whole) for key, cell in cells.items()}
    return {key: {name: v for name, v in row.items() if v is not None} for key, row in found.items()}


def agree(hub: Hub, *more: tuple[str, ...]) -> None:
    frames = Frames(hubs.entries(hub), hubs.room(hub).hall)
    for by in [*CUTS, *more]:
        mine, theirs = told(hub, by), frames.told(*by)
        assert mine.keys() == theirs.keys(), by
        for key, row in theirs.items():
            assert mine[key] == pytest.approx(row, abs=1e-9), (by, key)
            adds_up(mine[key])


def adds_up(row: dict[str, Any]) -> None:
    """As the definitions of tickets and legs say, in the whole hall as in any row."""
    assert row["tickets"] + row["further"] == row["legs"]
    assert row["legs"] == sum(row[name] for name in ENDS)
    assert row["no_shows"] - row["abandoned"] <= row["let_back"] <= row["no_shows"]


def summed(hub: Hub) -> int:
    """How many days were summed up."""
    n = 0
    while summing.one_day(hub, lambda work, *arguments: work(*arguments)):
        n += 1
    return n


def of_one_department(hub: Hub) -> None:
    """Legs are its own, hours those of the windows that serve nobody else; a window that serves others has none."""
    hall = hubs.room(hub).hall
    alone = belonging.windows(hall)
    assert alone == {"w1": "civil"}, "the others serve tax and passports too"

    def by(*cuts: str, **only: str) -> dict[Any, Any]:
        asked = counting.Question(hubs.HALL, 0, 99991231, cuts, only, windows=alone)
        return {key: figures(cell) for key, cell in counting.count(hub.store.conn, asked).items()}

    mine, windows = by("window", department="civil"), by("window")
    assert {w: row["legs"] for (w,), row in mine.items()} == {
        w: row["legs"] for (d, w), row in by("department", "window").items() if d == "civil"
    }
    assert mine[("w1",)]["utilisation"] == windows[("w1",)]["utilisation"] > 0
    assert mine[("w2",)]["utilisation"] is None and windows[("w2",)]["utilisation"] > 0
    (whole,) = by("hall", department="civil").values()
    assert whole["open_seconds"] == windows[("w1",)]["open_seconds"]
    (nobody,) = by("hall", department="").values()
    assert nobody["open_seconds"] is None


def test_every_figure_is_what_pandas_makes_of_the_raw_journal(tmp_path: Path) -> None:
    hub = wild_days(tmp_path, 1)
    agree(hub, *PAIRS)
    of_one_department(hub)
    counted = hubs.counted(hub)
    before = {by: told(hub, by) for by in [*CUTS, *PAIRS]}
    # Days that are summed stand beside days that are not yet.
    assert summing.one_day(hub, lambda work, *arguments: work(*arguments))
    assert {by: told(hub, by) for by in [*CUTS, *PAIRS]} == before
    assert summed(hub) >= 1
    assert {by: told(hub, by) for by in [*CUTS, *PAIRS]} == before
    hubs.rebuilt(hub)
    assert hubs.counted(hub) == counted
    assert hub.store.one("select count(*) from summary") == (0,)
    assert summed(hub) >= 2
    assert {by: told(hub, by) for by in CUTS} == {by: before[by] for by in CUTS}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
def test_wilder_days_agree_with_pandas_too(tmp_path: Path, seed: int) -> None:
    hub = wild_days(tmp_path, seed, 1500)
    agree(hub, *PAIRS)
