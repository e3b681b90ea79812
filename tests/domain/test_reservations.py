"""Reservations in the small hall: slots from its hours, who may reserve and change, and what a file brings in."""

from __future__ import annotations

from typing import Any

import pytest

from server.domain.events import Command
from tests.domain.booking import HOURS, NINE, Desk, reserving, starts
from tests.domain.hall import DAY, MINUTE, MORNING

# -- slots -------------------------------------------------------------------------------------------


def test_slots_are_cut_from_the_halls_hours_and_lunch_is_left_out() -> None:
    found = starts(reserving(slot_minutes=60), "permit")
    assert found == ["08:30", "09:30", "10:30", "14:00", "15:00", "16:00"]


def test_a_slot_that_would_not_end_in_time_is_none() -> None:
    assert starts(reserving(slot_minutes=120), "permit") == ["08:30", "14:00"]


def test_a_service_with_hours_of_its_own_has_slots_within_them_only() -> None:
    given = reserving(slot_minutes=60, services={"tax": {"hours": ["09:30-15:00"]}})
    assert starts(given, "tax") == ["09:30", "10:30", "14:00"]
    assert len(starts(given, "permit")) == 6


def test_closed_days_have_no_slots_and_worked_weekends_those_of_a_workday() -> None:
    given = reserving({**HOURS, "closed_on": ["2026-11-24"], "open_on": ["2026-11-29"]}, slot_minutes=60)
    assert starts(given, "permit", "2026-11-24") == []
    assert starts(given, "permit", "2026-11-28") == ["09:00", "10:00", "11:00"]
    assert starts(given, "permit", "2026-11-29") == starts(given, "permit")


def test_at_weekends_only_what_is_offered_then_can_be_reserved() -> None:
    given = reserving(services={"permit": {"weekend": False}})
    assert starts(given, "permit", "2026-11-28") == []
    assert starts(given, "tax", "2026-11-28") != []
    listed = reserving({**HOURS, "weekend_services": ["permit"]})
    assert starts(listed, "tax", "2026-11-28") == []
    assert starts(listed, "permit", "2026-11-28") != []


def test_a_hall_set_always_open_has_slots_all_day_beside_its_own() -> None:
    found = starts(reserving(slot_minutes=60), "permit", "2026-11-29", lax=True)
    assert len(found) == 24
    workday = starts(reserving(slot_minutes=60), "permit", lax=True)
    assert {"08:30", "16:00", "20:00"} <= set(workday)
    assert "09:00" not in workday, "it would overlap"


# -- reserving ---------------------------------------------------------------------------------------


def test_a_reservation_says_what_where_from_and_nothing_about_whose_it_is() -> None:
    desk = Desk(MORNING - 60 * MINUTE)
    desk.book(
        source="wechat", needs=["wheelchair"], locale="en", name="Li", phone="13800000000", id_number="x"
    )
    assert desk.written[-1].data == {
        "code": "R1", "service": "permit", "day": DAY, "start": NINE, "end": NINE + 30 * MINUTE,
        "source": "wechat", "needs": ["wheelchair"], "locale": "en",
    }  # fmt: skip


def test_the_last_place_of_a_slot_is_given_once() -> None:
    desk = Desk(MORNING - 60 * MINUTE)
    desk.book()
    desk.book()
    with desk.refuses("slot_full"):
        desk.book()
    desk.book(service="tax")
    desk.change("R1", "cancel_booking")
    desk.book()


def test_a_service_may_have_a_capacity_of_its_own_or_none() -> None:
    desk = Desk(
        MORNING - 60 * MINUTE, services={"tax": {"slot_capacity": 1}, "passport": {"slot_capacity": 0}}
    )
    desk.book(service="tax")
    with desk.refuses("slot_full"):
        desk.book(service="tax")
    with desk.refuses("not_bookable") as refusal:
        desk.book(service="passport")
    assert refusal.facts["reason"] == "service"


def test_a_hall_without_capacity_takes_no_reservations() -> None:
    with Desk(capacity=0).refuses("not_bookable"):
        Desk(capacity=0).book(NINE + 60 * MINUTE)


@pytest.mark.parametrize(("start", "reason"), [(NINE + 10 * MINUTE, "slot"), (NINE + 180 * MINUTE, "slot")])
def test_only_the_beginning_of_a_slot_can_be_reserved(start: int, reason: str) -> None:
    desk = Desk(MORNING - 60 * MINUTE)
    with desk.refuses("not_bookable") as refusal:
        desk.book(start)
    assert refusal.facts["reason"] == reason


def test_the_window_of_days_and_minutes_ahead_is_the_halls() -> None:
    days = 24 * 60 * MINUTE
    desk = Desk(MORNING, ahead_days=1, ahead_minutes=60)
    for start, reason in ((NINE + 30 * MINUTE, "near"), (NINE + 2 * days, "far")):
        with desk.refuses("not_bookable") as refusal:
            desk.book(start)
        assert refusal.facts["reason"] == reason
    desk.book(NINE + 60 * MINUTE)
    desk.book(NINE + days)
    desk.book(NINE + 2 * days, lax=True)
    desk.book(NINE - 60 * MINUTE, lax=True)


def test_a_real_name_service_is_reserved_with_an_id_number() -> None:
    desk = Desk(MORNING - 60 * MINUTE, services={"permit": {"real_name": True}})
    with desk.refuses("id_required"):
        desk.book(person="li")
    desk.book(person="li", identified=True)


# -- limits on persons -------------------------------------------------------------------------------


def test_a_person_has_as_many_a_day_and_open_as_the_hall_allows() -> None:
    days = 24 * 60 * MINUTE
    desk = Desk(MORNING - 60 * MINUTE, a_person_a_day=1, a_person_open=2)
    desk.book(person="li")
    with desk.refuses("person_limit") as refusal:
        desk.book(NINE + 60 * MINUTE, person="li")
    assert refusal.facts == {"per": "day", "limit": 1}
    desk.book(NINE + days, person="li")
    with desk.refuses("person_limit") as refusal:
        desk.book(NINE + 2 * days, person="li")
    assert refusal.facts == {"per": "open", "limit": 2}
    desk.book(NINE + 2 * days, person="wang")
    desk.change("R1", "cancel_booking")
    desk.book(NINE + 2 * days, person="li")


def test_who_is_limited_must_say_who_they_are() -> None:
    for rule in ("a_person_a_day", "a_person_open", "blacklist_after"):
        desk = Desk(MORNING - 60 * MINUTE, **{rule: 1})
        with desk.refuses("id_required"):
            desk.book()
    Desk(MORNING - 60 * MINUTE).book()


def test_after_repeated_misses_a_person_reserves_nothing_for_a_while() -> None:
    desk = Desk(MORNING, blacklist_after=2, blacklist_within_days=30, blacklist_days=10)
    desk.miss("2026-11-01", "2026-11-19")
    with desk.refuses("blacklisted") as refusal:
        desk.book(NINE + 60 * MINUTE, person="li")
    assert refusal.facts["until"] == "2026-11-29T20:00:00.000Z"
    desk.book(NINE + 60 * MINUTE, person="wang")
    staff_at_the_end = Desk(MORNING + 7 * 24 * 60 * MINUTE, blacklist_after=2, blacklist_days=10)
    staff_at_the_end.miss("2026-11-01", "2026-11-19")
    staff_at_the_end.book(staff_at_the_end.now + 60 * MINUTE, person="li")


@pytest.mark.parametrize(("within", "refused"), [(19, True), (18, False)])
def test_misses_count_over_the_halls_number_of_days(within: int, refused: bool) -> None:
    desk = Desk(MORNING, blacklist_after=2, blacklist_within_days=within)
    desk.miss("2026-11-01", "2026-11-19")
    if refused:
        with desk.refuses("blacklisted"):
            desk.book(NINE + 60 * MINUTE, person="li")
    else:
        desk.book(NINE + 60 * MINUTE, person="li")


# -- changing ----------------------------------------------------------------------------------------


def test_a_reservation_moves_to_another_slot_if_that_has_room() -> None:
    later = NINE + 60 * MINUTE
    desk = Desk(MORNING - 60 * MINUTE, capacity=1, a_person_open=1)
    desk.book(person="li")
    desk.book(later, person="wang")
    with desk.refuses("slot_full"):
        desk.change("R1", start=later)
    assert desk.change("R1", start=later + 30 * MINUTE) == ["reservation.changed"]
    assert desk.written[-1].data["was"] == {"service": "permit", "day": DAY, "start": NINE}
    assert desk.change("R1", start=later + 30 * MINUTE) == [], "nothing to change"
    assert desk.change("R2", service="tax") == ["reservation.changed"]


def test_a_partner_cancels_in_time_and_staff_at_any_time() -> None:
    desk = Desk(MORNING - 119 * MINUTE, cancel_minutes=120)
    desk.book()
    for verb in ("cancel_booking", "rebook"):
        with desk.refuses("too_late_to_cancel"):
            desk.change("R1", verb, start=NINE + 60 * MINUTE)
    desk.now -= MINUTE
    desk.change("R1", start=NINE + 60 * MINUTE)
    desk.now += 60 * MINUTE
    assert desk.change("R1", "cancel_booking", channel="clerk") == ["reservation.cancelled"]
    assert desk.written[-1].data["by"] == "clerk"


def test_what_is_over_cannot_be_changed() -> None:
    desk = Desk()
    with desk.refuses("unknown_reservation"):
        desk.change("R9", "cancel_booking")
    desk.book(NINE + 30 * MINUTE)
    desk.change("R1", "cancel_booking")
    with desk.refuses("reservation_cancelled"):
        desk.change("R1", "cancel_booking")
    desk.book(NINE + 30 * MINUTE)
    desk.check_in("R2")
    with desk.refuses("reservation_used"):
        desk.change("R2", start=NINE + 60 * MINUTE)


# -- from a file ---------------------------------------------------------------------------------------


def brought(desk: Desk, *rows: dict[str, Any], booked: dict[Any, int] | None = None) -> list[str]:
    usual = {"service": "permit", "start": NINE, "source": "site", "hall": "small", "known": None}
    given = [{**usual, "line": n + 2, "code": f"F{n}", **row} for n, row in enumerate(rows)]
    return desk.do(Command("bring_in", "import", channel="import"), rows=given, booked=booked or {})


def test_rows_of_a_file_come_in_together_or_not_at_all() -> None:
    desk = Desk(MORNING - 30 * MINUTE, ahead_days=0)
    with desk.refuses("import_faults") as refusal:
        brought(desk, {}, {}, {}, {"service": "passports"}, {"start": NINE + MINUTE})
    assert [(f["line"], f["column"]) for f in refusal.facts["faults"]] == [
        (4, "start"),
        (5, "service"),
        (6, "start"),
    ]
    assert brought(desk, {}, {"start": NINE + 24 * 60 * MINUTE}) == ["reservation.made"] * 2


def test_a_row_that_is_there_already_changes_nothing_and_a_taken_code_is_a_fault() -> None:
    desk = Desk(MORNING - 30 * MINUTE)
    there = {"service": "permit", "start": NINE, "hall": "small", "made_at": 1, "changed_at": 1}
    assert brought(desk, {"known": there}) == []
    with desk.refuses("import_faults") as refusal:
        brought(desk, {"known": {**there, "start": NINE + 30 * MINUTE}})
    assert refusal.facts["faults"][0]["column"] == "code"
    assert brought(desk, {"known": {**there, "start": NINE + 30 * MINUTE, "changed_at": 2}}) == [], (
        "moved since"
    )
