"""The real hub for browser tests: `paihao serve` in a process of its own, killed and started again at will."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

Json = dict[str, Any]
START_SECONDS = 60.0


class RealHub:
    """One data directory and one port; `halls` are profile files. Verbs through its HTTP door as any client."""

    def __init__(self, data: Path, *halls: Path) -> None:
        self.data, self.halls = data, halls
        self.kept = kept_port()
        self.port: int = self.kept.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.log = data.parent / f"{data.name}.log"

    def start(self) -> None:
        """Start and wait until it answers. Raises RuntimeError with what it said."""
        halls = [word for hall in self.halls for word in ("--hall", str(hall))]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self._paihao("serve", *halls, "--port", str(self.port), "--always-open"),
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise RuntimeError(self.log.read_text())
            time.sleep(0.1)

    def kill(self) -> None:
        """kill -9."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def cli(self, *words: str) -> str:
        """Another `paihao` command on the same data."""
        return subprocess.run(self._paihao(*words), check=True, capture_output=True, text=True).stdout.strip()

    def ask(self, method: str, path: str, body: Json | None = None, token: str | None = None) -> Json:
        """One request below /api/v1; raises urllib.error.HTTPError."""
        headers = {"Content-Type": "application/json"} | (
            {"Authorization": f"Bearer {token}"} if token else {}
        )
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/api/v1{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)  # type: ignore[no-any-return]

    def _paihao(self, *words: str) -> list[str]:
        return [str(Path(sys.executable).parent / "paihao"), *words, "--data", str(self.data)]

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=10):
                return True
        except OSError:
            return False


def kept_port() -> socket.socket:
    """A socket that never listens and keeps a port: between two lives of a hub nobody else is given it."""
    kept = socket.socket()
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    kept.bind(("127.0.0.1", 0))
    return kept
