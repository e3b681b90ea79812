"""`paihao advice`: the windows a day needs, from the hub's own journal, and the advice tried in the simulator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from server.commands.data import data_option, hub_of
from server.domain import dated, hours
from server.domain.foresight import forecast
from server.domain.foresight.advice import Group, More
from server.hub.foresight.foreseeing import Foresight, foresee
from server.hub.foresight.trying import clock, made
from server.hub.room import Room
from server.simulate import trial
from server.simulate.roster import Opening
from server.simulate.table import aligned
from server.simulate.trial import Outcome

RUNS = 5
"""Of each try; the page's what-if takes more."""
NOBODY = 0.05
"""Fewer people than this in a half hour are none."""


@click.command("advice")
@data_option()
@click.option("--hall", metavar="ID", help="Which hall, where the hub has several.")
@click.option("--day", "on", type=click.DateTime(["%Y-%m-%d"]), help="The next day with hours by default.")
@click.option(
    "--runs", default=RUNS, show_default=True, type=click.IntRange(0, 100), help="0: do not try it."
)
@click.option("--seed", default=1, show_default=True, help="Of the runs; the same seed, the same answer.")
def command(data: Path, hall: str | None, on: datetime | None, runs: int, seed: int) -> None:
    """How many windows each half hour of a day needs, what to open, and what that changes."""
    hub = hub_of(data)
    try:
        room = _room(hub.rooms, hall)
        seen = _foreseen(room, on.date() if on else None)
    finally:
        hub.store.close()
    for line in told(seen):
        click.echo(line)
    for line in tried(seen, range(seed, seed + runs)) if runs else ():
        click.echo(line)


def _room(rooms: dict[str, Room], hall: str | None) -> Room:
    if hall is None and len(rooms) == 1:
        return next(iter(rooms.values()))
    if hall not in rooms:
        raise click.UsageError(f"Name a hall with --hall; this hub has: {', '.join(sorted(rooms))}.")
    return rooms[hall]


def _foreseen(room: Room, on: date | None) -> Foresight:
    now = room.clock.now(room.floor.at)
    profile = room.profile(room.floor.profile or 1)
    day = on or _next(room, now)
    with room.store.beside() as conn:
        return foresee(conn, dated.on(profile, day), day, now)


def _next(room: Room, now: int) -> date:
    later = (hours.business_day(room.hall, now) + timedelta(days=n) for n in range(1, 32))
    days = list(later)
    return next((d for d in days if hours.spans(room.hall, d)), days[0])


def told(seen: Foresight) -> Iterator[str]:
    """What is foreseen and what to do, as lines."""
    f = seen.forecast
    low, mid, high = forecast.altogether(seen.hall, f)
    yield f"{seen.hall.id}, {seen.day:%A} {seen.day.isoformat()}"
    if not seen.open_:
        yield "The hall is closed that day."
        return
    same = sum(d.same for d in f.days)
    yield (
        f"About {mid:.0f} people ({low:.0f} to {high:.0f}), {f.known} with a reservation; "
        f"from {same} days of that weekday and {len(f.days) - same} others."
    )
    aim = seen.hall.advice
    yield f"Target: {aim.percent} % called within {aim.wait_minutes} min, or a service's own target."
    for group in seen.groups:
        if any(n.came[1] >= NOBODY for n in seen.needs[group.id]):
            yield ""
            yield from _table(seen, group)
    yield ""
    yield from _advice(seen)


def _table(seen: Foresight, group: Group) -> Iterator[str]:
    rows: list[Sequence[str]] = [(name(seen, group), "people", "needed", "if many", "manned", "planned")]
    for n in seen.needs[group.id]:
        if n.came[1] < NOBODY:
            continue
        many = str(n.needed[2])
        rows.append(
            (f"  {clock(n.half.start)}", f"{n.came[1]:.1f}", str(n.needed[1]), many, str(n.manned), str(n.planned))
        )  # fmt: skip
    yield aligned(rows)


def name(seen: Foresight, group: Group) -> str:
    """Its windows, from the first to the last; of a part what they do."""
    first, last = group.windows[0], group.windows[-1]
    words = f" ({', '.join(group.services[:3])})" if group.part_of else ""
    return (first if first == last else f"{first} … {last}") + words


def _advice(seen: Foresight) -> Iterator[str]:
    if seen.forecast.thin:
        yield "Too little to go by: at least three days of the same weekday are needed."
        return
    found = seen.more()
    for m in found:
        yield _sentence(seen, m)
    if not found:
        yield "As they are, the windows are enough in every half hour."


def _sentence(seen: Foresight, m: More) -> str:
    group = next(g for g in seen.groups if g.id == m.group)
    many = f", {m.most} if many come" if m.most > m.count else ""
    lacking = f"; the hall lacks {m.short} of them" if m.short else ""
    return (
        f"{clock(m.start)}–{clock(m.end)}: open {m.count} more beside {m.manned} at {name(seen, group)}"
        f"{many}{lacking}."
    )


def tried(seen: Foresight, seeds: Sequence[int]) -> Iterator[str]:
    """What each group's advice changes, over several simulated days."""
    for group in seen.groups:
        mine = [m for m in seen.more() if m.group == group.id]
        if not mine:
            continue
        wanted = [Opening(m.start, m.end, services=group.services, count=m.count) for m in mine]
        asked, opened = made(seen, wanted)
        # All of the day, not only while they are open: a morning's backlog is an afternoon's wait.
        asked = replace(asked, span=(0.0, asked.end))
        pairs = list(trial.pairs(asked, seeds))
        before, after = [b for b, _ in pairs], [a for _, a in pairs]
        missing = " (not all of them can be opened)" if opened.missing else ""
        yield (
            f"Tried {len(pairs)} times at {name(seen, group)}{missing}: nine of ten wait at most {_minutes(before)} "
            f"as it is, {_minutes(after)} with them; in time {_share(before)} and {_share(after)}."
        )


def _minutes(runs: Sequence[Outcome]) -> str:
    low, mid, high = (v / 60 for v in trial.spread(runs, "p90").values())
    return f"{mid:.0f} min ({low:.0f} to {high:.0f})"


def _share(runs: Sequence[Outcome]) -> str:
    low, mid, high = (v * 100 for v in trial.spread(runs, "within").values())
    return f"{mid:.0f} % ({low:.0f} to {high:.0f})"
