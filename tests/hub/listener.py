"""A booking platform's own server, for tests: takes signed messages, and misbehaves on command."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import IO, Any

SECONDS = 60.0


class Listener:
    """`answers`: the statuses of the next messages; `None` keeps the line open and says a letter of its head now and
    then, so that the hub waits for a minute and not for the ten seconds it gives a silent one; then 200.
    """

    def __init__(self, *answers: int | None) -> None:
        self.answers = list(answers)
        self.heard: list[dict[str, Any]] = []
        self.bodies: list[bytes] = []
        self.changed = threading.Condition()
        self.silent = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/paihao?for=test"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = listener.hear(self.path, dict(self.headers), body)
                if status is None:
                    listener.keep(self.wfile)
                    return
                self.send_response(status)
                if status in (301, 302, 307):
                    self.send_header("Location", listener.url)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST  # noqa: N815 - http.server's names

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        return Handler

    def keep(self, line: IO[bytes]) -> None:
        """Until the listener or the other side has had enough."""
        with suppress(OSError):
            while not self.silent.wait(1):
                line.write(b"H")

    def hear(self, path: str, headers: dict[str, str], body: bytes) -> int | None:
        with self.changed:
            self.bodies.append(body)
            self.heard.append({"path": path, "headers": headers, **json.loads(body)})
            self.changed.notify_all()
            return self.answers.pop(0) if self.answers else 200

    def until(self, many: int, seconds: float = SECONDS) -> list[dict[str, Any]]:
        """What was heard, once there are so many messages."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.heard) >= many, seconds), [
                h["event"] for h in self.heard
            ]
            return list(self.heard)

    @property
    def events(self) -> list[str]:
        return [h["event"].removeprefix("reservation.") for h in self.heard]

    def close(self) -> None:
        self.silent.set()
        self.server.shutdown()
        self.server.server_close()


def signed(secret: str, header: str, body: bytes, now: float | None = None) -> bool:
    """What docs/RESERVATIONS.md tells platforms to check."""
    parts = dict(part.split("=", 1) for part in header.split(","))
    wanted = hmac.new(secret.encode(), parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    fresh = abs((time.time() if now is None else now) - int(parts["t"])) <= 300
    return fresh and hmac.compare_digest(parts["v1"], wanted)
