"""A real hub in a process of its own: started, killed, started again, and asked what it wrote."""

from __future__ import annotations

import copy
import json
import os
import selectors
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import requests

from server import profiles
from server.hub.clock import wall_ms
from server.hub.hub import Hub
from server.hub.setup import importing
from server.journal import access
from server.journal.store import Store

Json = dict[str, Any]
HALLS = Path(__file__).parent / "halls"
SMALL = HALLS / "small.toml"
SERVE = (sys.executable, "-m", "server.commands", "serve")
SECONDS = 60.0


class Run:
    """One life after another of a hub on one data directory and one port.

    The port is kept for it by a socket of ours that never listens: between two lives nobody else is given it.
    """

    def __init__(self, data: Path, options: Sequence[str], mode: str | None, entry: Sequence[str]) -> None:
        self.data, self.options, self.mode, self.entry = data, options, mode, entry
        self.kept = socket.socket()
        self.kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.kept.bind(("127.0.0.1", 0))
        self.port: int = self.kept.getsockname()[1]
        self.log = data.parent / f"{data.name}-{id(self):x}.log"
        self.popen: subprocess.Popen[bytes] | None = None
        self.beside: Hub | None = None

    def start(self) -> None:
        """Start and wait until it is ready. Raises RuntimeError with what it said instead."""
        words = [*self.entry, "--data", str(self.data), "--port", str(self.port), *self.options]
        environment = os.environ | ({"PAIHAO_ASYNC": self.mode} if self.mode else {})
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log, env=environment)
        line = self._first_line()
        if b"ready at" not in line:
            self.kill()
            raise RuntimeError(line.decode() + self.log.read_text("utf-8"))
        assert requests.get(f"{self.url}/readyz", timeout=SECONDS).json()["ready"]

    def _first_line(self) -> bytes:
        assert self.popen and self.popen.stdout
        with selectors.DefaultSelector() as selector:
            selector.register(self.popen.stdout, selectors.EVENT_READ)
            return self.popen.stdout.readline() if selector.select(SECONDS) else b""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self.popen
        return self.popen.pid

    @property
    def alive(self) -> bool:
        return self.popen is not None and self.popen.poll() is None

    def end(self, how: signal.Signals) -> int:
        """Its exit code after the signal; -9 for one that was killed."""
        assert self.popen
        if self.popen.poll() is None:
            self.popen.send_signal(how)
        code = self.popen.wait(SECONDS)
        if self.popen.stdout:
            self.popen.stdout.close()
        return code

    def kill(self) -> int:
        return self.end(signal.SIGKILL)


class HubProcess:
    """A running hub seen from one of its halls. `mode` is its async mode (default: PAIHAO_ASYNC's)."""

    def __init__(
        self, data: Path, profile: Path | None = SMALL, *, mode: str | None = None,
        options: Sequence[str] = ("--always-open",), entry: Sequence[str] = SERVE,
    ) -> None:  # fmt: skip
        self.data = data
        hall_options = ["--hall", str(profile)] if profile else []
        self.run = Run(data, [*hall_options, *options], mode, entry)
        self.hall = tomllib.loads(profile.read_text("utf-8"))["hall"]["id"] if profile else ""

    def start(self) -> HubProcess:
        self.run.start()
        return self

    @property
    def url(self) -> str:
        return self.run.url

    @property
    def log(self) -> str:
        return self.run.log.read_text("utf-8")

    def kill(self) -> None:
        """kill -9: nothing is finished, nothing said."""
        self.run.kill()

    def stop(self) -> int:
        """SIGTERM; its exit code."""
        return self.run.end(signal.SIGTERM)

    def restart(self) -> None:
        """On the same data and port, after whatever ended it."""
        if self.run.alive:
            self.stop()
        self.run.start()

    # -- its data ----------------------------------------------------------------------------------

    def store(self) -> Store:
        """A second process's access to its journal; the caller closes it."""
        return Store(self.data, threading.RLock())

    def token(
        self, role: str, window: str | None = None, device: str | None = None, department: str | None = None
    ) -> str:
        """A new token of this hall, as `paihao token new` makes it; a lead's is for a department."""
        store = self.store()
        where = {"hall": self.hall, "window": window, "device": device, "department": department}
        with store.writing() as conn:
            _, secret = access.grant(conn, "token", role, wall_ms(), **where)
        store.close()
        return secret

    def with_hall(self, id: str, profile: Path = SMALL) -> HubProcess:
        """The same process, started again where a test has ended it, with a new hall that another process makes from a
        profile. Unless that names a time zone it is morning there: no business day ends while it is tried."""
        if not self.run.alive:
            self.restart()
        raw = tomllib.loads(profile.read_text("utf-8"))
        raw["hall"] = {"timezone": zone_at(10), **raw["hall"], "id": id}
        if self.run.beside is None:
            self.run.beside = Hub(self.store())
        importing.bring_in(self.run.beside, raw, profiles.build(raw), replace=False)
        twin = copy.copy(self)
        twin.hall = id
        until(lambda: requests.get(f"{self.url}/api/v1/halls/{id}", timeout=SECONDS).status_code == 200)
        return twin

    def rows(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """Rows of its database, read beside it."""
        conn = sqlite3.connect(f"file:{self.data}/paihao.db?mode=ro", uri=True)
        try:
            return conn.execute(sql, values).fetchall()
        finally:
            conn.close()

    def bytes(self) -> bytes:
        """All files of its data, read by another process: a process that opens a database's file by itself and closes
        it drops every lock SQLite holds there for it, and the hub beside the tests would write into a deleted file."""
        files = [str(path) for path in self.data.rglob("*") if path.is_file()]
        return subprocess.run(["cat", *files], capture_output=True, check=True).stdout

    def journal(self, after: int = 0) -> list[Json]:
        """This hall's entries: seq, kind, actor and data."""
        rows = self.rows(
            "select seq, kind, actor, data from journal where hall = :hall and seq > :after order by seq",
            hall=self.hall, after=after,
        )  # fmt: skip
        return [{"seq": s, "kind": k, "actor": a, "data": json.loads(d)} for s, k, a, d in rows]

    def done(self, after: int) -> list[str]:
        """The kinds of what anybody has done since an entry. The hub writes by itself too, at moments of its own: that
        a day begins, that somebody has waited for a minute where nobody serves."""
        return [entry["kind"] for entry in self.journal(after) if entry["actor"] != "system"]

    def last(self, kind: str) -> Json:
        """The latest entry of a kind, whatever the hub has written since."""
        return next(entry for entry in reversed(self.journal()) if entry["kind"] == kind)

    def seq(self) -> int:
        found = self.rows("select coalesce(max(seq), 0) from journal where hall = :hall", hall=self.hall)
        return int(found[0][0])

    def cli(self, *words: str, code: int = 0) -> str:
        """A `paihao` command on the same data; what it printed. Its exit code must be `code`."""
        ran = paihao(*words, "--data", str(self.data))
        assert ran.returncode == code, ran.stdout + ran.stderr
        return ran.stdout if code == 0 else ran.stderr


def paihao(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Any `paihao` command that ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "server.commands", *words],
        capture_output=True, text=True, timeout=SECONDS, env=os.environ | (env or {}),
    )  # fmt: skip


@cache
def zone_at(hour: int) -> str:
    """A time zone in which it was past this hour, and not yet the next, when it was first asked for; the same one for
    the whole run."""
    ahead = hour - datetime.now(UTC).hour
    ahead += 24 if ahead < -12 else 0
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def until(true: Any, seconds: float = SECONDS) -> None:
    """Wait for something that no event tells. Raises AssertionError when it does not come true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.02)
