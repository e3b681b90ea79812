"""What a manager changes while the hall runs: windows, the calendar, today's closing time."""

from __future__ import annotations

from collections import Counter
from datetime import date

from server.domain import hours
from server.domain.errors import HallError
from server.domain.events import Command, Event
from server.domain.floor import Floor
from server.domain.profile import Hall
from server.domain.verbs.line import Facts, Verb
from server.domain.verbs.settle import stranded

HELD = ("waiting", "called", "serving", "held")


def amend(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """A new version of the profile. `facts`: `hall` as it will be today, `version`, `digest`, `changed`; none: as is.

    `how` it came and `of` which earlier version, where it is not a single change. Raises HallError(window_busy,
    would_strand). Windows that are no longer there are closed.
    """
    if "hall" not in facts:
        return []
    new: Hall = facts["hall"]
    gone = [w for w in floor.windows.values() if w.state != "closed" and w.id not in new.window]
    for w in gone:
        if w.ticket:
            number = floor.tickets[w.ticket].number
            raise HallError(
                "window_busy",
                f"{number} is still at {w.id}; finish it first.",
                ticket=w.ticket,
                number=number,
            )
    _must_be_there(floor, new)
    if c.args.get("waiting") != "keep":
        _must_not_strand(floor, new)
    told = {k: facts[k] for k in ("version", "digest", "changed", "how", "of") if k in facts}
    return [
        *(Event("window.closed", {"window": w.id, "reason": "gone"}) for w in gone),
        Event("profile.changed", told | {"by": c.person or c.actor}),
    ]


def bereft(floor: Floor, new: Hall) -> dict[str, int]:
    """Services people hold numbers for that would be gone, or the line they wait in: how many people."""
    found: Counter[str] = Counter()
    for t in floor.tickets.values():
        if t.status not in HELD:
            continue
        found.update(s for s in t.awaited if s not in new.service)
        if t.status == "waiting" and t.line not in new.queue and t.service in new.service:
            found[t.service] += 1
    return dict(found)


def bare(floor: Floor, new: Hall) -> list[str]:
    """Services that windows serve today and none would."""
    return [s for s, windows in new.able.items() if not windows and floor.hall.able.get(s)]


def _must_be_there(floor: Floor, new: Hall) -> None:
    """What people hold numbers for cannot be taken away from under them. Raises HallError(would_strand)."""
    if lost := bereft(floor, new):
        names = ", ".join(floor.hall.service[s].name for s in lost if s in floor.hall.service)
        raise HallError(
            "would_strand",
            f"{sum(lost.values())} people hold numbers for {names}, which would be gone. Settle them first.",
            left=[{"service": s, "waiting": n} for s, n in lost.items()], services=[],
        )  # fmt: skip


def _must_not_strand(floor: Floor, new: Hall) -> None:
    """Raises HallError(would_strand) with who would be left, and which services would have no window today."""
    left, without = stranded(floor, new), bare(floor, new)
    if left or without:
        names = ", ".join(new.service[s].name for s in dict.fromkeys([*left, *without]) if s in new.service)
        raise HallError(
            "would_strand",
            f"No open window would serve {names}. Settle those who wait first, or send waiting: keep.",
            left=[{"service": s, "waiting": n} for s, n in left.items()], services=without,
        )  # fmt: skip


def extend(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """Numbers are given until a later minute today; `until` None: as usual again.

    Raises HallError(hall_closed) on a day off and HallError(invalid) for a time that is not later.
    """
    until, today = c.args.get("until"), hours.local(floor.hall, now).date()
    if floor.day != today.isoformat():
        raise HallError(
            "invalid", f"The business day is still {floor.day}; extend the new one when it has begun.",
            errors=[{"at": "$", "wrong": f"it is still {floor.day}", "form": "still_day", "day": floor.day}],
        )  # fmt: skip
    if until is not None:
        _must_be_later(floor.hall, today, until)
    return [] if until == floor.extended else [Event("day.extended", {"until": until})]


def _must_be_later(hall: Hall, today: date, until: int) -> None:
    usual = hours.spans(hours.unextended(hall), today)
    if not usual:
        raise HallError(
            "hall_closed", "The hall is closed today; put the day into open_on first.", reason="day_off"
        )
    end = usual[-1][1]
    if until <= end:
        says = f"It is open until {hours.said(end)} anyway."
        told = {"at": "$.until", "wrong": says, "form": "open_until", "time": hours.said(end)}
        raise HallError("invalid", says, errors=[told])


VERBS: dict[str, Verb] = {"amend": amend, "extend": extend}
