"""The wire's words and shapes, shared by the hub and everything that talks to it.

Stdlib only: kiosk boxes and announcers import this without Flask. No behaviour lives here beyond
turning instants and JSON into text and back.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

VERSION = "0.1.0"
WIRE = 1
"""Wire version. An agent or page of another major wire version is told so and reloads or stops."""

API = "/api/v1"
NAMESPACE = "/hall"

ROLES = (
    "kiosk", "display", "agent", "clerk", "guide", "lead",
    "manager", "auditor", "admin", "partner",
)  # fmt: skip
VIEWS = ("board", "window", "caller", "manage", "ticket")

STATUSES = (
    "waiting", "called", "serving", "held",
    "completed", "no_show", "cancelled", "expired",
)  # fmt: skip
OUTCOMES = ("done", "accepted", "incomplete", "refused", "wrong_window", "advice")
WINDOW_STATES = ("closed", "open", "paused")
JOB_KINDS = ("print", "speech", "notice")
PULSE_SECONDS = 5

Json = dict[str, Any]


def iso(ms: int | None) -> str | None:
    """Milliseconds since 1970 UTC as `2026-11-22T02:03:04.567Z`; None stays None."""
    if ms is None:
        return None
    return f"{_second(ms // 1000)}.{ms % 1000:03d}Z"


@lru_cache(maxsize=4096)
def _second(seconds: int) -> str:
    """Most instants of a moment share their second."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()[:19]


def instant(text: str) -> int:
    """The milliseconds since 1970 of an ISO-8601 text with a zone. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"an instant needs a zone, such as Z: {text}")
    return round(moment.timestamp() * 1000)


def canonical(value: Any) -> str:
    """The one text of a JSON value: sorted keys, no spaces, UTF-8 kept. This is what is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
