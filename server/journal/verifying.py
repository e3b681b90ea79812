"""Whether a journal is as it was written: its chain, entry by entry, and the heads that left the house each evening.

A head is a day, a seq and the hash there. Somebody who can write the database can make the whole chain anew; a head
on paper or in a mail of that evening they cannot.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from server.domain.events import Entry
from server.journal.chain import COLUMNS, head, link

LINE = re.compile(r"(\d{4}-\d{2}-\d{2})\s+(\d{1,15})\s+([0-9a-fA-F]{16,64})\b")
"""Of a hash that was copied by hand its first 16 digits do."""
AFTER = COLUMNS + "where hall = :hall and seq > :after order by seq limit :limit"


@dataclass(frozen=True, slots=True)
class Head:
    """One line of an exported file; `hash` may be only its beginning."""

    day: str
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where something differs. `what`: changed (the entry is not what was written), gap (entries before
    it are missing), head (the chain is whole, but not the one whose head was exported), ended (the journal ends before
    an exported head, or before the entry it was checked up to). Entries up to `sure` are as they were; `kind`, `at`,
    `day` tell of the entry or head."""

    what: str
    seq: int
    sure: int
    day: str = ""
    kind: str = ""
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What one look found: entries up to `last` were read; `heads` that agreed; `fault` None where all is well."""

    last: int
    heads: tuple[Head, ...]
    fault: Fault | None
    ended: bool


def _last(conn: sqlite3.Connection, hall: str, before: int) -> int:
    found = conn.execute(
        "select max(seq) from journal where hall = :hall and seq < :before", {"hall": hall, "before": before}
    )
    return found.fetchone()[0] or 0


def heads(text: str) -> list[Head]:
    """The heads in a file, in order of seq; what else stands there (a mail's words) is passed over."""
    found = {Head(day, int(seq), hash.lower()) for day, seq, hash in LINE.findall(text)}
    return sorted(found, key=lambda h: (h.seq, h.day, h.hash))


def check(
    conn: sqlite3.Connection, hall: str, exported: Iterable[Head], after: int = 0, limit: int = -1
) -> Checked:
    """Check entries after a seq (whose own hash was checked before), `limit` at most. `sure` begins at `after`."""
    waiting = sorted((h for h in exported if h.seq > after), key=lambda h: h.seq)
    agreed: list[Head] = []
    previous, last, sure, n = head(conn, hall, after), after, after, 0
    for seq, at, day, v, kind, actor, cause, data, digest in conn.execute(
        AFTER, {"hall": hall, "after": after, "limit": limit}
    ):
        n += 1
        if seq != last + 1:
            return Checked(last, tuple(agreed), Fault("gap", seq, last, day, kind, at), False)
        if link(previous, hall, Entry(seq, at, day, kind, actor, cause, {}, v), data) != digest:
            return Checked(last, tuple(agreed), Fault("changed", seq, last, day, kind, at), False)
        previous, last = digest, seq
        while waiting and waiting[0].seq == seq:
            if not digest.startswith(waiting[0].hash):
                return Checked(last, tuple(agreed), Fault("head", seq, sure, waiting[0].day), False)
            agreed.append(waiting.pop(0))
            sure = seq
    ended = limit < 0 or n < limit
    if not n and after and not previous:
        return Checked(last, (), Fault("ended", after, _last(conn, hall, after)), True)
    if ended and waiting:
        return Checked(last, tuple(agreed), Fault("ended", waiting[0].seq, last, waiting[0].day), True)
    return Checked(last, tuple(agreed), None, ended)
