"""What anyone may know of a hall: the answer to `GET /halls/{hall}`. Pure JSON, durations in seconds."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from server.domain.profile import Hall, Hours, Service, Window, ZoneVoice
from server.domain.voice import VoiceHour
from server.profiles.keys import DAYS

Json = dict[str, Any]


def public(hall: Hall) -> Json:
    """The public profile, in the profile's order."""
    return {
        "id": hall.id,
        "name": hall.name,
        "name_en": hall.name_en,
        "timezone": hall.timezone,
        "public_url": hall.public_url,
        "languages": list(hall.languages),
        "needs": list(hall.needs),
        "zones": [asdict(zone) | {"voice": _stated(zone.voice)} for zone in hall.zones],
        "departments": [asdict(department) for department in hall.departments],
        "queues": [{"id": q.id, "prefix": q.prefix, "name": q.name, "name_en": q.name_en, "width": q.width}
                   for q in hall.queues],
        "services": [_service(service) for service in hall.services],
        "windows": [_window(window) for window in hall.windows],
        "classes": [{"id": c.id, "name": c.name, "name_en": c.name_en, "evidence": c.evidence, "min_age": c.min_age}
                    for c in hall.classes],
        "hours": _hours(hall.hours),
        "rules": {"passed": hall.rules.passed, "auto_call": hall.rules.auto_call,
                  "agent_cases": hall.rules.agent_cases, "hold": hall.rules.hold_minutes * 60},
        "reservations": {"taken": reservable(hall), "slot_minutes": hall.reservations.slot_minutes,
                         "ahead_days": hall.reservations.ahead_days},
        "ratings": {"ask": hall.ratings.ask_seconds, "most": hall.ratings.reasons_most,
                    "reasons": [asdict(reason) for reason in hall.rating_reasons]},
        "voice": _listed(asdict(hall.voice)) | {"by_hour": _by_hour(hall.voice.by_hour)},
        "screens": _listed(asdict(hall.screens)),
    }  # fmt: skip


def _service(service: Service) -> Json:
    minutes = ("target_wait", "target_service", "typical_service")
    spans = {
        "hours": None if service.hours is None else [_span(span) for span in service.hours],
        "caps": [{"span": _span(cap.span), "most": cap.most} for cap in service.caps],
    }
    return asdict(service) | {key: getattr(service, key) * 60 for key in minutes} | spans


def _window(window: Window) -> Json:
    dates = {
        key: day and day.isoformat() for key in ("valid_from", "valid_to") for day in (getattr(window, key),)
    }
    after = None if window.help_after is None else window.help_after * 60
    return _listed(asdict(window)) | dates | {"help_after": after}


def _stated(voice: ZoneVoice) -> Json:
    """What a zone has otherwise than its hall."""
    stated = {key: value for key, value in _listed(asdict(voice)).items() if value is not None}
    return stated | {"by_hour": _by_hour(voice.by_hour)}


def _by_hour(rows: tuple[VoiceHour, ...]) -> list[Json]:
    """`[{"from": "12:00", "to": "14:00", "volume": 60}, …]`."""
    return [
        {"from": _time(row.start), "to": _time(row.end)}
        | {
            key: value
            for key, value in asdict(row).items()
            if key not in ("start", "end") and value is not None
        }
        for row in rows
    ]


def reservable(hall: Hall) -> bool:
    """Whether any service can be reserved."""
    usual = hall.reservations.capacity
    return any((usual if s.slot_capacity < 0 else s.slot_capacity) > 0 for s in hall.services)


def _hours(hours: Hours) -> Json:
    """`{"mon": ["08:30-12:00", …], …, "closed_on": ["2026-10-01", …], "open_on": […]}`."""
    week = {day: [_span(span) for span in hours.week.get(n, ())] for n, day in enumerate(DAYS, 1)}
    dates = {"closed_on": hours.closed_on, "open_on": hours.open_on}
    lunch = {
        "lunch": _span(hours.lunch) if hours.lunch else None,
        "weekend_services": list(hours.weekend_services),
        "extended": hours.extended
        and {"day": hours.extended[0].isoformat(), "until": _time(hours.extended[1])},
    }
    return week | {name: sorted(d.isoformat() for d in days) for name, days in dates.items()} | lunch


def _span(span: tuple[int, int]) -> str:
    return "-".join(_time(minutes) for minutes in span)


def _time(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _listed(facts: Json) -> Json:
    """Tuples as lists, as they are on the wire."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in facts.items()}
