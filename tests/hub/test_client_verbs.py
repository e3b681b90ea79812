"""A device's verbs against a hub that loses answers, is busy, refuses, or is something else altogether."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from server.client import HubClient, HubRefusal, HubUnreachable
from server.protocol import WIRE

GOOD = (200, {"seq": 7, "ticket": None})
LOST = None


class Wire:
    """A door that answers what the test wrote down, in order; the last answer stays. LOST cuts the line."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, Any] | tuple[int, Any, dict[str, str]] | None] = [GOOD]
        self.asked: list[tuple[str, str, dict[str, str], Any]] = []
        door = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                asked = (self.command, self.path, dict(self.headers), json.loads(body) if body else None)
                door.asked.append(asked)
                answer = door.answers.pop(0) if len(door.answers) > 1 else door.answers[0]
                if answer is LOST:
                    self.close_connection = True
                    return
                status, value, *headers = answer
                text = value if isinstance(value, bytes) else json.dumps(value).encode()
                self.send_response(status)
                for name, said in (headers[0] if headers else {}).items():
                    self.send_header(name, said)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = answer  # noqa: N815 - http.server's names

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def keys(self) -> list[str]:
        return [headers["Idempotency-Key"] for _, _, headers, _ in self.asked]


@pytest.fixture
def wire() -> Iterator[Wire]:
    wire = Wire()
    thread = threading.Thread(target=wire.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield wire
    wire.server.shutdown()
    wire.server.server_close()


def client(wire: Wire, **options: Any) -> HubClient:
    return HubClient(wire.url, "secret", "puning", **options)


def test_a_verb_carries_the_token_and_a_fresh_key(wire: Wire) -> None:
    hub = client(wire)
    assert hub.post("/halls/puning/windows/3/call-next", {"ticket": None}) == GOOD[1]
    hub.post("/halls/puning/windows/3/call-next")
    method, path, headers, body = wire.asked[0]
    assert (method, path) == ("POST", "/api/v1/halls/puning/windows/3/call-next")
    assert headers["Authorization"] == "Bearer secret" and body == {"ticket": None}
    assert len(set(wire.keys())) == 2


@pytest.mark.parametrize("trouble", [LOST, (502, b"<html>"), (503, {"code": "busy"}), (504, b"")])
def test_a_lost_answer_is_asked_again_with_the_same_key(wire: Wire, trouble: Any) -> None:
    wire.answers = [trouble, trouble, GOOD]
    assert client(wire).post("/halls/puning/beat") == GOOD[1]
    assert len(wire.asked) == 3 and len(set(wire.keys())) == 1


def test_a_refusal_is_told_with_its_facts_and_not_repeated(wire: Wire) -> None:
    problem = {
        "code": "ticket_changed",
        "status": 409,
        "title": "x",
        "detail": "Another.",
        "window": {"id": "3"},
    }
    wire.answers = [(409, problem)]
    with pytest.raises(HubRefusal) as refused:
        client(wire).post("/halls/puning/windows/3/start")
    error = refused.value
    assert (error.code, error.status, error.detail) == ("ticket_changed", 409, "Another.")
    assert error.facts == {"window": {"id": "3"}} and len(wire.asked) == 1


def test_a_hub_that_stays_busy_is_told_as_such_when_patience_ends(wire: Wire) -> None:
    wire.answers = [(503, {"code": "busy", "detail": "Try again."})]
    with pytest.raises(HubRefusal) as refused:
        client(wire, patience=0.3).post("/halls/puning/beat")
    assert refused.value.code == "busy"


def test_the_hub_s_own_pause_is_kept(wire: Wire) -> None:
    wire.answers = [(503, {"code": "busy"}, {"Retry-After": "1"}), GOOD]
    began = time.monotonic()
    client(wire).get("/halls")
    assert time.monotonic() - began >= 1.0


def test_no_hub_is_unreachable_in_words() -> None:
    hub = HubClient("http://127.0.0.1:9", "secret", "puning", patience=0)
    with pytest.raises(HubUnreachable, match=r"127\.0\.0\.1:9.*[Rr]efused"):
        hub.get("/halls")


def test_a_hub_without_encryption_that_is_asked_with_it_is_told_as_such(wire: Wire) -> None:
    hub = HubClient(wire.url.replace("http://", "https://"), "secret", "puning", patience=0)
    with pytest.raises(HubUnreachable, match="speaks http, without encryption; write http://"):
        hub.get("/halls")


@pytest.mark.parametrize("answer", [(200, b"<html>router</html>"), (200, [1])])
def test_what_answers_but_is_no_hub_is_told(wire: Wire, answer: Any) -> None:
    wire.answers = [answer]
    with pytest.raises(HubUnreachable, match="not a Paihao hub"):
        client(wire).get("/me")


def test_an_error_page_without_a_problem_still_has_a_code(wire: Wire) -> None:
    wire.answers = [(404, b"not here")]
    with pytest.raises(HubRefusal) as refused:
        client(wire).get("/nowhere")
    assert (refused.value.code, refused.value.status) == ("http_404", 404)


def test_stopping_ends_the_waiting_between_attempts(wire: Wire) -> None:
    wire.answers = [(503, {"code": "busy"}, {"Retry-After": "10"})]
    stop = threading.Event()
    hub = client(wire, stop=stop)
    threading.Timer(0.1, stop.set).start()
    with pytest.raises(HubRefusal):
        hub.get("/halls")
    assert len(wire.asked) == 1, "ten seconds later it would have asked again"


def test_a_hub_of_another_wire_is_refused_in_words(wire: Wire) -> None:
    wire.answers = [(200, {"wire": WIRE + 1, "version": "9.0"})]
    with pytest.raises(HubRefusal, match=r"wire 2 \(Paihao 9\.0\)"):
        client(wire).me()


def test_jobs_are_leased_and_ended_by_their_words(wire: Wire) -> None:
    wire.answers = [(200, {"jobs": [{"id": "s1"}], "seq": 3}), GOOD]
    hub = client(wire)
    assert hub.lease(["speech"], wait=1, zone="hall-1", device=None, limit=1) == [{"id": "s1"}]
    hub.done("s1")
    hub.done("s1", "A001", spoken_at=1_700_000_000.25, seconds=4.5)
    hub.failed("s1", "no voice", permanent=True)
    hub.dropped("s1", "undone")
    jobs = "/api/v1/halls/puning/jobs/"
    assert [path for _, path, _, _ in wire.asked] == [
        jobs + "lease", jobs + "s1/done", jobs + "s1/done", jobs + "s1/failed", jobs + "s1/dropped",
    ]  # fmt: skip
    assert [body for *_, body in wire.asked] == [
        {"kinds": ["speech"], "wait": 1, "seconds": 30, "zone": "hall-1", "limit": 1},
        {}, {"detail": "A001", "spoken_at": "2023-11-14T22:13:20.250Z", "seconds": 4.5},
        {"reason": "no voice", "permanent": True}, {"reason": "undone"},
    ]  # fmt: skip


def test_a_lease_whose_answer_was_lost_is_told_to_whoever_must_ask_anew(wire: Wire) -> None:
    wire.answers = [LOST, (200, {"jobs": [], "seq": 3})]
    with pytest.raises(HubUnreachable):
        client(wire).lease(["print"])
    assert len(wire.asked) == 1


def test_a_beat_that_finds_no_hub_does_not_wait(wire: Wire) -> None:
    wire.answers = [LOST]
    with pytest.raises(HubUnreachable):
        client(wire).beat("voice-1", "voice", "ok")
    assert len(wire.asked) == 1, "whoever waits asks again"


@pytest.mark.parametrize(
    "address", ["10.0.0.2:8080", "ftp://x", "http://", "http://h:99999", "http://a b:80", ""]
)
def test_an_address_that_is_none_is_refused_at_once(address: str) -> None:
    with pytest.raises(ValueError, match="http://"):
        HubClient(address, "secret", "puning")
