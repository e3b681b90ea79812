"""A slip's facts as words, each in Chinese and English: people ahead, minutes, times of the hall, places.

Pure. Which of them stand on a slip, and how large, is decided in slip.py.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kiosk import words
from server.protocol import Json

Both = tuple[str, str]


def people(ahead: int) -> Both:
    if ahead == 0:
        return words.ZH["nobody"], words.EN["nobody"]
    en = words.EN["person" if ahead == 1 else "people"]
    return words.ZH["people"].format(n=ahead), en.format(n=ahead)


def minutes(wait: Json) -> Both:
    """Seconds {low, high} as whole minutes: low rounded down, high up, so the promise is kept."""
    low, high = int(wait["low"]) // 60, max(1, -(-int(wait["high"]) // 60))
    key = "minutes" if 0 < low < high else "minutes_one"
    return words.ZH[key].format(low=low, high=high), words.EN[key].format(low=low, high=high)


def pause(payload: Json) -> tuple[str, ...]:
    """That there is a break within the wait, and when work goes on; nothing where there is none."""
    if not payload.get("resumes_at"):
        return ()
    clock = _clock(payload["resumes_at"], payload["timezone"])
    return words.ZH["break"].format(clock=clock), words.EN["break"].format(clock=clock)


def kept(payload: Json) -> Both:
    """The reserved time, and how it was kept."""
    clock, key = _clock(payload["slot"], payload["timezone"]), f"slot_{payload['arrival']}"
    return words.ZH[key].format(clock=clock), words.EN[key].format(clock=clock)


def cases(n: int) -> Both:
    return words.ZH["cases_n"].format(n=n), words.EN["cases_n"].format(n=n)


def moment(taken_at: str, timezone: str) -> Both:
    """Date, weekday and clock in the hall's time zone."""
    at = local(taken_at, timezone)
    day, facts = at.weekday(), {"month": at.month, "day": at.day, "clock": f"{at:%H:%M}"}
    zh = words.ZH["moment"].format(**facts, weekday=words.WEEKDAYS_ZH[day])
    facts["month"] = words.MONTHS_EN[at.month - 1]
    return zh, words.EN["moment"].format(**facts, weekday=words.WEEKDAYS_EN[day])


def spots(place: Json, english: bool) -> list[str]:
    """Floor and zone of a place, in each language asked for that has something to say."""
    found: list[str] = []
    for tongue, zone in ((words.ZH, "zone"), (words.EN, "zone_en"))[: 1 + english]:
        parts = (_floor(place.get("floor") or "", tongue), place.get(zone) or "")
        if spot := (" " if tongue is words.ZH else ", ").join(part for part in parts if part):
            found.append(spot)
    return found


def local(instant: str, timezone: str) -> datetime:
    at = datetime.fromisoformat(instant)
    try:
        return at.astimezone(ZoneInfo(timezone))
    except (ZoneInfoNotFoundError, ValueError):
        return at.astimezone()  # a box without zone data stands in the hall and keeps the hall's time itself


def _clock(instant: str, timezone: str) -> str:
    return f"{local(instant, timezone):%H:%M}"


def _floor(floor: str, tongue: dict[str, str]) -> str:
    """A bare number gets its word; a floor the hall has named is Chinese and not for the English line."""
    if floor.isdigit():
        return tongue["floor"].format(floor=floor)
    return floor if tongue is words.ZH else ""
