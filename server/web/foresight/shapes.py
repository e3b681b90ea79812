"""What may be asked of the staffing advice, and what its answers look like. Durations in seconds, times `09:30`."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from server.web import forms
from server.web.shapes import Body, Date, Id

Clock = Annotated[str, Meta(pattern=forms.CLOCK)]


class AdviceQuery(Body, frozen=True):
    """The windows a day needs; with `now=1` those of the rest of today. Without either: the next day with hours."""

    day: Date | None = None
    now: bool = False


class Open(Body, rename={"from_": "from"}, frozen=True):
    """`count` more windows for `services`, or one `window`, `from` a time of day `until` another (the end of hours)."""

    from_: Clock
    until: Clock | None = None
    window: Id | None = None
    services: Annotated[list[Id], Meta(min_length=1, max_length=100)] | None = None
    count: Annotated[int, Meta(ge=1, le=50)] = 1

    def __post_init__(self) -> None:
        if (self.window is None) == (self.services is None):
            raise ValueError(forms.RULES["window_or_services"])
        if self.until is not None and self.until <= self.from_:
            raise ValueError(forms.RULES["until_after_from"])


class WhatIf(Body, frozen=True):
    """What would change if these windows were opened: `day`, or with `now` the rest of today."""

    open: Annotated[list[Open], Meta(min_length=1, max_length=20)]
    day: Date | None = None
    now: bool = False


class Between(Struct):
    """Eight times of ten from `low` to `high`; `mid` is likeliest."""

    low: float
    mid: float
    high: float


class Target(Struct):
    """So many percent called within so many seconds."""

    percent: int
    wait: int


class Basis(Struct):
    """What the forecast rests on: days of the same weekday, `others` of the same hours; `thin`: too little to go by.

    `windows`: how it is known which windows work: `shifts` of those days, `open` now until the next
    break and then the usual ones, or `profile` (all).
    """

    days: list[str]
    others: list[str]
    thin: bool
    windows: Literal["shifts", "open", "profile"]
    people: Between
    booked: int
    booked_later: float


class HalfHour(Struct, rename={"from_": "from"}):
    """`needed` windows for few, likely and many people; `planned` by the profile, `manned`: thought to work."""

    from_: str
    until: str
    people: Between
    needed: Between
    planned: int
    manned: int


class GroupAdvice(Struct):
    """Windows that share services. `alike`: all of them do all of it, so that the sum is right. `part_of`: the group of
    which these are the windows that alone do these services; they have its other work besides."""

    id: str
    services: list[str]
    windows: list[str]
    names: list[str]
    names_en: list[str]
    alike: bool
    part_of: str | None
    target: Target
    service_time: int
    waiting: int
    halves: list[HalfHour]


class More(Struct, rename={"from_": "from"}):
    """Open `count` more windows of a group (`most` if many come) beside the `manned`; `short`: those there are not."""

    group: str
    from_: str
    until: str
    count: int
    most: int
    manned: int
    short: int


class StaffingAdvice(Struct):
    """`more`: what to do, the earliest first; empty where the forecast is thin. `open`: whether the hall works then."""

    seq: int
    day: str
    at: str
    now: bool
    open: bool
    target: Target
    basis: Basis
    more: list[More]
    groups: list[GroupAdvice]


class Waits(Struct):
    """Over the runs: the mean and 90th percentile of the wait in seconds, and the share within the target."""

    mean: Between
    p90: Between
    within: Between


class Opened(Struct, rename={"from_": "from"}):
    window: str
    sign: str
    sign_en: str
    from_: str
    until: str


class WhatIfAnswer(Struct, rename={"from_": "from"}):
    """Waits of those who come for `services` between `from` and `until`. `missing`: windows that there are not."""

    seq: int
    day: str
    now: bool
    from_: str
    until: str
    services: list[str]
    opened: list[Opened]
    missing: int
    before: Waits
    after: Waits
    change: Waits
    people: Between
    runs: int
    target: Target
    thin: bool
