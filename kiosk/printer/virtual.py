"""The virtual printer: takes ESC/POS bytes, cuts slips that can be looked at, fails on command.

`virtual://FOLDER[?fail=paper_out]`: the folder gets slip-000001.png …, latest.png and slips.jsonl. A file
state.json there, `{"fail": "paper_out", "seconds": 5}`, is read at every question and every slip.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from kiosk.printer import commands, paper
from kiosk.printer.device import Label, PrinterError
from server.protocol import Json

FAILS = ("paper_out", "runs_out", "paper_low", "cover_open", "jam", "offline", "mute", "slow")
"""What it can be told to suffer. `runs_out`: paper ends in the middle of the next slip."""
SLOW_SECONDS = 5.0


class VirtualPipe:
    """`sleep` is how a slow printer takes its time."""

    answers = True

    def __init__(self, folder: Path, fail: str = "", sleep: Callable[[float], None] = time.sleep) -> None:
        if fail and fail not in FAILS:
            raise ValueError(f"a virtual printer fails as one of {', '.join(FAILS)}, not {fail!r}")
        self._folder, self._sleep = folder, sleep
        self._state: Json = {"fail": fail}
        folder.mkdir(parents=True, exist_ok=True)

    def open(self) -> None:
        fail = self._fail()
        if fail == "offline":
            raise PrinterError("offline")
        if fail and fail not in FAILS:
            raise PrinterError(
                "unknown", detail=f"state.json says fail: {fail}, not one of {', '.join(FAILS)}"
            )

    def close(self) -> None:
        pass

    def ask(self, request: bytes) -> bytes:
        """A real printer's status bytes for its present state."""
        fail = self._fail()
        if fail == "mute":
            return b""
        out = fail == "paper_out"
        if request == commands.IN_TURN:
            return b"" if out else bytes([0x03 if fail == "paper_low" else 0x00])
        sound = {
            commands.AT_ONCE[0]: 0x08 * (fail in ("paper_out", "cover_open", "jam")),
            commands.AT_ONCE[1]: 0x20 * out | 0x04 * (fail == "cover_open") | 0x40 * (fail == "jam"),
            commands.AT_ONCE[2]: 0x60 * out | 0x0C * (out or fail == "paper_low"),
        }
        return bytes([0x12 | sound[request]])

    def write(self, data: bytes, label: Label) -> None:
        """Cut the slips these bytes make. Without paper they vanish, and nothing is said, as in life."""
        fail = self._fail()
        if fail == "slow":
            self._sleep(float(self._state.get("seconds", SLOW_SECONDS)))
        if fail in ("paper_out", "cover_open", "jam", "mute"):
            self._log({"slip": None, "lost": fail, **asdict(label)})
            return
        try:
            pictures = list(paper.slips(data))
        except paper.RubbishError as error:
            raise PrinterError("unknown", permanent=True, detail=str(error)) from error
        if fail == "runs_out":
            pictures = [picture.crop((0, 0, picture.width, picture.height // 2)) for picture in pictures]
            self._replace("state.json", json.dumps({"fail": "paper_out"}).encode())
        for picture in pictures:
            self._cut(picture, label)

    def _cut(self, picture: Image.Image, label: Label) -> None:
        last = max((int(path.stem[5:]) for path in self._folder.glob("slip-[0-9]*.png")), default=0)
        path = self._folder / f"slip-{last + 1:06d}.png"
        picture.save(path)
        self._replace("latest.png", path.read_bytes())
        self._log({"slip": path.name, **asdict(label)})

    def _fail(self) -> str:
        try:
            state = json.loads((self._folder / "state.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            pass
        except ValueError:
            pass  # somebody is just writing it: the state before stands until they are done
        else:
            self._state = state if isinstance(state, dict) else {}
        return str(self._state.get("fail") or "")

    def _log(self, entry: Json) -> None:
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        with (self._folder / "slips.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps({"at": at, **entry}, ensure_ascii=False) + "\n")

    def _replace(self, name: str, content: bytes) -> None:
        """Written aside and renamed: whoever looks sees the old or the new, never half a picture."""
        part = self._folder / f".{name}.part"
        part.write_bytes(content)
        os.replace(part, self._folder / name)
