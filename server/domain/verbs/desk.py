"""Verbs at a window: opening and closing it, calling, serving, and taking the last press back."""

from __future__ import annotations

from typing import Any

from server.domain.errors import HallError
from server.domain.events import Command, Event
from server.domain.floor import Floor, WindowState
from server.domain.routing import Choice, choose, may_call, service_for
from server.domain.ticket import MINUTE, Ticket
from server.domain.verbs.line import Facts, Verb, known, named, transferred

UNCHECKED = "unchecked"


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
    return named(ticket, window=c.window, **more)


# -- the window itself --------------------------------------------------------------------------


def open_window(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    state = here(floor, c)
    person = c.person or c.actor
    if state.state == "open" and state.person == person:
        return []
    return [Event("window.opened", {"window": c.window, "person": person})]


def pause(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    state = here(floor, c)
    if state.state == "closed":
        raise HallError("window_closed", "The window is closed; it cannot be paused.")
    reason = facts.get("reason", {})
    if state.state == "paused" and state.reason == reason.get("reason"):
        return []
    return [Event("window.paused", {"window": c.window, **reason})]


def close(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    state = here(floor, c)
    free(floor, state)
    if state.state == "closed":
        return []
    return [Event("window.closed", {"window": c.window, **facts.get("reason", {})})]


# -- calling ------------------------------------------------------------------------------------


def call_next(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    state = working(here(floor, c))
    events = []
    if state.ticket:
        ending = c.args.get("finish")
        if not ending:
            free(floor, state)
        ticket = floor.tickets[state.ticket]
        events.append(_finish(floor, c, ticket, ending, facts, now))
    choice = choose(floor, str(c.window), now)
    if choice:
        events.append(_called(floor, c, choice, {}))
    return events


def _finish(floor: Floor, c: Command, ticket: Ticket, ending: Any, facts: Facts, now: int) -> Event:
    if ending == "no_show":
        return _absent(floor, c, ticket.must("no_show"), facts, now)
    return _ended(floor, c, ticket.must("complete"))


def _called(floor: Floor, c: Command, choice: Choice, reason: dict[str, Any]) -> Event:
    ticket = floor.tickets[choice.ticket]
    return Event(
        "ticket.called",
        at(
            c, ticket, service=choice.service, line=floor.hall.service[choice.service].queue,
            person=floor.window(str(c.window)).person, why=choice.why, **reason,
        ),
    )  # fmt: skip


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
    return [_called(floor, c, choice, facts.get("reason", {}))]


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
    left = [
        s for s in ticket.services if s not in ticket.done and s != ticket.service and s in floor.hall.service
    ]
    return Event(
        "ticket.completed",
        at(
            c, ticket, service=ticket.service, outcome=c.args.get("outcome") or "done",
            items=c.args.get("items") or 1, uncertain=False, next=left[0] if left else None,
            line=floor.hall.service[left[0]].queue if left else ticket.line,
        ),
    )  # fmt: skip


def no_show(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    return [_absent(floor, c, current(floor, c, "no_show"), facts, now)]


def _absent(floor: Floor, c: Command, ticket: Ticket, facts: Facts, now: int) -> Event:
    """A no-show needs the hall's recalls and seconds, or a reason."""
    rules, reason = floor.hall.rules, facts.get("reason", {})
    waited = (now - (ticket.called_at or now)) / 1000
    if not reason and (ticket.recalls < rules.no_show_recalls or waited < rules.no_show_seconds):
        raise HallError(
            "too_early",
            f"A no-show needs {rules.no_show_recalls} recalls and {rules.no_show_seconds} s, or a reason.",
            recalls=ticket.recalls,
            seconds=int(waited),
        )
    return Event("ticket.no_show", at(c, ticket, **reason))


def hold(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    return [Event("ticket.held", at(c, current(floor, c, "hold"), **facts.get("reason", {})))]


def resume(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    state = working(exists(floor, c))
    ticket = known(floor, c.args["ticket"]).must("resume")
    free(floor, state)
    if ticket.service not in floor.hall.serves[state.id]:
        raise HallError("not_served_here", f"This window does not serve what {ticket.number} needs.")
    return [Event("ticket.resumed", at(c, ticket, person=state.person))]


def transfer(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    return [transferred(floor, current(floor, c, "transfer"), c, facts)]


def undo(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """Take the window's last press back whole, latest move first."""
    state = exists(floor, c)
    if not state.presses:
        raise HallError("illegal_move", "Nothing at this window can be undone.", status=None)
    press = state.presses[-1]
    wanted = c.args.get("ticket", UNCHECKED)
    if wanted not in (UNCHECKED, *(t.id for t, _ in press.moved)):
        raise HallError(
            "ticket_changed", "The last press here was about another ticket.", ticket=press.moved[-1][0].id
        )
    if now - press.at > floor.hall.rules.undo_minutes * MINUTE:
        raise HallError(
            "undo_too_late", f"A press can be undone for {floor.hall.rules.undo_minutes} minutes."
        )
    events = []
    for before, after in reversed(press.moved):
        ticket = floor.tickets[before.id]
        if _moved_on(ticket, after):
            raise HallError(
                "illegal_move", f"{ticket.number} has moved on; it is {ticket.status}.", status=ticket.status
            )
        events.append(Event("ticket.undone", at(c, ticket, was=after.status, to=before.status)))
    if press.moved[-1][1].status != "called" and state.ticket:
        free(floor, state)
    return events


def _moved_on(ticket: Ticket, after: Ticket) -> bool:
    """Whether the ticket is no longer where the press left it; a recall, a class or a rating since is no move."""
    return after != ticket.but(
        called_at=after.called_at, called_seq=after.called_seq, recalls=after.recalls, last_call=after.last_call,
        classes=after.classes, standings=after.standings, rating=after.rating, legs=after.legs,
    )  # fmt: skip


VERBS: dict[str, Verb] = {
    "open": open_window, "pause": pause, "close": close, "call_next": call_next, "call": call,
    "recall": recall, "start": start, "complete": complete, "no_show": no_show, "hold": hold,
    "resume": resume, "transfer": transfer, "undo": undo,
}  # fmt: skip
