"""What requests about ratings, cases, cards and matters may hold, and what their answers look like."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from server.web import forms
from server.web.answers_shape import Instant
from server.web.shapes import Body, Date, Id, Level, Limit, Word

Note = Annotated[str, Meta(max_length=500)]
Page = Annotated[str, Meta(pattern=forms.PAGE_OF_ROWS)]
MatterNumber = Annotated[str, Meta(pattern=forms.MATTER)]
State = Literal["opened", "verified", "corrected", "fed_back", "reviewed", "reopened"]
Step = Literal["verify", "correct", "feed_back", "review", "reopen"]
Colour = Literal["yellow", "red"]


class RatingsQuery(Body, rename={"from_": "from"}, frozen=True):
    """Ratings of visits of a period, both days counted (without: today); the filters also hold for the summary,
    `level` and `source` for the list alone."""

    from_: Date | None = None
    to: Date | None = None
    department: Id | None = None
    service: Id | None = None
    window: Id | None = None
    person: Id | None = None
    level: Level | None = None
    source: Word | None = None
    limit: Limit = 100
    next: Page | None = None


class CaseOf(Struct):
    """The case that a rating opened."""

    id: str
    state: State


class RatingRow(Struct):
    """`level` 5 very satisfied … 1 very dissatisfied; `words` to managers only, null when there are none or erased."""

    ticket: str
    number: str
    day: str
    at: Instant
    level: int
    source: str
    service: str
    service_name: str
    service_name_en: str
    department: str
    window: str | None
    sign: str | None
    person: str | None
    reasons: list[str]
    words: str | None
    case: CaseOf | None


class CaseCounts(Struct):
    """Cases of visits of the period. Shares 0–1 or null: corrected ÷ founded, corrected in time ÷ founded that are
    corrected or past their deadline, called back ÷ opened."""

    opened: int
    open: int
    overdue: int
    ended: int
    founded: int
    corrected: int
    in_time: int
    reached: int
    corrected_share: float | None
    in_time_share: float | None
    called_back_share: float | None


class RatingSummary(Struct):
    """Of a period. `by_default`: unrated for longer than `after_days` in a hall where they count as satisfied; never in
    `rated`, and in no share but `satisfied_share_with_default`."""

    visits: int
    rated: int
    unrated: int
    awaited: int
    by_default: int
    after_days: int
    counts_as: str
    bad: int
    rated_share: float | None
    satisfied_share: float | None
    satisfied_share_with_default: float | None
    levels: dict[str, int]
    sources: dict[str, int]
    reasons: dict[str, int]
    cases: CaseCounts


class Ratings(Struct, rename={"from_": "from"}):
    """The newest first. `summary` with the first page."""

    ratings: list[RatingRow]
    summary: RatingSummary | None
    from_: str
    to: str
    next: str | None
    seq: int


class ExportQuery(Body, rename={"from_": "from"}, frozen=True):
    """A period, both days counted (without: today)."""

    from_: Date | None = None
    to: Date | None = None
    lang: Literal["zh", "en"] = "zh"


class File(Struct):
    """Bytes."""


class CaseQuery(Body, rename={"from_": "from"}, frozen=True):
    """Cases by deadline, of visits of a period if one is given."""

    from_: Date | None = None
    to: Date | None = None
    state: State | None = None
    open: bool = False
    overdue: bool = False
    department: Id | None = None
    service: Id | None = None
    window: Id | None = None
    person: Id | None = None
    limit: Limit = 100
    next: Page | None = None


class CaseRow(Struct):
    """`next`: the steps that may follow, the usual one first; `found` and `called_back` are what those steps said."""

    id: str
    number: str
    day: str
    level: int
    service: str
    service_name: str
    service_name_en: str
    department: str
    window: str | None
    sign: str | None
    person: str | None
    opened_at: Instant
    due: Instant
    due_day: str
    overdue: bool
    state: State
    next: list[str]
    found: str | None
    called_back: str | None
    corrected_at: Instant | None
    ended_at: Instant | None
    reopened: int


class Cases(Struct):
    cases: list[CaseRow]
    next: str | None
    seq: int


class StepRow(Struct):
    """`note` is null when there is none, or it was erased, or who asks must not read it."""

    seq: int
    at: Instant
    step: Step
    code: str
    person: str
    note: str | None


class OneCase(Struct):
    """`words` to managers only."""

    case: CaseRow
    steps: list[StepRow]
    reasons: list[str]
    words: str | None
    seq: int


class TakeStep(Body, frozen=True):
    """One step further. `verify` finds confirmed, partly or unfounded, `feed_back` reached or unreached; the others
    take any code. The note is kept apart from the journal and erased in time."""

    step: Step
    code: Word
    note: Note | None = None


class StepTaken(Struct):
    seq: int
    ticket: None
    case: CaseRow


class CardQuery(Body, rename={"from_": "from"}, frozen=True):
    """Cards issued in a period, or all."""

    from_: Date | None = None
    to: Date | None = None
    colour: Colour | None = None
    kind: Literal["person", "window", "department"] | None = None
    whose: Id | None = None
    state: Literal["standing", "revoked"] | None = None
    limit: Limit = 100
    next: Page | None = None


class CardRow(Struct):
    """`rule` and `reason` are codes, or `text` with the words beside them (null once erased)."""

    id: str
    at: Instant
    day: str
    colour: Colour
    to: dict[str, str]
    department: str
    matter: str | None
    rule: str
    rule_words: str | None
    reason: str
    reason_words: str | None
    by: str
    revoked: dict[str, Any] | None


class Cards(Struct):
    cards: list[CardRow]
    rules: list[dict[str, str]]
    next: str | None
    seq: int


class Issue(Body, frozen=True):
    """A card to one person, window or department. `rule`: a code of the hall's `card_rules`, or the rule in words;
    `reason`: in words; `matter`: the number of one that was brought in."""

    colour: Colour
    rule: Annotated[str, Meta(min_length=1, max_length=300)]
    reason: Annotated[str, Meta(min_length=1, max_length=300)]
    person: Id | None = None
    window: Id | None = None
    department: Id | None = None
    matter: MatterNumber | None = None

    def __post_init__(self) -> None:
        if sum(to is not None for to in (self.person, self.window, self.department)) != 1:
            raise ValueError(forms.RULES["one_target"])


class Revoke(Body, frozen=True):
    """Why it is taken back, in words."""

    reason: Annotated[str, Meta(min_length=1, max_length=300)]


class OneCard(Struct):
    seq: int
    ticket: None
    card: CardRow


class MatterQuery(Body, frozen=True):
    """Matters not done, or of one state, by due date."""

    state: Literal["open", "near", "overdue", "done"] | None = None
    limit: Limit = 100
    next: Annotated[str, Meta(pattern=forms.PAGE_OF_MATTERS)] | None = None


class MatterRow(Struct):
    """`state` by the hall's calendar today: open, near (its last working days), overdue or done."""

    matter: str
    service: str
    service_name: str
    service_name_en: str
    department: str
    person: str | None
    due: str
    done: str | None
    state: str


class Matters(Struct):
    matters: list[MatterRow]
    next: str | None
    seq: int


class BringMatters(Body, frozen=True):
    """A CSV file as text. `check`: say what it holds and what is wrong with it, and bring nothing in."""

    text: Annotated[str, Meta(max_length=60_000)]
    check: bool = False


class Brought(Struct):
    """`errors` by line; nothing is brought in while there are any."""

    seq: int
    ticket: None
    matters: list[MatterRow]
    errors: list[dict[str, Any]]
    imported: int
