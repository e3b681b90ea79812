"""What requests may hold. Unknown fields are refused; limits keep a hostile body small."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from server.web import forms

Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=forms.ID)]
Code = Annotated[str, Meta(min_length=1, max_length=40, description="A reservation's code, as it is typed")]
Text = Annotated[str, Meta(max_length=300)]
Word = Annotated[str, Meta(pattern=forms.CODE)]
Given = Annotated[str, Meta(min_length=1, max_length=300)]
Phone = Annotated[str, Meta(pattern=forms.PHONE)]
IdNumber = Annotated[str, Meta(min_length=1, max_length=60)]
Handle = Annotated[str, Meta(min_length=1, max_length=64, description="What a card on a reader is called")]
Locale = Annotated[str, Meta(pattern=forms.LOCALE, description="zh, en, …")]
Ids = Annotated[list[Id], Meta(max_length=500)]
Date = Annotated[str, Meta(pattern=forms.DAY)]
Dates = Annotated[list[Annotated[str, Meta(min_length=1, max_length=30)]], Meta(max_length=200)]
Limit = Annotated[int, Meta(ge=1, le=500)]
Outcome = Literal["done", "accepted", "incomplete", "refused", "wrong_window", "advice"]
Status = Literal["waiting", "called", "serving", "held", "completed", "no_show", "cancelled", "expired"]
Level = Annotated[int, Meta(ge=1, le=5, description="5 very satisfied … 1 very dissatisfied")]
Reasons = Annotated[list[Word], Meta(max_length=9)]
Items = Annotated[int, Meta(ge=1, le=999)]
Believed = Id | None | UnsetType


class Body(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Any request's body or query."""


class Nothing(Body, frozen=True):
    """No fields."""


class Whose(Body, frozen=True):
    """Whose it is, if anybody says so: an ID number, or the handle of a card that lay on this kiosk's reader."""

    id_number: IdNumber | None = None
    reading: Handle | None = None

    def __post_init__(self) -> None:
        if self.id_number is not None and self.reading is not None:
            raise ValueError(forms.RULES["id_or_reading"])


class ClassClaim(Body, rename={"klass": "class"}, frozen=True):
    """A priority class granted to who stands there, with the reason."""

    klass: Id
    reason: Text | None = None


class Take(Whose, frozen=True):
    """Take a number for one service, or for several in one visit. `id_number` is checked and never kept.

    With the code of a `reservation` the taking is its check-in, and `services` may be left out.
    `cases`: how many matters an agent brings; `reason`: why staff take one without the ID number a business needs.
    """

    services: Annotated[list[Id], Meta(min_length=1, max_length=20)] | None = None
    reservation: Code | None = None
    order: Literal["fixed", "any"] | None = None
    classes: Annotated[list[ClassClaim], Meta(max_length=10)] | None = None
    needs: Annotated[list[Id], Meta(max_length=10)] | None = None
    phone: Phone | None = None
    locale: Locale | None = None
    cases: Annotated[int, Meta(ge=1, le=99)] | None = None
    reason: Text | None = None


class Reason(Body, frozen=True):
    """Why: a code (`lunch`) or words; words are kept apart from the journal."""

    reason: Text | None = None


class OnSlip(Body, frozen=True):
    """What stands on a slip, its number or the code of its track address; or the card of whoever took it."""

    number: Annotated[str, Meta(min_length=1, max_length=12)] | None = None
    code: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    reading: Handle | None = None


class Classes(Body, frozen=True):
    """Grant priority to someone in line, each class with its reason, or take classes away with one."""

    classes: Annotated[list[ClassClaim], Meta(max_length=10)] | None = None
    remove: Annotated[list[Id], Meta(max_length=10)] | None = None
    reason: Text | None = None


class Move(Body, frozen=True):
    """Where a ticket goes: another service, window or zone (at least one)."""

    service: Id | None = None
    window: Id | None = None
    zone: Id | None = None
    reason: Text | None = None


class Here(Body, frozen=True):
    """`ticket`: the one believed to be at the window; null = none; absent = unchecked."""

    ticket: Believed = UNSET


class WithReason(Here, frozen=True):
    """A verb that may say why: a code (`lunch`, `break`, `meeting`) or words."""

    reason: Text | None = None


class Ready(Here, kw_only=True, frozen=True):
    """Whether the next one is to be called by itself whenever this window is empty."""

    ready: bool


class Hold(WithReason, frozen=True):
    """`minutes` until the clerk is reminded; without them the hall's."""

    minutes: Annotated[int, Meta(ge=1, le=480)] | None = None


class CallNext(Here, frozen=True):
    """`finish` ends the ticket still at the window first: completed (with `outcome`) or no_show."""

    finish: Literal["completed", "no_show"] | None = None
    outcome: Outcome | None = None
    items: Items | None = None
    reason: Text | None = None


class Call(Here, kw_only=True, frozen=True):
    """A chosen number, out of turn, and why."""

    number: Annotated[str, Meta(min_length=1, max_length=12)]
    reason: Given


class Complete(Here, frozen=True):
    """How the service ended, and for how many matters; `matter`: the number an approval system knows it by."""

    outcome: Outcome | None = None
    items: Items | None = None
    matter: Annotated[str, Meta(min_length=1, max_length=60)] | None = None


class Resume(Body, frozen=True):
    """Take a held ticket up again, at any window that may serve it."""

    ticket: Id


class Transfer(Here, frozen=True):
    """Send the ticket at this window to another service, window or zone; `back`: it comes back here after that."""

    service: Id | None = None
    window: Id | None = None
    zone: Id | None = None
    back: bool = False
    reason: Text | None = None


class Amend(Body, frozen=True):
    """What a window is from now on; null: as in the profile's file again. Durations in seconds.

    `services` and `departments` state the first line together, `backup` and `backup_departments` the backup.
    `waiting: keep`: also if nobody could call some of those who wait.
    """

    services: Ids | UnsetType | None = UNSET
    departments: Ids | UnsetType | None = UNSET
    backup: Ids | UnsetType | None = UNSET
    backup_departments: Ids | UnsetType | None = UNSET
    kind: Id | UnsetType | None = UNSET
    features: Annotated[list[Id], Meta(max_length=20)] | UnsetType | None = UNSET
    help_after: Annotated[int, Meta(ge=0, le=28_800, multiple_of=60)] | UnsetType | None = UNSET
    valid_from: Date | UnsetType | None = UNSET
    valid_to: Date | UnsetType | None = UNSET
    waiting: Literal["keep"] | None = None


class CalendarChange(Body, frozen=True):
    """Dates (`2026-10-01`) or runs of dates (`2026-10-01..2026-10-07`); null: as in the profile's file again."""

    closed_on: Dates | UnsetType | None = UNSET
    open_on: Dates | UnsetType | None = UNSET


class Extend(Body, frozen=True):
    """Numbers are given today until then, a time of day; null: as usual again."""

    until: Annotated[str, Meta(pattern=forms.UNTIL)] | None


class Settle(Body, frozen=True):
    """What becomes of those who wait for a service: they wait on, go `to` another service, or are let go."""

    do: Literal["keep", "transfer", "cancel"]
    to: Id | None = None
    reason: Text | None = None


class Rate(Body, frozen=True):
    """5 is very satisfied, 1 very dissatisfied; reasons (codes of the hall) and words may be left out."""

    level: Level
    words: Annotated[str, Meta(max_length=500)] | None = None
    reasons: Reasons = []


class RateHere(Body, kw_only=True, frozen=True):
    """What was pressed on the rater of a window. `ticket`: the visit it was started for; without it the last one."""

    level: Level
    source: Word
    ticket: Id | None = None
    reasons: Reasons = []


class DeskFacts(Body, frozen=True):
    """What a word to the clerk is about: ids of the hall, a ticket's number, digits as typed, a refusal's code."""

    number: Annotated[str, Meta(pattern=forms.TICKET)] | None = None
    service: Id | None = None
    window: Id | None = None
    zone: Id | None = None
    typed: Annotated[str, Meta(pattern=forms.TYPED)] | None = None
    error: Word | None = None


class DeskWord(Body, kw_only=True, frozen=True):
    """A word to the clerk, by its code, such as `nobody` or `transfer`."""

    code: Word
    facts: DeskFacts = DeskFacts()


class SignIn(Body, frozen=True):
    """A password, or a PIN for a quick change at a window where somebody is signed in.

    `number`: the staff number in place of the name. Asked with an agent's token (a keypad, a terminal) the answer
    has a `token`, good for a clerk's acts at `window`. `new_password` beside the password: one's own from now on,
    needed where somebody else has given it; `new_pin` with it.
    """

    name: Id | None = None
    number: Annotated[str, Meta(pattern=forms.STAFF_NUMBER)] | None = None
    password: Annotated[str, Meta(max_length=200)] | None = None
    pin: Annotated[str, Meta(pattern=forms.PIN)] | None = None
    new_password: Annotated[str, Meta(min_length=6, max_length=200)] | None = None
    new_pin: Annotated[str, Meta(pattern=forms.PIN)] | None = None
    hall: Id | None = None
    window: Id | None = None


class Lease(Body, frozen=True):
    """Ask for work. `seconds`: how long the lease lasts; `wait`: hold the answer back until there is some.

    `anew`: the agent has just begun and holds nothing; what was leased to it comes again at once, as a repeat.
    """

    kinds: Annotated[list[Literal["print", "speech", "notice"]], Meta(min_length=1, max_length=3)]
    zone: Id | None = None
    device: Id | None = None
    limit: Annotated[int, Meta(ge=1, le=20)] = 1
    seconds: Annotated[int, Meta(ge=5, le=120)] = 30
    wait: Annotated[float, Meta(ge=0, le=25)] = 0
    anew: bool = False


class JobDone(Body, frozen=True):
    """The work was done. Of speech: when it began to be heard, for how many seconds, and in `detail` which words."""

    detail: Text | None = None
    spoken_at: Annotated[str, Meta(min_length=1, max_length=40)] | None = None
    seconds: Annotated[float, Meta(ge=0, le=600)] | None = None


class JobFailed(Body, frozen=True):
    """It was not; unless `permanent`, it comes again."""

    reason: Given
    permanent: bool = False


class JobDropped(Body, frozen=True):
    """It need not be done any more, and why."""

    reason: Given


class Page(Body, frozen=True):
    """A page of a list."""

    limit: Limit = 100
    next: Annotated[str, Meta(max_length=40)] | None = None


class TicketList(Page, frozen=True):
    """Today's tickets; `number`: the one that a slip names."""

    number: Annotated[str, Meta(min_length=1, max_length=12)] | None = None
    status: Status | None = None
    service: Id | None = None


class Zone(Body, frozen=True):
    """The zone of a wall; without it the whole hall."""

    zone: Id | None = None


class SocketAuth(Struct, frozen=True, rename={"as_": "as"}):
    """What a socket says when it connects. Fields it does not know are left alone: pages may be newer."""

    hall: Id
    view: Literal["board", "window", "caller", "manage", "ticket"]
    token: Annotated[str, Meta(max_length=200)] | None = None
    as_: Literal["kiosk", "display", "staff"] | None = None
    zone: Id | None = None
    window: Id | None = None
    code: Annotated[str, Meta(max_length=64)] | None = None
    device: Id | None = None
    wire: int | None = None
