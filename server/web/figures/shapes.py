"""What may be asked of the statistics, and what their answers look like."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from server.web import forms
from server.web.shapes import Body, Date, Id, Limit


class StatsQuery(Body, rename={"from_": "from", "klass": "class"}, frozen=True):
    """Figures of a period, both days counted (without: today), cut by one or two of hall, zone, department, service,
    window, person, class, channel, hour, weekday, day, month; of those rows only that the filters name."""

    from_: Date | None = None
    to: Date | None = None
    by: Annotated[str, Meta(max_length=80)] = "hall"
    zone: Id | None = None
    department: Id | None = None
    service: Id | None = None
    window: Id | None = None
    person: Id | None = None
    klass: Id | None = None
    channel: Id | None = None
    hour: Annotated[int, Meta(ge=0, le=23)] | None = None
    weekday: Annotated[int, Meta(ge=1, le=7)] | None = None
    figures: Annotated[str, Meta(pattern=forms.FIGURES, max_length=2000)] | None = None
    """Only these, by id; without, all."""
    compare: Literal["year", "period"] | None = None
    limit: Limit = 100
    next: Annotated[str, Meta(pattern=forms.PAGE)] | None = None


class ExceptionsQuery(Body, rename={"from_": "from"}, frozen=True):
    """A period, both days counted (without: today), of one department or all."""

    from_: Date | None = None
    to: Date | None = None
    department: Id | None = None
    limit: Limit = 100
    next: Annotated[str, Meta(pattern=forms.PAGE)] | None = None


class Uncertain(Struct):
    """How many durations were left out because they rest on a moment nobody pressed."""

    wait: int
    spent: int


class StatsRow(Struct):
    """`key`: cut → value (null: none, such as the window of who was never called); `name`: cut → words.

    `before`: the figures of the period it is compared with, null where there is nothing there.
    """

    key: dict[str, str | int | None]
    name: dict[str, str]
    name_en: dict[str, str]
    figures: dict[str, float | None]
    uncertain: Uncertain
    before: dict[str, float | None] | None


class Stats(Struct, rename={"from_": "from"}):
    """`total`: the figures of all rows, also of those on other pages; `before`: those of the period it is compared
    with, from `before_from` to `before_to`, all three null where none was asked for."""

    rows: list[StatsRow]
    total: dict[str, float | None]
    uncertain: Uncertain
    from_: str
    to: str
    before: dict[str, float | None] | None
    before_from: str | None
    before_to: str | None
    next: str | None
    seq: int


class Kind(Struct):
    """How often in all, how often on the worst day, a day's limit (0: none), on how many `days` it was exceeded."""

    count: int
    most: int
    limit: int
    days: int
    exceeded: bool


class UnusualRow(Struct):
    """A person: legs called and served, and each kind. Classes count for whoever granted them."""

    person: str
    calls: int
    served: int
    chosen_calls: Kind
    early_no_shows: Kind
    short_services: Kind
    long_holds: Kind
    granted_classes: Kind


class Unusual(Struct, rename={"from_": "from"}):
    """Those who were over a limit on most days first. `limits`: the hall's `[exceptions]`."""

    rows: list[UnusualRow]
    limits: dict[str, int]
    from_: str
    to: str
    next: str | None
    seq: int


class Definition(Struct):
    """A figure: its unit, its names and one sentence."""

    id: str
    unit: Literal["count", "seconds", "share", "number"]
    name: str
    name_en: str
    says: str
    says_en: str


class Definitions(Struct):
    definitions: list[Definition]
    cuts: list[str]
    seq: int
