"""The kinds of cards by name. To add one: its driver in a module beside this, its line here, its test.

What a driver needs is imported when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from display.led import huidu, onbon5, onbon5_card, onbon6, onbon6_card, shape, template
from display.led.file import Board
from display.led.picture import COLOURS, Painter
from display.led.talk import Card

CHECKS = {"crc": onbon5.CRC, "sum": onbon5.SUM}
Maker = Callable[[Board, int | None, str], Card]
"""A board's kind, the address on its line and a name of its own → its driver."""


def _onbon5(board: Board, address: int | None, name: str) -> Card:
    return onbon5_card.Onbon5(
        address=onbon5.BROADCAST if address is None else address,
        encoding=board.encoding or "gb2312",
        font=16 if board.font is None else int(board.font),
        check=CHECKS[board.check],
        forget=board.forget,
        volume=board.volume,
        seconds=board.seconds or 1.0,
    )


def _onbon6(board: Board, address: int | None, name: str) -> Card:
    return _sixth(board, address, Painter(), "utf-8")


def _onbon6_font(board: Board, address: int | None, name: str) -> Card:
    return _sixth(board, address, None, board.encoding or "gb2312")


def _sixth(board: Board, address: int | None, painter: Painter | None, encoding: str) -> Card:
    return onbon6_card.Onbon6(
        painter=painter,
        pixels=board.pixels,
        address=onbon6.BROADCAST if address is None else address,
        device=onbon6.CARDS.get(board.model, onbon6.ANY_CARD),
        forget=board.forget,
        volume=board.volume,
        seconds=board.seconds or 2.0,
        encoding=encoding,
    )


def _huidu(board: Board, address: int | None, name: str) -> Card:
    return huidu.Huidu(name=name, font=str(board.font or "SimSun"), seconds=board.seconds or 5.0)


KINDS: dict[str, Maker] = {
    "onbon5": _onbon5,
    "onbon6": _onbon6,
    "onbon6-font": _onbon6_font,
    "huidu": _huidu,
}


def colours(card: str, beside: Path | None = None) -> list[str]:
    """What a strip's `colour` may be: ours, and those that a template has numbers for. Raises ValueError in words."""
    kind, _, which = card.partition(":")
    frames = shape.read(which, beside).frames.values() if kind == "template" else ()
    own = {name for frame in frames for part in frame.parts if part.field == "colour" for name in part.values}
    return [*COLOURS, *sorted(own - COLOURS.keys())]


def make(board: Board, address: int | None, name: str, beside: Path | None = None) -> Card:
    """The driver of a card. Raises ValueError in words."""
    kind, _, which = board.card.partition(":")
    if kind == "template":
        found = shape.read(which, beside)
        if unknown := set(board.settings) - set(found.settings):
            raise ValueError(
                f"template {which} has no setting {sorted(unknown)[0]!r}; it has: {', '.join(found.settings) or 'none'}"
            )
        number = 1 if address is None else address
        return template.Template(found, number, board.settings, board.encoding, board.seconds or 0.0)
    if kind not in KINDS or which:
        raise ValueError(f"there is no card {board.card!r}; known: {', '.join(KINDS)}, template:NAME")
    return KINDS[kind](board, address, name)
