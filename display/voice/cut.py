"""A sentence cut where a speaker takes breath, so that its parts can be made and kept apart. Pure.

«请A零零一号到三号窗口办理» is a number and a place: a hall has hundreds of numbers and dozens of places, but tens
of thousands of pairs. Made apart, each is made once, and a call that nobody foresaw lacks one short part at most.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from display.voice.feed import STOPS

NUMBER = re.compile(
    r"(?:[A-Z]{1,3}[零一二三四五六七八九幺]{2,}|[零一二三四五六七八九幺]{3,})号(?!窗|柜|台|室|厅|楼|门)"
)
"""A spelt ticket number. 一零二号窗口 is a place."""
STOP = re.compile(rf"[{re.escape(''.join(sorted(STOPS)))}]+\s*")
AT_STOP = 0.25
AFTER_NUMBER = 0.12
"""Seconds. Long enough to part number from place in a loud hall, short enough to stay one sentence."""


class Phrase(NamedTuple):
    """What is said in one breath; `pause` in seconds comes after it, 0 at the end of the sentence."""

    text: str
    pause: float

    @property
    def last(self) -> bool:
        """Whether the voice falls at its end."""
        return not self.pause


def phrases(text: str) -> list[Phrase]:
    """The breaths of a sentence, in order: 请A零零一号 · 到三号窗口办理."""
    found: list[Phrase] = []
    for breath in filter(None, (part.strip() for part in STOP.split(text))):
        number = NUMBER.search(breath)
        if number and number.end() < len(breath):
            found.append(Phrase(breath[: number.end()], AFTER_NUMBER))
            breath = breath[number.end() :]
        found.append(Phrase(breath, AT_STOP))
    return [*found[:-1], found[-1]._replace(pause=0.0)] if found else []


def calls(text: str) -> bool:
    """Whether somebody is called by it: nobody waits for a notice."""
    return NUMBER.search(text) is not None
