"""The only file that names eventlet, gevent or threading servers.

Everything else waits through `sleep` and locks through `threading`, which `patch` makes green. The
mode is always explicit; leaving eventlet one day is a change here.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import resource
import signal
import socket
import sys
import threading
import time
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

from server import settings

T = TypeVar("T")
Stop = Callable[[], None]
DRAIN_SECONDS = 5.0
IDLE_SECONDS = 75.0
"""How long a connection may be silent: agents ask every few seconds, a websocket answers its ping every ten."""
MOST_CONNECTIONS = 4000
SPARE_FILES = 64
"""File descriptors kept back for the journal, logs and agents."""


def patch() -> str:
    """Make the standard library cooperative, before anything else is imported; returns the mode."""
    try:
        mode = settings.async_mode()
    except settings.SettingsProblem as problem:
        sys.exit(f"paihao: {problem}")
    if mode == "eventlet":
        warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
        import eventlet

        eventlet.monkey_patch()
    elif mode == "gevent":
        from gevent import monkey

        monkey.patch_all()
    return mode


def sleep(seconds: float) -> None:
    """Wait and let others run (green under eventlet and gevent once patched)."""
    time.sleep(seconds)


def offload(mode: str, work: Callable[..., T], *arguments: Any) -> T:
    """Run CPU-heavy C code (argon2) without stopping the green threads."""
    if mode == "eventlet":
        from eventlet import tpool

        result: T = tpool.execute(work, *arguments)
        return result
    if mode == "gevent":
        import gevent

        done: T = gevent.get_hub().threadpool.apply(work, arguments)
        return done
    return work(*arguments)


def converse(mode: str, work: Callable[..., T], *arguments: Any) -> T:
    """Talk with another process without stopping the green threads.

    gevent's subprocess waits by itself, and only in the hub's own thread.
    """
    return work(*arguments) if mode == "gevent" else offload(mode, work, *arguments)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises OSError when the address is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Accepted sockets inherit it: a screen never answers, so its next update would wait 40 ms for an ACK.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    # This too: a phone that walked out of the hall never says goodbye, and a hub runs for months.
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, round(IDLE_SECONDS))
    try:
        sock.bind((host, port))
        sock.listen(1024)
    except OSError:
        sock.close()
        raise
    return sock


def most_connections() -> int:
    """How many may be open at once. More than the system gives files for would end eventlet's server."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + SPARE_FILES
    if 0 <= soft < wanted:
        soft = wanted if hard < 0 else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return MOST_CONNECTIONS if soft < 0 else max(1, min(MOST_CONNECTIONS, soft - SPARE_FILES))


def serve(
    mode: str, app: Callable[..., Any], sock: socket.socket, goodbye: Stop, ready: Stop = lambda: None
) -> None:
    """Serve until SIGTERM or SIGINT; then take no more, say `goodbye`, finish what was begun (5 s at most).

    `ready` is called once those signals end it that way.
    """
    # What starting made stays for good: the collector need not stop the hall to look at it again.
    gc.collect()
    gc.freeze()
    {"eventlet": _serve_eventlet, "gevent": _serve_gevent, "threading": _serve_threads}[mode](
        _uncompressed(app), sock, goodbye, ready
    )


def _uncompressed(app: Callable[..., Any]) -> Callable[..., Any]:
    """Websockets without permessage-deflate: a compressor for each screen costs more than a hall's network does."""

    def plain(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return app(environ, start_response)

    return plain


class Underway:
    """Requests begun and not yet answered, so that stopping can wait for them. Websockets end at the goodbye."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self.app = app
        self._begun: set[object] = set()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if "HTTP_UPGRADE" in environ:
            return self.app(environ, start_response)
        mark = object()
        self._begun.add(mark)
        try:
            answer = self.app(environ, start_response)
        except BaseException:
            self._begun.discard(mark)
            raise
        from werkzeug.wsgi import ClosingIterator  # not above: `patch` comes before any other import

        return ClosingIterator(answer, lambda: self._begun.discard(mark))

    def drain(self) -> None:
        """Wait until all are answered, DRAIN_SECONDS at most."""
        deadline = time.monotonic() + DRAIN_SECONDS
        while self._begun and time.monotonic() < deadline:
            sleep(0.02)


def _serve_eventlet(app: Callable[..., Any], sock: socket.socket, goodbye: Stop, ready: Stop) -> None:
    import eventlet
    import eventlet.wsgi
    import greenlet

    most = most_connections()
    pool = eventlet.GreenPool(most)
    # It ends a body by itself, chunked ones too; unless it says so, Flask takes those for empty.
    server = eventlet.spawn(
        eventlet.wsgi.server,
        sock,
        app,
        custom_pool=pool,
        log_output=False,
        max_size=most,
        socket_timeout=IDLE_SECONDS,
        debug=False,
        environ={"wsgi.input_terminated": True},
    )

    def stop() -> None:
        goodbye()
        sock.close()
        server.kill()

    # Never raise inside the handler: it runs in whichever green thread is on.
    _on_signals(lambda: eventlet.spawn_after(0, stop))
    ready()
    with contextlib.suppress(greenlet.GreenletExit):
        server.wait()
    with eventlet.Timeout(DRAIN_SECONDS, False):
        pool.waitall()


def _serve_gevent(app: Callable[..., Any], sock: socket.socket, goodbye: Stop, ready: Stop) -> None:
    import gevent
    import gevent.event
    from gevent.pywsgi import WSGIServer

    ended = gevent.event.Event()
    underway = Underway(app)
    server = WSGIServer(sock, underway, log=None, error_log=logging.getLogger("paihao.gevent"))
    _on_signals(lambda: gevent.get_hub().loop.run_callback(ended.set))
    server.start()
    ready()
    ended.wait()
    goodbye()
    server.stop()
    underway.drain()


def _serve_threads(app: Callable[..., Any], sock: socket.socket, goodbye: Stop, ready: Stop) -> None:
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Handler(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = IDLE_SECONDS

        def log(self, *_: Any) -> None:
            """No access log: tracks and tokens stay out of files."""

    ended = threading.Event()
    host, port = sock.getsockname()[:2]
    underway = Underway(app)
    server = make_server(host, port, underway, threaded=True, request_handler=Handler, fd=sock.fileno())
    _on_signals(ended.set)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ready()
    while not ended.wait(0.5):
        pass
    goodbye()
    server.shutdown()
    underway.drain()


def _on_signals(stop: Callable[[], Any]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop())
