"""How somebody keeps a reservation: early, on time, late or too late; and what a check-in is refused for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.booking.slots import said
from server.domain.errors import HallError, unfit
from server.domain.events import Command
from server.domain.floor import Floor
from server.domain.profile import Hall
from server.domain.ticket import MINUTE

RESERVED = "reservation"
"""The class a kept reservation gives; every hall has it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A reservation whose holder is here: what the ticket gets from it."""

    code: str
    service: str
    slot: int
    arrival: str
    needs: tuple[str, ...]
    locale: str

    @property
    def promised(self) -> bool:
        """Whether its place is kept; who comes too late is somebody without a reservation."""
        return self.arrival != "too_late"

    @property
    def granted(self) -> tuple[dict[str, Any], ...]:
        """The class it gives, and by what."""
        return ({"class": RESERVED, "by": "reservation"},) if self.promised else ()

    @property
    def clock(self) -> tuple[int, str]:
        return self.slot, self.arrival

    @property
    def facts(self) -> dict[str, Any]:
        """What the event of the taking says about it."""
        return {"reservation": self.code, "slot": self.slot, "arrival": self.arrival}


def arrived(hall: Hall, slot: int, now: int) -> str:
    """`early` before the slot, `on_time` and `late` to the hall's minutes after its start (to the millisecond)."""
    rules = hall.reservations
    if now < slot:
        return "early"
    if now <= slot + rules.on_time_minutes * MINUTE:
        return "on_time"
    return "late" if now <= slot + rules.late_minutes * MINUTE else "too_late"


def counts_from(hall: Hall, slot: int) -> int:
    """When a reservation kept in time begins to count: coming before that gains nothing."""
    return slot - round(hall.klass[RESERVED].credit * MINUTE)


def known(row: Mapping[str, Any] | None, hall: str) -> Mapping[str, Any]:
    """The reservation's row, if it is one of this hall. Raises HallError."""
    if row is None:
        raise HallError("unknown_reservation", "There is no reservation with this code.")
    if row["hall"] != hall:
        raise HallError(
            "other_hall", f"This reservation is for {row['hall_name']}.",
            hall=row["hall"], name=row["hall_name"],
        )  # fmt: skip
    return row


def must_be_open(row: Mapping[str, Any]) -> None:
    """Raises HallError for one that was cancelled or used."""
    if row["status"] == "cancelled":
        raise HallError("reservation_cancelled", "This reservation was cancelled.")
    if row["status"] == "used":
        raise HallError(
            "reservation_used", f"This reservation was used: its number is {row['number']}.",
            number=row["number"], ticket=row["ticket"],
        )  # fmt: skip


def kept(floor: Floor, c: Command, facts: Mapping[str, Any], now: int) -> Kept | None:
    """The reservation that this taking keeps; None for a taking without. Raises HallError.

    `facts["booking"]` is its row, with `hall_name` and the used one's `number`.
    """
    if not c.args.get("reservation"):
        return None
    hall = floor.hall
    found = known(facts["booking"], hall.id)
    must_be_open(found)
    start = found["start"]
    if found["day"] != floor.day:
        raise HallError(
            "wrong_day", f"This reservation is for {found['day']}.", day=found["day"], start=said(start)
        )
    early = hall.reservations.early_minutes
    if early and now < start - early * MINUTE:
        first = said(start - early * MINUTE)
        raise HallError(
            "too_early_to_check_in", f"Check in from {first} on.", start=said(start), opens_at=first
        )
    needs = tuple(n for n in found["needs"] if n in hall.needs)
    return Kept(found["code"], found["service"], start, arrived(hall, start, now), needs, found["locale"])


def services(kept: Kept | None, c: Command) -> list[str]:
    """What the ticket is for: what was reserved, or what is asked for. Raises HallError(invalid)."""
    asked = list(dict.fromkeys(c.args.get("services") or ()))
    if kept is None:
        if not asked:
            wrong = "name a service, or the code of a reservation"
            raise unfit("body", "$.services", "services_or_reservation", wrong)
        return asked
    if asked not in ([], [kept.service]):
        wrong = f"the reservation is for «{kept.service}»; leave the services out"
        raise unfit("body", "$.services", "reserved_service", wrong, service=kept.service)
    return [kept.service]
