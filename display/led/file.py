"""The LED agent's TOML file: boards, the strips on them, texts, brightness by hour; and what of it cannot be.

`server.agent.config` reads and checks its words; here is what only LED knows.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

import msgspec

from display.led import letters, onbon6, words
from server.agent.config import ConfigError, Place

FIELDS = ("number", "digits", "letter", "sign", "window", "department", "state")
"""What a text may hold: `{number}` A001, `{digits}` 001, `{letter}` A, `{window}` the window's number."""
HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
WIDEST = 32767
"""Pixels; the frames of font cards have fifteen bits for them."""
Seconds = Annotated[float, msgspec.Meta(gt=0, le=86_400)]
Small = Annotated[int, msgspec.Meta(ge=0, le=65_535)]


class Texts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line each, or several with a line break between. What is None is said by the board, then the file, then us."""

    call: str | None = None
    serving: str | None = None
    idle: str | None = None
    paused: str | None = None
    closed: str | None = None
    lunch: str | None = None
    cut: str | None = None
    test: str | None = None
    speak: str | None = None


OURS = Texts(
    call=words.CALL, serving=words.SERVING, idle=words.IDLE, paused=words.PAUSED, closed=words.CLOSED,
    lunch=words.LUNCH, cut=words.CUT, test=words.TEST, speak=words.SPEAK,
)  # fmt: skip


class Bright(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From this hour of the hall's day on, `percent` of full brightness."""

    since: str = msgspec.field(name="from")
    percent: int


class Board(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of card and what its strips have in common. A strip may name another `url` and `address`.

    `card`: onbon5, onbon6, onbon6-font, huidu or template:NAME. Sizes are pixels, times seconds. `forget`: an Onbon
    card takes a text away by itself that was not renewed for so long; 0 keeps it. `refresh`: all is sent anew so
    often; None leaves it to the card's kind.
    """

    card: str
    url: str = ""
    address: Small | None = None
    width: int = 128
    height: int = 32
    colour: str = "red"
    encoding: str = ""
    font: int | str | None = None
    pixels: Literal["rgb", "mono", "double"] = "rgb"
    model: str = ""
    check: Literal["crc", "sum"] = "crc"
    settings: dict[str, int] = {}
    texts: Texts = Texts()
    flash: bool = True
    speak: bool = False
    volume: int = 5
    forget: Small = 0
    refresh: Seconds | None = None
    seconds: Seconds | None = None
    brightness: tuple[Bright, ...] = ()


class Strip(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where one window's text stands: a whole board, or a part of one. `id` names it to the hub."""

    window: str
    board: str
    id: str = ""
    url: str = ""
    address: Small | None = None
    area: Annotated[int, msgspec.Meta(ge=0, le=255)] | None = None
    x: int = 0
    y: int = 0
    width: int | None = None
    height: int | None = None
    colour: str = ""
    texts: Texts = Texts()


class LedFile(Place, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file. `zone` limits what is followed; a number outlives the link to the hub by `cut` seconds."""

    zone: str = ""
    cut: Seconds = 60.0
    texts: Texts = Texts()
    boards: dict[str, Board] = msgspec.field(default_factory=dict)
    strips: tuple[Strip, ...] = ()


def texts(*levels: Texts) -> dict[str, str]:
    """The texts of a strip: the first of strip, board, file and ours that says something."""
    found: dict[str, str] = {}
    for level in (*levels, OURS):
        for name, text in msgspec.structs.asdict(level).items():
            if text is not None:
                found.setdefault(name, text)
    return found


def examined(file: LedFile) -> None:
    """Raises ConfigError for the first thing that cannot be."""
    if trouble := next(_troubles(file), None):
        raise ConfigError(trouble)


def _troubles(file: LedFile) -> Iterator[str]:
    if not file.strips:
        yield "strips: there is none; each [[strips]] names a window and a board"
    yield from _texts("texts", file.texts)
    for name, board in file.boards.items():
        yield from _board(f"boards.{name}", board)
    for n, strip in enumerate(file.strips):
        yield from _strip(f"strips[{n}]", strip, file.boards)


def _board(where: str, board: Board) -> Iterator[str]:
    yield from _texts(f"{where}.texts", board.texts)
    if not (1 <= board.width <= WIDEST and 1 <= board.height <= WIDEST):
        yield f"{where}: width and height are pixels, 1 to {WIDEST}"
    if board.encoding and board.encoding not in letters.ENCODINGS:
        yield f"{where}.encoding: one of {', '.join(letters.ENCODINGS)}, not {board.encoding!r}"
    if board.model and board.model not in onbon6.CARDS:
        yield f"{where}.model: one of {', '.join(onbon6.CARDS)}, not {board.model!r}"
    if not 0 <= board.volume <= 10:
        yield f"{where}.volume: 0 to 10"
    for bright in board.brightness:
        if not HOUR.fullmatch(bright.since) or not 0 <= bright.percent <= 100:
            yield f'{where}.brightness: from = "18:00" and percent 0 to 100'


def _strip(where: str, strip: Strip, boards: Mapping[str, Board]) -> Iterator[str]:
    yield from _texts(f"{where}.texts", strip.texts)
    board = boards.get(strip.board)
    if board is None:
        yield f"{where}.board: there is no [boards.{strip.board}]; known: {', '.join(boards) or 'none'}"
        return
    if not (strip.url or board.url):
        yield f"{where}: neither the strip nor its board {strip.board} has a url"
    right = strip.x + (strip.width or board.width - strip.x)
    lower = strip.y + (strip.height or board.height - strip.y)
    if not (0 <= strip.x < right <= board.width and 0 <= strip.y < lower <= board.height):
        yield f"{where}: it reaches beyond its board of {board.width} × {board.height} pixels"


def _texts(where: str, level: Texts) -> Iterator[str]:
    for name, text in msgspec.structs.asdict(level).items():
        try:
            fields = [field for _, field, *_ in string.Formatter().parse(text or "") if field is not None]
        except ValueError as error:
            yield f"{where}.{name}: {error}"
            continue
        if unknown := [field for field in fields if field not in FIELDS]:
            yield f"{where}.{name}: there is no {{{unknown[0]}}}; known: {{{'}, {'.join(FIELDS)}}}"
