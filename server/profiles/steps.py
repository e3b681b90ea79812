"""The kind of value that says after how many minutes people are reminded and warned."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from server.domain.alarms.steps import LEVELS, Steps
from server.profiles.faults import Wrong
from server.profiles.values import Whole
from server.profiles.voices import Parts

LEVEL = Whole(1, 480)
_MINUTES = Parts(dict.fromkeys(LEVELS, LEVEL))


@dataclass(frozen=True)
class Minutes:
    """A table of levels; a level left out is never reached, and an empty table warns of nothing."""

    says: str = "minutes such as { remind = 15, yellow = 25, red = 40 }, each more than the one before"

    def reads(self, value: Any) -> Steps:
        found = _MINUTES.reads(value)
        minutes = [found[level] for level in LEVELS if level in found]
        if any(later <= earlier for earlier, later in pairwise(minutes)):
            raise Wrong("the minutes do not rise", f"give {self.says}")
        return Steps(**found)
