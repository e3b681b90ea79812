"""The bound: a bare Flask handler on the hub's own server and settings that commits one row, and may broadcast.

`python -m tests.bench.bare DIR`. POST /row commits; POST /tell also sends the payload that PUT /payload left.
"""

import sys

from server import runtime

MODE = runtime.patch()

import sqlite3  # noqa: E402
import threading  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import msgspec  # noqa: E402
from flask import Flask, Response, request  # noqa: E402
from flask_socketio import Namespace, SocketIO, join_room  # noqa: E402

from server.protocol import NAMESPACE  # noqa: E402
from server.web.app import LARGEST_MESSAGE, Json  # noqa: E402


class Screens(Namespace):
    """Every socket in one room."""

    def on_connect(self, _: Any = None) -> None:
        join_room("screens")


def create(conn: sqlite3.Connection) -> Flask:
    app = Flask("bare", static_folder=None)
    socketio = SocketIO(
        app, async_mode=MODE, transports=["websocket"], json=Json, ping_interval=10, ping_timeout=10,
        max_http_buffer_size=LARGEST_MESSAGE, manage_session=False,
    )  # fmt: skip
    socketio.on_namespace(Screens(NAMESPACE))
    lock, payload = threading.RLock(), dict[str, Any]()

    def commit() -> int:
        with lock:
            conn.execute("begin immediate")
            n = conn.execute("insert into row (body) values (?)", (request.get_data(),)).lastrowid
            conn.execute("commit")
        return n or 0

    def answer(n: int) -> Response:
        return Response(msgspec.json.encode({"seq": n}), 201, mimetype="application/json")

    @app.post("/row")
    def row() -> Response:
        return answer(commit())

    @app.post("/tell")
    def tell() -> Response:
        n = commit()
        socketio.emit("update", {"seq": n, **payload}, to="screens", namespace=NAMESPACE)
        return answer(n)

    @app.put("/payload")
    def put_payload() -> Response:
        payload.update(msgspec.json.decode(request.get_data()))
        return answer(0)

    return app


def main(directory: Path) -> None:
    directory.mkdir()
    conn = sqlite3.connect(directory / "bare.db", isolation_level=None, check_same_thread=False)
    conn.execute("pragma journal_mode=wal")
    conn.execute("pragma synchronous=full")
    conn.execute("create table row (id integer primary key, body blob)")
    sock = runtime.listen("127.0.0.1", 0)
    print(f"ready at http://127.0.0.1:{sock.getsockname()[1]}/", flush=True)
    runtime.serve(MODE, create(conn), sock, lambda: None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
