"""A Socket.IO client of few lines, message by message in order, so that tests see what the wire really carries."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import websocket

Json = dict[str, Any]
SECONDS = 30.0


class Refused(Exception):
    """The hub would not have this socket; `data` is what it said."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.data = data
        self.code = (data.get("data") or {}).get("code") if isinstance(data, dict) else None


class Screen:
    """One live view. `tickets`, `windows`, `queues` are kept by the rules of docs/WIRE.md; a gap is an error."""

    def __init__(self, url: str, auth: Any, headers: Json | None = None) -> None:
        self.seq = -1
        self.snapshots = 0
        self.tickets: Json = {}
        self.windows: Json = {}
        self.queues: Json = {}
        self.events: list[Json] = []
        self.said: Json = {}
        self.pulses: list[int] = []
        self.wrong: list[str] = []
        self.over = False
        self._news = threading.Condition()
        self._open(url, auth, headers or {})
        threading.Thread(target=self._listen, daemon=True).start()

    def _open(self, url: str, auth: Any, headers: Json) -> None:
        address = url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        origin = headers.pop("Origin", None)
        self.ws = websocket.create_connection(
            address, timeout=SECONDS, header=headers, origin=origin, suppress_origin=origin is None
        )
        assert self.ws.recv().startswith("0")
        self.ws.send("40/hall," + json.dumps(auth))
        while not (text := self.ws.recv()).startswith("40/hall,"):
            if text.startswith("44/hall,"):
                self.ws.close()
                raise Refused(json.loads(text.partition(",")[2]))
            self._take(text)

    def _listen(self) -> None:
        try:
            while text := self.ws.recv():
                with self._news:
                    self._take(text)
                    self._news.notify_all()
        except (websocket.WebSocketException, OSError):
            pass
        with self._news:
            self.over = True
            self._news.notify_all()

    def _take(self, text: str) -> None:
        if text == "2":
            self.ws.send("3")
        elif text.startswith("41"):
            self.over = True
        elif text.startswith("42/hall,"):
            name, value = json.loads(text.partition(",")[2])
            getattr(self, f"_on_{name}", lambda _: None)(value)

    def _on_snapshot(self, message: Json) -> None:
        self.snapshots += 1
        self.seq = message["seq"]
        for name in ("tickets", "windows", "queues"):
            setattr(self, name, {entry["id"]: entry for entry in message[name]})

    def _on_update(self, message: Json) -> None:
        if message["seq"] <= self.seq:
            return  # It was on its way when the snapshot was made: with threads that goes first now and then.
        if not message["prev"] <= self.seq:
            self.wrong.append(f"mine {self.seq}, prev {message['prev']}, seq {message['seq']}")
        self.seq = message["seq"]
        self.events += message["events"]
        for name in ("tickets", "windows", "queues"):
            mine: Json = getattr(self, name)
            for entry in message[name]:
                mine.pop(entry["id"], None) if entry.get("gone") else mine.update({entry["id"]: entry})

    def _on_state(self, message: Json) -> None:
        self.said[message["key"]] = message["value"]

    def _on_pulse(self, message: Json) -> None:
        self.pulses.append(message["seq"])

    # -- what tests ask ----------------------------------------------------------------------------

    def until(self, true: Callable[[Screen], Any], seconds: float = SECONDS) -> None:
        """Wait for the moment it shows this. Raises AssertionError if that does not come."""
        end = time.monotonic() + seconds
        with self._news:
            while not self._shows(true):
                assert not self.wrong, self.wrong
                assert self._news.wait(end - time.monotonic()), f"not seen; seq {self.seq}, over {self.over}"

    def _shows(self, true: Callable[[Screen], Any]) -> bool:
        """What it has not heard of yet is not so yet."""
        try:
            return bool(true(self))
        except KeyError:
            return False

    def reaches(self, seq: int) -> None:
        """Wait until it has seen everything up to a seq."""
        self.until(lambda s: s.seq >= seq)

    def numbers(self, *statuses: str) -> list[str]:
        """Numbers shown with one of these statuses."""
        return sorted(t["number"] for t in self.tickets.values() if t["status"] in statuses)

    def kinds(self, ticket: str) -> list[str]:
        """What it heard happen to one ticket, in order."""
        return [e["kind"].partition(".")[2] for e in self.events if e.get("ticket") == ticket]

    def emit(self, name: str, *values: Any) -> None:
        self.ws.send("42/hall," + json.dumps([name, *values]))

    def cut(self) -> None:
        """The network goes: no goodbye."""
        self.ws.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.ws.close()
