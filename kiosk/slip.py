"""What a slip says: a print payload becomes a list of blocks, top to bottom.

Pure: no pixels, no printer, no clock. Sizes are dots of an 8 dots/mm printer. Chinese always stands on the
slip, since the plates and the voice are Chinese; English stands beside it when the citizen chose English.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kiosk import signs, words
from server.protocol import Json

SMALL, BODY, VALUE, TITLE, PLACE = 24, 28, 34, 34, 42


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    size: int = BODY
    bold: bool = False
    align: str = "center"


@dataclass(frozen=True, slots=True)
class Number:
    """The ticket number, drawn at least 96 dots high."""

    text: str


@dataclass(frozen=True, slots=True)
class Badge:
    """White on black, the whole width: this slip is not the only one."""

    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A label at the left, its lines beside it."""

    label: tuple[Text, ...]
    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code and what it is for."""

    url: str
    caption: tuple[Text, ...]


Block = Text | Number | Badge | Row | Rule | Code


def blocks(payload: Json, *, copy: bool = False) -> list[Block]:
    """The slip of one print job. `copy`: it may have been printed before; the payload may say so too."""
    english = str(payload.get("locale") or "zh").startswith("en")
    top = _head(payload, english, copy=copy or bool(payload.get("copy")))
    return [*top, Rule(), *_facts(payload, english), Rule(), *_foot(payload, english)]


def trial(printer: str, at: datetime) -> list[Block]:
    """A test slip: nobody can take it for a ticket."""
    stamp = f"{at:%Y-%m-%d %H:%M:%S}"
    return [
        Text(_both("test", True), TITLE, bold=True),
        Number("TEST"),
        Text(_both("no_ticket", True), BODY, bold=True),
        Rule(),
        Text(printer, SMALL),
        Text(stamp, SMALL),
        Code(f"paihao {stamp}", (Text(_both("scan", True), SMALL, align="left"),)),
    ]


def _head(payload: Json, english: bool, copy: bool) -> list[Block]:
    found: list[Block] = [Text(payload["hall"], TITLE, bold=True)]
    if english and payload.get("hall_en"):
        found.append(Text(payload["hall_en"], SMALL))
    found.append(Rule())
    if copy:
        found.append(Badge(_both("copy", english)))
    found += [Text(_both("your_number", english), SMALL), Number(payload["number"])]
    for service in payload.get("services", []):
        found.append(Text(service["name"], VALUE, bold=True))
        if english and service.get("name_en"):
            found.append(Text(service["name_en"], BODY))
    notes = [note for note in payload.get("notes") or [] if note != "reservation" or not payload.get("slot")]
    return [*found, *_notes(notes, english)]


def _facts(payload: Json, english: bool) -> list[Block]:
    rows: list[Block] = [_row("windows", _places(payload.get("where") or [], english), english)]
    rows += _own(payload, english)
    if payload.get("ahead") is not None:
        rows.append(_row("ahead", _lines(*_people(payload["ahead"]), english, VALUE), english))
    if payload.get("wait"):
        rows.append(
            _row(
                "wait",
                (*_lines(*_minutes(payload["wait"]), english, VALUE), *_break(payload, english)),
                english,
            )
        )
    moment = _moment(payload["taken_at"], payload["timezone"])
    rows.append(_row("taken", _lines(*moment, english, BODY), english))
    if payload.get("bring"):
        rows.append(_row("bring", (Text(payload["bring"], BODY, align="left"),), english))
    return rows


def _break(payload: Json, english: bool) -> list[Text]:
    """That there is a break within the wait, and when work goes on."""
    if not payload.get("resumes_at"):
        return []
    clock = f"{_local(payload['resumes_at'], payload['timezone']):%H:%M}"
    tongues = (words.ZH, words.EN) if english else (words.ZH,)
    return [Text(tongue["break"].format(clock=clock), BODY, align="left") for tongue in tongues]


def _own(payload: Json, english: bool) -> list[Block]:
    """What this visit alone has: the reserved time and how it was kept, how many cases."""
    rows: list[Block] = []
    if payload.get("slot") and payload.get("arrival"):
        clock = f"{_local(payload['slot'], payload['timezone']):%H:%M}"
        key = f"slot_{payload['arrival']}"
        zh, en = (tongue[key].format(clock=clock) for tongue in (words.ZH, words.EN))
        rows.append(_row("slot", _lines(zh, en, english, BODY), english))
    if (payload.get("cases") or 1) > 1:
        zh, en = (tongue["cases_n"].format(n=payload["cases"]) for tongue in (words.ZH, words.EN))
        rows.append(_row("cases", _lines(zh, en, english, VALUE), english))
    return rows


def _foot(payload: Json, english: bool) -> list[Block]:
    found: list[Block] = []
    if payload.get("track_url"):
        found.append(Code(payload["track_url"], _caption(english)))
    told = ["rehearsal"] if payload.get("rehearsal") else []
    for warning in (*told, *(payload.get("warnings") or [])):
        if warning in words.ZH:
            found.append(Text(words.ZH[warning], BODY, bold=True, align="left"))
            found += [Text(words.EN[warning], SMALL, align="left")] if english else []
    for key in ("advice" if payload.get("guide", True) else "advice_window", "mixed"):
        found.append(Text(words.ZH[key], SMALL, align="left"))
        if english:
            found.append(Text(words.EN[key], SMALL, align="left"))
    return found


def _caption(english: bool) -> tuple[Text, ...]:
    first = Text(words.ZH["scan"], BODY, bold=True, align="left")
    rest = [words.ZH["scan_why"]]
    if english:
        rest += [words.EN["scan"], words.EN["scan_why"]]
    return (first, *(Text(line, SMALL, align="left") for line in rest))


def _row(key: str, lines: tuple[Text, ...], english: bool) -> Row:
    label = [Text(words.ZH[key], SMALL, align="left")]
    if english:
        label.append(Text(words.EN[key], SMALL, align="left"))
    return Row(tuple(label), lines)


def _lines(zh: str, en: str, english: bool, size: int) -> tuple[Text, ...]:
    first = Text(zh, size, bold=size > BODY, align="left")
    return (first, Text(en, BODY, align="left")) if english else (first,)


def _places(where: Sequence[Json], english: bool) -> tuple[Text, ...]:
    lines: list[Text] = []
    for place in where:
        if place.get("windows"):
            lines.append(Text(signs.short(place["windows"]), PLACE, bold=True, align="left"))
        for tongue, zone in ((words.ZH, "zone"), (words.EN, "zone_en"))[: 1 + english]:
            parts = (_floor(place.get("floor") or "", tongue), place.get(zone) or "")
            if spot := (" " if tongue is words.ZH else ", ").join(part for part in parts if part):
                lines.append(Text(spot, BODY, align="left"))
    return tuple(lines) or _lines(words.ZH["anywhere"], words.EN["anywhere"], english, BODY)


def _floor(floor: str, tongue: dict[str, str]) -> str:
    """A bare number gets its word; a floor the hall has named is Chinese and not for the English line."""
    if floor.isdigit():
        return tongue["floor"].format(floor=floor)
    return floor if tongue is words.ZH else ""


def _people(ahead: int) -> tuple[str, str]:
    if ahead == 0:
        return words.ZH["nobody"], words.EN["nobody"]
    en = words.EN["person" if ahead == 1 else "people"]
    return words.ZH["people"].format(n=ahead), en.format(n=ahead)


def _minutes(wait: Json) -> tuple[str, str]:
    """Seconds {low, high} as whole minutes: low rounded down, high up, so the promise is kept."""
    low, high = int(wait["low"]) // 60, max(1, -(-int(wait["high"]) // 60))
    key = "minutes" if 0 < low < high else "minutes_one"
    return words.ZH[key].format(low=low, high=high), words.EN[key].format(low=low, high=high)


def _moment(taken_at: str, timezone: str) -> tuple[str, str]:
    """Date, weekday and clock in the hall's time zone."""
    at = _local(taken_at, timezone)
    day, facts = at.weekday(), {"month": at.month, "day": at.day, "clock": f"{at:%H:%M}"}
    zh = words.ZH["moment"].format(**facts, weekday=words.WEEKDAYS_ZH[day])
    facts["month"] = words.MONTHS_EN[at.month - 1]
    return zh, words.EN["moment"].format(**facts, weekday=words.WEEKDAYS_EN[day])


def _local(instant: str, timezone: str) -> datetime:
    at = datetime.fromisoformat(instant)
    try:
        return at.astimezone(ZoneInfo(timezone))
    except (ZoneInfoNotFoundError, ValueError):
        return at.astimezone()  # a box without zone data stands in the hall and keeps the hall's time itself


def _notes(ids: Sequence[str], english: bool) -> list[Block]:
    """Notes that have words; an id the hall invented says nothing to the citizen and stays off the paper."""
    known = [note for note in ids if note in words.NOTES_ZH]
    tongues = (words.NOTES_ZH, words.NOTES_EN) if english else (words.NOTES_ZH,)
    return [Text(" · ".join(tongue[note] for note in known), BODY) for tongue in tongues if known]


def _both(key: str, english: bool) -> str:
    return f"{words.ZH[key]} {words.EN[key]}" if english else words.ZH[key]
