"""Reservations over the wire: what a partner, a kiosk and staff may, see and are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from tests.cast import Clerk, Guide, Kiosk, at_once
from tests.hubprocess import HubProcess
from tests.reserving import LI, RESERVING, Partner, at_noon, slot

COUNTER = count(1)


@pytest.fixture
def hall(house: HubProcess, tmp_path: Path) -> Iterator[HubProcess]:
    yield house.with_hall(f"reserving{next(COUNTER)}", at_noon(tmp_path))


def test_a_partner_sees_free_places_books_changes_and_cancels(hall: HubProcess) -> None:
    partner = Partner(hall)
    free = next(s for s in partner.slots() if s["start"] > slot(60))
    assert (free["capacity"], free["free"]) == (2, 2)
    booked = partner.book(free["start"], source="wechat", name="Li Lei", phone="13800138000")
    assert (booked["status"], booked["start"], booked["source"]) == ("booked", free["start"], "wechat")
    assert next(s for s in partner.slots() if s["start"] == free["start"])["free"] == 1
    one = f"{partner.here}/reservations/{booked['code']}"
    later = next(s for s in partner.slots() if s["start"] > free["start"])["start"]
    assert partner.must("PATCH", one, {"start": later})["reservation"]["start"] == later
    assert partner.must("DELETE", one)["reservation"]["status"] == "cancelled"
    again = partner.ask("DELETE", one)
    assert (again.status, again.code) == (409, "reservation_cancelled")
    assert partner.must("GET", one).keys() == {"seq", "reservation"}, "no name for those who do not need it"


def test_days_of_slots_come_in_pages(hall: HubProcess) -> None:
    partner = Partner(hall)
    day = datetime.now(UTC).date() + timedelta(days=2)
    asked = f"{partner.here}/slots?service=permit&from={day}&to={day + timedelta(days=2)}&limit=300"
    first = partner.must("GET", asked)
    assert (len(first["slots"]), first["next"]) == (288, f"{day + timedelta(days=1)}")
    rest = partner.must("GET", asked + f"&next={first['next']}")
    assert {s["day"] for s in rest["slots"]} == {first["next"]}
    assert partner.must("GET", f"{partner.here}/slots?service=seal")["slots"] == []


def test_a_page_that_was_never_offered_begins_with_the_first(hall: HubProcess) -> None:
    partner = Partner(hall)
    asked = f"{partner.here}/slots?service=permit&limit=1"
    assert partner.must("GET", asked + "&next=2000-01-01") == partner.must("GET", asked)
    after_all = partner.must("GET", f"{partner.here}/reservations?next={'9' * 30}-A")
    assert (after_all["reservations"], after_all["next"]) == ([], None)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("service=marriage", "unknown_service"), ("", "invalid"), ("service=permit&from=2026-13-01", "invalid"),
        ("service=permit&from=2026-11-02&to=2026-11-01", "invalid"), ("service=permit&from=0001-01-01", "invalid"),
        ("service=permit&to=2099-01-01", "invalid"),
    ],
)  # fmt: skip
def test_a_question_about_slots_that_makes_no_sense_is_refused(
    hall: HubProcess, query: str, code: str
) -> None:
    partner = Partner(hall)
    assert partner.ask("GET", f"{partner.here}/slots?{query}").code == code


@pytest.mark.parametrize(
    "start", ["2026-11-23T09:00:00", "tomorrow at nine", "9999-12-31T23:59:59Z", "1900-01-01T00:00:00Z"]
)
def test_a_start_that_is_no_instant_of_this_age_is_refused(hall: HubProcess, start: str) -> None:
    partner = Partner(hall)
    answer = partner.ask("POST", f"{partner.here}/reservations", {"service": "permit", "start": start})
    assert (answer.status, answer.code) == (422, "invalid")


def test_the_same_key_books_once(hall: HubProcess) -> None:
    partner, body = Partner(hall), {"service": "permit", "start": slot(60)}
    first, second = (partner.must("POST", f"{partner.here}/reservations", body, key="k1") for _ in range(2))
    assert first == second
    assert len(partner.must("GET", f"{partner.here}/reservations")["reservations"]) == 1


def test_the_list_goes_by_day_status_and_page(hall: HubProcess) -> None:
    partner = Partner(hall)
    codes = [partner.book(slot(minutes))["code"] for minutes in (60, 30, 90)]
    partner.must("DELETE", f"{partner.here}/reservations/{codes[0]}")
    path = f"{partner.here}/reservations"
    first = partner.must("GET", f"{path}?limit=2")
    assert [r["code"] for r in first["reservations"]] == [codes[1], codes[0]]
    rest = partner.must("GET", f"{path}?limit=2&next={first['next']}")
    assert ([r["code"] for r in rest["reservations"]], rest["next"]) == ([codes[2]], None)
    assert [r["code"] for r in partner.must("GET", f"{path}?status=cancelled")["reservations"]] == [codes[0]]
    assert partner.must("GET", f"{path}?service=seal")["reservations"] == []


@pytest.mark.parametrize(
    ("minutes", "wanted"), [(60, "early"), (0, "on_time"), (-20, "late"), (-60, "too_late")]
)
def test_each_way_to_arrive_has_its_word(hall: HubProcess, minutes: int, wanted: str) -> None:
    booked = Partner(hall).book(slot(minutes))
    kiosk = Kiosk(hall)
    answer = kiosk.must("POST", f"{kiosk.here}/reservations/{booked['code']}/check-in")
    assert answer["arrival"] == answer["ticket"]["arrival"] == answer["reservation"]["arrival"] == wanted
    assert answer["ticket"]["classes"] == ([] if wanted == "too_late" else ["reservation"])
    assert answer["ticket"]["slot"] == answer["reservation"]["start"]
    assert (answer["counts_from"] is not None) == (wanted == "early")
    assert answer["track_url"].rpartition("/")[2]


def test_a_taking_with_the_code_is_a_check_in(hall: HubProcess) -> None:
    booked = Partner(hall).book(slot(0), needs=["wheelchair"])
    kiosk = Kiosk(hall)
    taken = kiosk.must("POST", f"{kiosk.here}/tickets", {"reservation": booked["code"].lower()})
    assert (taken["arrival"], taken["ticket"]["needs"]) == ("on_time", ["wheelchair"])
    used = kiosk.ask("POST", f"{kiosk.here}/tickets", {"reservation": booked["code"]})
    assert (used.code, used.body["number"], used.body["ticket"]) == (
        "reservation_used",
        "A001",
        taken["ticket"]["id"],
    )
    nothing = kiosk.ask("POST", f"{kiosk.here}/tickets", {})
    assert (nothing.status, nothing.code) == (422, "invalid")


def test_two_kiosks_scan_one_code_at_the_same_moment(hall: HubProcess) -> None:
    code = Partner(hall).book(slot(0))["code"]
    doors = [Kiosk(hall, f"k{n}") for n in range(4)]
    works = [lambda k=k: k.ask("POST", f"{k.here}/reservations/{code}/check-in") for k in doors]
    answers = at_once(*works)
    assert sorted(a.status for a in answers) == [201, 409, 409, 409]
    assert {a.code for a in answers} == {None, "reservation_used"}


def test_a_code_of_another_hall_or_none_or_another_day(hall: HubProcess) -> None:
    twin = hall.with_hall(f"twin-{hall.hall}", RESERVING)
    kiosk, partner = Kiosk(hall), Partner(hall)
    elsewhere = Partner(twin).book(slot(0))["code"]
    answer = kiosk.ask("POST", f"{kiosk.here}/reservations/{elsewhere}/check-in")
    assert (answer.code, answer.body["hall"]) == ("other_hall", twin.hall)
    assert kiosk.ask("POST", f"{kiosk.here}/reservations/ZZZZZZZZ/check-in").code == "unknown_reservation"
    tomorrow = partner.book(slot(24 * 60))
    answer = kiosk.ask("POST", f"{kiosk.here}/reservations/{tomorrow['code']}/check-in")
    assert (answer.code, answer.body["day"], answer.body["start"]) == (
        "wrong_day",
        tomorrow["day"],
        tomorrow["start"],
    )
    assert partner.ask("GET", f"{partner.here}/reservations/{elsewhere}").code == "other_hall"


def test_a_person_is_found_by_id_card_or_phone_today_only(hall: HubProcess) -> None:
    partner, kiosk = Partner(hall), Kiosk(hall)
    here = partner.book(slot(0), id_number=LI, phone="138 0013 8000")["code"]
    partner.book(slot(24 * 60), id_number=LI)
    path = f"{kiosk.here}/reservations/find"
    for who in ({"id_number": LI.lower()}, {"phone": "+8613800138000"}):
        assert [r["code"] for r in kiosk.must("POST", path, who)["reservations"]] == [here]
    assert kiosk.must("POST", path, {"phone": "13900139000"})["reservations"] == []
    assert kiosk.ask("POST", path, {"id_number": "110105194912310021"}).code == "invalid_id"
    assert kiosk.ask("POST", path, {}).code == "invalid"
    assert "person" not in str(kiosk.must("GET", f"{kiosk.here}/reservations/{here}"))


def test_looking_for_people_is_slowed_down(hall: HubProcess) -> None:
    kiosk = Kiosk(hall)
    answers = [
        kiosk.ask("POST", f"{kiosk.here}/reservations/find", {"phone": f"1380013{n:04d}"}) for n in range(31)
    ]
    assert [a.status for a in answers] == [200] * 30 + [429]
    assert answers[-1].headers["Retry-After"] == "60"


def test_staff_see_the_name_and_the_end_of_the_phone_number(hall: HubProcess) -> None:
    code = Partner(hall).book(slot(0), name="Li Lei", phone="13800138000")["code"]
    guide = Guide(hall)
    assert guide.must("GET", f"{guide.here}/reservations/{code}")["person"] == {
        "name": "Li Lei",
        "phone": "…8000",
    }
    assert guide.must("DELETE", f"{guide.here}/reservations/{code}")["reservation"]["status"] == "cancelled"


def test_a_reservation_kept_goes_before_the_walk_in_who_came_first(hall: HubProcess) -> None:
    code = Partner(hall).book(slot(0))["code"]
    walk_in, reserved = Kiosk(hall).take("permit"), Kiosk(hall)
    taken = reserved.must("POST", f"{reserved.here}/reservations/{code}/check-in")
    called = Clerk(hall, "w1").press("call-next")["ticket"]
    assert called["number"] == taken["ticket"]["number"] != walk_in["ticket"]["number"]
    assert called["why"]["class"] == "reservation"
