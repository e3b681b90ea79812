"""The verbs of tickets and windows: what the hall's people do, one row each."""

from __future__ import annotations

from typing import Any

from server.domain.errors import HallError, unfit
from server.hub import entries, own
from server.journal import private
from server.web import answers_shape as shape
from server.web import shapes
from server.web.gate import STAFF
from server.web.route import Ask, Handler, Route, arguments

ACTING = tuple(r for r in STAFF if r != "auditor")
AT_WINDOWS = ("agent", "clerk", "lead", "manager", "admin")
TAKING = ("kiosk", "guide", "clerk", "lead", "manager", "admin")


def take(ask: Ask) -> dict[str, Any]:
    if not ask.body.services and not ask.body.reservation:
        wrong = "name the services, or the reservation that is kept"
        raise unfit("body", "$.services", "services_or_reservation", wrong)
    return taken(ask, {**arguments(ask.body), **_claimed(ask)})


def taken(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    """A number taken, also by checking a reservation in; the link is joined only now, also on replay."""
    answer = ask.act("take", args=args)
    with ask.hub.store.lock:
        code = private.value(ask.hub.store.conn, answer["ticket"]["id"], "track")
    hall = ask.hub.room(ask.path["hall"]).hall
    base = hall.public_url.rstrip("/") or f"{ask.request.scheme}://{ask.request.host}"
    return {**answer, "track_url": f"{base}/track/{code or 'erased'}"}


def classes(ask: Ask) -> dict[str, Any]:
    if not ask.body.classes and not ask.body.remove:
        raise unfit("body", "$.classes", "classes_needed", "name classes to grant, or classes to remove")
    return ask.act("classes", args={**arguments(ask.body), **_claimed(ask)})


def _claimed(ask: Ask) -> dict[str, Any]:
    """The classes by their ids, and why each is granted."""
    claims = ask.body.classes or []
    return {"classes": [c.klass for c in claims], "reasons": {c.klass: c.reason for c in claims if c.reason}}


def verb(name: str) -> Handler:
    def handler(ask: Ask) -> dict[str, Any]:
        return ask.act(name)

    return handler


def transfer(ask: Ask) -> dict[str, Any]:
    """A credential of one window leaves tickets at other windows alone."""
    with ask.hub.reading():
        found = ask.hub.room(ask.path["hall"]).floor.tickets.get(ask.path["ticket"])
    if found and found.status in ("called", "serving"):
        ask.gate.check(ask.who, ACTING, None, found.window)
    return ask.act("transfer_ticket")


def tickets(ask: Ask) -> dict[str, Any]:
    """Today's tickets in the order of taking; `next` is the turn to go on after."""
    floor, query, department = ask.hub.room(ask.path["hall"]).floor, ask.query, ask.department
    after = int(query.next) if query.next and query.next.isdecimal() else 0
    found = sorted(
        (
            t for t in floor.tickets.values()
            if t.turn > after and query.status in (None, t.status) and query.service in (None, t.service)
            and (query.number is None or t.number == query.number.upper())
            and own.serves(floor.hall, department, t.services)
        ),
        key=lambda t: t.turn,
    )  # fmt: skip
    page = found[: query.limit]
    return {
        "tickets": [entries.staff_ticket(t) for t in page],
        "next": str(page[-1].turn) if len(found) > len(page) else None,
        "seq": floor.seq,
    }


def ticket(ask: Ask) -> dict[str, Any]:
    room = ask.hub.room(ask.path["hall"])
    found = room.floor.tickets.get(ask.path["ticket"])
    if found is None:
        raise HallError("unknown_ticket", "There is no such ticket today.")
    ask.check_own(room.hall, found.services)
    prospects = room.prospects(found, room.clock.now(room.floor.at)) if found.status == "waiting" else {}
    return {"seq": room.floor.seq, "ticket": entries.staff_ticket(found) | prospects}


def at_ticket(path: str, says: str, handler: Handler, **more: Any) -> Route:
    roles = more.pop("roles", ACTING)
    return Route(
        "POST", "/halls/{hall}/tickets/{ticket}/" + path, says, handler, shape.Verb, roles,
        errors=("unknown_ticket", "illegal_move", *more.pop("errors", ())), **more,
    )  # fmt: skip


def at_window(path: str, says: str, body: type, *errors: str) -> Route:
    return Route(
        "POST", "/halls/{hall}/windows/{window}/" + path, says, verb(path.replace("-", "_")), shape.AtWindow,
        AT_WINDOWS, body, errors=("unknown_window", *errors),
    )  # fmt: skip


HERE = ("ticket_changed", "illegal_move")
RESERVED = (
    "unknown_reservation", "other_hall", "reservation_cancelled", "reservation_used", "wrong_day",
    "too_early_to_check_in",
)  # fmt: skip
CHECKED_IN = (
    "unknown_service", "unknown_need", "unknown_class", "class_needs_evidence", "hall_closed", "queue_full",
    "not_offered_now", "service_full", "invalid_id", "reading_gone", "id_required", "already_waiting",
    "too_many_tickets", "too_many_cases",
    *RESERVED,
)  # fmt: skip
ROUTES: list[Route] = [
    Route(
        "POST", "/halls/{hall}/tickets", "Take a number", take, shape.Taken, TAKING, shapes.Take, status=201,
        errors=CHECKED_IN,
    ),
    Route("GET", "/halls/{hall}/tickets", "Today's tickets", tickets, shape.Tickets, STAFF, query=shapes.TicketList),
    Route(
        "GET", "/halls/{hall}/tickets/{ticket}", "One of today's tickets", ticket, shape.OneTicket, STAFF,
        errors=("unknown_ticket",),
    ),
    at_ticket("cancel", "Cancel a ticket", verb("cancel"), body=shapes.Reason),
    at_ticket(
        "requeue", "Let a passed ticket back in", verb("requeue"), body=shapes.Reason, roles=(*ACTING, "kiosk"),
        errors=("already_waiting", "passed_void", "passed_too_late", "unknown_service"),
    ),
    at_ticket(
        "transfer", "Move a ticket", transfer, body=shapes.Move,
        errors=("wrong_window", "unknown_service", "unknown_window", "unknown_zone", "not_served_here"),
    ),
    at_ticket(
        "classes", "Grant a priority class to someone in line, or take it away", classes, body=shapes.Classes,
        errors=("unknown_class",),
    ),
    at_ticket(
        "reprint", "Print the slip again, marked as a copy", verb("reprint"), roles=(*ACTING, "kiosk"),
        errors=("unknown_service",),
    ),
    at_window("open", "Open the window; whoever asks sits there", shapes.Here, "ticket_changed"),
    at_window("pause", "Pause the window", shapes.WithReason, "window_closed", "ticket_changed"),
    at_window("close", "Close the window", shapes.WithReason, "window_busy", "ticket_changed"),
    at_window(
        "call-next", "Call the next one", shapes.CallNext,
        "window_closed", "window_paused", "window_busy", "too_early", *HERE,
    ),
    at_window(
        "call", "Call a chosen number", shapes.Call,
        "window_closed", "window_paused", "window_busy", "unknown_ticket", "not_served_here", *HERE,
    ),
    at_window(
        "ready", "Have the next one called by itself, or no longer", shapes.Ready,
        "auto_call_off", "window_closed", "window_paused", "ticket_changed",
    ),
    at_window("recall", "Call again", shapes.Here, *HERE),
    at_window("start", "Begin to serve", shapes.Here, *HERE),
    at_window("complete", "Finish", shapes.Complete, *HERE),
    at_window("no-show", "Nobody came", shapes.WithReason, "too_early", *HERE),
    at_window("hold", "Park the ticket", shapes.Hold, "held_too_often", *HERE),
    at_window(
        "resume", "Take a held ticket up again", shapes.Resume,
        "window_closed", "window_paused", "window_busy", "unknown_ticket", "not_served_here", "illegal_move",
    ),
    at_window(
        "transfer", "Send the ticket elsewhere", shapes.Transfer,
        "unknown_service", "unknown_zone", "not_served_here", *HERE,
    ),
    at_window("undo", "Take back the last press", shapes.Here, "undo_too_late", "window_busy", *HERE),
]  # fmt: skip
