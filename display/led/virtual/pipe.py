"""A virtual card as a pipe: `virtual://FOLDER?card=onbon5`, for a demonstration without sockets.

`&name=strip-w1` names it, so that cards may share a folder; `&address=`, `&fail=` as with `paihao virtual-led`.
"""

from __future__ import annotations

import time
from pathlib import Path

from display.led.virtual.rig import Answer, Rig, Unplugged, simulated
from display.led.virtual.screen import Screen
from server.agent.pipe import PipeError

KNOWN = ("card", "name", "address", "fail")


class VirtualPipe:
    """Keeps to the manners of server.agent.pipe. Raises ValueError for an address that is none."""

    def __init__(self, url: str, folder: str, options: dict[str, str]) -> None:
        if not folder or set(options) - set(KNOWN):
            raise ValueError(f"a virtual card's address looks like virtual://FOLDER?card=onbon5, not {url!r}")
        self.url = url
        home, address = Path(folder), options.get("address")
        card = simulated(
            options.get("card", "onbon5"),
            Screen(home, options.get("name", "")),
            int(address) if address else None,
        )
        self.rig = Rig(card, home, options.get("fail", ""))
        self._answers: list[tuple[float, Answer]] = []

    def write(self, data: bytes) -> None:
        if not self.rig.plugged():
            raise PipeError("offline", f"{self.url} is unplugged")
        try:
            said = self.rig.hear(data)
        except Unplugged as error:
            self.close()
            raise PipeError("unplugged", f"{self.url} has gone") from error
        self._answers += [(time.monotonic() + answer.seconds, answer) for answer in said]
        self.rig.card.screen.keep()

    def read(self, most: int, seconds: float) -> bytes:
        now = time.monotonic()
        if not self._answers or self._answers[0][0] > now + seconds:
            time.sleep(max(0.0, seconds))
            return b""
        at, answer = self._answers.pop(0)
        time.sleep(max(0.0, at - now))
        if len(answer.data) > most:
            self._answers.insert(0, (at, Answer(answer.data[most:])))
        return answer.data[:most]

    def close(self) -> None:
        self._answers.clear()
        self.rig.card.begin()
