"""A day at a window with a USB numeric pad and the window's screen alone: sign-in, calls, transfers, the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from caller.keypad.config import Pad
from server.agent import keys as wire
from tests.caller.hall import PIN, Keypads, pad_file, person
from tests.cast import Kiosk, Wall
from tests.hubprocess import HubProcess, until


class Desk:
    """The clerk's fingers, and the screen above the window."""

    def __init__(self, hub: HubProcess, folder: Path) -> None:
        self.hub, path = hub, pad_file(folder)
        self.person = person(hub, "li", "17")
        self.keys = Keypads(hub, None, pads=(Pad(keys=str(path), window="w1"),))
        self.file = os.open(path, os.O_WRONLY)
        self.screen = Wall(hub, "window", window="w1")

    def type(self, keys: str) -> list[str]:
        """Press keys, wait until what they mean is done; the kinds of events it caused."""
        self.keys.now += 2
        before, pad = self.hub.seq(), self.keys.agent.pads[0]
        done = pad.taken + len(keys)
        for key in keys:
            name = {"E": "KPENTER"}.get(key, f"KP{key}")
            os.write(self.file, wire.event(name, True) + wire.event(name, False))
        until(lambda: pad.taken == done)
        return self.keys.settled(pad.desk, before)

    def told(self, code: str, **facts: str) -> None:
        """Wait until the screen is told exactly this."""
        self.screen.until(lambda s: s.said.get("desk") == {"code": code, "facts": facts})

    def sign_in(self, number: str = "17", pin: str = PIN) -> list[str]:
        return self.type(f"{number}*{pin}E")


@pytest.fixture
def desk(hub: HubProcess, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(hub, tmp_path)
    yield desk
    os.close(desk.file)
    desk.keys.end()
    desk.screen.close()


def test_a_whole_day_with_a_pad_and_the_window_screen_alone(hub: HubProcess, desk: Desk) -> None:
    for _ in range(4):
        Kiosk(hub).take("marriage")
    assert desk.type("E") == []
    desk.told("sign_in")
    assert desk.sign_in() == ["window.opened"]
    desk.told("signed_in")
    assert desk.type("E") == ["ticket.called"]
    assert desk.type("+") == ["ticket.recalled"]
    assert desk.type("3E") == ["ticket.completed", "ticket.called"]
    assert desk.type("/") == ["ticket.undone", "ticket.undone"]
    desk.told("undo", number="A002")
    assert desk.type("2E") == ["ticket.completed", "ticket.called"]
    assert desk.type("*71E") == ["ticket.transferred"]
    desk.told("transfer", number="A002", service="register")
    assert desk.type("E") == ["ticket.called"]
    assert desk.type(".") == ["ticket.held"]
    assert desk.type("E") == ["ticket.called"]
    assert desk.type("-") == ["ticket.no_show"]
    assert desk.type(".") == ["ticket.resumed"]
    assert desk.type("0") == ["window.paused"]
    assert desk.type("E") == ["ticket.completed"]
    assert desk.type("0") == ["window.opened"]
    assert desk.type("E") == []
    desk.told("nobody")
    assert desk.type("*0E") == ["window.closed"]
    outcomes = [e["data"]["outcome"] for e in hub.journal() if e["kind"] == "ticket.completed"]
    assert outcomes == ["incomplete", "accepted", "done"]


def test_a_code_is_shown_with_its_place_before_enter_and_a_wrong_one_moves_nobody(
    hub: HubProcess, desk: Desk
) -> None:
    Kiosk(hub).take("marriage")
    desk.sign_in()
    desk.type("E")
    desk.type("*7")
    desk.told("typing", typed="*7", window="w7")
    assert desk.type("E") == []
    desk.told("refused", error="not_served_here", service="marriage")
    assert desk.type("*99E") == []
    desk.told("unknown_code", typed="99")
    assert desk.type("*2E") == ["ticket.transferred"]


def test_a_wrong_pin_opens_nothing_and_is_never_shown(hub: HubProcess, desk: Desk) -> None:
    before = len(hub.log)
    assert desk.sign_in(pin="9999") == []
    desk.told("refused", error="wrong_password")
    assert desk.sign_in(number="18") == []
    assert desk.sign_in() == ["window.opened"]
    written = hub.log[before:]
    assert "9999" not in written and PIN not in written
    news = hub.rows("select value from news where hall = :hall and key = 'desk:w1'", hall=hub.hall)
    assert PIN not in str(news)


def test_the_next_person_signs_in_over_the_first_and_both_stand_in_the_journal(
    hub: HubProcess, desk: Desk
) -> None:
    other = person(hub, "wang", "18")
    for _ in range(2):
        Kiosk(hub).take("marriage")
    desk.sign_in()
    desk.type("E")
    desk.sign_in(number="18")
    desk.type("E")
    acts = [(e["kind"], e["actor"]) for e in hub.journal() if e["actor"].startswith("person:")]
    assert acts == [
        ("window.opened", f"person:{desk.person}"), ("ticket.called", f"person:{desk.person}"),
        ("window.opened", f"person:{other}"), ("ticket.completed", f"person:{other}"),
        ("ticket.called", f"person:{other}"),
    ]  # fmt: skip
    left = hub.rows(
        "select revoked_at is null from credential where kind = 'session' and hall = :h", h=hub.hall
    )
    assert sorted(left) == [(0,), (1,)], "the first session has ended"


def test_after_a_restart_of_the_agent_the_window_is_still_theirs(
    hub: HubProcess, desk: Desk, tmp_path: Path
) -> None:
    Kiosk(hub).take("marriage")
    desk.sign_in()
    desk.keys.end()
    os.close(desk.file)
    again = Keypads(hub, None, pads=(Pad(keys=str(tmp_path / "pad"), window="w1"),))
    desk.keys, desk.file = again, os.open(tmp_path / "pad", os.O_WRONLY)  # once somebody reads there
    assert desk.type("E") == ["ticket.called"]
    (entry,) = (e for e in hub.journal() if e["kind"] == "ticket.called")
    assert entry["actor"].startswith("token:") and entry["data"]["person"] == desk.person
    assert desk.type("0") == ["window.paused"]
    (entry,) = (e for e in hub.journal() if e["kind"] == "window.paused")
    assert entry["data"]["person"] == desk.person


def test_a_pad_that_is_pulled_out_is_a_fault_until_it_is_back(
    hub: HubProcess, desk: Desk, tmp_path: Path
) -> None:
    device = desk.keys.agent.pads[0].device
    assert device
    until(lambda: device.said == ("ok", ""))
    path = tmp_path / "pad"
    path.rename(tmp_path / "gone")
    os.close(desk.file)
    until(lambda: device.said == ("fault", "unplugged"))
    (tmp_path / "gone").rename(path)
    desk.file = os.open(path, os.O_WRONLY)
    until(lambda: device.said == ("ok", ""))
    assert desk.sign_in() == ["window.opened"]
