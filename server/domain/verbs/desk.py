"""Verbs at a window: opening and closing it, calling and serving. Taking a press back is in `undo`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from server.domain.errors import HallError
from server.domain.events import Command, Event
from server.domain.floor import Floor, WindowState
from server.domain.moved import finished, let_in
from server.domain.routing import Choice, by_readiness, choose, idle, may_call, served_here, service_for
from server.domain.ticket import MINUTE, Ticket
from server.domain.verbs import passed
from server.domain.verbs.line import Facts, Verb, known, named, transferred
from server.domain.visitor import line_of

UNCHECKED = "unchecked"
DEVICES = ("token:", "device:")


def here(floor: Floor, c: Command) -> WindowState:
    """The window's state, if it exists and holds what the command believes. Raises HallError."""
    if c.window not in floor.hall.window:
        raise HallError("unknown_window", f"This hall has no window «{c.window}».")
    state = floor.window(c.window)
    believed = c.args.get("ticket", UNCHECKED)
    if believed != UNCHECKED and believed != state.ticket:
        raise HallError("ticket_changed", "Another ticket is at this window now.", ticket=state.ticket)
    return state


def exists(floor: Floor, c: Command) -> WindowState:
    """Like `here` for verbs whose `ticket` names the one acted on."""
    if c.window not in floor.hall.window:
        raise HallError("unknown_window", f"This hall has no window «{c.window}».")
    return floor.window(c.window)


def working(state: WindowState) -> WindowState:
    if state.state == "closed":
        raise HallError("window_closed", "The window is closed; open it first.")
    if state.state == "paused":
        raise HallError("window_paused", "The window is paused; resume it first.")
    return state


def free(floor: Floor, state: WindowState) -> None:
    if state.ticket:
        number = floor.tickets[state.ticket].number
        raise HallError(
            "window_busy", f"{number} is still at this window.", ticket=state.ticket, number=number
        )


def current(floor: Floor, c: Command, verb: str) -> Ticket:
    state = here(floor, c)
    if state.ticket is None:
        raise HallError(
            "illegal_move", f"No ticket is at this window to {verb.replace('_', '-')}.", status=None
        )
    return floor.tickets[state.ticket].must(verb)


def at(c: Command, ticket: Ticket, **more: Any) -> dict[str, Any]:
    return named(ticket, window=c.window, **{**by(c), **more})


def counted(floor: Floor, c: Command) -> Command:
    """A device that presses at a window presses for the person who opened it; what then happens names both.

    Opening is where somebody sits down: there a token of a clerk's is the person, and only an agent's key (it also ends
    a pause) is pressed for whoever sits there already.
    """
    if c.verb == "open" and c.channel != "agent":
        return c
    if c.person is not None or c.window is None or not c.actor.startswith(DEVICES):
        return c
    return replace(c, person=floor.window(c.window).person)


def by(c: Command) -> dict[str, Any]:
    """The person an act counts for, where the actor is the device that was pressed."""
    return {"person": c.person} if c.person and c.person != c.actor and c.actor.startswith(DEVICES) else {}


# -- the window itself --------------------------------------------------------------------------


def open_window(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    state = here(floor, c)
    person = c.person or c.actor
    skills = facts.get("skills")
    if state.state == "open" and state.person == person and state.skills == _set(skills):
        return []
    if skills is not None and floor.hall.could[state.id].isdisjoint(skills):
        raise HallError("not_served_here", f"{person} may serve nothing of what this window does.")
    return [Event("window.opened", {"window": c.window, "person": person} | _with(skills))]


def _set(skills: list[str] | None) -> frozenset[str] | None:
    return None if skills is None else frozenset(skills)


def _with(skills: list[str] | None) -> dict[str, Any]:
    """An entry says only of those who may not serve everything what they may."""
    return {} if skills is None else {"skills": skills}


def pause(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    state = here(floor, c)
    if state.state == "closed":
        raise HallError("window_closed", "The window is closed; it cannot be paused.")
    reason = facts.get("reason", {})
    if state.state == "paused" and state.reason == reason.get("reason"):
        return []
    return [Event("window.paused", {"window": c.window, **by(c), **reason})]


def close(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    state = here(floor, c)
    free(floor, state)
    if state.state == "closed":
        return []
    return [Event("window.closed", {"window": c.window, **by(c), **facts.get("reason", {})})]


def ready(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """The clerk wants the next one called by itself from now on, or no longer."""
    state = here(floor, c)
    wanted = bool(c.args["ready"])
    if wanted and not floor.hall.rules.auto_call:
        raise HallError("auto_call_off", "This hall does not call by itself; press next.")
    if wanted:
        working(state)
    changed = {"window": c.window, "ready": wanted, **by(c)}
    return [Event("window.ready", changed)] if state.ready != wanted else []


# -- calling ------------------------------------------------------------------------------------


def call_next(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """Finish the one who is here, if asked to, and call the best of those who then wait."""
    state = working(here(floor, c))
    events: list[Event] = []
    arriving: list[Ticket] = []
    if state.ticket:
        ending = c.args.get("finish")
        if not ending:
            free(floor, state)
        ticket = floor.tickets[state.ticket]
        events += _finish(floor, c, ticket, ending, facts, now)
        if events[0].kind == "ticket.completed" and events[0].data["next"]:
            arriving.append(finished(ticket, events[0].data, now))
    for back in passed.left_alone(floor, state.id, arriving, now):
        events.append(back)
        arriving.append(let_in(floor.tickets[back.data["ticket"]], back.data, now))
    choice = choose(floor, state.id, now, arriving)
    return [*events, *_called(floor, c, choice, events, now)] if choice else events


def _finish(floor: Floor, c: Command, ticket: Ticket, ending: Any, facts: Facts, now: int) -> list[Event]:
    if ending == "no_show":
        return _absent(floor, c, ticket.must("no_show"), facts, now)
    return [_ended(floor, c, ticket.must("complete"))]


def _called(
    floor: Floor, c: Command, choice: Choice, before: Sequence[Event], now: int, **reason: Any
) -> list[Event]:
    """The call, and who waits again because of it; `before` is what the same press has done."""
    ticket = floor.tickets[choice.ticket]
    sent_on = [e for e in before if e.kind == "ticket.completed" and e.data["ticket"] == ticket.id]
    line = sent_on[0].data["line"] if sent_on else ticket.line
    call = Event(
        "ticket.called",
        at(
            c, ticket, service=choice.service, line=line_of(floor.hall, ticket, choice.service),
            person=floor.window(str(c.window)).person, why=choice.why, **reason,
        ),
    )  # fmt: skip
    return [call, *passed.after_call(floor, line, str(c.window), [*before, call], now)]


def auto_call(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """Where a hall calls by itself: the next one for the readiest of the empty windows whose clerks said so."""
    if not floor.hall.rules.auto_call:
        return []
    for window in by_readiness(floor, (w for w in idle(floor) if floor.window(w).ready)):
        choice = choose(floor, window, now)
        if choice:
            return _called(floor, replace(c, window=window), choice, [], now)
    return []


def call(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """A chosen number, out of turn; the reason is kept and the journal says whom it passed."""
    state = working(here(floor, c))
    free(floor, state)
    ticket = known(floor, floor.numbers.get(str(c.args["number"]).upper())).must("call")
    if not may_call(floor, ticket, state.id):
        raise HallError("not_served_here", f"This window does not serve what {ticket.number} waits for.")
    best = choose(floor, state.id, now)
    score, klass = ticket.score(now)
    why = {
        "class": klass, "score": round(score, 2), "waiting": best.why["waiting"] if best else 1,
        "runner_up": None, "chosen": facts.get("reason", {}).get("reason", "text"),
    }  # fmt: skip
    if best and best.ticket != ticket.id:
        first = floor.tickets[best.ticket]
        why["runner_up"] = {"number": first.number, "class": best.why["class"], "score": best.why["score"]}
    choice = Choice(ticket.id, service_for(floor, ticket, state.id), why)
    return _called(floor, c, choice, [], now, **facts.get("reason", {}))


def recall(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    ticket = current(floor, c, "recall")
    n = ticket.recalls + 1
    return [Event("ticket.recalled", at(c, ticket, recall=n, last=n >= floor.hall.rules.recalls))]


# -- serving ------------------------------------------------------------------------------------


def start(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    return [Event("ticket.started", at(c, current(floor, c, "start"), uncertain=c.actor == "system"))]


def complete(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    return [_ended(floor, c, current(floor, c, "complete"))]


def _ended(floor: Floor, c: Command, ticket: Ticket) -> Event:
    following, bound = _following(floor, ticket)
    return Event(
        "ticket.completed",
        at(
            c, ticket, service=ticket.service, outcome=c.args.get("outcome") or "done",
            items=c.args.get("items") or ticket.cases, uncertain=False, next=following, bound=bound,
            line=line_of(floor.hall, ticket, following) if following else ticket.line,
        ),
    )  # fmt: skip


def _following(floor: Floor, ticket: Ticket) -> tuple[str | None, list[str] | None]:
    """The service of the visit that comes next, and the window it goes back to, if one sent it here for a while."""
    if ticket.back and ticket.back[0] in floor.hall.service:
        service, window = ticket.back
        there = window in floor.hall.window and floor.window(window).state != "closed"
        return service, ["window", window] if there else None
    left = (
        s for s in ticket.services if s not in ticket.done and s != ticket.service and s in floor.hall.service
    )
    return next(left, None), None


def no_show(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    return _absent(floor, c, current(floor, c, "no_show"), facts, now)


def _absent(floor: Floor, c: Command, ticket: Ticket, facts: Facts, now: int) -> list[Event]:
    """A no-show needs the hall's recalls and seconds, or a reason; who has needs is given twice the time."""
    rules, reason = floor.hall.rules, facts.get("reason", {})
    waited = (now - (ticket.called_at or now)) / 1000
    needed = rules.no_show_seconds * (2 if ticket.needs else 1)
    if not reason and (ticket.recalls < rules.no_show_recalls or waited < needed):
        raise HallError(
            "too_early",
            f"A no-show needs {rules.no_show_recalls} recalls and {needed} s, or a reason.",
            recalls=ticket.recalls,
            seconds=int(waited),
        )
    return passed.absent(floor, ticket, at(c, ticket, **reason), now)


def hold(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """For the hall's minutes, or those asked for; then its clerk is reminded."""
    ticket, rules = current(floor, c, "hold"), floor.hall.rules
    if rules.hold_limit and ticket.holds >= rules.hold_limit:
        raise HallError(
            "held_too_often", f"{ticket.number} was held {ticket.holds} times; this hall allows no more.",
            holds=ticket.holds,
        )  # fmt: skip
    minutes = c.args.get("minutes") or rules.hold_minutes
    until = now + minutes * MINUTE if minutes else None
    return [Event("ticket.held", at(c, ticket, until=until, **facts.get("reason", {})))]


def resume(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    state = working(exists(floor, c))
    ticket = known(floor, c.args["ticket"]).must("resume")
    free(floor, state)
    if ticket.service not in served_here(floor, state.id):
        raise HallError("not_served_here", f"This window does not serve what {ticket.number} needs.")
    return [Event("ticket.resumed", at(c, ticket, person=state.person))]


def transfer(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    moved = transferred(floor, current(floor, c, "transfer"), c, facts)
    return [Event(moved.kind, {**moved.data, **by(c)})]


VERBS: dict[str, Verb] = {
    "open": open_window, "pause": pause, "close": close, "call_next": call_next, "call": call,
    "auto_call": auto_call, "ready": ready, "recall": recall, "start": start, "complete": complete,
    "no_show": no_show, "hold": hold, "resume": resume, "transfer": transfer,
}  # fmt: skip
