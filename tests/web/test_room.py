"""The live room over the wire: one shape by HTTP and by socket, for those who run the hall, within their bounds."""

from __future__ import annotations

import pytest

from tests.cast import Caller, Clerk, Kiosk
from tests.hubprocess import HubProcess
from tests.screen import Json, Screen


def watching(hub: HubProcess, role: str, department: str | None = None) -> Screen:
    token = hub.token(role, department=department)
    return Screen(hub.url, {"hall": hub.hall, "view": "manage", "token": token, "wire": 1})


def room(hub: HubProcess, role: str = "manager", department: str | None = None) -> Json:
    caller = Caller(hub, hub.token(role, department=department))
    told: Json = caller.must("GET", f"/halls/{hub.hall}/room")["room"]
    return told


def test_what_happens_is_in_the_room_by_socket_and_by_http_alike(hub: HubProcess) -> None:
    clerk, kiosk, screen = Clerk(hub, "w1"), Kiosk(hub), watching(hub, "manager")
    screen.until(lambda s: "room" in s.said)
    assert screen.said["room"]["now"]["waiting"] == 0
    for _ in range(3):
        kiosk.take("marriage")
    called = clerk.press("call-next")["ticket"]
    screen.until(lambda s: s.said["room"]["today"]["figures"]["tickets"] == 3)
    screen.until(lambda s: s.said["room"]["now"]["states"]["called"] == 1)
    asked = room(hub)
    assert asked["now"]["waiting"] == 2
    (window,) = [w for w in asked["now"]["windows"] if w["id"] == "w1"]
    assert (window["state"], window["number"], window["since"]) == (
        "called",
        called["number"],
        called["called_at"],
    )
    # What a newcomer would wait moves with time: the socket tells it again when it is another.
    screen.until(lambda s: s.said["room"] | {"at": asked["at"]} == asked)
    total = Caller(hub, hub.token("manager")).must("GET", f"/halls/{hub.hall}/stats")["total"]
    shared = set(total) & set(asked["today"]["figures"])
    assert shared >= {
        "tickets",
        "served",
        "wait_mean",
        "within_target",
        "no_shows",
        "no_show_rate",
        "let_back",
        "further",
        "rating_mean",
        "abandoned",
    }
    assert {k: asked["today"]["figures"][k] for k in shared} == {k: total[k] for k in shared}
    screen.close()


def test_guides_watch_the_same_view_without_the_room_and_leads_see_their_department(hub: HubProcess) -> None:
    Kiosk(hub).take("marriage")
    guide, lead = watching(hub, "guide"), watching(hub, "lead", "tax")
    lead.until(lambda s: "room" in s.said)
    told = lead.said["room"]
    assert (told["department"], told["now"]["waiting"]) == ("tax", 0)
    assert told["today"]["figures"]["tickets"] == 0
    assert {w["id"] for w in told["now"]["windows"]} < {w["id"] for w in room(hub)["now"]["windows"]}
    assert room(hub, "lead", "civil")["now"]["waiting"] == 1
    guide.until(lambda s: "alarms" in s.said)
    assert "room" not in guide.said
    for screen in (guide, lead):
        screen.close()


@pytest.mark.parametrize("role", ["clerk", "guide", "kiosk", "display"])
def test_who_does_not_run_the_hall_is_not_told(hub: HubProcess, role: str) -> None:
    refused = Caller(hub, hub.token(role)).ask("GET", f"/halls/{hub.hall}/room")
    assert (refused.status, refused.code) == (403, "forbidden")


def test_slots_are_of_fifteen_thirty_or_sixty_minutes(hub: HubProcess) -> None:
    caller = Caller(hub, hub.token("auditor"))
    assert caller.must("GET", f"/halls/{hub.hall}/room?step=15")["room"]["today"]["curve"]["step"] == 900
    assert caller.ask("GET", f"/halls/{hub.hall}/room?step=7").code == "invalid"
