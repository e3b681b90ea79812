"""A rehearsal: days with numbers of their own that no figure counts, and that end no real day."""

from __future__ import annotations

from pathlib import Path

import pytest

from server import profiles
from server.domain.errors import HallError
from server.domain.waits.pace import History
from server.hub import learning, rehearsing
from server.hub.hub import Hub
from server.hub.setup.importing import bring_in
from tests.domain.hall import DAY, MINUTE, raw
from tests.journal import hubs
from tests.journal.hubs import act


def test_a_rehearsed_morning_counts_for_nothing_and_the_real_one_begins_with_001(tmp_path: Path) -> None:
    time = hubs.Time()
    hub = hubs.hub_in(tmp_path, time)
    rehearsing.begin(hub, True)
    act(hub, "open", window="w1", person="chen")
    assert act(hub, "take", services=["permit"])["ticket"]["number"] == "A001"
    act(hub, "call_next", window="w1")
    act(hub, "start", window="w1")
    time.pass_(7 * MINUTE)
    act(hub, "complete", window="w1")
    assert hubs.room(hub).opening(time.wall)["rehearsal"] is True

    rehearsing.begin(hub, False)
    real = act(hub, "take", services=["permit"])["ticket"]
    assert real["number"] == "A001"
    assert hubs.room(hub).opening(time.wall)["rehearsal"] is False
    assert hub.store.all("select series, count(*) from visit group by series order by series") == [
        ("hub", 1), ("rehearsal", 1),
    ]  # fmt: skip
    assert learning.history(hub.store.conn, hubs.HALL, "2026-12-01") == History()
    assert hubs.rebuilt(hub) == hubs.projections(hub)


def test_numbers_given_in_a_rehearsal_do_not_use_up_the_real_days(tmp_path: Path) -> None:
    hub = Hub(hubs.store_in(tmp_path), hubs.Time().clock)
    given = raw()
    given["services"][0]["cap"] = 1
    bring_in(hub, given, profiles.build(given), replace=False)
    service = given["services"][0]["id"]
    rehearsing.begin(hub, True)
    act(hub, "take", services=[service])
    rehearsing.begin(hub, False)
    assert act(hub, "take", services=[service])["ticket"]["number"] == "A001"
    with pytest.raises(HallError, match="taken today"):
        act(hub, "take", services=[service])


def test_a_real_day_is_not_ended_for_a_rehearsal(tmp_path: Path) -> None:
    hub = hubs.hub_in(tmp_path)
    act(hub, "take", services=["permit"])
    with pytest.raises(rehearsing.Underway, match="real day"):
        rehearsing.begin(hub, True)
    assert hubs.room(hub).floor.day == DAY


def test_yesterday_left_open_overnight_hinders_no_rehearsal_in_the_morning(tmp_path: Path) -> None:
    time = hubs.Time()
    hub = hubs.hub_in(tmp_path, time)
    act(hub, "take", services=["permit"])
    time.pass_(22 * 60 * MINUTE)
    rehearsing.begin(hub, True)
    act(hub, "take", services=["permit"])
    floor = hubs.room(hub).floor
    assert (floor.day, floor.rehearsal, len(floor.tickets)) == ("2026-11-24", True, 1)


def test_reservations_of_the_day_are_not_missed_because_a_rehearsal_ended(tmp_path: Path) -> None:
    time = hubs.Time()
    hub = Hub(hubs.store_in(tmp_path), time.clock)
    given = raw() | {"reservations": {"capacity": 2}}
    bring_in(hub, given, profiles.build(given), replace=False)
    rehearsing.begin(hub, True)
    start = (time.wall // (30 * MINUTE) + 3) * 30 * MINUTE
    code = act(hub, "book", channel="partner", service="permit", start=start)["reservation"]["code"]
    rehearsing.begin(hub, False)
    assert act(hub, "take", channel="kiosk", device="k1", reservation=code)["ticket"]["arrival"] == "early"
    with pytest.raises(HallError, match="used"):
        act(hub, "take", channel="kiosk", device="k1", reservation=code)
