"""The demo's devices in the browser: what was printed, is lit and was said; and buttons that break and mend them.

Virtual devices keep what they did in folders and are told their troubles by a file there; this page reads the one and
writes the other. It knows folders and words, no device's code. Loopback only, like all of a demo.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from flask import Flask, Response, request, send_from_directory

from server.domain.errors import HallError, unfit
from server.hub.hub import Hub
from server.web.gate import Gate
from server.web.pages import static_folder

LATEST = 6
SPOKEN = 8
TAIL_BYTES = 64 * 1024
FAILS = {
    "printer": ("paper_out", "paper_low", "cover_open", "jam", "offline", "mute", "slow"),
    "strips": ("unplugged", "mute", "busy", "garbage", "wrong_crc", "half_open", "slow"),
    "speaker": ("broken",),
    "reader": ("elder", "adult", "youth", "hongkong", "strange", "mute", "unplugged"),
}
"""What each can be told to suffer here; the devices themselves know a few more."""
CARDS = FAILS["reader"][:5]
"""What lies on the reader, not what it suffers; its empty word takes the card away."""
SAID = "broken at the demo's wish"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the virtual printer, LED cards, loudspeakers and card reader keep what they did."""

    slips: Path
    strips: Path
    speech: Path
    reader: Path


def add(app: Flask, hub: Hub, gate: Gate, at: Folders) -> None:
    @app.get("/demo/devices/<hall>")
    def demo_devices(hall: str) -> Response:
        hub.room(hall)
        return send_from_directory(static_folder() / "start", "devices.html")

    @app.get("/demo/devices.json")
    def demo_devices_json() -> Json:
        return {
            "slips": _slips(at.slips), "strips": _strips(at.strips), "spoken": _spoken(at.speech),
            "fails": {name: {"now": fail(at, name), "can": list(can)} for name, can in FAILS.items()},
        }  # fmt: skip

    @app.get("/demo/<any(slips, strips, speech):kind>/<path:name>")
    def demo_file(kind: str, name: str) -> Response:
        if Path(name).suffix not in (".png", ".wav"):
            raise HallError("not_found", "Only pictures and sounds are shown here.")
        return send_from_directory(getattr(at, kind), name, max_age=0)

    @app.post("/demo/devices/<any(printer, strips, speaker, reader):which>")
    def demo_break(which: str) -> Json:
        """Break one, or mend it with an empty word. Other sites may not."""
        gate.check_origin(request)
        wish = (request.get_json(silent=True) or {}).get("fail", "")
        if wish and wish not in FAILS[which]:
            wrong = f"the {which} fails as one of {', '.join(FAILS[which])}"
            raise unfit("body", "$.fail", "one_of", wrong, allowed=list(FAILS[which]))
        suffer(at, which, str(wish))
        return {"now": fail(at, which)}


def fail(at: Folders, which: str) -> str:
    """How one suffers now; empty when it is well."""
    if which == "speaker":
        return "broken" if any((folder / "fail").exists() for folder in _speakers(at.speech)) else ""
    state = _json(_told(at, which), {})
    return str(state.get("fail") or state.get("card") or "") if isinstance(state, dict) else ""


def suffer(at: Folders, which: str, wish: str) -> None:
    """Tell a device its trouble, in the way it listens for it; the empty word mends it."""
    if which == "speaker":
        for folder in _speakers(at.speech):
            if wish:
                (folder / "fail").write_text(SAID, "utf-8")
            else:
                (folder / "fail").unlink(missing_ok=True)
        return
    file = _told(at, which)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    word = "card" if which == "reader" and wish in CARDS else "fail"
    part.write_text(json.dumps({word: wish} if wish else {}), "utf-8")
    os.replace(part, file)


def _told(at: Folders, which: str) -> Path:
    """The file by which a device hears its trouble."""
    if which == "reader":
        return at.reader / "reader.json"
    return (at.slips if which == "printer" else at.strips) / "state.json"


def _speakers(speech: Path) -> list[Path]:
    """One folder, or one for each zone below it."""
    below = sorted(log.parent for log in speech.glob("*/log.jsonl"))
    speech.mkdir(parents=True, exist_ok=True)
    return below or [speech]


def _slips(folder: Path) -> list[Json]:
    """The latest, newest first: what was printed, and what was lost."""
    return _latest(folder / "slips.jsonl", LATEST, lambda line: "slip" in line)


def _strips(folder: Path) -> list[Json]:
    found = _json(folder / "strips.json", {})
    strips = found.get("strips", []) if isinstance(found, dict) else []
    return [strip for strip in strips if isinstance(strip, dict) and "id" in strip]


def _spoken(speech: Path) -> list[Json]:
    found = []
    for folder in _speakers(speech):
        place = "" if folder == speech else f"{folder.name}/"
        lines = _latest(folder / "log.jsonl", SPOKEN, lambda line: "file" in line)
        found += [{**line, "file": place + line["file"], "speaker": folder.name} for line in lines]
    return sorted(found, key=lambda line: str(line.get("at", "")), reverse=True)[:SPOKEN]


def _latest(log: Path, most: int, wanted: Callable[[Json], bool]) -> list[Json]:
    """The last lines of a log, newest first; the line that is just being written is left out."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - TAIL_BYTES))
            lines = file.read().splitlines()
    except OSError:
        return []
    read = (_parsed(line) for line in reversed(lines))
    return list(islice((line for line in read if line and wanted(line)), most))


def _parsed(line: bytes) -> Json | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _json(path: Path, otherwise: Any) -> Any:
    """A file that may be missing, or just being written."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return otherwise
