"""A hub of a few lines for the pages' tests: real HTTP, real Socket.IO, and a test that decides what is said.

It exists to say what a good hub never says (a gap, silence, a refusal, 100,000 updates in a row); that
the pages and the real hub understand one another is tested in tests/browser.
"""

from __future__ import annotations

import contextlib
import json
import mimetypes
import socket
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar

import socketio
from werkzeug.serving import WSGIRequestHandler, make_server

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "": "static/start/index.html",
    "board": "display/web/board.html",
    "window": "display/web/window.html",
    "track": "display/web/track.html",
    "voice": "display/web/voice.html",
    "keypad": "caller/web/keypad/index.html",
}
SECONDS = 60.0
"""How long a test waits for what a page asks of this hub. How fast a page is, is for the benches."""
POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'"

Json = dict[str, Any]
Answer = tuple[int, Any]
Handler = Callable[[str, Json], Answer]


class Quiet(WSGIRequestHandler):
    """Says nothing, and knows its open connections."""

    connections: ClassVar[set[socket.socket]] = set()

    def setup(self) -> None:
        super().setup()
        self.connections.add(self.connection)

    def finish(self) -> None:
        self.connections.discard(self.connection)
        super().finish()

    def log(self, *_: object) -> None:
        """A test's output is its failures."""


class WireHub:
    """Serves the repository's pages and one view. `snapshot` is what a joining or syncing client gets."""

    def __init__(self, port: int = 0) -> None:
        self.answers: dict[tuple[str, str], Handler] = {}
        self.snapshot: Json | None = None
        self.refusal: Json | None = None
        self.auths: list[Json] = []
        self.joined = threading.Event()
        self.synced = threading.Event()
        self.live = socketio.Server(async_mode="threading", ping_interval=60)
        self.live.on("connect", self._connect, namespace="/hall")
        self.live.on("sync", self._sync, namespace="/hall")
        app = socketio.WSGIApp(self.live, self._serve)
        self.server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet)
        self.url = f"http://127.0.0.1:{self.server.port}"
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> WireHub:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()

    def watched(self) -> None:
        """Until somebody is in the view: what is said from here on reaches them."""
        assert self.joined.wait(SECONDS), "nobody has joined"

    def say(self, event: str, payload: Json) -> None:
        self.live.emit(event, payload, namespace="/hall")

    def cut(self) -> None:
        """Drop every connection, as a network or a hub that dies does."""
        for connection in list(Quiet.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _connect(self, sid: str, environ: Json, auth: Json) -> None:
        self.auths.append(auth)
        if self.refusal:
            raise socketio.exceptions.ConnectionRefusedError("refused", self.refusal)
        if self.snapshot:
            self.live.emit("snapshot", self.snapshot, to=sid, namespace="/hall")
        self.joined.set()

    def _sync(self, sid: str, *_: object) -> None:
        self.live.emit("snapshot", self.snapshot, to=sid, namespace="/hall")
        self.synced.set()

    def _serve(self, environ: Json, start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith("/api/v1"):
            return self._api(environ, path.removeprefix("/api/v1"), start)
        return self._file(path, start)

    def _api(self, environ: Json, path: str, start: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        handler = self.answers.get((environ["REQUEST_METHOD"], path))
        key = environ.get("HTTP_IDEMPOTENCY_KEY", "")
        status, answer = handler(key, json.loads(body or b"{}")) if handler else (404, {"code": "not_found"})
        start(f"{status} X", [("Content-Type", "application/json")])
        return [json.dumps(answer).encode()]

    def _file(self, path: str, start: Callable[..., Any]) -> Iterable[bytes]:
        first = path.split("/")[1]
        file = ROOT / (PAGES[first] if first in PAGES else path.lstrip("/"))
        if not file.is_file():
            start("404 Not Found", [])
            return [b""]
        kind = "text/javascript" if file.suffix == ".js" else mimetypes.guess_type(file.name)[0]
        start("200 OK", [("Content-Type", kind or "text/plain"), ("Content-Security-Policy", POLICY)])
        return [file.read_bytes()]
