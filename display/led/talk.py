"""What is said to a card and what it answers, without a wire: a conversation is a generator of questions. Pure.

A driver yields one `Ask` at a time and is sent what its `hear` made of the answer; `wire.py` carries it out, so every
driver can be tested without a pipe, and none knows one.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

MOST_HEARD = 65536
"""Bytes of an answer kept while it makes no sense; a line that babbles must not fill the memory."""


class CardError(Exception):
    """The card did not do it. `certain` when it surely did not; else it may have, and only its word was lost.

    `reason`: busy, refused, checksum, garbage, mute, unfit (it can never be sent), or one of PipeError's.
    """

    def __init__(self, reason: str, detail: str = "", certain: bool = False) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail, self.certain = reason, detail, certain


Hear = Callable[[bytes], Any]
"""All bytes heard so far → what was answered, or None while it is not whole. Raises CardError for a refusal."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One frame. `hear` None: the card says nothing to it. `seconds`: how long an answer may take."""

    data: bytes
    hear: Hear | None = None
    seconds: float = 1.0


Talk = Generator[Ask, Any, str]
"""Answers, at its end, in words what the card said."""


@dataclass(frozen=True, slots=True)
class Lit:
    """What one strip is to show: its place on the board in pixels, and its lines."""

    area: int
    lines: tuple[str, ...]
    x: int = 0
    y: int = 0
    width: int = 128
    height: int = 32
    colour: str = "red"
    flashing: bool = False
    spoken: str = field(default="", compare=False)
    """Said aloud by a card that can, with this update; never said again because of a repaint."""

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


class Card(Protocol):
    """One kind of card at one address. Adding a kind means writing this."""

    @property
    def encoding(self) -> str:
        """What its font holds, as `letters` names it."""

    @property
    def whole(self) -> bool:
        """Every update carries the whole board, not only the strip that changed."""

    @property
    def flashes(self) -> bool:
        """It flashes by itself; else the agent sends text and blank in turn."""

    @property
    def blanks(self) -> bool:
        """It can show nothing at all; where it cannot, nothing can flash."""

    @property
    def pace(self) -> float:
        """Least seconds between two updates of one strip."""

    @property
    def cell(self) -> int:
        """Pixels of half a Hanzi in the card's own font; 0 where that is not known, or the text is made to fit."""

    @property
    def answers(self) -> bool:
        """It says whether it has understood."""

    def greet(self, now: datetime) -> Talk | None:
        """First words after a start: forget old areas, set the clock. `now` is the hall's local time."""

    def show(self, board: Sequence[Lit], at: int) -> Talk:
        """Put board[at] on the card; the rest is for cards that are `whole`."""

    def ping(self) -> Talk | None:
        """Is it there? None when it cannot be asked."""

    def bright(self, percent: int) -> Talk | None:
        """Set the brightness; None when the card cannot."""

    def hung_up(self) -> None:
        """The connection is a new one: what was agreed on the old is over."""
