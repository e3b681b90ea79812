"""What may be asked of reports, and what a day in words looks like on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from server.web import forms
from server.web.answers_shape import Instant
from server.web.figures.shapes import StatsQuery
from server.web.shapes import Body, Date

Lang = Literal["zh", "en"]
Missing = Literal["future", "rehearsal", "closed", "nobody", "silent"]


class TableQuery(StatsQuery, rename={"from_": "from", "klass": "class"}, frozen=True):
    """As for the statistics; a file has every row, so `limit` and `next` change nothing. `lang`: of names and heads."""

    lang: Lang = "zh"


class MonthQuery(Body, frozen=True):
    """Without `month` the present one."""

    month: Annotated[str, Meta(pattern=forms.MONTH)] | None = None
    lang: Lang = "zh"


class DayQuery(Body, frozen=True):
    """Without `day` today."""

    day: Date | None = None
    lang: Lang = "zh"


class Peak(Struct, rename={"from_": "from"}):
    """The half hour of the hall's clock in which the most tickets were taken."""

    from_: str
    to: str
    tickets: int


class Daily(Struct):
    """`words`: lines to be pasted. `missing`: why nothing was counted. `reservations`: status → how many; `alarms`:
    kind → how often raised; `usual`: the figures of the days in `compared` together, null where there is none."""

    day: str
    lang: Lang
    words: str
    over: bool
    missing: Missing | None
    figures: dict[str, float | None]
    no_shows: int
    peak: Peak | None
    reservations: dict[str, int]
    alarms: dict[str, int]
    compared: list[str]
    usual: dict[str, float | None] | None
    seq: int


class LastMade(Struct, rename={"from_": "from"}):
    """`detail`: the file's name, or why it was not made; what failed is tried again at `due_at`."""

    from_: str
    to: str
    state: Literal["making", "made", "failed", "given_up"]
    attempts: int
    detail: str
    at: Instant
    due_at: Instant | None


class ScheduledReport(Struct):
    """`folder`: below the hub's reports folder and the hall's own in it."""

    kind: str
    format: str
    every: Literal["day", "week", "month"]
    at: str
    by: list[str]
    lang: Lang
    to: Literal["folder", "webhook"]
    folder: str
    last: LastMade | None


class ScheduledReports(Struct):
    reports: list[ScheduledReport]
    next: str | None
    seq: int
