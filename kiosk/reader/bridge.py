"""A door on this computer for vendors' own programs: `POST http://127.0.0.1:PORT/reading {name, id_number, kind}`.

Many readers answer to a Windows library only. A program of ten lines that calls it posts here what it read. No web
page can: a browser says where it comes from, and whoever does is refused; so is a name other than this computer's own
(a page's name may be made to point here), a body that is not declared as JSON, and, where there is a secret, whoever
does not show it.
"""

from __future__ import annotations

import hmac
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from kiosk.reader.table import Said

PATH = "/reading"
LARGEST = 4096
SECONDS = 5.0
HERE = ("127.0.0.1", "localhost")
BROWSERS = ("Origin", "Referer", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Cookie")
KINDS = ("id_card", "permit", "foreigner", "social_security", "other")

Take = Callable[[Said], str]
"""Passes on what was read; "" or the code of a refusal."""


class Bridge(ThreadingHTTPServer):
    """Listens from the moment it is made. Raises OSError when the port is taken."""

    daemon_threads = True

    def __init__(self, port: int, secret: str, take: Take) -> None:
        self.secret, self.take = secret, take
        super().__init__(("127.0.0.1", port), Visitor)

    def start(self) -> threading.Thread:
        thread = threading.Thread(target=self.serve_forever, args=(0.2,), name="bridge", daemon=True)
        thread.start()
        return thread

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A visitor who hung up is no news, and a traceback might show what it sent."""


class Visitor(BaseHTTPRequestHandler):
    """One request."""

    server: Bridge
    server_version, sys_version = "Paihao", ""
    timeout = SECONDS

    def do_POST(self) -> None:
        if refused := self._refused():
            self._answer(*refused)
            return
        said = reading(self.rfile.read(int(self.headers["Content-Length"])))
        if said is None:
            self._answer(422, "invalid")
            return
        refusal = self.server.take(said)
        self._answer({"": 200, "hub_unreachable": 503}.get(refusal, 422), refusal)

    def _refused(self) -> tuple[int, str] | None:
        """Why nothing is taken from this visitor; None when it may speak."""
        if any(name in self.headers for name in BROWSERS):
            return 403, "no_browsers"
        if self.headers.get("Host", "").rpartition(":")[0] not in HERE:
            return 403, "wrong_host"
        if not self._knows_secret():
            return 401, "wrong_secret"
        if self.path != PATH:
            return 404, "not_found"
        if self.headers.get_content_type() != "application/json":
            return 415, "not_json"
        length = self.headers.get("Content-Length", "")
        return None if length.isdigit() and int(length) <= LARGEST else (413, "too_large")

    def _knows_secret(self) -> bool:
        given = self.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        return not self.server.secret or hmac.compare_digest(given.encode(), self.server.secret.encode())

    def _answer(self, status: int, error: str) -> None:
        body = json.dumps({"error": error} if error else {"ok": True}).encode()
        self.close_connection = True
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: an address typed wrong could hold a number."""


def reading(body: bytes) -> Said | None:
    """What a program said; None for what is not like it should be."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, dict) or not set(given) <= {"name", "id_number", "kind"}:
        return None
    kind, number, name = given.get("kind", "id_card"), given.get("id_number"), given.get("name") or ""
    if kind not in KINDS or not isinstance(number, str) or not isinstance(name, str):
        return None
    return Said(kind, number, name[:60]) if 0 < len(number) <= 60 else None
