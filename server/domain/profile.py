"""What a hall is: its zones, windows, departments, services, queues, classes and rules.

Facts only, frozen. Reading them from TOML and judging them is the business of `server.profiles`.
Times of day are minutes since midnight in the hall's zone; durations name their unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

WINDOW_KINDS = (
    "comprehensive", "dedicated", "theme", "issue", "cashier", "guide", "complaint", "unresolved",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Zone:
    id: str
    name: str
    name_en: str = ""
    floor: str = ""


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

    `department` is "" for the hall's own matters (collecting, enquiries).
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


@dataclass(frozen=True, slots=True)
class Window:
    """A counter. `sign` is exactly what the plate says, `spoken` how the voice says it."""

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


@dataclass(frozen=True, slots=True)
class PriorityClass:
    """Why someone has priority. `head_start` in minutes, `rate` relative to the ordinary 1.

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


@dataclass(frozen=True, slots=True)
class Hours:
    """When tickets may be taken: spans of minutes by ISO weekday (1 = Monday); dates override."""

    week: Mapping[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    closed_on: frozenset[date] = frozenset()
    open_on: frozenset[date] = frozenset()


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


@dataclass(frozen=True, slots=True)
class Voice:
    """How calls are said: languages in order, times each sentence is said, digit 1 as yi or yao."""

    languages: tuple[str, ...] = ("zh",)
    times: int = 2
    chime: bool = True
    one: str = "一"
    syllables_a_minute: int = 170


@dataclass(frozen=True, slots=True)
class Screens:
    """What the pages are told: the notice line, sizes in millimetres, seconds of idling and of showing."""

    notice: str = ""
    notice_en: str = ""
    board_width_mm: int = 1218
    board_distance_m: float = 10.0
    board_show_seconds: int = 4
    kiosk_width_mm: int = 268
    kiosk_idle_seconds: int = 45
    kiosk_warn_seconds: int = 20
    kiosk_frequent: tuple[str, ...] = ()


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
    voice: Voice = Voice()
    screens: Screens = Screens()

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

    @cached_property
    def windows_of(self) -> dict[str, tuple[str, ...]]:
        """The windows whose first line holds each service, in the profile's order."""
        found: dict[str, list[str]] = {s.id: [] for s in self.services}
        for w in self.windows:
            for s in w.services:
                found[s].append(w.id)
        return {s: tuple(ws) for s, ws in found.items()}
