"""Verbs on reservations: book, rebook, cancel, bring in from a file; and what becomes of those not used.

Rows of the reservation table come as facts, read in the transaction that writes the decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

from server.domain.booking import arrival, reserver, slots
from server.domain.booking.slots import Slot, said
from server.domain.errors import HallError
from server.domain.events import Command, Event
from server.domain.floor import Floor
from server.domain.profile import Hall
from server.domain.ticket import MINUTE
from server.domain.verbs.line import Facts, Verb

Row = Mapping[str, Any]


def book(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """`facts`: a fresh `code`, how many have `booked` the slot, `mine`: the person's reservations, None if unknown."""
    hall, service = floor.hall, c.args["service"]
    slot = _reservable(floor, c, service, c.args["start"], now)
    for need in c.args.get("needs") or ():
        if need not in hall.needs:
            raise HallError("unknown_need", f"This hall knows no need «{need}».", needs=list(hall.needs))
    if hall.service[service].real_name and not facts["identified"]:
        raise HallError("id_required", "This service is reserved with an ID number.", service=service)
    reserver.must_be_free(hall, facts["mine"], slot.day, now)
    must_have_room(hall, service, facts["booked"])
    return [_made(facts["code"], service, slot, c)]


def _reservable(floor: Floor, c: Command, service: str, start: int, now: int) -> Slot:
    slot = slots.slot_at(floor.hall, service, start, c.lax)
    if not c.lax:
        slots.must_be_near(floor.hall, slot, now)
    return slot


def _made(code: str, service: str, slot: Slot, c: Command, source: str | None = None) -> Event:
    return Event(
        "reservation.made",
        {
            "code": code, "service": service, "day": slot.day, "start": slot.start, "end": slot.end,
            "source": source or c.args.get("source") or c.channel, "needs": list(c.args.get("needs") or ()),
            "locale": c.args.get("locale") or "zh",
        },
    )  # fmt: skip


def must_have_room(hall: Hall, service: str, booked: int) -> None:
    """Raises HallError(slot_full)."""
    most = slots.capacity(hall, hall.service[service])
    if booked >= most:
        raise HallError("slot_full", f"All {most} places of this slot are taken.", capacity=most)


def rebook(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """Another slot or service. `facts` as for `book`, without the reservation itself, and its row."""
    hall = floor.hall
    row = _changeable(floor, c, facts, now)
    service, start = c.args.get("service") or row["service"], c.args.get("start") or row["start"]
    if (service, start) == (row["service"], row["start"]):
        return []
    slot = _reservable(floor, c, service, start, now)
    if hall.service[service].real_name and not facts["identified"]:
        raise HallError("id_required", "This service is reserved with an ID number.", service=service)
    if facts["mine"] is not None:
        reserver.must_be_free(hall, facts["mine"], slot.day, now)
    must_have_room(hall, service, facts["booked"])
    was = {k: row[k] for k in ("service", "day", "start")}
    return [
        Event(
            "reservation.changed",
            {
                "code": row["code"], "service": service, "day": slot.day, "start": slot.start, "end": slot.end,
                "by": c.channel, "was": was,
            },
        )
    ]  # fmt: skip


def cancel_booking(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    row = _changeable(floor, c, facts, now)
    return [Event("reservation.cancelled", {"code": row["code"], "service": row["service"], "by": c.channel})]


def _changeable(floor: Floor, c: Command, facts: Facts, now: int) -> Row:
    """The reservation, if it may be changed still; staff may until its day is closed. Raises HallError."""
    row = arrival.known(facts["reservation"], floor.hall.id)
    arrival.must_be_open(row)
    if row["status"] == "missed":
        raise HallError(
            "too_late_to_cancel", f"It was for {row['day']}, and nobody came.", start=said(row["start"])
        )
    minutes = floor.hall.reservations.cancel_minutes
    if minutes and c.channel == "partner" and now > row["start"] - minutes * MINUTE:
        raise HallError(
            "too_late_to_cancel", f"It could be changed until {minutes} minutes before its slot.",
            start=said(row["start"]), until=said(row["start"] - minutes * MINUTE),
        )  # fmt: skip
    return row


def bring_in(floor: Floor, c: Command, facts: Facts, now: int) -> list[Event]:
    """Reservations from a file, all or none: those already there are left out. Raises HallError(import_faults).

    `facts["rows"]`: line, service, start, source, code, and `known`, the row that is it already. The bounds on
    time ahead and on persons are the concern of whoever took them; slots and capacity are ours.
    """
    booked: dict[tuple[str, int], int] = dict(facts["booked"])
    slot_at = cache(partial(slots.slot_at, floor.hall, lax=c.lax))
    events: list[Event] = []
    faults: list[dict[str, Any]] = []
    for row in facts["rows"]:
        try:
            if not _same(row):
                slot = slot_at(row["service"], row["start"])
                events.append(_brought(floor, c, row, slot, booked, now))
        except HallError as refusal:
            column = (
                "code" if refusal.code == "code_taken" else "service" if _of_service(refusal) else "start"
            )
            faults.append({"line": row["line"], "column": column, "wrong": refusal.detail})
    if faults:
        raise HallError("import_faults", "Nothing was brought in.", faults=faults)
    return events


def _same(row: Row) -> bool:
    """Whether it is there already, also at another slot since. Raises HallError(code_taken)."""
    known = row["known"]
    if known is None:
        return False
    moved = (known["service"], known["start"]) != (row["service"], row["start"])
    if known["hall"] != row["hall"] or (moved and known["changed_at"] == known["made_at"]):
        raise HallError("code_taken", f"The code {row['code']} is of another reservation.")
    return True


def _of_service(refusal: HallError) -> bool:
    return refusal.code == "unknown_service" or refusal.facts.get("reason") == "service"


def _brought(
    floor: Floor, c: Command, row: Row, slot: Slot, booked: dict[tuple[str, int], int], now: int
) -> Event:
    hall, service, start = floor.hall, row["service"], row["start"]
    if slot.end <= now:
        raise HallError("not_bookable", "That is over.", reason="near")
    must_have_room(hall, service, booked.get((service, start), 0))
    booked[(service, start)] = booked.get((service, start), 0) + 1
    return _made(row["code"], service, slot, c, row["source"])


def unused(floor: Floor, rows: Sequence[Row], now: int) -> list[Event]:
    """What becomes, when a day closes, of reservations up to it that nobody kept.

    Nobody is to blame for a day on which the hall did not work: those are cancelled, not missed.
    """
    events = []
    grace = floor.hall.reservations.late_minutes * MINUTE
    worked = bool(floor.tickets or floor.windows)
    for row in rows:
        facts = {"code": row["code"], "service": row["service"]}
        if row["day"] < str(floor.day) or not worked:
            events.append(Event("reservation.cancelled", {**facts, "by": "system"}))
        elif row["start"] + grace < now:
            events.append(Event("reservation.missed", {**facts, "day": row["day"], "start": row["start"]}))
    return events


VERBS: dict[str, Verb] = {
    "book": book, "rebook": rebook, "cancel_booking": cancel_booking, "bring_in": bring_in,
}  # fmt: skip
