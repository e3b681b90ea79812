"""One what-if at a time, in a process beside the hub: the floor's lock is not held, and nobody's press waits for it.

The process is nicer than the hub and is waited for in small sleeps, which are green where threads are.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

from server import runtime
from server.domain.errors import HallError
from server.hub.foresight.foreseeing import Foresight
from server.hub.foresight.trying import Tried, made
from server.simulate.roster import Opening
from server.simulate.trial import Outcome, Trial

RUNS = 12
FEWEST = 2
SECONDS = 8.0
"""No run beyond the fewest is begun that would end later."""
GIVE_UP = 20.0
LOOK = 0.02


class Trials:
    """`busy` while one runs."""

    def __init__(self) -> None:
        self.running = False

    def run(self, seen: Foresight, wanted: Sequence[Opening], seed: int = 1) -> Tried:
        """Raises HallError(busy) when another runs, or when not even two runs end in time."""
        if self.running:
            raise HallError("busy", "Another what-if is being tried; ask again in a moment.", retry_after=5)
        self.running = True
        try:
            asked, opened = made(seen, wanted)
            begun = time.monotonic()
            runs = _child(asked, range(seed, seed + RUNS))
            if len(runs) < FEWEST:
                raise HallError(
                    "busy", "The computer is too busy to try this; ask again later.", retry_after=30
                )
            return Tried(opened, tuple(runs), asked.asked, asked.aim, time.monotonic() - begun)
        finally:
            self.running = False


def _child(asked: Trial, seeds: Sequence[int]) -> list[tuple[Outcome, Outcome]]:
    """The runs that were done in time. Files rather than pipes: nothing here can block."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as told:
        given.write(pickle.dumps((asked, list(seeds), FEWEST, SECONDS)))
        given.seek(0)
        command = [sys.executable, "-m", "server.simulate"]
        child = subprocess.Popen(command, stdin=given, stdout=told, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + GIVE_UP
        try:
            while child.poll() is None and time.monotonic() < deadline:
                runtime.sleep(LOOK)
        finally:
            if child.poll() is None:
                child.kill()
            child.wait()
        told.seek(0)
        return [_pair(line) for line in told.read().splitlines() if line.endswith(b"]")]


def _pair(line: bytes) -> tuple[Outcome, Outcome]:
    before, after = json.loads(line)
    return before, after
