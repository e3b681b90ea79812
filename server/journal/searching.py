"""Entries of the journal by what they tell: when, of which kind, by whom, about which window, number or reason.

What SQLite can see in the text of an entry narrows the search; what is found is then held to the entry itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from server.domain.events import Entry
from server.journal import chain

OFTEN = (
    "ticket.taken", "ticket.called", "ticket.recalled", "ticket.started", "ticket.completed", "ticket.no_show",
    "alarm.raised", "alarm.cleared",
)  # fmt: skip
RARE = "kind not in (" + ", ".join(f"'{kind}'" for kind in OFTEN) + ")"
"""As the index `journal_rare` says it, to the word: else SQLite could not use it."""
BY_KIND = f"indexed by journal_rare where hall = :hall and {RARE} "
"""A kind that rarely happens is found without reading the others; the planner would rather read on by seq."""
AT_ONCE = 400_000
"""Entries looked at for one answer: a search for what is nowhere goes on page by page."""
Found = tuple[Entry, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """`after` < seq ≤ `last`. `kind`: a kind, or its first word for all of those; each None for any."""

    after: int
    last: int
    kind: str | None = None
    person: str | None = None
    window: str | None = None
    number: str | None = None
    ticket: str | None = None
    reason: str | None = None

    @property
    def rare(self) -> bool:
        return self.kind is not None and "." in self.kind and self.kind not in OFTEN


def search(conn: sqlite3.Connection, hall: str, wanted: Wanted, limit: int) -> tuple[list[Found], int | None]:
    """Entries with their hashes, `limit` at most, and the seq to go on after, None at the end."""
    last = wanted.last if wanted.rare else min(wanted.last, wanted.after + AT_ONCE)
    found: list[Found] = []
    for entry, _, digest in _rows(conn, hall, replace(wanted, last=last)):
        if not _tells(entry, wanted):
            continue
        if len(found) == limit:
            return found, found[-1][0].seq
        found.append((entry, digest))
    return found, last if last < wanted.last else None


def _rows(conn: sqlite3.Connection, hall: str, w: Wanted) -> Iterator[tuple[Entry, str, str]]:
    terms = ["seq > :after", "seq <= :last"]
    values: dict[str, Any] = {"hall": hall, "after": w.after, "last": w.last}
    if w.kind is not None:
        terms.append("kind = :kind" if w.rare else "(kind = :kind or kind like :kind || '.%')")
        values["kind"] = w.kind
    if w.person is not None:
        terms.append("(actor in (:actor, 'person:' || :actor) or instr(data, :person))")
        values |= {"actor": w.person, "person": chain.text(w.person)}
    for name in ("window", "number", "ticket"):
        if (value := getattr(w, name)) is not None:
            terms.append(f"instr(data, :{name})")
            values[name] = chain.text(value)
    if w.reason is not None:
        terms.append("instr(data, :reason)")
        values["reason"] = w.reason
    of_hall = BY_KIND if w.rare else "where hall = :hall "
    sql = chain.COLUMNS + of_hall + "and " + " and ".join(terms) + " order by seq"
    return chain.entries(conn.execute(sql, values))


def _tells(e: Entry, w: Wanted) -> bool:
    d = e.data | (e.data.get("facts") or {})
    by = (e.actor.removeprefix("person:"), d.get("person"), d.get("by"))
    return (
        (w.person is None or w.person in by)
        and (w.window is None or w.window in (d.get("window"), (d.get("bound") or (None, None))[1]))
        and (w.number is None or d.get("number") == w.number)
        and (w.ticket is None or w.ticket in (d.get("ticket"), d.get("visit")))
        and (w.reason is None or any(w.reason in reason for reason in reasons(e)))
    )


def reasons(e: Entry) -> list[str]:
    """The codes an entry gives for why: its own, a clerk's choice, classes granted."""
    d = e.data
    why, granted = d.get("why"), d.get("granted") or []
    chosen = why.get("chosen") if isinstance(why, dict) else None
    given = [g.get("reason") for g in granted if isinstance(g, dict)]
    return [str(r) for r in (d.get("reason"), chosen, *given) if r]
