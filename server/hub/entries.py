"""Tickets, windows, queues and devices as the wire shows them, one function for each audience."""

from __future__ import annotations

from typing import Any

from server.domain.alarms import devices
from server.domain.alarms.devices import Device, Order
from server.domain.floor import Alarm, Floor, WindowState
from server.domain.profile import Hall
from server.domain.ticket import MINUTE, Ticket
from server.protocol import iso as iso

Entry = dict[str, Any]


def staff_ticket(t: Ticket) -> Entry:
    """`rating` is null: today's are not closed, and whoever served must not read one before that."""
    return {
        "id": t.id, "number": t.number, "queue": t.line, "service": t.service, "services": list(t.services),
        "status": t.status, "classes": list(t.classes), "needs": list(t.needs), "channel": t.channel,
        "taken_at": iso(t.taken_at), "clock": iso(t.since), "called_at": iso(t.called_at), "called_seq": t.called_seq,
        "started_at": iso(t.started_at), "held_at": iso(t.held_at), "ended_at": iso(t.ended_at),
        "window": t.window if t.status in ("called", "serving", "held", "completed", "no_show") else None,
        "bound": {t.bound[0]: t.bound[1]} if t.bound else None, "recalls": t.recalls, "last_call": t.last_call,
        "requeues": t.requeues, "outcome": t.outcome, "uncertain": t.uncertain, "rating": None,
        "person": t.person, "why": t.why, "locale": t.locale, "reservation": t.reservation, "slot": iso(t.slot),
        "arrival": t.arrival, "cases": t.cases, "granted": list(t.granted), "age_band": t.age_band,
        "hold_until": iso(t.hold_until), "back": {"service": t.back[0], "window": t.back[1]} if t.back else None,
    }  # fmt: skip


def public_ticket(t: Ticket, hall: Hall) -> Entry:
    """For walls and window screens: no person, no business, and a class only where the hall shows it."""
    window = hall.window.get(t.window or "")
    return {
        "id": t.id, "number": t.number, "status": t.status, "window": t.window,
        "sign": window.call_sign if window else None,
        "called_at": iso(t.called_at), "called_seq": t.called_seq, "recalls": t.recalls, "last_call": t.last_call,
        "classes": [c for c in t.classes if c in hall.klass and hall.klass[c].shown],
    }  # fmt: skip


def holder_ticket(t: Ticket, hall: Hall) -> Entry:
    """For whoever holds the slip. That it was rated, and not how: a slip lies about, and staff print it again."""
    window = hall.window.get(t.window or "") if t.status in ("called", "serving") else None
    name, name_en = hall.said_of(t.service) if t.service in hall.service else ("", "")
    return {
        "id": t.id, "number": t.number, "status": t.status, "service": t.service, "services": list(t.services),
        "service_name": name, "service_name_en": name_en,
        "queue": t.line, "window": window.id if window else None, "sign": window.call_sign if window else None,
        "zone": window.zone if window else None, "taken_at": iso(t.taken_at), "called_at": iso(t.called_at),
        "called_seq": t.called_seq, "recalls": t.recalls, "last_call": t.last_call, "ended_at": iso(t.ended_at),
        "outcome": t.outcome, "rating": None, "rated": t.rating is not None, "reason": t.reason,
    }  # fmt: skip


def public_window(w: WindowState, hall: Hall) -> Entry:
    plate = hall.window[w.id]
    return {
        "id": w.id, "number": plate.number, "sign": plate.call_sign, "spoken": plate.spoken, "zone": plate.zone,
        "kind": plate.kind, "state": w.state, "reason": w.reason, "since": iso(w.since), "ticket": w.ticket,
        "called_seq": w.called_seq, "called_at": iso(w.called_at),
    }  # fmt: skip


def asked(w: WindowState, floor: Floor) -> Entry | None:
    """The visit that a window's screen asks a rating for, and until when; None when it asks nothing."""
    ticket, rules = floor.tickets.get(w.ended or ""), floor.hall.rules
    seconds = min(floor.hall.ratings.ask_seconds, rules.rate_minutes * 60)
    if ticket is None or not seconds:
        return None
    return {
        "ticket": ticket.id,
        "number": ticket.number,
        "until": iso((ticket.ended_at or 0) + seconds * 1000),
    }


def staff_window(w: WindowState, hall: Hall) -> Entry:
    undo = None
    if w.presses:
        press = w.presses[-1]
        undo = {
            "until": iso(press.at + hall.rules.undo_minutes * MINUTE),
            "tickets": list(dict.fromkeys(t.id for t, _ in press.moved)),
            "numbers": list(dict.fromkeys(t.number for t, _ in press.moved)),
        }
    return {**public_window(w, hall), "person": w.person, "ready": w.ready, "undo": undo}


def alarm(a: Alarm) -> Entry:
    seen = {"by": a.seen[0], "at": iso(a.seen[1])} if a.seen else None
    return {
        "key": a.key, "kind": a.kind, "level": a.level, "at": iso(a.at), "level_at": iso(a.level_at or a.at),
        "facts": a.facts, "acknowledged": seen,
    }  # fmt: skip


def device(d: Device, now: int, listening: int) -> Entry:
    """A device of the registry. `since` is the older name of `beat`."""
    d = devices.current(d, now)
    state, since = devices.state_of(d, now, listening)
    last, error = d.last_order, d.last_error
    return {
        "id": d.id, "kind": d.kind, "state": state, "detail": d.detail, "version": d.version, "since": iso(d.beat),
        "state_since": iso(since), "beat": iso(d.beat), "drives": d.drives, "zone": d.zone, "window": d.window,
        "shown": d.shown, "needed": d.needed, "label": d.label, "part_of": d.part_of, "assigned": assigned(d),
        "last_error": error and {"at": iso(error[0]), "detail": error[1]}, "orders": [order(o) for o in d.orders],
        "last_order": last and {
            "id": last.id, "do": last.do, "at": iso(last.at), "by": last.by, "ended_at": iso(last.ended_at),
            "error": last.error,
        },
    }  # fmt: skip


def order(o: Order) -> Entry:
    return {"id": o.id, "do": o.do, "args": o.args, "at": iso(o.at), "by": o.by}


def assigned(d: Device | None) -> Entry | None:
    """Where staff put it: `{zone}`, null for the whole hall; null where nobody did."""
    return None if d is None or d.assigned is None else {"zone": d.assigned or None}


def queue_entry(floor: Floor, id: str) -> Entry:
    queue = floor.hall.queue[id]
    return {
        "id": id, "prefix": queue.prefix, "name": queue.name, "name_en": queue.name_en,
        "waiting": floor.waiting.get(id, 0),
    }  # fmt: skip
