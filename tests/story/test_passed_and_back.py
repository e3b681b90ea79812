"""Passed numbers, parked ones, errands and returns, as people in the hall live them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cast import Clerk, Guide, Kiosk, Phone, Wall
from tests.hubprocess import SMALL, HubProcess

Hall = Callable[..., HubProcess]


@pytest.fixture
def ruled(new_hub: Callable[..., HubProcess], tmp_path: Path) -> Hall:
    """A running hub whose hall has these rules."""

    def make(**rules: object) -> HubProcess:
        profile = tmp_path / "ruled.toml"
        told = "".join(f"{key} = {value!r}\n".replace("True", "true") for key, value in rules.items())
        profile.write_text(SMALL.read_text("utf-8") + "\n[rules]\n" + told.replace("'", '"'), "utf-8")
        return new_hub(profile=profile).start()

    return make


def test_where_numbers_are_void_the_kiosk_says_to_take_a_new_one(ruled: Hall) -> None:
    hub = ruled(passed="void")
    kiosk, clerk = Kiosk(hub), Clerk(hub, "w1")
    taken = kiosk.take("marriage")["ticket"]
    clerk.press("call-next")
    clerk.press("no-show")
    refused = kiosk.ask("POST", f"{kiosk.here}/tickets/{taken['id']}/requeue", {})
    assert (refused.status, refused.code) == (409, "passed_void")
    assert kiosk.take("marriage")["ticket"]["number"] == "A002"


def test_who_was_passed_is_called_again_after_others_and_sees_it_on_the_phone(ruled: Hall) -> None:
    hub = ruled(passed="after_calls", passed_calls=2)
    kiosk, clerk, wall = Kiosk(hub), Clerk(hub, "w1"), Wall(hub)
    first = kiosk.take("marriage")
    for _ in range(3):
        kiosk.take("pension")
    phone = Phone(hub, first)
    clerk.press("call-next")
    pressed = clerk.press("call-next", finish="no_show")
    assert (pressed["finished"]["number"], pressed["ticket"]["number"]) == ("A001", "A002")
    assert phone.see()["ticket"]["status"] == "no_show"
    assert clerk.next(finish="completed") == "A003"
    assert phone.see()["ticket"]["status"] == "waiting"
    called = clerk.press("call-next", finish="completed")["ticket"]
    assert (called["number"], called["why"]["class"]) == ("A001", "requeued"), "with a small head start"
    wall.until(lambda s: s.numbers("called") == ["A001"])
    assert wall.wrong == []


def test_a_mistaken_no_show_that_put_somebody_back_is_taken_back_whole(ruled: Hall) -> None:
    hub = ruled(passed="at_once")
    taken, clerk = Kiosk(hub).take("marriage")["ticket"], Clerk(hub, "w1")
    office = Wall(hub, "manage", "manager")
    clerk.press("call-next")
    gone = clerk.press("no-show")
    assert (gone["ticket"]["status"], gone["window"]["undo"]["numbers"]) == ("waiting", ["A001"])
    back = clerk.press("undo", ticket=taken["id"])
    assert (back["ticket"]["status"], back["window"]["ticket"]) == ("called", taken["id"])
    office.until(lambda s: s.tickets[taken["id"]]["status"] == "called")
    assert clerk.look(taken["id"])["classes"] == []


def test_a_clerk_sends_somebody_to_pay_and_gets_them_back(hub: HubProcess) -> None:
    taken, clerk, cashier = Kiosk(hub).take("register"), Clerk(hub, "w7"), Clerk(hub, "w8")
    ticket = taken["ticket"]
    clerk.press("call-next")
    clerk.press("start")
    sent = clerk.press("transfer", service="payment", back=True, ticket=ticket["id"])["ticket"]
    assert sent["back"] == {"service": "register", "window": "w7"}
    assert clerk.next() is None
    assert cashier.next() == "D001"
    cashier.press("start")
    again = cashier.press("complete")["ticket"]
    assert (again["status"], again["service"], again["bound"]) == ("waiting", "register", {"window": "w7"})
    assert again["clock"] == ticket["clock"]
    assert clerk.next() == "D001"
    clerk.press("start")
    clerk.press("complete")
    assert Phone(hub, taken).see()["ticket"]["status"] == "completed"
    legs = "select leg, service, window, ended from step where ticket = :id order by leg"
    assert hub.rows(legs, id=ticket["id"]) == [
        (1, "register", "w7", "transferred"), (2, "payment", "w8", "completed"), (3, "register", "w7", "completed"),
    ]  # fmt: skip


def test_who_brings_the_missing_paper_returns_with_the_same_slip(hub: HubProcess) -> None:
    kiosk, clerk = Kiosk(hub), Clerk(hub, "w1")
    taken = kiosk.take("marriage")
    ticket = taken["ticket"]["id"]
    clerk.press("call-next")
    clerk.press("start")
    assert clerk.press("complete", outcome="incomplete")["ticket"]["status"] == "completed"
    kiosk.take("pension")
    back = kiosk.must("POST", f"{kiosk.here}/tickets/{ticket}/requeue", {})["ticket"]
    assert (back["number"], back["status"], back["classes"]) == ("A001", "waiting", ["returning"])
    assert clerk.next() == "A001", "with the head start of those who return"
    clerk.press("complete")
    refused = kiosk.ask("POST", f"{kiosk.here}/tickets/{ticket}/requeue", {})
    assert refused.code == "illegal_move"


def test_of_several_services_only_what_was_missing_is_done_again(hub: HubProcess) -> None:
    kiosk, guide = Kiosk(hub), Guide(hub)
    ticket = kiosk.take("register", "deed")["ticket"]["id"]
    for window, outcome in (("w7", "incomplete"), ("w5", "done")):
        clerk = Clerk(hub, window)
        clerk.press("call-next")
        clerk.press("complete", outcome=outcome)
    back = guide.ticket(ticket, "requeue")["ticket"]
    assert (back["status"], back["service"], back["queue"]) == ("waiting", "register", "land")
    assert Clerk(hub, "w5").next() is None
    again = Clerk(hub, "w7")
    assert again.next() == "D001"
    assert again.press("complete")["ticket"]["status"] == "completed"


def test_a_ticket_is_parked_only_as_often_as_the_hall_allows(ruled: Hall) -> None:
    hub = ruled(hold_limit=1)
    ticket, clerk = Kiosk(hub).take("marriage")["ticket"]["id"], Clerk(hub, "w1")
    clerk.press("call-next")
    assert clerk.press("hold", minutes=5)["ticket"]["hold_until"]
    clerk.press("resume", ticket=ticket)
    refused = clerk.try_("hold")
    assert (refused.code, refused.body["holds"]) == ("held_too_often", 1)
