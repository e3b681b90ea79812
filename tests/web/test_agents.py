"""An agent with many cases over the wire: a letter and line of its own, the windows and the waiting everybody has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cast import Clerk, Guide, Kiosk, Wall
from tests.hubprocess import SMALL, HubProcess


@pytest.fixture
def hub(tmp_path: Path, new_hub: Callable[..., HubProcess]) -> HubProcess:
    profile = tmp_path / "agents.toml"
    queue = '[[queues]]\nid = "agents"\nprefix = "G"\nname = "代办"\n\n[[services]]'
    text = SMALL.read_text("utf-8").replace("[[services]]", queue, 1)
    profile.write_text(text + '[rules]\nagent_cases = 5\nagent_queue = "agents"\n', "utf-8")
    return new_hub(profile=profile).start()


def test_an_agent_stands_among_those_who_came_before_and_after(hub: HubProcess) -> None:
    kiosk, clerk = Kiosk(hub), Clerk(hub, "w1")
    board, desk = Wall(hub), Wall(hub, "caller", role="clerk", window="w1")
    before = [kiosk.take("pension")["ticket"]["number"] for _ in range(2)]
    agent = kiosk.take("marriage", cases=12)["ticket"]
    assert (agent["number"], agent["queue"], agent["cases"], agent["ahead"]) == ("G001", "agents", 12, 2)
    after = kiosk.take("pension")["ticket"]
    assert after["ahead"] == 3
    for screen in (board, desk):
        screen.until(lambda s: s.queues["agents"]["waiting"] == 1 and s.queues["all"]["waiting"] == 3)
    assert [clerk.next(finish="completed") for _ in range(4)] == [*before, "G001", after["number"]]
    assert hub.rows("select number, items from visit where id = :id", id=agent["id"]) == [("G001", 12)]
    desk.until(lambda s: s.queues["agents"]["waiting"] == 0)


def test_a_call_taken_back_leaves_the_agent_in_the_agents_line(hub: HubProcess) -> None:
    agent = Guide(hub).take("pension", cases=5)["ticket"]
    clerk = Clerk(hub, "w1")
    assert clerk.next() == "G001"
    assert clerk.look(agent["id"])["queue"] == "agents"
    assert clerk.press("undo")["ticket"]["queue"] == "agents"
