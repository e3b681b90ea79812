"""Every key a profile may hold, with its kind and default. `config/README.md` tells the same in words.

To add a setting: the field in `server.domain.profile`, the key here, its row in `config/README.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from server.domain.counting.reporting import CUTS, EVERY, FORMATS
from server.domain.profile import (
    PASSED,
    PURPOSES,
    WINDOW_KINDS,
    Advice,
    Exceptions,
    Hall,
    Overload,
    PriorityClass,
    Public,
    Queue,
    Ratings,
    Reservations,
    Rules,
    Scheduled,
    Screens,
    Service,
    Voice,
    Warnings,
    ZoneVoice,
)  # fmt: skip
from server.profiles.marks import Address, Digits, Folder, Id, MediaFile, Numbers, Plate, Prefix, TimeZone
from server.profiles.rating import Column, Word
from server.profiles.steps import Minutes
from server.profiles.times import Caps, Clock, Day, Days, Hours
from server.profiles.values import Choice, Decimal, Flag, Kind, List, Text, Whole
from server.profiles.voices import LANGUAGES as SPOKEN
from server.profiles.voices import PACE, SHORTEN, TIMES, VOLUME, ByHour, OwnVoice, Pronounced, Templates

NEEDS: tuple[str, ...] = tuple(Hall.needs)
LANGUAGES = ("zh", "en")
FEATURES = (
    "low_counter",
    "hearing_loop",
    "sign_language",
    "handwriting",
    "large_print",
    "dialect",
    "english",
)
EVIDENCE = ("staff", "id", "reservation", "system")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

REQUIRED = object()
"""The default of a key that must be stated."""
OPEN = None
"""The default of a key that is worked out from others, as `config/README.md` says."""


@dataclass(frozen=True, slots=True)
class Key:
    kind: Kind
    default: Any = REQUIRED


@dataclass(frozen=True, slots=True)
class Table:
    """A table `[name]`, or a list of rows `[[name]]` with at least `least` of them."""

    keys: dict[str, Key]
    rows: bool = False
    least: int = 0


def _defaults(facts: Any, **kinds: Kind) -> dict[str, Key]:
    """Keys whose defaults are those of the domain's own facts."""
    return {name: Key(kind, getattr(facts, name)) for name, kind in kinds.items()}


_IDS = List(Id())
_SPANS = List(Hours(), longest=6, lone=True)
_DATES = List(Days(), longest=200, lone=True)
_NAME_EN = Key(Text(40, empty=True), "")
_FLOOR = Text(3, empty=True)

TABLES: dict[str, Table] = {
    "hall": Table(
        {
            "id": Key(Id()),
            "name": Key(Text(24)),
            "name_en": _NAME_EN,
            **_defaults(
                Hall,
                timezone=TimeZone(),
                day_ends_at=Clock(),
                languages=List(Choice(LANGUAGES), least=1),
                needs=List(Choice(NEEDS)),
                public_url=Address(),
            ),
        }
    ),
    "zones": Table(
        {
            "id": Key(Id()),
            "name": Key(Text(20)),
            "name_en": _NAME_EN,
            "floor": Key(_FLOOR, ""),
            "voice": Key(OwnVoice(), ZoneVoice()),
        },
        True,
        1,
    ),
    "departments": Table(
        {"id": Key(Id()), "name": Key(Text(24)), "short_name": Key(Text(6)), "name_en": _NAME_EN}, True
    ),
    "queues": Table(
        {
            "id": Key(Id(), OPEN),
            "prefix": Key(Prefix()),
            "name": Key(Text(16)),
            "name_en": _NAME_EN,
            **_defaults(Queue("", "", ""), width=Whole(2, 5), cap=Whole(0, 99_999)),
        },
        True,
        1,
    ),
    "services": Table(
        {
            "id": Key(Id()),
            "name": Key(Text(24)),
            "name_en": _NAME_EN,
            "department": Key(Id(), ""),
            "queue": Key(Id(), OPEN),
            **_defaults(
                Service("", "", "", ""),
                code=Text(20, empty=True),
                kind=Text(6, empty=True),
                frequency=Choice(("high", "low")),
                target_wait=Whole(0, 480),
                target_service=Whole(0, 480),
                typical_service=Whole(1, 480),
                bring=Text(60, empty=True),
                search=Text(80, empty=True),
                purpose=Choice(PURPOSES),
                cap=Whole(0, 99_999),
                caps=Caps(),
                weekend=Flag(),
                real_name=Flag(),
                slot_capacity=Whole(-1, 999),
                cases=Whole(0, 99),
                short=Digits(),
            ),
            "hours": Key(_SPANS, OPEN),
            "warn_wait": Key(Minutes(), OPEN),
            "warn_serving": Key(Minutes(), OPEN),
        },
        True,
        1,
    ),
    "windows": Table(
        {
            "id": Key(Id(), OPEN),
            "number": Key(Whole(1, 9999), OPEN),
            "numbers": Key(Numbers(), OPEN),
            "sign": Key(Plate(10), "{number}号窗口"),
            "sign_en": Key(Plate(14, empty=True), "Window {number}"),
            "spoken": Key(Plate(16), OPEN),
            "kind": Key(Choice(WINDOW_KINDS)),
            "zone": Key(Id(), OPEN),
            "floor": Key(_FLOOR, OPEN),
            "features": Key(List(Choice(FEATURES)), ()),
            "services": Key(_IDS, ()),
            "departments": Key(_IDS, ()),
            "backup": Key(_IDS, ()),
            "backup_departments": Key(_IDS, ()),
            "call_sign": Key(Plate(10), OPEN),
            "call_sign_en": Key(Plate(14, empty=True), OPEN),
            "help_after": Key(Whole(0, 480), OPEN),
            "works_lunch": Key(Flag(), False),
            "valid_from": Key(Day(), OPEN),
            "valid_to": Key(Day(), OPEN),
        },
        True,
        1,
    ),
    "assignments": Table(
        {
            "windows": Key(_IDS),
            "services": Key(_IDS, ()),
            "departments": Key(_IDS, ()),
            "backup": Key(Flag(), False),
            "valid_from": Key(Day(), OPEN),
            "valid_to": Key(Day(), OPEN),
        },
        True,
    ),
    "overload": Table(
        {
            "queue": Key(Id()),
            **_defaults(
                Overload(""), waiting=Whole(1, 9999), minutes=Whole(0, 480), action=Choice(("alarm", "widen"))
            ),
            "windows": Key(_IDS, ()),
        },
        True,
    ),
    "classes": Table(
        {
            "id": Key(Id()),
            "name": Key(Text(4)),
            **_defaults(
                PriorityClass("", ""),
                name_en=Text(12, empty=True),
                head_start=Decimal(0, 100_000),
                rate=Decimal(1, 1_000_000),
                evidence=Choice(EVIDENCE),
                shown=Flag(),
                clock=Choice(("taken", "slot")),
                credit=Decimal(0, 480),
                min_age=Whole(0, 120),
            ),
        },
        True,
    ),
    "hours": Table(
        {
            "workdays": Key(_SPANS, OPEN),
            "weekend": Key(_SPANS, OPEN),
            **{day: Key(_SPANS, OPEN) for day in DAYS},
            "lunch": Key(Hours(), OPEN),
            "weekend_services": Key(_IDS, ()),
            "closed_on": Key(_DATES, ()),
            "open_on": Key(_DATES, ()),
        }
    ),
    "rules": Table(
        _defaults(
            Rules(),
            undo_minutes=Whole(0, 60),
            recalls=Whole(0, 9),
            auto_start_seconds=Whole(0, 600),
            no_show_recalls=Whole(0, 9),
            no_show_seconds=Whole(0, 1800),
            requeue_limit=Whole(0, 9),
            call_stale_seconds=Whole(10, 3600),
            track_days=Whole(1, 365),
            help_after=Whole(0, 480),
            longest_wait=Whole(0, 480),
            passed=Choice(PASSED),
            passed_calls=Whole(1, 99),
            passed_minutes=Whole(0, 480),
            hold_minutes=Whole(0, 480),
            hold_limit=Whole(0, 99),
            auto_call=Flag(),
            last_ticket_minutes=Whole(0, 240),
            anonymous_a_minute=Whole(0, 999),
            agent_cases=Whole(0, 99),
            agent_queue=Text(40, empty=True),
            rate_minutes=Whole(0, 120),
        )
    ),
    "reservations": Table(
        _defaults(
            Reservations(),
            slot_minutes=Whole(5, 480),
            capacity=Whole(0, 999),
            ahead_days=Whole(0, 365),
            ahead_minutes=Whole(0, 10_080),
            early_minutes=Whole(0, 720),
            on_time_minutes=Whole(0, 240),
            late_minutes=Whole(0, 480),
            late_credit=Whole(0, 240),
            cancel_minutes=Whole(0, 10_080),
            a_person_a_day=Whole(0, 99),
            a_person_open=Whole(0, 99),
            blacklist_after=Whole(0, 99),
            blacklist_within_days=Whole(1, 365),
            blacklist_days=Whole(1, 365),
            promise_percent=Whole(0, 100),
            promise_minutes=Whole(1, 240),
        )
    ),
    "warnings": Table(
        _defaults(
            Warnings(),
            wait=Minutes(),
            serving=Minutes(),
            unanswered=Minutes(),
            idle=Minutes(),
            paused=Minutes(),
        )
    ),
    "exceptions": Table(
        _defaults(
            Exceptions(),
            chosen_calls=Whole(0, 999),
            early_no_shows=Whole(0, 999),
            early_seconds=Whole(1, 1800),
            short_services=Whole(0, 999),
            short_seconds=Whole(1, 600),
            long_holds=Whole(0, 999),
            long_minutes=Whole(1, 480),
            granted_classes=Whole(0, 999),
        )
    ),
    "ratings": Table(
        _defaults(
            Ratings(),
            ask_seconds=Whole(0, 600),
            reasons_most=Whole(0, 9),
            case_days=Whole(0, 60),
            unrated_after_days=Whole(1, 90),
            unrated_counts_as=Choice(("none", "satisfied")),
            export=List(Column(), longest=20, least=1),
            near_days=Whole(1, 30),
        )
    ),
    "rating_reasons": Table({"id": Key(Word()), "name": Key(Text(10)), "name_en": _NAME_EN}, True),
    "card_rules": Table(
        {"id": Key(Word()), "name": Key(Text(60)), "name_en": Key(Text(120, empty=True), "")}, True
    ),
    "advice": Table(
        _defaults(Advice(), percent=Whole(50, 99), wait_minutes=Whole(1, 240), weeks=Whole(1, 26))
    ),
    "reports": Table(
        {
            "kind": Key(Choice(tuple(FORMATS))),
            "format": Key(Choice(tuple(dict.fromkeys(f for some in FORMATS.values() for f in some))), OPEN),
            **_defaults(
                Scheduled("", ""),
                every=Choice(EVERY),
                at=Clock(),
                by=List(Choice(CUTS), longest=2, least=1),
                lang=Choice(LANGUAGES),
                to=Choice(("folder", "webhook")),
                folder=Folder(),
            ),
        },
        True,
    ),
    "public": Table(_defaults(Public(), page=Flag())),
    "voice": Table(
        _defaults(
            Voice(),
            languages=SPOKEN,
            times=TIMES,
            chime=Flag(),
            one=Choice(("一", "幺")),
            syllables_a_minute=PACE,
            volume=VOLUME,
            shorten_after=SHORTEN,
            late_seconds=Whole(0, 600),
            by_hour=ByHour(),
            templates=Templates(),
            pronounce=Pronounced(),
        )
    ),
    "screens": Table(
        _defaults(
            Screens(),
            notice=Text(60, empty=True),
            notice_en=Text(60, empty=True),
            board_width_mm=Whole(200, 20_000),
            board_distance_m=Decimal(1, 50),
            board_show_seconds=Whole(1, 60),
            kiosk_width_mm=Whole(100, 3000),
            kiosk_idle_seconds=Whole(30, 900),
            kiosk_warn_seconds=Whole(20, 300),
            kiosk_frequent=List(Id(), longest=12),
            media=List(MediaFile(), longest=50),
        )
    ),
}
