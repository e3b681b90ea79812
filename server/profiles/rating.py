"""What a hall offers whoever rates a visit: reasons, its own or the usual ones; and the columns of its export."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.ratings.rated import FIELDS, Reason
from server.profiles.faults import Wrong
from server.profiles.values import meant, shown

USUAL = (
    Reason("attitude", "服务态度", "Manner"),
    Reason("speed", "办事效率", "Speed"),
    Reason("skill", "业务水平", "Knowledge"),
    Reason("waiting", "等候时间", "Waiting time"),
    Reason("told_once", "一次性告知", "Told all at once"),
    Reason("place", "环境设施", "The place"),
)


def reasons(stated: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """The hall's reasons; a hall that states none has the usual ones."""
    return tuple(Reason(**values) for values in stated) or USUAL


@dataclass(frozen=True)
class Word:
    """A code that stands in the journal."""

    says: str = "1 to 40 of a–z, 0–9 and _, beginning with a letter"

    def reads(self, value: Any) -> str:
        if isinstance(value, str) and re.fullmatch("[a-z][a-z0-9_]{0,39}", value):
            return value
        raise Wrong(f"{shown(value)} is no code", f"use {self.says}")


@dataclass(frozen=True)
class Column:
    """A column of the export: a field, or the heading a platform asks for and the field, as `heading=field`."""

    says: str = f"a field ({', '.join(FIELDS)}), or heading=field"

    def reads(self, value: Any) -> str:
        heading, _, field = value.rpartition("=") if isinstance(value, str) else ("", "", "")
        if field not in FIELDS or len(heading) > 40 or not heading.isprintable():
            raise Wrong(f"{shown(value)} is no column", f"{meant(field, list(FIELDS))}give {self.says}")
        return str(value)
