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
from server.view import EARLY_MAX
from tests.hubprocess import until

SECONDS = 60.0
"""How long what must come is waited for."""


class Hub:
    """The hub's side of the socket, moved by the test. `sid` of each connection comes through `joined`."""

    def __init__(self, port: int = 0, first: Json | None = None) -> None:
        self.sio = socketio.Server(async_mode="threading", cors_allowed_origins=[])
        self.joined: queue.Queue[tuple[str, Json]] = queue.Queue()
        self.synced: queue.Queue[str] = queue.Queue()
        self.first: Json | None = first or view(5, "t1")
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
        if self.first:
            self.send(sid, "snapshot", self.first)
        self.joined.put((sid, auth))

    def send(self, sid: str, name: str, payload: Json) -> None:
        self.sio.emit(name, payload, to=sid, namespace=NAMESPACE)

    def stop(self) -> None:
        if self.stopped:
            return
        self.stopped = True
        # The door first: whoever is put out looks for the hub at once, and must not find it once more.
        self.server.shutdown()
        self.server.server_close()
        for sid in list(self.sio.manager.rooms.get(NAMESPACE, {}).get(None, {})):
            self.sio.disconnect(sid, namespace=NAMESPACE)
        self.sio.shutdown()


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


def reborn(port: int, first: Json) -> Hub:
    """A hub on the port of the one before: another process may hold it for a moment as its own end."""
    for _ in range(100):
        with contextlib.suppress(SystemExit):
            return Hub(port, first)
        threading.Event().wait(0.1)
    raise AssertionError(f"port {port} did not come free")


class Stopwatch:
    """Stands for the module `time` in a follower: its clock is in the test's hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(server.live, "time", self)

    def monotonic(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which shaking hands takes long is no hub that is not there."""
    monkeypatch.setattr(server.live, "CONNECT_SECONDS", SECONDS)


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
    sid, auth = hub.joined.get(timeout=SECONDS)
    assert auth == {"token": "secret", "hall": "puning", "view": "board", "wire": WIRE, "zone": "z1"}
    assert told.changes.get(timeout=SECONDS) == (5, ["t1"], None)
    assert told.links.get(timeout=SECONDS) == (True, None)
    hub.send(sid, "update", update(5, 6, "t2"))
    seq, tickets, change = told.changes.get(timeout=SECONDS)
    assert (seq, tickets) == (6, ["t1", "t2"])
    assert change and change["events"] == [{"seq": 6, "kind": "ticket.called"}]


def test_a_storm_of_updates_is_told_in_order(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library gives each message a thread of its own, so they do arrive out of order; no time passes by it, and
    as many as a copy keeps."""
    Stopwatch(monkeypatch)
    told = Told()
    live = told.follow(hub)
    sid, _ = hub.joined.get(timeout=SECONDS)
    for seq in range(6, 6 + EARLY_MAX):
        hub.send(sid, "update", update(seq - 1, seq, f"n{seq}"))
    assert [told.changes.get(timeout=SECONDS)[0] for _ in range(1 + EARLY_MAX)] == list(
        range(5, 6 + EARLY_MAX)
    )
    assert hub.synced.empty()
    live.close()


def test_a_gap_that_lasts_asks_for_a_new_snapshot(hub: Hub, told: Told) -> None:
    sid, _ = hub.joined.get(timeout=SECONDS)
    hub.send(sid, "update", update(7, 8, "t8"))
    assert hub.synced.get(timeout=SECONDS) == sid
    hub.send(sid, "snapshot", view(8, "t8"))
    assert told.changes.get(timeout=SECONDS)[0] == 5
    assert told.changes.get(timeout=SECONDS) == (8, ["t8"], None)


def test_unnumbered_state_is_handed_on(hub: Hub, told: Told) -> None:
    sid, _ = hub.joined.get(timeout=SECONDS)
    hub.send(sid, "state", {"key": "waits", "at": "now", "value": {"a": None}})
    assert told.states.get(timeout=SECONDS) == ("waits", {"a": None}, "now")


def test_a_silent_hub_is_left_and_found_again(hub: Hub, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    sid, _ = hub.joined.get(timeout=SECONDS)
    assert told.links.get(timeout=SECONDS)[0]
    monkeypatch.setattr(server.live, "SILENCE", 0.5)
    # What it hears last lets it look at its clock: it would else wait for as long as silence lasted before.
    hub.send(sid, "pulse", {"seq": 5})
    assert [told.links.get(timeout=SECONDS)[0] for _ in range(2)] == [False, True]
    assert hub.joined.get(timeout=SECONDS)


def test_a_pulse_is_enough_to_stay(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, told = Stopwatch(monkeypatch), Told()
    live = told.follow(hub)
    sid, _ = hub.joined.get(timeout=SECONDS)
    assert told.changes.get(timeout=SECONDS)
    for _ in range(3):
        clock.now += server.live.SILENCE - 1
        hub.send(sid, "pulse", {"seq": 5})
        until(lambda: live._heard == clock.now)
    assert hub.joined.empty()
    live.close()


def test_a_restarted_hub_is_found_again_and_its_snapshot_counts(hub: Hub, told: Told) -> None:
    assert told.changes.get(timeout=SECONDS)[0] == 5
    hub.stop()
    assert [told.links.get(timeout=SECONDS)[0] for _ in range(2)] == [True, False]
    again = reborn(hub.port, view(3, "t9"))
    assert told.changes.get(timeout=SECONDS) == (3, ["t9"], None)
    assert told.links.get(timeout=SECONDS) == (True, None)
    again.stop()


def test_a_refusal_is_told_with_its_code(hub: Hub) -> None:
    hub.refusal = {"code": "wire_version", "detail": "This hub speaks wire 2."}
    told = Told()
    live = told.follow(hub)
    connected, refused = told.links.get(timeout=SECONDS)
    assert not connected and refused
    assert (refused.code, refused.detail) == ("wire_version", "This hub speaks wire 2.")
    live.close()


def test_a_callback_that_fails_ends_neither_the_link_nor_what_else_the_message_brought(hub: Hub) -> None:
    """The update overtakes the snapshot, and is told with it."""
    seen: queue.Queue[int] = queue.Queue()

    def change(copy: Any, news: Json | None) -> None:
        seen.put(news["seq"] if news else 5)
        raise RuntimeError("the display fell over")

    hub.first = None
    live = HubClient(f"http://127.0.0.1:{hub.port}", "t", "puning").follow("board", on_change=change)
    sid, _ = hub.joined.get(timeout=SECONDS)
    hub.send(sid, "update", update(5, 6))
    until(lambda: live.copy._early)
    hub.send(sid, "snapshot", view(5, "t1"))
    assert [seen.get(timeout=SECONDS) for _ in range(2)] == [5, 6]
    hub.send(sid, "update", update(6, 7))
    assert seen.get(timeout=SECONDS) == 7
    live.close()


def test_closing_ends_it_at_once_even_without_a_hub() -> None:
    live = HubClient("http://127.0.0.1:9", "t", "puning").follow("board")
    live.close(SECONDS)
    assert not live._thread.is_alive()
