"""The registry over the wire: what a device says, what staff see and ask, and who is told of it."""

from __future__ import annotations

from typing import Any

import pytest

from server import profiles
from server.domain.floor import Alarm, Floor
from server.web import alarms
from tests.cast import Agent, Answer, Caller, Kiosk, Wall
from tests.domain.hall import raw
from tests.hubprocess import HubProcess, Json


@pytest.fixture
def manager(hub: HubProcess) -> Caller:
    return Caller(hub, hub.token("manager"))


def beat(who: Caller, device: str, kind: str = "printer", state: str = "ok", **more: Any) -> Json:
    return who.must("POST", f"{who.here}/beat", {"device": device, "kind": kind, "state": state, **more})


def order(who: Caller, device: str, do: str, **more: Any) -> Answer:
    return who.ask("POST", f"{who.here}/devices/{device}/orders", {"do": do, **more})


def listed(who: Caller) -> dict[str, Json]:
    return {d["id"]: d for d in who.must("GET", f"{who.here}/devices")["devices"]}


def test_whatever_beats_is_in_the_list_with_what_it_said(hub: HubProcess, manager: Caller) -> None:
    agent = Agent(hub, "k1")
    beat(agent, "k1", drives="tcp://10.0.0.9", zone="z1", version="0.1.0", wire=1)
    beat(agent, "k1.reader", "reader", "fault", detail="unplugged")
    found = listed(manager)
    printer, reader = found["k1"], found["k1.reader"]
    assert (printer["state"], printer["drives"], printer["zone"], printer["part_of"]) == (
        "ok", "tcp://10.0.0.9", "z1", None,
    )  # fmt: skip
    assert (reader["part_of"], reader["needed"], reader["last_error"]["detail"]) == ("k1", True, "unplugged")
    assert printer["since"] == printer["beat"]


def test_the_list_comes_in_pages(hub: HubProcess, manager: Caller) -> None:
    agent = Agent(hub)
    for n in range(3):
        beat(agent, f"d{n}")
    page = manager.must("GET", f"{hub_path(manager)}?limit=2")
    assert [d["id"] for d in page["devices"]] == ["d0", "d1"]
    rest = manager.must("GET", f"{hub_path(manager)}?limit=2&next={page['next']}")
    assert ([d["id"] for d in rest["devices"]], rest["next"]) == (["d2"], None)


def hub_path(who: Caller) -> str:
    return f"{who.here}/devices"


def test_a_page_is_nudged_gets_its_order_and_says_that_it_did_it(hub: HubProcess, manager: Caller) -> None:
    page, office = Caller(hub, hub.token("display", device="wall")), Wall(hub, "manage", "manager")
    screen = Wall(hub, device="wall")
    other = Wall(hub, device="other wall")
    beat(page, "wall", "board", zone="z1")
    given = order(manager, "wall", "identify").body["order"]
    screen.until(lambda s: s.said.get("order:wall") == {"id": given["id"]})
    (asked,) = beat(page, "wall", "board", zone="z1")["orders"]
    assert (asked["do"], asked["args"]["label"]) == ("identify", "wall")
    assert asked["args"]["where"] != "", "the zone by its name"
    assert beat(page, "wall", "board", zone="z1", did=[{"id": asked["id"]}])["orders"] == []
    office.until(lambda s: (s.said["device:wall"]["last_order"] or {}).get("id") == asked["id"])
    assert office.said["device:wall"]["last_order"]["error"] == ""
    assert "order:wall" not in other.said


def test_a_page_of_a_kiosk_is_nudged_under_its_own_name_beside_its_printer(
    hub: HubProcess, manager: Caller
) -> None:
    kiosk, agent = Kiosk(hub, "k1"), Agent(hub, "k1")
    page = Wall(hub, role="kiosk", device="k1")
    beat(agent, "k1")
    beat(kiosk, "k1-page", "kiosk")
    assert order(manager, "k1-page", "reload").status == 200
    page.until(lambda s: "order:k1-page" in s.said)
    assert [o["do"] for o in beat(kiosk, "k1-page", "kiosk")["orders"]] == ["reload"]
    assert beat(agent, "k1")["orders"] == []
    assert page.said["device:k1"]["kind"] == "printer"


def test_where_a_screen_belongs_is_decided_by_managers_and_outlives_its_reload(
    hub: HubProcess, manager: Caller
) -> None:
    page = Caller(hub, hub.token("display", device="wall"))
    beat(page, "wall", "board")
    assert page.must("GET", "/me")["assigned"] is None
    guide = Caller(hub, hub.token("guide"))
    assert order(guide, "wall", "test").status == 200
    assert order(guide, "wall", "zone", zone="z2").code == "forbidden"
    assert order(manager, "wall", "zone", zone="nowhere").code == "unknown_zone"
    assert order(manager, "wall", "zone", zone="z1").status == 200
    assert page.must("GET", "/me")["assigned"] == {"zone": "z1"}
    changed = manager.must("PATCH", f"{manager.here}/devices/wall", {"zone": None, "label": "Door"})["device"]
    assert (changed["assigned"], changed["label"]) == ({"zone": None}, "Door")
    assert beat(page, "wall", "board")["assigned"] == {"zone": None}


def test_a_spare_device_is_not_needed_when_staff_say_so(hub: HubProcess, manager: Caller) -> None:
    beat(Agent(hub), "k9")
    manager.must("PATCH", f"{manager.here}/devices/k9", {"needed": False})
    beat(Agent(hub), "k9", state="fault", detail="paper_out")
    assert listed(manager)["k9"]["needed"] is False
    assert manager.ask("PATCH", f"{manager.here}/devices/k8", {"needed": False}).code == "unknown_device"


def test_a_retired_device_is_gone_and_its_own_token_with_it(hub: HubProcess, manager: Caller) -> None:
    own, shared = Agent(hub, "k1"), Agent(hub)
    office = Wall(hub, "manage", "manager")
    beat(own, "k1")
    beat(shared, "strip-1", "strip")
    office.until(lambda s: "device:k1" in s.said and "device:strip-1" in s.said)
    assert manager.must("DELETE", f"{manager.here}/devices/k1")["revoked"] is True
    office.until(lambda s: s.said["device:k1"] == {"id": "k1", "gone": True})
    assert (
        own.ask("POST", f"{own.here}/beat", {"device": "k1", "kind": "printer", "state": "ok"}).status == 401
    )
    assert manager.must("DELETE", f"{manager.here}/devices/strip-1")["revoked"] is False
    assert list(listed(manager)) == []
    beat(shared, "strip-1", "strip")
    assert list(listed(manager)) == ["strip-1"], "what is there is there"
    assert manager.ask("DELETE", f"{manager.here}/devices/k1").code == "unknown_device"


def test_a_browser_nobody_let_in_under_a_name_is_not_missed(hub: HubProcess, manager: Caller) -> None:
    beat(Caller(hub, hub.token("display")), "board-3f2a", "board")
    assert listed(manager)["board-3f2a"]["needed"] is False


def test_a_wall_cannot_pass_for_the_printer_of_an_agent(hub: HubProcess, manager: Caller) -> None:
    beat(Agent(hub, "k1"), "k1")
    wall = Caller(hub, hub.token("display", device="k1"))
    answer = wall.ask("POST", f"{wall.here}/beat", {"device": "k1", "kind": "printer", "state": "ok"})
    assert answer.code == "device_taken"


def test_a_page_with_a_name_beats_as_that_and_what_stands_beside_it(hub: HubProcess, manager: Caller) -> None:
    wall = Caller(hub, hub.token("display", device="wall"))
    answer = wall.ask("POST", f"{wall.here}/beat", {"device": "k7", "kind": "printer", "state": "ok"})
    assert answer.code == "device_taken"
    beat(wall, "wall", "board")
    beat(wall, "wall-voice", "voice")
    assert list(listed(manager)) == ["wall", "wall-voice"]


def test_a_kiosk_is_told_where_paper_is_to_be_had(hub: HubProcess, manager: Caller) -> None:
    page, agents = Wall(hub, role="kiosk", device="k1"), Agent(hub)
    beat(agents, "k1", state="fault", detail="paper_out")
    beat(agents, "k2", state="warning", detail="paper_low")
    page.until(lambda s: [p["id"] for p in s.said["printers"]["working"]] == ["k2"])
    manager.must("PATCH", f"{manager.here}/devices/k2", {"label": "Kiosk by the stairs"})
    page.until(lambda s: s.said["printers"]["working"][0]["label"] == "Kiosk by the stairs")
    late = Wall(hub, role="kiosk", device="k3")
    late.until(lambda s: "printers" in s.said)
    beat(agents, "k2", state="fault", detail="cover_open")
    beat(agents, "k1")
    for screen in (page, late):
        screen.until(lambda s: [p["id"] for p in s.said["printers"]["working"]] == ["k1"])


def test_a_clerk_is_told_of_the_devices_at_his_window_and_managers_of_all() -> None:
    floor = Floor(profiles.build(raw()))
    for id, window in (("k1", None), ("screen-1", "w1"), ("screen-2", "w2")):
        key = f"device_silent:{id}"
        floor.alarms[key] = Alarm(key, "device_silent", {"device": id, "window": window, "zone": "z1"})
    told = {
        w: [a["facts"]["device"] for a in alarms.told(floor, ("caller", w))["alarms"]] for w in ("w1", None)
    }
    assert told == {"w1": ["screen-1"], None: ["k1", "screen-1", "screen-2"]}
