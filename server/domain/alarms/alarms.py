"""What somebody should know now: a crowd, a business nobody serves, a held ticket forgotten; and the warnings.

Pure: `due` says what is so at an instant, `changes` what to raise, to raise further and to clear so that nothing
flaps. An alarm is of the day, and its facts are those of the moment its level was reached. Those that rise with time
stand in `warnings`, those about devices in `watching`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from server.domain.alarms import warnings, watching
from server.domain.alarms.steps import rank
from server.domain.alarms.watching import Seen
from server.domain.booking import promise
from server.domain.events import Entry
from server.domain.floor import Alarm, Floor, Touched
from server.domain.routing import manned, overloaded, reaches
from server.domain.ticket import MINUTE, Ticket

EASE = 0.8
"""What was raised at a limit is cleared below this part of it."""
STEADY = MINUTE
"""How long a business must have nobody before it is told, and how long what comes and goes is shown at least."""
LASTING = ("nobody_serves", "promise_missed", "voice_late", "exception")
OF_FLOOR = ("overload", "longest_wait", "nobody_serves", "hold_over", "promise_missed", *warnings.KINDS)
"""What the floor alone tells; of all else nothing is known where nothing was seen."""
OF_WAITS = ("longest_wait", "wait_over")


@dataclass(frozen=True, slots=True)
class Changes:
    """Alarms to raise, those whose level is another now (as they are now), and those that are over."""

    raised: list[Alarm]
    moved: list[Alarm]
    cleared: list[Alarm]


def due(floor: Floor, now: int, ease: float = 1.0, seen: Seen | None = None) -> dict[str, Alarm]:
    """key → what is so now; with `ease` below 1 also what is nearly so. `seen`: devices and voices, if known."""
    if floor.day is None:
        return {}
    found = {alarm.key: alarm for look in LOOKS for alarm in look(floor, now, ease)}
    found |= {a.key: a for a in warnings.due(floor, now, ease, seen.hours if seen else "open")}
    if ease == 1 and seen and _everybody_left(floor, seen):
        # Whoever was forgotten waits for the day's end: what was told of them stays, and rises no more.
        found = {key: alarm for key, alarm in found.items() if alarm.kind not in OF_WAITS}
    return (
        found | {a.key: a for a in (*watching.due(floor, now, ease, seen), *seen.others)} if seen else found
    )


def _everybody_left(floor: Floor, seen: Seen) -> bool:
    return seen.hours == "closed" and not any(w.state == "open" for w in floor.windows.values())


def changes(floor: Floor, now: int, seen: Seen | None = None) -> Changes:
    """What to raise, and what to clear: that is over by a margin, or has been shown for a while.

    Where nothing was seen of devices, nothing is said of them, not even that they are well again.
    """
    so = due(floor, now, 1.0, seen)
    raised = [a for key, a in so.items() if key not in floor.alarms]
    if not floor.alarms:
        return Changes(raised, [], [])
    nearly = due(floor, now, EASE, seen)
    known = [a for a in floor.alarms.values() if seen or a.kind in OF_FLOOR]
    over = [a for a in known if a.key not in nearly]
    moved = (_moved(a, so.get(a.key), nearly.get(a.key), now) for a in known)
    return Changes(
        raised, [a for a in moved if a], [a for a in over if a.kind not in LASTING or now - a.at >= STEADY]
    )


def _moved(old: Alarm, so: Alarm | None, nearly: Alarm | None, now: int) -> Alarm | None:
    """An alarm at its new level: risen at once, eased by the same margin and no sooner than in a minute."""
    if so and rank(so.level) > rank(old.level):
        return so
    eased = nearly and rank(nearly.level) < rank(old.level) and now - old.level_at >= STEADY
    return nearly if eased else None


def _overload(floor: Floor, now: int, ease: float) -> Iterator[Alarm]:
    for n, rule in enumerate(floor.hall.overload, 1):
        if overloaded(floor, rule, now, ease):
            oldest = _oldest(floor, rule.queue)
            facts = {
                "queue": rule.queue, "waiting": floor.waiting.get(rule.queue, 0), "action": rule.action,
                "minutes": _minutes(oldest.since, now) if oldest else 0, "windows": list(rule.windows),
            }  # fmt: skip
            level = "yellow" if rule.action == "alarm" else "remind"
            yield Alarm(f"overload:{rule.queue}:{n}", "overload", facts, level=level)


def _longest_wait(floor: Floor, now: int, ease: float) -> Iterator[Alarm]:
    """Of services without warnings of their own for waiting."""
    limit = floor.hall.rules.longest_wait
    for queue in floor.hall.queue if limit else ():
        oldest = _oldest(floor, queue, lambda s: not warnings.wait_steps(floor.hall, s))
        if oldest and now - oldest.since >= limit * MINUTE * ease:
            minutes = _minutes(oldest.since, now)
            facts = {"queue": queue, "ticket": oldest.id, "number": oldest.number, "minutes": minutes}
            yield Alarm(f"longest_wait:{queue}", "longest_wait", facts, level="red")


def _oldest(floor: Floor, queue: str, of: Callable[[str], bool] = lambda service: True) -> Ticket | None:
    """Who has waited longest for a business of the queue."""
    lines = (floor.lines.since.get(s) for s in floor.hall.services_of_queue.get(queue, ()) if of(s))
    first = min((line[0] for line in lines if line), default=None)
    return floor.tickets[first[2]] if first else None


def _nobody_serves(floor: Floor, now: int, ease: float) -> Iterator[Alarm]:
    """People wait, and every window they may go to is closed, or whoever opened it may not serve them."""
    stuck: dict[str, set[str]] = {}
    for place, slopes in floor.lines.places.items():
        if not any(reaches(floor, place, w) for w in manned(floor, place[0])):
            stuck.setdefault(place[0], set()).update(spot[2] for line in slopes.values() for spot in line)
    for service, ids in stuck.items():
        since, _, number = min((t.since, t.turn, t.number) for t in map(floor.tickets.__getitem__, ids))
        if now - since >= STEADY:
            facts = {
                "service": service,
                "waiting": len(ids),
                "number": number,
                "minutes": _minutes(since, now),
            }
            yield Alarm(f"nobody_serves:{service}", "nobody_serves", facts, level="red")


def _hold_over(floor: Floor, now: int, ease: float) -> Iterator[Alarm]:
    for t in (floor.tickets[id] for id in sorted(floor.held)):
        if t.hold_until is not None and now >= t.hold_until:
            minutes = _minutes(t.held_at or now, now)
            facts = {"ticket": t.id, "number": t.number, "window": t.window, "minutes": minutes}
            yield Alarm(f"hold_over:{t.id}", "hold_over", facts, level="remind")


def _promise_missed(floor: Floor, now: int, ease: float) -> Iterator[Alarm]:
    """In each queue the reservation longest past the moment by which the hall had promised to call it."""
    if not floor.hall.reservations.promise_percent:
        return
    late: dict[str, tuple[int, int, Ticket]] = {}
    for t in (floor.tickets[id] for id in sorted(floor.reserved)):
        if t.status == "waiting" and promise.in_time(floor.hall, t, now) is False:
            mine = (max(t.taken_at, t.slot or 0), t.turn, t)
            late[t.line] = min(mine, late.get(t.line, mine), key=lambda found: found[:2])
    stands = promise.state(floor, now) if late else None
    for queue, (since, _, t) in late.items():
        facts = {
            "queue": queue, "ticket": t.id, "number": t.number, "minutes": _minutes(since, now),
            "kept": stands and stands.kept, "of": stands and stands.of,
        }  # fmt: skip
        yield Alarm(f"promise_missed:{queue}", "promise_missed", facts)


def _minutes(since: int, now: int) -> int:
    return max(0, now - since) // MINUTE


LOOKS: tuple[Callable[[Floor, int, float], Iterator[Alarm]], ...] = (
    _overload, _longest_wait, _nobody_serves, _hold_over, _promise_missed,
)  # fmt: skip


# -- what their entries do to the floor ------------------------------------------------------------


def raised(floor: Floor, e: Entry, touched: Touched) -> None:
    d = e.data
    level = d.get("level", "yellow")
    floor.alarms[d["key"]] = Alarm(d["key"], d["kind"], d["facts"], e.at, None, level, e.at, level)


def level_changed(floor: Floor, e: Entry, touched: Touched) -> None:
    """Who has seen it at a lower level has not seen it at this one."""
    d, old = e.data, floor.alarms[e.data["key"]]
    risen = rank(d["level"]) > rank(d["was"])
    floor.alarms[old.key] = replace(
        old, level=d["level"], level_at=e.at, facts=d["facts"], seen=None if risen else old.seen,
        peak=max(old.peak, d["level"], key=rank),
    )  # fmt: skip


def cleared(floor: Floor, e: Entry, touched: Touched) -> None:
    del floor.alarms[e.data["key"]]


def acknowledged(floor: Floor, e: Entry, touched: Touched) -> None:
    key = e.data["key"]
    floor.alarms[key] = replace(floor.alarms[key], seen=(e.data["person"], e.at))


HAPPENINGS = {
    "alarm.raised": raised, "alarm.level_changed": level_changed, "alarm.cleared": cleared,
    "alarm.acknowledged": acknowledged,
}  # fmt: skip
