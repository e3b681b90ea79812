"""What anybody may see of a hall at this moment, and when it is good to come. Durations in seconds, times `09:30`."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from server.web.answers_shape import Range


class PublicQueue(Struct):
    """`wait`: what somebody would wait who took a number now; null where it cannot be said."""

    id: str
    name: str
    name_en: str
    waiting: int
    wait: Range | None
    windows_open: int


class Level(Struct, rename={"from_": "from"}):
    """How many are expected to come, measured by the average of the week's open half hours."""

    from_: str
    until: str
    level: Literal["calm", "usual", "busy"]


class PublicDay(Struct):
    """`halves` is empty on a closed day, and where there is too little to go by."""

    day: str
    hours: list[str]
    halves: list[Level]


class QuietToday(Struct, rename={"from_": "from"}):
    """Few come between; `until` null: for the rest of the day."""

    from_: str
    until: str | None


class QuietDay(Struct, rename={"from_": "from"}):
    """The emptiest hour of the days after today."""

    day: str
    from_: str
    until: str


class Quiet(Struct):
    today: QuietToday | None
    week: QuietDay | None


class PublicHall(Struct):
    """Counts only. `wait`: what most may expect now; the hall's own hours, notice and queues."""

    at: str
    name: str
    name_en: str
    timezone: str
    open: bool
    reason: str | None
    resumes_at: str | None
    closes_at: str | None
    notice: str
    notice_en: str
    waiting: int
    windows_open: int
    wait: Range | None
    queues: list[PublicQueue]
    days: list[PublicDay]
    quiet: Quiet
