"""The processes that are measured: the hub and the bare handler, each alone on loopback. Ended by their own pids."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from tests.bench.load import HALL

ROOT = Path(__file__).resolve().parents[2]
PUNING = ROOT / "config/puning.toml"
START_SECONDS = 60.0
END_SECONDS = 10.0


class Running:
    """A process that prints «ready at http://HOST:PORT» once it serves."""

    def __init__(self, words: list[str], log: Path) -> None:
        self.log = log
        with log.open("ab") as file:
            self._popen = subprocess.Popen(
                [sys.executable, "-m", *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=file, text=True
            )
        assert self._popen.stdout is not None
        line = self._popen.stdout.readline()
        found = re.search(r"ready at http://([0-9.]+):(\d+)", line)
        if found is None:
            self.stop()
            raise RuntimeError(f"{' '.join(words)} did not start: {line}{log.read_text()}")
        self.address = (found[1], int(found[2]))

    @property
    def pid(self) -> int:
        return self._popen.pid

    def cpu(self) -> float:
        """Seconds of processor time so far, of all its threads."""
        tasks = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def memory(self) -> dict[str, float]:
        """Rss and Pss in megabytes."""
        text = Path(f"/proc/{self.pid}/smaps_rollup").read_text()
        return {key: int(kb) / 1024 for key, kb in re.findall(r"^(Rss|Pss): +(\d+) kB", text, re.M)}

    def stop(self) -> None:
        self._popen.terminate()
        try:
            self._popen.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()
        if self._popen.stdout:
            self._popen.stdout.close()


class HubRunning(Running):
    """`paihao serve` of the Puning hall on a data directory."""

    def __init__(self, data: Path, hall: Path | None = PUNING) -> None:
        self.data = data
        given = ["--hall", str(hall)] if hall else []
        words = ["server.commands", "serve", *given, "--data", str(data), "--port", "0", "--always-open"]
        super().__init__(words, data.with_suffix(".log"))

    def token(self, role: str) -> str:
        words = ["server.commands", "token", "new", role, "--hall", HALL, "--data", str(self.data)]
        made = subprocess.run(
            [sys.executable, "-m", *words], cwd=ROOT, check=True, capture_output=True, text=True, timeout=60
        )
        return made.stdout.strip()


@contextmanager
def folder() -> Iterator[Path]:
    """A place for databases, on this disk or where BENCH_AT says; gone afterwards."""
    at = Path(os.environ.get("BENCH_AT", ROOT / "build"))
    at.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=at) as made:
        yield Path(made)


@contextmanager
def both() -> Iterator[tuple[HubRunning, Running]]:
    """A fresh hub and the bare handler, side by side."""
    with folder() as at:
        hub = HubRunning(at / "hub")
        try:
            bare = Running(["tests.bench.bare", str(at / "bare")], at / "bare.log")
            try:
                yield hub, bare
            finally:
                bare.stop()
        finally:
            hub.stop()


def inside(module: str, *words: str) -> Any:
    """What a measurement in a process of its own says, as JSON on its last line."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
    )
    return json.loads(done.stdout.splitlines()[-1])


def wait_for(path: str, address: tuple[str, int], deadline: float) -> None:
    """Until GET answers 200. Raises TimeoutError."""
    while time.monotonic() < deadline:
        connection = HTTPConnection(*address, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.005)
        finally:
            connection.close()
    raise TimeoutError(path)
