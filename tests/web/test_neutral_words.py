"""Somebody who complains is called like anyone else: no wall, screen, voice, slip or phone says what for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cast import Agent, Clerk, Kiosk, Phone, Wall
from tests.hubprocess import SMALL, HubProcess, Json

SHOUTED = ("投诉", "办不成事", "Complain", "Unresolved")
MORE = """
[[zones]]
id = "z4"
name = "投诉接待区"
name_en = "Complaints area"
floor = "1"

[[queues]]
id = "voice"
prefix = "F"
name = "意见建议"

[[services]]
id = "grievance"
name = "投诉举报"
name_en = "Complaints"
queue = "voice"
purpose = "complain"

[[services]]
id = "stuck"
name = "办不成事反映"
name_en = "Unresolved matters"
queue = "voice"
purpose = "complain"

[[windows]]
number = 9
sign = "{number}号投诉窗口"
sign_en = "Complaints window {number}"
kind = "complaint"
zone = "z4"
services = ["grievance"]

[[windows]]
number = 10
sign = "“办不成事”反映窗口"
sign_en = "Unresolved matters"
kind = "unresolved"
zone = "z4"
services = ["stuck"]
"""


@pytest.fixture
def hub(tmp_path: Path, new_hub: Callable[..., HubProcess]) -> HubProcess:
    profile = tmp_path / "heard.toml"
    text, classes, rest = SMALL.read_text("utf-8").partition("[[classes]]")
    profile.write_text(text + MORE + classes + rest, "utf-8")
    return new_hub(profile=profile).start()


@pytest.mark.parametrize(("service", "window"), [("grievance", "w9"), ("stuck", "w10")])
def test_a_complaint_is_called_in_neutral_words(hub: HubProcess, service: str, window: str) -> None:
    kiosk, clerk, agent = Kiosk(hub), Clerk(hub, window), Agent(hub, "kiosk-1")
    board, screen = Wall(hub), Wall(hub, "window", window=window)
    taken = kiosk.take(service)
    phone = Phone(hub, taken)
    heard: list[Json] = [phone.see(), *agent.lease("print")]
    number = clerk.next()
    for wall in (board, screen):
        wall.until(lambda s: s.numbers("called"))
        heard.append({"tickets": wall.tickets, "windows": wall.windows})
    (speech,) = agent.lease("speech")
    heard += [phone.see(), speech, kiosk.must("GET", f"{kiosk.here}/board")]
    assert speech["payload"]["sign"] == f"{window[1:]}号窗口"
    assert speech["payload"]["number"] == number
    for said in heard:
        text = json.dumps(said, ensure_ascii=False)
        assert [word for word in SHOUTED if word in text] == [], text


def test_other_windows_are_called_by_their_plates(hub: HubProcess) -> None:
    Kiosk(hub).take("collect")
    Clerk(hub, "w4").next()
    (speech,) = Agent(hub).lease("speech")
    assert speech["payload"]["sign"] == "4号发证窗口"
