"""A day foreseen from a hub's tables: which days count, reservations, windows that worked, the rest of today."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from server.domain import hours
from server.domain.profile import Hall
from server.hub.foresight import present, visiting
from server.hub.foresight.foreseeing import Foresight, foresee, learn
from server.hub.foresight.present import Present, Waits
from server.hub.hub import Hub
from server.journal.store import Store
from tests import advising
from tests.domain.hall import MORNING
from tests.journal.hubs import Time, act, hub_in, room

TUESDAY = date(2026, 11, 24)
EVENING = hours.day_begin(advising.hall(), "2026-11-23") + 14 * 3_600_000
"""Monday, 18:00."""
BOOKED = """insert into reservation
        (code, hall, service, day, slot_start, slot_end, status, source, made_at, changed_at)
    values (?, 'advised', 'tax', ?, ?, ?, ?, 'web', ?, 0)"""


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Six Tuesdays with four windows for taxes; a Wednesday and a Thursday."""
    store = Store(tmp_path_factory.mktemp("past"), threading.RLock(), synchronous="OFF")
    days = [TUESDAY - timedelta(weeks=n) for n in range(1, 7)] + [date(2026, 11, 18), date(2026, 11, 19)]
    with store.writing() as conn:
        advising.write(conn, advising.hall(), days, windows=4, scale=0.5)
    yield store
    store.close()


def seen(
    store: Store, hall: Hall | None = None, present: Present | None = None, now: int = EVENING
) -> Foresight:
    with store.beside() as conn:
        return foresee(conn, hall or advising.hall(), TUESDAY, now, present)


def test_a_hall_says_how_many_weeks_back_it_looks(past: Store) -> None:
    assert len(seen(past).forecast.days) == 6
    assert len(seen(past, advising.hall(advice={"weeks": 4})).forecast.days) == 4
    few = seen(past, advising.hall(advice={"weeks": 1}))
    assert [d.same for d in few.forecast.days] == [True, False, False] and few.forecast.thin


def test_windows_are_thought_to_work_as_they_did(past: Store) -> None:
    found = seen(past)
    assert found.known and found.manned[18] == {f"w{n}" for n in (1, 2, 3, 4, 9, 10, 11, 12)}
    with past.beside() as conn:
        new = foresee(conn, advising.hall(hall={"id": "new", "name": "新"}), TUESDAY, EVENING)
    assert not new.known and len(new.manned[18]) == 12
    assert new.more() == []


def test_service_times_are_learnt_and_where_little_is_known_the_profile_counts(past: Store) -> None:
    with past.beside() as conn:
        habits = learn(conn, advising.hall(), TUESDAY)
        nothing = learn(conn, advising.hall(hall={"id": "new", "name": "新"}), TUESDAY)
    for service, seconds in advising.TAKES.items():
        assert habits.seconds[service] == pytest.approx(seconds, rel=0.2)
    assert 0.85 < habits.cv < 1.15, "they were exponential"
    assert nothing.seconds["tax"] == 480 and nothing.cv == 0.8 and nothing.kept == 0.9


def test_reservations_are_added_as_they_are_and_those_that_come_later_are_expected(past: Store) -> None:
    hall, slot = advising.hall(), 9 * 3_600_000
    plain = seen(past).forecast

    def midnight(day: date) -> int:
        return round(hours.at(hall, day, 0).timestamp() * 1000)

    with past.writing() as conn:
        for n in range(10):
            at = midnight(TUESDAY) + slot
            conn.execute(BOOKED, (f"a{n}", "2026-11-24", at, at, "booked", EVENING))
        for week in range(1, 7):
            day = TUESDAY - timedelta(weeks=week)
            at = midnight(day) + slot
            # Made on the day itself: as seen from the evening before, still to come.
            conn.execute(BOOKED, (f"b{week}", day.isoformat(), at, at, "used", midnight(day) + 8 * 3_600_000))
            # Made the week before: it would be known by now.
            conn.execute(
                BOOKED, (f"d{week}", day.isoformat(), at, at, "used", midnight(day) - 7 * 86_400_000)
            )
            conn.execute(BOOKED, (f"c{week}", day.isoformat(), at, at, "missed", midnight(day) - slot))
    try:
        found = seen(past)
        kept = (12 + 9) / (18 + 10)
        assert found.habits.kept == pytest.approx(kept)
        assert found.forecast.known == 10
        assert found.forecast.booked == {("tax", 18): pytest.approx(10 * kept + 1)}
        assert found.forecast.walk == plain.walk
    finally:
        with past.writing() as conn:
            conn.execute("delete from reservation")


def test_now_the_rest_of_today_counts_who_waits_and_the_windows_that_are_open(past: Store) -> None:
    ten = 36_000.0
    waiting = tuple(Waits("tax", ten - 60 * n) for n in range(20))
    here = Present(ten, waiting, frozenset({"w1", "w9"}))
    now = round(hours.at(advising.hall(), TUESDAY, 600).timestamp() * 1000)
    found = seen(past, present=here, now=now)
    first = found.needs["w1"][0]
    assert (first.half.start, first.manned, first.planned) == (600, 1, 8)
    assert first.came[1] > 20
    (now_,) = [m for m in found.more() if m.group == "w1" and m.start == 600]
    assert now_.count >= 3
    assert found.manned[23] == {"w1", "w9"}
    assert found.manned[28] == {f"w{n}" for n in (1, 2, 3, 4, 9, 10, 11, 12)}, (
        "after lunch as on other Tuesdays"
    )
    assert min(h for _, h in found.forecast.walk) == 20


def test_a_week_tells_calm_stretches_and_nothing_where_days_are_few(past: Store) -> None:
    """Tuesday has six like it, the other days of the week less than three."""
    with past.beside() as conn:
        ahead = visiting.week(conn, advising.hall(), EVENING - 86_400_000)
    told = visiting.best(ahead, 600)
    by_day = {d["day"]: d for d in told["days"]}
    assert by_day["2026-11-24"]["halves"][1] == {"from": "09:00", "until": "09:30", "level": "busy"}
    assert by_day["2026-11-24"]["halves"][-1]["level"] == "calm"
    assert by_day["2026-11-28"] == {"day": "2026-11-28", "hours": [], "halves": []}
    assert told["quiet"]["week"]["day"] == "2026-11-24" and told["quiet"]["week"]["from"] >= "15:30"
    today = visiting.best(visiting.Week(ahead.days[2:], {}), 600)["quiet"]["today"]
    assert today is not None and today["from"] >= "11:00"


def test_the_moment_holds_who_waits_which_windows_work_and_until_when_they_are_busy(tmp_path: Path) -> None:
    """A window on its lunch break comes back; one that is paused for good reason does not count."""
    time = Time(MORNING)
    hub = hub_in(tmp_path, time, hours={"workdays": ["08:30-12:00", "14:00-17:30"]})
    for window in ("w1", "w2", "w3"):
        act(hub, "open", window=window)
    for _ in range(3):
        act(hub, "take", services=["permit"])
    time.pass_(2 * 60_000)
    act(hub, "call_next", window="w1")
    act(hub, "start", window="w1")
    time.pass_(4 * 60_000)
    act(hub, "pause", window="w3", reason="meeting")
    here = _moment(hub, time)
    assert (here.minute, here.open) == (546, {"w1", "w2"})
    assert [w.service for w in here.waiting] == ["permit"] * 2 and here.waiting[0].since == 32_400.0
    assert here.busy == {"w1": pytest.approx(32_760 + 600 - 240 + 30)}
    time.pass_(3 * 3_600_000)
    act(hub, "complete", window="w1")
    act(hub, "pause", window="w1", reason="lunch")
    assert "w1" in _moment(hub, time).open
    hub.store.close()


def _moment(hub: Hub, time: Time) -> Present:
    here = room(hub)
    return present.of(here.floor, here.waiting.history, time.wall)
