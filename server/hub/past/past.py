"""Floors of past moments, of today or of days that are over: folded from the journal beside everything else.

In any thread. Every so many entries a floor is kept, so that the next moment asked for is near. What is kept is never
changed; a lost race between two threads only folds once more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import msgspec

from server import profiles
from server.domain import dated
from server.domain.errors import HallError
from server.domain.events import Entry
from server.domain.floor import Floor, Touched
from server.domain.forking import fork
from server.domain.happenings import apply
from server.domain.profile import Hall
from server.journal import chain

EVERY = 1000
"""Entries between two floors that are kept."""
DAYS = 2
"""Days of which floors are kept at the same time."""
PROFILES = 50
"""Versions of profiles that are kept built."""
_decode = msgspec.json.Decoder().decode


@dataclass(frozen=True, slots=True)
class Day:
    """A business day's part of a journal: entries `after` < seq ≤ `last`. A day that was opened anew is one."""

    hall: str
    day: str
    after: int
    last: int


def profile(conn: sqlite3.Connection, hall: str, version: int, built: tuple[str, Hall] | None = None) -> Hall:
    """The hall of a version: the file, and over it what was changed at run time. `built`: a document and its hall."""
    row = conn.execute(
        "select raw, changes from profile where hall = :hall and version = :version",
        {"hall": hall, "version": version},
    ).fetchone()
    raw, changes = row or ("{}", None)
    made = _decode(changes)["set"] if changes else {}
    if built and not made and built[0] == raw:
        return built[1]
    return profiles.build(profiles.amending.amended(_decode(raw), made))


def today(hall: Hall, floor: Floor) -> Hall:
    """A profile's hall as it is on the floor's day."""
    return dated.on(hall, date.fromisoformat(floor.day), floor.extended) if floor.day else hall


def days(conn: sqlite3.Connection, hall: str) -> list[Day]:
    """Every business day the journal tells of, oldest first."""
    rows = conn.execute(
        "select seq, day from journal where hall = :hall and kind = 'day.opened' order by seq", {"hall": hall}
    ).fetchall()
    first: dict[str, int] = {}
    for seq, name in rows:
        first.setdefault(name, seq - 1)
    ends = [*list(first.values())[1:], last(conn, hall)]
    return [Day(hall, name, after, end) for (name, after), end in zip(first.items(), ends, strict=True)]


def day(conn: sqlite3.Connection, hall: str, name: str) -> Day:
    """Raises HallError(unknown_day)."""
    found = next((d for d in days(conn, hall) if d.day == name), None)
    if found is None:
        raise HallError("unknown_day", "The journal tells nothing of this day.")
    return found


def day_of(conn: sqlite3.Connection, hall: str, seq: int) -> Day:
    """The day whose part of the journal holds an entry. Raises HallError(unknown_day)."""
    found = next((d for d in days(conn, hall) if d.after < seq <= d.last), None)
    if found is None:
        raise HallError("unknown_day", "The journal tells nothing of this day.")
    return found


def last(conn: sqlite3.Connection, hall: str) -> int:
    """The seq of a journal's last entry."""
    row = conn.execute("select max(seq) from journal where hall = :hall", {"hall": hall}).fetchone()
    return row[0] or 0


def presses(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    """Entries command by command."""
    for _, press in groupby(entries, key=lambda entry: entry.cause):
        yield list(press)


class Past:
    """Floors of past moments, for one hub. `conn` is a connection of the thread that asks (`Store.beside`)."""

    def __init__(self) -> None:
        self._halls: dict[tuple[str, int], Hall] = {}
        self._kept: dict[Day, dict[int, Floor]] = {}

    def floor(self, conn: sqlite3.Connection, at: Day, seq: int) -> Floor:
        """The floor just after an entry of a day (`at.after`: before its first); the caller's own."""
        kept = self._of(at)
        begin = max((s for s in list(kept) if s <= seq), default=None)
        if begin is None:
            floor = Floor(self._profile(conn, at.hall, 1))
            floor.seq = at.after
        else:
            floor = fork(kept[begin])
        for _ in self.follow(conn, at, floor, seq):
            if floor.seq % EVERY == 0:
                kept[floor.seq] = fork(floor)
        return floor

    def hall(self, conn: sqlite3.Connection, at: Day) -> Hall:
        """The profile that a day ended with."""
        row = conn.execute(
            """select data from journal where hall = :hall and seq > :after and seq <= :last
                and kind in ('day.opened', 'profile.changed') order by seq desc limit 1""",
            {"hall": at.hall, "after": at.after, "last": at.last},
        ).fetchone()
        data = _decode(row[0])
        return self._profile(conn, at.hall, data.get("profile") or data["version"])

    def follow(
        self, conn: sqlite3.Connection, at: Day, floor: Floor, until: int
    ) -> Iterator[tuple[Entry, Touched]]:
        """Let a floor go on to an entry, one by one."""
        for entry, _, _ in chain.read(conn, at.hall, floor.seq, until - floor.seq):
            yield entry, self.take(conn, at.hall, floor, entry)

    def take(self, conn: sqlite3.Connection, hall: str, floor: Floor, entry: Entry) -> Touched:
        """One entry, and the profile it names."""
        touched = apply(floor, entry)
        if touched.everything and floor.profile:
            floor.hall = today(self._profile(conn, hall, floor.profile), floor)
        return touched

    def _of(self, at: Day) -> dict[int, Floor]:
        """What is kept of a day; its end may have moved on since."""
        begun = Day(at.hall, at.day, at.after, 0)
        kept = self._kept.pop(begun, None) or {}
        self._kept = dict([*self._kept.items(), (begun, kept)][-DAYS:])
        return kept

    def _profile(self, conn: sqlite3.Connection, hall: str, version: int) -> Hall:
        found = self._halls.get((hall, version))
        if found is None:
            found = profile(conn, hall, version)
            self._halls = dict([*self._halls.items(), ((hall, version), found)][-PROFILES:])
        return found
