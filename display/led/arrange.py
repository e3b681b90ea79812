"""From the file to what runs: which strips share a card, which cards share a line."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from display.led import kinds, onbon5_card
from display.led.file import Board, LedFile, Strip, texts
from display.led.line import Line
from display.led.spot import Spot, Told
from display.led.station import Station
from display.led.talk import CardError, Lit
from display.led.wire import open_line
from server.agent.config import ConfigError


class Where(NamedTuple):
    """A card: the board it is of, its line and its address there."""

    board: str
    url: str
    address: int | None


@dataclass
class Sign:
    """A strip with what the agent needs of it; `spot`, `line` and `station` once it is arranged."""

    id: str
    strip: Strip
    board: Board
    where: Where
    texts: dict[str, str]
    place: Lit
    spot: Spot = field(init=False)
    station: Station = field(init=False)
    line: Line = field(init=False)

    @property
    def drives(self) -> str:
        """What it is, for staff."""
        address = f" #{self.where.address}" if self.where.address is not None else ""
        return f"{self.board.card} {self.where.url}{address}"


def signs(file: LedFile) -> list[Sign]:
    """Every strip, named and placed. Raises ConfigError when two claim the same place or name."""
    found: list[Sign] = []
    for strip in file.strips:
        board = file.boards[strip.board]
        address = board.address if strip.address is None else strip.address
        where = Where(strip.board, strip.url or board.url, address)
        mates = [sign for sign in found if sign.where == where]
        place = _place(strip, board, len(mates))
        own = strip.id or _name(strip.window, found)
        if clash := next((m for m in mates if m.place.area == place.area or _overlap(m.place, place)), None):
            raise ConfigError(f"strips: {own} and {clash.id} lie on one another on {where.url}")
        if board.card == "onbon5" and place.area >= onbon5_card.MOST_AREAS:
            raise ConfigError(f"strips: {own}: a font card has areas 0 to {onbon5_card.MOST_AREAS - 1}")
        if any(sign.id == own for sign in found):
            raise ConfigError(f"strips: two are named {own}")
        found.append(Sign(own, strip, board, where, texts(strip.texts, board.texts, file.texts), place))
    return found


def _place(strip: Strip, board: Board, at: int) -> Lit:
    area = at if strip.area is None else strip.area
    width, height = strip.width or board.width - strip.x, strip.height or board.height - strip.y
    return Lit(area, (), strip.x, strip.y, width, height, strip.colour or board.colour)


def _name(window: str, found: Sequence[Sign]) -> str:
    """strip-w3, and strip-w3-2 for the second of a window."""
    same = sum(sign.strip.window == window for sign in found)
    return f"strip-{window}" if not same else f"strip-{window}-{same + 1}"


def _overlap(a: Lit, b: Lit) -> bool:
    across = a.x < b.x + b.width and b.x < a.x + a.width
    return across and a.y < b.y + b.height and b.y < a.y + a.height


def lines(
    found: Sequence[Sign],
    told: Callable[[Sign], Told],
    local: Callable[[], datetime],
    stop: threading.Event,
    beside: Path | None = None,
) -> list[Line]:
    """A line for each address of a wire, its cards on it, their strips on them. Raises ConfigError."""
    made: list[Line] = []
    for url in dict.fromkeys(sign.where.url for sign in found):
        here = [sign for sign in found if sign.where.url == url]
        try:
            pipe = open_line(url)
            stations = [
                _station(where, here, told, local, beside) for where in dict.fromkeys(s.where for s in here)
            ]
        except (ValueError, CardError) as error:
            raise ConfigError(str(error)) from error
        line = Line(pipe, stations, stop)
        for sign in here:
            sign.line = line
        made.append(line)
    return made


def _station(
    where: Where,
    here: Sequence[Sign],
    told: Callable[[Sign], Told],
    local: Callable[[], datetime],
    beside: Path | None,
) -> Station:
    mine = [sign for sign in here if sign.where == where]
    board = mine[0].board
    for sign in mine:
        sign.spot = Spot(sign.id, sign.place, told(sign))
    known = kinds.colours(board.card, beside)
    if strange := next((sign for sign in mine if sign.place.colour not in known), None):
        raise ConfigError(
            f"{strange.id}: there is no colour {strange.place.colour!r}; this card knows {', '.join(known)}"
        )
    card = kinds.make(board, where.address, where.board + "@" + where.url, beside)
    station = Station(
        card, [sign.spot for sign in mine], local=local, bright=lambda now: brightness(board, now),
        refresh=board.refresh or board.forget / 2 or None, flash=board.flash,
    )  # fmt: skip
    for sign in mine:
        sign.station = station
    return station


def brightness(board: Board, now: datetime) -> int | None:
    """The percent of the hour: of the last row that has begun, and before the first, of the last of yesterday."""
    rows = sorted(board.brightness, key=lambda row: row.since)
    begun = [row for row in rows if row.since <= f"{now:%H:%M}"]
    return (begun or rows)[-1].percent if rows else None
