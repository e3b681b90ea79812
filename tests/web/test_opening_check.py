"""The opening self-check: before the doors open it says, as codes, what is not ready, and has everything try itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Agent, Caller, Clerk, Kiosk
from tests.hubprocess import HubProcess, Json


@pytest.fixture
def guide(hub: HubProcess) -> Caller:
    return Caller(hub, hub.token("guide"))


def look(who: Caller) -> dict[str, Json]:
    return {i["key"]: i for i in who.must("GET", f"{who.here}/opening-check")["items"]}


def states(who: Caller, *keys: str) -> list[str]:
    found = look(who)
    return [found[key]["state"] for key in keys]


def beat(who: Caller, device: str, kind: str, state: str = "ok", **more: Any) -> Json:
    return who.must("POST", f"{who.here}/beat", {"device": device, "kind": kind, "state": state, **more})


def test_an_empty_hall_says_what_is_missing_and_not_that_all_is_well(guide: Caller) -> None:
    found = look(guide)
    assert list(found) == [
        "day", "clock", "storage", "printers", "paper", "voice", "screens", "strips", "keypads", "readers",
        "clerks", "public_url",
    ]  # fmt: skip
    assert {key: item["state"] for key, item in found.items()} == {
        "day": "warning", "clock": "ok", "storage": found["storage"]["state"], "printers": "unknown",
        "paper": "unknown", "voice": "fault", "screens": "unknown", "strips": "unknown", "keypads": "unknown",
        "readers": "unknown", "clerks": "fault", "public_url": "ok",
    }  # fmt: skip
    assert found["storage"]["facts"]["writable"] is True
    assert set(found["voice"]["facts"]["missing"]) == {"z1", "z2", "z3"}


def test_a_kiosk_without_a_printer_and_one_that_is_out_of_paper_are_named(
    hub: HubProcess, guide: Caller
) -> None:
    agents = Agent(hub)
    beat(Kiosk(hub, "k1"), "k1-page", "kiosk")
    beat(Kiosk(hub, "k2"), "k2-page", "kiosk")
    beat(agents, "k2", "printer", "warning", detail="paper_low")
    item = look(guide)["printers"]
    assert (item["state"], item["facts"]["missing"]) == ("fault", ["k1"])
    assert look(guide)["paper"]["facts"]["low"] == ["k2"]
    beat(agents, "k1", "printer", "fault", detail="paper_out")
    assert look(guide)["printers"]["facts"]["missing"] == []
    paper = look(guide)["paper"]
    assert (paper["state"], paper["facts"]["out"]) == ("fault", ["k1"])
    beat(agents, "k1", "printer")
    beat(agents, "k2", "printer", detail="not_asked")
    assert states(guide, "printers", "paper") == ["ok", "ok"]
    beat(agents, "k1", "printer", detail="mute", state="fault")
    assert states(guide, "printers", "paper") == ["fault", "unknown"]


def test_each_zone_where_somebody_works_needs_a_voice_or_the_hall_one(hub: HubProcess, guide: Caller) -> None:
    agents = Agent(hub)
    beat(agents, "voice-1", "voice", zone="z1")
    item = look(guide)["voice"]
    assert (item["state"], item["facts"]["missing"]) == ("fault", ["z2", "z3"])
    beat(agents, "voice-all", "voice")
    assert look(guide)["voice"]["state"] == "ok"
    beat(agents, "voice-all", "voice", "fault", detail="no card")
    assert look(guide)["voice"]["state"] == "fault"


def test_where_windows_have_screens_the_bare_one_is_named(hub: HubProcess, guide: Caller) -> None:
    page = Caller(hub, hub.token("display", device="wall"))
    beat(page, "wall", "board")
    assert look(guide)["screens"]["facts"]["missing"] == []
    agents = Agent(hub)
    beat(agents, "strip-1", "strip", window="w1")
    item = look(guide)["screens"]
    assert item["state"] == "warning" and "w1" not in item["facts"]["missing"] and item["facts"]["missing"]
    assert states(guide, "strips") == ["ok"]


def test_windows_fill_with_clerks_one_by_one(hub: HubProcess, guide: Caller) -> None:
    empty = look(guide)["clerks"]["facts"]["empty"]
    Clerk(hub, "w1")
    assert states(guide, "day") == ["ok"], "the first press opens it"
    item = look(guide)["clerks"]
    assert (item["state"], item["facts"]["staffed"]) == ("warning", ["w1"])
    assert item["facts"]["empty"] == [w for w in empty if w != "w1"]
    for window in item["facts"]["empty"]:
        Clerk(hub, window)
    assert states(guide, "clerks") == ["ok"]


def test_a_device_nobody_needs_is_not_counted(hub: HubProcess, guide: Caller) -> None:
    manager = Caller(hub, hub.token("manager"))
    beat(Agent(hub), "k9", "printer", "fault", detail="offline")
    assert states(guide, "printers") == ["fault"]
    manager.must("PATCH", f"{manager.here}/devices/k9", {"needed": False})
    assert states(guide, "printers") == ["unknown"]


def test_one_press_has_every_device_show_that_it_works(hub: HubProcess, guide: Caller) -> None:
    agents, page = Agent(hub), Caller(hub, hub.token("display", device="wall"))
    for id, kind in (("k1", "printer"), ("voice-1", "voice"), ("k1.reader", "reader")):
        beat(agents, id, kind)
    beat(page, "wall", "board")
    run = guide.must("POST", f"{guide.here}/opening-check")
    assert {(o["device"], o["do"]) for o in run["orders"]} == {
        ("k1", "test"), ("voice-1", "test"), ("wall", "identify"),
    }  # fmt: skip
    assert run["skipped"] == []
    assert [o["do"] for o in beat(agents, "k1", "printer")["orders"]] == ["test"]
    assert beat(agents, "k1.reader", "reader")["orders"] == []
