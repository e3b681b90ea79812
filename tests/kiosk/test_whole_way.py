"""From taking a number over HTTP to the slip, with a real hub and a real agent in processes of their own."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from queue import Queue
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from kiosk.printer.virtual import FAILS
from server.client import HubClient
from server.protocol import Json
from tests.kiosk.cast import pictures
from tests.kiosk.conftest import SECONDS, Agent, RealHub


class Page:
    """The kiosk's page: takes numbers, and hears of its slips and its printer as the page does."""

    def __init__(self, hub: RealHub) -> None:
        self.client = hub.client("kiosk", "--device", "kiosk-1")
        self.slips: Queue[Json] = Queue()
        self.printer: Queue[Json] = Queue()
        self.live = self.client.follow("board", on_state=self._hear)

    def take(self, **more: Any) -> Json:
        return self.client.post(f"{self.client.path}/tickets", {"services": ["certificate"], **more})

    def slip_of(self, ticket: str) -> Json:
        while (slip := self.slips.get(timeout=SECONDS))["ticket"] != ticket:
            pass
        return slip

    def until_printer(self, state: str) -> Json:
        while (device := self.printer.get(timeout=SECONDS))["state"] != state:
            pass
        return device

    def _hear(self, key: str, value: Any, at: str) -> None:
        if key == "slip:kiosk-1":
            self.slips.put(value)
        elif key == "device:kiosk-1":
            self.printer.put(value)


@pytest.fixture
def page(real_hub: RealHub) -> Iterator[Page]:
    page = Page(real_hub)
    yield page
    page.live.close()


@pytest.fixture
def guide(real_hub: RealHub) -> HubClient:
    return real_hub.client("guide")


def suffer(agent: Agent, fail: str, **more: object) -> None:
    assert not fail or fail in FAILS
    (agent.folder / "state.json").write_text(json.dumps({"fail": fail, **more}))


def logged(agent: Agent) -> list[Json]:
    return [json.loads(line) for line in (agent.folder / "slips.jsonl").read_text("utf-8").splitlines()]


def test_a_number_is_taken_and_its_slip_comes_out(agent: Agent, page: Page) -> None:
    agent.start()
    taken = page.take()
    slip = page.slip_of(taken["ticket"]["id"])
    assert (slip["state"], slip["number"]) == ("done", taken["ticket"]["number"])
    (picture,) = pictures(agent.folder)
    (code,) = zxingcpp.read_barcodes(Image.open(picture).convert("L"))
    assert code.text == taken["track_url"]
    assert [(entry["number"], entry["copy"]) for entry in logged(agent)] == [(slip["number"], False)]


def test_without_paper_the_page_is_told_why_and_the_number_stands(
    agent: Agent, page: Page, guide: HubClient
) -> None:
    suffer(agent, "paper_out")
    agent.start()
    assert page.until_printer("fault")["detail"] == "paper_out"
    ticket = page.take()["ticket"]
    slip = page.slip_of(ticket["id"])
    assert (slip["state"], slip["reason"]) == ("failed", "paper_out")
    assert guide.get(f"{guide.path}/tickets/{ticket['id']}")["ticket"]["status"] == "waiting"
    assert not pictures(agent.folder)


def test_new_paper_and_a_reprint_bring_a_copy(agent: Agent, page: Page, guide: HubClient) -> None:
    suffer(agent, "cover_open")
    agent.start()
    ticket = page.take()["ticket"]
    assert page.slip_of(ticket["id"])["reason"] == "cover_open"
    suffer(agent, "")
    page.until_printer("ok")
    guide.post(f"{guide.path}/tickets/{ticket['id']}/reprint")
    assert page.slip_of(ticket["id"])["state"] == "done"
    assert [(entry["number"], entry["copy"]) for entry in logged(agent)] == [(ticket["number"], True)]


def test_an_agent_told_to_end_finishes_the_slip_in_its_hand(agent: Agent, page: Page) -> None:
    suffer(agent, "slow", seconds=1)
    agent.start()
    ticket = page.take()["ticket"]
    agent.until_it_says(f"ticket {ticket['number']}: printing")
    assert agent.end(signal.SIGTERM) == 0
    slip = page.slip_of(ticket["id"])
    assert (slip["state"], len(pictures(agent.folder))) == ("done", 1)


def test_a_slip_in_the_hand_of_an_agent_that_died_comes_again_as_a_copy(
    agent: Agent, page: Page, real_hub: RealHub
) -> None:
    ticket = page.take()["ticket"]
    (job,) = real_hub.client("agent").lease(["print"], wait=5, seconds=5, device="kiosk-1")
    assert (job["ticket"], job["repeat"]) == (ticket["id"], False)
    agent.start()
    assert page.slip_of(ticket["id"])["state"] == "done"
    assert [entry["copy"] for entry in logged(agent)] == [True]


def test_a_code_that_leads_nowhere_is_left_away_and_staff_are_told(agent: Agent, page: Page) -> None:
    agent.follow = "answering"
    agent.start()
    assert page.until_printer("warning")["detail"] == "no_code"
    taken = page.take()
    assert taken["track_url"] and page.slip_of(taken["ticket"]["id"])["state"] == "done"
    (picture,) = pictures(agent.folder)
    assert zxingcpp.read_barcodes(Image.open(picture).convert("L")) == []


def test_staff_have_a_test_slip_printed(agent: Agent, page: Page, guide: HubClient) -> None:
    agent.start()
    page.until_printer("ok")
    guide.post(f"{guide.path}/devices/kiosk-1/orders", {"do": "test"})
    suffer(agent, "paper_low")  # a change is told at once, and the order comes with the answer
    agent.until_it_says("kiosk-1 is asked to test")
    agent.until_it_says("a test slip was printed")
    assert len(pictures(agent.folder)) == 1


def test_a_wrong_token_ends_the_agent_with_a_sentence(agent: Agent) -> None:
    agent.token = "pht_00000000_nobody"
    agent.start()
    agent.until_it_says("Error: the hub refuses this token")
    assert agent.wait() == 1
