"""The simulated printer itself: what it answers, what it prints, and how it suffers. Pipes and sockets bring bytes.

Its folder gets slip-000001.png …, latest.png and slips.jsonl. A file state.json there, `{"fail": "paper_out"}`, is
read at every question and every slip; `{}` mends it.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from kiosk.printer import commands
from kiosk.printer.device import Label
from kiosk.printer.paper import Paper, RubbishError, Slip
from kiosk.printer.reading import Asked
from server.protocol import Json

FAILS = (
    "paper_out", "runs_out", "paper_low", "cover_open", "jam", "offline", "mute", "slow", "half_open", "garbage",
    "unplugged", "paper_only",
)  # fmt: skip
"""What it can be told to suffer. `runs_out`: paper ends in the middle of the next slip; `unplugged`: the line breaks
there; `jam`: paper in the knife; `half_open`: the line stands, but nothing is read any more; `garbage`: answers that
are no status; `paper_only`: no illness, but the cheap kind that answers `GS r` and nothing else."""
SWALLOWS = ("paper_out", "cover_open", "jam", "mute")
"""In these states bytes vanish, and nothing is said: as in life."""
SLOW_SECONDS = 5.0
GARBAGE = b"\xff?\x9f\xff"


class Machine:
    """One simulated printer, `width` dots across. `sleep` is how a slow one takes its time."""

    def __init__(
        self, folder: Path, fail: str = "", width: int = 576, sleep: Callable[[float], object] = time.sleep
    ) -> None:  # fmt: skip
        if fail and fail not in FAILS:
            raise ValueError(f"a virtual printer fails as one of {', '.join(FAILS)}, not {fail!r}")
        self.folder, self._sleep = folder, sleep
        self._state: Json = {"fail": fail}
        self._turn = threading.Lock()
        self.paper = Paper(width)
        self.label: Label | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def fail(self) -> str:
        """How it suffers now; a word that is none of FAILS stays what it is."""
        try:
            state = json.loads((self.folder / "state.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            pass
        except ValueError:
            pass  # somebody is just writing it: the state before stands until they are done
        else:
            self._state = state if isinstance(state, dict) else {}
        return str(self._state.get("fail") or "")

    def suffer(self, fail: str) -> None:
        """What happened to it from within: out of paper after `runs_out`, away after `unplugged`."""
        self._replace("state.json", json.dumps({"fail": fail}).encode())

    def take(self, data: bytes) -> bytes:
        """Print what these bytes say, and the answers to what they ask. Raises RubbishError."""
        answers = b""
        try:
            for event in self.paper.feed(data):
                if isinstance(event, Asked):
                    answers += self.answer(event.request)
                elif isinstance(event, Slip):
                    self._end(event)
        except RubbishError:
            self.paper.drop()
            raise
        return answers

    def answer(self, request: bytes) -> bytes:
        """The status bytes for its present state; nothing from one that is mute."""
        fail = self.fail()
        if fail in ("mute", "half_open"):
            return b""
        if fail == "garbage":
            return GARBAGE
        out = fail == "paper_out"
        if request == commands.IN_TURN:
            return b"" if out else bytes([0x03 if fail == "paper_low" else 0x00])
        if fail == "paper_only":
            return b""
        return bytes([0x12 | self._sound(fail).get(request, 0)])

    def _sound(self, fail: str) -> dict[bytes, int]:
        out = fail == "paper_out"
        return {
            commands.AT_ONCE[0]: 0x08 * (fail in ("paper_out", "cover_open", "jam")),
            commands.AT_ONCE[1]: 0x20 * out | 0x04 * (fail == "cover_open") | 0x40 * (fail == "jam"),
            commands.WHY: 0x08 * (fail == "jam"),
            commands.AT_ONCE[2]: 0x60 * out | 0x0C * (out or fail == "paper_low"),
        }

    def _end(self, slip: Slip) -> None:
        """A slip has reached the knife."""
        fail = self.fail()
        if fail == "slow":
            self._sleep(float(self._state.get("seconds", SLOW_SECONDS)))
        if fail in SWALLOWS:
            self.log({"slip": None, "lost": fail})
            return
        if fail == "runs_out":
            half = slip.picture.crop((0, 0, slip.picture.width, slip.picture.height // 2))
            self.suffer("paper_out")
            self._cut(half, slip)
            return
        self._cut(slip.picture, slip)

    def _cut(self, picture: Image.Image, slip: Slip) -> None:
        with self._turn:
            last = max((int(path.stem[5:]) for path in self.folder.glob("slip-[0-9]*.png")), default=0)
            path = self.folder / f"slip-{last + 1:06d}.png"
            picture.save(path)
        self._replace("latest.png", path.read_bytes())
        native = {"texts": slip.texts, "codes": slip.codes} if slip.texts or slip.codes else {}
        self.log({"slip": path.name, **native})

    def log(self, entry: Json) -> None:
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        label = asdict(self.label) if self.label else {}
        with (self.folder / "slips.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps({"at": at, **entry, **label}, ensure_ascii=False) + "\n")

    def _replace(self, name: str, content: bytes) -> None:
        """Written aside and renamed: whoever looks sees the old or the new, never half a picture."""
        part = self.folder / f".{name}.part"
        part.write_bytes(content)
        os.replace(part, self.folder / name)
