"""Recordings made in the browser, brought from the hub into the announcer's folder and kept fresh there.

What is in a folder and not at the hub stays: somebody may have put it there by hand. What was deleted at the hub and
came from there goes.
"""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from display.voice.clips import MANIFEST
from server.client import HubRefusal, HubUnreachable
from server.protocol import Json

EVERY_SECONDS = 60.0
BROUGHT = ".from-hub.json"
OURS = "# Written by Paihao: what these recordings say. Without this line the file is left alone."
CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,59}")

log = logging.getLogger(__name__)


class Hub(Protocol):
    """What is needed of `server.client.HubClient`."""

    @property
    def path(self) -> str: ...
    def get(self, path: str, *, patience: float | None = None) -> Json: ...
    def fetch(self, path: str) -> bytes: ...


def keep_fresh(hub: Hub, folder: Path, languages: Iterable[str], stop: threading.Event) -> None:
    """Until `stop`. A hub that is away, or older than recordings, costs nothing: what is there is used."""
    languages = list(languages)
    while not stop.is_set():
        for language in languages:
            try:
                if brought := bring(hub, folder / language, language):
                    log.info("%d recordings in %s came from the hub", brought, language)
            except (HubUnreachable, HubRefusal, OSError) as error:
                log.info("recordings in %s did not come: %s", language, error)
            except Exception:
                log.exception("recordings in %s: going on with those that are there", language)
        stop.wait(EVERY_SECONDS)


def bring(hub: Hub, folder: Path, language: str) -> int:
    """Fetch what is new or other, drop what is gone; how many came. Raises HubUnreachable, HubRefusal, OSError."""
    clips = hub.get(f"{hub.path}/clips/{language}", patience=0)["clips"]
    clips = [clip for clip in clips if CODE.fullmatch(clip["piece"])]
    wanted = {clip["piece"]: clip["recorded"]["tag"] for clip in clips if clip["recorded"]}
    had = brought(folder)
    new = [p for p, tag in wanted.items() if had.get(p) != tag or not (folder / f"{p}.wav").exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for piece in new:
        whole(folder / f"{piece}.wav", hub.fetch(f"{hub.path}/clips/{language}/{piece}"))
        had[piece] = wanted[piece]
        note(folder, had)
    for piece in set(had) - set(wanted):
        (folder / f"{piece}.wav").unlink(missing_ok=True)
    describe(folder, language, {clip["piece"]: clip["text"] for clip in clips if clip["piece"] in wanted})
    if had != wanted:
        note(folder, wanted)
    return len(new)


def describe(folder: Path, language: str, texts: dict[str, str]) -> None:
    """The manifest, unless somebody has written one of their own: that one says what its files say."""
    path = folder / MANIFEST
    head = f"{OURS}\nname = {quoted(language)}\n"
    old = path.read_text("utf-8", "replace") if path.exists() else head
    text = head + "\n[texts]\n" + "".join(f"{piece} = {quoted(said)}\n" for piece, said in texts.items())
    if old.startswith(OURS) and old != text:
        whole(path, text.encode())


def quoted(text: str) -> str:
    """A TOML basic string: JSON writes the same."""
    return json.dumps(text, ensure_ascii=False)


def brought(folder: Path) -> dict[str, str]:
    """Piece → tag of what came from the hub before."""
    try:
        found = json.loads((folder / BROUGHT).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def note(folder: Path, tags: dict[str, str]) -> None:
    whole(folder / BROUGHT, json.dumps(tags).encode())


def whole(path: Path, content: bytes) -> None:
    """A file that is whole or not there."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    part.replace(path)
