"""What a strip shows at a moment: flashing for three seconds after a call, then steady. Pure; `now` is an argument.

Three flashes a second are the limit (WCAG 2.3.1), and most cards are slower than that themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

FLASH_SECONDS = 3.0
FASTEST = 1 / 6
"""Seconds of light or dark at 3 Hz."""
USUAL = 0.25
"""At 2 Hz, which is what a card gets that can be faster."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A strip's words. `seq`: the hub's, as of which this is so. `called` tells calls apart; `since`: when it began."""

    lines: tuple[str, ...] = ()
    seq: int = 0
    since: float | None = None
    called: int | None = None
    spoken: str = ""

    @property
    def seen(self) -> tuple[object, ...]:
        """All that is to be seen or heard: two that differ in seq alone need not be sent twice."""
        return self.lines, self.since, self.called, self.spoken


@dataclass(frozen=True, slots=True)
class Face:
    """What stands there now, and when that changes by itself."""

    lines: tuple[str, ...]
    flashing: bool
    until: float | None


def face(wanted: Wanted, now: float, pace: float, by_itself: bool) -> Face:
    """`by_itself`: the card flashes; else text and dark take turns, each USUAL long or as long as `pace` says."""
    if wanted.since is None or not wanted.since <= now < wanted.since + FLASH_SECONDS:
        return Face(wanted.lines, False, None)
    end = wanted.since + FLASH_SECONDS
    if by_itself:
        return Face(wanted.lines, True, end)
    turn = max(pace, USUAL, FASTEST)
    at = int((now - wanted.since) / turn)
    until = min(end, wanted.since + (at + 1) * turn)
    # A last dark turn that would be cut short is left light: the number is there when the flashing ends.
    dark = at % 2 == 1 and until < end
    return Face(tuple("" for _ in wanted.lines) if dark else wanted.lines, False, until)
