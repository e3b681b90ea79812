"""A town's website with a strict policy of its own: no inline style, scripts of itself and of the hub.

Run as a process, `python -m tests.browser.town HUB`: it prints its port and serves until it is ended.
"""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html><html lang="{lang}"><head><title>Town</title></head><body><h1>Town</h1>
<script async src="{hub}/public/advised/embed.js"></script></body></html>"""


class Town(BaseHTTPRequestHandler):
    hub = ""

    def do_GET(self) -> None:
        policy = f"default-src 'self'; script-src {self.hub}; connect-src {self.hub}"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(PAGE.format(lang=self.path.strip("/") or "zh", hub=self.hub).encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""


if __name__ == "__main__":
    Town.hub = sys.argv[1]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Town)
    print(server.server_port, flush=True)
    server.serve_forever()
