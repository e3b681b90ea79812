"""The ways a ticket may go besides the straight one: priority, parking, moving, several matters, absence."""

from __future__ import annotations

from tests.cast import Clerk, Guide, Kiosk, Phone, Wall
from tests.hubprocess import HubProcess


def test_whom_a_guide_grants_priority_is_called_first_and_the_call_says_why(hub: HubProcess) -> None:
    kiosk, guide, clerk = Kiosk(hub), Guide(hub), Clerk(hub, "w1")
    kiosk.take("marriage")
    late = kiosk.take("pension")["ticket"]
    granted = guide.ticket(late["id"], "classes", classes=[{"class": "elderly", "reason": "身份证"}])
    assert (granted["ticket"]["classes"], granted["ticket"]["clock"]) == (["elderly"], late["clock"])
    wall = Wall(hub)
    called = clerk.press("call-next")["ticket"]
    assert (called["number"], called["why"]["class"]) == ("A002", "elderly")
    assert called["why"]["runner_up"]["number"] == "A001"
    wall.until(lambda s: s.numbers("called"))
    assert wall.tickets[late["id"]]["classes"] == ["elderly"], "this hall shows it"
    assert kiosk.ask("POST", f"{kiosk.here}/tickets", {
        "services": ["pension"], "classes": [{"class": "elderly"}]}).code == "class_needs_evidence"  # fmt: skip


def test_a_class_the_hall_does_not_show_stays_off_the_wall(hub: HubProcess) -> None:
    guide, clerk, wall = Guide(hub), Clerk(hub, "w1"), Wall(hub)
    taken = guide.take("marriage", classes=[{"class": "military", "reason": "证件"}])["ticket"]
    clerk.press("call-next")
    wall.until(lambda s: s.numbers("called"))
    assert wall.tickets[taken["id"]]["classes"] == []
    assert clerk.look(taken["id"])["classes"] == ["military"]


def test_who_is_parked_at_one_window_goes_on_at_another(hub: HubProcess) -> None:
    taken, here, there = Kiosk(hub).take("marriage")["ticket"], Clerk(hub, "w1"), Clerk(hub, "w2")
    here.press("call-next")
    here.press("start")
    held = here.press("hold", reason="copy")
    assert (held["ticket"]["status"], held["window"]["ticket"]) == ("held", None)
    assert here.press("call-next")["reason"] == "nobody_waits"
    resumed = there.press("resume", ticket=taken["id"])
    assert (resumed["ticket"]["status"], resumed["ticket"]["window"]) == ("serving", "w2")
    assert resumed["ticket"]["started_at"] == held["ticket"]["started_at"]
    assert Clerk(hub, "w5").try_("resume", ticket=taken["id"]).code == "illegal_move"
    assert there.press("complete", items=2)["ticket"]["status"] == "completed"


def test_a_window_that_does_not_serve_it_cannot_take_a_parked_ticket_up(hub: HubProcess) -> None:
    taken, clerk = Kiosk(hub).take("marriage")["ticket"], Clerk(hub, "w1")
    clerk.press("call-next")
    clerk.press("hold")
    assert Clerk(hub, "w5").try_("resume", ticket=taken["id"]).code == "not_served_here"


def test_who_is_sent_to_another_service_keeps_the_number_and_the_time(hub: HubProcess) -> None:
    taken, clerk = Kiosk(hub).take("marriage")["ticket"], Clerk(hub, "w1")
    clerk.press("call-next")
    moved = clerk.press("transfer", service="deed", ticket=taken["id"])
    assert (moved["ticket"]["status"], moved["ticket"]["queue"]) == ("waiting", "tax")
    assert (moved["ticket"]["number"], moved["ticket"]["clock"]) == ("A001", taken["clock"])
    assert clerk.next() is None
    assert Clerk(hub, "w6").next() == "A001"


def test_who_is_sent_to_a_window_is_called_there_only(hub: HubProcess) -> None:
    kiosk, clerk, other = Kiosk(hub), Clerk(hub, "w1"), Clerk(hub, "w2")
    kiosk.take("marriage")
    clerk.press("call-next")
    moved = clerk.press("transfer", window="w3")["ticket"]
    assert moved["bound"] == {"window": "w3"}
    assert clerk.next() is None is other.next()
    assert Clerk(hub, "w3").next() == "A001"


def test_a_visit_of_several_matters_keeps_its_number_through_all_of_them(hub: HubProcess) -> None:
    taken = Kiosk(hub).take("register", "deed", "collect")
    phone, steps = Phone(hub, taken), []
    for window in ("w7", "w5", "w4"):
        clerk = Clerk(hub, window)
        assert clerk.next() == "D001"
        clerk.press("start")
        clerk.press("complete")
        steps.append(phone.see()["ticket"]["status"])
    assert steps == ["waiting", "waiting", "completed"]
    legs = hub.rows(
        "select leg, service, window, ended from step where ticket = :id order by leg",
        id=taken["ticket"]["id"],
    )
    assert legs == [
        (1, "register", "w7", "completed"), (2, "deed", "w5", "completed"), (3, "collect", "w4", "completed"),
    ]  # fmt: skip


def test_in_any_order_each_window_takes_what_it_serves(hub: HubProcess) -> None:
    Kiosk(hub).take("register", "deed", order="any")
    tax, land = Clerk(hub, "w5"), Clerk(hub, "w7")
    assert tax.press("call-next")["ticket"]["service"] == "deed"
    assert land.next() is None, "one is at one window at a time"
    tax.press("complete")
    assert land.press("call-next")["ticket"]["service"] == "register"


def test_who_was_passed_is_let_back_in_and_called_again(hub: HubProcess) -> None:
    taken, clerk, wall = Kiosk(hub).take("marriage")["ticket"], Clerk(hub, "w1"), Wall(hub)
    clerk.press("call-next")
    recalls = [clerk.press("recall")["ticket"] for _ in range(2)]
    assert [(t["recalls"], t["last_call"]) for t in recalls] == [(1, False), (2, True)]
    clerk.press("no-show")
    wall.until(lambda s: s.numbers("no_show") == ["A001"])
    back = Guide(hub).ticket(taken["id"], "requeue", reason="returned")["ticket"]
    assert (back["status"], back["classes"], back["requeues"]) == ("waiting", ["requeued"], 1)
    assert clerk.press("call-next")["ticket"]["recalls"] == 0
    assert wall.wrong == []


def test_a_chosen_number_is_called_out_of_turn_with_a_reason(hub: HubProcess) -> None:
    kiosk, clerk = Kiosk(hub), Clerk(hub, "w1")
    for _ in range(3):
        kiosk.take("marriage")
    why = clerk.press("call", number="a003", reason="child_ill")["ticket"]["why"]
    assert (why["chosen"], why["runner_up"]["number"], why["waiting"]) == ("child_ill", "A001", 3)
    clerk.press("complete")
    assert clerk.next() == "A001"
