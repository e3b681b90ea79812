"""How many windows a day needs, half hour by half hour, and where they are fewer: which to open, from when, until when.

Windows that share a service are taken as one group that serves one line; where they do not all do the same, what only
some of them do is looked at by itself as well. Both ask for rather too few, so an advice is tried in the simulator.
Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from server.domain.foresight import erlang, halves
from server.domain.foresight.forecast import Forecast, people
from server.domain.foresight.halves import Half
from server.domain.profile import Hall

PACE, WALK, ABSENT = 480.0, 20.0, 0.02
SELDOM = 0.25
"""Fewer people than this in a half hour do not keep a window open."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What the last weeks taught: `seconds` of each service and their coefficient of variation, seconds from the call
    to the start, the shares of absent people and of reservations that are kept, and of classes among walk-ins."""

    seconds: Mapping[str, float] = field(default_factory=dict)
    cv: float = 0.8
    walk: float = WALK
    absent: float = ABSENT
    kept: float = 0.9
    classes: Mapping[str, float] = field(default_factory=dict)

    def occupies(self, hall: Hall, service: str) -> float:
        """Seconds that somebody who comes for it keeps a window busy, on average."""
        away = float(hall.rules.no_show_seconds or 60)
        return (self.walk + self.seconds.get(service, PACE)) * (1 - self.absent) + away * self.absent


@dataclass(frozen=True, slots=True)
class Group:
    """Windows that share services. `id` is its first window's; `alike`: all of them do all of it; `wait`: seconds.

    `part_of`: the group whose windows these are some of, "" for a whole one.
    """

    id: str
    services: tuple[str, ...]
    windows: tuple[str, ...]
    alike: bool
    wait: float
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """A half hour of a group: `came` people (from, likeliest, to) and the windows `needed` for each; `planned` by the
    profile, `manned`: those thought to work."""

    half: Half
    came: tuple[float, float, float]
    needed: tuple[int, int, int]
    planned: int
    manned: int


@dataclass(frozen=True, slots=True)
class More:
    """Open `count` more windows of a group from `start` to `end` (minutes), beside `manned`; `most` if many come.

    `short`: how many of them the hall does not have.
    """

    group: str
    start: int
    end: int
    count: int
    most: int
    manned: int
    short: int


def groups(hall: Hall) -> tuple[Group, ...]:
    """Windows joined by a first-line service that both have, in the profile's order."""
    joined: dict[str, list[str]] = {}
    of: dict[str, str] = {}
    for w in hall.windows:
        mine = sorted({of[s] for s in w.services if s in of}, key=list(joined).index)
        if not w.services:
            continue
        home = mine[0] if mine else w.id
        joined.setdefault(home, []).append(w.id)
        for other in mine[1:]:
            joined[home] += joined.pop(other)
        of = {s: home if g in mine else g for s, g in of.items()} | dict.fromkeys(w.services, home)
    return tuple(_group(hall, id, windows, of) for id, windows in joined.items())


def _group(hall: Hall, id: str, windows: Collection[str], of: Mapping[str, str]) -> Group:
    services = tuple(s.id for s in hall.services if of.get(s.id) == id)
    alike = all(len(hall.serves[w].intersection(services)) == len(services) for w in windows)
    return Group(
        id, services, tuple(w.id for w in hall.windows if w.id in windows), alike, _aim(hall, services)
    )


def _aim(hall: Hall, services: Iterable[str]) -> float:
    """Seconds: the shortest target of any of them, else the hall's."""
    aims = [hall.service[s].target_wait for s in services if hall.service[s].target_wait]
    return 60.0 * min(aims, default=hall.advice.wait_minutes)


def parts(hall: Hall, group: Group) -> tuple[Group, ...]:
    """Of windows that do not all do the same: what only some of them do, with those alone.

    They have other work besides, so this is the least they need; a lack of them the whole group may hide.
    """
    able = {s: frozenset(w for w in group.windows if s in hall.serves[w]) for s in group.services}
    found = []
    for some in dict.fromkeys(able.values()):
        services = tuple(s for s in group.services if able[s] <= some)
        if len(some) < len(group.windows):
            windows = tuple(w for w in group.windows if w in some)
            id = f"{group.id}:{services[0]}"
            found.append(Group(id, services, windows, True, _aim(hall, services), group.id))
    return tuple(found)


def needs(
    hall: Hall,
    group: Group,
    forecast: Forecast,
    habits: Habits,
    manned: Mapping[int, Collection[str]],
    since: int = 0,
    waiting: Mapping[str, int] | None = None,
) -> list[Need]:
    """From the minute `since` on; who is `waiting` then comes on top, within the next half hour that is worked."""
    found, rest = [], float(halves.LENGTH)
    mine = {s: n for s, n in (waiting or {}).items() if s in group.services}
    for half in halves.of_windows(hall, group.windows, forecast.day):
        if half.end <= since:
            continue
        left = replace(half, start=max(since, half.start), minutes=half.end - max(since, half.start))
        share = min(rest, left.minutes) / halves.LENGTH
        rest -= share * halves.LENGTH
        backlog = {s: n * share for s, n in mine.items()}
        low, mid, high = people(hall, forecast, group.services, half.n)
        needed = _needed(hall, group, habits, left, _mix(group, forecast, half.n), (low, mid, high), backlog)
        here = {w for w in group.windows if _works(hall, w, forecast.day, left)}
        staff = len(here.intersection(manned.get(half.n, ())))
        more = sum(backlog.values())
        found.append(Need(left, (low + more, mid + more, high + more), needed, len(here), staff))
    return found


def _works(hall: Hall, window: str, day: date, half: Half) -> bool:
    return any(start <= half.start < end for start, end in halves.worked(hall, window, day))


def _mix(group: Group, forecast: Forecast, n: int) -> dict[str, float]:
    return {s: forecast.walk.get((s, n), 0.0) + forecast.booked.get((s, n), 0.0) for s in group.services}


def _needed(
    hall: Hall, group: Group, habits: Habits, half: Half, mix: Mapping[str, float],
    came: Iterable[float], backlog: Mapping[str, float],
) -> tuple[int, int, int]:  # fmt: skip
    """Windows for few, likely and many people. The mean service time is that of the likely mix."""
    busy = {s: habits.occupies(hall, s) for s in group.services}
    work = sum(n * busy[s] for s, n in mix.items())
    each = work / sum(mix.values()) if work else 0.0
    found = []
    for n in came:
        load = (n * each + sum(k * busy[s] for s, k in backlog.items())) / (half.minutes * 60)
        total = n + sum(backlog.values())
        mean = load * half.minutes * 60 / total if total else 0.0
        share = hall.advice.percent / 100
        found.append(erlang.needed(load, mean, group.wait, share) if total >= SELDOM else 0)
    return found[0], found[1], found[2]


def more(group: Group, needs: Sequence[Need]) -> list[More]:
    """The gaps as few sentences: neighbours of about one size together, told by the largest of them."""
    runs: list[list[Need]] = []
    for need in needs:
        if _gap(need) <= 0:
            continue
        if runs and runs[-1][-1].half.end == need.half.start and _alike([*runs[-1], need]):
            runs[-1].append(need)
        else:
            runs.append([need])
    return [_more(group, run) for run in runs]


def _gap(need: Need) -> int:
    return need.needed[1] - need.manned


def _alike(run: Iterable[Need]) -> bool:
    """Within one window of each other, or within a third of the largest."""
    gaps = [_gap(n) for n in run]
    return max(gaps) - min(gaps) <= max(1, max(gaps) // 3)


def _more(group: Group, run: Sequence[Need]) -> More:
    count = max(_gap(n) for n in run)
    most = max(n.needed[2] - n.manned for n in run)
    short = max(0, max(_gap(n) - (n.planned - n.manned) for n in run))
    manned = min(n.manned for n in run)
    return More(group.id, run[0].half.start, run[-1].half.end, count, max(count, most), manned, short)
