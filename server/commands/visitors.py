"""Where the visitors of `paihao simulate` come from: a CSV of arrivals, a demand file, or a past day's journal."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from pathlib import Path

import click

from server.commands.data import must_know, open_store
from server.domain.events import Entry
from server.domain.profile import Hall
from server.journal import chain
from server.journal.store import Store
from server.profiles.lines import line_index
from server.simulate import arrivals, demand, demanding, past
from server.simulate.course import Course
from server.simulate.visitor import Visitor

DAYTIME = ((8.5 * 3600.0, 17.0 * 3600.0),)
"""When visitors of a hall without hours come."""


@dataclass(frozen=True, slots=True)
class Source:
    """What was asked for on the command line; `day` is a date with `data`, or a demand file."""

    arrivals: Path | None
    day: str | None
    data: Path | None
    visitors: int | None


@dataclass(frozen=True, slots=True)
class Coming:
    """Visitors, drawn anew for each seed where they are drawn; `windows` that the demand says are open."""

    fixed: list[Visitor] | None
    demand: demand.Demand | None
    windows: tuple[str, ...] | None = None

    def of(self, seed: int) -> list[Visitor]:
        return (
            self.fixed if self.fixed is not None else demand.drawn(self.demand, seed) if self.demand else []
        )


def coming(source: Source, hall: Hall, course: Course) -> Coming:
    """Raises click.ClickException with the place and the cure of what is wrong."""
    if source.arrivals:
        return Coming(_arrivals(source.arrivals, hall), None)
    if source.day and is_date(source.day):
        return Coming(_past(source, hall, course), None)
    usual = demand.usual(hall, source.visitors or 1200, _spans(course))
    if source.day is None:
        return Coming(None, usual)
    asked = _demanded(Path(source.day), hall, usual)
    return Coming(None, asked.demand, asked.windows)


def is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _spans(course: Course) -> tuple[tuple[float, float], ...]:
    """When the hall is open by its hours, or daytime."""
    spans = next((s for s in course.windows.values()), ())
    if not spans or course.closes is None:
        return DAYTIME
    return (*spans[:-1], (spans[-1][0], course.closes))


def _arrivals(file: Path, hall: Hall) -> list[Visitor]:
    try:
        return arrivals.read(_text(file), hall)
    except arrivals.ArrivalFaults as faults:
        raise click.ClickException("\n".join(fault.told(str(file)) for fault in faults.faults)) from faults


def _demanded(file: Path, hall: Hall, usual: demand.Demand) -> demanding.Asked:
    text = _text(file)
    try:
        return demanding.demanded(tomllib.loads(text), hall, usual)
    except tomllib.TOMLDecodeError as problem:
        raise click.ClickException(f"{file}: this is not TOML: {problem}") from problem
    except demanding.DemandFault as fault:
        lines = line_index(text.replace("\r\n", "\n"))
        line = next(
            (lines[fault.path[:n]] for n in range(len(fault.path), 0, -1) if fault.path[:n] in lines), 1
        )
        raise click.ClickException(f"{file}:{line}: {'.'.join(fault.path)}: {fault.says}") from fault


def _past(source: Source, hall: Hall, course: Course) -> list[Visitor]:
    if source.data is None:
        raise click.UsageError("A past day is read from a hub's data; add --data DIR.")
    store = open_store(source.data)
    try:
        must_know(store, hall.id)
        entries = list(_entries(store, hall.id, source.day or ""))
    finally:
        store.close()
    found = past.visitors(entries, hall, course.midnight)
    if not found:
        raise click.ClickException(f"On {source.day} nobody took a number at {hall.id} in {source.data}.")
    return found


def _entries(store: Store, hall: str, day: str) -> Iterator[Entry]:
    """The journal from the day's first entry to its last."""
    row = store.one("select min(seq) from journal where hall = :hall and day = :day", hall=hall, day=day)
    first = row[0] if row and row[0] else None
    read = chain.read(store.conn, hall, first - 1) if first else iter(())
    return takewhile(lambda e: e.day == day, (entry for entry, _, _ in read))


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise click.ClickException(f"{file} cannot be read: {problem.strerror or problem}.") from problem
    except UnicodeDecodeError as problem:
        raise click.ClickException(f"{file} is not UTF-8; save it with that encoding.") from problem
