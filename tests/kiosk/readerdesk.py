"""What the readers' tests need: a hub's desk in memory, a pipe of prepared bytes, a module behind a real line."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from typing import Any

from kiosk.printer.simulator import PtyDoor, TcpDoor
from kiosk.reader.simulator import Simulator
from kiosk.reader.virtual import Lying
from server.client import HubRefusal, HubUnreachable
from server.protocol import Json

SECONDS = 20.0
ELDER = "11010519491231002X"


@dataclass
class Counter:
    """The hub's side of readings and of a device's state. While `deaf`, nothing arrives."""

    path: str = "/halls/village"
    deaf: bool = False
    refusal: str = ""
    heard: Queue[Json] = field(default_factory=Queue)
    told: list[tuple[str, str]] = field(default_factory=list)

    def post(self, path: str, body: Json | None = None, key: str | None = None, **how: Any) -> Json:
        assert path == "/halls/village/readings" and body is not None
        if self.deaf:
            raise HubUnreachable("cut off")
        if self.refusal and "trouble" not in body:
            raise HubRefusal(self.refusal)
        self.heard.put(body)
        return {"seq": 1, "reading": "r1"}

    def tell(self, state: str, detail: str = "") -> None:
        if (state, detail) not in self.told[-1:]:
            self.told.append((state, detail))

    def next(self) -> Json:
        return self.heard.get(timeout=SECONDS)


class Prepared:
    """A pipe that gives these pieces, one a read, and notes what was written."""

    url = "prepared://"

    def __init__(self, *pieces: bytes) -> None:
        self.pieces, self.written = list(pieces), b""

    def write(self, data: bytes) -> None:
        self.written += data

    def read(self, most: int, seconds: float) -> bytes:
        return self.pieces.pop(0) if self.pieces and seconds else b""

    def close(self) -> None:
        pass


@contextmanager
def behind(door: PtyDoor | TcpDoor, folder: Path) -> Iterator[str]:
    """A simulated module on a real line; its URL."""
    stop = threading.Event()
    thread = threading.Thread(target=Simulator(Lying(folder, stop.wait), door, stop).run, daemon=True)
    thread.start()
    try:
        yield door.url
    finally:
        stop.set()
        thread.join(SECONDS)
