"""The virtual reader as a pipe: `virtual://FOLDER`, where reader.json says which card lies on it and how it fails.

`{"card": "elder"}` lays a card of cards.toml on it, `{}` takes it away, `{"fail": "mute"}` breaks it; `slow` takes
`"seconds": 2`. Read at every request, so that a shell, a test and a demo page can all lay cards.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

from kiosk.reader.emulator import FAILS, Emulator, cards
from server.agent.pipe import PipeError
from server.protocol import Json

STATE = "reader.json"
SLOW_SECONDS = 2.0


class Lying:
    """A module and the folder that says what lies on it. `sleep` is how a slow one takes its time."""

    def __init__(self, folder: Path, sleep: Callable[[float], object] = time.sleep) -> None:
        self.folder, self._sleep = folder, sleep
        self._module = Emulator()
        self._state: Json = {}

    def unplugged(self) -> bool:
        self._state = state(self.folder, self._state)
        return self._state.get("fail") == "unplugged"

    def hear(self, data: bytes) -> bytes:
        """What it answers, as it is now."""
        self._state = state(self.folder, self._state)
        card = self._state.get("card")
        self._module.fail = self._state.get("fail") or ""
        self._module.lay(cards()[card] if card else None)
        if self._module.fail == "slow":
            self._sleep(float(self._state.get("seconds", SLOW_SECONDS)))
        return self._module.hear(data)


class VirtualReader:
    """The pipe to one. Silence takes no time: whoever waits is told so at once."""

    def __init__(self, folder: Path, sleep: Callable[[float], object] = time.sleep) -> None:
        self.url = f"virtual://{folder}"
        self._lying, self._out = Lying(folder, sleep), b""

    def write(self, data: bytes) -> None:
        self._plugged()
        self._out += self._lying.hear(data)

    def read(self, most: int, seconds: float) -> bytes:
        self._plugged()
        data, self._out = self._out[:most], self._out[most:]
        return data

    def close(self) -> None:
        self._out = b""

    def _plugged(self) -> None:
        if self._lying.unplugged():
            self.close()
            raise PipeError("unplugged", f"{self.url} is gone")


def state(folder: Path, before: Json) -> Json:
    """What reader.json says now; while somebody is just writing it, or has mistyped it, what it said before."""
    try:
        found = json.loads((folder / STATE).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        return before
    known = isinstance(found, dict) and found.get("card") in (None, "", *cards())
    return found if known and found.get("fail") in (None, "", *FAILS) else before


def put(folder: Path, **said: object) -> None:
    """Lay a card, take it away, break the reader, mend it: `card=…`, `fail=…`, `seconds=…`."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{STATE}.part"
    part.write_text(json.dumps(said), "utf-8")
    os.replace(part, folder / STATE)
