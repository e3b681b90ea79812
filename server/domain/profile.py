"""What a hall is: its zones, windows, departments, services, queues, classes and rules.

Facts only, frozen. Reading them from TOML and judging them is the business of `server.profiles`.
Times of day are minutes since midnight in the hall's zone; durations name their unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from server.domain.alarms.steps import Steps as Steps
from server.domain.alarms.steps import Warnings as Warnings
from server.domain.counting.exceptions import Exceptions as Exceptions
from server.domain.counting.reporting import Scheduled as Scheduled
from server.domain.foresight.aims import Advice as Advice
from server.domain.foresight.aims import Public as Public
from server.domain.ratings.rated import Ratings as Ratings
from server.domain.ratings.rated import Reason as Reason
from server.domain.screens import Screens as Screens
from server.domain.voice import Voice as Voice
from server.domain.voice import ZoneVoice as ZoneVoice

WINDOW_KINDS = (
    "comprehensive", "dedicated", "theme", "issue", "cashier", "guide", "complaint", "unresolved",
)  # fmt: skip
PRIVATE_KINDS = ("complaint", "unresolved")
"""Where calls do not say what somebody came for."""

NEED_FEATURES: Mapping[str, tuple[str, ...]] = {
    "wheelchair": ("low_counter",),
    "hearing": ("sign_language", "hearing_loop", "handwriting"),
    "sight": ("large_print",),
    "language": ("english", "dialect"),
    "escort": (),
}
"""need → the features of a window that meet it, any of them; a need without any is met by a guide."""
PURPOSES = ("apply", "collect", "enquire", "complain")
PASSED = ("void", "reactivate", "after_calls", "at_once")
Span = tuple[int, int]
"""Minutes since midnight: from, until."""


@dataclass(frozen=True, slots=True)
class Cap:
    """At most so many tickets within a span of the day."""

    span: Span
    most: int


@dataclass(frozen=True, slots=True)
class Zone:
    id: str
    name: str
    name_en: str = ""
    floor: str = ""
    voice: ZoneVoice = field(default_factory=ZoneVoice)


@dataclass(frozen=True, slots=True)
class Department:
    id: str
    name: str
    short_name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """A lettered line. `prefix` is A–Z without I and O; `width` digits at least; `cap` tickets a day, 0 = none."""

    id: str
    name: str
    prefix: str
    name_en: str = ""
    width: int = 3
    cap: int = 0


@dataclass(frozen=True, slots=True)
class Service:
    """What a citizen comes for. `code` is the province's basic code; targets in minutes, 0 = none.

    `department` is "" for the hall's own matters (collecting, enquiries). `cap`: tickets a day, 0 = none;
    `caps`: the same within spans of the day; `hours`: when numbers for it are given, None = as the hall.
    `slot_capacity`: reservations a slot, -1 = as the hall; `cases`: most on one ticket, 0 = no limit;
    `short`: the digits that name it on a keypad, "" = none; `warn_wait`, `warn_serving`: None = as the hall.
    """

    id: str
    name: str
    department: str
    queue: str
    code: str = ""
    name_en: str = ""
    kind: str = ""
    frequency: str = "low"
    target_wait: int = 0
    target_service: int = 0
    typical_service: int = 8
    bring: str = ""
    search: str = ""
    purpose: str = "apply"
    cap: int = 0
    caps: tuple[Cap, ...] = ()
    hours: tuple[Span, ...] | None = None
    weekend: bool = True
    real_name: bool = False
    slot_capacity: int = -1
    cases: int = 0
    short: str = ""
    warn_wait: Steps | None = None
    warn_serving: Steps | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A counter. `sign` is exactly what the plate says, `spoken` how the voice says it.

    `call_sign` is what calls show: the sign, unless that would tell the hall what somebody came for.
    `help_after`: minutes a backup service waits until its own people no longer go first; None = as the hall.
    """

    id: str
    number: int
    sign: str
    spoken: str
    kind: str
    zone: str
    services: tuple[str, ...]
    backup: tuple[str, ...] = ()
    floor: str = ""
    sign_en: str = ""
    features: tuple[str, ...] = ()
    call_sign: str = ""
    call_sign_en: str = ""
    help_after: int | None = None
    works_lunch: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class PriorityClass:
    """Why someone has priority. `head_start` in minutes, `rate` relative to the ordinary 1.

    The clock starts at the taking, or at the reservation's slot, `credit` minutes earlier.
    `min_age` in years is what an ID number must show for evidence `id`.

    `evidence`: who may claim it: `staff` (granted with a reason), `id` (by the ID number),
    `reservation`, or `system` (given by a move, such as a requeue).
    """

    id: str
    name: str
    name_en: str = ""
    head_start: float = 0.0
    rate: float = 1.0
    evidence: str = "staff"
    shown: bool = False
    clock: str = "taken"
    credit: float = 0.0
    min_age: int = 0


@dataclass(frozen=True, slots=True)
class Hours:
    """When tickets may be taken: spans of minutes by ISO weekday (1 = Monday); dates override.

    The spans leave lunch out already; `lunch` says so. `weekend_services`: all there is at weekends, () = all.
    `extended`: a day whose last span goes on until a later minute; no key of a profile, the day's journal says it.
    """

    week: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    closed_on: frozenset[date] = frozenset()
    open_on: frozenset[date] = frozenset()
    lunch: Span | None = None
    weekend_services: tuple[str, ...] = ()
    extended: tuple[date, int] | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """Numbers a hall sets. No rule of law fixes them: each is a default of ours."""

    undo_minutes: int = 10
    recalls: int = 2
    auto_start_seconds: int = 0
    no_show_recalls: int = 0
    no_show_seconds: int = 0
    requeue_limit: int = 2
    call_stale_seconds: int = 180
    track_days: int = 30
    help_after: int = 0
    longest_wait: int = 90
    passed: str = "reactivate"
    passed_calls: int = 3
    passed_minutes: int = 0
    hold_minutes: int = 15
    hold_limit: int = 0
    auto_call: bool = False
    last_ticket_minutes: int = 0
    anonymous_a_minute: int = 0
    agent_cases: int = 0
    agent_queue: str = ""
    rate_minutes: int = 10


@dataclass(frozen=True, slots=True)
class Reservations:
    """How a hall takes reservations; `capacity` a slot and service, 0 = none are taken. 0 turns a limit off.

    Early or on time until `on_time_minutes` after the slot's start, late until `late_minutes`, then ordinary.
    The promise: so many percent of those on time are called within so many minutes of max(check-in, slot).
    """

    slot_minutes: int = 30
    capacity: int = 0
    ahead_days: int = 7
    ahead_minutes: int = 0
    early_minutes: int = 0
    on_time_minutes: int = 10
    late_minutes: int = 30
    late_credit: int = 5
    cancel_minutes: int = 0
    a_person_a_day: int = 0
    a_person_open: int = 0
    blacklist_after: int = 0
    blacklist_within_days: int = 30
    blacklist_days: int = 90
    promise_percent: int = 0
    promise_minutes: int = 10


@dataclass(frozen=True, slots=True)
class Overload:
    """When more than `waiting` wait in a queue, or the longest wait passes `minutes` (0 = not asked).

    `widen`: the windows named then serve the queue's services as their own; `alarm`: people are told.
    """

    queue: str
    waiting: int = 10
    minutes: int = 0
    action: str = "alarm"
    windows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """Services that windows have besides their own for a time, both dates included; None = open."""

    windows: tuple[str, ...]
    services: tuple[str, ...]
    backup: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Hall:
    """One site. Lookups by id are cached; a hall never changes, a new version is a new Hall."""

    id: str
    name: str
    zones: tuple[Zone, ...]
    departments: tuple[Department, ...]
    queues: tuple[Queue, ...]
    services: tuple[Service, ...]
    windows: tuple[Window, ...]
    classes: tuple[PriorityClass, ...]
    name_en: str = ""
    timezone: str = "Asia/Shanghai"
    day_ends_at: int = 240
    languages: tuple[str, ...] = ("zh", "en")
    needs: tuple[str, ...] = ("wheelchair", "hearing", "sight", "language", "escort")
    public_url: str = ""
    hours: Hours = Hours()
    rules: Rules = Rules()
    voice: Voice = field(default_factory=Voice)
    screens: Screens = field(default_factory=Screens)
    reservations: Reservations = Reservations()
    advice: Advice = field(default_factory=Advice)
    public: Public = field(default_factory=Public)
    warnings: Warnings = field(default_factory=Warnings)
    exceptions: Exceptions = field(default_factory=Exceptions)
    overload: tuple[Overload, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    ratings: Ratings = field(default_factory=Ratings)
    rating_reasons: tuple[Reason, ...] = ()
    card_rules: tuple[Reason, ...] = ()
    reports: tuple[Scheduled, ...] = ()

    @cached_property
    def zone(self) -> dict[str, Zone]:
        return {z.id: z for z in self.zones}

    @cached_property
    def department(self) -> dict[str, Department]:
        return {d.id: d for d in self.departments}

    @cached_property
    def queue(self) -> dict[str, Queue]:
        return {q.id: q for q in self.queues}

    @cached_property
    def service(self) -> dict[str, Service]:
        return {s.id: s for s in self.services}

    @cached_property
    def window(self) -> dict[str, Window]:
        return {w.id: w for w in self.windows}

    @cached_property
    def klass(self) -> dict[str, PriorityClass]:
        return {c.id: c for c in self.classes}

    @cached_property
    def serves(self) -> dict[str, frozenset[str]]:
        """First-line services of each window."""
        return {w.id: frozenset(w.services) for w in self.windows}

    @cached_property
    def helps(self) -> dict[str, frozenset[str]]:
        """Backup services of each window."""
        return {w.id: frozenset(w.backup) for w in self.windows}

    @cached_property
    def could(self) -> dict[str, frozenset[str]]:
        """All that each window may ever serve: its first line, its backup, what a rule for overload adds."""
        added: dict[str, frozenset[str]] = {}
        for rule in self.overload:
            for w in rule.windows if rule.action == "widen" else ():
                added[w] = added.get(w, frozenset()) | self.services_of_queue.get(rule.queue, frozenset())
        return {
            w.id: self.serves[w.id] | self.helps[w.id] | added.get(w.id, frozenset()) for w in self.windows
        }

    @cached_property
    def able(self) -> dict[str, tuple[str, ...]]:
        """The windows that may ever serve each service, in the profile's order."""
        found: dict[str, list[str]] = {s.id: [] for s in self.services}
        for w in self.windows:
            for s in self.could[w.id]:
                found[s].append(w.id)
        return {s: tuple(ws) for s, ws in found.items()}

    @cached_property
    def flexibility(self) -> dict[str, tuple[int, int]]:
        """How many services each window may do, and its place in the profile; who can do least else goes first."""
        return {w.id: (len({*w.services, *w.backup}), place) for place, w in enumerate(self.windows)}

    @cached_property
    def floors(self) -> frozenset[str]:
        """The floors its windows are on."""
        return frozenset(w.floor or self.zone[w.zone].floor for w in self.windows)

    @cached_property
    def services_of_queue(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for s in self.services:
            found.setdefault(s.queue, set()).add(s.id)
        return {q: frozenset(ids) for q, ids in found.items()}

    @cached_property
    def typical_of_queue(self) -> dict[str, float]:
        """Mean minutes of service in each queue: those ahead come for any of its services."""
        return {
            q: sum(self.service[s].typical_service for s in ids) / len(ids)
            for q, ids in self.services_of_queue.items()
        }

    def said_of(self, service: str) -> tuple[str, str]:
        """A business's names on what citizens carry about: of a complaint only where to go, for all to see."""
        s = self.service[service]
        if s.purpose != "complain":
            return s.name, s.name_en
        at = next((self.window[w] for w in self.able[service]), None)
        return (at.call_sign, at.call_sign_en) if at else (self.name, self.name_en)

    @cached_property
    def windows_of(self) -> dict[str, tuple[str, ...]]:
        """The windows whose first line holds each service, in the profile's order."""
        found: dict[str, list[str]] = {s.id: [] for s in self.services}
        for w in self.windows:
            for s in w.services:
                found[s].append(w.id)
        return {s: tuple(ws) for s, ws in found.items()}
