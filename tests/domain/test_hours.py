"""The hall's clock and calendar: every moment belongs to exactly one day, in zones with and without summer time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from server.domain import hours, limits
from server.domain.errors import HallError
from server.domain.profile import Hall, Hours
from tests.domain.hall import MORNING, WORKDAY, hall

ZONES = (
    "Asia/Shanghai", "Asia/Urumqi", "Europe/Berlin", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe",
    "America/Havana", "Asia/Kathmandu", "Pacific/Apia",
)  # fmt: skip
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
moments = st.integers(round(FIRST.timestamp() * 1000), round(LAST.timestamp() * 1000))


def at(zone: str, text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def in_zone(zone: str, day_ends_at: int = 240) -> Hall:
    return replace(hall(), timezone=zone, day_ends_at=day_ends_at)


@settings(max_examples=400, deadline=None)
@given(zone=st.sampled_from(ZONES), day_ends_at=st.integers(0, 23 * 60 + 59), now=moments)
@example(zone="Europe/Berlin", day_ends_at=150, now=at("Europe/Berlin", "2026-03-29T03:10"))
@example(zone="Europe/Berlin", day_ends_at=150, now=at("Europe/Berlin", "2026-10-25T01:59") + 80 * 60_000)
@example(
    zone="America/New_York", day_ends_at=90, now=at("America/New_York", "2026-11-01T00:59") + 75 * 60_000
)
@example(zone="America/Havana", day_ends_at=0, now=at("America/Havana", "2026-03-08T01:01"))
def test_every_moment_lies_within_the_day_it_belongs_to(zone: str, day_ends_at: int, now: int) -> None:
    given = in_zone(zone, day_ends_at)
    day = hours.business_day(given, now).isoformat()
    assert hours.day_begin(given, day) <= now < hours.day_end(given, day)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin"])
def test_the_night_before_four_still_belongs_to_yesterday(zone: str) -> None:
    given = in_zone(zone)
    assert hours.business_day(given, at(zone, "2026-11-24T03:59")) == date(2026, 11, 23)
    assert hours.business_day(given, at(zone, "2026-11-24T04:00")) == date(2026, 11, 24)


def test_a_day_of_summer_time_is_an_hour_shorter_or_longer() -> None:
    given = in_zone("Europe/Berlin")
    hour = 3_600_000
    lengths = {
        d: hours.day_end(given, d) - hours.day_begin(given, d)
        for d in ("2026-03-28", "2026-07-01", "2026-10-24")
    }
    assert lengths == {"2026-03-28": 23 * hour, "2026-07-01": 24 * hour, "2026-10-24": 25 * hour}


# -- taking hours ---------------------------------------------------------------------------------

OPEN = hall(hours={"workdays": WORKDAY, "closed_on": ["2026-11-25"], "open_on": ["2026-11-28"]})


def refused(given: Hall, text: str) -> str | None:
    """When it opens next, as the refusal says; "open" when it does not refuse."""
    try:
        limits.must_be_open(given, given.service["permit"], at(given.timezone, text))
    except HallError as error:
        assert error.code == "hall_closed"
        opens: str | None = error.facts["opens_at"]
        return opens
    return "open"


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        ("2026-11-23T08:29", "2026-11-23T08:30:00+08:00"),
        ("2026-11-23T08:30", "open"),
        ("2026-11-23T11:59", "open"),
        ("2026-11-23T12:00", "2026-11-23T14:00:00+08:00"),
        ("2026-11-23T17:30", "2026-11-24T08:30:00+08:00"),
        ("2026-11-24T18:00", "2026-11-26T08:30:00+08:00"),
        ("2026-11-25T10:00", "2026-11-26T08:30:00+08:00"),
        ("2026-11-28T10:00", "open"),
        ("2026-11-29T10:00", "2026-11-30T08:30:00+08:00"),
    ],
)
def test_numbers_are_given_in_the_hours_of_the_calendar(moment: str, says: str) -> None:
    """Wednesday the 25th is a holiday, Saturday the 28th is worked instead."""
    assert refused(OPEN, moment) == says


def test_a_hall_without_hours_never_closes_but_on_holidays() -> None:
    assert refused(hall(), "2026-11-22T03:00") == "open"
    holiday = replace(hall(), hours=Hours(closed_on=frozenset({date(2026, 11, 22)})))
    assert refused(holiday, "2026-11-22T03:00") == "2026-11-23T00:00:00+08:00"


def test_a_hall_closed_for_long_names_no_opening() -> None:
    start = date(2026, 11, 23)
    days = frozenset(start + timedelta(days=n) for n in range(20))
    assert refused(replace(OPEN, hours=replace(OPEN.hours, closed_on=days)), "2026-11-23T10:00") is None


def test_hours_are_the_halls_not_the_computers() -> None:
    with pytest.raises(HallError):
        limits.must_be_open(replace(OPEN, timezone="Europe/Berlin"), OPEN.service["permit"], MORNING)
    limits.must_be_open(OPEN, OPEN.service["permit"], MORNING)
