"""A real hub and a real kiosk agent, each in a process of its own, for the end-to-end tests."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from typing import IO

import pytest

from server.client import HubClient

SECONDS = 30
PAIHAO = str(Path(sys.executable).with_name("paihao"))


@dataclass
class RealHub:
    """A running hub of the village hall."""

    base: str
    data: Path
    _made: dict[tuple[str, ...], str] = field(default_factory=dict)

    def token(self, *who: str) -> str:
        """A token of this role and options of `paihao token new`; made once."""
        if who not in self._made:
            self._made[who] = self._new_token(*who)
        return self._made[who]

    def _new_token(self, role: str, *more: str) -> str:
        words = ("token", "new", role, "--hall", "village", "--data", str(self.data), *more)
        made = subprocess.run((PAIHAO, *words), check=True, capture_output=True, text=True, timeout=SECONDS)
        return made.stdout.strip()

    def client(self, *who: str) -> HubClient:
        return HubClient(self.base, self.token(*who), "village")


class Agent:
    """`paihao kiosk` for kiosk-1 with a virtual printer in `folder`. Started and ended by the test.

    Its codes are printed though nobody answers at the hall's public address, unless `follow` says otherwise.
    """

    def __init__(self, hub: RealHub, folder: Path) -> None:
        self.folder, self.token, self._hub = folder, hub.token("agent"), hub
        self.follow = "always"
        self._running: subprocess.Popen[str] | None = None
        self._lines: Queue[str] = Queue()

    def start(self) -> None:
        file = self.folder / "kiosk.toml"
        file.write_text(
            f'hub = "{self._hub.base}"\nhall = "village"\ndevice = "kiosk-1"\n'
            f'[printer]\nurl = "virtual://{self.folder}"\n[slip]\nfollow = "{self.follow}"\n'
        )
        self._running = subprocess.Popen(
            (PAIHAO, "kiosk", "--config", str(file)),
            env=os.environ | {"PAIHAO_TOKEN": self.token},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        threading.Thread(target=self._read, args=(self._running.stdout,), daemon=True).start()

    def _read(self, said: IO[str]) -> None:
        for line in said:
            self._lines.put(line)

    def until_it_says(self, words: str) -> None:
        while words not in self._lines.get(timeout=SECONDS):
            pass

    def end(self, how: signal.Signals) -> int:
        """Its exit code after this signal."""
        assert self._running is not None
        self._running.send_signal(how)
        return self.wait()

    def wait(self) -> int:
        assert self._running is not None
        return self._running.wait(SECONDS)

    def away(self) -> None:
        """Ended in good order, so that the hub holds no lease open for one who is gone."""
        if self._running and self._running.poll() is None:
            self.end(signal.SIGTERM)


@pytest.fixture(scope="module")
def real_hub(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealHub]:
    data = tmp_path_factory.mktemp("hub")
    profile = data / "village.toml"
    text = (root / "config/village.toml").read_text("utf-8")
    profile.write_text(text.replace("[hall]\n", '[hall]\npublic_url = "http://127.0.0.1:9"\n'), "utf-8")
    words = ("serve", "--hall", str(profile), "--data", str(data), "--port", "0", "--always-open")
    with (data / "hub.log").open("wb") as log:
        hub = subprocess.Popen((PAIHAO, *words), stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        yield RealHub(_address(hub), data)
    finally:
        hub.terminate()
        hub.wait(SECONDS)


def _address(hub: subprocess.Popen[str]) -> str:
    """What the hub says when it is ready."""
    assert hub.stdout is not None
    line = hub.stdout.readline()
    found = re.search(r"http://[0-9.:]+", line)
    assert found, f"the hub did not start: {line!r}"
    return found[0]


@pytest.fixture
def agent(real_hub: RealHub, tmp_path: Path) -> Iterator[Agent]:
    agent = Agent(real_hub, tmp_path)
    yield agent
    agent.away()
