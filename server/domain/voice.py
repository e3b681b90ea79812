"""How calls are said: the hall's way, what a zone or an hour has otherwise, and which of them counts when.

What is said of a zone goes before what is said of the hall; of each, an hour goes before the rest of its day.
Facts and that one rule only: words are put together in `display.voice`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

SPOKEN = ("zh", "en")
"""Languages with a wording of their own; any other needs a template."""
FIELDS = ("number", "window", "floor")
"""What a template may hold in braces; `floor` may be left out."""
CHANGING = ("languages", "times", "chime", "volume", "syllables_a_minute", "shorten_after")
"""What zones and hours may have otherwise."""


@dataclass(frozen=True, slots=True)
class VoiceHour:
    """What is otherwise from `start` until `end`, minutes since midnight; None: as in the rest of the day."""

    start: int
    end: int
    times: int | None = None
    chime: bool | None = None
    volume: int | None = None
    syllables_a_minute: int | None = None


@dataclass(frozen=True, slots=True)
class ZoneVoice:
    """What is otherwise in a zone; None: as in the hall."""

    languages: tuple[str, ...] | None = None
    times: int | None = None
    chime: bool | None = None
    volume: int | None = None
    syllables_a_minute: int | None = None
    shorten_after: int | None = None
    by_hour: tuple[VoiceHour, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """How calls are said: languages in order, times each sentence is said, digit 1 as yi or yao.

    `volume` in percent of the usual level, 0 = nothing is said. With more than `shorten_after` calls waiting to be
    said each is said once, 0 = never. A call not said `late_seconds` after it was made raises an alarm, 0 = never.
    `templates`: language → wording; `pronounce`: words → numbered pinyin.
    """

    languages: tuple[str, ...] = ("zh",)
    times: int = 2
    chime: bool = True
    one: str = "一"
    syllables_a_minute: int = 170
    volume: int = 100
    shorten_after: int = 3
    late_seconds: int = 60
    by_hour: tuple[VoiceHour, ...] = ()
    templates: Mapping[str, str] = field(default_factory=dict)
    pronounce: Mapping[str, str] = field(default_factory=dict)


def voice_at(voice: Voice, zone: ZoneVoice, minute: int) -> Voice:
    """How a zone speaks at a minute of the day, in the hall's time."""
    changed: dict[str, object] = {}
    for layer in (_hour(voice.by_hour, minute), zone, _hour(zone.by_hour, minute)):
        for name in CHANGING:
            if (value := getattr(layer, name, None)) is not None:
                changed[name] = value
    return replace(voice, **changed)  # type: ignore[arg-type]


def _hour(rows: tuple[VoiceHour, ...], minute: int) -> VoiceHour | None:
    return next((row for row in rows if row.start <= minute < row.end), None)
