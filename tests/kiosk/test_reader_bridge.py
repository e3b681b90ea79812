"""The door for vendors' programs: a program on this computer may say what it read, a web page may not."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Callable, Iterator

import pytest

from kiosk.reader.bridge import Bridge, reading
from kiosk.reader.table import Said
from tests.kiosk.readerdesk import ELDER, SECONDS

CARD = {"name": "张秀英", "id_number": ELDER, "kind": "id_card"}


TAKEN: list[Said] = []


@pytest.fixture
def taken() -> list[Said]:
    """What the bridges passed on in this test."""
    TAKEN.clear()
    return TAKEN


@pytest.fixture(scope="module")
def bridge() -> Iterator[Callable[..., Bridge]]:
    opened: dict[tuple[str, str], Bridge] = {}

    def make(secret: str = "", answers: str = "") -> Bridge:
        if (secret, answers) not in opened:
            opened[secret, answers] = Bridge(0, secret, lambda said: TAKEN.append(said) or answers)
            opened[secret, answers].start()
        return opened[secret, answers]

    yield make
    for one in opened.values():
        one.shutdown()
        one.server_close()


def post(
    bridge: Bridge, body: object = CARD, method: str = "POST", path: str = "/reading", **headers: str
) -> int:
    """The status of the answer. Header names are written with _ for -."""
    line = http.client.HTTPConnection("127.0.0.1", bridge.server_port, timeout=SECONDS)
    named = {"Content-Type": "application/json"} | {k.replace("_", "-"): v for k, v in headers.items()}
    line.request(method, path, body if isinstance(body, bytes) else json.dumps(body).encode(), named)
    status = line.getresponse().status
    line.close()
    return status


def test_a_program_posts_what_it_read(bridge: Callable[..., Bridge], taken: list[Said]) -> None:
    assert post(bridge()) == 200
    assert taken == [Said("id_card", ELDER, "张秀英")]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403), ({"Origin": "null"}, 403), ({"Referer": "http://127.0.0.1/"}, 403),
        ({"Sec_Fetch_Site": "same-origin"}, 403), ({"Cookie": "a=b"}, 403), ({"Host": "evil.example:80"}, 403),
        ({"Content_Type": "text/plain"}, 415), ({"Content_Length": "99999"}, 413),
    ],
)  # fmt: skip
def test_whoever_speaks_like_a_browser_is_refused(
    bridge: Callable[..., Bridge], taken: list[Said], headers: dict[str, str], status: int
) -> None:
    assert post(bridge(), **headers) == status
    assert taken == []


def test_no_page_is_ever_told_that_it_may_ask(bridge: Callable[..., Bridge], taken: list[Said]) -> None:
    one = bridge()
    assert post(one, method="OPTIONS", Origin="http://evil.example") == 501
    assert post(one, method="GET") == 501
    assert post(one, path="/") == 404
    assert taken == []


def test_where_there_is_a_secret_it_must_be_shown(bridge: Callable[..., Bridge], taken: list[Said]) -> None:
    one = bridge(secret="s3cret")
    assert [post(one), post(one, Authorization="Bearer wrong"), post(one, Authorization="Bearer s3cret")] == [
        401,
        401,
        200,
    ]
    assert len(taken) == 1


@pytest.mark.parametrize(("answers", "status"), [("hub_unreachable", 503), ("invalid_id", 422)])
def test_the_program_learns_what_became_of_it(
    bridge: Callable[..., Bridge], answers: str, status: int
) -> None:
    assert post(bridge(answers=answers)) == status


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"id_number": 5}', b'{"name": "x"}', b'{"id_number": "1", "photo": "x"}',
             b'{"id_number": "1", "kind": "library"}', b"\xff", b"[" * 3000],
)  # fmt: skip
def test_what_is_not_like_it_should_be_is_refused(bridge: Callable[..., Bridge], body: bytes) -> None:
    assert reading(body) is None
    assert post(bridge(), body) == 422


def test_only_this_computer_reaches_it_and_a_visitor_who_says_nothing_holds_nobody_up(
    bridge: Callable[..., Bridge], taken: list[Said]
) -> None:
    one = bridge()
    assert one.server_address[0] == "127.0.0.1"
    with socket.create_connection(("127.0.0.1", one.server_port), SECONDS):
        assert post(one) == 200
    with pytest.raises(OSError):
        Bridge(one.server_port, "", lambda said: "")
