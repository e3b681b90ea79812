"""A small hall with everything that matters: two zones, four windows, four kinds of business, three queues.

Windows: w1 permits and licences; w2 permits and tax; w3 (west) tax, licences, passports; w4 (west) everything.
`passport` waits in queue C, which takes 40 a day. The classes `quick` and `disabled` overtake one another.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from server import profiles
from server.domain.profile import Hall

MINUTE = 60_000
MORNING = round(datetime(2026, 11, 23, 1, 0, tzinfo=UTC).timestamp() * 1000)
"""Monday 23 November 2026, 09:00 in Shanghai, in milliseconds UTC."""
DAY = "2026-11-23"
SERVICES = ("permit", "licence", "tax", "passport")
WINDOWS = ("w1", "w2", "w3", "w4")
ZONES = ("east", "west")
CLASSES = ("elderly", "disabled", "quick")
WORKDAY = ["08:30-12:00", "14:00-17:30"]


def raw(hours: dict[str, Any] | None = None, cap: int = 40, **rules: Any) -> dict[str, Any]:
    """The profile as its file would hold it; without hours the hall never closes."""
    return {
        "hall": {"id": "small", "name": "Small hall"},
        "zones": [{"id": "east", "name": "East", "floor": "1"}, {"id": "west", "name": "West", "floor": "2"}],
        "queues": [
            {"prefix": "A", "name": "Permits"},
            {"prefix": "B", "name": "Tax", "width": 2},
            {"prefix": "C", "name": "Passports", "cap": cap},
        ],
        "services": [
            {"id": "permit", "name": "Permit", "queue": "A", "typical_service": 10},
            {"id": "licence", "name": "Licence", "queue": "A", "typical_service": 6},
            {"id": "tax", "name": "Tax", "queue": "B"},
            {"id": "passport", "name": "Passport", "queue": "C"},
        ],
        "windows": [
            window(1, "east", "permit", "licence"),
            window(2, "east", "permit", "tax"),
            window(3, "west", "tax", "licence", "passport"),
            window(4, "west", *SERVICES),
        ],
        "classes": [
            {"id": "elderly", "name": "Elder", "head_start": 10, "rate": 1.5, "shown": True},
            {"id": "disabled", "name": "Disabled", "head_start": 20, "rate": 2},
            {"id": "quick", "name": "Quick", "head_start": 30},
        ],
        "rules": {"requeue_limit": 1, "no_show_recalls": 1, "no_show_seconds": 30, **rules},
        **({"hours": hours} if hours else {}),
    }


def window(number: int, zone: str, *services: str) -> dict[str, Any]:
    plate = {"sign": f"Counter {number}", "spoken": f"counter {number}", "kind": "comprehensive"}
    return {"number": number, "zone": zone, "services": list(services), **plate}


def hall(**given: Any) -> Hall:
    return profiles.build(raw(**given))
