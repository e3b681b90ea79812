"""Reservations over HTTP: free slots; book, change, cancel, check in; find those of the person who stands there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from server.domain import hours
from server.domain.booking import arrival
from server.domain.errors import HallError, unfit
from server.hub.booking import booked, booking
from server.hub.devices import readings
from server.hub.room import Room
from server.journal import bookings
from server.protocol import instant
from server.web import answers_shape, verbs
from server.web.booking import shapes as shape
from server.web.gate import STAFF
from server.web.route import Ask, Route, arguments

ACTING = verbs.ACTING
BOOKING = ("partner", *ACTING)
READING = ("partner", *STAFF)
SEEING = ("partner", "kiosk", *STAFF)
CHECKING_IN = ("kiosk", *ACTING)
MOST_DAYS = 62
FINDING = parse("30 per minute")
_found = MovingWindowRateLimiter(MemoryStorage())


def slots(ask: Ask) -> dict[str, Any]:
    """In order; `next` is the day to go on with."""
    room, query = ask.hub.room(ask.path["hall"]), ask.query
    if query.service not in room.hall.service:
        raise HallError("unknown_service", f"This hall has no service «{query.service}».")
    now = room.clock.now(room.floor.at)
    today = hours.business_day(room.hall, now)
    first = _date("from", query.from_) or today
    last = _date("to", query.to) or max(first, today + timedelta(days=room.hall.reservations.ahead_days))
    if not 0 <= (last - first).days < MOST_DAYS:
        wrong = f"`to` is not before `from`, and at most {MOST_DAYS - 1} days later"
        raise unfit("query", "$.to", "period", wrong, n=MOST_DAYS - 1)
    found: list[dict[str, Any]] = []
    day = max(first, _date("next", query.next) or first)
    while day <= last and (not found or len(found) < query.limit):
        of_day = booked.free(ask.hub.store.conn, room, query.service, day.isoformat(), now, ask.hub.lax)
        if found and len(found) + len(of_day) > query.limit:
            break
        found += of_day
        day += timedelta(days=1)
    return {"slots": found, "next": day.isoformat() if day <= last else None, "seq": room.floor.seq}


def _date(name: str, text: str | None) -> date | None:
    try:
        found = date.fromisoformat(text) if text else None
    except ValueError:
        raise unfit("query", f"$.{name}", "day", f"{text!r} is no day, written like 2026-11-23") from None
    if found and not 2000 <= found.year <= 2100:
        raise unfit("query", f"$.{name}", "out_of_range", f"{text} is out of range")
    return found


def _arguments(ask: Ask) -> dict[str, Any]:
    """The body, with `start` in milliseconds."""
    args = arguments(ask.body)
    if "start" in args:
        try:
            args["start"] = instant(args["start"])
        except ValueError:
            raise unfit("body", "$.start", "instant", "an instant is like 2026-11-23T01:00:00Z") from None
        if not EARLIEST <= args["start"] < LATEST:
            raise unfit("body", "$.start", "out_of_range", "the instant is out of range")
    return args


EARLIEST, LATEST = instant("2000-01-01T00:00:00Z"), instant("2100-01-01T00:00:00Z")


def book(ask: Ask) -> dict[str, Any]:
    return ask.act("book", args=_arguments(ask))


def change(ask: Ask) -> dict[str, Any]:
    return ask.act("rebook", args={**_arguments(ask), "code": ask.path["code"]})


def cancel(ask: Ask) -> dict[str, Any]:
    return ask.act("cancel_booking", args={"code": ask.path["code"]})


def check_in(ask: Ask) -> dict[str, Any]:
    return verbs.taken(ask, {**arguments(ask.body), "reservation": ask.path["code"]})


def one(ask: Ask) -> dict[str, Any]:
    """Staff see the name and the end of the phone number; kiosks and partners do not need them."""
    room, conn = ask.hub.room(ask.path["hall"]), ask.hub.store.conn
    row = arrival.known(booking.found(conn, ask.path["code"]), room.id)
    ask.check_own(room.hall, (row["service"],))
    person = {"person": booked.person(conn, row["code"])} if ask.who and ask.who.role in STAFF else {}
    return {"seq": room.floor.seq, "reservation": booked.shown(row), **person}


def listed(ask: Ask) -> dict[str, Any]:
    room, query = ask.hub.room(ask.path["hall"]), ask.query
    wanted = {"day": query.day, "service": query.service, "status": query.status}
    start, _, code = (query.next or "").partition("-")
    after = (min(int(start), LATEST) if start.isascii() and start.isdecimal() else 0, code)
    rows = bookings.listed(ask.hub.store.conn, room.id, wanted, after, query.limit + 1, _own(ask, room))
    page = rows[: query.limit]
    more = len(rows) > len(page)
    return {
        "reservations": [booked.shown(r) for r in page],
        "next": f"{page[-1]['start']}-{page[-1]['code']}" if more else None,
        "seq": room.floor.seq,
    }


def _own(ask: Ask, room: Room) -> list[str] | None:
    """The services somebody may look into; None is every one. Raises HallError(no_department)."""
    whose = ask.department
    return [s.id for s in room.hall.services if s.department == whose] if whose else None


def find(ask: Ask) -> dict[str, Any]:
    """Today's, open or used, of the person who stands there."""
    who = arguments(ask.body)
    if len(who) != 1:
        raise unfit("body", "$", "one_identity", "send id_number, reading or phone")
    if not _found.hit(FINDING, ask.actor):
        raise HallError("rate_limited", "Too many searches; wait a minute.", retry_after=60)
    with ask.hub.reading():
        room = ask.hub.room(ask.path["hall"])
        now = room.clock.now(room.floor.at)
        rows = _of_person(ask, room, who, now)
        today = hours.business_day(room.hall, now).isoformat()
        found = [booked.shown(r) for r in rows if r["day"] == today and r["status"] in ("booked", "used")]
        return {"reservations": found, "next": None, "seq": room.floor.seq}


def _of_person(ask: Ask, room: Room, who: dict[str, Any], now: int) -> list[bookings.Row]:
    """Raises HallError(invalid_id, reading_gone)."""
    conn = ask.hub.store.conn
    if "reading" not in who:
        return booking.of_person(conn, room, booking.marks(room.hall, who, now)[0], now)
    card = readings.known(conn, room, who["reading"], ask.own_device, now)
    return booking.of_hash(conn, room, card.marks.get(booking.PURPOSE), now)


PATH = "/halls/{hall}/reservations"
ONE = PATH + "/{code}"
KNOWN = ("unknown_reservation", "other_hall")
SLOT = ("unknown_service", "not_bookable", "slot_full", "person_limit", "blacklisted", "id_required")
CHANGING = (*KNOWN, "reservation_used", "reservation_cancelled", "too_late_to_cancel")
ROUTES: list[Route] = [
    Route(
        "GET", "/halls/{hall}/slots", "Slots that can be reserved", slots, shape.Slots, SEEING, query=shape.SlotList,
        errors=("unknown_service",),
    ),
    Route(
        "POST", PATH, "Reserve", book, shape.Reserved, BOOKING, shape.Book, status=201,
        errors=(*SLOT, "invalid_id", "unknown_need"),
    ),
    Route(
        "GET", PATH, "Reservations in the order of their slots", listed, shape.Reservations, READING,
        query=shape.ReservationList,
    ),
    Route("POST", PATH + "/find", "Today's reservations of the person who stands there", find, shape.Reservations,
          CHECKING_IN, shape.FindPerson, errors=("invalid_id", "reading_gone", "rate_limited")),
    Route("GET", ONE, "One reservation", one, shape.OneReservation, SEEING, errors=KNOWN),
    Route("PATCH", ONE, "Another slot", change, shape.Reserved, BOOKING, shape.Rebook, errors=(*CHANGING, *SLOT)),
    Route("DELETE", ONE, "Cancel a reservation", cancel, shape.Reserved, BOOKING, errors=CHANGING),
    Route(
        "POST", ONE + "/check-in", "Turn a reservation into a ticket", check_in, answers_shape.Taken, CHECKING_IN,
        shape.CheckIn, status=201, errors=verbs.CHECKED_IN,
    ),
]  # fmt: skip
