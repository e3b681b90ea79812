"""A real hub in a process of its own for the voice's tests: a hall of two zones, and its people."""

from __future__ import annotations

import contextlib
import re
import signal
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from server.client import HubClient
from server.commands.token import command as tokens
from server.protocol import Json

PAIHAO = str(Path(sys.executable).with_name("paihao"))
HEAD = """
[hall]
id = "small"
name = "小厅"

[voice]
times = 1

[[zones]]
id = "east"
name = "东区"

[[zones]]
id = "west"
name = "西区"

[[queues]]
prefix = "A"
name = "综合"

[[services]]
id = "all"
name = "综合业务"
"""


def profile(east: int) -> str:
    """So many windows in the east, one in the west."""
    windows = (*((number, "east") for number in range(1, east + 1)), (east + 1, "west"))
    return HEAD + "".join(
        f"""
[[windows]]
number = {number}
kind = "comprehensive"
zone = "{zone}"
services = ["all"]
"""
        for number, zone in windows
    )


class Hall:
    """The hub's process and what a test does in the hall. `start` again after `kill` keeps data and port."""

    def __init__(self, folder: Path, east: int = 8) -> None:
        self.folder, self.port = folder, 0
        self.data = folder / "data"
        (folder / "small.toml").write_text(profile(east), "utf-8")
        self.start()
        self.agent, self.kiosk = self.person("agent"), self.person("kiosk")
        self.clerk, self.lead = self.person("clerk"), self.person("manager")

    def start(self) -> None:
        self.process = subprocess.Popen(
            [PAIHAO, "serve", "--hall", str(self.folder / "small.toml"), "--data", str(self.data),
             "--port", str(self.port), "--always-open"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self.process.stdout
        line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        assert found, f"the hub did not start: {line!r}"
        self.port = int(found[1])
        self.url = f"http://127.0.0.1:{self.port}"

    def token(self, role: str) -> str:
        ran = CliRunner().invoke(tokens, ["new", role, "--hall", "small", "--data", str(self.data)])
        assert ran.exit_code == 0, ran.output
        return ran.output.strip()

    def person(self, role: str) -> HubClient:
        return HubClient(self.url, self.token(role), "small")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.process.kill()
        if self.process.stdout:
            self.process.stdout.close()

    def take(self) -> str:
        taken: Json = self.kiosk.post("/halls/small/tickets", {"services": ["all"]})
        number: str = taken["ticket"]["number"]
        return number

    def at(self, window: int, verb: str, **body: object) -> Json:
        """A clerk's press at a window."""
        return self.clerk.post(f"/halls/small/windows/{self.windows[window]}/{verb}", dict(body))

    @property
    def windows(self) -> dict[int, str]:
        known = self.clerk.get("/halls/small")["windows"]
        return {window["number"]: window["id"] for window in known}

    def call(self, window: int) -> str:
        """Take a ticket and call it at that window, opening it if need be; the number called."""
        self.take()
        self.at(window, "open")
        answer = self.at(window, "call-next", finish="completed")
        number: str = answer["ticket"]["number"]
        return number
