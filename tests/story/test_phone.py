"""The citizen follows on the phone, gives the ticket up, rates the visit."""

from __future__ import annotations

from tests.cast import Clerk, Kiosk, Phone
from tests.hubprocess import HubProcess


def test_the_phone_shows_people_ahead_then_where_to_go(hub: HubProcess) -> None:
    kiosk, clerk = Kiosk(hub), Clerk(hub, "w1")
    phones = [Phone(hub, kiosk.take("marriage")) for _ in range(2)]
    assert [p.see()["ahead"] for p in phones] == [0, 1]
    live = phones[1].watch()
    live.until(lambda s: s.said.get("ahead", {}).get("ahead") == 1)
    clerk.press("call-next")
    live.until(lambda s: s.said["ahead"]["ahead"] == 0)
    clerk.press("call-next", finish="completed")
    live.until(lambda s: s.numbers("called") == ["A002"])
    (ticket,) = live.tickets.values()
    assert (ticket["sign"], ticket["zone"], set(live.windows)) == ("1号窗口", "z1", {"w1"})
    assert ticket.keys().isdisjoint({"person", "why", "classes"})
    assert phones[1].see()["ticket"]["window"] == "w1"


def test_who_gives_up_leaves_the_line_and_nobody_is_called_in_vain(hub: HubProcess) -> None:
    kiosk, clerk = Kiosk(hub), Clerk(hub, "w1")
    phone = Phone(hub, kiosk.take("marriage"))
    kiosk.take("marriage")
    assert phone.must("POST", f"/track/{phone.code}/cancel")["ticket"]["status"] == "cancelled"
    assert phone.ask("POST", f"/track/{phone.code}/cancel").code == "illegal_move"
    assert clerk.next() == "A002"


def test_a_visit_is_rated_once_and_only_when_it_is_over(hub: HubProcess) -> None:
    phone, clerk = Phone(hub, Kiosk(hub).take("marriage")), Clerk(hub, "w1")
    rate = f"/track/{phone.code}/rate"
    assert phone.ask("POST", rate, {"level": 5}).code == "illegal_move"
    clerk.press("call-next")
    clerk.press("complete")
    rated = phone.must("POST", rate, {"level": 4, "words": "很快, 谢谢"}, key="once")
    assert rated["ticket"]["rating"] == 4
    assert phone.must("POST", rate, {"level": 4, "words": "很快, 谢谢"}, key="once") == rated
    assert phone.ask("POST", rate, {"level": 1}).code == "already_rated"
    assert (phone.see()["ticket"]["rating"], phone.see()["ticket"]["rated"]) == (None, True), (
        "not before it is closed"
    )
