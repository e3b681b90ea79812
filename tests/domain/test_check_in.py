"""How somebody with a reservation is received, to the millisecond, and what becomes of those who did not come."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.booking import arrival
from server.domain.events import Command
from tests.domain.booking import NINE, Desk, reserving
from tests.domain.hall import DAY, MINUTE, MORNING

# -- checking in -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "wanted"),
    [
        (-3 * 60 * MINUTE, "early"), (-1, "early"), (0, "on_time"), (10 * MINUTE, "on_time"), (10 * MINUTE + 1, "late"),
        (30 * MINUTE, "late"), (30 * MINUTE + 1, "too_late"),
    ],
)  # fmt: skip
def test_arrivals_are_told_apart_to_the_millisecond(after: int, wanted: str) -> None:
    assert arrival.arrived(reserving(), NINE, NINE + after) == wanted


def test_the_bounds_of_on_time_and_late_are_the_halls() -> None:
    given = reserving(on_time_minutes=0, late_minutes=5)
    found = [arrival.arrived(given, NINE, NINE + m * MINUTE) for m in (0, 1, 5, 6)]
    assert found == ["on_time", "late", "late", "too_late"]


def worth(desk: Desk, id: str) -> dict[str, tuple[float, float]]:
    """Class → (rate, minutes from nine o'clock to the start of its clock)."""
    return {s.klass: (s.rate, (s.clock - NINE) / MINUTE) for s in desk[id].standings}


def test_who_comes_early_or_on_time_counts_from_twenty_minutes_before_the_slot() -> None:
    for minutes, wanted in ((-90, "early"), (8, "on_time")):
        desk = Desk(MORNING - 120 * MINUTE)
        desk.book()
        ticket = desk[desk.check_in("R1", NINE + minutes * MINUTE)]
        assert (ticket.arrival, ticket.slot, ticket.reservation) == (wanted, NINE, "R1")
        assert ticket.classes == ("reservation",)
        assert worth(desk, ticket.id)["reservation"] == (1.5, -20)
    assert "ordinary" not in worth(desk, "t1"), "the reservation is better at every moment"


def test_who_comes_hours_early_is_never_worse_than_a_walk_in() -> None:
    desk = Desk(MORNING - 30 * MINUTE)
    desk.book(NINE + 180 * MINUTE - 30 * MINUTE)
    id = desk.check_in("R1")
    assert worth(desk, id) == {"ordinary": (1.0, -30), "reservation": (1.5, 130)}


def test_who_comes_late_counts_as_somebody_who_came_a_little_earlier() -> None:
    desk = Desk(MORNING - 30 * MINUTE, late_credit=7)
    desk.book()
    id = desk.check_in("R1", NINE + 20 * MINUTE)
    assert (desk[id].arrival, worth(desk, id)) == ("late", {"reservation": (1.0, 13)})


def test_who_came_late_gains_nothing_by_being_called_and_absent() -> None:
    desk = Desk(MORNING - 30 * MINUTE)
    desk.book()
    id = desk.check_in("R1", NINE + 20 * MINUTE)
    desk.at("w1", "open", person="chen")
    desk.at("w1", "call_next")
    desk.at("w1", "no_show", "left")
    desk.do(Command("requeue", "guide", ticket=id))
    assert desk[id].classes == ("reservation", "requeued")
    assert {s.klass: s.rate for s in desk[id].standings} == {"requeued": 1.0}


def test_who_comes_too_late_gets_an_ordinary_ticket_and_no_refusal() -> None:
    desk = Desk(MORNING - 30 * MINUTE)
    desk.book()
    id = desk.check_in("R1", NINE + 31 * MINUTE)
    assert (desk[id].arrival, desk[id].classes, worth(desk, id)) == ("too_late", (), {"ordinary": (1.0, 31)})
    assert desk[id].reservation == "R1"


def test_each_way_a_check_in_can_fail_has_its_own_answer() -> None:
    desk = Desk(MORNING - 30 * MINUTE, early_minutes=20)
    desk.book()
    with desk.refuses("unknown_reservation"):
        desk.check_in("R7")
    with desk.refuses("too_early_to_check_in") as refusal:
        desk.check_in("R1")
    assert refusal.facts["opens_at"] == "2026-11-23T00:40:00.000Z"
    desk.rows["R1"]["day"] = "2026-11-24"
    with desk.refuses("wrong_day") as refusal:
        desk.check_in("R1")
    assert refusal.facts == {"day": "2026-11-24", "start": "2026-11-23T01:00:00.000Z"}
    desk.rows["R1"] |= {"day": DAY, "hall": "big", "hall_name": "Big hall"}
    with desk.refuses("other_hall") as refusal:
        desk.check_in("R1")
    assert refusal.facts == {"hall": "big", "name": "Big hall"}
    desk.rows["R1"]["hall"] = "small"
    desk.check_in("R1", NINE - 20 * MINUTE)
    with desk.refuses("reservation_used") as refusal:
        desk.check_in("R1")
    assert refusal.facts == {"number": "A001", "ticket": "t1"}
    desk.rows["R1"]["status"] = "cancelled"
    with desk.refuses("reservation_cancelled"):
        desk.check_in("R1")


def test_the_place_is_kept_when_walk_ins_get_no_more_numbers() -> None:
    lunch = NINE + 180 * MINUTE
    desk = Desk(MORNING - 30 * MINUTE)
    desk.book(NINE + 300 * MINUTE)
    desk.now = lunch + 60 * MINUTE
    with desk.refuses("hall_closed"):
        desk.take("permit")
    assert desk[desk.check_in("R1")].arrival == "early"
    desk.now = NINE + 120 * MINUTE
    desk.book(NINE + 150 * MINUTE)
    with desk.refuses("hall_closed"):
        desk.check_in("R2", NINE + 181 * MINUTE)


def test_the_ticket_is_for_what_was_reserved_with_the_needs_told_then() -> None:
    desk = Desk(MORNING - 30 * MINUTE)
    desk.book(needs=["wheelchair"], locale="en")
    with desk.refuses("invalid"):
        desk.check_in("R1", services=["tax"])
    ticket = desk[desk.check_in("R1", services=["permit"], needs=["hearing"])]
    assert (ticket.services, ticket.needs, ticket.locale) == (("permit",), ("wheelchair", "hearing"), "en")


# -- those who did not come ---------------------------------------------------------------------------


def closing(desk: Desk, *codes: str) -> list[tuple[str, str]]:
    desk.do(Command("close_day", "system"), unused=[desk.rows[c] for c in codes])
    return [
        (e.kind, e.data["code"])
        for e in desk.written
        if e.kind.startswith("reservation.") and e.actor == "system"
    ]


def test_at_days_end_those_nobody_kept_are_missed() -> None:
    desk = Desk(MORNING - 30 * MINUTE)
    desk.book()
    desk.take("permit")
    desk.now = NINE + 600 * MINUTE
    assert closing(desk, "R1") == [("reservation.missed", "R1")]


def test_nobody_is_to_blame_for_a_day_the_hall_did_not_work() -> None:
    idle = Desk(MORNING - 30 * MINUTE)
    idle.book()
    idle.now = NINE + 600 * MINUTE
    assert closing(idle, "R1") == [("reservation.cancelled", "R1")]
    skipped = Desk(MORNING - 30 * MINUTE)
    skipped.book()
    skipped.take("permit")
    skipped.rows["R1"]["day"] = "2026-11-22"
    skipped.now = NINE + 600 * MINUTE
    assert closing(skipped, "R1") == [("reservation.cancelled", "R1")]


def test_a_day_closed_by_hand_leaves_later_slots_alone() -> None:
    desk = Desk(MORNING - 30 * MINUTE)
    desk.book(NINE + 60 * MINUTE)
    desk.take("permit")
    assert closing(desk, "R1") == []


@given(st.integers(-300 * MINUTE, 300 * MINUTE), st.integers(0, 200 * MINUTE))
def test_a_kept_reservation_is_never_behind_the_walk_in_of_the_same_moment(came: int, later: int) -> None:
    desk = Desk(NINE - 400 * MINUTE)
    desk.book(lax=True)
    code = "R1"
    command = Command("take", "k", {"reservation": code}, channel="kiosk", lax=True)
    desk.now = NINE + came
    desk.do(command, ticket="t1", series="hub", booking=desk.rows[code])
    now = desk.now + later
    assert desk["t1"].score(now)[0] >= later / MINUTE
    bonus = {"early": 1.5, "on_time": 1.5}.get(str(desk["t1"].arrival), 1.0)
    assert desk["t1"].score(now)[0] <= bonus * (later + 50 * MINUTE) / MINUTE
