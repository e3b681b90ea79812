"""A hall with keypads: a real hub, a token that names the windows, virtual keypads, and the agent between them."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from caller.desk.desk import Desk
from caller.desk.places import Places
from caller.keypad.agent import Agent
from caller.keypad.config import Keypad, KeypadFile, Pad, judged
from caller.keypad.links import TcpLink
from caller.keypad.simulator import VirtualLine
from server.client import HubClient
from server.hub.clock import wall_ms
from server.journal import access
from server.journal.access import Person
from tests.hubprocess import HubProcess, until

PIN = "2468"
HASHED = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PIN)


def person(hub: HubProcess, name: str, number: str, role: str = "clerk") -> str:
    """Somebody with a staff number and the PIN."""
    store = hub.store()
    with store.writing() as conn:
        access.save_person(
            conn, Person(f"{name}-{hub.hall}", HASHED, HASHED, role, hub.hall, number), wall_ms()
        )
    store.close()
    return f"{name}-{hub.hall}"


class Keypads:
    """`paihao keypad` with these rows, put together as its command does."""

    def __init__(
        self, hub: HubProcess, line: VirtualLine | None, *rows: Keypad, pads: tuple[Pad, ...] = (), url: str = "",
        **more: Any,
    ) -> None:  # fmt: skip
        self.hub, self.line, self.stop, self.now = hub, line, threading.Event(), 0.0
        pipe = line.link.url if line else ""
        file = judged(KeypadFile(hall=hub.hall, device="keys", pipe=pipe, keypads=rows, pads=pads, **more))
        token = hub.token("agent", window=",".join(file.windows), device="keys")
        client = HubClient(url or hub.url, token, hub.hall, stop=self.stop)
        self.agent = Agent(file, client, Places(client.get(client.path)), self.stop, lambda: self.now)
        self.agent.start()
        until(lambda: all(map(self._ready, self.agent.keypads)))
        until(lambda: all(pad.desk.seen.window for pad in self.agent.pads))

    def _ready(self, address: int) -> bool:
        """It shows how many wait: the window is seen, and what is pressed on the line is heard."""
        shown = self.line and self.line.keypads.get(address)
        return bool(shown and shown.waiting)

    def press(self, address: int, key: str, digits: str = "") -> list[str]:
        """Press a key two seconds after the last, and wait until that is done; the kinds of events it caused."""
        assert self.line
        self.now += 2
        before = self.hub.seq()
        self.line.press(address, key, digits)
        self.line.until(f"{address} acknowledged")
        return self.settled(self.agent.keypads[address].desk, before)

    def settled(self, desk: Desk, before: int) -> list[str]:
        until(lambda: not desk.busy)
        kinds = [entry["kind"] for entry in self.hub.journal(before)]
        return [kind for kind in kinds if kind.startswith(("ticket.", "window."))]

    def end(self) -> None:
        self.stop.set()
        self.agent.close()


def tcp_line() -> VirtualLine:
    return VirtualLine(TcpLink())


def pad_file(folder: Path) -> Path:
    """A FIFO that is taken for a keyboard."""
    path = folder / "pad"
    os.mkfifo(path)
    return path
