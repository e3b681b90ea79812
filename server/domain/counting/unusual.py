"""Alarms about what is unusual of a person's work today, told from its counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from server.domain.counting.exceptions import KINDS, Exceptions
from server.domain.floor import Alarm


def alarms(limits: Exceptions, counts: Mapping[str, Mapping[str, int]]) -> Iterator[Alarm]:
    """One for each person and kind over its limit; `counts`: person → kind → how often today."""
    for person, kinds in sorted(counts.items()):
        for kind in KINDS:
            count = kinds.get(kind, 0)
            if limits.exceeds(kind, count):
                facts = {
                    "person": person,
                    "exception": kind,
                    "count": count,
                    "limit": limits.limit(kind),
                }
                yield Alarm(f"exception:{kind}:{person}", "exception", facts)
