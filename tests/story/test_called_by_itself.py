"""A hall that calls by itself, clerks that are rung, and alarms that somebody sees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cast import Caller, Clerk, Guide, Kiosk, Wall
from tests.hubprocess import SMALL, HubProcess

RULES = """
[rules]
auto_call = true

[[overload]]
queue = "tax"
waiting = 2
"""


@pytest.fixture
def hub(new_hub: Callable[..., HubProcess], tmp_path: Path) -> HubProcess:
    """The small hall with calls by themselves, and an alarm when more than two wait for the tax office."""
    profile = tmp_path / "lively.toml"
    profile.write_text(SMALL.read_text("utf-8") + RULES, "utf-8")
    return new_hub(profile=profile).start()


def test_a_clerk_who_is_ready_never_presses_next(hub: HubProcess) -> None:
    kiosk, clerk, wall = Kiosk(hub), Clerk(hub, "w1"), Wall(hub)
    assert clerk.press("ready", ready=True)["window"]["ready"] is True
    for _ in range(2):
        kiosk.take("marriage")
    wall.until(lambda s: s.numbers("called") == ["A001"])
    clerk.press("start")
    clerk.press("complete")
    wall.until(lambda s: "A002" in s.numbers("called"))
    calls = [e for e in hub.journal() if e["kind"] == "ticket.called"]
    assert [e["actor"] for e in calls] == ["system", "system"]
    person = next(e["data"]["person"] for e in hub.journal() if e["kind"] == "window.opened")
    assert {e["data"]["person"] for e in calls} == {person}
    clerk.press("complete")
    clerk.press("pause")
    assert clerk.press("open")["window"]["ready"] is False
    kiosk.take("marriage")
    assert clerk.next() == "A003", "after a pause they press again"


def test_in_other_halls_nobody_can_be_ready(house: HubProcess) -> None:
    hall = house.with_hall("hall_without_calls")
    assert Clerk(hall, "w1").try_("ready", ready=True).code == "auto_call_off"


def test_only_one_of_several_idle_clerks_is_rung(hub: HubProcess) -> None:
    Clerk(hub, "w5")
    Clerk(hub, "w6")
    pages = {w: Wall(hub, "caller", "clerk", window=w) for w in ("w5", "w6")}
    for page in pages.values():
        page.until(lambda s: s.said.get("ring") == {"ring": False})
    Kiosk(hub).take("deed")
    pages["w5"].until(lambda s: s.said["ring"] == {"ring": True, "number": "B001"})
    assert pages["w6"].said["ring"] == {"ring": False}
    Kiosk(hub).take("deed")
    pages["w6"].until(lambda s: s.said["ring"] == {"ring": True, "number": "B002"})
    Clerk(hub, "w5", opened=False).press("call-next")
    pages["w5"].until(lambda s: s.said["ring"] == {"ring": False})


def test_a_crowd_is_told_to_those_it_concerns_and_somebody_takes_care_of_it(hub: HubProcess) -> None:
    kiosk, guide = Kiosk(hub), Guide(hub)
    tax, civil = (Wall(hub, "caller", "clerk", window=w) for w in ("w5", "w1"))
    office = Wall(hub, "manage", "manager")
    for _ in range(3):
        kiosk.take("deed")
    for page in (tax, office):
        page.until(lambda s: s.said.get("alarms", {}).get("alarms"))
    (alarm,) = office.said["alarms"]["alarms"]
    assert (alarm["kind"], alarm["facts"]["queue"], alarm["acknowledged"]) == ("overload", "tax", None)
    assert civil.said["alarms"] == {"alarms": []}
    assert guide.must("GET", f"{guide.here}/alarms")["alarms"] == [alarm]
    path = f"{guide.here}/alarms/{alarm['key']}/acknowledge"
    guide.must("POST", path, {"reason": "window_6_opens"})
    office.until(lambda s: s.said["alarms"]["alarms"][0]["acknowledged"])
    assert guide.ask("POST", f"{guide.here}/alarms/nothing/acknowledge", {}).code == "unknown_alarm"
    assert Caller(hub, hub.token("auditor")).ask("POST", path, {}).code == "forbidden"
    clerk = Clerk(hub, "w5")
    for _ in range(2):
        clerk.press("call-next", finish="completed")
    office.until(lambda s: s.said["alarms"] == {"alarms": []})
