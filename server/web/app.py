"""create_app wires and nothing else."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

import msgspec
from flask import Flask, Response, request, send_from_directory
from flask_socketio import SocketIO
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix

from server.domain.errors import HallError
from server.hub.hub import Hub
from server.settings import Settings
from server.web import alarms, changes, hooks, pages, problems, reads, session, sockets, verbs, work
from server.web.booking import reservations as bookings
from server.web.devices import clips, desk, opening, pairings, readings
from server.web.devices import registry as devices
from server.web.figures import reports, stats, unusual
from server.web.figures import tickets as stats_tickets
from server.web.foresight import advice
from server.web.gate import Gate
from server.web.outbox import Outbox
from server.web.past import audit, calls, life, replay
from server.web.ratings import cards, cases, ratings
from server.web.ratings import export as ratings_export
from server.web.room import public, room
from server.web.route import Route, handle_errors, register
from server.web.seats import Seats
from server.web.setup import document as setup
from server.web.setup import media as setup_media
from server.web.setup import people as setup_people
from server.web.setup import services as setup_services
from server.web.states import States

log = logging.getLogger("paihao.web")
LARGEST_BODY = 64 * 1024
LARGEST_MESSAGE = 64 * 1024

ROUTES: list[Route] = [
    *session.ROUTES, *reads.ROUTES, *verbs.ROUTES, *desk.ROUTES, *bookings.ROUTES, *hooks.ROUTES, *changes.ROUTES,
    *alarms.ROUTES, *work.ROUTES, *devices.ROUTES, *pairings.ROUTES, *opening.ROUTES,
    *readings.ROUTES, *clips.ROUTES, *stats.ROUTES, *unusual.ROUTES, *stats_tickets.ROUTES, *room.ROUTES,
    *ratings.ROUTES, *ratings_export.ROUTES, *cases.ROUTES, *cards.ROUTES,
    *setup.ROUTES, *setup_services.ROUTES, *setup_people.ROUTES, *setup_media.ROUTES, *reports.ROUTES,
    *audit.ROUTES, *life.ROUTES, *calls.ROUTES, *replay.ROUTES,
    *advice.ROUTES, *public.ROUTES,
]  # fmt: skip


class Json:
    """Socket.IO's JSON, several times faster than the default."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        return msgspec.json.encode(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        """What cannot be read becomes an event nobody knows: counted as a message, refused as a sign-in."""
        try:
            return msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError):
            return ["unreadable"]


@dataclass(frozen=True, slots=True)
class Web:
    """A hub's web side, ready to be served; `outbox` is to be started."""

    app: Flask
    socketio: SocketIO
    gate: Gate
    outbox: Outbox


def create_app(hub: Hub, settings: Settings) -> Web:
    app = Flask("paihao", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.url_map.merge_slashes = False
    socketio = SocketIO(
        app, async_mode=settings.async_mode, transports=["websocket"], json=Json, ping_interval=10, ping_timeout=10,
        max_http_buffer_size=LARGEST_MESSAGE, cors_allowed_origins=list(settings.origins) or None, manage_session=False,
    )  # fmt: skip
    if settings.proxies:
        n = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    gate, seats = Gate(hub, settings.origins), Seats()
    states = States(hub, seats)
    register(app, hub, gate, ROUTES)
    pages.add(app, hub, gate, seats, ROUTES)
    public.add(app, hub)
    handle_errors(app)
    _edges(app)
    sockets.attach(socketio, hub, gate, seats, states)
    return Web(app, socketio, gate, Outbox(socketio, hub, gate, seats, states))


def _page_for_people() -> Response | None:
    """Somebody typed an address: a page that says so, not JSON."""
    if request.path.startswith("/api/") or "text/html" not in request.headers.get("Accept", ""):
        return None
    response = send_from_directory(pages.static_folder() / "start", "missing.html", max_age=0)
    response.status_code = 404
    return response


def _edges(app: Flask) -> None:
    """What werkzeug refuses by itself, and what nobody foresaw."""

    @app.errorhandler(HallError)
    def refused(error: HallError) -> Response:
        return _page_for_people() or problems.refused(error)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        if isinstance(error, NotFound):
            return _page_for_people() or problems.problem("not_found", "Nothing is at this address.")
        if isinstance(error, MethodNotAllowed):
            response = problems.problem("method_not_allowed", f"{request.method} is not taken here.")
            response.headers["Allow"] = ", ".join(sorted(error.valid_methods or []))
            return response
        if isinstance(error, RequestEntityTooLarge):
            return problems.problem("too_large", f"A body may have {request.max_content_length} bytes here.")
        return problems.problem("malformed_json", error.description or "The request cannot be read.")

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        rule = request.url_rule.rule if request.url_rule else "?"
        log.exception("unforeseen at %s %s: %s", request.method, rule, type(error).__name__)
        return problems.problem(
            "internal", "Something went wrong that nobody foresaw; it was written to the log."
        )
