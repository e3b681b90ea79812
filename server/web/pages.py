"""Pages and their files: static, with a strict content policy; pairing links; health for those who operate it."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from flask import Flask, Response, abort, redirect, request, send_from_directory

from server.domain.errors import HallError
from server.hub.hub import Hub
from server.journal.store import Busy, Full
from server.protocol import VERSION
from server.web import openapi, problems
from server.web.gate import Gate
from server.web.route import Route
from server.web.seats import Seats
from server.web.session import redeem

API_TYPES = ("application/json", "application/problem+json")
POLICY = (
    "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
OF_A_HALL = {
    "kiosk": ("kiosk", "index.html"), "board": ("display", "board.html"), "voice": ("display", "voice.html"),
    "record": ("display", "record.html"), "guide": ("caller", "guide.html"), "devices": ("caller", "devices.html"),
    "keypad": ("caller", "keypad/index.html"),
}  # fmt: skip
"""Pages at /NAME/HALL: the package and file each is."""
SECTIONS = ("room", "big", "reports", "ratings", "replay", "advice", "setup", "evidence")
"""Of the manager's room, at /manage/HALL/SECTION; each is a folder of static/manage."""
ROOT = Path(__file__).resolve().parents[2]


def folder(package: str) -> Path:
    """A surface's pages, wherever it is installed; found by name, not imported."""
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or []) if spec else []
    return Path(places[0]) / "web" if places else ROOT / package / "web"


def static_folder() -> Path:
    inside = Path(__file__).resolve().parents[1] / "static"
    return inside if inside.is_dir() else ROOT / "static"


def add(app: Flask, hub: Hub, gate: Gate, seats: Seats, routes: list[Route]) -> None:
    _files(app)
    _surfaces(app, hub)
    _api_pages(app, routes)
    _operations(app, hub, seats)

    @app.get("/pair/<code>")
    def pair(code: str) -> Response:
        """A one-time link: the browser becomes the device it was made for."""
        found = redeem(hub, gate, code)
        if found is None:
            return problems.problem(
                "unauthenticated", "This pairing link was used or has run out; make a new one."
            )
        name, secret, who = found
        response = redirect(home(who.role, who.hall, who.window), 303)
        response.set_cookie(
            name, secret, max_age=400 * 86400, httponly=True, samesite="Strict", secure=request.is_secure
        )
        response.headers["Cache-Control"] = "no-store"
        return response  # type: ignore[return-value]


def home(role: str, hall: str | None, window: str | None) -> str:
    """The page a credential is for."""
    if hall is None:
        return "/"
    if role == "kiosk":
        return f"/kiosk/{hall}"
    if role == "display":
        return f"/window/{hall}/{window}" if window else f"/board/{hall}"
    if role == "guide":
        return f"/guide/{hall}"
    if role in ("manager", "auditor"):
        return f"/manage/{hall}"
    return f"/caller/{hall}" + (f"/{window}" if window else "")


def _files(app: Flask) -> None:
    @app.get("/static/<path:name>")
    def static_file(name: str) -> Response:
        return send_from_directory(static_folder(), name)

    # Written out, so that `web` weighs more than a hall's name in /caller/<hall>/<window>.
    @app.get("/kiosk/web/<path:name>", defaults={"package": "kiosk"})
    @app.get("/caller/web/<path:name>", defaults={"package": "caller"})
    @app.get("/display/web/<path:name>", defaults={"package": "display"})
    def page_file(package: str, name: str) -> Response:
        return send_from_directory(folder(package), name)

    @app.after_request
    def guard(response: Response) -> Response:
        if response.mimetype in API_TYPES:
            return response
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        # Files are small and asked for again with an ETag, so a new version reaches every screen at its next load.
        response.headers.setdefault("Cache-Control", "no-cache")
        return response


def _surfaces(app: Flask, hub: Hub) -> None:
    @app.get("/")
    def start() -> Response:
        return send_from_directory(static_folder() / "start", "index.html")

    for path, (package, file) in OF_A_HALL.items():
        app.add_url_rule(f"/{path}/<hall>", f"page {path}", _of_a_hall(hub, package, file))

    @app.get("/caller/<hall>")
    @app.get("/caller/<hall>/<window>")
    def caller(hall: str, window: str | None = None) -> Response:
        _known(hub, hall, window)
        return send_from_directory(folder("caller"), "index.html")

    @app.get("/manage/<hall>")
    @app.get("/manage/<hall>/<section>")
    def manage(hall: str, section: str = "room") -> Response:
        hub.room(hall)
        if section not in SECTIONS:
            abort(404)
        return send_from_directory(static_folder() / "manage", "index.html")

    @app.get("/manage")
    def only() -> Any:
        """A hub of one hall needs no choice."""
        return redirect(f"/manage/{next(iter(hub.rooms))}" if len(hub.rooms) == 1 else "/", 303)

    @app.get("/window/<hall>/<window>")
    def window_screen(hall: str, window: str) -> Response:
        _known(hub, hall, window)
        return send_from_directory(folder("display"), "window.html")

    @app.get("/media/<path:name>")
    def media(name: str) -> Response:
        """What `[screens] media` names; anybody may see it, as on the wall."""
        return send_from_directory(hub.store.directory.resolve() / "media", name, conditional=True)

    @app.get("/track/<code>")
    def track(code: str) -> Response:
        return send_from_directory(folder("display"), "track.html")


def _of_a_hall(hub: Hub, package: str, file: str) -> Callable[[str], Response]:
    def page(hall: str) -> Response:
        hub.room(hall)
        return send_from_directory(folder(package), file)

    return page


def _known(hub: Hub, hall: str, window: str | None) -> None:
    room = hub.room(hall)
    if window is not None and window not in room.hall.window:
        raise HallError("unknown_window", f"This hall has no window «{window}».")


def _api_pages(app: Flask, routes: list[Route]) -> None:
    described = msgspec.json.encode(openapi.document(routes))
    page = openapi.readable(routes)

    @app.get("/api/openapi.json")
    def openapi_json() -> Response:
        return Response(described, mimetype="application/json")

    @app.get("/api/")
    @app.get("/api/problems")
    def readable() -> Response:
        return Response(page, mimetype="text/html")


def _operations(app: Flask, hub: Hub, seats: Seats) -> None:
    @app.get("/healthz")
    def healthz() -> dict[str, Any]:
        return {"ok": True, "version": VERSION}

    @app.get("/readyz")
    def readyz() -> tuple[dict[str, Any], int]:
        halls = {
            id: {
                "seq": r.floor.seq,
                "day": r.floor.day,
                "clock_doubtful": r.clock.doubtful,
                "readable": r.sure,
            }
            for id, r in hub.rooms.items()
        }
        try:
            with hub.store.writing() as conn:
                conn.execute("update credential set label = label where id = ''")
            stored = True
        except (Busy, Full):
            stored = False
        ready = stored and all(h["readable"] for h in halls.values())
        return {"ready": ready, "storage": stored, "halls": halls}, 200 if ready else 503

    @app.get("/metrics")
    def metrics() -> Response:
        lines = ["# TYPE paihao_sockets gauge", f"paihao_sockets {len(seats.by_sid)}"]
        for id, r in hub.rooms.items():
            lines += [
                f'paihao_seq{{hall="{id}"}} {r.floor.seq}',
                f'paihao_waiting{{hall="{id}"}} {sum(r.floor.waiting.values())}',
                f'paihao_windows_open{{hall="{id}"}} {sum(w.state == "open" for w in r.floor.windows.values())}',
                f'paihao_clock_doubtful{{hall="{id}"}} {int(r.clock.doubtful)}',
            ]
        return Response("\n".join(lines) + "\n", mimetype="text/plain; version=0.0.4")
