"""What anyone may know of a hall: the answer to `GET /halls/{hall}`. Pure JSON, durations in seconds."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from server.domain.profile import Hall, Hours, Service, Window
from server.profiles.keys import DAYS

Json = dict[str, Any]


def public(hall: Hall) -> Json:
    """The public profile, in the profile's order."""
    return {
        "id": hall.id,
        "name": hall.name,
        "name_en": hall.name_en,
        "timezone": hall.timezone,
        "languages": list(hall.languages),
        "needs": list(hall.needs),
        "zones": [asdict(zone) for zone in hall.zones],
        "departments": [asdict(department) for department in hall.departments],
        "queues": [{"id": q.id, "prefix": q.prefix, "name": q.name, "name_en": q.name_en, "width": q.width}
                   for q in hall.queues],
        "services": [_service(service) for service in hall.services],
        "windows": [_window(window) for window in hall.windows],
        "classes": [{"id": c.id, "name": c.name, "name_en": c.name_en, "evidence": c.evidence}
                    for c in hall.classes],
        "hours": _hours(hall.hours),
        "voice": _listed(asdict(hall.voice)),
        "screens": _listed(asdict(hall.screens)),
    }  # fmt: skip


def _service(service: Service) -> Json:
    minutes = ("target_wait", "target_service", "typical_service")
    return asdict(service) | {key: getattr(service, key) * 60 for key in minutes}


def _window(window: Window) -> Json:
    return _listed(asdict(window))


def _hours(hours: Hours) -> Json:
    """`{"mon": ["08:30-12:00", …], …, "closed_on": ["2026-10-01", …], "open_on": […]}`."""
    week = {day: [_span(span) for span in hours.week.get(n, ())] for n, day in enumerate(DAYS, 1)}
    dates = {"closed_on": hours.closed_on, "open_on": hours.open_on}
    return week | {name: sorted(d.isoformat() for d in days) for name, days in dates.items()}


def _span(span: tuple[int, int]) -> str:
    return "-".join(f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in span)


def _listed(facts: Json) -> Json:
    """Tuples as lists, as they are on the wire."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in facts.items()}
