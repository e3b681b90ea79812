"""What only a demo has: sign-ins that are shown, and links that make this browser any device. Loopback only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, Response, redirect, request, send_file

from server.domain.errors import HallError
from server.domain.profile import Hall
from server.hub.hub import Hub
from server.journal import access
from server.web import demo_devices
from server.web.gate import COOKIES, SURFACE, Gate
from server.web.pages import home


@dataclass(frozen=True, slots=True)
class SignIn:
    """An account the demo made; its password is no secret."""

    name: str
    password: str
    pin: str
    role: str


@dataclass(frozen=True, slots=True)
class Demo:
    """Folders of virtual devices: `slips` the printer's, `strips` the LED cards', `speech` the loudspeakers'."""

    sign_ins: tuple[SignIn, ...]
    slips: Path
    kiosk: str
    strips: Path
    speech: Path
    reader: Path


def add(app: Flask, hub: Hub, gate: Gate, demo: Demo) -> None:
    demo_devices.add(app, hub, gate, demo_devices.Folders(demo.slips, demo.strips, demo.speech, demo.reader))

    @app.get("/demo.json")
    def demo_json() -> dict[str, Any]:
        slip = (demo.slips / "latest.png").exists()
        return {
            "halls": [links(room.hall) for room in hub.rooms.values()],
            "sign_ins": [
                {"name": s.name, "password": s.password, "pin": s.pin, "role": s.role} for s in demo.sign_ins
            ],
            "slip": "/demo/slip.png" if slip else None,
        }

    @app.get("/demo/slip.png")
    def slip() -> Response:
        path = demo.slips / "latest.png"
        if not path.exists():
            raise HallError("not_found", "No slip has been printed yet; take a number at the kiosk.")
        return send_file(path, max_age=0)

    @app.get("/demo/<any(kiosk, display):role>/<hall>")
    @app.get("/demo/<any(kiosk, display):role>/<hall>/<window>")
    def become(role: str, hall: str, window: str | None = None) -> Response:
        """Make this browser the demo's kiosk, wall or window screen, and go there."""
        room = hub.room(hall)
        if window is not None and window not in room.hall.window:
            raise HallError("unknown_window", f"This hall has no window «{window}».")
        surface = SURFACE[role]
        query = request.query_string.decode()
        response = redirect(home(role, hall, window) + (f"?{query}" if query else ""), 303)
        if gate.by_cookie(request.cookies, surface) is None:
            with hub.store.writing() as conn:
                _, secret = access.grant(
                    conn,
                    "device",
                    role,
                    gate.now(),
                    hall=hall,
                    device=demo.kiosk if role == "kiosk" else None,
                )
            response.set_cookie(COOKIES[surface], secret, max_age=86400, httponly=True, samesite="Strict")
        return response  # type: ignore[return-value]


def links(hall: Hall) -> dict[str, Any]:
    """Where to go in a hall; a window of the first frequent service stands for all."""
    frequent = hall.screens.kiosk_frequent or (hall.services[0].id,)
    window = next(iter(hall.windows_of.get(frequent[0], ())), hall.windows[0].id)
    return {
        "id": hall.id, "name": hall.name, "name_en": hall.name_en, "kiosk": f"/demo/kiosk/{hall.id}",
        "caller": f"/caller/{hall.id}/{window}", "board": f"/demo/display/{hall.id}",
        "window": f"/demo/display/{hall.id}/{window}", "window_sign": hall.window[window].sign,
        "service": hall.service[frequent[0]].name, "service_en": hall.service[frequent[0]].name_en,
        "devices": f"/demo/devices/{hall.id}",
    }  # fmt: skip
