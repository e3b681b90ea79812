"""What a period is compared with: the year before, or the days or whole months just before it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.counting.periods import earlier

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("first", "last", "how", "before"),
    [
        ("2026-11-23", "2026-11-23", "period", "2026-11-22 2026-11-22"),
        ("2026-11-16", "2026-11-22", "period", "2026-11-09 2026-11-15"),
        ("2026-03-01", "2026-03-31", "period", "2026-02-01 2026-02-28"),
        ("2026-01-01", "2026-12-31", "period", "2025-01-01 2025-12-31"),
        ("2026-01-01", "2026-03-31", "period", "2025-10-01 2025-12-31"),
        ("2026-11-16", "2026-11-22", "year", "2025-11-16 2025-11-22"),
        ("2025-02-01", "2025-02-28", "year", "2024-02-01 2024-02-29"),
        ("2024-02-29", "2024-02-29", "year", "2023-02-28 2023-02-28"),
    ],
)
def test_a_period_stands_against_the_one_before(first: str, last: str, how: str, before: str) -> None:
    found = earlier(date.fromisoformat(first), date.fromisoformat(last), how)
    assert f"{found.first} {found.last}" == before


def test_days_stand_against_days_and_months_only_against_whole_months() -> None:
    year = earlier(date(2024, 2, 1), date(2024, 2, 29), "year")
    assert (year.day(date(2024, 2, 28)), year.day(date(2024, 2, 29))) == (date(2023, 2, 28), None)
    assert year.month(date(2024, 2, 29)) == date(2023, 2, 1)
    week = earlier(date(2026, 11, 16), date(2026, 11, 22), "period")
    assert (week.day(date(2026, 11, 18)), week.month(date(2026, 11, 18))) == (date(2026, 11, 11), None)


@settings(deadline=None, max_examples=60)
@given(DAYS, st.integers(0, 800))
def test_the_period_before_ends_the_day_before_and_is_as_long_unless_of_whole_months(
    first: date, days: int
) -> None:
    last = date.fromordinal(first.toordinal() + days)
    found = earlier(first, last, "period")
    assert (first - found.last).days == 1
    assert found.months or (found.last - found.first).days == days
