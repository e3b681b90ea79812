"""Every hall of `config/` on one hub: a number in each of its queues, called at a window that serves it."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.domain.profile import Hall
from server.profiles import load
from tests.cast import Clerk, Kiosk
from tests.hubprocess import HubProcess

FILES = {f.stem: f for f in sorted((Path(__file__).resolve().parents[2] / "config").glob("*.toml"))}


def one_of_each_queue(hall: Hall) -> list[str]:
    return list({s.queue: s.id for s in reversed(hall.services)}.values())


@pytest.mark.parametrize("name", FILES)
def test_a_number_in_each_queue_is_called_where_it_is_served(hub: HubProcess, name: str) -> None:
    here, hall = hub.with_hall(f"every-{name}", FILES[name]), load(FILES[name])[1]
    kiosk = Kiosk(here)
    for service in one_of_each_queue(hall):
        window = hall.window[hall.windows_of[service][0]]
        taken = kiosk.take(service)["ticket"]
        assert taken["number"].startswith(hall.queue[hall.service[service].queue].prefix)
        clerk = Clerk(here, window.id)
        assert clerk.next() == taken["number"]
        clerk.press("start")
        clerk.press("complete")


def test_in_a_village_without_a_kiosk_the_clerk_gives_the_number_and_calls_it(hub: HubProcess) -> None:
    clerk = Clerk(hub.with_hall("every-village-clerk", FILES["xiangxi-village"]), "w1")
    taken = clerk.must("POST", f"{clerk.here}/tickets", {"services": ["agency"]}, "first")
    assert taken["ticket"]["number"] == "A001"
    assert clerk.next() == "A001"
    assert clerk.look(taken["ticket"]["id"])["window"] == "w1"
