"""What each kind of event does to the floor: one small function a kind.

`apply` consults neither the profile nor a clock: everything is in the entry or was folded before it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from server.domain.events import Entry
from server.domain.floor import RECENT_KEPT, Called, Floor, Touched
from server.domain.ticket import Standing, Ticket

Happening = Callable[[Floor, Entry, Touched], None]
HAPPENINGS: dict[str, Happening] = {}


def apply(floor: Floor, entry: Entry) -> Touched:
    """Take one entry in. Entries come in seq order without gaps (ValueError); an unknown kind is a KeyError."""
    if entry.seq != floor.seq + 1:
        raise ValueError(f"entry {entry.seq} after {floor.seq}")
    touched = Touched()
    HAPPENINGS[entry.kind](floor, entry, touched)
    floor.seq = entry.seq
    floor.at = entry.at
    return touched


def on(kind: str) -> Callable[[Happening], Happening]:
    def register(happening: Happening) -> Happening:
        HAPPENINGS[kind] = happening
        return happening

    return register


def standings(facts: list[dict[str, Any]]) -> tuple[Standing, ...]:
    return tuple(Standing(f["class"], f["head"], f["rate"], f["clock"]) for f in facts)


@on("profile.changed")
def profile_changed(floor: Floor, e: Entry, touched: Touched) -> None:
    floor.profile = e.data["version"]
    touched.everything = True


@on("day.opened")
def day_opened(floor: Floor, e: Entry, touched: Touched) -> None:
    floor.fresh(e.data["day"])
    floor.profile = e.data["profile"]
    floor.last = {(series, queue): n for series, queue, n in e.data.get("numbers", [])}
    touched.everything = True


@on("day.closed")
def day_closed(floor: Floor, e: Entry, touched: Touched) -> None:
    floor.day = None
    touched.everything = True


@on("clock.accepted")
def clock_accepted(floor: Floor, e: Entry, touched: Touched) -> None:
    """Time may have gone back: nothing on the floor depends on that."""


@on("window.opened")
def window_opened(floor: Floor, e: Entry, touched: Touched) -> None:
    floor.seat(e.data["window"], touched, state="open", person=e.data["person"], reason=None, since=e.at)


@on("window.paused")
def window_paused(floor: Floor, e: Entry, touched: Touched) -> None:
    floor.seat(e.data["window"], touched, state="paused", reason=e.data.get("reason"), since=e.at)


@on("window.closed")
def window_closed(floor: Floor, e: Entry, touched: Touched) -> None:
    floor.seat(
        e.data["window"], touched,
        state="closed", person=None, reason=e.data.get("reason"), since=e.at, presses=(),
    )  # fmt: skip


@on("ticket.taken")
def taken(floor: Floor, e: Entry, touched: Touched) -> None:
    d = e.data
    ticket = Ticket(
        id=d["ticket"], number=d["number"], series=d["series"], queue=d["queue"], n=d["n"],
        services=tuple(d["services"]), service=d["services"][0], line=d["queue"],
        classes=tuple(d["classes"]), needs=tuple(d["needs"]), standings=standings(d["standings"]),
        channel=d["channel"], taken_at=e.at, turn=e.seq, any_order=d["any_order"],
        locale=d["locale"], device=d.get("device"),
    )  # fmt: skip
    floor.last[(ticket.series, ticket.queue)] = ticket.n
    floor.numbers[ticket.number] = ticket.id
    floor.put(ticket, touched)


@on("ticket.called")
def called(floor: Floor, e: Entry, touched: Touched) -> None:
    d = e.data
    old = floor.tickets[d["ticket"]]
    new = old.but(
        status="called", window=d["window"], person=d["person"], service=d["service"], line=d["line"],
        leg=old.legs + 1, legs=old.legs + 1, first_called_at=old.first_called_at or e.at, called_at=e.at,
        called_seq=e.seq, started_at=None, recalls=0, last_call=False, held_ms=0, why=d["why"],
    )  # fmt: skip
    floor.press(d["window"], e, old, new)
    floor.put(new, touched)
    floor.seat(d["window"], touched, ticket=old.id, called_seq=e.seq, called_at=e.at)
    call = Called(e.seq, e.at, old.id, d["window"], old.line, max(0, e.at - old.taken_at))
    floor.calls.append(call)
    floor.recent.setdefault(old.line, deque(maxlen=RECENT_KEPT)).append(call)


@on("ticket.recalled")
def recalled(floor: Floor, e: Entry, touched: Touched) -> None:
    old = floor.tickets[e.data["ticket"]]
    floor.put(
        old.but(recalls=e.data["recall"], last_call=e.data["last"], called_at=e.at, called_seq=e.seq), touched
    )
    floor.seat(e.data["window"], touched, called_seq=e.seq, called_at=e.at)


@on("ticket.started")
def started(floor: Floor, e: Entry, touched: Touched) -> None:
    old = floor.tickets[e.data["ticket"]]
    _forget_presses(floor, e.data["window"], touched)
    floor.put(
        old.but(status="serving", started_at=e.at, uncertain=old.uncertain or e.data["uncertain"]), touched
    )


@on("ticket.completed")
def completed(floor: Floor, e: Entry, touched: Touched) -> None:
    d = e.data
    old = floor.tickets[d["ticket"]]
    floor.vacate(old, touched)
    if old.started_at is not None and not (d["uncertain"] or old.uncertain):
        n, total = floor.served.get(old.line, (0, 0))
        floor.served[old.line] = (n + 1, total + max(0, e.at - old.started_at - old.held_ms))
    done = (*old.done, old.service)
    if d["next"]:
        new = old.but(
            status="waiting", done=done, service=d["next"], line=d["line"], bound=None, started_at=None,
            outcome=d["outcome"], items=old.items + d["items"],
        )  # fmt: skip
    else:
        new = old.but(
            status="completed", done=done, ended_at=e.at, outcome=d["outcome"],
            items=old.items + d["items"], uncertain=old.uncertain or d["uncertain"],
        )  # fmt: skip
    floor.press(d["window"], e, old, new)
    floor.put(new, touched)


@on("ticket.no_show")
def no_show(floor: Floor, e: Entry, touched: Touched) -> None:
    old = floor.tickets[e.data["ticket"]]
    new = old.but(status="no_show", ended_at=e.at)
    floor.press(e.data["window"], e, old, new)
    floor.vacate(old, touched)
    floor.put(new, touched)


@on("ticket.requeued")
def requeued(floor: Floor, e: Entry, touched: Touched) -> None:
    old = floor.tickets[e.data["ticket"]]
    floor.put(
        old.but(
            status="waiting", ended_at=None, requeues=old.requeues + 1, bound=None,
            classes=tuple(e.data["classes"]), standings=standings(e.data["standings"]),
        ),
        touched,
    )  # fmt: skip


@on("ticket.held")
def held(floor: Floor, e: Entry, touched: Touched) -> None:
    old = floor.tickets[e.data["ticket"]]
    _forget_presses(floor, e.data["window"], touched)
    floor.vacate(old, touched)
    floor.put(old.but(status="held", held_at=e.at), touched)


@on("ticket.resumed")
def resumed(floor: Floor, e: Entry, touched: Touched) -> None:
    d = e.data
    old = floor.tickets[d["ticket"]]
    _forget_presses(floor, d["window"], touched)
    floor.put(
        old.but(
            status="serving", window=d["window"], person=d["person"], held_at=None,
            held_ms=old.held_ms + max(0, e.at - (old.held_at or e.at)) if old.started_at else 0,
            started_at=old.started_at or e.at,
        ),
        touched,
    )  # fmt: skip
    floor.seat(d["window"], touched, ticket=old.id)


@on("ticket.transferred")
def transferred(floor: Floor, e: Entry, touched: Touched) -> None:
    d = e.data
    old = floor.tickets[d["ticket"]]
    if old.status in ("called", "serving") and old.window:
        _forget_presses(floor, old.window, touched)
    floor.vacate(old, touched)
    bound = (d["bound"][0], d["bound"][1]) if d["bound"] else None
    floor.put(
        old.but(
            status="waiting", service=d["service"], services=tuple(d["services"]), line=d["line"],
            done=tuple(s for s in old.done if s != d["service"]), bound=bound, window=None,
            started_at=None, held_at=None,
        ),
        touched,
    )  # fmt: skip


@on("ticket.classes_changed")
def classes_changed(floor: Floor, e: Entry, touched: Touched) -> None:
    old = floor.tickets[e.data["ticket"]]
    floor.put(old.but(classes=tuple(e.data["classes"]), standings=standings(e.data["standings"])), touched)


@on("ticket.undone")
def undone(floor: Floor, e: Entry, touched: Touched) -> None:
    """Back to what it was before the press; an undone call keeps its row, the next one gets another."""
    d = e.data
    now = floor.tickets[d["ticket"]]
    state = floor.window(d["window"])
    press = state.presses[-1]
    before = next(t for t, _ in press.moved if t.id == now.id)
    left = tuple(pair for pair in press.moved if pair[0].id != now.id)
    presses = (*state.presses[:-1], replace(press, moved=left)) if left else state.presses[:-1]
    if now.status in ("completed", "waiting") and before.started_at is not None and not before.uncertain:
        n, total = floor.served[before.line]
        spent = max(0, press.at - before.started_at - before.held_ms)
        floor.served[before.line] = (n - 1, total - spent)
    floor.vacate(now, touched)
    floor.put(
        before.but(legs=now.legs, rating=now.rating, classes=now.classes, standings=now.standings), touched
    )
    here = {"ticket": before.id} if before.status in ("called", "serving") else {}
    floor.seat(d["window"], touched, presses=presses, **here)


@on("ticket.cancelled")
def cancelled(floor: Floor, e: Entry, touched: Touched) -> None:
    old = floor.tickets[e.data["ticket"]]
    floor.put(old.but(status="cancelled", ended_at=e.at), touched)


@on("ticket.expired")
def expired(floor: Floor, e: Entry, touched: Touched) -> None:
    old = floor.tickets[e.data["ticket"]]
    floor.vacate(old, touched)
    floor.put(old.but(status="expired", ended_at=e.at), touched)


@on("ticket.rated")
def rated(floor: Floor, e: Entry, touched: Touched) -> None:
    """A ticket of an earlier day is no longer on the floor; its row is."""
    old = floor.tickets.get(e.data["ticket"])
    if old is not None:
        floor.put(old.but(rating=e.data["level"]), touched)


@on("ticket.reprinted")
def reprinted(floor: Floor, e: Entry, touched: Touched) -> None:
    touched.tickets.append(e.data["ticket"])


def _forget_presses(floor: Floor, window: str, touched: Touched) -> None:
    """After a start, hold, resume or transfer the earlier presses can no longer be taken back."""
    floor.seat(window, touched, presses=())
