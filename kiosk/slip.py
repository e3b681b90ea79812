"""What a slip says: a print payload becomes a list of blocks, top to bottom, in the order its template gives.

No pixels, no printer, no clock. Sizes are dots of an 8 dots/mm printer. Chinese always stands on the slip, since
the plates and the voice are Chinese; English stands beside it when the citizen chose English.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk import said, signs, template, words
from kiosk.template import Piece, Template
from server.protocol import Json

SMALL, BODY, VALUE, TITLE, PLACE = 24, 28, 34, 34, 42
LOGO_HEIGHT = 96


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    size: int = BODY
    bold: bool = False
    align: str = "center"


@dataclass(frozen=True, slots=True)
class Number:
    """The ticket number, drawn at least 96 dots high; `height` 0: as large as fits."""

    text: str
    height: int = 0


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


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture from a file, `height` dots high."""

    file: str
    height: int = LOGO_HEIGHT


Block = Text | Number | Badge | Row | Rule | Code | Logo


@dataclass(frozen=True, slots=True)
class Ask:
    """What a block is made from: the payload, whether English is asked for, whether this is a copy, how large."""

    payload: Json
    english: bool
    copy: bool
    size: int
    piece: Piece


def blocks(payload: Json, *, copy: bool = False, layout: Template | None = None) -> list[Block]:
    """The slip of one print job. `copy`: it may have been printed before; the payload may say so too."""
    english = str(payload.get("locale") or "zh").startswith("en")
    copy = copy or bool(payload.get("copy"))
    usual = {piece.show: piece.size for piece in template.default()}
    found: list[Block] = []
    for piece in template.default() if layout is None else layout:
        size = piece.size or usual.get(piece.show, BODY)
        found += MAKERS[piece.show](Ask(payload, english, copy, size, piece))
    return found


def trial(printer: str, at: datetime, layout: Template | None = None) -> list[Block]:
    """A test slip in this layout with every line a slip can have; nobody can take it for a ticket."""
    stamp = f"{at:%Y-%m-%d %H:%M:%S}"
    sample = words.SAMPLE | {"number": "TEST", "track_url": f"paihao {stamp}", "taken_at": at.isoformat()}
    head: list[Block] = [Badge(_both("test", True)), Text(_both("no_ticket", True), BODY, bold=True)]
    return [*head, *blocks(sample, copy=True, layout=layout), Text(printer, SMALL), Text(stamp, SMALL)]


def _hall(ask: Ask) -> list[Block]:
    found: list[Block] = [Text(ask.payload["hall"], ask.size, bold=True)]
    if ask.english and ask.payload.get("hall_en"):
        found.append(Text(ask.payload["hall_en"], SMALL))
    return found


def _copy(ask: Ask) -> list[Block]:
    return [Badge(_both("copy", ask.english))] if ask.copy else []


def _number(ask: Ask) -> list[Block]:
    return [Text(_both("your_number", ask.english), SMALL), Number(ask.payload["number"], ask.piece.height)]


def _services(ask: Ask) -> list[Block]:
    found: list[Block] = []
    for service in ask.payload.get("services", []):
        found.append(Text(service["name"], ask.size, bold=True))
        if ask.english and service.get("name_en"):
            found.append(Text(service["name_en"], BODY))
    return found


def _notes(ask: Ask) -> list[Block]:
    """Notes that have words; an id the hall invented says nothing to the citizen and stays off the paper."""
    ids = ask.payload.get("notes") or []
    known = [n for n in ids if n in words.NOTES_ZH and (n != "reservation" or not ask.payload.get("slot"))]
    tongues = (words.NOTES_ZH, words.NOTES_EN) if ask.english else (words.NOTES_ZH,)
    return [Text(" · ".join(tongue[note] for note in known), ask.size) for tongue in tongues if known]


def _windows(ask: Ask) -> list[Block]:
    lines: list[Text] = []
    for place in ask.payload.get("where") or []:
        if place.get("windows"):
            lines.append(Text(signs.short(place["windows"]), ask.size, bold=True, align="left"))
        lines += [Text(spot, BODY, align="left") for spot in said.spots(place, ask.english)]
    nowhere = _lines((words.ZH["anywhere"], words.EN["anywhere"]), ask.english, BODY)
    return [_row("windows", tuple(lines) or nowhere, ask.english)]


def _reservation(ask: Ask) -> list[Block]:
    if not (ask.payload.get("slot") and ask.payload.get("arrival")):
        return []
    return _fact("slot", said.kept(ask.payload), ask)


def _cases(ask: Ask) -> list[Block]:
    n = ask.payload.get("cases") or 1
    return _fact("cases", said.cases(n), ask) if n > 1 else []


def _ahead(ask: Ask) -> list[Block]:
    ahead = ask.payload.get("ahead")
    return [] if ahead is None else _fact("ahead", said.people(ahead), ask)


def _wait(ask: Ask) -> list[Block]:
    """How long, and, if there is a break within, when work goes on."""
    if not ask.payload.get("wait"):
        return []
    lines = _lines(said.minutes(ask.payload["wait"]), ask.english, ask.size)
    pause = said.pause(ask.payload)[: 1 + ask.english]
    return [_row("wait", (*lines, *(Text(text, BODY, align="left") for text in pause)), ask.english)]


def _time(ask: Ask) -> list[Block]:
    return _fact("taken", said.moment(ask.payload["taken_at"], ask.payload["timezone"]), ask)


def _bring(ask: Ask) -> list[Block]:
    bring = ask.payload.get("bring")
    return [_row("bring", (Text(bring, ask.size, align="left"),), ask.english)] if bring else []


def _code(ask: Ask) -> list[Block]:
    return [Code(ask.payload["track_url"], _caption(ask.english))] if ask.payload.get("track_url") else []


def _warnings(ask: Ask) -> list[Block]:
    told = ["rehearsal"] if ask.payload.get("rehearsal") else []
    found: list[Block] = []
    for warning in (*told, *(ask.payload.get("warnings") or [])):
        if warning in words.ZH:
            found.append(Text(words.ZH[warning], ask.size, bold=True, align="left"))
            found += [Text(words.EN[warning], SMALL, align="left")] if ask.english else []
    return found


def _advice(ask: Ask) -> list[Block]:
    return _sentence("advice" if ask.payload.get("guide", True) else "advice_window", ask)


def _interleaved(ask: Ask) -> list[Block]:
    return _sentence("mixed", ask)


def _own(ask: Ask) -> list[Block]:
    piece = ask.piece
    found: list[Block] = [Text(piece.zh, ask.size, piece.bold, piece.align)]
    return (
        [*found, Text(piece.en, min(ask.size, BODY), piece.bold, piece.align)]
        if ask.english and piece.en
        else found
    )


def _logo(ask: Ask) -> list[Block]:
    return [Logo(ask.piece.file, ask.piece.height or LOGO_HEIGHT)]


MAKERS: dict[str, Callable[[Ask], list[Block]]] = {
    "hall": _hall, "copy": _copy, "number": _number, "services": _services, "notes": _notes, "windows": _windows,
    "reservation": _reservation, "cases": _cases, "ahead": _ahead, "wait": _wait, "time": _time, "bring": _bring,
    "code": _code, "warnings": _warnings, "advice": _advice, "interleaved": _interleaved,
    "rule": lambda _: [Rule()], "text": _own, "logo": _logo,
}  # fmt: skip
"""A maker for each block that a template can show."""


def _sentence(key: str, ask: Ask) -> list[Block]:
    tongues = (words.ZH, words.EN) if ask.english else (words.ZH,)
    return [Text(tongue[key], ask.size, align="left") for tongue in tongues]


def _caption(english: bool) -> tuple[Text, ...]:
    first = Text(words.ZH["scan"], BODY, bold=True, align="left")
    rest = [words.ZH["scan_why"]]
    if english:
        rest += [words.EN["scan"], words.EN["scan_why"]]
    return (first, *(Text(line, SMALL, align="left") for line in rest))


def _fact(key: str, both: tuple[str, str], ask: Ask) -> list[Block]:
    return [_row(key, _lines(both, ask.english, ask.size), ask.english)]


def _row(key: str, lines: Sequence[Text], english: bool) -> Row:
    label = [Text(words.ZH[key], SMALL, align="left")]
    if english:
        label.append(Text(words.EN[key], SMALL, align="left"))
    return Row(tuple(label), tuple(lines))


def _lines(both: tuple[str, str], english: bool, size: int) -> tuple[Text, ...]:
    first = Text(both[0], size, bold=size > BODY, align="left")
    return (first, Text(both[1], BODY, align="left")) if english else (first,)


def _both(key: str, english: bool) -> str:
    return f"{words.ZH[key]} {words.EN[key]}" if english else words.ZH[key]
