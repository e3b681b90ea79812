"""A report as a table: columns with units, rows that come one by one, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Row = list[Any]


@dataclass(frozen=True, slots=True)
class Column:
    """`unit`: text, date, moment, flag, count, seconds, share or number; `width` in characters of a sheet."""

    key: str
    head: str
    unit: str = "text"
    width: int = 12


@dataclass(frozen=True, slots=True)
class Definition:
    """A row of the sheet of definitions: what it is called, its unit and one sentence."""

    name: str
    unit: str
    says: str


@dataclass(frozen=True, slots=True)
class Table:
    """`facts`: label and value above the table; `fixed`: how many columns stay in sight; `total`: the last row.

    Values: None where there is none, whole numbers, shares 0–1, dates, datetimes on the hall's clock, texts, flags
    0 or 1; seconds as they are.
    """

    kind: str
    title: str
    lang: str
    facts: list[tuple[str, str]]
    columns: list[Column]
    rows: Iterable[Row]
    total: Row | None = None
    fixed: int = 0
    definitions: list[Definition] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
