"""A device's live view against a scripted hub: order, gaps, silence, restarts, refusals."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import socketio
from werkzeug.serving import make_server

import server.live
from server.client import HubClient, HubRefusal
from server.protocol import NAMESPACE, WIRE, Json


class Hub:
    """The hub's side of the socket, moved by the test. `sid` of each connection comes through `joined`."""

    def __init__(self, port: int = 0) -> None:
        self.sio = socketio.Server(async_mode="threading", cors_allowed_origins=[])
        self.joined: queue.Queue[tuple[str, Json]] = queue.Queue()
        self.synced: queue.Queue[str] = queue.Queue()
        self.first: Json = view(5, "t1")
        self.refusal: Json | None = None
        self.stopped = False
        self.sio.on("connect", self._connect, namespace=NAMESPACE)
        self.sio.on("sync", self.synced.put, namespace=NAMESPACE)
        self.server = make_server("127.0.0.1", port, socketio.WSGIApp(self.sio), threaded=True)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def _connect(self, sid: str, _environ: Json, auth: Json) -> None:
        if self.refusal:
            self.joined.put((sid, auth))
            raise socketio.exceptions.ConnectionRefusedError("no", self.refusal)
        # As the real hub does: the snapshot may overtake the answer to `connect`.
        self.send(sid, "snapshot", self.first)
        self.joined.put((sid, auth))

    def send(self, sid: str, name: str, payload: Json) -> None:
        self.sio.emit(name, payload, to=sid, namespace=NAMESPACE)

    def stop(self) -> None:
        if self.stopped:
            return
        self.stopped = True
        for sid in list(self.sio.manager.rooms.get(NAMESPACE, {}).get(None, {})):
            self.sio.disconnect(sid, namespace=NAMESPACE)
        self.sio.shutdown()
        self.server.shutdown()
        self.server.server_close()


class Told:
    """What the follower is told, one queue each."""

    def __init__(self) -> None:
        self.changes: queue.Queue[tuple[int, list[str], Json | None]] = queue.Queue()
        self.states: queue.Queue[tuple[str, Any, str]] = queue.Queue()
        self.links: queue.Queue[tuple[bool, HubRefusal | None]] = queue.Queue()

    def change(self, copy: Any, update: Json | None) -> None:
        self.changes.put((copy.seq, sorted(copy.tickets), update))

    def follow(self, hub: Hub) -> server.live.Live:
        return HubClient(f"http://127.0.0.1:{hub.port}", "secret", "puning").follow(
            "board", zone="z1", on_change=self.change,
            on_state=lambda *a: self.states.put(a), on_link=lambda *a: self.links.put(a),
        )  # fmt: skip


def view(seq: int, *tickets: str) -> Json:
    return {
        "view": "board",
        "hall": "puning",
        "seq": seq,
        "at": "now",
        "tickets": [{"id": t} for t in tickets],
    }


def update(prev: int, seq: int, *tickets: str) -> Json:
    return {"prev": prev, "events": [{"seq": seq, "kind": "ticket.called"}], **view(seq, *tickets)}


def reborn(port: int) -> Hub:
    """A hub on the port of the one before: another process may hold it for a moment as its own end."""
    for _ in range(100):
        with contextlib.suppress(SystemExit):
            return Hub(port)
        threading.Event().wait(0.1)
    raise AssertionError(f"port {port} did not come free")


@pytest.fixture
def hub() -> Iterator[Hub]:
    hub = Hub()
    yield hub
    hub.stop()


@pytest.fixture
def told(hub: Hub) -> Iterator[Told]:
    told = Told()
    live = told.follow(hub)
    yield told
    live.close()


def test_a_snapshot_then_updates_make_the_view(hub: Hub, told: Told) -> None:
    sid, auth = hub.joined.get(timeout=5)
    assert auth == {"token": "secret", "hall": "puning", "view": "board", "wire": WIRE, "zone": "z1"}
    assert told.changes.get(timeout=5) == (5, ["t1"], None)
    assert told.links.get(timeout=5) == (True, None)
    hub.send(sid, "update", update(5, 6, "t2"))
    seq, tickets, change = told.changes.get(timeout=5)
    assert (seq, tickets) == (6, ["t1", "t2"])
    assert change and change["events"] == [{"seq": 6, "kind": "ticket.called"}]


def test_a_storm_of_updates_is_told_in_order(hub: Hub, told: Told) -> None:
    """The library gives each message a thread of its own, so they do arrive out of order."""
    sid, _ = hub.joined.get(timeout=5)
    for seq in range(6, 206):
        hub.send(sid, "update", update(seq - 1, seq, f"n{seq}"))
    assert [told.changes.get(timeout=5)[0] for _ in range(201)] == list(range(5, 206))
    assert hub.synced.empty()


def test_a_gap_that_lasts_asks_for_a_new_snapshot(hub: Hub, told: Told) -> None:
    sid, _ = hub.joined.get(timeout=5)
    hub.send(sid, "update", update(7, 8, "t8"))
    assert hub.synced.get(timeout=5) == sid
    hub.send(sid, "snapshot", view(8, "t8"))
    assert told.changes.get(timeout=5)[0] == 5
    assert told.changes.get(timeout=5) == (8, ["t8"], None)


def test_unnumbered_state_is_handed_on(hub: Hub, told: Told) -> None:
    sid, _ = hub.joined.get(timeout=5)
    hub.send(sid, "state", {"key": "waits", "at": "now", "value": {"a": None}})
    assert told.states.get(timeout=5) == ("waits", {"a": None}, "now")


def test_a_silent_hub_is_left_and_found_again(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.live, "SILENCE", 0.5)
    told = Told()
    live = told.follow(hub)
    hub.joined.get(timeout=5)
    assert [told.links.get(timeout=5)[0] for _ in range(3)] == [True, False, True]
    assert hub.joined.get(timeout=5)
    live.close()


def test_a_pulse_is_enough_to_stay(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.live, "SILENCE", 0.5)
    told = Told()
    live = told.follow(hub)
    sid, _ = hub.joined.get(timeout=5)
    quiet = threading.Event()
    for _ in range(8):
        hub.send(sid, "pulse", {"seq": 5})
        quiet.wait(0.1)
    assert hub.joined.empty()
    live.close()


def test_a_restarted_hub_is_found_again_and_its_snapshot_counts(hub: Hub, told: Told) -> None:
    assert told.changes.get(timeout=5)[0] == 5
    hub.stop()
    assert [told.links.get(timeout=5)[0] for _ in range(2)] == [True, False]
    again = reborn(hub.port)
    again.first = view(3, "t9")
    assert told.changes.get(timeout=10) == (3, ["t9"], None)
    assert told.links.get(timeout=5) == (True, None)
    again.stop()


def test_a_refusal_is_told_with_its_code(hub: Hub) -> None:
    hub.refusal = {"code": "wire_version", "detail": "This hub speaks wire 2."}
    told = Told()
    live = told.follow(hub)
    connected, refused = told.links.get(timeout=5)
    assert not connected and refused
    assert (refused.code, refused.detail) == ("wire_version", "This hub speaks wire 2.")
    live.close()


def test_a_callback_that_fails_does_not_end_the_link(hub: Hub) -> None:
    seen: queue.Queue[int] = queue.Queue()

    def change(copy: Any, _update: Json | None) -> None:
        seen.put(copy.seq)
        raise RuntimeError("the display fell over")

    live = HubClient(f"http://127.0.0.1:{hub.port}", "t", "puning").follow("board", on_change=change)
    sid, _ = hub.joined.get(timeout=5)
    hub.send(sid, "update", update(5, 6))
    assert [seen.get(timeout=5) for _ in range(2)] == [5, 6]
    live.close()


def test_closing_ends_it_at_once_even_without_a_hub() -> None:
    live = HubClient("http://127.0.0.1:9", "t", "puning").follow("board")
    live.close(3)
    assert not live._thread.is_alive()
