"""What each kind of event does to the floor: one small function a kind.

`apply` consults neither the profile nor a clock: everything is in the entry or was folded before it.
"""

from __future__ import annotations

from bisect import insort
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from server.domain.alarms import alarms
from server.domain.events import Entry
from server.domain.floor import RECENT_KEPT, Called, Floor, Notice, Touched
from server.domain.moved import comes_back, finished, let_in, onward, standings, unmoved
from server.domain.ticket import MINUTE, Ticket

Happening = Callable[[Floor, Entry, Touched], None]
HAPPENINGS: dict[str, Happening] = dict(alarms.HAPPENINGS)


def apply(floor: Floor, entry: Entry) -> Touched:
    """Take one entry in. Entries come in seq order without gaps (ValueError); an unknown kind is a KeyError."""
    if entry.seq != floor.seq + 1:
        raise ValueError(f"entry {entry.seq} after {floor.seq}")
    touched = Touched()
    floor.at = entry.at
    HAPPENINGS[entry.kind](floor, entry, touched)
    floor.seq = entry.seq
    return touched


def on(kind: str) -> Callable[[Happening], Happening]:
    def register(happening: Happening) -> Happening:
        HAPPENINGS[kind] = happening
        return happening

    return register


@on("profile.changed")
def profile_changed(floor: Floor, e: Entry, touched: Touched) -> None:
    floor.profile = e.data["version"]
    touched.everything = True


@on("day.opened")
def day_opened(floor: Floor, e: Entry, touched: Touched) -> None:
    floor.fresh(e.data["day"], e.data.get("rehearsal", False))
    floor.profile = e.data["profile"]
    floor.last = {(series, queue): n for series, queue, n in e.data.get("numbers", [])}
    floor.taken = {service: list(instants) for service, instants in e.data.get("taken", {}).items()}
    touched.everything = True


@on("day.closed")
def day_closed(floor: Floor, e: Entry, touched: Touched) -> None:
    floor.day = None
    touched.everything = True


@on("day.extended")
def day_extended(floor: Floor, e: Entry, touched: Touched) -> None:
    floor.extended = e.data["until"]
    touched.everything = True


@on("service.settled")
def settled(floor: Floor, e: Entry, touched: Touched) -> None:
    """The tickets have entries of their own; this one is what people are told."""
    floor.notices.append(Notice(e.seq, e.at, e.data["service"], e.data["do"], e.data["to"]))


@on("clock.accepted")
def clock_accepted(floor: Floor, e: Entry, touched: Touched) -> None:
    """Time may have gone back: nothing on the floor depends on that."""


@on("person.changed")
def person_changed(floor: Floor, e: Entry, touched: Touched) -> None:
    """Accounts are rows; the journal says who changed whose. What somebody may serve counts from the next opening."""


@on("window.opened")
def window_opened(floor: Floor, e: Entry, touched: Touched) -> None:
    floor.seat(
        e.data["window"], touched,
        state="open", person=e.data["person"], reason=None, since=e.at, ready=False,
        skills=frozenset(e.data["skills"]) if "skills" in e.data else None,
    )  # fmt: skip


@on("window.paused")
def window_paused(floor: Floor, e: Entry, touched: Touched) -> None:
    floor.seat(
        e.data["window"], touched, state="paused", reason=e.data.get("reason"), since=e.at, ready=False
    )


@on("window.closed")
def window_closed(floor: Floor, e: Entry, touched: Touched) -> None:
    floor.seat(
        e.data["window"], touched,
        state="closed", person=None, reason=e.data.get("reason"), since=e.at, presses=(), ready=False, skills=None,
    )  # fmt: skip


@on("window.ready")
def window_ready(floor: Floor, e: Entry, touched: Touched) -> None:
    floor.seat(e.data["window"], touched, ready=e.data["ready"])


@on("ticket.taken")
def taken(floor: Floor, e: Entry, touched: Touched) -> None:
    d = e.data
    ticket = Ticket(
        id=d["ticket"], number=d["number"], series=d["series"], queue=d["queue"], n=d["n"],
        services=tuple(d["services"]), service=d["services"][0], line=d["queue"],
        classes=tuple(d["classes"]), needs=tuple(d["needs"]), standings=standings(d["standings"]),
        channel=d["channel"], taken_at=e.at, since=e.at, turn=e.seq, any_order=d["any_order"],
        locale=d["locale"], device=d.get("device"), reservation=d.get("reservation"), slot=d.get("slot"),
        arrival=d.get("arrival"), cases=d.get("cases", 1), granted=tuple(d.get("granted", ())),
        age_band=d.get("age_band", ""), part_since=max(e.at, d.get("slot") or 0),
    )  # fmt: skip
    floor.last[(ticket.series, ticket.queue)] = ticket.n
    floor.numbers[ticket.number] = ticket.id
    for service in ticket.services:
        insort(floor.taken.setdefault(service, []), e.at)
    if d.get("nameless"):
        lately = floor.nameless.setdefault(ticket.device or e.actor, deque())
        lately.append(e.at)
        while lately[0] <= e.at - MINUTE:
            lately.popleft()
    floor.put(ticket, touched)


@on("ticket.called")
def called(floor: Floor, e: Entry, touched: Touched) -> None:
    d = e.data
    old = floor.tickets[d["ticket"]]
    new = old.but(
        status="called", window=d["window"], person=d["person"], service=d["service"], line=d["line"],
        leg=old.legs + 1, legs=old.legs + 1, first_called_at=old.first_called_at or e.at, called_at=e.at,
        called_seq=e.seq, started_at=None, recalls=0, last_call=False, held_ms=0, why=d["why"], reason=None,
        back=None if comes_back(old) else old.back,
        part_called=e.at if old.part_called is None else old.part_called,
    )  # fmt: skip
    floor.press(d["window"], e, old, new)
    floor.called_in[old.line] = floor.called_in.get(old.line, 0) + 1
    floor.put(new, touched)
    floor.seat(d["window"], touched, ticket=old.id, called_seq=e.seq, called_at=e.at, ended=None)
    call = Called(e.seq, e.at, old.id, d["window"], old.line, max(0, e.at - old.since))
    floor.calls.append(call)
    floor.recent.setdefault(d["window"], deque(maxlen=RECENT_KEPT)).append(call)
    if old.first_called_at is None and "chosen" not in d["why"]:
        floor.latest[(old.line, d["why"]["class"])] = call


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
        n, total = floor.served.get(old.service, (0, 0))
        floor.served[old.service] = (n + old.cases, total + max(0, e.at - old.started_at - old.held_ms))
    new = finished(old, d, e.at)
    floor.press(d["window"], e, old, new)
    floor.put(new, touched)
    if new.status == "completed":
        floor.seat(d["window"], touched, ended=new.id if new.rating is None else None)


@on("ticket.no_show")
def no_show(floor: Floor, e: Entry, touched: Touched) -> None:
    old = floor.tickets[e.data["ticket"]]
    new = old.but(
        status="no_show",
        ended_at=e.at,
        passed_at=old.passed_at or e.at,
        passed_after=e.data.get("passed_after"),
    )
    floor.press(e.data["window"], e, old, new)
    floor.vacate(old, touched)
    floor.put(new, touched)


@on("ticket.requeued")
def requeued(floor: Floor, e: Entry, touched: Touched) -> None:
    old = floor.tickets[e.data["ticket"]]
    new = let_in(old, e.data, e.at)
    if e.data.get("window"):
        floor.press(e.data["window"], e, old, new)
        floor.seat(e.data["window"], touched)  # what undo there takes back is seen
    _asked_no_more(floor, old, touched)
    floor.put(new, touched)


@on("ticket.held")
def held(floor: Floor, e: Entry, touched: Touched) -> None:
    old = floor.tickets[e.data["ticket"]]
    _forget_presses(floor, e.data["window"], touched)
    floor.vacate(old, touched)
    floor.put(
        old.but(status="held", held_at=e.at, hold_until=e.data.get("until"), holds=old.holds + 1), touched
    )


@on("ticket.resumed")
def resumed(floor: Floor, e: Entry, touched: Touched) -> None:
    d = e.data
    old = floor.tickets[d["ticket"]]
    _forget_presses(floor, d["window"], touched)
    floor.put(
        old.but(
            status="serving", window=d["window"], person=d["person"], held_at=None, hold_until=None,
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
    bound, back = (d["bound"][0], d["bound"][1]) if d["bound"] else None, d.get("back")
    floor.put(
        old.but(
            status="waiting", service=d["service"], services=tuple(d["services"]), line=d["line"],
            done=tuple(s for s in old.done if s != d["service"]), bound=bound, window=None,
            started_at=None, held_at=None, hold_until=None, reason=d.get("reason"),
            back=(back[0], back[1]) if back else None,
            **({} if old.status == "waiting" else onward(old, "transferred", e.at)),
        ),
        touched,
    )  # fmt: skip


@on("ticket.classes_changed")
def classes_changed(floor: Floor, e: Entry, touched: Touched) -> None:
    old = floor.tickets[e.data["ticket"]]
    floor.put(
        old.but(
            classes=tuple(e.data["classes"]), standings=standings(e.data["standings"]),
            granted=tuple(e.data.get("granted", old.granted)),
        ),
        touched,
    )  # fmt: skip


@on("ticket.undone")
def undone(floor: Floor, e: Entry, touched: Touched) -> None:
    """Back to what it was before the press's last move of it; an undone call keeps its row."""
    d = e.data
    now = floor.tickets[d["ticket"]]
    state = floor.window(d["window"])
    press = state.presses[-1]
    at = max(n for n, (t, _) in enumerate(press.moved) if t.id == now.id)
    (before, after), left = press.moved[at], press.moved[:at] + press.moved[at + 1 :]
    presses = (*state.presses[:-1], replace(press, moved=left)) if left else state.presses[:-1]
    if now.status in ("completed", "waiting") and before.started_at is not None and not before.uncertain:
        n, total = floor.served[before.service]
        spent = max(0, press.at - before.started_at - before.held_ms)
        floor.served[before.service] = (n - before.cases, total - spent)
    if d["was"] == "called":
        floor.called_in[before.line] -= 1
        calls = floor.recent.get(d["window"])
        if calls and calls[-1].ticket == now.id:
            calls.pop()
    floor.vacate(now, touched)
    floor.put(unmoved(before, after, now), touched)
    here = {"ticket": before.id} if before.status in ("called", "serving") else {}
    floor.seat(d["window"], touched, presses=presses, ended=None, **here)


@on("ticket.cancelled")
def cancelled(floor: Floor, e: Entry, touched: Touched) -> None:
    old = floor.tickets[e.data["ticket"]]
    floor.put(old.but(status="cancelled", ended_at=e.at, reason=e.data.get("reason")), touched)


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
        _asked_no_more(floor, old, touched)


def _asked_no_more(floor: Floor, ticket: Ticket, touched: Touched) -> None:
    """A visit that was rated, or goes on, is no longer asked about where it ended."""
    if ticket.window and floor.window(ticket.window).ended == ticket.id:
        floor.seat(ticket.window, touched, ended=None)


@on("ticket.reprinted")
def reprinted(floor: Floor, e: Entry, touched: Touched) -> None:
    touched.tickets.append(e.data["ticket"])


@on("reservation.made")
@on("reservation.changed")
@on("reservation.cancelled")
@on("reservation.missed")
def reserved(floor: Floor, e: Entry, touched: Touched) -> None:
    """A reservation is nobody in the hall yet: it lives in its table until its check-in."""


@on("case.opened")
@on("case.verified")
@on("case.corrected")
@on("case.fed_back")
@on("case.reviewed")
@on("case.reopened")
@on("card.issued")
@on("card.revoked")
@on("matters.imported")
def filed(floor: Floor, e: Entry, touched: Touched) -> None:
    """Cases and cards outlive the day: they live in their tables."""


def _forget_presses(floor: Floor, window: str, touched: Touched) -> None:
    """After a start, hold, resume or transfer the earlier presses can no longer be taken back."""
    floor.seat(window, touched, presses=())
