"""A ticket after a move: what `decide` foresees and `apply` makes true, told once."""

from __future__ import annotations

from typing import Any

from server.domain.ticket import Standing, Ticket


def standings(facts: list[dict[str, Any]]) -> tuple[Standing, ...]:
    return tuple(Standing(f["class"], f["head"], f["rate"], f["clock"]) for f in facts)


def onward(old: Ticket, began: str, at: int) -> dict[str, Any]:
    """What is new of a ticket when a part of its visit is over and the next begins to wait."""
    here = old.window if old.part_called is not None and old.window not in old.been else None
    return {
        "part": old.part + 1, "part_of": began, "part_since": at, "part_called": None,
        "been": (*old.been, here) if here else old.been,
    }  # fmt: skip


def finished(old: Ticket, d: dict[str, Any], at: int) -> Ticket:
    """The ticket after a service of it ended with `ticket.completed` {d}: waiting for its next, or completed."""
    items = old.items + d["items"]
    done = (*(s for s in old.done if s != old.service), old.service)
    missing = tuple(s for s in old.missing if s != old.service)
    if d["outcome"] == "incomplete":
        missing = (*missing, old.service)
    if d["next"]:
        bound = d.get("bound")
        return old.but(
            status="waiting", done=tuple(s for s in done if s != d["next"]), service=d["next"], line=d["line"],
            started_at=None, bound=(bound[0], bound[1]) if bound else None, outcome=d["outcome"], items=items,
            missing=missing, back=old.back if bound else None, **onward(old, "next", at),
        )  # fmt: skip
    return old.but(
        status="completed", done=done, ended_at=at, outcome=d["outcome"], items=items, missing=missing,
        uncertain=old.uncertain or d["uncertain"],
    )  # fmt: skip


def comes_back(ticket: Ticket) -> bool:
    """Whether it now waits to come back to the window that sent it elsewhere."""
    return ticket.back is not None and (ticket.service, ticket.bound) == (
        ticket.back[0],
        ("window", ticket.back[1]),
    )


def let_in(old: Ticket, d: dict[str, Any], at: int) -> Ticket:
    """The ticket after `ticket.requeued` {d}: let back in after a no-show, or come back with what was missing
    (`returned`); every clock starts anew."""
    new = old.but(
        status="waiting", ended_at=None, bound=None, since=at, slot=None, window=None, passed_after=None,
        classes=tuple(d["classes"]), standings=standings(d["standings"]),
        **onward(old, "returned" if d.get("returned") else "requeued", at),
    )  # fmt: skip
    if not d.get("returned"):
        return new.but(requeues=old.requeues + 1)
    again = tuple(d.get("again", (old.service,)))
    return new.but(
        started_at=None, done=tuple(s for s in old.done if s not in again), service=again[0],
        line=d.get("line", old.line), back=None, missing=(),
    )  # fmt: skip


def unmoved(before: Ticket, after: Ticket, now: Ticket) -> Ticket:
    """The ticket as it was, with what no undo takes back: rows of calls, a rating, classes granted since.

    A move that itself changed what it was worth (let back in) is taken back with that.
    """
    kept = before.but(legs=now.legs, rating=now.rating)
    if revalued(before, after):
        return kept
    return kept.but(classes=now.classes, standings=now.standings, granted=now.granted)


def revalued(before: Ticket, after: Ticket) -> bool:
    """Whether a move changed what a ticket is worth."""
    return (before.classes, before.standings) != (after.classes, after.standings)
