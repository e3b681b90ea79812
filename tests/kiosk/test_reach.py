"""The code on a slip only where somebody answers behind it, asked beside the work and believed for a while."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from kiosk import reach
from kiosk.config import KioskFile, SlipTable
from kiosk.making import Making
from kiosk.reach import ILL_SECONDS, WELL_SECONDS, Reach
from tests.kiosk.cast import PAYLOAD, TRACK


class Place:
    """A hub's public address that answers or not, and a clock to be moved by hand."""

    def __init__(self, well: bool = True) -> None:
        self.well, self.clock = well, 1000.0
        self.asked: list[str] = []
        self.later: list[Callable[[], None]] = []
        self.told = 0
        self.reach = Reach(self._ask, self.later.append, self._tell, monotonic=lambda: self.clock)

    def _ask(self, base: str) -> bool:
        self.asked.append(base)
        return self.well

    def _tell(self) -> None:
        self.told += 1

    def settle(self) -> None:
        while self.later:
            self.later.pop(0)()


def test_the_first_slip_does_not_wait_and_the_next_one_knows() -> None:
    place = Place()
    assert not place.reach.follows(TRACK)
    assert not place.reach.lost, "not known is no trouble yet"
    place.settle()
    assert place.reach.follows(TRACK) and place.asked == ["https://hall.example"]


def test_an_agent_that_knows_the_address_at_start_has_the_answer_before_the_first_slip() -> None:
    place = Place()
    place.reach.expect("https://hall.example/")
    place.settle()
    assert place.reach.follows(TRACK) and len(place.asked) == 1


def test_an_address_that_does_not_answer_is_told_once_and_tried_again() -> None:
    place = Place(well=False)
    place.reach.follows(TRACK)
    place.settle()
    assert place.reach.lost and not place.reach.follows(TRACK) and place.told == 1
    place.clock += ILL_SECONDS + 1
    place.well = True
    place.reach.look()
    place.settle()
    assert place.reach.follows(TRACK) and place.told == 2


def test_a_good_answer_is_believed_for_minutes_and_then_asked_again() -> None:
    place = Place()
    place.reach.follows(TRACK)
    place.settle()
    place.clock += WELL_SECONDS - 1
    place.reach.look()
    assert not place.later
    place.clock += 2
    place.well = False
    assert place.reach.follows(TRACK), "a slip takes what was last known"
    place.settle()
    assert not place.reach.follows(TRACK)


def test_one_question_at_a_time() -> None:
    place = Place()
    for _ in range(5):
        place.reach.follows(TRACK)
    assert len(place.later) == 1


def test_a_hall_without_a_public_address_is_not_asked_for() -> None:
    place = Place()
    place.reach.expect("")
    assert not place.later and not place.reach.lost


@pytest.fixture
def hub() -> Iterator[str]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_hub_that_answers_and_an_address_where_nobody_does(hub: str) -> None:
    assert reach.answers(hub)
    assert not reach.answers(f"{hub}/elsewhere")
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert not reach.answers(f"http://127.0.0.1:{port}")


@pytest.mark.parametrize(
    ("follow", "answering", "there"),
    [("answering", True, True), ("answering", False, False), ("always", False, True), ("never", True, False)],
)
def test_when_the_code_stands_on_the_slip(follow: str, answering: bool, there: bool) -> None:
    config = KioskFile(slip=SlipTable(mode="text", follow=follow))  # type: ignore[arg-type]
    data = Making(config, lambda link: answering).slip(PAYLOAD, False)
    assert (TRACK.encode() in data) == there
