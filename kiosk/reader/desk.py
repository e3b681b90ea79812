"""The readers of a kiosk's agent: opened by their tables, watched each in a thread, heard by the hub.

What the hub does not hear within seconds is let go: a card is laid on again sooner than a stranger should be greeted
as somebody else.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from kiosk.reader import door
from kiosk.reader.bridge import Bridge
from kiosk.reader.table import ReaderTable, Said
from kiosk.reader.watching import Bridging, Turn, Typing, Watching, looking
from server.agent.keys import KeysError, open_keys
from server.agent.pipe import PipeError
from server.agent.presence import Presence
from server.client import HubRefusal, HubUnreachable
from server.protocol import Json

log = logging.getLogger("paihao.reader")

PATIENCE = 3.0
"""Seconds a reading is offered to the hub."""
BRIDGE_SECONDS = 5.0


class Hub(Protocol):
    """What is needed of `server.client.HubClient`."""

    @property
    def path(self) -> str: ...
    def post(
        self, path: str, body: Json | None = None, key: str | None = None, *, patience: float | None = None,
        seconds: float = PATIENCE,
    ) -> Json: ...  # fmt: skip


class Desk:
    """Passes on what one reader says, for the page of one kiosk."""

    def __init__(self, hub: Hub, device: str, kiosk: str) -> None:
        self._hub, self._device, self._kiosk = hub, device, kiosk

    def take(self, said: Said) -> str:
        """Tell the hub; "" or why it did not take it. A number that is none was badly read."""
        body = {"device": self._device, "for": self._kiosk}
        body |= {name: value for name, value in said._asdict().items() if value}
        try:
            self._hub.post(f"{self._hub.path}/readings", body, patience=PATIENCE, seconds=PATIENCE)
        except HubUnreachable:
            log.warning("%s: %s, but the hub could not be reached", self._device, said)
            return "hub_unreachable"
        except HubRefusal as refusal:
            log.warning("%s: %s was refused: %s", self._device, said, refusal.code)
            if refusal.code == "invalid_id":
                self.take(Said(said.kind, trouble="unread"))
            return refusal.code
        log.info("%s: %s", self._device, said)
        return ""


def start(
    tables: Iterable[ReaderTable], kiosk: str, client: Hub, presence: Presence, stop: threading.Event
) -> list[threading.Thread]:
    """Watch every reader, each a device of its own at the hub. Raises ValueError in words."""
    return [_start(table, n, kiosk, client, presence, stop) for n, table in enumerate(tables, 1)]


def _start(
    table: ReaderTable, n: int, kiosk: str, client: Hub, presence: Presence, stop: threading.Event
) -> threading.Thread:  # fmt: skip
    at = table.for_ or kiosk
    device = table.device or f"{at}.reader{n if n > 1 else ''}"
    turn, pause = opened(table, Desk(client, device, at))
    watching = Watching(device, turn, pause)
    kind = "scanner" if door.keyboard(table.url) else "reader"
    beating = presence.add(device, kind, drives=table.url.partition(":")[0], order=watching.obey)
    thread = threading.Thread(target=watching.run, args=(beating, stop), name=device, daemon=True)
    thread.start()
    return thread


def opened(table: ReaderTable, desk: Desk) -> tuple[Turn, float]:
    """How a reader is looked at, and the seconds between two looks. Raises ValueError in words."""
    door.checked(table.url)
    if module := door.module(table.url):
        return looking(module, desk.take), table.poll_seconds
    if where := door.keyboard(table.url):
        return Typing(where, desk.take).turn, 0.0
    return Bridging(door.port(table.url) or 0, secret(table), desk.take).turn, BRIDGE_SECONDS


def secret(table: ReaderTable) -> str:
    """What programs show at the bridge; "" when they need not. Raises ValueError in words."""
    if not table.secret_file:
        return ""
    try:
        found = Path(table.secret_file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"the bridge's secret cannot be read: {error}") from error
    if not found:
        raise ValueError(f"the bridge's secret file {table.secret_file} is empty")
    return found


def check(table: ReaderTable) -> str:
    """Try a reader without a hub: how it is, in words. Raises ValueError for an address that is none."""
    door.checked(table.url)
    try:
        return f"{table.url}: ok, {_tried(table)}"
    except (PipeError, KeysError) as error:
        return f"{table.url}: fault ({error})"


def _tried(table: ReaderTable) -> str:
    if module := door.module(table.url):
        return f"module {module.number() or 'without a number'}"
    if where := door.keyboard(table.url):
        with open_keys(where) as keys:
            return f"keyboard {keys.path} is this program's alone"
    try:
        Bridge(door.port(table.url) or 0, secret(table), lambda said: "").server_close()
    except OSError as error:
        raise PipeError("taken", str(error.strerror or error)) from error
    return "programs of this computer may post to it"
