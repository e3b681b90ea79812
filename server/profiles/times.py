"""Kinds of value that tell time: a time of day, a span of hours, dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from server.domain.profile import Cap
from server.profiles.faults import Wrong
from server.profiles.values import shown

Span = tuple[int, int]
"""Minutes since midnight, start and end."""

_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})(?::00)?")


@dataclass(frozen=True)
class Clock:
    """A time of day, read as minutes since midnight; `24:00` where a day ends."""

    says: str = 'a time such as "08:30"'

    def reads(self, value: Any) -> int:
        match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
        minutes = int(match[1]) * 60 + int(match[2]) if match else -1
        if match is None or int(match[2]) > 59 or minutes > 24 * 60:
            raise Wrong(f"{shown(value)} is not a time of day", f"give {self.says}")
        return minutes


@dataclass(frozen=True)
class Hours:
    """A span of the day such as `08:30-12:00`, end after start."""

    says: str = 'a span such as "08:30-12:00"'

    def reads(self, value: Any) -> Span:
        ends = re.split(r"\s*[-–—~至]\s*", value) if isinstance(value, str) else []
        if len(ends) != 2:
            raise Wrong(f"{shown(value)} is not a span of hours", f"give {self.says}")
        start, end = (Clock().reads(end) for end in ends)
        if end <= start:
            raise Wrong(
                f"{shown(value)} ends before it starts", "a span lies within one day, its end after its start"
            )
        return start, end


@dataclass(frozen=True)
class Caps:
    """How many tickets at most within spans of the day: `08:30-10:00=20`, each after the one before."""

    says: str = 'a list such as ["08:30-10:00=20", "10:00-12:00=30"]'

    def reads(self, value: Any) -> tuple[Cap, ...]:
        rows = [value] if isinstance(value, str) else value
        if not isinstance(rows, list) or len(rows) > 24:
            raise Wrong(f"{shown(value)} is not a list of caps", f"give {self.says}")
        caps = tuple(self._cap(row) for row in rows)
        if any(later.span[0] < earlier.span[1] for earlier, later in pairwise(caps)):
            raise Wrong("the spans overlap", "let each begin when the one before has ended")
        return caps

    def _cap(self, row: Any) -> Cap:
        span, _, most = row.partition("=") if isinstance(row, str) else ("", "", "")
        if not most.strip().isascii() or not most.strip().isdecimal() or int(most) > 9999:
            raise Wrong(f"{shown(row)} is not a span with a number of tickets", f"give {self.says}")
        return Cap(Hours().reads(span.strip()), int(most))


@dataclass(frozen=True)
class Day:
    """One date."""

    says: str = 'a date such as "2026-10-01"'

    def reads(self, value: Any) -> date:
        try:
            return date.fromisoformat(value.strip())
        except (AttributeError, ValueError):
            raise Wrong(f"{shown(value)} is not a date", f"give {self.says}") from None


@dataclass(frozen=True)
class Days:
    """A date, or a run of dates with both ends: `2026-10-01..2026-10-07`."""

    says: str = 'a date such as "2026-10-01" or a run of dates such as "2026-10-01..2026-10-07"'

    def reads(self, value: Any) -> tuple[date, ...]:
        try:
            ends = [date.fromisoformat(end.strip()) for end in value.split("..")]
            first, last = ends if len(ends) == 2 else (ends[0], ends[0])
        except (AttributeError, ValueError):
            raise Wrong(f"{shown(value)} is not a date", f"give {self.says}") from None
        if len(ends) > 2 or not 0 <= (last - first).days <= 366:
            raise Wrong(f"{shown(value)} is not a run of dates", f"give {self.says}, its end after its start")
        return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
