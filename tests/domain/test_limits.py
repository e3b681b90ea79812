"""What keeps a number from being given, setting by setting: lunch, own hours, weekends, the last minutes, caps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.domain import dated, hours, limits
from server.domain.errors import HallError
from server.domain.profile import Hall
from tests.domain.hall import MINUTE, hall, raw
from tests.domain.play import Play

MONDAY, SATURDAY = "2026-11-23", "2026-11-28"
WEEK = {"workdays": "08:30-17:30", "lunch": "12:00-13:30", "weekend": "09:00-12:00"}


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai")).timestamp() * 1000)


def built(service: dict[str, Any] | None = None, window: dict[str, Any] | None = None, **given: Any) -> Hall:
    """The small hall with hours; `service` is laid over `tax`, `window` over w2 (permits and tax)."""
    from server import profiles

    document = raw(**{"hours": WEEK, **given})
    document["services"][2] |= service or {}
    document["windows"][1] |= window or {}
    return profiles.build(document)


def says(given: Hall, service: str, text: str) -> tuple[str, Any, Any]:
    """(code, reason, when it opens) of a refusal; ("open", …) when there is none."""
    try:
        limits.must_be_open(given, given.service[service], at(text))
    except HallError as refusal:
        opens = refusal.facts["opens_at"]
        return refusal.code, refusal.facts.get("reason"), opens and opens[5:16]
    return "open", None, None


# -- lunch ------------------------------------------------------------------------------------------


def test_at_lunch_no_number_is_given_and_people_hear_when_it_goes_on() -> None:
    assert says(built(), "tax", f"{MONDAY}T11:59")[0] == "open"
    assert says(built(), "tax", f"{MONDAY}T12:00") == ("hall_closed", "lunch", "11-23T13:30")
    assert says(built(), "tax", f"{MONDAY}T13:30")[0] == "open"


def test_a_window_that_works_through_lunch_keeps_its_services_going() -> None:
    given = built(window={"works_lunch": True})
    assert says(given, "tax", f"{MONDAY}T12:30")[0] == "open"
    assert says(given, "permit", f"{MONDAY}T12:30")[0] == "open"
    assert says(given, "passport", f"{MONDAY}T12:30") == ("hall_closed", "lunch", "11-23T13:30")


def test_own_hours_of_a_service_stop_for_lunch_too_unless_somebody_works_through_it() -> None:
    own = {"hours": "10:00-15:00"}
    assert says(built(own), "tax", f"{MONDAY}T12:30") == ("hall_closed", "lunch", "11-23T13:30")
    assert says(built(own, {"works_lunch": True}), "tax", f"{MONDAY}T12:30")[0] == "open"


def test_a_pause_around_noon_is_lunch_also_where_the_hall_does_not_say_so() -> None:
    noon = hall(hours={"workdays": ["08:30-12:00", "14:30-17:30"]})
    evening = hall(hours={"workdays": ["08:30-17:00", "18:30-20:00"]})
    assert hours.state(noon, at(f"{MONDAY}T12:30"))["reason"] == "lunch"
    assert hours.state(evening, at(f"{MONDAY}T17:30"))["reason"] == "closed"


def test_the_state_says_when_it_goes_on_and_when_it_closes() -> None:
    lunch = hours.state(built(), at(f"{MONDAY}T12:30"))
    assert lunch == {
        "open": False, "reason": "lunch", "resumes_at": at(f"{MONDAY}T13:30"), "closes_at": at(f"{MONDAY}T17:30"),
    }  # fmt: skip
    evening = hours.state(built(), at(f"{MONDAY}T18:00"))
    assert (evening["reason"], evening["resumes_at"]) == ("closed", at("2026-11-24T08:30"))
    sunday = hours.state(built(hours={"workdays": "08:30-17:30"}), at("2026-11-29T10:00"))
    assert (sunday["reason"], sunday["resumes_at"]) == ("day_off", at("2026-11-30T08:30"))
    assert hours.state(hall(), at(f"{MONDAY}T03:00"))["closes_at"] is None, "a hall without hours"


# -- services and days ------------------------------------------------------------------------------


def test_a_service_with_hours_of_its_own_is_given_in_these() -> None:
    own = built({"hours": ["09:00-11:00", "14:00-16:00"]})
    assert says(own, "tax", f"{MONDAY}T08:45") == ("not_offered_now", None, "11-23T09:00")
    assert says(own, "permit", f"{MONDAY}T08:45")[0] == "open"
    assert says(own, "tax", f"{MONDAY}T11:00") == ("not_offered_now", None, "11-23T14:00")
    late = built({"hours": "08:30-20:00"})
    assert says(late, "tax", f"{MONDAY}T19:00")[0] == "open"
    assert says(late, "permit", f"{MONDAY}T19:00") == ("hall_closed", "closed", "11-24T08:30")


def test_at_weekends_only_what_is_offered_then_is_given() -> None:
    own, listed = built({"weekend": False}), built(hours=WEEK | {"weekend_services": ["permit"]})
    for given in (own, listed):
        assert says(given, "tax", f"{SATURDAY}T10:00") == ("not_offered_now", None, "11-30T08:30")
        assert says(given, "permit", f"{SATURDAY}T10:00")[0] == "open"
    assert says(listed, "passport", f"{SATURDAY}T10:00")[0] == "not_offered_now"
    worked = built({"weekend": False}, hours=WEEK | {"weekend_services": ["permit"], "open_on": [SATURDAY]})
    assert says(worked, "tax", f"{SATURDAY}T10:00")[0] == "open", "a Saturday that is worked is a workday"


def test_the_last_minutes_before_closing_give_no_number_but_those_before_lunch_do() -> None:
    given = built(last_ticket_minutes=15)
    assert says(given, "tax", f"{MONDAY}T17:14")[0] == "open"
    assert says(given, "tax", f"{MONDAY}T17:15") == ("hall_closed", "last_ticket", "11-24T08:30")
    assert says(given, "tax", f"{MONDAY}T11:59")[0] == "open"
    own = built({"hours": "09:00-11:00"}, last_ticket_minutes=15)
    assert says(own, "tax", f"{MONDAY}T10:45")[1] == "last_ticket"


def test_an_extended_day_goes_on_and_says_so() -> None:
    given = dated.on(built(last_ticket_minutes=15), date(2026, 11, 23), 18 * 60 + 30)
    assert says(given, "tax", f"{MONDAY}T18:14")[0] == "open"
    assert says(given, "tax", f"{MONDAY}T18:15")[1] == "last_ticket"
    assert says(given, "tax", "2026-11-24T17:20")[1] == "last_ticket", "only that day"
    late = hours.state(given, at(f"{MONDAY}T18:00"))
    assert (late["open"], late["reason"], late["closes_at"]) == (True, "extended", at(f"{MONDAY}T18:30"))
    assert hours.state(given, at(f"{MONDAY}T17:00"))["reason"] is None


# -- caps -------------------------------------------------------------------------------------------


def test_a_service_gives_as_many_numbers_a_day_as_its_cap() -> None:
    play = Play(given=built({"cap": 2}))
    play.take("tax")
    play.take("tax", "permit")
    with play.refuses("service_full") as full:
        play.take("permit", "tax")
    assert full.facts == {"service": "tax", "next_at": "2026-11-24T08:30:00+08:00"}
    play.take("permit")
    play.take("tax", lax=True)


def test_caps_of_spans_count_what_was_taken_since_they_began() -> None:
    play = Play(given=built({"caps": ["08:30-10:00=1", "10:00-12:00=2"]}), now=at(f"{MONDAY}T08:30"))
    play.take("tax")
    play.wait(89)
    with play.refuses("service_full") as full:
        play.take("tax")
    assert full.facts["next_at"] == f"{MONDAY}T10:00:00+08:00"
    assert "until 10:00 are taken. Again from 2026-11-23 10:00" in full.error.value.detail
    play.wait(1)
    play.take("tax")
    play.take("tax")
    with play.refuses("service_full") as later:
        play.take("tax")
    assert later.facts["next_at"] == f"{MONDAY}T13:30:00+08:00", "after lunch"
    play.now = at(f"{MONDAY}T14:00")
    play.take("tax")


def test_hours_and_caps_do_not_count_in_a_rehearsal() -> None:
    play = Play(given=replace(built(last_ticket_minutes=60)), now=at(f"{MONDAY}T17:00"))
    with play.refuses("hall_closed"):
        play.take("tax")
    play.take("tax", lax=True)


def test_counts_begin_anew_each_day() -> None:
    play = Play(given=built({"cap": 1}))
    play.take("tax")
    play.close_day()
    play.now += 24 * 60 * MINUTE
    from server.domain.events import Event

    play.append([Event("day.opened", {"day": "2026-11-24", "profile": 1, "numbers": []})], "system", "c")
    play.take("tax")


@pytest.mark.parametrize("closing", ["24:00"])
def test_a_hall_open_until_midnight_has_no_closing_to_warn_of(closing: str) -> None:
    assert hours.closing(hall(hours={"workdays": f"08:30-{closing}"}), at(f"{MONDAY}T23:00")) is None
