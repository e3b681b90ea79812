"""Reservations on a real data directory: rows, whose they are, two hubs at once, and the table made anew."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from server import profiles
from server.domain.errors import HallError
from server.domain.events import Command
from server.hub.hub import Hub
from server.hub.setup.importing import bring_in
from tests.domain.hall import MINUTE, MORNING, raw
from tests.journal import hubs
from tests.journal.hubs import HALL, Time, act

HOUR = 60 * MINUTE
DAY = 24 * HOUR
LI = "11010519491231002X"
WANG = "440524188001010014"
NewHub = Callable[..., Hub]


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def new(tmp_path: Path, time: Time) -> Iterator[NewHub]:
    """Makes hubs on one data directory, each as another process would be."""
    made: list[Hub] = []

    def make(**rules: Any) -> Hub:
        hub = Hub(hubs.store_in(tmp_path), time.clock)
        given = raw()
        given["reservations"] = {"capacity": 2, **rules}
        if not hub.rooms:
            bring_in(hub, given, profiles.build(given), replace=False)
        made.append(hub)
        return hub

    yield make
    for hub in made:
        hub.store.close()


def book(hub: Hub, start: int = MORNING + HOUR, **given: Any) -> dict[str, Any]:
    answer = act(hub, "book", service=given.pop("service", "permit"), start=start, channel="partner", **given)
    found: dict[str, Any] = answer["reservation"]
    return found


def check_in(hub: Hub, code: str, **given: Any) -> dict[str, Any]:
    return act(hub, "take", reservation=code, channel="kiosk", **given)


def rows(hub: Hub) -> list[tuple[Any, ...]]:
    return hub.store.all("select * from reservation order by code")


def refused(code: str, work: Callable[[], Any]) -> dict[str, Any]:
    with pytest.raises(HallError) as refusal:
        work()
    assert refusal.value.code == code
    return refusal.value.facts


def test_a_code_is_eight_signs_that_nobody_mistakes(new: NewHub) -> None:
    hub = new(capacity=50)
    codes = {book(hub)["code"] for _ in range(40)}
    assert len(codes) == 40
    assert all(re.fullmatch("[A-HJ-NP-Z2-9]{8}", code) for code in codes)


def test_a_reservation_is_found_however_its_code_is_typed(new: NewHub) -> None:
    hub = new()
    code = book(hub)["code"]
    typed = f" {code[:4].lower()}-{code[4:]} "
    assert check_in(hub, typed)["reservation"]["code"] == code


def test_whose_it_is_stands_neither_in_the_journal_nor_in_answers(new: NewHub) -> None:
    hub = new()
    answer = act(
        hub,
        "book",
        service="permit",
        start=MORNING + HOUR,
        id_number=LI,
        phone="138 0013 8000",
        name="Li Lei",
    )
    kept = (
        str(hub.store.all("select data from journal"))
        + str(answer)
        + str(hub.store.all("select * from command"))
    )
    kept += str(hub.store.all("select * from identity")) + str(rows(hub))
    for word in (LI, "13800138000", "138 0013", "Li Lei"):
        assert word not in kept
    code = answer["reservation"]["code"]
    assert hub.store.all("select kind, value from private where ref = :ref order by kind", ref=code) == [
        ("name", "Li Lei"), ("phone", "138 0013 8000"),
    ]  # fmt: skip
    assert LI not in str(hub.store.all("select * from private"))


def test_the_phone_that_was_given_then_goes_with_the_ticket(new: NewHub) -> None:
    hub = new()
    code = book(hub, phone="13800138000")["code"]
    ticket = check_in(hub, code)["ticket"]["id"]
    assert hub.store.one("select value from private where ref = :r and kind = 'phone'", r=ticket) == (
        "13800138000",
    )


def test_the_same_person_is_known_by_id_number_or_else_by_phone(new: NewHub) -> None:
    hub = new(capacity=9, a_person_open=1)
    book(hub, id_number=LI, phone="13800138000")
    assert refused("person_limit", lambda: book(hub, id_number=LI.lower()))["per"] == "open"
    refused("person_limit", lambda: book(hub, phone="+86 138-0013-8000"))
    book(hub, id_number=WANG, phone="13800138000")
    refused("invalid_id", lambda: book(hub, id_number="110105194912310021"))


def test_whose_it_was_is_forgotten_when_no_limit_needs_it(new: NewHub, time: Time) -> None:
    hub = new(blacklist_after=1, blacklist_within_days=10, blacklist_days=20)
    book(hub, id_number=LI)
    until = hub.store.one("select expires_at from identity")
    assert until and until[0] == MORNING - 5 * HOUR + DAY + 30 * DAY


def test_a_change_puts_the_forgetting_off(new: NewHub) -> None:
    hub = new()
    code = book(hub, id_number=LI, name="Li")["code"]
    act(hub, "rebook", code=code, start=MORNING + 3 * DAY, channel="partner")
    until = {
        n for (n,) in hub.store.all("select expires_at from identity union select expires_at from private")
    }
    assert until == {MORNING - 5 * HOUR + 4 * DAY}


def test_two_check_ins_of_one_code_at_the_same_moment_give_one_ticket(new: NewHub) -> None:
    doors = [new(capacity=99), new()]
    for _ in range(10):
        code = book(doors[0])["code"]
        outcomes = at_once(*[partial(check_in, hub, code) for hub in doors * 2])
        taken = [o for o in outcomes if isinstance(o, dict)]
        refusals = [o for o in outcomes if isinstance(o, HallError)]
        assert (len(taken), len(refusals)) == (1, 3)
        assert {(o.code, o.facts["ticket"]) for o in refusals} == {
            ("reservation_used", taken[0]["ticket"]["id"])
        }
    assert len(hub_tickets(doors[0])) == 10


def hub_tickets(hub: Hub) -> list[tuple[Any, ...]]:
    return hub.store.all("select id from visit")


def test_the_last_place_asked_for_twice_at_once_is_given_once(new: NewHub) -> None:
    doors = [new(capacity=1), new()]
    for n in range(8):
        start = MORNING + HOUR + n * 30 * MINUTE
        outcomes = at_once(*[partial(book, hub, start) for hub in doors * 2])
        assert sorted(type(o).__name__ for o in outcomes) == ["HallError"] * 3 + ["dict"]
        assert {o.code for o in outcomes if isinstance(o, HallError)} == {"slot_full"}


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Each in a thread of its own; what it answered, or its refusal."""
    gate, answers = threading.Barrier(len(works)), [None] * len(works)

    def one(n: int) -> None:
        gate.wait(60)
        try:
            answers[n] = works[n]()
        except HallError as refusal:
            answers[n] = refusal

    threads = [threading.Thread(target=one, args=(n,)) for n in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_the_disk_itself_refuses_a_second_ticket_for_one_reservation(new: NewHub) -> None:
    hub = new()
    code = book(hub)["code"]
    check_in(hub, code)
    hub.store.conn.execute("update reservation set status = 'booked' where code = ?", (code,))
    with pytest.raises(sqlite3.IntegrityError):
        check_in(hub, code)


def test_a_ticket_given_up_does_not_give_the_reservation_back(new: NewHub) -> None:
    hub = new()
    code = book(hub)["code"]
    act(hub, "cancel", ticket=check_in(hub, code)["ticket"]["id"])
    assert refused("reservation_used", lambda: check_in(hub, code))["number"] == "A001"


def test_those_not_used_are_missed_at_the_turn_of_the_day_and_a_no_show_came(new: NewHub, time: Time) -> None:
    hub = new(blacklist_after=1)
    missed, came = book(hub, id_number=LI)["code"], book(hub, id_number=WANG)["code"]
    later = book(hub, MORNING + 2 * DAY, service="tax", phone="13800138000")["code"]
    ticket = check_in(hub, came)["ticket"]["id"]
    act(hub, "open", window="w1", person="chen")
    act(hub, "call_next", window="w1")
    act(hub, "no_show", window="w1", reason="gone")
    time.pass_(DAY)
    hub.tick()
    status = dict(hub.store.all("select code, status from reservation"))
    assert status == {missed: "missed", came: "used", later: "booked"}
    assert refused("blacklisted", lambda: book(hub, time.wall + HOUR, id_number=LI))["until"].startswith(
        "2027-02-"
    )
    book(hub, time.wall + HOUR, id_number=WANG)
    assert ticket


def test_the_table_made_anew_from_the_journal_is_the_same(new: NewHub, time: Time) -> None:
    hub = new(capacity=9)
    codes = [
        book(hub, id_number=LI, needs=["hearing"], source="wechat", locale="en")["code"] for _ in range(5)
    ]
    act(hub, "rebook", code=codes[0], start=MORNING + 2 * HOUR, service="tax", channel="clerk")
    act(hub, "cancel_booking", code=codes[1], channel="partner")
    check_in(hub, codes[2])
    time.pass_(DAY)
    hub.tick()
    before = rows(hub), hubs.projections(hub)
    assert {r[6] for r in before[0]} == {"cancelled", "used", "missed"}
    assert hubs.rebuilt(hub) == before[1]
    assert rows(hub) == before[0]


def test_a_check_in_at_another_hall_names_the_right_one(new: NewHub, time: Time) -> None:
    hub = new()
    given = raw()
    given["hall"] = {"id": "big", "name": "Big hall"}
    bring_in(hub, given, profiles.build(given), replace=False)
    code = book(hub)["code"]
    wrong = Command("take", "kiosk", {"reservation": code}, channel="kiosk")
    assert refused("other_hall", lambda: hub.act("big", wrong)) == {"hall": HALL, "name": "Small hall"}
    refused("unknown_reservation", lambda: check_in(hub, "ABCDEFGH"))


def test_the_answer_of_a_check_in_says_how_one_came_and_since_when_it_counts(new: NewHub) -> None:
    hub = new()
    early, on_time = book(hub)["code"], book(hub, MORNING)["code"]
    answer = check_in(hub, early)
    assert (answer["arrival"], answer["counts_from"]) == ("early", "2026-11-23T01:40:00.000Z")
    assert answer["reservation"]["number"] == answer["ticket"]["number"] == "A001"
    answer = check_in(hub, on_time)
    assert (answer["arrival"], answer["counts_from"]) == ("on_time", None)
